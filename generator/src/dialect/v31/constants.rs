//! Rewrites `const: a` into `enum: [a]`.

use serde_json::Value;

use super::schema::Schema;

pub(super) fn rewrite(schema: &mut Schema<'_>) {
    if schema.raw.contains_key("enum") {
        return;
    }
    let Some(value) = schema.take("const") else { return };
    schema.put("enum", Value::Array(vec![value]), &schema.path().child("const"));
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::dialect::v31::tests::{rewritten, written};

    #[test]
    fn a_constant_is_an_enumeration_of_one() {
        let (after, source_map) = rewritten(&json!({ "const": "a", "title": "T" }));
        assert_eq!(after, json!({ "enum": ["a"], "title": "T" }));
        assert_eq!(written(&source_map, "/enum"), "/const");
    }
}
