//! Writes references as OpenAPI has them where people write them otherwise: without the `#`, with a slash too many or one
//! that is not escaped, by a bare name. What leads somewhere as it is written stays as it is.

use serde_json::Value;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::path::{DocumentId, SpecPath};

/// Where a bare name may be meant to lead.
const HOMES: [&str; 2] = ["#/components/schemas/", "#/definitions/"];

/// Mends all references within a file, and says so.
pub(super) fn mend(tree: &mut Value, id: DocumentId, diagnostics: &mut Diagnostics) {
    for (place, text, mended) in found(tree, id) {
        let message = format!("`{text}` is no reference as it is written, and is read as `{mended}`");
        diagnostics
            .push(Diagnostic::new(Code::OddRef, &place.child("$ref"), message).help(format!("write `{mended}`")));
        let reference = tree.pointer_mut(place.pointer()).and_then(|object| object.get_mut("$ref"));
        if let Some(reference) = reference {
            *reference = Value::String(mended);
        }
    }
}

/// Where the odd references stand, what they say, and what they mean.
fn found(tree: &Value, id: DocumentId) -> Vec<(SpecPath, String, String)> {
    let mut found = Vec::new();
    let mut next = vec![(SpecPath::in_document(id), tree)];
    while let Some((place, value)) = next.pop() {
        match value {
            Value::Object(members) => {
                if let Some(text) = super::walk::reference(value)
                    && let Some(mended) = meant(tree, text)
                {
                    found.push((place.clone(), text.to_owned(), mended));
                }
                let inner = members.iter().filter(|(_, member)| member.is_object() || member.is_array());
                next.extend(inner.map(|(key, member)| (place.child(key), member)));
            }
            Value::Array(items) => {
                next.extend(items.iter().enumerate().map(|(index, item)| (place.index(index), item)));
            }
            _ => {}
        }
    }
    found.sort_by(|(one, ..), (other, ..)| one.pointer().cmp(other.pointer()));
    found
}

/// What a reference means that is not written as it should be; `None` if it is, or if nobody can tell.
fn meant(tree: &Value, text: &str) -> Option<String> {
    let plain = text.trim().trim_end_matches('/');
    if plain.starts_with("#/") {
        if leads(tree, plain) {
            return (plain != text).then(|| plain.to_owned());
        }
        return escaped(tree, plain);
    }
    // A file has a name with an ending, and an address has a scheme.
    let name = plain.trim_start_matches(['#', '/']);
    if name.is_empty() || plain.contains(':') || plain.split('#').next().is_some_and(|file| file.contains('.')) {
        return None;
    }
    let pointer = format!("#/{name}");
    if name.contains('/') {
        return if leads(tree, &pointer) { Some(pointer) } else { escaped(tree, &pointer) };
    }
    // A name behind `#` is an anchor, which a schema may have.
    let bare = plain == name;
    HOMES.iter().map(|home| format!("{home}{name}")).find(|reference| bare && leads(tree, reference))
}

fn leads(tree: &Value, reference: &str) -> bool {
    tree.pointer(reference.trim_start_matches('#')).is_some()
}

/// The reference to a component whose name holds slashes that are written as they are.
fn escaped(tree: &Value, reference: &str) -> Option<String> {
    let (home, name) = match reference.strip_prefix("#/components/") {
        Some(rest) => rest.split_once('/').map(|(kind, name)| (format!("#/components/{kind}"), name))?,
        None => ("#/definitions".to_owned(), reference.strip_prefix("#/definitions/")?),
    };
    let known = tree.pointer(home.trim_start_matches('#'))?.as_object()?;
    let is_whole = name.contains('/') && known.contains_key(name);
    is_whole.then(|| format!("{home}/{}", name.replace('~', "~0").replace('/', "~1")))
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
