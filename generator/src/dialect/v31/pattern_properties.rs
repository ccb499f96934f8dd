//! Rewrites `patternProperties` into `additionalProperties`, the values of a map. The patterns of the keys become
//! documented constraints, like those of `propertyNames`.

use serde_json::{Map, Value, json};

use super::schema::Schema;
use crate::keywords::Unchecked;
use crate::path::SpecPath;

pub(super) fn rewrite(schema: &mut Schema<'_>) {
    names(schema);
    let Some(Value::Object(patterns)) = schema.take("patternProperties") else { return };
    for pattern in patterns.keys() {
        schema.constrain(&Unchecked::KeysMatch(pattern.clone()));
    }
    let open = schema.raw.get("additionalProperties") == Some(&Value::Bool(true));
    if patterns.is_empty() || open {
        return;
    }
    let owner = schema.path();
    let mut values = distinct(patterns, &owner.child("patternProperties"));
    let others = owner.child("additionalProperties");
    values.extend(schema.take("additionalProperties").filter(Value::is_object).map(|value| (value, others)));
    schema.raw.entry("type").or_insert_with(|| Value::from("object"));
    if values.len() == 1 {
        if let Some((value, before)) = values.pop() {
            schema.put("additionalProperties", value, &before);
        }
        return;
    }
    let now = owner.child("additionalProperties").child("anyOf");
    for (index, (_, before)) in values.iter().enumerate() {
        schema.source_map.moved(before, &now.index(index));
    }
    let values: Vec<Value> = values.into_iter().map(|(value, _)| value).collect();
    schema.raw.insert("additionalProperties".to_owned(), json!({ "anyOf": values }));
    schema.source_map.derived(&owner.child("additionalProperties"), &owner.child("patternProperties"));
}

/// Returns the distinct schemas of all patterns.
fn distinct(patterns: Map<String, Value>, place: &SpecPath) -> Vec<(Value, SpecPath)> {
    let mut values: Vec<(Value, SpecPath)> = Vec::new();
    for (pattern, value) in patterns {
        if !values.iter().any(|(known, _)| *known == value) {
            values.push((value, place.child(&pattern)));
        }
    }
    values
}

fn names(schema: &mut Schema<'_>) {
    let Some(Value::Object(names)) = schema.raw.get("propertyNames") else { return };
    let constraint = match (names.get("pattern").and_then(Value::as_str), names.get("enum").and_then(Value::as_array)) {
        (Some(pattern), _) => Unchecked::KeysMatch(pattern.to_owned()),
        (None, Some(values)) => Unchecked::Keys(values.iter().filter_map(Value::as_str).map(str::to_owned).collect()),
        (None, None) => match names.get("$ref").and_then(Value::as_str).and_then(|text| text.rsplit('/').next()) {
            Some(name) => Unchecked::KeysOf(name.to_owned()),
            None => return,
        },
    };
    schema.constrain(&constraint);
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::dialect::v31::tests::{rewritten, written};

    #[test]
    fn one_pattern_is_a_map() {
        let (after, source_map) = rewritten(&json!({
            "patternProperties": { "^x-": { "type": "integer" } },
            "additionalProperties": false,
        }));
        let expected = json!({
            "x-oaspress-unchecked": [{ "keysMatch": "^x-" }],
            "type": "object",
            "additionalProperties": { "type": "integer" },
        });
        assert_eq!(after, expected);
        assert_eq!(written(&source_map, "/additionalProperties/type"), "/patternProperties/^x-/type");
    }

    #[test]
    fn several_patterns_are_alternatives() {
        let (after, source_map) = rewritten(&json!({
            "type": "object",
            "patternProperties": { "^n": { "type": "integer" }, "^s": { "type": "string" }, "^t": { "type": "string" } },
            "propertyNames": { "enum": ["n", "s"] },
        }));
        assert_eq!(after["additionalProperties"], json!({ "anyOf": [{ "type": "integer" }, { "type": "string" }] }));
        assert_eq!(after["x-oaspress-unchecked"][0], json!({ "keys": ["n", "s"] }));
        assert_eq!(written(&source_map, "/additionalProperties/anyOf/1"), "/patternProperties/^s");
    }
}
