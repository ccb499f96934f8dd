//! Resolves references by name: `$ref: "#node"` to the schema with `$anchor: node`, and a URI to the schema with this
//! `$id`, relative to the `$id` around it. `$dynamicRef` and `$recursiveRef` are resolved, too. `#/$defs/Inner` is
//! resolved in the nearest schema around it, unless it exists in the document itself.

use std::collections::{BTreeMap, HashSet};

use serde_json::Value;

use crate::address;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::dialect::walk::{self, ObjectPlace, Visit};
use crate::keywords::ObjectKind;
use crate::path::SpecPath;

pub(super) fn rewrite(document: &mut Value, diagnostics: &mut Diagnostics) {
    let own = document.get("$self").and_then(Value::as_str).unwrap_or_default();
    let mut names = Names { own: own.to_owned(), ..Names::default() };
    walk::document(document, &mut names);
    if names.needed {
        let whole = document.clone();
        walk::document(document, &mut References { names: &names, document: &whole, diagnostics });
    }
}

/// The schemas with names, by those names.
#[derive(Default)]
struct Names {
    /// `$self`, the base URI of the document.
    own: String,
    /// `$anchor` and `$dynamicAnchor`.
    anchors: BTreeMap<String, Anchored>,
    /// `$id`, both raw and as an absolute URI.
    ids: BTreeMap<String, SpecPath>,
    /// The absolute URIs of schemas, by their places.
    addresses: BTreeMap<SpecPath, String>,
    /// The schemas with `$recursiveAnchor: true`.
    recursive: HashSet<SpecPath>,
    /// True if any reference may be by name.
    needed: bool,
}

/// The schemas with one anchor.
#[derive(Default)]
struct Anchored {
    first: Option<SpecPath>,
    all: HashSet<SpecPath>,
}

impl Visit for Names {
    fn visit(&mut self, value: &mut Value, kind: ObjectKind, place: &ObjectPlace<'_>) {
        let (ObjectKind::Schema, Value::Object(raw)) = (kind, value) else { return };
        for keyword in ["$anchor", "$dynamicAnchor"] {
            if let Some(name) = raw.get(keyword).and_then(Value::as_str) {
                let here = place.path();
                let anchored = self.anchors.entry(name.to_owned()).or_default();
                anchored.first.get_or_insert_with(|| here.clone());
                anchored.all.insert(here);
            }
        }
        if let Some(id) = raw.get("$id").and_then(Value::as_str) {
            let here = place.path();
            let address = address::join(self.base(&here), id);
            for id in [id.trim_end_matches('#').to_owned(), address.clone()] {
                self.ids.entry(id).or_insert_with(|| here.clone());
            }
            self.addresses.insert(here, address);
        }
        if raw.get("$recursiveAnchor") == Some(&Value::Bool(true)) {
            self.recursive.insert(place.path());
        }
        self.needed |= ["$anchor", "$dynamicAnchor", "$id", "$dynamicRef", "$recursiveRef"]
            .iter()
            .any(|keyword| raw.contains_key(*keyword));
        self.needed |= raw.get("$ref").and_then(Value::as_str).is_some_and(is_nested);
    }
}

struct References<'a> {
    names: &'a Names,
    document: &'a Value,
    diagnostics: &'a mut Diagnostics,
}

impl Visit for References<'_> {
    fn visit(&mut self, value: &mut Value, kind: ObjectKind, place: &ObjectPlace<'_>) {
        let (ObjectKind::Schema, Value::Object(raw)) = (kind, value) else { return };
        let keyword = ["$ref", "$dynamicRef", "$recursiveRef"]
            .into_iter()
            .find(|keyword| raw.get(*keyword).is_some_and(Value::is_string));
        let Some(keyword) = keyword else { return };
        let reference = raw.get(keyword).and_then(Value::as_str).unwrap_or_default().to_owned();
        let here = place.path();
        let target = match keyword {
            "$recursiveRef" => self.names.around(&here),
            _ => self.target(&reference, &here),
        };
        if let Some(target) = target {
            raw.shift_remove(keyword);
            raw.insert("$ref".to_owned(), Value::String(target.to_string()));
        } else if keyword != "$ref" {
            let message = format!("`{keyword}: {reference}` does not refer to a schema of this document");
            self.diagnostics.push(Diagnostic::new(Code::DanglingRef, &here.child(keyword), message));
        }
    }
}

impl References<'_> {
    /// Returns the target of a reference that is not a pointer from the root of the document.
    fn target(&self, reference: &str, here: &SpecPath) -> Option<SpecPath> {
        let (address, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        if !address.is_empty() {
            let absolute = address::join(self.names.base(here), address);
            let resource = self.names.ids.get(&absolute).or_else(|| self.names.ids.get(address))?;
            return if fragment.is_empty() { Some(resource.clone()) } else { self.target_in(resource, fragment) };
        }
        if fragment.starts_with('/') {
            // By the specification, a pointer starts at the enclosing schema with an `$id`. Few authors intend that, so
            // a pointer that exists from the root takes precedence.
            if self.document.pointer(fragment).is_some() {
                return None;
            }
            let resource = self.names.resource(here).and_then(|path| self.target_in(path, fragment));
            return resource.or_else(|| self.nested(reference, fragment, here));
        }
        self.names.anchor(fragment, here)
    }

    /// Returns the definition that a reference names in the nearest schema around it.
    fn nested(&self, reference: &str, fragment: &str, here: &SpecPath) -> Option<SpecPath> {
        let mut around = Some(here.clone()).filter(|_| is_nested(reference));
        while let Some(schema) = around {
            if let Some(found) = self.target_in(&schema, fragment) {
                return Some(found);
            }
            around = schema.parent();
        }
        None
    }

    fn target_in(&self, resource: &SpecPath, fragment: &str) -> Option<SpecPath> {
        if !fragment.starts_with('/') {
            return self.names.anchor(fragment, resource);
        }
        let pointer = format!("{}{fragment}", resource.pointer());
        self.document.pointer(&pointer).and_then(|_| SpecPath::parse(resource.document(), &pointer))
    }
}

impl Names {
    /// Returns the schema with an anchor: the innermost one around the reference, or else the first one.
    fn anchor(&self, name: &str, here: &SpecPath) -> Option<SpecPath> {
        let anchored = self.anchors.get(name)?;
        let around = upwards(here).find(|path| anchored.all.contains(path));
        around.or_else(|| anchored.first.clone())
    }

    /// Returns the innermost schema with an `$id` around a place.
    fn resource(&self, here: &SpecPath) -> Option<&SpecPath> {
        upwards(here).find_map(|schema| self.addresses.get_key_value(&schema)).map(|(place, _)| place)
    }

    /// Returns the base URI at a place.
    fn base(&self, here: &SpecPath) -> &str {
        self.resource(here).and_then(|resource| self.addresses.get(resource)).unwrap_or(&self.own)
    }

    /// Returns the outermost schema with `$recursiveAnchor` around a place, or else the innermost one with an `$id`, or
    /// else the component.
    fn around(&self, here: &SpecPath) -> Option<SpecPath> {
        let outermost = upwards(here).filter(|path| self.recursive.contains(path)).last();
        outermost.or_else(|| self.resource(here).cloned()).or_else(|| component(here))
    }
}

/// Returns a place and all enclosing places, from the inside out.
fn upwards(here: &SpecPath) -> impl Iterator<Item = SpecPath> {
    std::iter::successors(Some(here.clone()), SpecPath::parent)
}

/// Returns true for a reference to a definition within a schema.
fn is_nested(reference: &str) -> bool {
    reference.starts_with("#/$defs/") || reference.starts_with("#/definitions/")
}

/// Returns the component that contains a place.
fn component(here: &SpecPath) -> Option<SpecPath> {
    let mut tokens = here.tokens();
    let (first, kind, name) = (tokens.next()?, tokens.next()?, tokens.next()?);
    (first == "components").then(|| SpecPath::root().child(&first).child(&kind).child(&name))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::dialect::v31::tests::rewritten;

    #[test]
    fn names_are_places() {
        let (after, _) = rewritten(&json!({
            "$id": "https://example.com/tree",
            "$anchor": "tree",
            "properties": {
                "anchor": { "$ref": "#tree" },
                "id": { "$ref": "https://example.com/tree" },
                "leaf": { "$ref": "#/$defs/Leaf" },
                "dynamic": { "$dynamicRef": "#tree" },
                "recursive": { "$recursiveRef": "#" },
            },
            "$defs": { "Leaf": { "type": "string" } },
        }));
        let here = "#/components/schemas/A";
        for name in ["anchor", "id", "dynamic", "recursive"] {
            assert_eq!(after["properties"][name], json!({ "$ref": here }), "{name}");
        }
        assert_eq!(after["properties"]["leaf"], json!({ "$ref": format!("{here}/$defs/Leaf") }));
    }
}
