//! Documents with long strings: descriptions, patterns and names.

use serde_json::{Value, json};

use super::document::{Document, Row, members, object, responding, schema, string, to};

/// The rows about texts.
pub(super) const ROWS: &[Row] = &[
    Row { name: "long pattern", document: |n| pattern(&format!("{}{}", "a?".repeat(n), "a".repeat(n))) },
    Row { name: "groups in a pattern", document: |n| pattern(&format!("{}a{}", "(".repeat(n), ")*".repeat(n))) },
    Row { name: "counted pattern", document: |n| pattern(&format!("{}a{}", "(?:".repeat(n), "){1000}".repeat(n))) },
    Row { name: "alternatives in a pattern", document: |n| pattern(&vec!["ab"; n].join("|")) },
    Row { name: "classes in a pattern", document: |n| pattern(&format!("[{}]", "\\u0100-\\u0101".repeat(n))) },
    Row {
        name: "patterns",
        document: |n| {
            let bounded = |i: usize| json!({ "type": "string", "pattern": format!("^[a-z]{{1,{}}}$", i + 1) });
            object(members(n, |i| (format!("p{i}"), bounded(i))))
        },
    },
    Row { name: "long names", document: long_names },
    Row { name: "much within a long name", document: within_a_long_name },
    Row {
        name: "many long names",
        document: |n| object(members(n, |i| (format!("{i}{}", "a".repeat(1000)), string()))),
    },
    Row { name: "long name of an operation", document: long_id },
    Row { name: "words of a name", document: |n| object(json!({ "aB".repeat(n): string() })) },
    Row { name: "long enum value", document: |n| schema(json!({ "enum": ["a".repeat(n), "b c ".repeat(n)] })) },
    Row { name: "title", document: |n| schema(json!({ "type": "object", "title": "Word ".repeat(n) })) },
    Row { name: "description", document: |n| described("word *emph* [l](http://x) `c` <b> ".repeat(n)) },
    Row { name: "descriptions", document: descriptions },
    Row { name: "brackets", document: |n| described("[".repeat(n)) },
    Row { name: "pairs of brackets", document: |n| described("[a] ".repeat(n)) },
    Row { name: "emphasis", document: |n| described("*a **b _c __d ".repeat(n)) },
    Row { name: "quotes", document: |n| described(format!("{} x", ">".repeat(n))) },
    Row {
        name: "nested lists",
        document: |n| {
            described((0..n.isqrt()).map(|i| format!("{}- x\n", "  ".repeat(i))).collect::<Vec<String>>().concat())
        },
    },
    Row { name: "list items", document: |n| described("- x\n".repeat(n)) },
    Row { name: "backticks", document: |n| described((1..n.isqrt()).map(|i| "`".repeat(i) + " ").collect()) },
    Row { name: "code blocks", document: |n| described("```\nx\n```\n\n".repeat(n)) },
    Row { name: "open links", document: |n| described("[a](b".repeat(n)) },
    Row { name: "links in texts", document: |n| described("[a](http://b) http://c ".repeat(n)) },
    Row { name: "link definitions", document: link_definitions },
    Row {
        name: "tables",
        document: |n| described(format!("{}|\n{}|\n{}|\n|\n", "|a".repeat(n), "|-".repeat(n), "|b".repeat(n))),
    },
    Row { name: "comments", document: |n| described("<!--".repeat(n)) },
    Row { name: "tags in texts", document: |n| described("<a ".repeat(n)) },
    Row { name: "entities", document: |n| described("&amp;&#x41;&".repeat(n)) },
    Row { name: "backslashes", document: |n| described("\\".repeat(n)) },
    Row { name: "lines", document: |n| described("a\n".repeat(n)) },
    Row { name: "spaces", document: |n| described(format!("a{}b", " ".repeat(n))) },
    Row { name: "quotes in levels", document: |n| described(format!("{}x", "> ".repeat(n))) },
    Row { name: "lines of quotes", document: |n| described("> x\n>> y\n".repeat(n)) },
    Row { name: "stars", document: |n| described("*".repeat(n)) },
    Row { name: "stars in words", document: |n| described(format!("{}{}", "*a ".repeat(n), "a*".repeat(n))) },
    Row { name: "underscores", document: |n| described("a_".repeat(n)) },
    Row { name: "tildes", document: |n| described("~a ~~b ".repeat(n)) },
    Row { name: "links in links", document: |n| described(format!("{}a{}", "[".repeat(n), "](b)".repeat(n))) },
    Row { name: "images in images", document: |n| described(format!("{}a{}", "![".repeat(n), "](b)".repeat(n))) },
    Row { name: "links without definitions", document: |n| described(words(n, |i| format!("[a][b{i}] "))) },
    Row { name: "footnotes", document: |n| described(words(n, |i| format!("[^{i}] ")) + "\n\n[^1]: a") },
    Row { name: "headings", document: |n| described("# a\n\nb\n===\n".repeat(n)) },
    Row { name: "table rows", document: |n| described(format!("|a|b|\n|-|-|\n{}", "|`c`|d|\n".repeat(n))) },
    Row { name: "numbered lists", document: |n| described("1. a\n   1. b\n".repeat(n)) },
    Row { name: "addresses", document: |n| described("<http://a> http://b <a@b.c ".repeat(n)) },
    Row { name: "HTML blocks", document: |n| described("<div>\n\n<p a=\"b\">c</p>\n".repeat(n)) },
    Row { name: "long digits in a text", document: |n| described("1".repeat(n)) },
    Row { name: "invisible characters", document: |n| described("\u{202e}\u{200b}".repeat(n)) },
];

fn pattern(pattern: &str) -> Document {
    schema(json!({ "type": "string", "pattern": format!("^{pattern}$") }))
}

fn long_names(n: usize) -> Document {
    let name = format!("S{}", "a".repeat(n));
    responding(to(&name), json!({ name: { "type": "object", "properties": { "b".repeat(n): string() } } }))
}

/// Returns a schema with as many properties as its name has letters.
fn within_a_long_name(n: usize) -> Document {
    let name = format!("S{}", "a".repeat(n));
    responding(
        to(&name),
        json!({ name: { "type": "object", "properties": members(n, |i| (format!("p{i}"), string())) } }),
    )
}

fn long_id(n: usize) -> Document {
    let operation = json!({ "operationId": "a".repeat(n), "responses": super::document::empty() });
    Document::Json(super::document::document(json!({ "/a": { "get": operation } }), json!({})))
}

fn described(description: String) -> Document {
    schema(json!({ "type": "object", "properties": { "x": string() }, "description": description }))
}

fn descriptions(n: usize) -> Document {
    let text = |i: usize| -> Value { json!({ "type": "string", "description": format!("Text {i} with `code`.") }) };
    object(members(n, |i| (format!("p{i}"), text(i))))
}

fn link_definitions(n: usize) -> Document {
    let definitions = (0..n).map(|i| format!("[a{i}]: http://x\n\n")).collect::<Vec<String>>().concat();
    let uses = (0..n).map(|i| format!("[a{i}] ")).collect::<Vec<String>>().concat();
    described(definitions + &uses)
}

fn words(n: usize, word: impl Fn(usize) -> String) -> String {
    (0..n).map(word).collect::<Vec<String>>().concat()
}
