//! Recognizes an `allOf` that only adds documentation to one reference. Such a schema is treated like the reference.
//! Every other `allOf` is merged.

use serde_json::{Map, Value};

use crate::analyze::document::Document;
use crate::analyze::node;
use crate::path::SpecPath;
use crate::resolve::DocumentTree;

use super::json_types::{nullable, says_something};
use super::schema_ref::{SchemaRef, Unions};

/// Returns the only reference that a schema consists of, and whether the schema adds `null` to it.
pub(in crate::analyze::schema) fn only_reference(
    document: &Document<'_>,
    parts: &[SchemaRef],
) -> Option<(SpecPath, bool)> {
    let [SchemaRef { path, unions: Unions::Kept }] = parts else { return None };
    let raw = document.tree.get(path)?.as_object()?;
    if DocumentTree::member(raw, "allOf").is_none() || says_more(raw) {
        return None;
    }
    let mut only = None;
    let mut null = nullable(raw);
    for (_, place) in node::children(&document.tree, path, raw, "allOf") {
        let branch = document.tree.get(&place)?.as_object()?;
        if !says_something(branch) {
            null |= nullable(branch);
        } else if DocumentTree::member(branch, "$ref").is_some() && only.is_none() {
            only = Some(place);
        } else {
            return None;
        }
    }
    let only = only?;
    let target = document.tree.follow(&only).ok()?.path;
    (!document.inheritance.is_alternative(path, &target)).then_some((only, null))
}

/// Returns true if a schema declares more than its `allOf`. A `type` only repeats that of the reference.
fn says_more(raw: &Map<String, Value>) -> bool {
    let rest = raw.iter().filter(|(name, value)| match name.as_str() {
        "allOf" | "type" => false,
        "additionalProperties" => value.is_object(),
        _ => true,
    });
    let rest: Map<String, Value> = rest.map(|(name, _)| (name.clone(), Value::Null)).collect();
    says_something(&rest)
}
