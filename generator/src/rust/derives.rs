//! The traits that models have because the configuration lists them.

use std::fmt;

/// The traits that a model has because the configuration lists it.
#[derive(Debug, Clone, Default)]
pub struct Derives {
    /// The traits of the standard library, which are derived.
    pub traits: Vec<&'static str>,
    /// True if the traits of `strum` for the declared values are implemented.
    pub strum: bool,
    /// The JSON Schema, by which `schemars::JsonSchema` is implemented.
    pub schema: Option<ModelSchema>,
}

impl Derives {
    /// Returns the main traits of other crates.
    pub fn foreign(&self) -> impl Iterator<Item = &'static str> {
        let strum = self.strum.then_some("strum::IntoEnumIterator");
        self.schema.as_ref().map(|_| "schemars::JsonSchema").into_iter().chain(strum)
    }
}

/// The JSON Schema of a model.
#[derive(Debug, Clone)]
pub struct ModelSchema {
    /// The description in the API description.
    pub description: Option<String>,
    /// The rest of the schema.
    pub kind: ModelSchemaKind,
}

/// The kind of a model, with its schema.
#[derive(Debug, Clone)]
pub enum ModelSchemaKind {
    /// An object.
    Record {
        /// The properties.
        properties: Vec<SchemaProperty>,
        /// The schema of all other properties, if they are kept.
        rest: Option<SchemaNode>,
    },
    /// The declared values of an enumeration, with their JSON type.
    Values(&'static str),
    /// The alternatives of a union.
    Alternatives(Vec<SchemaNode>),
}

/// A property in a JSON Schema.
#[derive(Debug, Clone)]
pub struct SchemaProperty {
    /// The name of the property.
    pub key: String,
    /// True if it is required.
    pub required: bool,
    /// The schema of its value.
    pub schema: SchemaNode,
}

/// JSON that contains the schemas of models.
#[derive(Debug, Clone, PartialEq)]
pub enum SchemaNode {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// An integer.
    Integer(i64),
    /// A floating-point number.
    Number(f64),
    /// A string.
    Text(String),
    /// An array.
    List(Vec<SchemaNode>),
    /// An object.
    Object(Vec<(&'static str, SchemaNode)>),
    /// An object with one key of the API description.
    Entry(String, Box<SchemaNode>),
    /// The schema of the model with this name.
    Model(String),
}

impl SchemaNode {
    /// Returns true if the JSON contains the schema of a model.
    #[must_use]
    pub fn has_model(&self) -> bool {
        match self {
            Self::Model(_) => true,
            Self::List(items) => items.iter().any(Self::has_model),
            Self::Object(members) => members.iter().any(|(_, member)| member.has_model()),
            Self::Entry(_, member) => member.has_model(),
            Self::Null | Self::Bool(_) | Self::Integer(_) | Self::Number(_) | Self::Text(_) => false,
        }
    }
}

/// Writes JSON, with the names of models in place of their schemas.
impl fmt::Display for SchemaNode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => formatter.write_str("null"),
            Self::Bool(value) => write!(formatter, "{value}"),
            Self::Integer(value) => write!(formatter, "{value}"),
            Self::Number(value) => write!(formatter, "{value}"),
            Self::Text(text) => write!(formatter, "{text:?}"),
            Self::List(items) => {
                let items: Vec<String> = items.iter().map(Self::to_string).collect();
                write!(formatter, "[{}]", items.join(", "))
            }
            Self::Object(members) => {
                let members: Vec<String> = members.iter().map(|(key, member)| format!("{key}: {member}")).collect();
                write!(formatter, "{{{}}}", members.join(", "))
            }
            Self::Entry(key, member) => write!(formatter, "{{{key:?}: {member}}}"),
            Self::Model(name) => formatter.write_str(name),
        }
    }
}
