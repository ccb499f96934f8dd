//! Schemas as the API means them.

use std::borrow::Cow;

use serde_json::Value;

use crate::path::SpecPath;

use super::constraint::{Constraint, Counted};
use super::presence::{Access, Presence, Usage};
use super::types::{JsonType, Type};

/// A schema that needs an item of its own: every component, and every inline object, enumeration, union or constrained string.
#[derive(Debug, Clone)]
pub struct Schema {
    /// Where it stands.
    pub path: SpecPath,
    /// What it is called after.
    pub origin: Origin,
    /// What the document says of it.
    pub docs: Docs,
    /// What it is.
    pub shape: Shape,
    /// Whether `null` is a value of it as well. References carry this on to the place that refers.
    pub nullable: bool,
    /// Who sends it.
    pub usage: Usage,
}

/// What a schema is called after: a root and the way from there, as the document spells them.
///
/// `Component("Contact")` + `["address", "street"]` is the property `street` of the property `address`. The items of an
/// array add `item`, the values of a map add `value`, the variants of a union add their number from 1 (`variant 2`) unless
/// they have a title or a distinguishing constant.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Origin {
    /// The component or operation that it stands in.
    pub root: OriginRoot,
    /// The words on the way from the root, outermost first.
    pub way: Vec<String>,
}

/// Where the way of an [`Origin`] begins.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum OriginRoot {
    /// A component of any kind (schema, parameter, response, request body, header), by its key.
    Component(String),
    /// The path with this template, where its path item declares something for all its operations.
    PathItem(String),
    /// The operation with this index in [`Api::operations`](super::Api::operations).
    Operation(usize),
}

/// The words that the document has for a thing.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Docs {
    /// `summary` of an operation, `title` of a schema.
    pub title: Option<String>,
    /// `description`, Markdown.
    pub description: Option<String>,
    /// `example`, or the first of `examples`.
    pub example: Option<Value>,
    /// `deprecated: true`, and the reason where the document gives one (`x-deprecated-reason` and the like).
    pub deprecated: Option<Deprecated>,
    /// `externalDocs.url`.
    pub external_docs: Option<String>,
    /// Constraints that the types do not express.
    pub constraints: Vec<Constraint>,
}

/// That something is deprecated, and why.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Deprecated {
    /// The reason, where the document gives one.
    pub reason: Option<String>,
}

/// What a schema is.
#[derive(Debug, Clone)]
pub enum Shape {
    /// An object with properties.
    Struct(Struct),
    /// A fixed list of values (others are read all the same).
    Enumeration(Enumeration),
    /// One of several schemas.
    Union(Union),
    /// A string that a caller must get right: checked at construction. Only in requests.
    CheckedString(StringRules),
    /// Just another name for a type.
    Alias(Type),
}

/// An object with properties.
#[derive(Debug, Clone, Default)]
pub struct Struct {
    /// The properties, in document order.
    pub properties: Vec<Property>,
    /// What other keys mean.
    pub additional: Additional,
    /// Whether the values of other keys are secrets.
    pub additional_secret: bool,
}

/// What the keys mean that no property names.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Additional {
    /// Nothing is said: they are read over.
    #[default]
    Unsaid,
    /// `additionalProperties: false`: there are none.
    Denied,
    /// They hold values of this type and are kept.
    Kept(Type),
}

/// A property of an object.
#[derive(Debug, Clone)]
pub struct Property {
    /// Where it stands.
    pub path: SpecPath,
    /// Its key in the JSON.
    pub name: String,
    /// What the document says of it.
    pub docs: Docs,
    /// The type of its value, without `null` (see `presence`).
    pub ty: Type,
    /// Whether it may be missing or `null`.
    pub presence: Presence,
    /// Who may send it.
    pub access: Access,
    /// Whether it is a secret: `writeOnly`, or with `format: password` somewhere in it.
    pub secret: bool,
    /// `default`, where it satisfies the schema.
    pub default: Option<Value>,
    /// The only value that is allowed, where there is just one: never asked of a user.
    pub constant: Option<Constant>,
}

/// The one value a property can have.
#[derive(Debug, Clone, PartialEq)]
pub struct Constant {
    /// That value.
    pub value: Value,
    /// Whether it tells the variants of a union apart in which the property may be missing.
    pub is_tag: bool,
}

impl Property {
    /// Whether it may be missing or `null` where its object is used so: a property that only one side sends can be missing on
    /// the other, whatever `required` says.
    #[must_use]
    pub fn effective_presence(&self, usage: Usage) -> Presence {
        match (self.access, self.presence) {
            (Access::ReadWrite, presence) => presence,
            (Access::ReadOnly, presence) if !usage.request => presence,
            (Access::WriteOnly, presence) if !usage.response => presence,
            (_, presence) => presence.or_missing(),
        }
    }
}

/// The key of the component schema at `path`, if there is one right there.
#[must_use]
pub fn component_key(path: &SpecPath) -> Option<Cow<'_, str>> {
    (path.parent()?.pointer() == "/components/schemas").then(|| path.last()).flatten()
}

/// A fixed list of values.
#[derive(Debug, Clone)]
pub struct Enumeration {
    /// The values, in document order, without duplicates and without `null`.
    pub values: EnumValues,
}

/// The values of an enumeration, by their JSON type.
#[derive(Debug, Clone)]
pub enum EnumValues {
    /// Strings.
    Strings(Vec<EnumValue<String>>),
    /// Integers that fit `i64`.
    Integers(Vec<EnumValue<i64>>),
}

/// One value of an enumeration.
#[derive(Debug, Clone)]
pub struct EnumValue<T> {
    /// The value.
    pub value: T,
    /// What the document says of it (`x-enum-descriptions`, a `const` with a title, …).
    pub description: Option<String>,
    /// The name that the document asks for (`x-enum-varnames`), where it does.
    pub name: Option<String>,
    /// `deprecated` of a `const`.
    pub deprecated: Option<Deprecated>,
}

/// One of several schemas.
#[derive(Debug, Clone)]
pub struct Union {
    /// The alternatives, in document order.
    pub variants: Vec<Variant>,
    /// How a reader finds the right one: decided here, once.
    pub selector: Selector,
}

/// One alternative of a union.
#[derive(Debug, Clone)]
pub struct Variant {
    /// Where it stands.
    pub path: SpecPath,
    /// What it is called after: a component's name, a title, a constant, a type.
    pub hint: String,
    /// Its type.
    pub ty: Type,
    /// `deprecated` where the alternative is written; a component has that of its own.
    pub deprecated: Option<Deprecated>,
}

/// How the reader of a union finds the right variant: by the JSON type, then by the tag and the constants, then by the first one that
/// keeps all of the value.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Selector {
    /// The property whose value names the variant: by `discriminator`, or found because every object has other constants there.
    pub tag: Option<String>,
    /// What is known of each variant, in the order in which they are attempted.
    pub alternatives: Vec<Alternative>,
}

/// What is known of a variant of a union without reading it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Alternative {
    /// The index in [`Union::variants`].
    pub variant: usize,
    /// The JSON types of its values.
    pub types: Vec<JsonType>,
    /// The values of the tag; the first one is written.
    pub tags: Vec<Value>,
    /// Whether it is read for every other value of the tag as well, and without one.
    pub otherwise: bool,
    /// Other properties with constants, and their values.
    pub constants: Vec<(String, Vec<Value>)>,
}

/// What a string must satisfy.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StringRules {
    /// The fewest Unicode scalar values.
    pub min_length: Option<u64>,
    /// The most Unicode scalar values.
    pub max_length: Option<u64>,
    /// A regular expression in the dialect of ECMA 262, as written.
    pub pattern: Option<String>,
    /// Whether the string is a password.
    pub secret: bool,
}

impl StringRules {
    /// Returns the rules as constraints, for a place where no type expresses them.
    #[must_use]
    pub fn constraints(&self) -> Vec<Constraint> {
        let length = Constraint::count(Counted::Characters, self.min_length, self.max_length);
        length.into_iter().chain(self.pattern.clone().map(Constraint::Pattern)).collect()
    }

    /// Whether nothing is asked.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.min_length.is_none() && self.max_length.is_none() && self.pattern.is_none()
    }
}
