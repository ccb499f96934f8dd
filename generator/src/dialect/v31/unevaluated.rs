//! Rewrites `unevaluatedProperties` into `additionalProperties`: `analyze` merges all schemas that apply together
//! anyway. Rewrites `unevaluatedItems` into `items`, unless `items` exists.

use super::schema::Schema;

pub(super) fn rewrite(schema: &mut Schema<'_>) {
    for (theirs, ours) in [("unevaluatedProperties", "additionalProperties"), ("unevaluatedItems", "items")] {
        let Some(value) = schema.take(theirs) else { continue };
        let says = value.is_object() || (value.is_boolean() && ours == "additionalProperties");
        if says && !schema.raw.contains_key(ours) {
            let before = schema.path().child(theirs);
            schema.put(ours, value, &before);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::dialect::v31::tests::{rewritten, written};

    #[test]
    fn what_is_left_over_is_additional() {
        let (after, source_map) =
            rewritten(&json!({ "allOf": [{ "$ref": "#/x" }], "unevaluatedProperties": { "type": "string" } }));
        assert_eq!(after, json!({ "allOf": [{ "$ref": "#/x" }], "additionalProperties": { "type": "string" } }));
        assert_eq!(written(&source_map, "/additionalProperties"), "/unevaluatedProperties");
        let (after, _) = rewritten(&json!({ "unevaluatedProperties": true, "additionalProperties": false }));
        assert_eq!(after, json!({ "additionalProperties": false }));
    }
}
