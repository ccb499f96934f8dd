//! The documents that the benchmark measures, and helpers to build them.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use serde_json::{Map, Value, json};

/// One dimension in which a document can be large.
#[derive(Debug)]
pub(super) struct Row {
    /// The name of the repeated construct.
    pub(super) name: &'static str,
    /// Creates a document that repeats the construct this many times.
    pub(super) document: fn(usize) -> Document,
}

/// A document in one or more files.
#[derive(Debug)]
pub(super) enum Document {
    /// A JSON document.
    Json(Value),
    /// A document as text: the file extension and the content.
    Text(&'static str, String),
    /// A JSON document, and further files by name.
    Files(Value, Vec<(String, String)>),
    /// A JSON document, and an overlay that is applied to it.
    Overlaid(Value, String),
    /// A JSON document, and its configuration.
    Configured(Value, String),
}

/// The options of the command that name a further file, with the name of the file.
pub(super) const OPTIONS: &[(&str, &str)] = &[("--overlay", "overlay.json"), ("--config", "oaspress.toml")];

impl Document {
    /// Returns the total size of all files in bytes.
    pub(super) fn size(&self) -> usize {
        match self {
            Self::Json(tree) => tree.to_string().len(),
            Self::Text(_, text) => text.len(),
            Self::Files(tree, files) => {
                tree.to_string().len() + files.iter().map(|(_, text)| text.len()).sum::<usize>()
            }
            Self::Overlaid(tree, text) | Self::Configured(tree, text) => tree.to_string().len() + text.len(),
        }
    }

    /// Empties `folder`, writes the files into it, and returns the path of the document.
    pub(super) fn write(&self, folder: &Path) -> anyhow::Result<PathBuf> {
        if folder.exists() {
            std::fs::remove_dir_all(folder).with_context(|| format!("cannot empty {}", folder.display()))?;
        }
        std::fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
        let write = |name: &str, text: &str| {
            let path = folder.join(name);
            std::fs::write(&path, text).with_context(|| format!("cannot write {}", path.display())).map(|()| path)
        };
        match self {
            Self::Json(tree) => write("document.json", &tree.to_string()),
            Self::Text(ending, text) => write(&format!("document.{ending}"), text),
            Self::Files(tree, files) => {
                for (name, text) in files {
                    write(name, text)?;
                }
                write("document.json", &tree.to_string())
            }
            Self::Overlaid(tree, text) => {
                write("overlay.json", text)?;
                write("document.json", &tree.to_string())
            }
            Self::Configured(tree, text) => {
                write("oaspress.toml", text)?;
                write("document.json", &tree.to_string())
            }
        }
    }
}

/// Returns a document with these paths and the value of `components`.
pub(super) fn document(paths: Value, components: Value) -> Value {
    json!({
        "openapi": "3.1.0",
        "info": { "title": "T", "version": "1" },
        "servers": [{ "url": "https://x.example" }],
        "paths": paths,
        "components": components,
    })
}

/// Returns a document with one operation, whose response has this schema.
pub(super) fn responding(schema: Value, schemas: Value) -> Document {
    Document::Json(document(operation(json!({ "responses": ok(schema) })), json!({ "schemas": schemas })))
}

/// Returns a document whose only schema is `schema`.
pub(super) fn schema(schema: Value) -> Document {
    responding(to("S"), json!({ "S": schema }))
}

/// Returns a document whose only schema is an object with these properties.
pub(super) fn object(properties: Value) -> Document {
    schema(json!({ "type": "object", "properties": properties }))
}

/// Returns the `paths` with one operation.
pub(super) fn operation(mut operation: Value) -> Value {
    operation["operationId"] = json!("a");
    json!({ "/a": { "post": operation } })
}

/// Returns `responses` with one success.
pub(super) fn ok(schema: Value) -> Value {
    json!({ "200": { "description": "ok", "content": { "application/json": { "schema": schema } } } })
}

/// Returns `responses` with one success that has no body.
pub(super) fn empty() -> Value {
    json!({ "200": { "description": "ok" } })
}

/// Returns a reference to a schema.
pub(super) fn to(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

/// Returns an object with `count` members.
pub(super) fn members(count: usize, mut member: impl FnMut(usize) -> (String, Value)) -> Value {
    Value::Object((0..count).map(&mut member).collect::<Map<_, _>>())
}

/// Returns an array with `count` items.
pub(super) fn list(count: usize, item: impl FnMut(usize) -> Value) -> Value {
    Value::Array((0..count).map(item).collect())
}

/// Returns one of many names that differ only in punctuation, so that they have the same Rust name.
pub(super) fn folding(number: usize) -> String {
    let bits = (0..20).rev().map(|bit| if number >> bit & 1 == 1 { '_' } else { '-' });
    std::iter::once('a').chain(bits).chain(['b']).collect()
}

/// Returns one of many names that differ only in the case of letters.
pub(super) fn casing(number: usize) -> String {
    (0..20).rev().map(|bit| if number >> bit & 1 == 1 { 'A' } else { 'a' }).collect()
}

/// Returns the schema of a string.
pub(super) fn string() -> Value {
    json!({ "type": "string" })
}
