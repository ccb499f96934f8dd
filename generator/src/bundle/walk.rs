//! Finds the references in a part of a file, with the content that each must point to. It does not follow them.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::kinds::{Expected, PartKind};
use crate::objects;
use crate::path::SpecPath;

#[derive(Debug, Clone)]
pub(super) struct Reference {
    /// The place of the object that contains it, in its file.
    pub(super) place: SpecPath,
    /// The text of the reference.
    pub(super) text: String,
    /// The role of the reference.
    pub(super) role: Role,
    /// True if its only siblings are annotations.
    pub(super) alone: bool,
}

/// The role of a reference, which determines its expected target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// A `$ref` in place of this content.
    Expected(Expected),
    /// A `$ref` in place of a component whose name is the key.
    Component(PartKind),
    /// An entry in the `mapping` of a discriminator. It is a plain string.
    Mapping,
    /// The key of a security requirement, which refers to a security scheme.
    Requirement,
    /// The file with the value of an example. It is a plain string.
    ExternalValue,
}

impl Role {
    /// Returns the expected content of the target.
    pub(super) fn holds(self) -> Expected {
        match self {
            Self::Expected(holds) => holds,
            Self::Component(kind) => Expected::One(kind),
            Self::Mapping => Expected::One(PartKind::Schema),
            Self::Requirement => Expected::One(PartKind::SecurityScheme),
            Self::ExternalValue => Expected::One(PartKind::Data),
        }
    }
}

/// The state of a walk.
#[derive(Debug, Default)]
pub(super) struct ReferenceWalk {
    /// The references, in document order.
    pub(super) found: Vec<Reference>,
    /// The visited values by address and expected content. Addresses are stable, since files are not moved in memory.
    seen: HashSet<(usize, Expected)>,
}

impl ReferenceWalk {
    /// Visits the value at `place`.
    pub(super) fn holds(&mut self, holds: Expected, place: &SpecPath, value: &Value) {
        match (holds, value) {
            (Expected::One(PartKind::Text), _) => self.text(place, value),
            (Expected::OneOrList(kind), Value::Object(raw)) => self.object(Expected::One(kind), place, value, raw),
            (_, Value::Object(raw)) => self.object(holds, place, value, raw),
            (
                Expected::List(kind)
                | Expected::OneOrList(kind)
                | Expected::One(kind @ (PartKind::Data | PartKind::Other)),
                Value::Array(items),
            ) => {
                for (index, item) in items.iter().enumerate() {
                    self.holds(Expected::One(kind), &place.index(index), item);
                }
            }
            _ => {}
        }
    }

    fn object(&mut self, holds: Expected, place: &SpecPath, value: &Value, raw: &Map<String, Value>) {
        if raw.is_empty() || !self.seen.insert((std::ptr::from_ref(value) as usize, holds)) {
            return;
        }
        let data = holds == Expected::One(PartKind::Data);
        if let Some(text) = reference(value).filter(|_| !data || raw.len() == 1) {
            self.add(place, text, raw, Role::Expected(holds));
        }
        if let (Expected::One(PartKind::Example), Some(Value::String(text))) = (holds, raw.get("externalValue")) {
            self.add(place, text, raw, Role::ExternalValue);
        }
        if let (Expected::One(PartKind::Document | PartKind::Operation), Some(security)) = (holds, raw.get("security"))
        {
            for (index, name) in requirements(security).filter(|(_, name)| is_path(name)) {
                let place = place.child("security").index(index).child(name);
                self.found.push(Reference { place, text: name.clone(), role: Role::Requirement, alone: false });
            }
        }
        for (key, member) in raw.iter().filter(|(_, member)| member.is_object() || member.is_array()) {
            let place = || place.child(key);
            match holds {
                Expected::One(kind) => {
                    if let Some(holds) = kind.member(key) {
                        self.holds(holds, &place(), member);
                    } else if kind == PartKind::Schema && key == "discriminator" {
                        self.discriminator(&place(), member);
                    }
                }
                Expected::Map(kind) => self.holds(Expected::One(kind), &place(), member),
                Expected::Components(kind) => self.component(kind, &place(), member),
                Expected::List(_) | Expected::OneOrList(_) => {}
            }
        }
    }

    fn component(&mut self, kind: PartKind, place: &SpecPath, value: &Value) {
        let before = self.found.len();
        self.holds(Expected::One(kind), place, value);
        if let Some(first) = self.found.get_mut(before).filter(|first| first.place == *place) {
            first.role = Role::Component(kind);
        }
    }

    /// Visits a description, which can be in a separate text file.
    fn text(&mut self, place: &SpecPath, value: &Value) {
        if let (Some(text), Some(raw)) = (reference(value), value.as_object()) {
            self.add(place, text, raw, Role::Expected(Expected::One(PartKind::Text)));
        }
    }

    fn discriminator(&mut self, place: &SpecPath, value: &Value) {
        let mapping = value.get("mapping").and_then(Value::as_object);
        for (key, target) in mapping.into_iter().flatten() {
            if let Some(text) = target.as_str() {
                let place = place.child("mapping").child(key);
                self.found.push(Reference { place, text: text.to_owned(), role: Role::Mapping, alone: false });
            }
        }
        if let Some(text) = value.get("defaultMapping").and_then(Value::as_str) {
            let place = place.child("defaultMapping");
            self.found.push(Reference { place, text: text.to_owned(), role: Role::Mapping, alone: false });
        }
    }

    fn add(&mut self, place: &SpecPath, text: &str, raw: &Map<String, Value>, role: Role) {
        let alone = is_alone(raw);
        self.found.push(Reference { place: place.clone(), text: text.to_owned(), role, alone });
    }
}

/// Returns the text of `$ref` if `value` is a reference.
pub(super) fn reference(value: &Value) -> Option<&str> {
    objects::reference(value.as_object()?)
}

/// Returns the names in the requirements of `security`, each with the index of its requirement.
pub(super) fn requirements(security: &Value) -> impl Iterator<Item = (usize, &String)> {
    let requirements = security.as_array().into_iter().flatten().enumerate();
    requirements.flat_map(|(index, requirement)| {
        requirement.as_object().into_iter().flat_map(Map::keys).map(move |name| (index, name))
    })
}

/// Returns true if a reference has no siblings other than annotations.
pub(super) fn is_alone(raw: &Map<String, Value>) -> bool {
    raw.keys().all(|key| matches!(key.as_str(), "$ref" | "description" | "summary") || key.starts_with("x-"))
}

/// Returns true if an entry of a mapping is a reference. Otherwise it is the name of a component.
pub(super) fn is_path(text: &str) -> bool {
    text.contains(['/', '#']) || [".yaml", ".yml", ".json"].iter().any(|end| text.ends_with(end))
}
