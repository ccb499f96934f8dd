//! Unions, and how a reader finds the variant.

use super::{Deprecated, Path, Std, Ty, Unknown, symbol};
use crate::comment::Comment;
use crate::model::SchemaId;

/// One of several types.
#[derive(Debug, Clone)]
pub struct Union {
    /// Which model it is.
    pub id: SchemaId,
    /// Markdown.
    pub docs: Comment,
    /// Its name.
    pub name: String,
    /// The alternatives.
    pub variants: Vec<Variant>,
    /// The variant that keeps input which fits none.
    pub unknown: Unknown,
    /// How a reader finds the variant.
    pub tagging: Tagging,
    /// Whether it is deprecated.
    pub deprecated: Option<Deprecated>,
}

/// An alternative of a union.
#[derive(Debug, Clone)]
pub struct Variant {
    /// Markdown.
    pub docs: Comment,
    /// Its name.
    pub name: String,
    /// Its type, without what holds it.
    pub ty: Ty,
    /// What holds it, where the type itself does not.
    pub holder: Option<Holder>,
    /// Whether `From<type>` is implemented: only where no other variant has the same type.
    pub from: bool,
    /// Whether it is deprecated.
    pub deprecated: Option<Deprecated>,
}

/// What holds a value that cannot be a part of another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holder {
    /// `Box`, since a type would hold itself otherwise.
    Box,
    /// `Nested` of the runtime, since the type would be too deep for the compiler otherwise.
    Nested,
}

impl Holder {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Box, Self::Nested];

    /// The type.
    #[must_use]
    pub const fn path(self) -> Path {
        match self {
            Self::Box => Path::Std(Std::Box),
            Self::Nested => Path::Public(symbol::nested::NESTED),
        }
    }
}

/// How the reader of a union finds the variant.
#[derive(Debug, Clone)]
pub struct Tagging {
    /// The property whose value names the variant.
    pub tag: Option<String>,
    /// What is known of each variant, in the order in which they are attempted.
    pub alternatives: Vec<Alternative>,
}

/// What is known of a variant without reading it.
#[derive(Debug, Clone)]
pub struct Alternative {
    /// The name of the variant.
    pub variant: String,
    /// The JSON types.
    pub types: Vec<JsonType>,
    /// The values of the tag.
    pub tags: Vec<Constant>,
    /// Whether it is read for every other tag.
    pub otherwise: bool,
    /// Other properties with constants, and their values.
    pub constants: Vec<(String, Vec<Constant>)>,
}

pub use crate::model::JsonType;

/// A value that a property has in every value of a type.
#[derive(Debug, Clone, PartialEq)]
pub enum Constant {
    /// A string.
    Text(String),
    /// An integer.
    Integer(i64),
    /// Any other number.
    Number(f64),
    /// `true` or `false`.
    Boolean(bool),
    /// `null`.
    Null,
}
