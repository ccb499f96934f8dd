//! Describes why a value violates a schema: the violated keyword, the schema that contains it, and the part of the
//! value.

use std::collections::{HashMap, HashSet};

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind;
use serde_json::Value;

use super::{Direction, Judge, references};
use crate::validate::RawPlace;

/// The maximum number of references that are followed to a violation.
const MAX_DEPTH: usize = 100;

/// A part of a value that violates a schema.
#[derive(Debug, Clone)]
pub struct Violation<'f> {
    /// The schema that contains the violated keyword.
    pub schema: RawPlace<'f>,
    /// The place of the part in the value, as a JSON pointer.
    pub part: String,
    /// The kind of violation.
    pub kind: ViolationKind,
}

/// The kind of a violation.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ViolationKind {
    /// A required property is missing.
    Missing(String),
    /// The value is `null`.
    Null,
    /// The value has another type.
    Type,
    /// The value is not listed in `enum`, or differs from `const`.
    Unlisted,
    /// The object has properties that it must not have.
    Closed(Vec<String>),
    /// The value violates another keyword.
    Constraint(String),
}

/// A search for the violations by one value.
struct Search<'f> {
    direction: Direction,
    /// The violations by schema and part of the value. Two references to the same schema would double them at each level.
    known: HashMap<(usize, String), Vec<Violation<'f>>>,
}

impl<'f> Judge<'f> {
    /// Returns all violations of a schema by a value. For alternatives these are the violations of the closest one.
    pub fn violations(&mut self, schema: RawPlace<'f>, direction: Direction, value: &Value) -> Vec<Violation<'f>> {
        let mut search = Search { direction, known: HashMap::new() };
        let mut found = self.collect(&mut search, schema, value, ("", 0));
        // The type makes all other rules of the same schema irrelevant.
        let typed: Vec<(usize, String)> = found
            .iter()
            .filter(|violation| matches!(violation.kind, ViolationKind::Type | ViolationKind::Null))
            .map(|violation| (super::address(violation.schema.value), violation.part.clone()))
            .collect();
        found.retain(|violation| {
            let is_typed = || {
                let here = super::address(violation.schema.value);
                typed.iter().any(|(schema, part)| *schema == here && *part == violation.part)
            };
            matches!(violation.kind, ViolationKind::Type | ViolationKind::Null) || !is_typed()
        });
        found
    }

    /// Returns the violations of a schema by a part of the value, each once.
    fn collect(
        &mut self,
        search: &mut Search<'f>,
        schema: RawPlace<'f>,
        value: &Value,
        (prefix, depth): (&str, usize),
    ) -> Vec<Violation<'f>> {
        let key = (super::address(schema.value), prefix.to_owned());
        if let Some(known) = search.known.get(&key) {
            return known.clone();
        }
        let validator = self.validator(schema, search.direction).filter(|_| depth < MAX_DEPTH);
        let Some(validator) = validator else { return Vec::new() };
        // A schema that refers to itself for the same value adds no violations.
        search.known.insert(key.clone(), Vec::new());
        let errors: Vec<ValidationError<'static>> =
            validator.iter_errors(value).map(ValidationError::to_owned).collect();
        let mut found = Vec::new();
        for error in errors {
            self.expand(search, schema, value, &error, (prefix, depth), &mut found);
        }
        let mut seen = HashSet::new();
        found.retain(|violation: &Violation<'f>| {
            seen.insert((super::address(violation.schema.value), violation.part.clone(), violation.kind.clone()))
        });
        search.known.insert(key, found.clone());
        found
    }

    /// Adds the violations that one error of the validator of `schema` stands for.
    fn expand(
        &mut self,
        search: &mut Search<'f>,
        schema: RawPlace<'f>,
        value: &Value,
        error: &ValidationError<'_>,
        (prefix, depth): (&str, usize),
        found: &mut Vec<Violation<'f>>,
    ) {
        let at = error.instance_path().to_string();
        let Some(part) = value.pointer(&at) else { return };
        let steps = self.steps(schema, error.schema_path().as_str());
        let (Some(&outermost), Some(&owner)) = (steps.first(), steps.last()) else { return };
        let place = format!("{prefix}{at}");
        let mut add = |schema, kind| found.push(Violation { schema, part: place.clone(), kind });
        if part.is_null() {
            return add(outermost, ViolationKind::Null);
        }
        match error.kind() {
            ValidationErrorKind::Custom { keyword, .. } if keyword == references::KEYWORD => {
                let Some(target) = self.files.step(owner) else { return };
                found.extend(self.collect(search, target, part, (&place, depth + 1)));
            }
            ValidationErrorKind::AnyOf { context } | ValidationErrorKind::OneOfNotValid { context } => {
                let mut closest: Option<Vec<Violation<'f>>> = None;
                for branch in context {
                    let mut inside = Vec::new();
                    for inner in branch {
                        self.expand(search, schema, value, inner, (prefix, depth), &mut inside);
                    }
                    let is_closer =
                        closest.as_ref().is_none_or(|closest| distance(&inside, &place) < distance(closest, &place));
                    if is_closer && !inside.is_empty() {
                        closest = Some(inside);
                    }
                }
                found.extend(closest.unwrap_or_default());
            }
            ValidationErrorKind::Required { property } => {
                add(owner, ViolationKind::Missing(property.as_str().unwrap_or_default().to_owned()));
            }
            ValidationErrorKind::Type { .. } => add(owner, ViolationKind::Type),
            ValidationErrorKind::Enum { .. } | ValidationErrorKind::Constant { .. } => {
                add(owner, ViolationKind::Unlisted);
            }
            ValidationErrorKind::AdditionalProperties { unexpected } => {
                add(owner, ViolationKind::Closed(unexpected.clone()));
            }
            // So is `additionalProperties: false` beside no other properties.
            ValidationErrorKind::FalseSchema if error.schema_path().as_str().ends_with("/additionalProperties") => {
                let names = part.as_object().into_iter().flatten().map(|(name, _)| name.clone());
                add(owner, ViolationKind::Closed(names.collect()));
            }
            kind => add(owner, ViolationKind::Constraint(kind.keyword().to_owned())),
        }
    }

    /// Returns true if the translation of a schema has one more level, for `null`.
    fn is_nullable(&self, schema: RawPlace<'f>) -> bool {
        let is_set = |key| schema.value.get(key) == Some(&Value::Bool(true));
        let is_reference = schema.child("$ref").is_some() && !self.siblings_count;
        (is_set("nullable") || is_set("x-nullable")) && !is_reference
    }

    /// Returns the schemas from `schema` to the one that contains the keyword at the end of `path`, a path in the
    /// translated schema. Alternatives and parts that apply to the same value follow each other.
    fn steps(&self, schema: RawPlace<'f>, path: &str) -> Vec<RawPlace<'f>> {
        let tokens: Vec<String> =
            path.split('/').skip(1).map(|token| token.replace("~1", "/").replace("~0", "~")).collect();
        let mut at = schema;
        let mut same_value = vec![schema];
        let mut index = usize::from(self.is_nullable(at));
        while index + 1 < tokens.len() {
            let (token, next) = (tokens[index].as_str(), tokens[index + 1].as_str());
            let key = if token == "anyOf" && at.child("anyOf").is_none() { "oneOf" } else { token };
            let (keyword, width) = match key {
                "allOf" | "anyOf" | "oneOf" | "prefixItems" | "properties" | "patternProperties"
                | "dependentSchemas" => (at.child(key), 2),
                _ => (at.child(key), 1),
            };
            let Some(keyword) = keyword else { break };
            let inner = if width == 1 { Some(keyword) } else { member(keyword, next) };
            let Some(inner) = inner.filter(|inner| inner.value.is_object()) else { break };
            at = inner;
            if !matches!(key, "allOf" | "anyOf" | "oneOf") {
                same_value.clear();
            }
            same_value.push(at);
            index += width + usize::from(self.is_nullable(at));
        }
        same_value
    }
}

fn member<'f>(keyword: RawPlace<'f>, token: &str) -> Option<RawPlace<'f>> {
    let value = match keyword.value {
        Value::Array(list) => list.get(token.parse::<usize>().ok()?)?,
        other => other.get(token)?,
    };
    Some(keyword.with(value))
}

/// Ranks an alternative by its violations: another type of the value itself is further away than a tag, which is a
/// listed value in it, and that is further away than anything else.
fn distance(violations: &[Violation<'_>], place: &str) -> (bool, bool, usize) {
    let is_type = |violation: &Violation<'_>| violation.part == place && violation.kind == ViolationKind::Type;
    let is_tag = |violation: &Violation<'_>| {
        let inner = violation.part.strip_prefix(place).unwrap_or_default();
        violation.kind == ViolationKind::Unlisted && inner.matches('/').count() == 1
    };
    (violations.iter().any(is_type), violations.iter().any(is_tag), violations.len())
}
