//! Rewrites `contentEncoding: base64` into `format: byte`, and a string of bytes without an encoding into `format:
//! binary`. Any other content of a string becomes a documented constraint.

use serde_json::Value;

use super::schema::Schema;
use crate::keywords::Unchecked;
use crate::media_type::MediaType;

pub(super) fn rewrite(schema: &mut Schema<'_>) {
    let text = |keyword| schema.raw.get(keyword).and_then(Value::as_str).map(str::to_owned);
    let (encoding, media_type) = (text("contentEncoding"), text("contentMediaType"));
    let free = !schema.raw.contains_key("format") && !schema.raw.contains_key("enum");
    let (keyword, format) = match (encoding.as_deref(), media_type.as_deref()) {
        // Both alphabets of Base64 are accepted, but only one is written.
        (Some(encoding), _) if encoding.eq_ignore_ascii_case("base64") => ("contentEncoding", Some("byte")),
        (None | Some("binary" | "7bit" | "8bit"), Some(media_type)) if is_bytes(media_type) => {
            ("contentMediaType", Some("binary"))
        }
        (Some("binary"), None) => ("contentEncoding", Some("binary")),
        _ => ("", None),
    };
    if let Some(format) = format.filter(|_| free) {
        let owner = schema.path();
        schema.raw.entry("type").or_insert_with(|| Value::from("string"));
        schema.raw.insert("format".to_owned(), Value::from(format));
        schema.source_map.derived(&owner.child("format"), &owner.child(keyword));
    } else if let Some(encoding) = encoding {
        schema.constrain(&Unchecked::Encoding(encoding));
    }
    if let Some(media_type) = media_type.filter(|media_type| !is_bytes(media_type)) {
        schema.constrain(&Unchecked::Content(media_type));
    }
}

/// Returns true for media types of bytes rather than text.
fn is_bytes(media_type: &str) -> bool {
    let media_type = MediaType::new(media_type);
    let sub = media_type.subtype();
    match media_type.family() {
        "image" => !sub.ends_with("+xml"),
        "audio" | "video" | "font" | "*" => true,
        "application" => {
            matches!(sub, "octet-stream" | "pdf" | "zip" | "gzip" | "x-tar" | "x-gzip" | "vnd.ms-excel" | "wasm" | "*")
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::dialect::v31::tests::{rewritten, written};

    #[test]
    fn base64_and_bytes_are_formats() {
        let (after, source_map) = rewritten(&json!({ "type": "string", "contentEncoding": "base64" }));
        assert_eq!(after["format"], "byte");
        assert_eq!(written(&source_map, "/format"), "/contentEncoding");
        let (after, source_map) =
            rewritten(&json!({ "type": "string", "contentMediaType": "application/octet-stream" }));
        assert_eq!(after["format"], "binary");
        assert_eq!(written(&source_map, "/format"), "/contentMediaType");
    }

    #[test]
    fn other_contents_are_said() {
        let (after, _) = rewritten(&json!({ "contentEncoding": "base32", "contentMediaType": "application/json" }));
        let constraints = json!([{ "encoding": "base32" }, { "content": "application/json" }]);
        assert_eq!(after["x-oaspress-unchecked"], constraints);
        assert_eq!(after.get("format"), None);
    }
}
