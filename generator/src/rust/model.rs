//! Items of the module `models`.

use super::derives::usual_traits;
use super::{Constructor, Deprecated, Derives, Fill, ItemId, Passing, Ty};
use crate::comment::Comment;
use crate::model::SchemaId;

/// A record with named fields.
#[derive(Debug, Clone)]
pub struct Struct {
    /// The schema of the model.
    pub id: SchemaId,
    /// The documentation, in Markdown.
    pub docs: Comment,
    /// Its name.
    pub name: String,
    /// The name of the schema in the configuration, if the model is also sent and `null` must not be decoded as an empty list in
    /// it.
    pub sent_as: Option<String>,
    /// The fields, in order.
    pub fields: Vec<Field>,
    /// The field that contains all other properties.
    pub rest: Option<Rest>,
    /// `new`, if the model is sent.
    pub constructor: Option<Constructor>,
    /// `sample`, if the JSON of a sample is known.
    pub sample: Option<Sample>,
    /// Whether `Default` is derived.
    pub default: bool,
    /// The traits that it has because the configuration lists the model.
    pub derives: Derives,
    /// The attribute `#[deprecated]`, if there is one.
    pub deprecated: Option<Deprecated>,
}

/// The function that creates a value for tests.
#[derive(Debug, Clone)]
pub struct Sample {
    /// The documentation, in Markdown.
    pub docs: Comment,
    /// The JSON that it decodes.
    pub json: String,
}

/// A field.
#[derive(Debug, Clone)]
pub struct Field {
    /// The documentation, in Markdown.
    pub docs: Comment,
    /// Its name.
    pub name: String,
    /// The whole type, including `Option`.
    pub ty: Ty,
    /// The name of the property.
    pub key: String,
    /// Whether it may be missing or `null`.
    pub presence: Presence,
    /// Whether `Debug` hides its value.
    pub hidden: bool,
    /// Its value in `new`.
    pub fill: Fill,
    /// The methods that set it.
    pub setters: Vec<Setter>,
    /// The attribute `#[deprecated]`, if there is one.
    pub deprecated: Option<Deprecated>,
}

/// The field that contains all properties without a field of their own.
#[derive(Debug, Clone)]
pub struct Rest {
    /// The documentation, in Markdown.
    pub docs: Comment,
    /// Its name.
    pub name: String,
    /// The type of a value.
    pub ty: Ty,
    /// Whether `Debug` hides its values.
    pub hidden: bool,
}

impl Enumeration {
    /// Returns the derived traits.
    #[must_use]
    pub fn traits(&self) -> Vec<&'static str> {
        let usual: &[&str] = if self.integers {
            &["Debug", "Clone", "Copy", "PartialEq", "Eq", "Hash"]
        } else {
            &["Debug", "Clone", "PartialEq", "Eq", "Hash"]
        };
        self.derives.applied(usual)
    }
}

impl Struct {
    /// Returns the derived traits. `Debug` is not derived if it hides the value of a field.
    #[must_use]
    pub fn traits(&self) -> Vec<&'static str> {
        let mut usual = usual_traits(self.hides(), true);
        usual.extend(self.default.then_some("Default"));
        self.derives.applied(&usual)
    }

    /// Returns the derived traits of the struct with the arguments of its constructor.
    #[must_use]
    pub fn argument_traits(&self) -> Vec<&'static str> {
        usual_traits(self.hides_arguments(), !self.derives.incomparable)
    }

    /// Returns true if `Debug` of the arguments of the constructor hides the value of one.
    #[must_use]
    pub fn hides_arguments(&self) -> bool {
        self.arguments().iter().any(|(field, ..)| field.hidden)
    }

    /// Returns true if `Debug` hides the value of a field.
    #[must_use]
    pub fn hides(&self) -> bool {
        self.fields.iter().any(|field| field.hidden) || self.rest.as_ref().is_some_and(|rest| rest.hidden)
    }

    /// Returns the fields that are arguments of `new`, how they are passed, and their documentation. Positional arguments are
    /// sorted by property name, so that their order does not depend on the order in the API description.
    #[must_use]
    pub fn arguments(&self) -> Vec<(&Field, Passing, &Comment)> {
        let arguments = self.fields.iter().filter_map(|field| match &field.fill {
            Fill::Argument(passing, docs) => Some((field, *passing, docs)),
            _ => None,
        });
        let mut arguments: Vec<_> = arguments.collect();
        if self.constructor.as_ref().is_some_and(|constructor| constructor.bundle.is_none()) {
            arguments.sort_by_key(|(field, ..)| &field.key);
        }
        arguments
    }
}

/// Whether a field may be missing or `null`: the keywords of `record!`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// Required and not nullable.
    Required,
    /// Required and nullable: `None` is written as `null`.
    Nullable,
    /// Optional: omitted if it is `None`.
    Optional,
    /// Optional and nullable: missing, `null` or a value.
    Tristate,
    /// Optional with any JSON value: missing, or a value that may be `null`.
    Any,
    /// Set only by the server: optional, and never part of a request.
    ReadOnly,
    /// Set only by the server, with any JSON value that may be `null`.
    ReadOnlyAny,
}

/// An argument of a function.
#[derive(Debug, Clone)]
pub struct Argument {
    /// Its name.
    pub name: String,
    /// The type of the converted value.
    pub ty: Ty,
    /// How it is passed.
    pub passing: Passing,
}

/// A method that sets one field and returns the value.
#[derive(Debug, Clone)]
pub struct Setter {
    /// The documentation, in Markdown.
    pub docs: Comment,
    /// Its name.
    pub name: String,
    /// The type of the value, without the field's `Option`.
    pub ty: Ty,
    /// How the value is passed.
    pub passing: Passing,
    /// The new value of the field.
    pub value: SetterValue,
    /// The attribute `#[deprecated]`, if there is one.
    pub deprecated: Option<Deprecated>,
}

/// The value that a setter assigns to its field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SetterValue {
    /// `Some(value)`.
    Some,
    /// `Some(Some(value))`.
    SomeSome,
    /// `Some(None)`; the setter has no parameter.
    Null,
    /// `value`.
    Value,
}

/// An open enumeration: a list of values, and a variant for all other values.
#[derive(Debug, Clone)]
pub struct Enumeration {
    /// Its id as an item.
    pub id: ItemId,
    /// The documentation, in Markdown.
    pub docs: Comment,
    /// Its name.
    pub name: String,
    /// The values.
    pub values: Vec<Value>,
    /// The variant for all other values.
    pub unknown: Unknown,
    /// Whether the values are integers.
    pub integers: bool,
    /// The traits that it has because the configuration lists the model.
    pub derives: Derives,
    /// The attribute `#[deprecated]`, if there is one.
    pub deprecated: Option<Deprecated>,
}

/// The variant for values that no other variant describes.
#[derive(Debug, Clone)]
pub struct Unknown {
    /// The documentation, in Markdown.
    pub docs: Comment,
    /// Its name.
    pub name: String,
}

/// A value of an enumeration.
#[derive(Debug, Clone)]
pub struct Value {
    /// The documentation, in Markdown.
    pub docs: Comment,
    /// The name of the variant.
    pub name: String,
    /// The value as a Rust literal.
    pub literal: Literal,
    /// The attribute `#[deprecated]`, if there is one.
    pub deprecated: Option<Deprecated>,
}

/// A literal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Literal {
    /// Text.
    Text(String),
    /// An integer.
    Integer(i64),
}

/// A type alias.
#[derive(Debug, Clone)]
pub struct Alias {
    /// The schema of the alias.
    pub id: SchemaId,
    /// The documentation, in Markdown.
    pub docs: Comment,
    /// Its name.
    pub name: String,
    /// The type that it names.
    pub ty: Ty,
    /// True if the type is that of an equal schema, which the alias could define as well.
    pub is_shared: bool,
    /// The attribute `#[deprecated]`, if there is one.
    pub deprecated: Option<Deprecated>,
}

/// A newtype: a tuple struct with one field.
#[derive(Debug, Clone)]
pub struct Wrapper {
    /// The schema of the newtype.
    pub id: SchemaId,
    /// The documentation, in Markdown.
    pub docs: Comment,
    /// Its name.
    pub name: String,
    /// The type of its field.
    pub ty: Ty,
    /// True if it is `PartialEq`.
    pub is_compared: bool,
    /// The attribute `#[deprecated]`, if there is one.
    pub deprecated: Option<Deprecated>,
}

impl Wrapper {
    /// Returns the derived traits.
    #[must_use]
    pub fn traits(&self) -> Vec<&'static str> {
        usual_traits(false, self.is_compared)
    }
}

/// A string that is validated on construction.
#[derive(Debug, Clone)]
pub struct CheckedString {
    /// The schema of the string.
    pub id: SchemaId,
    /// The documentation, in Markdown.
    pub docs: Comment,
    /// Its name.
    pub name: String,
    /// Whether integers are accepted too, because only digits match the pattern.
    pub digits: bool,
    /// The minimum number of characters.
    pub min_length: Option<u64>,
    /// The maximum number of characters.
    pub max_length: Option<u64>,
    /// The pattern: its text in the API description, and its compiled form.
    pub pattern: Option<(String, Pattern)>,
    /// Whether `Debug` hides its text.
    pub hidden: bool,
    /// The attribute `#[deprecated]`, if there is one.
    pub deprecated: Option<Deprecated>,
}

/// The implementations by which the runtime reads and writes types of other crates.
#[derive(Debug, Clone)]
pub struct OwnCodecs {
    /// The types, as source.
    pub types: Vec<String>,
}

/// A compiled pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// Whether it begins with `^`.
    pub from_start: bool,
    /// Whether it ends with `$`.
    pub to_end: bool,
    /// The elements, in order.
    pub pieces: Vec<PatternPiece>,
}

/// An element of a pattern: a repeated character class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PatternPiece {
    /// The ranges of characters, inclusive.
    pub ranges: Vec<(char, char)>,
    /// Whether the class is negated.
    pub negated: bool,
    /// The minimum number of repetitions.
    pub min: u32,
    /// The maximum number of repetitions; `None` for no limit.
    pub max: Option<u32>,
}
