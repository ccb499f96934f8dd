//! Removes media types and security schemes that the configuration excludes.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::operations::{ADDITIONAL, SECTIONS};
use super::pattern::Patterns;
use crate::model::Method;
use crate::path::SpecPath;

/// The places of the security schemes: from 3.0 on, and in 2.0.
const SCHEMES: &[&[&str]] = &[&["components", "securitySchemes"], &["securityDefinitions"]];

/// The components that can have media types.
const BODIES: &[&[&str]] = &[&["components", "requestBodies"], &["components", "responses"]];

/// The components with path items.
const PATH_ITEMS: &[&str] = &["components", "pathItems"];

/// Returns the sections from which filters remove operations, media types and security schemes, as the beginnings of references.
pub(super) fn sections() -> impl Iterator<Item = String> {
    let operations = SECTIONS.iter().map(|section| format!("#/{section}/"));
    let others = BODIES.iter().chain(SCHEMES).chain([&PATH_ITEMS]).map(|keys| format!("#/{}/", keys.join("/")));
    operations.chain(others)
}

/// Returns the media types of all bodies, in document order and without repetition.
pub(super) fn media_types(document: &mut Value) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut add = |name: &str| {
        if !found.iter().any(|known| known == name) {
            found.push(name.to_owned());
        }
    };
    each_owner(document, &mut |owner| {
        owner.get("content").and_then(Value::as_object).into_iter().flat_map(Map::keys).for_each(|name| add(name));
        for key in ["consumes", "produces"] {
            owner.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).for_each(&mut add);
        }
    });
    found
}

/// Returns the names of the security schemes, in document order.
pub(super) fn schemes(document: &Value) -> Vec<String> {
    let section = |keys: &&[&str]| keys.iter().try_fold(document, |value, key| value.get(key))?.as_object();
    SCHEMES.iter().filter_map(section).flat_map(Map::keys).cloned().collect()
}

/// Removes excluded media types. A request body without any other one is removed as a whole, also where it is a component.
pub(super) fn exclude_media_types(document: &mut Value, exclude: &Patterns) {
    each_owner(document, &mut |owner| {
        if let Some(content) = owner.get_mut("content").and_then(Value::as_object_mut) {
            content.retain(|name, _| !exclude.selects_named("media-types", name));
        }
        for key in ["consumes", "produces"] {
            if let Some(list) = owner.get_mut(key).and_then(Value::as_array_mut) {
                list.retain(|name| !name.as_str().is_some_and(|name| exclude.selects_named("media-types", name)));
            }
        }
    });
    let is_empty = |body: &Value| body.get("content").and_then(Value::as_object).is_some_and(Map::is_empty);
    let mut emptied: HashSet<String> = HashSet::new();
    if let Some(bodies) = document.pointer_mut("/components/requestBodies").and_then(Value::as_object_mut) {
        bodies.retain(|name, body| {
            let keeps = !is_empty(body);
            if !keeps {
                emptied.insert(format!("#{}", SpecPath::root().child("components").child("requestBodies").child(name)));
            }
            keeps
        });
    }
    each_owner(document, &mut |owner| {
        let reference = |body: &Value| body.get("$ref").and_then(Value::as_str).is_some_and(|to| emptied.contains(to));
        if owner.get("requestBody").is_some_and(|body| is_empty(body) || reference(body)) {
            owner.shift_remove("requestBody");
        }
    });
}

/// Removes excluded security schemes, and the alternatives that consist only of them.
pub(super) fn exclude_schemes(document: &mut Value, exclude: &Patterns) {
    for keys in SCHEMES {
        let section = keys.iter().try_fold(&mut *document, |value, key| value.get_mut(key));
        if let Some(schemes) = section.and_then(Value::as_object_mut) {
            schemes.retain(|name, _| !exclude.selects_named("security", name));
        }
    }
    each_owner(document, &mut |owner| {
        let Some(alternatives) = owner.get_mut("security").and_then(Value::as_array_mut) else { return };
        alternatives.retain_mut(|alternative| {
            let Some(needed) = alternative.as_object_mut() else { return true };
            let before = needed.len();
            needed.retain(|name, _| !exclude.selects_named("security", name));
            before == 0 || !needed.is_empty()
        });
    });
}

/// Calls a function with every object that can have media types or requirements: the document, its operations, their bodies and
/// responses, and those among the components. Inner objects come first.
fn each_owner(document: &mut Value, visit: &mut dyn FnMut(&mut Map<String, Value>)) {
    for keys in BODIES {
        let section = keys.iter().try_fold(&mut *document, |value, key| value.get_mut(key));
        section.and_then(Value::as_object_mut).into_iter().flatten().for_each(|(_, value)| visit_object(value, visit));
    }
    for keys in SECTIONS.iter().map(std::slice::from_ref).chain([PATH_ITEMS]) {
        let section = keys.iter().try_fold(&mut *document, |value, key| value.get_mut(key));
        let section = section.and_then(Value::as_object_mut);
        for (_, item) in section.into_iter().flatten() {
            for (key, value) in item.as_object_mut().into_iter().flatten() {
                if key == ADDITIONAL {
                    value.as_object_mut().into_iter().flatten().for_each(|(_, value)| operation(value, visit));
                } else if Method::from_keyword(key).is_some() {
                    operation(value, visit);
                }
            }
        }
    }
    visit_object(document, visit);
}

fn operation(value: &mut Value, visit: &mut dyn FnMut(&mut Map<String, Value>)) {
    let Some(members) = value.as_object_mut() else { return };
    if let Some(body) = members.get_mut("requestBody") {
        visit_object(body, visit);
    }
    let responses = members.get_mut("responses").and_then(Value::as_object_mut);
    responses.into_iter().flatten().for_each(|(_, response)| visit_object(response, visit));
    visit(members);
}

fn visit_object(value: &mut Value, visit: &mut dyn FnMut(&mut Map<String, Value>)) {
    if let Some(members) = value.as_object_mut() {
        visit(members);
    }
}
