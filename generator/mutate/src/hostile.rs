//! Texts that resemble code, HTML or links, and a document that contains one in every place.

use serde_json::{Map, Value, json};

use crate::Choices;

/// The pieces of the texts: everything that begins, ends or hides a code block, HTML or a link.
const PIECES: &[&str] = &[
    "```",
    "```",
    "````",
    "~~~",
    "~~~",
    "`",
    "``",
    "    ",
    "    ",
    "  ",
    " ",
    "\t",
    "\n",
    "\n",
    "\n",
    "\n\n",
    "\n\n",
    "\r",
    "\r\n",
    "\n    ",
    "\n\n    ",
    "\n> ",
    "\n- ",
    "\n  ",
    ">",
    "> ",
    "- ",
    "* ",
    "+ ",
    "1. ",
    "1) ",
    "12345678. ",
    "- [ ] ",
    "#",
    "# ",
    "---",
    "===",
    "***",
    "|",
    "|---|\n",
    "\\",
    "\\\\",
    "&lt;",
    "&#60;",
    "&#106;",
    "[",
    "]",
    "[a]",
    "[a]: b",
    "\n[a]: b\n",
    "[a]: <b>",
    "[^a]",
    "\n[^a]: ",
    "](b)",
    "](javascript:c)",
    "[a](javascript:c)",
    "<javascript:c>",
    "![a](data:b)",
    "<",
    ">",
    "<b>",
    "</b>",
    "<script>",
    "</script>",
    "<pre>",
    "\n<pre>\n",
    "<!--",
    "-->",
    "<?",
    "?>",
    "<!A",
    "<![CDATA[",
    "]]>",
    "<img src=x onerror=a()>",
    "<a@b.test>",
    "<https://a.test>",
    "https://a.test",
    "text",
    "rust",
    "json",
    "no_run",
    "ignore",
    "evil();",
    "evil();",
    "fn main() { evil(); }",
    "a",
    "a b",
    "//",
    "/**",
    "*/",
    "\"",
    "\"#",
    "r#\"",
    "'",
    "#![doc]",
    "{}",
    "{0}",
    "$CALL",
    "\u{2028}",
    "\u{85}",
    "\u{202e}",
    "\u{200b}",
    "\u{feff}",
    "\u{200d}",
    "\u{fe0f}",
    "\u{e0041}",
    "\u{0}",
    "\u{1b}[31m",
];

/// Returns a text of up to twelve pieces.
pub fn text(choices: &mut Choices<'_>) -> String {
    let count = 1 + choices.below(12);
    (0..count).filter_map(|_| choices.one_of(PIECES).copied()).collect()
}

/// Returns a document with such a text in every place that is used for documentation.
pub fn document(choices: &mut Choices<'_>) -> Value {
    let mut text = || text(choices);
    let (scheme, tag) = (text(), text());
    let properties: Map<String, Value> =
        (0..8).map(|index| (format!("{index}{}", text()), property(&mut text))).collect();
    let operations: Map<String, Value> = (0..4)
        .map(|index| (format!("/{index}/{{id}}"), json!({ "get": operation(&mut text, &tag, index == 0) })))
        .collect();
    json!({
        "openapi": "3.1.0",
        "info": { "title": text(), "version": text(), "description": text(), "license": { "name": text() }, "contact": { "name": text() } },
        "externalDocs": { "url": text(), "description": text() },
        "servers": [
            { "url": "https://a.test", "description": text() },
            { "url": "https://{b}.test", "description": text(), "variables": { "b": { "default": text(), "description": text() } } },
        ],
        "security": [{ scheme.clone(): [] }],
        "tags": [{ "name": tag, "description": text(), "externalDocs": { "url": text() } }],
        "paths": operations,
        "webhooks": { text(): { "post": { "summary": text(), "requestBody": {
            "description": text(),
            "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Described" } } },
        }, "responses": {} } } },
        "components": {
            "securitySchemes": { scheme: { "type": "http", "scheme": "bearer", "description": text() } },
            "schemas": {
                "Described": { "type": "object", "title": text(), "description": text(), "properties": properties, "required": [text()] },
                "Listed": { "type": "string", "description": text(), "enum": [text(), text(), "a"], "x-enum-descriptions": [text(), text(), text()] },
                "Checked": { "type": "string", "pattern": text(), "maxLength": 9, "description": text(), "deprecated": true, "x-deprecated-reason": text() },
                "OneOf": { "description": text(), "oneOf": [
                    { "title": text(), "type": "object", "required": ["x"], "properties": { "x": { "type": "string" } } },
                    { "title": text(), "type": "integer" },
                ] },
            },
        },
    })
}

/// Returns the number of strings and keys in a document, except for those that every document contains.
#[must_use]
pub fn text_count(document: &Value) -> usize {
    let usual = |text: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || "-/{}.:#".contains(c));
    match document {
        Value::String(text) => usize::from(!usual(text)),
        Value::Array(items) => items.iter().map(text_count).sum(),
        Value::Object(members) => members.iter().map(|(key, value)| usize::from(!usual(key)) + text_count(value)).sum(),
        _ => 0,
    }
}

fn property(text: &mut impl FnMut() -> String) -> Value {
    json!({
        "type": "string", "title": text(), "description": text(), "format": text(), "pattern": text(), "contentMediaType": text(),
        "default": text(), "example": text(), "externalDocs": { "url": text() },
    })
}

fn operation(text: &mut impl FnMut() -> String, tag: &str, old: bool) -> Value {
    json!({
        "operationId": text(), "summary": text(), "description": text(), "tags": [tag], "deprecated": old, "x-deprecated-reason": text(),
        "externalDocs": { "url": text() },
        "parameters": [
            { "name": "id", "in": "path", "required": true, "description": text(), "example": text(), "schema": { "type": "string" } },
            { "name": text(), "in": "query", "description": text(), "schema": { "type": "string", "default": text() }, "example": text() },
        ],
        "responses": {
            "200": {
                "description": text(),
                "headers": { "X-A": { "description": text(), "schema": { "type": "string" } } },
                "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Described" } }, "text/csv": { "schema": { "type": "string" } } },
            },
            "201": { "description": text(), "content": { "application/json": { "schema": { "$ref": "#/components/schemas/OneOf" } } } },
            "404": { "description": text(), "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Listed" } } } },
        },
    })
}
