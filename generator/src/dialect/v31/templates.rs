//! Expands generic schemas. A schema that refers to another one and defines its `$dynamicAnchor`s gets a copy of it in
//! which each `$dynamicRef` refers to these. `anchors` resolves the remaining `$dynamicRef`s.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::dialect::walk::{self, ObjectPlace, Visit};
use crate::keywords::ObjectKind;
use crate::path::{DocumentId, SpecPath};
use crate::source_map::SourceMap;

/// The maximum depth of references within copies.
const MAX_DEPTH: usize = 16;

/// The maximum number of values in all copies of a document together.
const MAX_COPIED: usize = 100_000;

/// Expands the generic schemas of a document.
pub(super) fn rewrite(document: &mut Value, source_map: &mut SourceMap, diagnostics: &mut Diagnostics) {
    let mut search = Search(false);
    walk::document(document, &mut search);
    if search.0 {
        let whole = document.clone();
        let mut templates = Templates { document: &whole, source_map, diagnostics, left: MAX_COPIED };
        walk::document(document, &mut templates);
    }
}

/// The search for a `$dynamicRef`.
struct Search(bool);

impl Visit for Search {
    fn visit(&mut self, value: &mut Value, kind: ObjectKind, _: &ObjectPlace<'_>) {
        self.0 |= kind == ObjectKind::Schema && value.get("$dynamicRef").is_some();
    }
}

/// The targets of `$dynamicRef`s, by the names of the anchors.
type Bindings = BTreeMap<String, String>;

struct Templates<'a> {
    document: &'a Value,
    source_map: &'a mut SourceMap,
    diagnostics: &'a mut Diagnostics,
    left: usize,
}

impl Visit for Templates<'_> {
    fn visit(&mut self, value: &mut Value, kind: ObjectKind, place: &ObjectPlace<'_>) {
        let (ObjectKind::Schema, Value::Object(raw)) = (kind, value) else { return };
        let is_reference = |value: &Value| value.get("$ref").is_some_and(Value::is_string);
        let parts = raw.get("allOf").and_then(Value::as_array);
        if !raw.get("$ref").is_some_and(Value::is_string) && !parts.is_some_and(|parts| parts.iter().any(is_reference))
        {
            return;
        }
        let here = place.path();
        let bindings = bindings(raw, &here);
        if bindings.is_empty() {
            return;
        }
        let mut parts = match raw.get("allOf") {
            Some(Value::Array(parts)) => parts.clone(),
            _ => Vec::new(),
        };
        let before = parts.clone();
        for (index, part) in parts.iter_mut().enumerate() {
            let copied = pointer_of(part).and_then(|pointer| self.copy(&pointer, &bindings, &here));
            if let Some((copy, origin)) = copied {
                *part = copy;
                self.source_map.derived(&here.child("allOf").index(index), &origin);
            }
        }
        let own = pointer_of(&Value::Object(raw.clone()));
        if let Some((copy, origin)) = own.and_then(|pointer| self.copy(&pointer, &bindings, &here)) {
            raw.shift_remove("$ref");
            self.source_map.derived(&here.child("allOf").index(parts.len()), &origin);
            parts.push(copy);
        }
        if parts != before {
            raw.insert("allOf".to_owned(), Value::Array(parts));
        }
    }
}

impl Templates<'_> {
    /// Returns a copy of the schema at a pointer with the bindings applied, and its place. `None` if it is not generic
    /// in them.
    fn copy(&mut self, pointer: &str, bindings: &Bindings, here: &SpecPath) -> Option<(Value, SpecPath)> {
        let origin = SpecPath::parse(DocumentId::ROOT, pointer)?;
        let target = self.document.pointer(pointer)?;
        if !self.is_generic(target, bindings, &mut vec![pointer.to_owned()]) {
            return None;
        }
        let mut copy = target.clone();
        if self.fill(&mut copy, bindings, &mut vec![pointer.to_owned()]).is_none() {
            let message =
                "this schema requires too many copies of generic schemas; its own `$dynamicAnchor`s are ignored";
            self.diagnostics.push(Diagnostic::new(Code::UnsupportedSchema, here, message));
            return None;
        }
        Some((copy, origin))
    }

    /// Returns true if a schema has a `$dynamicRef` to one of the anchors, or refers to a schema that has one.
    fn is_generic(&self, value: &Value, bindings: &Bindings, open: &mut Vec<String>) -> bool {
        match value {
            Value::Object(members) => {
                if dynamic(members).is_some_and(|name| bindings.contains_key(name)) {
                    return true;
                }
                if let Some(pointer) = pointer_of(value)
                    && follows(&pointer, open)
                    && let Some(target) = self.document.pointer(&pointer)
                {
                    open.push(pointer);
                    if self.is_generic(target, bindings, open) {
                        return true;
                    }
                }
                members.iter().any(|(key, member)| !is_data(key) && self.is_generic(member, bindings, open))
            }
            Value::Array(items) => items.iter().any(|item| self.is_generic(item, bindings, open)),
            _ => false,
        }
    }

    /// Replaces the dynamic references in a copy. Returns `None` if there are too many copies.
    fn fill(&mut self, value: &mut Value, bindings: &Bindings, open: &mut Vec<String>) -> Option<()> {
        self.left = self.left.checked_sub(1)?;
        match value {
            Value::Object(members) => {
                for keyword in ["$dynamicAnchor", "$anchor", "$id"] {
                    members.shift_remove(keyword);
                }
                if let Some(target) = dynamic(members).and_then(|name| bindings.get(name)) {
                    members.shift_remove("$dynamicRef");
                    members.insert("$ref".to_owned(), Value::String(target.clone()));
                    return Some(());
                }
                for keyword in ["$defs", "definitions"] {
                    if let Some(Value::Object(entries)) = members.get_mut(keyword) {
                        entries.retain(|_, entry| entry.get("$dynamicAnchor").is_none());
                    }
                }
                for (_, member) in members.iter_mut().filter(|(key, _)| !is_data(key)) {
                    self.fill(member, bindings, open)?;
                }
                self.inner(value, bindings, open)
            }
            Value::Array(items) => items.iter_mut().try_for_each(|item| self.fill(item, bindings, open)),
            _ => Some(()),
        }
    }

    /// Replaces a reference to a generic schema by a copy of the schema.
    fn inner(&mut self, value: &mut Value, bindings: &Bindings, open: &mut Vec<String>) -> Option<()> {
        let document = self.document;
        let Some(pointer) = pointer_of(value).filter(|pointer| follows(pointer, open)) else { return Some(()) };
        let Some(target) = document.pointer(&pointer) else { return Some(()) };
        let mut seen = open.clone();
        seen.push(pointer.clone());
        if !self.is_generic(target, bindings, &mut seen) {
            return Some(());
        }
        let mut copy = target.clone();
        open.push(pointer);
        self.fill(&mut copy, bindings, open)?;
        open.pop();
        if let Value::Object(members) = value {
            members.shift_remove("$ref");
            match members.get_mut("allOf") {
                Some(Value::Array(parts)) => parts.push(copy),
                _ => {
                    members.insert("allOf".to_owned(), Value::Array(vec![copy]));
                }
            }
        }
        Some(())
    }
}

/// Returns true if a reference does not lead back to a schema that is being copied.
fn follows(pointer: &str, open: &[String]) -> bool {
    open.len() < MAX_DEPTH && !open.iter().any(|known| known == pointer)
}

/// Returns references to the `$dynamicAnchor`s that a schema defines, itself or in its `$defs`.
fn bindings(raw: &Map<String, Value>, here: &SpecPath) -> Bindings {
    let anchor = |value: &Value| value.get("$dynamicAnchor").and_then(Value::as_str).map(str::to_owned);
    let mut bindings = Bindings::new();
    for keyword in ["$defs", "definitions"] {
        for (name, value) in raw.get(keyword).and_then(Value::as_object).into_iter().flatten() {
            if let Some(anchor) = anchor(value) {
                bindings.insert(anchor, here.child(keyword).child(name).to_string());
            }
        }
    }
    if let Some(own) = raw.get("$dynamicAnchor").and_then(Value::as_str) {
        bindings.insert(own.to_owned(), here.to_string());
    }
    bindings
}

/// Returns the name of the anchor that a schema refers to.
fn dynamic(raw: &Map<String, Value>) -> Option<&str> {
    let reference = raw.get("$dynamicRef")?.as_str()?;
    reference.rsplit_once('#').map(|(_, name)| name)
}

/// Returns the pointer of a reference within the document.
fn pointer_of(value: &Value) -> Option<String> {
    let pointer = value.get("$ref")?.as_str()?.strip_prefix('#')?;
    pointer.starts_with('/').then(|| pointer.to_owned())
}

/// Returns true for keywords whose values are not schemas.
fn is_data(keyword: &str) -> bool {
    matches!(keyword, "$defs" | "definitions" | "default" | "example" | "examples" | "enum" | "const")
        || keyword.starts_with("x-")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::dialect::v31::tests::document;

    #[test]
    fn a_generic_schema_is_copied_with_the_anchors_of_its_user() {
        let (after, found) = document(&json!({ "openapi": "3.1.0", "components": { "schemas": {
            "Template": {
                "properties": { "items": { "type": "array", "items": { "$dynamicRef": "#T" } } },
                "$defs": { "T": { "$dynamicAnchor": "T", "not": {} } },
            },
            "Page": { "$ref": "#/components/schemas/Template", "$defs": { "T": { "$dynamicAnchor": "T", "type": "string" } } },
            "Tree": { "$dynamicAnchor": "N", "properties": { "inner": { "$dynamicRef": "#N" } } },
            "Named": { "$dynamicAnchor": "N", "$ref": "#/components/schemas/Tree", "properties": { "name": {} } },
        } } }));
        let schemas = &after.document["components"]["schemas"];
        let items = &schemas["Page"]["allOf"][0]["properties"]["items"]["items"];
        assert_eq!(items, &json!({ "$ref": "#/components/schemas/Page/$defs/T" }));
        let inner = &schemas["Named"]["allOf"][0]["properties"]["inner"];
        assert_eq!(inner, &json!({ "$ref": "#/components/schemas/Named" }));
        assert_eq!(schemas["Tree"]["properties"]["inner"], json!({ "$ref": "#/components/schemas/Tree" }));
        assert!(found.into_vec().is_empty());
    }
}
