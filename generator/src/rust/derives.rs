//! The traits that models have or lack because of the configuration.

use crate::model::SchemaId;

/// The derived traits, in the order in which they are written.
const TRAITS: [&str; 9] = ["Debug", "Clone", "Copy", "PartialEq", "Eq", "PartialOrd", "Ord", "Hash", "Default"];

/// Returns the derived traits of a type that the configuration cannot list. `Debug` is not derived if it hides a value.
pub(super) fn usual_traits(hides: bool, is_compared: bool) -> Vec<&'static str> {
    let traits = [("Debug", !hides), ("Clone", true), ("PartialEq", is_compared)];
    traits.into_iter().filter_map(|(name, is_derived)| is_derived.then_some(name)).collect()
}

/// The traits that a model has or lacks because of the configuration.
#[derive(Debug, Clone, Default)]
pub struct Derives {
    /// True if it is not compared, since the configuration turns `PartialEq` off and no other trait requires it.
    pub incomparable: bool,
    /// The traits of the standard library, which are derived.
    pub traits: Vec<&'static str>,
    /// True if the traits of `strum` for the declared values are implemented.
    pub strum: bool,
    /// The JSON Schema, by which `schemars::JsonSchema` is implemented.
    pub schema: Option<ModelSchema>,
}

impl Derives {
    /// Returns the derived traits of a type, from those of every such type.
    pub(super) fn applied(&self, usual: &[&'static str]) -> Vec<&'static str> {
        let is_usual = |name: &str| usual.contains(&name) && !(self.incomparable && name == "PartialEq");
        TRAITS.into_iter().filter(|name| is_usual(name) || self.traits.contains(name)).collect()
    }

    /// Returns the traits of other crates.
    pub fn foreign(&self) -> impl Iterator<Item = ForeignTrait> {
        let strum = self.strum.then_some(ForeignTrait::IntoEnumIterator);
        self.schema.as_ref().map(|_| ForeignTrait::JsonSchema).into_iter().chain(strum)
    }
}

/// A trait of another crate that models implement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ForeignTrait {
    /// `schemars::JsonSchema`.
    JsonSchema,
    /// `strum::IntoEnumIterator`, and with it the other traits of `strum` for declared values.
    IntoEnumIterator,
}

impl ForeignTrait {
    /// Returns the package of the trait, which is also the feature that enables it, with the version that the crate requires.
    #[must_use]
    pub const fn package(self) -> (&'static str, &'static str) {
        match self {
            Self::JsonSchema => ("schemars", "1"),
            Self::IntoEnumIterator => ("strum", "0.28"),
        }
    }

    /// Returns the path of the trait.
    #[must_use]
    pub const fn path(self) -> &'static str {
        match self {
            Self::JsonSchema => "schemars::JsonSchema",
            Self::IntoEnumIterator => "strum::IntoEnumIterator",
        }
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
    /// The schema of a model.
    Model(SchemaId),
}

impl ModelSchema {
    /// Returns the models whose schemas the schema contains.
    #[must_use]
    pub fn models(&self) -> Vec<SchemaId> {
        let nodes: Vec<&SchemaNode> = match &self.kind {
            ModelSchemaKind::Record { properties, rest } => {
                properties.iter().map(|property| &property.schema).chain(rest).collect()
            }
            ModelSchemaKind::Alternatives(alternatives) => alternatives.iter().collect(),
            ModelSchemaKind::Values(_) => Vec::new(),
        };
        let mut models = Vec::new();
        for node in nodes {
            node.add_models(&mut models);
        }
        models
    }
}

impl SchemaNode {
    fn add_models(&self, models: &mut Vec<SchemaId>) {
        match self {
            Self::Model(model) => models.push(*model),
            Self::List(items) => items.iter().for_each(|item| item.add_models(models)),
            Self::Object(members) => members.iter().for_each(|(_, member)| member.add_models(models)),
            Self::Entry(_, member) => member.add_models(models),
            Self::Null | Self::Bool(_) | Self::Integer(_) | Self::Number(_) | Self::Text(_) => {}
        }
    }

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

    /// Returns the JSON with a name in place of each model's schema.
    #[must_use]
    pub fn source(&self, name: &dyn Fn(SchemaId) -> String) -> String {
        match self {
            Self::Null => "null".to_owned(),
            Self::Bool(value) => value.to_string(),
            Self::Integer(value) => value.to_string(),
            Self::Number(value) => value.to_string(),
            Self::Text(text) => format!("{text:?}"),
            Self::List(items) => {
                let items: Vec<String> = items.iter().map(|item| item.source(name)).collect();
                format!("[{}]", items.join(", "))
            }
            Self::Object(members) => {
                let member = |(key, member): &(&str, Self)| format!("{key}: {}", member.source(name));
                format!("{{{}}}", members.iter().map(member).collect::<Vec<_>>().join(", "))
            }
            Self::Entry(key, member) => format!("{{{key:?}: {}}}", member.source(name)),
            Self::Model(id) => name(*id),
        }
    }
}
