//! Rewrites the schema `true` into `{}`, and `false` into `{ not: {} }`.

use serde_json::{Value, json};

pub(super) fn rewrite(value: &mut Value) {
    match value {
        Value::Bool(true) => *value = json!({}),
        Value::Bool(false) => *value = json!({ "not": {} }),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::dialect::v31::tests::rewritten;

    #[test]
    fn booleans_are_schemas() {
        let (after, _) = rewritten(&json!({ "properties": { "a": true, "b": false }, "additionalProperties": false }));
        let expected = json!({ "properties": { "a": {}, "b": { "not": {} } }, "additionalProperties": false });
        assert_eq!(after, expected);
    }
}
