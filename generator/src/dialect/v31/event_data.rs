//! The `itemSchema` of an event stream is that of a whole event, whose `data` is a string. If the string contains JSON, its
//! `contentSchema` takes the place of the string: the runtime reads `data` as JSON where that fits.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::dialect::Rewritten;
use crate::dialect::walk::{self, Place, Visit};
use crate::keywords::Kind;
use crate::path::{DocumentId, SpecPath};

/// The most references and alternatives on the way from an item to its data.
const MAX_DEPTH: usize = 16;

pub(super) fn rewrite(rewritten: &mut Rewritten) {
    let mut events = Events::default();
    walk::document(&mut rewritten.document, &mut events);
    let mut found = BTreeSet::new();
    for item in &events.items {
        data(&rewritten.document, item, MAX_DEPTH, &mut found);
    }
    for place in found {
        let Some(Value::Object(string)) = rewritten.document.pointer_mut(place.pointer()) else { continue };
        let Some(mut content) = string.shift_remove("contentSchema") else { continue };
        if let (Value::Object(content), Some(words)) = (&mut content, string.shift_remove("description")) {
            content.entry("description").or_insert(words);
        }
        *string = match content {
            Value::Object(content) => content,
            _ => Map::new(),
        };
        rewritten.moves.moved(&place.child("contentSchema"), &place);
    }
}

/// The items of event streams.
#[derive(Default)]
struct Events {
    items: BTreeSet<SpecPath>,
}

impl Visit for Events {
    fn visit(&mut self, value: &mut Value, kind: Kind, place: &Place<'_>) {
        if !matches!(kind, Kind::RequestBody | Kind::Response) {
            return;
        }
        let Some(content) = value.get("content").and_then(Value::as_object) else { return };
        for (name, media_type) in content.iter().filter(|(name, _)| is_event_stream(name)) {
            let here = || place.path().child("content").child(name);
            let shared = media_type.get("$ref").and_then(Value::as_str);
            let owner = match shared.and_then(|text| SpecPath::parse(DocumentId::ROOT, text.strip_prefix('#')?)) {
                Some(owner) => owner,
                None => here(),
            };
            self.items.insert(owner.child("itemSchema"));
        }
    }
}

fn is_event_stream(media_type: &str) -> bool {
    media_type.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("text/event-stream")
}

/// Finds the data with a `contentSchema` of the event at a place and of its alternatives.
fn data(document: &Value, place: &SpecPath, depth: usize, found: &mut BTreeSet<SpecPath>) {
    let Some(depth) = depth.checked_sub(1) else { return };
    let Some(Value::Object(raw)) = document.pointer(place.pointer()) else { return };
    let reference = raw.get("$ref").and_then(Value::as_str).and_then(|text| text.strip_prefix('#'));
    if let Some(target) = reference.and_then(|pointer| SpecPath::parse(DocumentId::ROOT, pointer)) {
        data(document, &target, depth, found);
    }
    for keyword in ["allOf", "oneOf", "anyOf"] {
        let parts = raw.get(keyword).and_then(Value::as_array).map_or(0, Vec::len);
        for index in 0..parts {
            data(document, &place.child(keyword).index(index), depth, found);
        }
    }
    let here = place.child("properties").child("data");
    let is_json = |string: &Value| {
        let media_type = string.get("contentMediaType").and_then(Value::as_str).unwrap_or("application/json");
        let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let is_json = essence == "application/json" || essence.ends_with("+json");
        is_json && string.get("contentSchema").is_some_and(Value::is_object)
    };
    if document.pointer(here.pointer()).is_some_and(is_json) {
        found.insert(here);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::dialect::v31::tests::document;

    #[test]
    fn data_that_contains_json_is_typed() {
        let string = |content: &str| {
            json!({ "type": "string", "contentMediaType": "application/json",
            "contentSchema": { "$ref": content } })
        };
        let (rewritten, _) = document(&json!({
            "components": {
                "responses": { "R": { "content": {
                    "text/event-stream": { "itemSchema": { "$ref": "#/components/schemas/Event" } },
                    "application/json": { "schema": { "properties": { "data": string("#/a") } } },
                } } },
                "schemas": { "Event": { "oneOf": [
                    { "properties": { "data": string("#/b") } },
                    { "properties": { "data": { "type": "string" } } },
                ] } },
            },
        }));
        let event = &rewritten.document["components"]["schemas"]["Event"];
        assert_eq!(event["oneOf"][0]["properties"]["data"], json!({ "$ref": "#/b" }));
        assert_eq!(event["oneOf"][1]["properties"]["data"], json!({ "type": "string" }));
        let json = &rewritten.document["components"]["responses"]["R"]["content"]["application/json"];
        assert_eq!(json["schema"]["properties"]["data"]["type"], "string");
    }
}
