//! Removes the components that the rest of a document does not use, directly or through other components.

use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::schemas::{SECTIONS, key};

/// A component: the keys of its section, joined by `/`, and its name.
type Component = (String, String);

/// Sections whose entries are used by name and not by reference.
const BY_NAME: &[&str] = &["securitySchemes"];

/// Removes unused components, except for schemas that `is_kept` selects.
pub(super) fn prune(document: &mut Value, is_kept: impl Fn(&str) -> bool) {
    let used = used(document, &is_kept);
    let retain = |section: &str, entries: &mut Value| {
        if let Some(entries) = entries.as_object_mut().filter(|_| !BY_NAME.contains(&section)) {
            let key = |name: &String| (section.to_owned(), name.clone());
            entries.retain(|name, _| name.starts_with("x-") || used.contains(&key(name)));
        }
    };
    for (section, entries) in document.get_mut("components").and_then(Value::as_object_mut).into_iter().flatten() {
        if !section.starts_with("x-") {
            retain(section, entries);
        }
    }
    for section in ["definitions", "parameters", "responses"] {
        if let Some(entries) = document.get_mut(section) {
            retain(section, entries);
        }
    }
}

/// Returns the components that the rest of the document uses.
fn used(document: &Value, is_kept: impl Fn(&str) -> bool) -> BTreeSet<Component> {
    let components = components(document);
    let addresses = LazyCell::new(|| addresses(&components));
    let by_address = |part: &str| addresses.get(part).cloned().unwrap_or_default();
    let children = children(&components);
    let mut found = References::default();
    for (key, value) in document.as_object().into_iter().flatten() {
        match key.as_str() {
            "components" => {
                let by_name =
                    value.as_object().into_iter().flatten().filter(|(key, _)| BY_NAME.contains(&key.as_str()));
                by_name.for_each(|(_, value)| found.collect(value));
            }
            "definitions" | "parameters" | "responses" => {}
            _ => found.collect(value),
        }
    }
    let mut used = BTreeSet::new();
    let mut next: Vec<Component> = components.keys().filter(|key| is_schema(key) && is_kept(&key.1)).cloned().collect();
    loop {
        for text in std::mem::take(&mut found.texts) {
            next.extend(targets(&text, &components, by_address));
        }
        let Some(component) = next.pop() else { return used };
        let Some(value) = components.get(&component).filter(|_| used.insert(component.clone())) else { continue };
        found.collect(value);
        if is_parent(value) {
            next.extend(children.get(&component).into_iter().flatten().cloned());
        }
    }
}

fn components(document: &Value) -> BTreeMap<Component, &Value> {
    let mut all = BTreeMap::new();
    let sections = document.get("components").and_then(Value::as_object).into_iter().flatten();
    let sections = sections.map(|(section, entries)| (section.as_str(), entries));
    let old = ["definitions", "parameters", "responses"];
    let old = old.into_iter().filter_map(|section| Some((section, document.get(section)?)));
    for (section, entries) in sections.chain(old) {
        let entries = entries.as_object().into_iter().flatten();
        all.extend(entries.map(|(name, value)| ((section.to_owned(), name.clone()), value)));
    }
    all
}

fn is_schema(component: &Component) -> bool {
    SECTIONS.iter().any(|keys| keys.last() == Some(&component.0.as_str()))
}

/// Returns the components that a reference points to, or into. A reference without a pointer matches components by
/// anchor or `$id`.
fn targets(
    text: &str,
    components: &BTreeMap<Component, &Value>,
    by_address: impl Fn(&str) -> Vec<Component>,
) -> Vec<Component> {
    if let Some(rest) = text.strip_prefix("#/") {
        let mut tokens = rest.strip_prefix("components/").unwrap_or(rest).split('/').map(key);
        let component = tokens.next().zip(tokens.next());
        return component.into_iter().filter(|component| components.contains_key(component)).collect();
    }
    let (address, fragment) = text.split_once('#').unwrap_or((text, ""));
    let last = address.rsplit('/').next().unwrap_or_default();
    let mut found: Vec<Component> = Vec::new();
    for part in [fragment, last].into_iter().filter(|part| !part.is_empty()) {
        found.extend(by_address(part));
    }
    // An entry of `mapping` may be the name of a schema.
    let by_name = ["schemas", "definitions"].map(|section| (section.to_owned(), text.to_owned()));
    found.extend(by_name.into_iter().filter(|component| components.contains_key(component)));
    found
}

/// Returns the components by anchor, and by the last part of their `$id`.
fn addresses(components: &BTreeMap<Component, &Value>) -> BTreeMap<String, Vec<Component>> {
    let mut addresses: BTreeMap<String, Vec<Component>> = BTreeMap::new();
    for (component, value) in components {
        let mut open = vec![*value];
        while let Some(value) = open.pop() {
            for key in ["$anchor", "$dynamicAnchor", "$id"] {
                if let Some(text) = value.get(key).and_then(Value::as_str) {
                    let name = text.trim_end_matches('#').rsplit('/').next().unwrap_or_default();
                    addresses.entry(name.to_owned()).or_default().push(component.clone());
                }
            }
            match value {
                Value::Object(members) => open.extend(members.values()),
                Value::Array(items) => open.extend(items),
                _ => {}
            }
        }
    }
    addresses
}

/// Returns the schemas that extend a schema by `allOf`, by the extended schema.
fn children(components: &BTreeMap<Component, &Value>) -> BTreeMap<Component, Vec<Component>> {
    let mut children: BTreeMap<Component, Vec<Component>> = BTreeMap::new();
    for (component, value) in components {
        for part in value.get("allOf").and_then(Value::as_array).into_iter().flatten() {
            let Some(text) = part.get("$ref").and_then(Value::as_str) else { continue };
            for parent in targets(text, components, |_| Vec::new()) {
                children.entry(parent).or_default().push(component.clone());
            }
        }
    }
    children
}

/// Returns true if using a schema also uses its children: it has a discriminator, itself or in a part of its `allOf`.
fn is_parent(schema: &Value) -> bool {
    let parts = schema.get("allOf").and_then(Value::as_array).into_iter().flatten();
    parts.chain([schema]).any(|part| part.get("discriminator").is_some())
}

/// The references within a part of a document.
#[derive(Default)]
struct References {
    texts: Vec<String>,
}

impl References {
    fn collect(&mut self, value: &Value) {
        let mut open = vec![value];
        while let Some(value) = open.pop() {
            match value {
                Value::Object(members) => {
                    let keyed = ["$ref", "$dynamicRef", "$recursiveRef"].into_iter().filter_map(|key| members.get(key));
                    let discriminator = members.get("discriminator");
                    let mapped = discriminator.and_then(|value| value.get("mapping")).and_then(Value::as_object);
                    let mapped = mapped.into_iter().flat_map(Map::values);
                    let default = discriminator.and_then(|value| value.get("defaultMapping"));
                    let texts = keyed.chain(mapped).chain(default).filter_map(Value::as_str);
                    self.texts.extend(texts.map(str::to_owned));
                    open.extend(members.values());
                }
                Value::Array(items) => open.extend(items),
                _ => {}
            }
        }
    }
}
