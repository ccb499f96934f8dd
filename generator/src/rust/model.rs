//! Items of the module `models`.

use super::{Constructor, Deprecated, Fill, ItemId, Ty};
use crate::comment::Comment;
use crate::model::SchemaId;

/// A record with named fields.
#[derive(Debug, Clone)]
pub struct Struct {
    /// Which model it is.
    pub id: SchemaId,
    /// Markdown.
    pub docs: Comment,
    /// Its name.
    pub name: String,
    /// Its schema as the configuration names it, if it is also sent and `null` must not read as an empty list in it.
    pub sent_as: Option<String>,
    /// The fields, in order.
    pub fields: Vec<Field>,
    /// The field that keeps the keys which no other field names.
    pub rest: Option<Rest>,
    /// `new`, if the model is sent.
    pub constructor: Option<Constructor>,
    /// `sample`, if a value can be written down.
    pub sample: Option<Sample>,
    /// Whether `Default` is derived.
    pub default: bool,
    /// Whether it is deprecated.
    pub deprecated: Option<Deprecated>,
}

/// The function that creates a value for tests.
#[derive(Debug, Clone)]
pub struct Sample {
    /// Markdown.
    pub docs: Comment,
    /// The JSON that it reads.
    pub json: String,
}

/// A field.
#[derive(Debug, Clone)]
pub struct Field {
    /// Markdown.
    pub docs: Comment,
    /// Its name.
    pub name: String,
    /// Its whole type, `Option` included.
    pub ty: Ty,
    /// Its key in the JSON.
    pub key: String,
    /// Whether it may be missing or `null`.
    pub presence: Presence,
    /// Whether `Debug` hides its value.
    pub hidden: bool,
    /// How `new` fills it.
    pub fill: Fill,
    /// The methods that set it.
    pub setters: Vec<Setter>,
    /// Whether it is deprecated.
    pub deprecated: Option<Deprecated>,
}

/// The field that keeps the keys which no other field names.
#[derive(Debug, Clone)]
pub struct Rest {
    /// Markdown.
    pub docs: Comment,
    /// Its name.
    pub name: String,
    /// The type of a value.
    pub ty: Ty,
    /// Whether `Debug` hides its values.
    pub hidden: bool,
}

impl Struct {
    /// Whether `Debug` hides the value of a field.
    #[must_use]
    pub fn hides(&self) -> bool {
        self.fields.iter().any(|field| field.hidden) || self.rest.as_ref().is_some_and(|rest| rest.hidden)
    }

    /// Returns the fields that are arguments of `new`, how they are passed, and their documentation. Arguments that are passed by
    /// position are sorted by their keys, so that their order is not that of a document.
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

/// Whether a field may be missing or `null`: the words of `record!`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// Must be there.
    Required,
    /// Written as `null` when there is none.
    Nullable,
    /// Left out when there is none.
    Optional,
    /// Missing, `null` or a value.
    Tristate,
    /// Missing, or any JSON value: `null` is a value like others.
    Any,
    /// Set by the server alone: left out when there is none, and of every request.
    ReadOnly,
    /// Set by the server alone, and any JSON value, `null` included.
    ReadOnlyAny,
}

/// An argument of a function.
#[derive(Debug, Clone)]
pub struct Argument {
    /// Its name.
    pub name: String,
    /// The type of the value that it becomes.
    pub ty: Ty,
    /// How it is passed.
    pub passing: Passing,
}

/// How an argument is passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Passing {
    /// As it is.
    Plain,
    /// `impl Into<T>`.
    Into,
    /// `impl IntoIterator<Item = impl Into<T>>`, for a list of `T`.
    Each,
    /// `impl Argument<T>`: checked when the operation is sent.
    Checked,
}

/// A method that sets one field and gives the value back.
#[derive(Debug, Clone)]
pub struct Setter {
    /// Markdown.
    pub docs: Comment,
    /// Its name.
    pub name: String,
    /// The type of the value, without the `Option`s of the field.
    pub ty: Ty,
    /// How the value is passed.
    pub passing: Passing,
    /// What the field becomes.
    pub value: SetterValue,
    /// Whether it is deprecated.
    pub deprecated: Option<Deprecated>,
}

/// What a setter makes of its field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SetterValue {
    /// `Some(value)`.
    Some,
    /// `Some(Some(value))`.
    SomeSome,
    /// `Some(None)`; the setter takes no value.
    Null,
    /// `value`.
    Value,
}

/// A list of values, open to new ones.
#[derive(Debug, Clone)]
pub struct Enumeration {
    /// Which item it is.
    pub id: ItemId,
    /// Markdown.
    pub docs: Comment,
    /// Its name.
    pub name: String,
    /// The values.
    pub values: Vec<Value>,
    /// The variant that keeps other values.
    pub unknown: Unknown,
    /// Whether the values are integers.
    pub integers: bool,
    /// Whether it is deprecated.
    pub deprecated: Option<Deprecated>,
}

/// The variant that keeps what no other variant describes.
#[derive(Debug, Clone)]
pub struct Unknown {
    /// Markdown.
    pub docs: Comment,
    /// Its name.
    pub name: String,
}

/// A value of an enumeration.
#[derive(Debug, Clone)]
pub struct Value {
    /// Markdown.
    pub docs: Comment,
    /// The name of the variant.
    pub name: String,
    /// The value as a Rust literal: `"contact"`, `-1`.
    pub literal: Literal,
    /// Whether it is deprecated.
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

/// Another name for a type.
#[derive(Debug, Clone)]
pub struct Alias {
    /// Which model it is.
    pub id: SchemaId,
    /// Markdown.
    pub docs: Comment,
    /// Its name.
    pub name: String,
    /// The type.
    pub ty: Ty,
    /// Whether it is deprecated.
    pub deprecated: Option<Deprecated>,
}

/// A type around another one.
#[derive(Debug, Clone)]
pub struct Wrapper {
    /// Which model it is.
    pub id: SchemaId,
    /// Markdown.
    pub docs: Comment,
    /// Its name.
    pub name: String,
    /// The type inside.
    pub ty: Ty,
    /// Whether it is deprecated.
    pub deprecated: Option<Deprecated>,
}

/// A string that is checked when it is made.
#[derive(Debug, Clone)]
pub struct CheckedString {
    /// Which model it is.
    pub id: SchemaId,
    /// Markdown.
    pub docs: Comment,
    /// Its name.
    pub name: String,
    /// Whether integers are taken too, because only digits can match.
    pub digits: bool,
    /// The fewest characters.
    pub min_length: Option<u64>,
    /// The most characters.
    pub max_length: Option<u64>,
    /// The pattern as written, and as pieces.
    pub pattern: Option<(String, Pattern)>,
    /// Whether `Debug` hides its text.
    pub hidden: bool,
    /// Whether it is deprecated.
    pub deprecated: Option<Deprecated>,
}

/// A compiled pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// Whether it begins with `^`.
    pub from_start: bool,
    /// Whether it ends with `$`.
    pub to_end: bool,
    /// The pieces, in order.
    pub pieces: Vec<PatternPiece>,
}

/// One piece of a pattern: characters of a class, repeated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PatternPiece {
    /// The ranges of characters, both ends included.
    pub ranges: Vec<(char, char)>,
    /// Whether every other character is meant.
    pub negated: bool,
    /// The fewest repetitions.
    pub min: u32,
    /// The most repetitions; `None` is no bound.
    pub max: Option<u32>,
}
