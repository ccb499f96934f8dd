//! The schemas of an API.

use std::borrow::Cow;
use std::collections::HashMap;

use serde_json::Value;

use crate::path::SpecPath;

use super::constraint::{Constraint, Counted};
use super::presence::{Access, Presence, Usage};
use super::types::{JsonType, SchemaId, Type};

/// A schema that needs an item of its own: every component, and every inline object, enumeration, union and constrained
/// string.
#[derive(Debug, Clone)]
pub struct Schema {
    /// The place of the schema in the document.
    pub path: SpecPath,
    /// The origin of its name.
    pub name_hint: NameHint,
    /// The documentation of the schema.
    pub docs: Docs,
    /// The kind of schema, with its contents.
    pub shape: Shape,
    /// True if `null` is also allowed. `analyze` copies this to the places that refer to the schema.
    pub nullable: bool,
    /// The messages that contain it.
    pub usage: Usage,
}

/// The origin of a name: a root and the path from there, in the spelling of the document.
///
/// `Component("Contact")` + `["address", "street"]` is the property `street` of the property `address`. The items of an
/// array add `item`, and the values of a map add `value`. The variants of a union add their number from 1 (`variant
/// 2`), unless they have a title or a distinguishing constant.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct NameHint {
    /// The component or operation that contains the item.
    pub root: HintRoot,
    /// The names along the path from the root, outermost first.
    pub way: Vec<String>,
}

/// The start of the path of an [`NameHint`].
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum HintRoot {
    /// The key of a component of any kind (schema, parameter, response, request body, header).
    Component(String),
    /// The template of a path, if its path item declares something for all its operations.
    PathItem(String),
    /// The index of an operation in [`Api::operations`](super::Api::operations).
    Operation(usize),
}

/// The documentation of an item in the document.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Docs {
    /// `summary` of an operation, `title` of a schema.
    pub title: Option<String>,
    /// `description`, Markdown.
    pub description: Option<String>,
    /// `example`, or the first of `examples`.
    pub example: Option<Value>,
    /// `deprecated: true`, with the reason if the document contains one (`x-deprecated-reason` and similar).
    pub deprecated: Option<Deprecated>,
    /// `externalDocs.url`.
    pub external_docs: Option<String>,
    /// Constraints that the types cannot express.
    pub constraints: Vec<Constraint>,
}

/// The deprecation of an item.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Deprecated {
    /// The reason, if the document contains one.
    pub reason: Option<String>,
}

/// The kind of a schema, with its contents.
#[derive(Debug, Clone)]
pub enum Shape {
    /// An object with properties.
    Struct(Struct),
    /// A fixed list of values. Other values are decoded, too.
    Enumeration(Enumeration),
    /// One of several schemas.
    Union(Union),
    /// A string with constraints that are checked when it is created. Only requests use it.
    CheckedString(StringRules),
    /// An alias of a type.
    Alias(Type),
}

/// An inline schema that is an alias of an equal schema.
#[derive(Debug, Clone)]
pub struct Shared {
    /// The schema that defines the type.
    pub owner: SchemaId,
    /// The shape that the inline schema declares.
    pub declared: Shape,
}

/// An object with properties.
#[derive(Debug, Clone, Default)]
pub struct Struct {
    /// The properties, in document order.
    pub properties: Vec<Property>,
    /// The meaning of the other keys.
    pub additional: Additional,
    /// True if the values of other keys are secrets.
    pub additional_secret: bool,
}

/// The meaning of the keys that are not declared as properties.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Additional {
    /// Not declared: they are ignored.
    #[default]
    Unspecified,
    /// `additionalProperties: false`: they are not allowed.
    Denied,
    /// They have values of this type, and are kept.
    Kept(Type),
}

/// The properties of an object by name.
#[derive(Debug)]
pub(crate) struct PropertiesByName<'a> {
    properties: &'a [Property],
    /// The index, if there are enough lookups to pay for it: very many operations can look up one property of a large object.
    index: Option<HashMap<&'a str, &'a Property>>,
}

impl<'a> PropertiesByName<'a> {
    /// Prepares a number of lookups.
    pub(crate) fn new(properties: &'a [Property], lookups: usize) -> Self {
        const FEW: usize = 4;
        let indexed = || properties.iter().map(|property| (property.name.as_str(), property)).collect();
        Self { properties, index: (lookups > FEW).then(indexed) }
    }

    /// Returns the property with a name.
    pub(crate) fn get(&self, name: &str) -> Option<&'a Property> {
        match &self.index {
            Some(index) => index.get(name).copied(),
            None => self.properties.iter().find(|property| property.name == name),
        }
    }
}

/// A property of an object.
#[derive(Debug, Clone)]
pub struct Property {
    /// The place of the property in the document.
    pub path: SpecPath,
    /// The key in the JSON object.
    pub name: String,
    /// The documentation of the property.
    pub docs: Docs,
    /// The type of the value, without `null` (see `presence`).
    pub ty: Type,
    /// The presence: it may be missing or `null`.
    pub presence: Presence,
    /// Which side may send it.
    pub access: Access,
    /// True if it is a secret: `writeOnly`, or it contains a `format: password`.
    pub secret: bool,
    /// `default`, if it satisfies the schema.
    pub default: Option<Value>,
    /// The constant, if the schema allows only one value. Callers never pass it.
    pub constant: Option<Constant>,
    /// The constant of an earlier version of the API description. `new` sets it, and callers can set another value.
    pub initial: Option<Value>,
}

/// The only value that a property can have.
#[derive(Debug, Clone, PartialEq)]
pub struct Constant {
    /// The value.
    pub value: Value,
    /// True if it distinguishes the variants of a union in which the property may be missing.
    pub is_tag: bool,
}

impl Property {
    /// Returns whether the property may be missing or `null`, for an object that is used like this. A property that
    /// only one side sends can be missing on the other side, even if it is `required`.
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

/// Returns the key of the component schema at `path`. `None` if `path` is any other place.
#[must_use]
pub fn component_key(path: &SpecPath) -> Option<Cow<'_, str>> {
    (path.parent()?.pointer() == "/components/schemas").then(|| path.last()).flatten()
}

/// A fixed list of values.
#[derive(Debug, Clone)]
pub struct Enumeration {
    /// The values, in document order, without duplicates and `null`.
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
    /// The documentation of the value (`x-enum-descriptions`, a `const` with a title, …).
    pub description: Option<String>,
    /// The name that the document requests (`x-enum-varnames`), if any.
    pub name: Option<String>,
    /// `deprecated` of a `const`.
    pub deprecated: Option<Deprecated>,
}

/// One of several schemas.
#[derive(Debug, Clone)]
pub struct Union {
    /// The alternatives, in document order.
    pub variants: Vec<Variant>,
    /// How the right variant is found when a value is decoded. `analyze` decides this once.
    pub tagging: UnionTagging,
}

/// One alternative of a union.
#[derive(Debug, Clone)]
pub struct Variant {
    /// The place of the alternative in the document.
    pub path: SpecPath,
    /// The base of its name: the name of a component, a title, a constant or a type.
    pub hint: String,
    /// The type of the variant.
    pub ty: Type,
    /// The documentation of the alternative itself. That of a component is in the component.
    pub docs: Docs,
}

/// How the right variant of a union is found when a value is decoded: by the JSON type, then by the tag and the
/// constants. If several variants remain, the first one that keeps the whole value is used.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct UnionTagging {
    /// The property whose value identifies the variant. It is declared by `discriminator`, or found because every
    /// object has different constants in it.
    pub tag: Option<String>,
    /// The identification of each variant, in the order in which the variants are attempted.
    pub alternatives: Vec<Alternative>,
}

impl UnionTagging {
    /// Returns the tag and its values for the variant with this index; `None` if they do not identify it.
    #[must_use]
    pub fn tags_of(&self, variant: usize) -> Option<(&str, &[Value])> {
        let alternative = self.alternatives.iter().find(|alternative| alternative.variant == variant)?;
        Some((self.tag.as_deref()?, alternative.tags.as_slice())).filter(|(_, tags)| !tags.is_empty())
    }
}

/// The properties of a value that identify a variant before it is decoded.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Alternative {
    /// The index in [`Union::variants`].
    pub variant: usize,
    /// The JSON types of its values.
    pub types: Vec<JsonType>,
    /// The values of the tag; the first one is written.
    pub tags: Vec<Value>,
    /// True if the variant is also used for every other value of the tag, and without a tag.
    pub otherwise: bool,
    /// Other properties with constants, and their values.
    pub constants: Vec<(String, Vec<Value>)>,
}

/// The constraints of a string.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StringRules {
    /// `minLength`, in Unicode scalar values.
    pub min_length: Option<u64>,
    /// `maxLength`, in Unicode scalar values.
    pub max_length: Option<u64>,
    /// `pattern`: a regular expression of ECMA 262, as written.
    pub pattern: Option<String>,
    /// True if the string is a password.
    pub secret: bool,
}

impl StringRules {
    /// Returns the rules as constraints, for places that have no type for them.
    #[must_use]
    pub fn constraints(&self) -> Vec<Constraint> {
        let length = Constraint::count(Counted::Characters, self.min_length, self.max_length);
        length.into_iter().chain(self.pattern.clone().map(Constraint::Pattern)).collect()
    }

    /// Returns true if there are no constraints.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.min_length.is_none() && self.max_length.is_none() && self.pattern.is_none()
    }
}
