//! The attribute of deprecated items.

use crate::comment::Comment;

/// The attribute `#[deprecated]`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Deprecated {
    /// The reason, if the API description declares one.
    pub reason: Option<Comment>,
}
