//! Rewrites `type: file` into `type: string` with `format: binary`.

use serde_json::Value;

use super::Rewrite;
use crate::keywords::ObjectKind;

/// Rewrites every place that can have a type, such as form fields and the schemas of responses.
pub(super) fn rewrite(rewrite: &mut Rewrite<'_>) {
    let kinds =
        [ObjectKind::SwaggerSchema, ObjectKind::SwaggerParameter, ObjectKind::SwaggerItems, ObjectKind::SwaggerHeader];
    for place in rewrite.places(&kinds) {
        let Some(raw) = rewrite.object(&place) else { continue };
        if raw.get("type").is_some_and(|name| name == "file") {
            raw.insert("type".to_owned(), Value::from("string"));
            raw.insert("format".to_owned(), Value::from("binary"));
            rewrite.made(&place.child("format"), &place.child("type"));
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::dialect::v20::test::{assert_rewritten, response};

    #[test]
    fn a_file_is_binary() {
        let before = response(&json!({ "description": "", "schema": { "type": "file" } }));
        let after = json!({ "description": "", "content": {
            "application/octet-stream": { "schema": { "type": "string", "format": "binary" } } } });
        assert_rewritten(&before, "/paths/~1a/get/responses/200", &after);
    }
}
