//! `$self`: the URI of a file, which its references are relative to. References to the file itself become fragments,
//! and the URIs of other files become relative paths if they are on the same server. This module reads no files.

use std::rc::Rc;

use serde_json::{Map, Value};

use super::walk;
use crate::address;

/// Returns the `$self` URI of a file.
pub(super) fn read(tree: &Value) -> Option<String> {
    let address = address::join("", tree.get("$self")?.as_str()?);
    (!address.is_empty()).then_some(address)
}

/// Rewrites the references of a file to itself as fragments, such as `#/components/schemas/Pet`.
pub(super) fn rewrite(tree: &mut Value) {
    let Some(own) = read(tree) else { return };
    let mut next: Vec<(&mut Value, Rc<str>)> = vec![(tree, Rc::from(own.as_str()))];
    while let Some((value, mut base)) = next.pop() {
        match value {
            Value::Object(members) => {
                if let Some(id) = members.get("$id").and_then(Value::as_str) {
                    base = Rc::from(address::join(&base, id));
                }
                let reference = |text: &str| fragment(&own, &base, text);
                object(members, &reference);
                next.extend(members.values_mut().map(|member| (member, Rc::clone(&base))));
            }
            Value::Array(items) => next.extend(items.iter_mut().map(|item| (item, Rc::clone(&base)))),
            _ => {}
        }
    }
}

/// Rewrites the references of one object, without its children.
fn object(members: &mut Map<String, Value>, reference: &dyn Fn(&str) -> Option<String>) {
    let replace = |value: &mut Value| {
        if let Some(text) = value.as_str().and_then(reference) {
            *value = Value::String(text);
        }
    };
    if let Some(value) = members.get_mut("$ref") {
        replace(value);
    }
    if let Some(Value::Object(discriminator)) = members.get_mut("discriminator") {
        let mapped = |value: &&mut Value| value.as_str().is_some_and(walk::is_path);
        if let Some(Value::Object(mapping)) = discriminator.get_mut("mapping") {
            mapping.values_mut().filter(mapped).for_each(replace);
        }
        discriminator.get_mut("defaultMapping").filter(mapped).into_iter().for_each(replace);
    }
    for requirement in members.get_mut("security").and_then(Value::as_array_mut).into_iter().flatten() {
        let Value::Object(schemes) = requirement else { continue };
        let renamed = |name: String| if walk::is_path(&name) { reference(&name).unwrap_or(name) } else { name };
        *schemes = std::mem::take(schemes).into_iter().map(|(name, scopes)| (renamed(name), scopes)).collect();
    }
}

/// Returns the fragment if a reference points to the file itself.
fn fragment(own: &str, base: &str, text: &str) -> Option<String> {
    let (address, fragment) = text.split_once('#').unwrap_or((text, ""));
    (!address.is_empty() && address::join(base, address) == own).then(|| format!("#{fragment}"))
}

/// Returns the relative path from a file with the URI `own` to another URI on the same server.
pub(super) fn path(own: &str, address: &str) -> Option<String> {
    let split = |text: &str| {
        let start = text.find("://").map_or(0, |at| at + 3);
        let path = start + text.get(start..)?.find('/')?;
        Some((text.get(..path)?.to_owned(), text.get(path..)?.to_owned()))
    };
    let ((server, from), (other, to)) = (split(own)?, split(address)?);
    (server == other).then(|| super::uri::relative(&from, &to))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{path, rewrite};

    #[test]
    fn references_to_the_file_itself_are_fragments() {
        let mut tree = json!({
            "$self": "https://x.test/api/openapi",
            "security": [{ "openapi#/components/securitySchemes/Key": [], "openapi": [] }],
            "a": [{ "$ref": "https://x.test/api/openapi#/b" }, { "$ref": "./openapi" }, { "$ref": "/api/openapi#c" }],
            "b": [{ "$ref": "https://x.test/api/other#/b" }, { "$ref": "other.yaml" }, { "$ref": "#/b" }],
            "c": { "$id": "https://y.test/api/", "d": { "$ref": "openapi#/b" } },
            "d": { "discriminator": { "mapping": { "x": "openapi#/b", "openapi": "openapi" } } },
        });
        rewrite(&mut tree);
        assert_eq!(tree["security"], json!([{ "#/components/securitySchemes/Key": [], "openapi": [] }]));
        assert_eq!(tree["a"], json!([{ "$ref": "#/b" }, { "$ref": "#" }, { "$ref": "#c" }]));
        assert_eq!(tree["b"][0], json!({ "$ref": "https://x.test/api/other#/b" }));
        assert_eq!(tree["b"][1], json!({ "$ref": "other.yaml" }));
        assert_eq!(tree["c"]["d"], json!({ "$ref": "openapi#/b" }));
        assert_eq!(tree["d"]["discriminator"]["mapping"], json!({ "x": "#/b", "openapi": "openapi" }));
    }

    #[test]
    fn files_beside_it_have_paths() {
        let own = "https://x.test/api/v1/openapi.yaml";
        assert_eq!(path(own, "https://x.test/api/v1/a.yaml").as_deref(), Some("a.yaml"));
        assert_eq!(path(own, "https://x.test/api/a.yaml").as_deref(), Some("../a.yaml"));
        assert_eq!(path("/api/openapi", "/api/schemas/a").as_deref(), Some("schemas/a"));
        assert_eq!(path(own, "https://y.test/api/v1/a.yaml"), None);
        assert_eq!(path("urn:a:b", "urn:a:c"), None);
    }
}
