//! Unions, and how a decoder selects the variant.

use super::derives::usual_traits;
use super::{Deprecated, Derives, Path, Std, Ty, Unknown, symbol};
use crate::comment::Comment;
use crate::model::SchemaId;

/// A union of several types.
#[derive(Debug, Clone)]
pub struct Union {
    /// The schema of the union.
    pub id: SchemaId,
    /// The documentation, in Markdown.
    pub docs: Comment,
    /// Its name.
    pub name: String,
    /// The variants.
    pub variants: Vec<Variant>,
    /// The variant for values that match no other variant.
    pub unknown: Unknown,
    /// How a decoder selects the variant.
    pub tagging: Tagging,
    /// The traits that it has because the configuration lists the union.
    pub derives: Derives,
    /// The accessors, one per variant; empty if the union has none.
    pub accessors: Vec<Accessor>,
    /// The attribute `#[deprecated]`, if there is one.
    pub deprecated: Option<Deprecated>,
}

impl Union {
    /// Returns the derived traits.
    #[must_use]
    pub fn traits(&self) -> Vec<&'static str> {
        self.derives.applied(&usual_traits(false, true))
    }
}

/// The methods that return the value of one variant.
#[derive(Debug, Clone)]
pub struct Accessor {
    /// The name after `as_` and `into_`.
    pub name: String,
    /// The documentation of the method that borrows the value, in Markdown.
    pub borrow_docs: Comment,
    /// The documentation of the method that takes the value, in Markdown.
    pub take_docs: Comment,
}

/// A variant of a union.
#[derive(Debug, Clone)]
pub struct Variant {
    /// The documentation, in Markdown.
    pub docs: Comment,
    /// Its name.
    pub name: String,
    /// The type of the value, without the holder.
    pub ty: Ty,
    /// The box around the value, if it needs one.
    pub holder: Option<Holder>,
    /// Whether `From<type>` is implemented, which requires that no other variant has the same type.
    pub from: bool,
    /// The attribute `#[deprecated]`, if there is one.
    pub deprecated: Option<Deprecated>,
}

/// A box around a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holder {
    /// `Box`, for a type that would otherwise contain itself.
    Box,
    /// `Nested` of the runtime, for a type that would otherwise be nested too deeply for the compiler.
    Nested,
}

impl Holder {
    /// Both holders.
    pub const ALL: [Self; 2] = [Self::Box, Self::Nested];

    /// Returns the path of the box type.
    #[must_use]
    pub const fn path(self) -> Path {
        match self {
            Self::Box => Path::Std(Std::Box),
            Self::Nested => Path::Public(symbol::model::nested::NESTED),
        }
    }
}

/// How the decoder of a union selects the variant.
#[derive(Debug, Clone)]
pub struct Tagging {
    /// The property whose value identifies the variant: the discriminator.
    pub tag: Option<String>,
    /// The criteria of each variant, in the order in which they are attempted.
    pub alternatives: Vec<Alternative>,
}

/// The criteria by which a decoder selects a variant.
#[derive(Debug, Clone)]
pub struct Alternative {
    /// The name of the variant.
    pub variant: String,
    /// The JSON types of its values.
    pub types: Vec<JsonType>,
    /// The values of the discriminator.
    pub tags: Vec<Constant>,
    /// Whether it is selected for every other value of the discriminator.
    pub otherwise: bool,
    /// The other properties with constant values, and these values.
    pub constants: Vec<(String, Vec<Constant>)>,
}

pub use crate::model::JsonType;

/// A constant value of a property.
#[derive(Debug, Clone, PartialEq)]
pub enum Constant {
    /// A string.
    Text(String),
    /// An integer.
    Integer(i64),
    /// A floating-point number.
    Number(f64),
    /// `true` or `false`.
    Boolean(bool),
    /// `null`.
    Null,
}
