//! The versions of OpenAPI, in order. This module does not depend on the differences between them.

use std::fmt;

/// A version of OpenAPI. Patch versions are not distinguished.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Version {
    /// Swagger 2.0.
    Swagger20,
    /// `OpenAPI` 3.0.x.
    OpenApi30,
    /// `OpenAPI` 3.1.x.
    OpenApi31,
    /// `OpenAPI` 3.2.x.
    OpenApi32,
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Swagger20 => "Swagger 2.0",
            Self::OpenApi30 => "OpenAPI 3.0",
            Self::OpenApi31 => "OpenAPI 3.1",
            Self::OpenApi32 => "OpenAPI 3.2",
        })
    }
}
