//! Updates all references, since their targets were moved.

use serde_json::Value;

use super::{Rewrite, objects};
use crate::keywords::ObjectKind;
use crate::path::{DocumentId, SpecPath};
use crate::resolve::DocumentTree;

/// Points every reference to the new place of its target, including references that other rewrites created.
pub(super) fn rewrite(rewrite: &mut Rewrite<'_>) {
    let now = objects::list_objects(&DocumentTree::new(&rewrite.rewritten.document), ObjectKind::Document);
    let discriminators = now.iter().filter(|object| object.kind == ObjectKind::Discriminator);
    let discriminators: Vec<SpecPath> = discriminators.map(|object| object.place.clone()).collect();
    // Objects that only references led to cannot be found by walking the rewritten document, but are still at their
    // original places.
    let before = std::mem::take(&mut rewrite.objects);
    let mut places: Vec<SpecPath> =
        now.into_iter().chain(before).filter(|object| object.reference).map(|object| object.place).collect();
    places.sort();
    places.dedup();
    for place in places {
        let written = rewrite.object(&place).and_then(|raw| raw.get("$ref")).and_then(Value::as_str).map(str::to_owned);
        if let Some(reference) = written.and_then(|reference| moved(rewrite, &place, &reference))
            && let Some(raw) = rewrite.object(&place)
        {
            raw.insert("$ref".to_owned(), Value::from(reference));
        }
    }
    for place in discriminators {
        mapping(rewrite, &place);
    }
}

fn mapping(rewrite: &mut Rewrite<'_>, place: &SpecPath) {
    let mapping = place.child("mapping");
    let Some(entries) = rewrite.object(&mapping).cloned() else { return };
    for (value, reference) in entries {
        if let Some(reference) = reference.as_str().and_then(|reference| moved(rewrite, place, reference))
            && let Some(raw) = rewrite.object(&mapping)
        {
            raw.insert(value, Value::from(reference));
        }
    }
}

/// Returns the reference to the new place of a target within the document, if the target was moved.
fn moved(rewrite: &Rewrite<'_>, place: &SpecPath, reference: &str) -> Option<String> {
    let pointer = reference.strip_prefix('#')?;
    let written = match rewrite.written.target(place, reference) {
        Ok(found) => found.path,
        Err(_) => SpecPath::parse(DocumentId::ROOT, pointer)?,
    };
    let now = rewrite.rewritten.source_map.current(&written);
    (now != written).then(|| now.to_string())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::dialect::v20::test::{assert_rewritten, definitions};

    #[test]
    fn references_lead_to_where_things_stand_now() {
        let before = definitions(&json!({
            "A b": { "properties": { "x": { "$ref": "#/definitions/A%20b" }, "y": { "$ref": "#/x-more/B" } } },
            "C": { "$ref": "#/definitions/Missing" },
        }));
        let mut before = before;
        before["x-more"] = json!({ "B": { "items": { "$ref": "#/definitions/A b/properties/x" } } });
        let after = json!({
            "A b": { "properties": { "x": { "$ref": "#/components/schemas/A b" }, "y": { "$ref": "#/x-more/B" } } },
            "C": { "$ref": "#/components/schemas/Missing" },
        });
        assert_rewritten(&before, "/components/schemas", &after);
        let inner = json!({ "items": { "$ref": "#/components/schemas/A b/properties/x" } });
        assert_rewritten(&before, "/x-more/B", &inner);
    }

    #[test]
    fn references_into_paths_follow_what_is_there() {
        let before = json!({ "swagger": "2.0", "paths": {
            "/a/{id}": { "get": { "responses": { "200": { "description": "", "schema": { "properties": { "x": {} } } } } } },
        }, "definitions": { "A": { "$ref": "#/paths/~1a~1%7Bid%7D/get/responses/200/schema/properties/x" } } });
        let now = "#/paths/~1a~1{id}/get/responses/200/content/application~1json/schema/properties/x";
        assert_rewritten(&before, "/components/schemas/A", &json!({ "$ref": now }));
    }
}
