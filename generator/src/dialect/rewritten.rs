//! A document in the shape of OpenAPI 3.0. Knows nothing of how it is rewritten.

use serde_json::Value;

use crate::moves::Moves;

/// A document in the shape of OpenAPI 3.0, and the way back to the one that was written.
#[derive(Debug)]
pub struct Rewritten {
    /// The document. What 3.0 has no keyword for is in keywords that begin with `x-oaspress-`.
    pub document: Value,
    /// The parts that are not where they were written.
    pub moves: Moves,
}
