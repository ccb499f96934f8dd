//! Lists and removes component schemas.

use serde_json::{Map, Value};

use crate::path::{percent_decode, unescape};

/// The path of the schemas: from 3.0 on, and in 2.0.
pub(super) const SECTIONS: &[&[&str]] = &[&["components", "schemas"], &["definitions"]];

/// Returns the component schemas.
fn all(document: &Value) -> Option<&Map<String, Value>> {
    let section =
        |keys: &&[&str]| keys.iter().try_fold(document, |value, key| value.get(key)).and_then(Value::as_object);
    SECTIONS.iter().find_map(section)
}

/// Returns the names of the component schemas, in document order.
pub(super) fn names(document: &Value) -> Vec<String> {
    all(document).into_iter().flat_map(Map::keys).cloned().collect()
}

/// Removes component schemas. References to them become schemas that allow any JSON value.
pub(super) fn exclude(document: &mut Value, is_excluded: impl Fn(&str) -> bool) {
    if !names(document).iter().any(|name| is_excluded(name)) {
        return;
    }
    for keys in SECTIONS {
        let section = keys.iter().try_fold(&mut *document, |value, key| value.get_mut(key));
        if let Some(schemas) = section.and_then(Value::as_object_mut) {
            schemas.retain(|name, _| !is_excluded(name));
        }
    }
    let is_excluded = |text: &str| schema_of(text).is_some_and(|name| is_excluded(&name));
    let mut open = vec![document];
    while let Some(value) = open.pop() {
        match value {
            Value::Object(members) => {
                if members.get("$ref").and_then(Value::as_str).is_some_and(&is_excluded) {
                    members.shift_remove("$ref");
                }
                let mapping = members.get_mut("discriminator").and_then(|value| value.get_mut("mapping"));
                if let Some(mapping) = mapping.and_then(Value::as_object_mut) {
                    mapping.retain(|_, target| !target.as_str().is_some_and(&is_excluded));
                }
                open.extend(members.values_mut());
            }
            Value::Array(items) => open.extend(items),
            _ => {}
        }
    }
}

/// Returns the name of the component schema that a reference points to, or into.
fn schema_of(reference: &str) -> Option<String> {
    let rest = reference.strip_prefix("#/components/schemas/").or_else(|| reference.strip_prefix("#/definitions/"))?;
    let token = rest.split('/').next()?;
    Some(key(token))
}

/// Decodes a token of a reference.
pub(super) fn key(token: &str) -> String {
    percent_decode(token).map_or_else(|| unescape(token).into_owned(), |decoded| unescape(&decoded).into_owned())
}
