//! The function that creates a model.

use super::{Passing, Path};
use crate::comment::Comment;

/// The function that makes a value from its required fields.
#[derive(Debug, Clone)]
pub struct Constructor {
    /// Markdown.
    pub docs: Comment,
    /// The struct that contains the arguments if they are passed by name.
    pub bundle: Option<String>,
}

/// What a field of a new value is filled with.
#[derive(Debug, Clone)]
pub enum Fill {
    /// An argument of the field's name: how it is passed, and one line of Markdown.
    Argument(Passing, Comment),
    /// `None`.
    Nothing,
    /// `Some` of what would fill the field if it were required.
    Some(Box<Fill>),
    /// The variant of an enumeration: the enumeration and the name of the variant.
    Variant(Path, String),
    /// Text, as a `String`.
    Text(String),
    /// `true` or `false`.
    Boolean(bool),
    /// An integer.
    Integer(i64),
    /// A number with a fraction.
    Number(f64),
}
