//! Finds the keys of an example that its schema does not declare.

use oaspress::internals::DocumentTree;
use oaspress::path::SpecPath;
use serde_json::Value;

/// The maximum depth of nested alternatives.
const MAX_DEPTH: usize = 12;

/// Returns the paths of an example that no schema declares. Paths below them are omitted.
pub(super) fn undeclared(tree: &DocumentTree<'_>, schema: &SpecPath, value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    visit(tree, &all(tree, schema), value, "", &mut found);
    found
}

fn visit(tree: &DocumentTree<'_>, schemas: &[SpecPath], value: &Value, place: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (key, value) in members {
                let place = format!("{place}/{}", key.replace('~', "~0").replace('/', "~1"));
                match of_member(tree, schemas, key) {
                    Some(schemas) => visit(tree, &schemas, value, &place, found),
                    None => found.push(place),
                }
            }
        }
        Value::Array(items) => {
            let schemas: Vec<SpecPath> = schemas.iter().flat_map(|schema| all(tree, &schema.child("items"))).collect();
            for (index, value) in items.iter().enumerate() {
                visit(tree, &schemas, value, &format!("{place}/{index}"), found);
            }
        }
        _ => {}
    }
}

/// Returns the schemas of a member; `None` if no schema declares it.
fn of_member(tree: &DocumentTree<'_>, schemas: &[SpecPath], key: &str) -> Option<Vec<SpecPath>> {
    let mut inner = Vec::new();
    let mut is_free = true;
    let mut is_declared = false;
    for schema in schemas {
        let properties = schema.child("properties");
        let more = schema.child("additionalProperties");
        is_free &= tree.get(&properties).is_none();
        if tree.get(&properties.child(key)).is_some() {
            is_declared = true;
            inner.extend(all(tree, &properties.child(key)));
        }
        match tree.get(&more) {
            Some(Value::Object(_)) => {
                is_declared = true;
                inner.extend(all(tree, &more));
            }
            Some(Value::Bool(true)) => is_declared = true,
            _ => {}
        }
    }
    // If no schema declares properties, all members are kept unchanged.
    (is_declared || is_free).then_some(inner)
}

/// Returns the schema at a path and all schemas that it includes.
fn all(tree: &DocumentTree<'_>, path: &SpecPath) -> Vec<SpecPath> {
    let mut list = Vec::new();
    let mut open = vec![(path.clone(), 0)];
    while let Some((path, depth)) = open.pop() {
        let Ok(found) = tree.follow(&path) else { continue };
        if list.contains(&found.path) || depth > MAX_DEPTH {
            continue;
        }
        for key in ["allOf", "oneOf", "anyOf"] {
            let count = found.value.get(key).and_then(Value::as_array).map_or(0, Vec::len);
            let parts = found.path.child(key);
            open.extend((0..count).map(|index| (parts.index(index), depth + 1)));
        }
        list.push(found.path);
    }
    list
}

#[cfg(test)]
mod tests {
    use oaspress::internals::DocumentTree;
    use oaspress::path::SpecPath;
    use serde_json::json;

    use super::undeclared;

    #[test]
    fn keys_are_looked_for_in_all_parts() {
        let document = json!({
            "at": { "allOf": [{ "$ref": "#/base" }, { "properties": { "list": { "items": { "$ref": "#/base" } } } }] },
            "base": { "properties": { "id": {}, "free": { "type": "object" } } },
        });
        let example = json!({ "id": 1, "extra": 2, "list": [{ "id": 1, "a/b": 2 }], "free": { "x": 1 } });
        let found = undeclared(&DocumentTree::new(&document), &SpecPath::root().child("at"), &example);
        assert_eq!(found, ["/extra", "/list/0/a~1b"]);
    }
}
