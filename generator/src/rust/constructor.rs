//! The function that creates a model, and arguments that are passed by name.

use super::{Passing, Path};
use crate::comment::Comment;

/// The function that creates a value from its required fields.
#[derive(Debug, Clone)]
pub struct Constructor {
    /// The documentation, in Markdown.
    pub docs: Comment,
    /// The struct that contains the arguments if they are passed by name.
    pub bundle: Option<Bundle>,
}

/// The arguments of a function that are passed by name, as the fields of a struct.
#[derive(Debug, Clone)]
pub struct Bundle {
    /// The documentation, in Markdown.
    pub docs: Comment,
    /// The name of the struct.
    pub name: String,
    /// The name of the argument.
    pub argument: String,
}

/// The initial value of a field in `new`.
#[derive(Debug, Clone)]
pub enum Fill {
    /// An argument with the field's name: how it is passed, and the documentation of its field in the struct of arguments.
    Argument(Passing, Comment),
    /// `None`.
    Nothing,
    /// `Some` of this value.
    Some(Box<Fill>),
    /// The variant of an enumeration: the path of the enumeration and the name of the variant.
    Variant(Path, String),
    /// A `String` with this text.
    Text(String),
    /// `true` or `false`.
    Boolean(bool),
    /// An integer.
    Integer(i64),
    /// A floating-point number.
    Number(f64),
}
