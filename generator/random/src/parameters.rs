//! Parameters of every location and style.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::draft::{Draft, Version};
use crate::names::Role;
use crate::{scalars, schemas};

/// The names of an operation's parameters in one location.
pub(crate) type Scope = BTreeSet<String>;

/// Writes the parameters under `components`.
pub(crate) fn components(draft: &mut Draft<'_, '_>) -> Value {
    let names = draft.parameters.clone();
    let mut parameters = Map::new();
    let mut scopes = Scopes::default();
    for (index, name) in names.into_iter().enumerate() {
        let place = draft.word(&["query", "query", "header", "cookie", "path"]);
        let wire = scopes.name(draft, place);
        if place == "path" {
            draft.path_parameters.push((index, wire.clone()));
        }
        let parameter = parameter(draft, place, &wire);
        parameters.insert(name, parameter);
    }
    Value::Object(parameters)
}

/// The names of parameters, by location.
#[derive(Default)]
pub(crate) struct Scopes {
    path: Scope,
    query: Scope,
    header: Scope,
    cookie: Scope,
}

impl Scopes {
    /// Returns a new name for a parameter.
    pub(crate) fn name(&mut self, draft: &mut Draft<'_, '_>, place: &str) -> String {
        match place {
            "path" => draft.name(Role::Segment, &mut self.path),
            "query" => draft.name(Role::Free, &mut self.query),
            "header" => header_name(draft, &mut self.header),
            _ => draft.name(Role::Token, &mut self.cookie),
        }
    }

    /// Adds a name. Returns false if it is a duplicate.
    pub(crate) fn insert(&mut self, place: &str, name: &str) -> bool {
        match place {
            "path" => self.path.insert(name.to_owned()),
            "query" => self.query.insert(name.to_owned()),
            "header" => self.header.insert(name.to_ascii_lowercase()),
            _ => self.cookie.insert(name.to_owned()),
        }
    }
}

/// Returns the name of a header. Header names are case-insensitive, and some are reserved.
pub(crate) fn header_name(draft: &mut Draft<'_, '_>, scope: &mut Scope) -> String {
    const RESERVED: &[&str] = &["accept", "content-type", "authorization"];
    for _ in 0..10 {
        let mut own = BTreeSet::new();
        let name = if draft.chance(30) {
            draft
                .word(&["X-Request-Id", "ETag", "Retry-After", "Idempotency-Key", "X-Rate-Limit", "Link", "Location"])
                .to_owned()
        } else {
            draft.name(Role::Token, &mut own)
        };
        let folded = name.to_ascii_lowercase();
        if !RESERVED.contains(&folded.as_str()) && scope.insert(folded) {
            return name;
        }
    }
    let name = format!("x-{}", scope.len());
    scope.insert(name.clone());
    name
}

/// Writes a parameter for 3.0 and later.
pub(crate) fn parameter(draft: &mut Draft<'_, '_>, place: &str, name: &str) -> Value {
    let mut parameter = Map::from_iter([("name".to_owned(), json!(name)), ("in".to_owned(), json!(place))]);
    if place == "path" || draft.chance(20) {
        parameter.insert("required".to_owned(), json!(true));
    }
    draft.describe(&mut parameter, 40);
    if draft.chance(8) {
        parameter.insert("deprecated".to_owned(), json!(true));
    }
    if draft.chance(8) {
        let schema = schemas::any(draft, 1);
        parameter.insert("content".to_owned(), json!({ "application/json": { "schema": schema } }));
        return Value::Object(parameter);
    }
    styled(draft, place, &mut parameter);
    Value::Object(parameter)
}

fn styled(draft: &mut Draft<'_, '_>, place: &str, parameter: &mut Map<String, Value>) {
    let is_object = draft.chance(15);
    let schema = if is_object { flat_object(draft) } else { value(draft) };
    let is_array = schema.get("type") == Some(&json!("array"));
    parameter.insert("schema".to_owned(), schema);
    let style = match place {
        "path" => draft.word(&["", "", "simple", "label", "matrix"]),
        "query" if is_object => draft.word(&["", "form", "deepObject", "spaceDelimited", "pipeDelimited"]),
        "query" if is_array => draft.word(&["", "form", "spaceDelimited", "pipeDelimited"]),
        "query" => draft.word(&["", "form"]),
        "header" => draft.word(&["", "simple"]),
        _ if draft.version == Version::V32 => draft.word(&["", "form", "cookie"]),
        _ => draft.word(&["", "form"]),
    };
    if !style.is_empty() {
        parameter.insert("style".to_owned(), json!(style));
    }
    if (is_object || is_array) && draft.chance(50) {
        let explode = style == "deepObject" || draft.chance(50);
        parameter.insert("explode".to_owned(), json!(explode && !style.ends_with("Delimited")));
    }
    if place == "query" && draft.chance(8) {
        parameter.insert("allowReserved".to_owned(), json!(true));
    }
}

/// Writes a schema of a scalar, an array of scalars, or a reference to any component.
pub(crate) fn value(draft: &mut Draft<'_, '_>) -> Value {
    match draft.between(0, 9) {
        0 | 1 => schemas::reference(draft),
        2 | 3 => {
            let items =
                if draft.chance(30) { schemas::reference(draft) } else { Value::Object(scalars::scalar(draft)) };
            json!({ "type": "array", "items": items })
        }
        _ => {
            let scalar = scalars::scalar(draft);
            schemas::annotated(draft, scalar)
        }
    }
}

/// Writes an object without nested objects.
fn flat_object(draft: &mut Draft<'_, '_>) -> Value {
    let count = draft.between(1, 5);
    let mut scope = BTreeSet::new();
    let mut properties = Map::new();
    for _ in 0..count {
        let name = draft.name(Role::Free, &mut scope);
        properties.insert(name, Value::Object(scalars::scalar(draft)));
    }
    json!({ "type": "object", "properties": properties })
}
