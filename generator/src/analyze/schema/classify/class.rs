//! What a schema becomes, with references in place of the schemas that are within it.

use crate::model::{Enumeration, StringRules, Type};
use crate::path::SpecPath;

use crate::analyze::schema::read::{MergedSchema, SchemaRef};

/// What a schema becomes.
#[derive(Debug)]
pub(in crate::analyze::schema) struct Classified {
    /// What it becomes, without `null`.
    pub(in crate::analyze::schema) class: Class,
    /// Whether `null` is a value as well.
    pub(in crate::analyze::schema) nullable: bool,
}

/// What a schema becomes. A list of references means that all of them hold.
#[derive(Debug)]
pub(in crate::analyze::schema) enum Class {
    /// A type that contains no other schema.
    Type(Type),
    /// A list of values.
    Enumeration(Enumeration),
    /// A string with rules, where they can be checked.
    CheckedString(StringRules),
    /// An array with the schemas of its items.
    Array(Vec<SchemaRef>),
    /// An array whose items have schemas of their own.
    Tuple(Vec<Vec<SchemaRef>>),
    /// An object without properties, with the schemas of its values.
    Map(Vec<SchemaRef>),
    /// An object with properties.
    Struct(Box<MergedSchema>),
    /// A union that the JSON types tell apart, and the place of the schema.
    ByJsonType(SpecPath, Vec<Class>),
    /// One of several alternatives.
    OneOf(OneOf),
    /// The only alternative, which is the schema itself, and the place of the schema.
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

/// One alternative, or one of each list where there are several lists.
#[derive(Debug)]
pub(in crate::analyze::schema) struct Choice {
    /// The place of the alternative; with several lists, of the one from the last list.
    pub(in crate::analyze::schema) place: SpecPath,
    /// How many lists there are.
    pub(in crate::analyze::schema) lists: usize,
    /// The names of the alternatives.
    pub(in crate::analyze::schema) words: Vec<String>,
    /// The schemas that hold if it is chosen.
    pub(in crate::analyze::schema) parts: Vec<SchemaRef>,
}

impl Choice {
    /// Returns the place of the alternative where there is only one list.
    pub(in crate::analyze::schema) fn single(&self) -> Option<&SpecPath> {
        (self.lists == 1).then_some(&self.place)
    }
}

impl From<Class> for Classified {
    fn from(class: Class) -> Self {
        Self { class, nullable: false }
    }
}
