//! Removes parts of a document without breaking references, to reduce documents that fail.

use serde_json::{Value, json};

/// Returns the JSON pointers of all nodes below the root with their sizes in nodes, the largest first.
#[must_use]
pub fn places(document: &Value) -> Vec<(String, usize)> {
    let mut found = Vec::new();
    collect(document, "", &mut found);
    found.retain(|(place, _)| !place.is_empty());
    found.sort_by(|left, right| right.1.cmp(&left.1).then_with(|| left.0.cmp(&right.0)));
    found
}

fn collect(value: &Value, place: &str, found: &mut Vec<(String, usize)>) -> usize {
    let count = 1 + match value {
        Value::Object(members) => members
            .iter()
            .map(|(key, value)| {
                collect(value, &format!("{place}/{}", key.replace('~', "~0").replace('/', "~1")), found)
            })
            .sum(),
        Value::Array(items) => {
            items.iter().enumerate().map(|(index, value)| collect(value, &format!("{place}/{index}"), found)).sum()
        }
        _ => 0,
    };
    found.push((place.to_owned(), count));
    count
}

/// Removes the value at a pointer. Returns false if the pointer has no value.
pub fn remove(document: &mut Value, place: &str) -> bool {
    let Some((parent, last)) = place.rsplit_once('/') else { return false };
    let key = last.replace("~1", "/").replace("~0", "~");
    match document.pointer_mut(parent) {
        Some(Value::Object(members)) => members.shift_remove(&key).is_some(),
        Some(Value::Array(items)) => {
            let index = key.parse::<usize>().ok().filter(|&index| index < items.len());
            index.map(|index| items.remove(index)).is_some()
        }
        _ => false,
    }
}

/// Repairs dangling references. References to schemas become schemas that allow any value; other references are
/// removed. Also removes `required` entries of removed properties, and `mapping` entries of removed variants.
pub fn prune(document: &mut Value) {
    let whole = document.clone();
    while repair(document, &whole, false) {}
}

/// Repairs a value. Returns true if the value itself has to be removed.
fn repair(value: &mut Value, whole: &Value, is_inside: bool) -> bool {
    if is_inside && let Some(reference) = dangling(value, whole) {
        if reference.contains("/schemas/") || reference.contains("/definitions/") {
            *value = json!({});
            return false;
        }
        return true;
    }
    match value {
        Value::Object(members) => {
            let properties: Option<Vec<String>> =
                members.get("properties").and_then(Value::as_object).map(|list| list.keys().cloned().collect());
            if let Some(Value::Array(required)) = members.get_mut("required") {
                required.retain(|name| {
                    name.as_str().is_some_and(|name| properties.iter().flatten().any(|property| property == name))
                });
            }
            if let Some(Value::Object(mapping)) = members.get_mut("mapping") {
                mapping.retain(|_, target| {
                    target
                        .as_str()
                        .and_then(|target| target.strip_prefix('#'))
                        .is_some_and(|target| whole.pointer(target).is_some())
                });
            }
            members.retain(|_, value| !repair(value, whole, true));
        }
        Value::Array(items) => items.retain_mut(|value| !repair(value, whole, true)),
        _ => {}
    }
    false
}

fn dangling(value: &Value, whole: &Value) -> Option<String> {
    let reference = value.get("$ref")?.as_str()?;
    let target = reference.strip_prefix('#')?;
    whole.pointer(target).is_none().then(|| reference.to_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{places, prune, remove};

    #[test]
    fn removed_components_leave_no_references() {
        let mut document = json!({
            "paths": { "/a": { "get": { "parameters": [{ "$ref": "#/components/parameters/P" }] } } },
            "components": {
                "parameters": { "P": { "name": "p" } },
                "schemas": {
                    "A": { "type": "object", "required": ["x"], "properties": { "b": { "$ref": "#/components/schemas/B" } } },
                    "B": { "type": "string" },
                },
            },
        });
        assert_eq!(places(&document)[0].0, "/components");
        assert!(remove(&mut document, "/components/parameters/P"));
        assert!(remove(&mut document, "/components/schemas/B"));
        assert!(!remove(&mut document, "/components/schemas/C"));
        prune(&mut document);
        let expected = json!({
            "paths": { "/a": { "get": { "parameters": [] } } },
            "components": {
                "parameters": {},
                "schemas": { "A": { "type": "object", "required": [], "properties": { "b": {} } } },
            },
        });
        assert_eq!(document, expected);
    }
}
