//! Errors of parameters and bodies that break a constraint of the API description.

use std::borrow::Cow;
use std::fmt;

use crate::runtime::model::checked::InvalidValue;

/// The part of a request that a parameter belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Location {
    /// The path of the URL.
    Path,
    /// The query of the URL.
    Query,
    /// A header.
    Header,
    /// A cookie.
    Cookie,
    /// The body.
    Body,
    /// The URL as a whole.
    Url,
}

impl fmt::Display for Location {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Path => "path parameter",
            Self::Query => "query parameter",
            Self::Header => "header",
            Self::Cookie => "cookie",
            Self::Body => "body",
            Self::Url => "URL",
        })
    }
}

/// A parameter or the body breaks a constraint; nothing was sent.
///
/// It contains the name of the parameter and the constraint, never the value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidInput {
    parameter: Cow<'static, str>,
    location: Location,
    rule: Cow<'static, str>,
}

impl InvalidInput {
    /// Creates the error of a parameter that breaks `rule`, which is worded so that it can follow a name: "must not be
    /// empty".
    #[must_use]
    pub fn new(
        parameter: impl Into<Cow<'static, str>>,
        location: Location,
        rule: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self { parameter: parameter.into(), location, rule: rule.into() }
    }

    /// Creates the error of a parameter from the constraint that its value breaks.
    pub(crate) fn for_parameter(
        parameter: impl Into<Cow<'static, str>>,
        location: Location,
        value: &InvalidValue,
    ) -> Self {
        Self::new(parameter, location, value.rule().to_owned())
    }

    /// Returns the name of the parameter in the API description.
    #[must_use]
    pub fn parameter(&self) -> &str {
        &self.parameter
    }

    /// Returns the part of the request that the parameter belongs to.
    #[must_use]
    pub const fn location(&self) -> Location {
        self.location
    }

    /// Returns the constraint, as in "must not be empty".
    #[must_use]
    pub fn rule(&self) -> &str {
        &self.rule
    }
}

impl fmt::Display for InvalidInput {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.location {
            Location::Body | Location::Url => write!(formatter, "{}: {}", self.parameter, self.rule),
            location => write!(formatter, "{location} `{}` {}", self.parameter, self.rule),
        }
    }
}

impl std::error::Error for InvalidInput {}
