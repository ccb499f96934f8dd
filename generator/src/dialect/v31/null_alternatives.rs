//! Rewrites `anyOf: [X, { type: "null" }]` into `allOf: [X]` with `nullable`. If several other alternatives remain,
//! they are kept as alternatives.

use serde_json::Value;

use super::schema::Schema;

pub(super) fn rewrite(schema: &mut Schema<'_>) {
    for keyword in ["oneOf", "anyOf"] {
        alternatives(schema, keyword);
    }
}

fn alternatives(schema: &mut Schema<'_>, keyword: &str) {
    let Some(Value::Array(list)) = schema.raw.get_mut(keyword) else { return };
    if !list.iter().any(is_null) || list.iter().all(is_null) {
        return;
    }
    let mut left: Vec<(usize, Value)> =
        std::mem::take(list).into_iter().enumerate().filter(|(_, value)| !is_null(value)).collect();
    let owner = schema.path();
    let before = owner.child(keyword);
    schema.allow_null();
    if let [(index, only)] = left.as_mut_slice() {
        let only = only.take();
        schema.raw.shift_remove(keyword);
        schema.add_to_all_of(only, &before.index(*index));
        return;
    }
    for (now, (index, _)) in left.iter().enumerate().filter(|(now, (index, _))| now != index) {
        schema.source_map.moved(&before.index(*index), &before.index(now));
    }
    let list = left.into_iter().map(|(_, value)| value).collect();
    schema.raw.insert(keyword.to_owned(), Value::Array(list));
}

/// Returns true if an alternative only allows `null`.
fn is_null(alternative: &Value) -> bool {
    let Value::Object(raw) = alternative else { return alternative.is_null() };
    let by_type = match raw.get("type") {
        Some(Value::String(name)) => name == "null",
        Some(Value::Array(names)) => !names.is_empty() && names.iter().all(|name| name == "null"),
        Some(Value::Null) => true,
        _ => false,
    };
    by_type || raw.get("const").is_some_and(Value::is_null) || raw.get("enum") == Some(&Value::Array(vec![Value::Null]))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::dialect::v31::tests::{rewritten, written};

    #[test]
    fn one_alternative_beside_null_holds_and_is_nullable() {
        let (after, source_map) =
            rewritten(&json!({ "anyOf": [{ "type": "null" }, { "type": "string", "maxLength": 3 }], "title": "T" }));
        let expected = json!({ "title": "T", "nullable": true, "allOf": [{ "type": "string", "maxLength": 3 }] });
        assert_eq!(after, expected);
        assert_eq!(written(&source_map, "/allOf/0/maxLength"), "/anyOf/1/maxLength");
    }

    #[test]
    fn more_alternatives_stay_and_close_up() {
        let (after, source_map) =
            rewritten(&json!({ "oneOf": [{ "type": "null" }, { "type": "string" }, { "$ref": "#/x" }] }));
        assert_eq!(after, json!({ "oneOf": [{ "type": "string" }, { "$ref": "#/x" }], "nullable": true }));
        assert_eq!(written(&source_map, "/oneOf/1"), "/oneOf/2");
    }

    #[test]
    fn nothing_but_null_stays() {
        let only_null = json!({ "oneOf": [{ "type": "null" }] });
        assert_eq!(rewritten(&only_null).0, only_null);
    }
}
