//! Validates examples against their schemas, which are translated from `OpenAPI` to JSON Schema.

use std::collections::HashMap;
use std::fmt::Write as _;

use jsonschema::{Draft, Registry};
use oaspress::internals::DocumentTree;
use oaspress::path::SpecPath;
use serde_json::{Map, Value, json};

/// The URI of the translated document.
const DOCUMENT: &str = "urn:document";

/// The keyword of a schema that allows `null`, and is nested one level deeper than in the document.
const WRAPPED: &str = "x-oaspress-wrapped";

/// The pointer from that schema to the nested one.
const INNER: &str = "/anyOf/1";

/// A validator for every schema of a document.
pub(super) struct Validator {
    registry: Option<Registry<'static>>,
    translated: Value,
    known: HashMap<SpecPath, Option<jsonschema::Validator>>,
}

impl Validator {
    /// Creates a validator for the schemas of this document.
    pub(super) fn new(document: &Value) -> Self {
        let mut translated = document.clone();
        translate(&mut translated, &SpecPath::root(), &DocumentTree::new(document));
        let mut relocated = translated.clone();
        relocate(&mut relocated, &translated);
        let registry = Registry::new().draft(Draft::Draft202012).add(DOCUMENT, relocated);
        let registry = registry.and_then(jsonschema::RegistryBuilder::prepare).ok();
        Self { registry, translated, known: HashMap::new() }
    }

    /// Returns the reason why a value violates a schema. If the validator cannot compile the schema, every value is
    /// valid.
    pub(super) fn complaint(&mut self, schema: &SpecPath, value: &Value) -> Option<String> {
        let registry = self.registry.as_ref()?;
        let validator = self.known.entry(schema.clone()).or_insert_with(|| {
            let pointer = moved(&self.translated, schema.pointer());
            let reference = json!({ "$ref": format!("{DOCUMENT}#{}", fragment(&pointer)) });
            let options = jsonschema::options().with_draft(Draft::Draft202012).should_validate_formats(true);
            options.with_registry(registry).build(&reference).ok()
        });
        let error = validator.as_ref()?.iter_errors(value).next()?;
        let mut text = format!("{}: {error}", error.instance_path());
        if let Some((end, _)) = text.char_indices().nth(200) {
            text.truncate(end);
        }
        Some(text)
    }
}

/// Percent-encodes a pointer as the fragment of a URI.
fn fragment(pointer: &str) -> String {
    let mut text = String::with_capacity(pointer.len());
    for byte in pointer.bytes() {
        if byte.is_ascii_alphanumeric() || b"/~-._!$&'()*+,;=:@".contains(&byte) {
            text.push(char::from(byte));
        } else {
            let _ = write!(text, "%{byte:02X}");
        }
    }
    text
}

/// Translates every schema to JSON Schema. Other objects that look like schemas are harmless, since no reference leads
/// to them.
fn translate(value: &mut Value, place: &SpecPath, tree: &DocumentTree<'_>) {
    match value {
        Value::Array(items) => {
            items.iter_mut().enumerate().for_each(|(index, item)| translate(item, &place.index(index), tree));
        }
        Value::Object(object) => {
            object.iter_mut().for_each(|(key, member)| translate(member, &place.child(key), tree));
            // In properties objects, these are names of properties, not identifiers.
            for keyword in ["$id", "$anchor", "$schema", "$dynamicRef"] {
                object.remove(keyword);
            }
            required(object);
            reference(object, place, tree);
            bounds(object);
            nullable(object);
        }
        _ => {}
    }
}

/// Removes a dangling reference, since the validator would reject every schema that refers to it.
fn reference(object: &mut Map<String, Value>, place: &SpecPath, tree: &DocumentTree<'_>) {
    let Some(Value::String(reference)) = object.get_mut("$ref") else { return };
    match tree.follow(place) {
        Ok(found) => found.path.pointer().clone_into(reference),
        Err(_) => drop(object.remove("$ref")),
    }
}

/// Updates references to the pointers of the translated document.
fn relocate(value: &mut Value, translated: &Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| relocate(item, translated)),
        Value::Object(object) => {
            object.values_mut().for_each(|member| relocate(member, translated));
            if let Some(Value::String(reference)) = object.get_mut("$ref") {
                *reference = format!("#{}", fragment(&moved(translated, reference)));
            }
        }
        _ => {}
    }
}

/// Converts a pointer in the document to the pointer in the translated document.
fn moved(translated: &Value, pointer: &str) -> String {
    let mut at = Some(translated);
    let mut moved = String::with_capacity(pointer.len());
    for token in pointer.split('/').skip(1) {
        if at.is_some_and(|at| at.get(WRAPPED).is_some()) {
            moved.push_str(INNER);
            at = at.and_then(|at| at.pointer(INNER));
        }
        let step = format!("/{token}");
        moved.push_str(&step);
        at = at.and_then(|at| at.pointer(&step));
    }
    moved
}

/// Removes invalid values of `required`, for which the validator would reject the whole schema.
fn required(object: &mut Map<String, Value>) {
    match object.get_mut("required") {
        Some(Value::Array(names)) => names.retain(Value::is_string),
        Some(Value::Bool(_) | Value::String(_)) => drop(object.remove("required")),
        _ => {}
    }
}

fn bounds(object: &mut Map<String, Value>) {
    for (bound, exclusive) in [("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")] {
        match object.get(exclusive) {
            Some(Value::Bool(true)) => match object.remove(bound) {
                Some(value) => object.insert(exclusive.to_owned(), value),
                None => object.remove(exclusive),
            },
            Some(Value::Bool(false)) => object.remove(exclusive),
            _ => None,
        };
    }
}

fn nullable(object: &mut Map<String, Value>) {
    if object.get("nullable") == Some(&Value::Bool(true)) {
        object.remove("nullable");
        let rest = Value::Object(std::mem::take(object));
        object.insert("anyOf".to_owned(), json!([{ "type": "null" }, rest]));
        object.insert(WRAPPED.to_owned(), Value::Bool(true));
    }
}

#[cfg(test)]
mod tests {
    use oaspress::path::SpecPath;
    use serde_json::{Value, json};

    use super::Validator;

    fn complaint(schema: &Value, value: &Value) -> Option<String> {
        let document = json!({ "at": { "a b/{c}": schema }, "text": { "type": "string" } });
        Validator::new(&document).complaint(&SpecPath::root().child("at").child("a b/{c}"), value)
    }

    #[test]
    fn schemas_mean_what_openapi_says() {
        let nullable = json!({ "type": "string", "nullable": true, "enum": ["a"] });
        assert_eq!(complaint(&nullable, &Value::Null), None);
        assert!(complaint(&nullable, &json!("b")).is_some());
        let bound = json!({ "type": "integer", "minimum": 1, "exclusiveMinimum": true });
        assert!(complaint(&bound, &json!(1)).is_some());
        assert_eq!(complaint(&bound, &json!(2)), None);
        let reference = json!({ "$ref": "#/text" });
        assert!(complaint(&reference, &json!(1)).is_some());
        assert_eq!(complaint(&reference, &json!("x")), None);
        assert_eq!(complaint(&json!({ "$ref": "other.yaml#/X" }), &json!(1)), None);
        let odd = json!({ "properties": { "a": { "type": "string", "required": [true] } }, "required": true });
        assert!(complaint(&odd, &json!({ "a": 1 })).is_some());
    }

    #[test]
    fn what_stands_below_a_nullable_schema_or_beside_a_dangling_reference_is_judged() {
        let inner = json!({ "type": "object", "nullable": true, "properties": { "a": { "type": "boolean" } } });
        let document = json!({ "Outer": { "properties": {
            "inner": inner, "lost": { "$ref": "#/Missing" }, "again": { "$ref": "#/Outer/properties/inner/properties/a" },
        } } });
        let mut validator = Validator::new(&document);
        let outer = SpecPath::root().child("Outer");
        let inner = outer.child("properties").child("inner");
        assert!(validator.complaint(&inner.child("properties").child("a"), &json!("true")).is_some());
        assert_eq!(validator.complaint(&inner, &Value::Null), None);
        assert_eq!(validator.complaint(&outer, &json!({ "inner": { "a": true }, "lost": 1 })), None);
        assert!(validator.complaint(&outer, &json!({ "inner": { "a": 1 } })).is_some());
        assert!(validator.complaint(&outer, &json!({ "again": 1 })).is_some());
    }

    #[test]
    fn formats_count() {
        assert!(complaint(&json!({ "type": "string", "format": "date" }), &json!("tomorrow")).is_some());
    }
}
