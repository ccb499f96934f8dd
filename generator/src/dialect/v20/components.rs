//! Moves `definitions`, `parameters` and `responses` to `components`.

use serde_json::{Map, Value};

use super::Rewrite;
use crate::path::SpecPath;

const MOVED: &[(&str, &str)] = &[("definitions", "schemas"), ("parameters", "parameters"), ("responses", "responses")];

/// Moves the components, and changes the version of the document to 3.0.
pub(super) fn rewrite(rewrite: &mut Rewrite<'_>) {
    for (before, now) in MOVED {
        move_all(rewrite, before, now);
    }
    if let Some(root) = rewrite.object(&SpecPath::root()) {
        root.shift_remove("swagger");
        root.insert("openapi".to_owned(), Value::from("3.0.3"));
        root.shift_remove("consumes");
        root.shift_remove("produces");
    }
    rewrite.made(&SpecPath::root().child("openapi"), &SpecPath::root().child("swagger"));
}

/// Moves all entries of a keyword of the document to a keyword of `components`.
pub(super) fn move_all(rewrite: &mut Rewrite<'_>, before: &str, now: &str) {
    let root = SpecPath::root();
    let Some(mut all) = rewrite.object(&root).and_then(|raw| raw.shift_remove(before)) else { return };
    rewrite.moved(&root.child(before), &root.child("components").child(now));
    for (name, value) in all.as_object_mut().map(std::mem::take).into_iter().flatten() {
        rewrite.insert_component(now, &name, value);
    }
}

impl Rewrite<'_> {
    /// Adds an entry to `components`.
    pub(super) fn insert_component(&mut self, kind: &str, name: &str, value: Value) {
        let Some(root) = self.object(&SpecPath::root()) else { return };
        let components = root.entry("components").or_insert_with(|| Value::Object(Map::new()));
        let Some(components) = components.as_object_mut() else { return };
        let kind = components.entry(kind).or_insert_with(|| Value::Object(Map::new()));
        if let Some(kind) = kind.as_object_mut() {
            kind.insert(name.to_owned(), value);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::dialect::v20::test::{assert_rewritten, assert_written_at};

    #[test]
    fn what_is_shared_is_a_component() {
        let before = json!({
            "swagger": "2.0",
            "definitions": { "A": { "type": "string" } },
            "parameters": { "P": { "in": "query", "name": "p", "type": "string" } },
            "responses": { "R": { "description": "" } },
        });
        let after = json!({
            "schemas": { "A": { "type": "string" } },
            "parameters": { "P": { "in": "query", "name": "p", "schema": { "type": "string" } } },
            "responses": { "R": { "description": "" } },
        });
        assert_rewritten(&before, "/components", &after);
        assert_written_at(&before, "/components/schemas/A/type", "/definitions/A/type");
        assert_written_at(&before, "/components/parameters/P/schema/type", "/parameters/P/type");
    }
}
