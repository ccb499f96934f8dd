//! Repairs malformed references: without `#`, with an extra or unescaped slash, or a bare name. References that
//! resolve as written are unchanged.

use serde_json::Value;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::objects::{each_object, reference, value_at};
use crate::path::{DocumentId, SpecPath};

/// The prefixes that a bare name may lack.
const PREFIXES: [&str; 2] = ["#/components/schemas/", "#/definitions/"];

/// Repairs and reports all malformed references of a file.
pub(super) fn repair(tree: &mut Value, id: DocumentId, diagnostics: &mut Diagnostics) {
    for (place, text, repaired) in found(tree, id) {
        let message = format!("`{text}` is not a valid reference; treating it as `{repaired}`");
        diagnostics
            .push(Diagnostic::new(Code::OddRef, &place.child("$ref"), message).help(format!("write `{repaired}`")));
        let reference = tree.pointer_mut(place.pointer()).and_then(|object| object.get_mut("$ref"));
        if let Some(reference) = reference {
            *reference = Value::String(repaired);
        }
    }
}

/// Returns the places of malformed references, their texts, and the repaired texts.
fn found(tree: &Value, id: DocumentId) -> Vec<(SpecPath, String, String)> {
    let mut found = Vec::new();
    each_object(tree, |pointer, members| {
        if let Some(text) = reference(members)
            && let Some(repaired) = meant(tree, text)
        {
            found.push((SpecPath::of_pointer(id, pointer), text.to_owned(), repaired));
        }
        true
    });
    found.sort_by(|(one, ..), (other, ..)| one.pointer().cmp(other.pointer()));
    found
}

/// Returns the repaired text of a reference; `None` if it is well-formed, or if the intended target is unclear.
fn meant(tree: &Value, text: &str) -> Option<String> {
    let plain = text.trim().trim_end_matches('/');
    if plain.starts_with("#/") {
        if leads(tree, plain) {
            return (plain != text).then(|| plain.to_owned());
        }
        return escaped(tree, plain);
    }
    // A dot indicates a file extension, and a colon indicates the scheme of a URI.
    let name = plain.trim_start_matches(['#', '/']);
    if name.is_empty() || plain.contains(':') || plain.split('#').next().is_some_and(|file| file.contains('.')) {
        return None;
    }
    let pointer = format!("#/{name}");
    if name.contains('/') {
        return if leads(tree, &pointer) { Some(pointer) } else { escaped(tree, &pointer) };
    }
    // A name after `#` is an anchor of a schema, so it is not changed.
    let bare = plain == name;
    PREFIXES.iter().map(|prefix| format!("{prefix}{name}")).find(|reference| bare && leads(tree, reference))
}

fn leads(tree: &Value, reference: &str) -> bool {
    value_at(tree, reference.trim_start_matches('#')).is_some()
}

/// Returns a reference to a component whose name contains slashes, with the slashes escaped.
fn escaped(tree: &Value, reference: &str) -> Option<String> {
    let (list, name) = match reference.strip_prefix("#/components/") {
        Some(rest) => rest.split_once('/').map(|(kind, name)| (format!("#/components/{kind}"), name))?,
        None => ("#/definitions".to_owned(), reference.strip_prefix("#/definitions/")?),
    };
    let known = tree.pointer(list.trim_start_matches('#'))?.as_object()?;
    let is_whole = name.contains('/') && known.contains_key(name);
    is_whole.then(|| format!("{list}/{}", name.replace('~', "~0").replace('/', "~1")))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::meant;

    #[test]
    fn only_what_is_odd_and_leads_somewhere_is_mended() {
        let tree = json!({ "components": { "schemas": { "A": { "x": {} }, "p/q": {} } }, "definitions": { "D": {} } });
        let cases = [
            ("#/components/schemas/A", None),
            ("#/components/schemas/A/x", None),
            ("#/components/schemas/A/", Some("#/components/schemas/A")),
            (" #/components/schemas/A ", Some("#/components/schemas/A")),
            ("#components/schemas/A", Some("#/components/schemas/A")),
            ("components/schemas/A", Some("#/components/schemas/A")),
            ("/components/schemas/A", Some("#/components/schemas/A")),
            ("#/components/schemas/p/q", Some("#/components/schemas/p~1q")),
            ("A", Some("#/components/schemas/A")),
            ("D", Some("#/definitions/D")),
            ("#A", None),
            ("A.yaml", None),
            ("./A", None),
            ("https://example.com/A", None),
            ("#/components/schemas/B", None),
            ("B", None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(meant(&tree, text).as_deref(), expected, "{text}");
        }
    }
}
