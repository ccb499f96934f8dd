//! Rewrites `format: int-or-string`, which documents of 2.0 use because 2.0 has no `oneOf`.

use serde_json::json;

use super::Rewrite;
use crate::keywords::ObjectKind;

/// Rewrites all schemas with this format.
pub(super) fn rewrite(rewrite: &mut Rewrite<'_>) {
    for place in rewrite.places(&[ObjectKind::SwaggerSchema]) {
        let Some(raw) = rewrite.object(&place) else { continue };
        if raw.get("format").is_some_and(|format| format == "int-or-string") {
            raw.shift_remove("type");
            raw.shift_remove("format");
            raw.insert("oneOf".to_owned(), json!([{ "type": "integer" }, { "type": "string" }]));
            rewrite.made(&place.child("oneOf"), &place.child("format"));
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::dialect::v20::test::{assert_rewritten, definitions};

    #[test]
    fn it_is_an_alternative() {
        let before =
            definitions(&json!({ "A": { "type": "string", "format": "int-or-string", "description": "A port." } }));
        let after = json!({ "description": "A port.", "oneOf": [{ "type": "integer" }, { "type": "string" }] });
        assert_rewritten(&before, "/components/schemas/A", &after);
    }
}
