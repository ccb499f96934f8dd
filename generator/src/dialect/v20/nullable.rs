//! Rewrites `x-nullable`, the extension of 2.0 for `nullable`.

use serde_json::Value;

use super::Rewrite;
use crate::keywords::ObjectKind;

const SPELLINGS: &[&str] = &["x-nullable", "x-isnullable", "x-is-nullable"];

/// Rewrites it in schemas, and next to references to them.
pub(super) fn rewrite(rewrite: &mut Rewrite<'_>) {
    let kinds =
        [ObjectKind::SwaggerSchema, ObjectKind::SwaggerParameter, ObjectKind::SwaggerItems, ObjectKind::SwaggerHeader];
    let places: Vec<_> = rewrite.objects.iter().filter(|object| kinds.contains(&object.kind)).collect();
    for place in places.into_iter().map(|object| object.place.clone()).collect::<Vec<_>>() {
        let Some(raw) = rewrite.object(&place) else { continue };
        let Some((key, value)) = SPELLINGS.iter().find_map(|key| Some((*key, raw.shift_remove(*key)?))) else {
            continue;
        };
        if !raw.contains_key("nullable") {
            raw.insert("nullable".to_owned(), value_of(value));
            rewrite.moved(&place.child(key), &place.child("nullable"));
        }
    }
}

/// Returns the flag as a boolean. Some documents use strings.
fn value_of(value: Value) -> Value {
    match value.as_str() {
        Some(text) => Value::Bool(text.eq_ignore_ascii_case("true")),
        None => value,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::dialect::v20::test::{assert_rewritten, definitions};

    #[test]
    fn every_spelling_is_nullable() {
        let before = definitions(&json!({ "A": { "properties": {
            "a": { "type": "string", "x-nullable": true },
            "b": { "$ref": "#/definitions/A", "x-isnullable": "true" },
        } } }));
        let after = json!({ "A": { "properties": {
            "a": { "type": "string", "nullable": true },
            "b": { "$ref": "#/components/schemas/A", "nullable": true },
        } } });
        assert_rewritten(&before, "/components/schemas", &after);
    }
}
