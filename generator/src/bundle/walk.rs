//! Finds the references in a part of a file, each with what has to stand there; follows none of them.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::kinds::{Holds, Kind};
use crate::path::SpecPath;

/// A reference, and what has to stand in its place.
#[derive(Debug, Clone)]
pub(super) struct Reference {
    /// Where the object stands that holds it, in the document that is its file.
    pub(super) place: SpecPath,
    /// What it says.
    pub(super) text: String,
    /// What has to stand there.
    pub(super) role: Role,
    /// Whether there is nothing beside it but what describes it.
    pub(super) alone: bool,
}

/// What has to stand in the place of a reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// This.
    Holds(Holds),
    /// A component, whose name is the key.
    Component(Kind),
    /// Nothing: it is an entry of the `mapping` of a discriminator, a plain string.
    Mapping,
    /// A security scheme, whose place is the key of a requirement.
    Requirement,
    /// Nothing: it is the file that holds the value of an example.
    ExternalValue,
}

impl Role {
    /// What the reference leads to.
    pub(super) fn holds(self) -> Holds {
        match self {
            Self::Holds(holds) => holds,
            Self::Component(kind) => Holds::One(kind),
            Self::Mapping => Holds::One(Kind::Schema),
            Self::Requirement => Holds::One(Kind::SecurityScheme),
            Self::ExternalValue => Holds::One(Kind::Data),
        }
    }
}

/// What is seen on a walk.
#[derive(Debug, Default)]
pub(super) struct Walk {
    /// The references, in the order of the text.
    pub(super) found: Vec<Reference>,
    /// What was walked before: where it is in memory, since files stay where they are, and what it was taken for.
    seen: HashSet<(usize, Holds)>,
}

impl Walk {
    /// Walks what stands at `place`.
    pub(super) fn holds(&mut self, holds: Holds, place: &SpecPath, value: &Value) {
        match (holds, value) {
            (Holds::One(Kind::Text), _) => self.text(place, value),
            (Holds::OneOrList(kind), Value::Object(raw)) => self.object(Holds::One(kind), place, value, raw),
            (_, Value::Object(raw)) => self.object(holds, place, value, raw),
            (
                Holds::List(kind) | Holds::OneOrList(kind) | Holds::One(kind @ (Kind::Data | Kind::Other)),
                Value::Array(items),
            ) => {
                for (index, item) in items.iter().enumerate() {
                    self.holds(Holds::One(kind), &place.index(index), item);
                }
            }
            _ => {}
        }
    }

    fn object(&mut self, holds: Holds, place: &SpecPath, value: &Value, raw: &Map<String, Value>) {
        if raw.is_empty() || !self.seen.insert((std::ptr::from_ref(value) as usize, holds)) {
            return;
        }
        let data = holds == Holds::One(Kind::Data);
        if let Some(text) = reference(value).filter(|_| !data || raw.len() == 1) {
            self.add(place, text, raw, Role::Holds(holds));
        }
        if let (Holds::One(Kind::Example), Some(Value::String(text))) = (holds, raw.get("externalValue")) {
            self.add(place, text, raw, Role::ExternalValue);
        }
        if let (Holds::One(Kind::Document | Kind::Operation), Some(security)) = (holds, raw.get("security")) {
            for (index, name) in requirements(security).filter(|(_, name)| is_path(name)) {
                let place = place.child("security").index(index).child(name);
                self.found.push(Reference { place, text: name.clone(), role: Role::Requirement, alone: false });
            }
        }
        for (key, member) in raw.iter().filter(|(_, member)| member.is_object() || member.is_array()) {
            let place = || place.child(key);
            match holds {
                Holds::One(kind) => {
                    if let Some(holds) = kind.member(key) {
                        self.holds(holds, &place(), member);
                    } else if kind == Kind::Schema && key == "discriminator" {
                        self.discriminator(&place(), member);
                    }
                }
                Holds::Map(kind) => self.holds(Holds::One(kind), &place(), member),
                Holds::Components(kind) => self.component(kind, &place(), member),
                Holds::List(_) | Holds::OneOrList(_) => {}
            }
        }
    }

    fn component(&mut self, kind: Kind, place: &SpecPath, value: &Value) {
        let before = self.found.len();
        self.holds(Holds::One(kind), place, value);
        if let Some(first) = self.found.get_mut(before).filter(|first| first.place == *place) {
            first.role = Role::Component(kind);
        }
    }

    /// A description can be a text file of its own.
    fn text(&mut self, place: &SpecPath, value: &Value) {
        if let (Some(text), Some(raw)) = (reference(value), value.as_object()) {
            self.add(place, text, raw, Role::Holds(Holds::One(Kind::Text)));
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

/// What `$ref` says, where `value` is a reference.
pub(super) fn reference(value: &Value) -> Option<&str> {
    value.as_object()?.get("$ref")?.as_str()
}

/// Returns the names in the requirements of `security`, each with the index of its requirement.
pub(super) fn requirements(security: &Value) -> impl Iterator<Item = (usize, &String)> {
    let requirements = security.as_array().into_iter().flatten().enumerate();
    requirements.flat_map(|(index, requirement)| {
        requirement.as_object().into_iter().flat_map(Map::keys).map(move |name| (index, name))
    })
}

/// Whether a reference stands for what it leads to and for nothing else.
pub(super) fn is_alone(raw: &Map<String, Value>) -> bool {
    raw.keys().all(|key| matches!(key.as_str(), "$ref" | "description" | "summary") || key.starts_with("x-"))
}

/// Whether an entry of a mapping is a reference, and not the name of a component.
pub(super) fn is_path(text: &str) -> bool {
    text.contains(['/', '#']) || [".yaml", ".yml", ".json"].iter().any(|end| text.ends_with(end))
}
