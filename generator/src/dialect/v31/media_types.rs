//! A media type of 3.2 may say what one item of it is: `itemSchema`. Of a stream that is its schema, of anything else its
//! schema is a list of them.

use serde_json::{Value, json};

use crate::dialect::walk::Place;
use crate::moves::Moves;

pub(super) fn rewrite(value: &mut Value, place: &Place<'_>, moves: &mut Moves) {
    let Value::Object(raw) = value else { return };
    if !raw.contains_key("itemSchema") {
        return;
    }
    let owner = place.path();
    let name = owner.last().unwrap_or_default().to_ascii_lowercase();
    let is_json = name.starts_with("application/json") || name.split(';').next().unwrap_or_default().ends_with("+json");
    let streamed = !is_json || name.contains("json-seq") || name.contains("stream");
    if !streamed && raw.contains_key("schema") {
        return;
    }
    let Some(item) = raw.shift_remove("itemSchema") else { return };
    let (schema, now) = if streamed {
        (item, owner.child("schema"))
    } else {
        (json!({ "type": "array", "items": item }), owner.child("schema").child("items"))
    };
    raw.insert("schema".to_owned(), schema);
    moves.moved(&owner.child("itemSchema"), &now);
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::dialect::v31::tests::document;

    #[test]
    fn the_schema_of_a_stream_is_that_of_its_items() {
        let (rewritten, _) = document(&json!({ "components": { "responses": { "R": { "content": {
            "text/event-stream": { "itemSchema": { "type": "string" } },
            "application/json": { "itemSchema": { "type": "string" } },
        } } } } }));
        let content = &rewritten.document["components"]["responses"]["R"]["content"];
        assert_eq!(content["text/event-stream"], json!({ "schema": { "type": "string" } }));
        assert_eq!(
            content["application/json"],
            json!({ "schema": { "type": "array", "items": { "type": "string" } } })
        );
    }
}
