//! The function that creates a model, and arguments that are passed by name.

use super::{Passing, Path};
use crate::comment::Comment;

/// The function that makes a value from its required fields.
#[derive(Debug, Clone)]
pub struct Constructor {
    /// Markdown.
    pub docs: Comment,
    /// The struct that contains the arguments if they are passed by name.
    pub bundle: Option<Bundle>,
}

/// The arguments of a function that are passed by name, as the fields of a struct.
#[derive(Debug, Clone)]
pub struct Bundle {
    /// Markdown.
    pub docs: Comment,
    /// The name of the struct.
    pub name: String,
    /// The name of the argument.
    pub argument: String,
}

/// What a field of a new value is filled with.
#[derive(Debug, Clone)]
pub enum Fill {
    /// An argument of the field's name: how it is passed, and the documentation of its field in the struct of all arguments.
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
