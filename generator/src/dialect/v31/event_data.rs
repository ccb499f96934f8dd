//! Rewrites the `itemSchema` of event streams, which describes a whole event whose `data` is a string. If the string
//! contains JSON, its `contentSchema` replaces the string. The runtime parses `data` as JSON if possible.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::dialect::Rewritten;
use crate::dialect::walk::{self, ObjectPlace, Visit};
use crate::keywords::ObjectKind;
use crate::media_type::{self, MediaKind, MediaType};
use crate::path::{DocumentId, SpecPath};

/// The maximum number of references and alternatives between an item and its data.
const MAX_DEPTH: usize = 16;

pub(super) fn rewrite(rewritten: &mut Rewritten) {
    let mut events = Events::default();
    walk::document(&mut rewritten.document, &mut events);
    let mut found = EventData::default();
    for item in &events.items {
        data(&rewritten.document, item, MAX_DEPTH, &mut found);
    }
    for place in found.data {
        let Some(Value::Object(string)) = rewritten.document.pointer_mut(place.pointer()) else { continue };
        let Some(mut content) = string.shift_remove("contentSchema") else { continue };
        if let (Value::Object(content), Some(words)) = (&mut content, string.shift_remove("description")) {
            content.entry("description").or_insert(words);
        }
        *string = match content {
            Value::Object(content) => content,
            _ => Map::new(),
        };
        rewritten.source_map.moved(&place.child("contentSchema"), &place);
    }
    for owner in found.shared {
        distribute(rewritten, &owner);
    }
}

/// The data in the items of event streams.
#[derive(Default)]
struct EventData {
    /// The visited schemas.
    seen: BTreeSet<SpecPath>,
    /// The places of data with a `contentSchema`.
    data: BTreeSet<SpecPath>,
    /// The schemas that declare their data as a string although an alternative has different content.
    shared: BTreeSet<SpecPath>,
}

/// Moves the data of a schema into those of its alternatives that do not declare any.
fn distribute(rewritten: &mut Rewritten, owner: &SpecPath) {
    let Some(Value::Object(raw)) = rewritten.document.pointer_mut(owner.pointer()) else { return };
    let properties = raw.get_mut("properties").and_then(Value::as_object_mut);
    let Some(string) = properties.and_then(|properties| properties.shift_remove("data")) else { return };
    for keyword in ["oneOf", "anyOf"] {
        let alternatives = raw.get_mut(keyword).and_then(Value::as_array_mut).into_iter().flatten();
        for (index, alternative) in alternatives.enumerate() {
            let Value::Object(alternative) = alternative else { continue };
            let properties = alternative.entry("properties").or_insert_with(|| Value::Object(Map::new()));
            let Value::Object(properties) = properties else { continue };
            if !properties.contains_key("data") {
                properties.insert("data".to_owned(), string.clone());
                let now = owner.child(keyword).index(index).child("properties").child("data");
                rewritten.source_map.derived(&now, &owner.child("properties").child("data"));
            }
        }
    }
}

/// The search for the items of event streams.
#[derive(Default)]
struct Events {
    items: BTreeSet<SpecPath>,
}

impl Visit for Events {
    fn visit(&mut self, value: &mut Value, kind: ObjectKind, place: &ObjectPlace<'_>) {
        if !matches!(kind, ObjectKind::RequestBody | ObjectKind::Response) {
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
    MediaType::new(media_type).kind() == MediaKind::EventStream
}

/// Finds the data with a `contentSchema` in the event at a place and in its alternatives.
fn data(document: &Value, place: &SpecPath, depth: usize, found: &mut EventData) {
    let Some(depth) = depth.checked_sub(1).filter(|_| found.seen.insert(place.clone())) else { return };
    let Some(Value::Object(raw)) = document.pointer(place.pointer()) else { return };
    let reference = raw.get("$ref").and_then(Value::as_str).and_then(|text| text.strip_prefix('#'));
    if let Some(target) = reference.and_then(|pointer| SpecPath::parse(DocumentId::ROOT, pointer)) {
        data(document, &target, depth, found);
    }
    let known = found.data.len();
    for keyword in ["oneOf", "anyOf", "allOf"] {
        let parts = raw.get(keyword).and_then(Value::as_array).map_or(0, Vec::len);
        for index in 0..parts {
            data(document, &place.child(keyword).index(index), depth, found);
        }
    }
    let here = place.child("properties").child("data");
    let is_json = |string: &Value| {
        let media_type = string.get("contentMediaType").and_then(Value::as_str).unwrap_or(media_type::JSON);
        MediaType::new(media_type).is_json() && string.get("contentSchema").is_some_and(Value::is_object)
    };
    match document.pointer(here.pointer()) {
        Some(string) if is_json(string) => {
            found.data.insert(here);
        }
        Some(_) if found.data.len() > known => {
            found.shared.insert(place.clone());
        }
        _ => {}
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
        let (rewritten, _) = document(&json!({ "components": { "responses": { "R": { "content": {
            "text/event-stream": { "itemSchema": {
                "properties": { "data": { "type": "string" } },
                "oneOf": [{ "properties": { "data": { "contentSchema": { "type": "integer" } } } }, {}],
            } },
        } } } } }));
        let event = &rewritten.document["components"]["responses"]["R"]["content"]["text/event-stream"]["itemSchema"];
        assert_eq!(event["properties"], json!({}));
        assert_eq!(event["oneOf"][0]["properties"]["data"], json!({ "type": "integer" }));
        assert_eq!(event["oneOf"][1]["properties"]["data"], json!({ "type": "string" }));
    }

    #[test]
    fn data_of_another_body_stays_a_string() {
        let string = json!({ "type": "string", "contentSchema": { "type": "integer" } });
        let (rewritten, _) = document(&json!({ "components": { "responses": { "R": { "content": {
            "application/json": { "schema": { "properties": { "data": string } } },
        } } } } }));
        let json = &rewritten.document["components"]["responses"]["R"]["content"]["application/json"];
        assert_eq!(json["schema"]["properties"]["data"]["type"], "string");
    }
}
