//! The combined declarations of all schemas that apply to one position.

use std::collections::{BTreeSet, HashMap, HashSet};

use serde_json::Value;

use crate::model::{JsonType, StringRules};
use crate::path::SpecPath;

use super::schema_ref::SchemaRef;

/// The declaration about keys that are not declared as properties.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::analyze::schema) enum OtherKeys {
    /// Not declared.
    Unspecified,
    /// `additionalProperties: false`.
    Denied,
    /// They are allowed, with any value.
    Any,
    /// They are allowed, with values that match all of these schemas.
    Schema(Vec<SchemaRef>),
}

/// One `oneOf` or `anyOf`.
#[derive(Debug, Clone)]
pub(in crate::analyze::schema) struct Alternatives {
    /// The schema that contains it.
    pub(in crate::analyze::schema) owner: SpecPath,
    /// `oneOf` or `anyOf`.
    pub(in crate::analyze::schema) keyword: &'static str,
    /// The places of the alternatives.
    pub(in crate::analyze::schema) places: Vec<SpecPath>,
}

/// The branches that allow `null`, of those that declare anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Null {
    Unspecified,
    InAll,
    NotInAll,
}

/// The combined declarations of all schemas that apply to one position.
#[derive(Debug, Clone)]
pub(in crate::analyze::schema) struct MergedSchema {
    /// The schemas that were merged.
    pub(in crate::analyze::schema) parts: Vec<SchemaRef>,
    /// The allowed JSON types. Empty if none is declared.
    pub(in crate::analyze::schema) types: Vec<JsonType>,
    /// True if `null` is allowed.
    pub(in crate::analyze::schema) nullable: bool,
    /// `format`.
    pub(in crate::analyze::schema) format: Option<String>,
    /// `enum`, or `const` as an enumeration of one.
    pub(in crate::analyze::schema) values: Option<Vec<Value>>,
    /// The schema that has `enum`.
    pub(in crate::analyze::schema) values_at: Option<SpecPath>,
    /// The constraints of a string.
    pub(in crate::analyze::schema) rules: StringRules,
    /// The minimum, exact.
    pub(in crate::analyze::schema) minimum: Option<serde_json::Number>,
    /// The maximum, exact.
    pub(in crate::analyze::schema) maximum: Option<serde_json::Number>,
    /// True if a `multipleOf` excludes fractions.
    pub(in crate::analyze::schema) is_whole: bool,
    /// The properties, each with all schemas that apply to it.
    pub(in crate::analyze::schema) properties: Vec<(String, Vec<SchemaRef>)>,
    /// The names in `required`.
    pub(in crate::analyze::schema) required: BTreeSet<String>,
    /// `additionalProperties`.
    pub(in crate::analyze::schema) other_keys: OtherKeys,
    /// The schemas that apply to the items of an array.
    pub(in crate::analyze::schema) items: Vec<SchemaRef>,
    /// The schemas that apply to each item of an array whose items have different schemas.
    pub(in crate::analyze::schema) tuple: Option<Vec<Vec<SchemaRef>>>,
    /// The alternatives.
    pub(in crate::analyze::schema) unions: Vec<Alternatives>,
    /// The first schema that has a `discriminator`.
    pub(in crate::analyze::schema) discriminator: Option<SpecPath>,
    by_name: HashMap<String, usize>,
    /// The schemas of properties with many schemas, with the index of the property.
    of_many: HashSet<(usize, SchemaRef)>,
    pub(super) branches: Null,
}

/// The number of schemas of a property up to which a linear search is used.
const FEW: usize = 8;

impl MergedSchema {
    pub(super) fn new(parts: &[SchemaRef]) -> Self {
        Self {
            parts: parts.to_vec(),
            types: Vec::new(),
            nullable: false,
            format: None,
            values: None,
            values_at: None,
            rules: StringRules::default(),
            minimum: None,
            maximum: None,
            is_whole: false,
            properties: Vec::new(),
            required: BTreeSet::new(),
            other_keys: OtherKeys::Unspecified,
            items: Vec::new(),
            tuple: None,
            unions: Vec::new(),
            discriminator: None,
            by_name: HashMap::new(),
            of_many: HashSet::new(),
            branches: Null::Unspecified,
        }
    }

    /// Returns the place at which findings about the whole are reported.
    pub(in crate::analyze::schema) fn path(&self) -> SpecPath {
        self.parts.first().map_or_else(SpecPath::root, |part| part.path.clone())
    }

    /// Returns true if more is declared about an object than `type: object`.
    pub(in crate::analyze::schema) fn declares_object(&self) -> bool {
        !self.properties.is_empty()
            || !self.required.is_empty()
            || matches!(self.other_keys, OtherKeys::Any | OtherKeys::Schema(_))
    }

    /// Returns true if a property has this name.
    pub(in crate::analyze::schema) fn has_property(&self, name: &str) -> bool {
        self.by_name.contains_key(name)
    }

    pub(super) fn property(&mut self, name: &str, part: SchemaRef) {
        if let Some(&index) = self.by_name.get(name) {
            let Some((_, parts)) = self.properties.get_mut(index) else { return };
            if parts.len() == FEW {
                self.of_many.extend(parts.iter().map(|part| (index, part.clone())));
            }
            let is_known =
                if parts.len() < FEW { parts.contains(&part) } else { !self.of_many.insert((index, part.clone())) };
            if !is_known {
                parts.push(part);
            }
            return;
        }
        self.by_name.insert(name.to_owned(), self.properties.len());
        self.properties.push((name.to_owned(), vec![part]));
    }
}
