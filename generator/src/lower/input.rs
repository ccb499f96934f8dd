//! The inputs of an operation while it is lowered.

use crate::comment::Comment;
use crate::rust::{Deprecated, Fill, Passing, Ty};

/// A parameter or body that is being lowered.
#[expect(clippy::struct_excessive_bools, reason = "a set of independent properties")]
pub(super) struct Input {
    /// The name of its field.
    pub name: String,
    /// The type of a value.
    pub ty: Ty,
    /// How a value is passed.
    pub passing: Passing,
    /// The first sentence of its documentation, in Markdown.
    pub line: Comment,
    /// The index of the parameter; `None` for the body.
    pub parameter: Option<usize>,
    /// True for the idempotency key.
    pub is_idempotency_key: bool,
    /// True if only the runtime writes its type in the form of the API, and serde's traits do not.
    pub encoded: bool,
    /// True if it is required. Then it has no initial value.
    pub required: bool,
    /// The initial value, if it is not required and always sent.
    pub initial: Option<Fill>,
    /// The documentation of its setter, in Markdown.
    pub docs: Comment,
    /// The attribute `#[deprecated]`, if there is one.
    pub deprecated: Option<Deprecated>,
    /// True if `Debug` hides its value.
    pub hidden: bool,
}
