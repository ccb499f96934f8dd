//! Judges examples by their schemas, with a validator for JSON Schema. Schemas of `OpenAPI` are translated for it.

use std::collections::HashMap;
use std::fmt::Write as _;

use jsonschema::{Draft, Registry};
use oaspress::path::SpecPath;
use serde_json::{Map, Value, json};

/// How the translated document is called.
const DOCUMENT: &str = "urn:document";

/// A validator for every schema of a document.
pub(super) struct Validator {
    registry: Option<Registry<'static>>,
    known: HashMap<SpecPath, Option<jsonschema::Validator>>,
}

impl Validator {
    /// For the schemas of this document.
    pub(super) fn new(document: &Value) -> Self {
        let mut translated = document.clone();
        translate(&mut translated);
        let registry = Registry::new().draft(Draft::Draft202012).add(DOCUMENT, translated);
        Self { registry: registry.and_then(jsonschema::RegistryBuilder::prepare).ok(), known: HashMap::new() }
    }

    /// In what a value breaks the schema at a place. A schema that the validator cannot read breaks nothing.
    pub(super) fn complaint(&mut self, schema: &SpecPath, value: &Value) -> Option<String> {
        let registry = self.registry.as_ref()?;
        let validator = self.known.entry(schema.clone()).or_insert_with(|| {
            let reference = json!({ "$ref": format!("{DOCUMENT}#{}", fragment(schema.pointer())) });
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

/// A pointer as a fragment of an address, where some characters are not allowed.
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

/// Rewrites every schema in the way of JSON Schema. What looks like one and is not does no harm: nothing refers to it.
fn translate(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(translate),
        Value::Object(object) => {
            object.values_mut().for_each(translate);
            // Those of this name are properties, not identifiers.
            for keyword in ["$id", "$anchor", "$schema", "$dynamicRef"] {
                object.remove(keyword);
            }
            references(object);
            bounds(object);
            nullable(object);
        }
        _ => {}
    }
}

/// A reference out of the document allows everything; one within it has its own spelling of odd characters.
fn references(object: &mut Map<String, Value>) {
    let Some(Value::String(reference)) = object.get_mut("$ref") else { return };
    match reference.strip_prefix('#') {
        Some(pointer) if pointer.starts_with('/') => {
            if !pointer.contains('%') {
                *reference = format!("#{}", fragment(pointer));
            }
        }
        _ => {
            object.remove("$ref");
        }
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
    }

    #[test]
    fn formats_count() {
        assert!(complaint(&json!({ "type": "string", "format": "date" }), &json!("tomorrow")).is_some());
    }
}
