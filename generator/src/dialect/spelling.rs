//! Restores the spelling of YAML scalars where strings are required: a version `1.10` that YAML parses as the number
//! 1.1. The keyword tables determine where strings are required.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::walk::{self, ObjectPlace, Visit};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::keywords::{Holds, Layout, ObjectKind};
use crate::path::{DocumentId, SpecPath};
use crate::source;
use crate::source_map::SourceMap;
use crate::version::Version;

/// The maximum depth of arrays and objects within an example. Deeper values are not changed.
const MAX_DEPTH: usize = 32;

/// Replaces numbers and booleans by their spelling where strings are required, and reports them.
///
/// `text_of` returns the YAML text of a document, or `None` if it is JSON, whose scalars are not changed.
pub(crate) fn restore_spelling<'t>(
    document: &mut Value,
    version: Version,
    source_map: &SourceMap,
    text_of: &dyn Fn(DocumentId) -> Option<Cow<'t, str>>,
    diagnostics: &mut Diagnostics,
) {
    let mut search = Search::default();
    let root = if version == Version::Swagger20 { ObjectKind::SwaggerDocument } else { ObjectKind::Document };
    walk::document_of(root, document, &mut search);
    if search.found.is_empty() {
        return;
    }
    let mut wanted: BTreeMap<DocumentId, BTreeSet<String>> = BTreeMap::new();
    for place in search.found.iter().flat_map(|found| &found.places) {
        let written = source_map.original(place);
        wanted.entry(written.document()).or_default().insert(written.pointer().to_owned());
    }
    let spelled: BTreeMap<DocumentId, BTreeMap<String, String>> =
        wanted.iter().filter_map(|(id, wanted)| Some((*id, source::spellings(&text_of(*id)?, wanted)))).collect();
    let spelling = |place: &SpecPath| {
        let written = source_map.original(place);
        spelled.get(&written.document())?.get(written.pointer())
    };
    for found in search.found {
        found.restore(document, &spelling, diagnostics);
    }
}

/// The values of one keyword that must be strings and are not.
struct Misread {
    keyword: SpecPath,
    role: Role,
    places: Vec<SpecPath>,
}

/// The consequence for the values of a keyword if their spelling is not restored.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    /// They become the text of their value, and are reported.
    Coerced,
    /// They do not match the type of the schema.
    Mistyped,
}

impl Misread {
    fn restore<'s>(
        self,
        document: &mut Value,
        spelling: &impl Fn(&SpecPath) -> Option<&'s String>,
        diagnostics: &mut Diagnostics,
    ) {
        let texts: Vec<(&SpecPath, &String)> =
            self.places.iter().filter_map(|place| Some((place, spelling(place)?))).collect();
        let is_lost = |place: &SpecPath, text: &str| match document.pointer(place.pointer()) {
            Some(Value::String(value)) => value != text,
            Some(value) => {
                let shown = value.to_string();
                self.role == Role::Mistyped || shown != text
            }
            None => false,
        };
        let Some((place, text)) = texts.iter().find(|(place, text)| is_lost(place, text)) else { return };
        let keyword = self.keyword.last().unwrap_or_default();
        let found = if keyword == "enum" {
            let message = format!("`{text}` in the `enum` of a string is not a string; treating it as `\"{text}\"`");
            Diagnostic::new(Code::EnumValue, &self.keyword, message)
        } else {
            let message = format!("`{text}` in `{keyword}` is not a string; treating it as `\"{text}\"`");
            Diagnostic::new(Code::WrongType, place, message)
        };
        diagnostics.push(found.help("put it in quotes"));
        for (place, text) in texts {
            if let Some(value) = document.pointer_mut(place.pointer()) {
                *value = Value::String(text.clone());
            }
        }
    }
}

/// The search for values that must be strings and are not.
#[derive(Default)]
struct Search {
    found: Vec<Misread>,
}

impl Visit for Search {
    fn visit(&mut self, value: &mut Value, kind: ObjectKind, place: &ObjectPlace<'_>) {
        let Value::Object(raw) = value else { return };
        for (name, value) in raw.iter().filter(|(_, value)| may_hold_scalars(value)) {
            let Some(role) = role(kind, name) else { continue };
            let mut places = Vec::new();
            let path = || place.path().child(name);
            match role {
                Role::Coerced => collect(value, &path, &mut places),
                Role::Mistyped if matches!(name.as_str(), "enum" | "examples") => {
                    for (index, value) in value.as_array().into_iter().flatten().enumerate() {
                        strings(schema_of(kind, raw), value, &|| path().index(index), &mut places, 0);
                    }
                }
                Role::Mistyped => strings(schema_of(kind, raw), value, &path, &mut places, 0),
            }
            if !places.is_empty() {
                // Values of an `enum` become the text of their value, like those of keywords that require strings.
                let role = if name == "enum" { Role::Coerced } else { role };
                self.found.push(Misread { keyword: path(), role, places });
            }
        }
    }
}

fn role(kind: ObjectKind, name: &str) -> Option<Role> {
    match kind.layout() {
        Layout::StringLists => return Some(Role::Coerced),
        Layout::Entries(_) => return None,
        Layout::Keywords(_) => {}
    }
    match kind.keyword(name)?.holds {
        Holds::String | Holds::Strings | Holds::StringMap => Some(Role::Coerced),
        _ if matches!(name, "enum" | "default" | "example" | "examples" | "const") => Some(Role::Mistyped),
        _ => None,
    }
}

/// Returns the schema that describes the values of an object: the object itself, or its `schema`.
fn schema_of(kind: ObjectKind, raw: &Map<String, Value>) -> &Map<String, Value> {
    match raw.get("schema").and_then(Value::as_object) {
        Some(schema) if !kind.is_schema() => schema,
        _ => raw,
    }
}

fn may_hold_scalars(value: &Value) -> bool {
    is_candidate(value) || matches!(value, Value::Array(_) | Value::Object(_))
}

/// Returns true for values that may come from a plain YAML scalar that was meant as a string.
fn is_candidate(value: &Value) -> bool {
    match value {
        Value::Number(_) | Value::Bool(_) => true,
        Value::String(text) => matches!(text.as_str(), ".inf" | "-.inf" | ".nan"),
        _ => false,
    }
}

/// Adds the candidates in a keyword that requires a string, a list of strings or a map of strings.
fn collect(value: &Value, path: &dyn Fn() -> SpecPath, places: &mut Vec<SpecPath>) {
    match value {
        Value::Array(items) => {
            let items = items.iter().enumerate().filter(|(_, item)| is_candidate(item));
            places.extend(items.map(|(index, _)| path().index(index)));
        }
        Value::Object(entries) => {
            let entries = entries.iter().filter(|(_, entry)| is_candidate(entry));
            places.extend(entries.map(|(key, _)| path().child(key)));
        }
        value if is_candidate(value) => places.push(path()),
        _ => {}
    }
}

/// Adds the candidates in a value whose schema requires strings.
fn strings(
    schema: &Map<String, Value>,
    value: &Value,
    path: &dyn Fn() -> SpecPath,
    places: &mut Vec<SpecPath>,
    depth: usize,
) {
    if depth > MAX_DEPTH {
        return;
    }
    match value {
        Value::Array(items) => {
            let Some(schema) = schema.get("items").and_then(Value::as_object) else { return };
            for (index, item) in items.iter().enumerate() {
                strings(schema, item, &|| path().index(index), places, depth + 1);
            }
        }
        Value::Object(members) => {
            let properties = schema.get("properties").and_then(Value::as_object);
            let others = schema.get("additionalProperties").and_then(Value::as_object);
            for (key, member) in members {
                let property = properties.and_then(|properties| properties.get(key)).and_then(Value::as_object);
                if let Some(schema) = property.or(others) {
                    strings(schema, member, &|| path().child(key), places, depth + 1);
                }
            }
        }
        value if is_candidate(value) && is_string(schema) => places.push(path()),
        _ => {}
    }
}

/// Returns true if a schema only allows strings, and possibly `null`.
fn is_string(schema: &Map<String, Value>) -> bool {
    match schema.get("type") {
        Some(Value::String(name)) => name == "string",
        Some(Value::Array(names)) => {
            let is_null = |name: &&Value| *name == "null" || name.is_null();
            names.iter().any(|name| name == "string")
                && names.iter().filter(|name| !is_null(name)).all(|name| name == "string")
        }
        _ => false,
    }
}
