//! Translates the schemas of original documents for a JSON Schema validator. A schema is identified by its address
//! in memory, so that references between files need no names.

use std::collections::HashMap;
use std::sync::Arc;

use jsonschema::{Draft, Validator};
use serde_json::{Map, Value, json};

use self::references::Validators;
use crate::validate::{Files, RawPlace};

mod references;
mod violations;

pub use violations::{Violation, ViolationKind};

/// The direction in which a value is sent. It excludes `readOnly` properties from requests and `writeOnly` properties
/// from responses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// To the server.
    Request,
    /// From the server.
    Response,
}

impl Direction {
    /// Returns the keyword of properties that are not sent in this direction.
    #[must_use]
    pub fn hidden(self) -> &'static str {
        if self == Self::Request { "readOnly" } else { "writeOnly" }
    }
}

/// How many alternatives of `oneOf` a value may satisfy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Alternatives {
    /// Exactly one, as specified.
    One,
    /// One or more. Many documents mean this.
    Any,
}

/// Returns the identity of a value in a document.
#[must_use]
pub fn address(value: &Value) -> usize {
    std::ptr::from_ref(value).addr()
}

/// Checks values against the schemas of a document.
pub struct Judge<'f> {
    files: &'f Files,
    siblings_count: bool,
    /// How many alternatives of `oneOf` a value may satisfy.
    pub alternatives: Alternatives,
    numbers: HashMap<(usize, Direction, Alternatives), usize>,
    /// The schemas that have a number and are not compiled yet.
    open: Vec<(usize, RawPlace<'f>)>,
    validators: Validators,
    patterns: HashMap<String, bool>,
}

impl<'f> Judge<'f> {
    /// Creates a judge for the schemas of these files.
    #[must_use]
    pub fn new(files: &'f Files) -> Self {
        Self {
            files,
            siblings_count: super::spec::version(files).as_str() >= "3.1",
            alternatives: Alternatives::One,
            numbers: HashMap::new(),
            open: Vec::new(),
            validators: Validators::default(),
            patterns: HashMap::new(),
        }
    }

    /// Returns the reason why a value violates a schema. If the validator cannot compile the schema, every value is
    /// valid.
    pub fn complaint(&mut self, schema: RawPlace<'f>, direction: Direction, value: &Value) -> Option<String> {
        let text = references::reason(&*self.validator(schema, direction)?, value)?;
        Some(text.chars().take(200).collect())
    }

    /// Returns true if a value satisfies a schema.
    pub fn accepts(&mut self, schema: RawPlace<'f>, direction: Direction, value: &Value) -> bool {
        self.validator(schema, direction).is_none_or(|validator| validator.is_valid(value))
    }

    /// Returns the validator of a schema. Compiles it and everything that it refers to at first use.
    fn validator(&mut self, schema: RawPlace<'f>, direction: Direction) -> Option<Arc<Validator>> {
        let number = self.number(schema, direction);
        while let Some((number, place)) = self.open.pop() {
            let translated = self.translated(place, direction);
            self.validators.compile(number, &translated);
        }
        self.validators.get(number)
    }

    /// Returns the number of the validator of a schema.
    fn number(&mut self, place: RawPlace<'f>, direction: Direction) -> usize {
        let key = (address(place.value), direction, self.alternatives);
        *self.numbers.entry(key).or_insert_with(|| {
            let number = self.validators.reserve();
            self.open.push((number, place));
            number
        })
    }

    fn translated(&mut self, place: RawPlace<'f>, direction: Direction) -> Value {
        let Some(written) = place.object() else {
            return if place.value.is_boolean() { place.value.clone() } else { json!(true) };
        };
        let mut schema = Map::new();
        if place.child("$ref").is_some_and(|reference| reference.value.is_string()) {
            let Some(target) = self.files.step(place) else { return json!(true) };
            let target = references::reference(self.number(target, direction));
            match target {
                Value::Object(target) if self.siblings_count => schema = target,
                target => return target,
            }
        }
        for (key, value) in written {
            self.keyword(key, place.with(value), direction, &mut schema);
        }
        // A discriminator selects one of several alternatives that accept the value.
        let is_loose = self.alternatives == Alternatives::Any || written.contains_key("discriminator");
        if let Some(alternatives) = is_loose.then(|| schema.remove("oneOf")).flatten() {
            schema.entry("anyOf").or_insert(alternatives);
        }
        // Read literally, `additionalProperties: false` forbids all properties of the alternatives. Documents do not
        // mean that.
        let has_parts =
            references::is_reference(&schema) || ["allOf", "anyOf"].iter().any(|key| schema.contains_key(*key));
        if self.alternatives == Alternatives::Any && has_parts {
            schema.remove("additionalProperties");
        }
        types(&place, &mut schema);
        bounds(&place, &mut schema);
        self.required(&place, direction, &mut schema);
        if written.get("nullable") == Some(&Value::Bool(true)) || written.get("x-nullable") == Some(&Value::Bool(true))
        {
            // Not an alternative of `anyOf`, so that the reasons are those of the schema.
            return json!({ "if": { "type": "null" }, "else": schema });
        }
        Value::Object(schema)
    }

    fn keyword(&mut self, key: &str, place: RawPlace<'f>, direction: Direction, schema: &mut Map<String, Value>) {
        let value = match (key, place.value) {
            ("allOf" | "anyOf" | "oneOf" | "prefixItems", Value::Array(list)) if !list.is_empty() => {
                let mut parts: Vec<Value> =
                    list.iter().map(|part| self.translated(place.with(part), direction)).collect();
                if let Some(Value::Array(before)) = schema.get(key) {
                    parts.extend(before.iter().cloned());
                }
                Value::Array(parts)
            }
            ("properties" | "patternProperties" | "dependentSchemas", Value::Object(members)) => {
                let inner =
                    members.iter().map(|(name, part)| (name.clone(), self.translated(place.with(part), direction)));
                Value::Object(inner.collect())
            }
            (
                "items" | "additionalProperties" | "not" | "if" | "then" | "else" | "contains" | "propertyNames",
                Value::Object(_) | Value::Bool(_),
            ) => self.translated(place, direction),
            ("enum", Value::Array(list)) if !list.is_empty() => place.value.clone(),
            ("const", value) => value.clone(),
            (
                "minLength" | "maxLength" | "minItems" | "maxItems" | "minProperties" | "maxProperties" | "minContains"
                | "maxContains",
                Value::Number(number),
            ) if number.is_u64() => place.value.clone(),
            ("uniqueItems", Value::Bool(_)) | ("dependentRequired", Value::Object(_)) => place.value.clone(),
            ("multipleOf", Value::Number(number)) if number.as_f64().is_some_and(|number| number > 0.0) => {
                place.value.clone()
            }
            ("pattern", Value::String(pattern)) if self.is_pattern(pattern) => place.value.clone(),
            ("format", Value::String(format)) if ["date", "date-time", "uuid"].contains(&format.as_str()) => {
                place.value.clone()
            }
            _ => return,
        };
        schema.insert(key.to_owned(), value);
    }

    /// Returns true if the validator supports a pattern.
    fn is_pattern(&mut self, pattern: &str) -> bool {
        let build =
            || jsonschema::options().with_draft(Draft::Draft202012).build(&json!({ "pattern": pattern })).is_ok();
        *self.patterns.entry(pattern.to_owned()).or_insert_with(build)
    }

    /// Translates `required`, without properties that are not sent in this direction.
    fn required(&self, place: &RawPlace<'f>, direction: Direction, schema: &mut Map<String, Value>) {
        let Some(list) = place.child("required").and_then(|list| list.value.as_array()) else { return };
        let properties = place.child("properties");
        let is_hidden = |name: &str| {
            let property = properties.and_then(|properties| properties.child(name));
            property.is_some_and(|property| is_hidden(self.files, property, direction))
        };
        let names: Vec<&str> = list.iter().filter_map(Value::as_str).filter(|name| !is_hidden(name)).collect();
        schema.insert("required".to_owned(), json!(names));
    }
}

/// Returns true if a property is not sent in this direction.
#[must_use]
pub fn is_hidden(files: &Files, property: RawPlace<'_>, direction: Direction) -> bool {
    let says = |place: RawPlace<'_>| place.value.get(direction.hidden()) == Some(&Value::Bool(true));
    says(property) || files.follow(property).is_some_and(says)
}

const TYPES: [&str; 7] = ["string", "number", "integer", "boolean", "array", "object", "null"];

fn types(place: &RawPlace<'_>, schema: &mut Map<String, Value>) {
    let known = |value: &Value| value.as_str().is_some_and(|name| TYPES.contains(&name));
    match place.child("type").map(|place| place.value) {
        Some(name) if known(name) => drop(schema.insert("type".to_owned(), name.clone())),
        Some(Value::Array(names)) if !names.is_empty() && names.iter().all(known) => {
            schema.insert("type".to_owned(), Value::Array(names.clone()));
        }
        _ => {}
    }
}

/// Translates `minimum` and `maximum` with the booleans of 3.0 or the numbers of 3.1, and the bounds of integer
/// formats.
fn bounds(place: &RawPlace<'_>, schema: &mut Map<String, Value>) {
    for (bound, exclusive) in [("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")] {
        let number = |key| place.child(key).map(|place| place.value).filter(|value| value.is_number());
        let is_exclusive = place.child(exclusive).is_some_and(|place| place.value == &Value::Bool(true));
        if let Some(value) = number(bound) {
            schema.insert(if is_exclusive { exclusive } else { bound }.to_owned(), value.clone());
        }
        if let Some(value) = number(exclusive) {
            schema.insert(exclusive.to_owned(), value.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Alternatives, Direction, Judge};
    use crate::validate::Files;

    fn complaint(document: Value, direction: Direction, value: &Value) -> Option<String> {
        let files = Files::from_document(document);
        let schema = files.root().child("schema").expect("a schema");
        Judge::new(&files).complaint(schema, direction, value)
    }

    fn breaks(version: &str, schema: &Value, value: &Value) -> bool {
        let document = json!({ "openapi": version, "schema": schema, "text": { "type": "string" } });
        complaint(document, Direction::Response, value).is_some()
    }

    #[test]
    fn schemas_of_3_0_mean_what_they_say() {
        let nullable = json!({ "type": "string", "nullable": true, "enum": ["a"] });
        assert!(!breaks("3.0.3", &nullable, &Value::Null));
        assert!(breaks("3.0.3", &nullable, &json!("b")));
        let bound = json!({ "type": "integer", "minimum": 1, "exclusiveMinimum": true });
        assert!(breaks("3.0.3", &bound, &json!(1)));
        assert!(!breaks("3.0.3", &bound, &json!(2)));
        let sibling = json!({ "$ref": "#/text", "maxLength": 1 });
        assert!(!breaks("3.0.3", &sibling, &json!("ab")));
        assert!(breaks("3.1.0", &sibling, &json!("ab")));
        assert!(breaks("3.1.0", &json!({ "type": "number", "exclusiveMinimum": 1 }), &json!(1)));
        assert!(!breaks("3.0.3", &json!({ "$ref": "#/nowhere" }), &json!(1)));
        assert!(!breaks("3.0.3", &json!({ "type": "string", "pattern": "(" }), &json!("x")));
    }

    #[test]
    fn cycles_end_and_names_are_properties() {
        let list = json!({ "type": "object", "required": ["$id"],
            "properties": { "next": { "$ref": "#/schema" }, "$id": { "type": "integer" }, "format": { "$ref": "#/text" } } });
        assert!(!breaks("3.0.3", &list, &json!({ "$id": 1, "next": { "$id": 2 }, "format": "x" })));
        assert!(breaks("3.0.3", &list, &json!({ "$id": 1, "next": { "$id": "2" } })));
    }

    #[test]
    fn a_reason_has_the_whole_path() {
        let schema = json!({ "properties": { "a": { "items": { "$ref": "#/text" } } } });
        let document = json!({ "openapi": "3.0.3", "schema": schema, "text": { "type": "string" } });
        let reason = complaint(document, Direction::Response, &json!({ "a": ["x", 1] }));
        assert_eq!(reason.as_deref(), Some("/a/1: 1 is not of type \"string\""));
    }

    #[test]
    fn schemas_that_are_only_themselves_accept_everything() {
        let document = json!({ "openapi": "3.0.3", "schema": { "allOf": [{ "$ref": "#/schema" }] } });
        assert_eq!(complaint(document, Direction::Response, &json!(1)), None);
    }

    #[test]
    fn schemas_that_are_referred_to_twice_at_each_level_are_asked_once() {
        let twice = |key: &str| {
            let part = json!({ key: { "$ref": "#/schema" } });
            json!({ "openapi": "3.0.3", "schema": { "type": "array", "allOf": [part, part] } })
        };
        let nested = (0..60).fold(json!([1]), |inner, _| json!([inner]));
        let files = Files::from_document(twice("items"));
        let schema = files.root().child("schema").expect("a schema");
        let mut judge = Judge::new(&files);
        assert!(!judge.accepts(schema, Direction::Response, &nested));
        assert!(judge.complaint(schema, Direction::Response, &nested).is_some());
        let violations = judge.violations(schema, Direction::Response, &nested);
        let parts: Vec<&str> = violations.iter().map(|violation| violation.part.as_str()).collect();
        assert_eq!(parts, ["/0".repeat(61)]);
        let empty = (0..60).fold(json!([]), |inner, _| json!([inner]));
        assert!(judge.violations(schema, Direction::Response, &empty).is_empty());
    }

    #[test]
    fn schemas_that_are_twice_themselves_accept_everything() {
        let itself = json!({ "$ref": "#/schema" });
        let schema = json!({ "allOf": [itself, itself], "not": { "type": "string" } });
        let document = || json!({ "openapi": "3.0.3", "schema": schema.clone() });
        assert_eq!(complaint(document(), Direction::Response, &json!(1)), None);
        assert!(complaint(document(), Direction::Response, &json!("a")).is_some());
    }

    #[test]
    fn a_closed_object_may_have_the_keys_of_its_parts_where_alternatives_are_loose() {
        let schema = json!({ "type": "object", "additionalProperties": false, "oneOf": [
            { "required": ["a"], "properties": { "a": { "type": "integer" } } },
            { "required": ["b"], "properties": { "b": { "type": "integer" } } } ] });
        let files = Files::from_document(json!({ "openapi": "3.1.0", "schema": schema }));
        let place = files.root().child("schema").expect("a schema");
        let mut judge = Judge::new(&files);
        assert!(!judge.accepts(place, Direction::Request, &json!({ "a": 1 })));
        judge.alternatives = Alternatives::Any;
        assert!(judge.accepts(place, Direction::Request, &json!({ "a": 1 })));
        assert!(!judge.accepts(place, Direction::Request, &json!({ "a": "x" })));
    }

    #[test]
    fn what_does_not_travel_is_not_required() {
        let document = || {
            json!({ "openapi": "3.0.3", "schema": { "required": ["id", "secret"], "properties": {
                "id": { "type": "integer", "readOnly": true }, "secret": { "type": "string", "writeOnly": true } } } })
        };
        assert_eq!(complaint(document(), Direction::Request, &json!({ "secret": "x" })), None);
        assert_eq!(complaint(document(), Direction::Response, &json!({ "id": 1 })), None);
        assert!(complaint(document(), Direction::Response, &json!({ "secret": "x" })).is_some());
    }
}
