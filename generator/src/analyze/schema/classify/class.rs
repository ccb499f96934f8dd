//! The class of a schema, with references in place of the schemas within it.

use crate::model::{Enumeration, StringRules, Type};
use crate::path::SpecPath;

use crate::analyze::schema::read::{MergedSchema, SchemaRef};

/// The class of a schema, and whether it is nullable.
#[derive(Debug)]
pub(in crate::analyze::schema) struct Classified {
    /// The class, without `null`.
    pub(in crate::analyze::schema) class: Class,
    /// True if `null` is also allowed.
    pub(in crate::analyze::schema) nullable: bool,
}

/// The class of a schema. All schemas in a list of references apply together.
#[derive(Debug)]
pub(in crate::analyze::schema) enum Class {
    /// A type that contains no other schema.
    Type(Type),
    /// A list of values.
    Enumeration(Enumeration),
    /// A string with constraints, which are checked if possible.
    CheckedString(StringRules),
    /// An array, with the schemas of its items.
    Array(Vec<SchemaRef>),
    /// An array whose items have different schemas.
    Tuple(Vec<Vec<SchemaRef>>),
    /// An object without properties, with the schemas of its values.
    Map(Vec<SchemaRef>),
    /// An object with properties.
    Struct(Box<MergedSchema>),
    /// A union that the JSON types tell apart, with the place of the schema.
    ByJsonType(SpecPath, Vec<Class>),
    /// One of several alternatives.
    OneOf(OneOf),
    /// The only alternative that remains, with the place of the schema. It replaces the schema.
    Only(SpecPath, Vec<SchemaRef>),
}

/// One of several alternatives.
#[derive(Debug)]
pub(in crate::analyze::schema) struct OneOf {
    /// The alternatives, in document order.
    pub(in crate::analyze::schema) choices: Vec<Choice>,
    /// The schema that has a `discriminator`.
    pub(in crate::analyze::schema) discriminator: Option<SpecPath>,
}

/// An alternative. If there are several lists of alternatives, one of each.
#[derive(Debug)]
pub(in crate::analyze::schema) struct Choice {
    /// The place of the alternative. If there are several lists, that of the last list.
    pub(in crate::analyze::schema) place: SpecPath,
    /// The number of lists.
    pub(in crate::analyze::schema) lists: usize,
    /// The names of the alternatives.
    pub(in crate::analyze::schema) words: Vec<String>,
    /// The schemas that apply if it is chosen.
    pub(in crate::analyze::schema) parts: Vec<SchemaRef>,
}

impl Choice {
    /// Returns the place of the alternative if there is only one list.
    pub(in crate::analyze::schema) fn single(&self) -> Option<&SpecPath> {
        (self.lists == 1).then_some(&self.place)
    }
}

impl From<Class> for Classified {
    fn from(class: Class) -> Self {
        Self { class, nullable: false }
    }
}
