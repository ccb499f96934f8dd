//! A document in the shape of OpenAPI 3.0. This module does not depend on the rewrites.

use serde_json::Value;

use crate::source_map::SourceMap;

/// A document in the shape of OpenAPI 3.0, with the source map to the original.
#[derive(Debug)]
pub struct Rewritten {
    /// The document. Keywords that begin with `x-oaspress-` contain everything that 3.0 has no keyword for.
    pub document: Value,
    /// The parts that are at other places than in the original.
    pub source_map: SourceMap,
}
