//! Rewrites `discriminator`, which is the name of a property in 2.0 and an object in 3.0, and the extensions that
//! assign its values to children.

use std::collections::HashSet;

use serde_json::{Map, Value, json};

use super::Rewrite;
use crate::keywords::ObjectKind;
use crate::path::SpecPath;
use crate::resolve::DocumentTree;

/// The extensions by which children declare their value if it differs from their name.
const VALUES: &[&str] = &["x-discriminator-value", "x-ms-discriminator-value"];

/// The maximum number of values that are added. A chain of schemas that has more is too large for a crate.
const MOST: usize = 100_000;

/// Rewrites the discriminators, then adds the values of the children to the mappings of their parents.
pub(super) fn rewrite(rewrite: &mut Rewrite<'_>) {
    let places = rewrite.places(&[ObjectKind::SwaggerSchema]);
    for place in &places {
        let Some(raw) = rewrite.object(place) else { continue };
        let Some(name) = raw.get("discriminator").filter(|name| name.is_string()).cloned() else { continue };
        raw.insert("discriminator".to_owned(), json!({ "propertyName": name }));
        let discriminator = place.child("discriminator");
        rewrite.made(&discriminator.child("propertyName"), &discriminator);
    }
    let mut count = 0;
    for place in &places {
        if count >= MOST {
            break;
        }
        let value = VALUES.iter().find_map(|key| rewrite.written(place, key)?.as_str());
        let Some(value) = value.map(str::to_owned) else { continue };
        for parent in ancestors(&rewrite.written, place) {
            map(rewrite, &parent, &value, place);
            count += 1;
        }
    }
}

/// Adds a value to the mapping of a parent, if it has a discriminator.
fn map(rewrite: &mut Rewrite<'_>, parent: &SpecPath, value: &str, child: &SpecPath) {
    let Some(raw) = rewrite.object(parent) else { return };
    let Some(discriminator) = raw.get_mut("discriminator").and_then(Value::as_object_mut) else { return };
    let mapping = discriminator.entry("mapping").or_insert_with(|| Value::Object(Map::new()));
    let Some(mapping) = mapping.as_object_mut() else { return };
    mapping.entry(value).or_insert_with(|| Value::from(child.to_string()));
    rewrite.made(&parent.child("discriminator").child("mapping").child(value), child);
}

/// Returns the schema at `place`, the schemas in its `allOf`, those in their `allOf`, and so on.
fn ancestors(tree: &DocumentTree<'_>, place: &SpecPath) -> Vec<SpecPath> {
    let mut found = vec![place.clone()];
    let mut known = HashSet::from([place.clone()]);
    let mut next = 0;
    while let Some(place) = found.get(next).cloned() {
        next += 1;
        let branches = tree.get(&place).and_then(|value| value.get("allOf")).and_then(Value::as_array);
        for index in 0..branches.map_or(0, Vec::len) {
            if let Ok(parent) = tree.follow(&place.child("allOf").index(index))
                && known.insert(parent.path.clone())
            {
                found.push(parent.path);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::dialect::v20::test::{assert_rewritten, definitions};

    #[test]
    fn the_name_becomes_an_object_and_the_values_a_mapping() {
        let before = definitions(&json!({
            "Pet": { "discriminator": "kind", "properties": { "kind": { "type": "string" } } },
            "Cat": { "allOf": [{ "$ref": "#/definitions/Pet" }] },
            "Dog": { "allOf": [{ "$ref": "#/definitions/Pet" }], "x-discriminator-value": "a dog" },
        }));
        let after = json!({ "propertyName": "kind", "mapping": { "a dog": "#/components/schemas/Dog" } });
        assert_rewritten(&before, "/components/schemas/Pet/discriminator", &after);
    }
}
