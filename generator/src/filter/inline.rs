//! Replaces references into removed parts with their targets.

use std::collections::HashMap;

use serde_json::Value;

use super::parts;
use super::schemas::key;
use crate::objects::{each_object, reference};
use crate::path::{DocumentId, SpecPath};
use crate::source_map::SourceMap;

/// The maximum number of rounds. A copy may refer to other removed parts or to itself. References that remain are
/// dangling.
const ROUNDS: usize = 8;

/// The targets of the references into the parts that filters may remove, by the text of the reference.
pub(super) struct Originals(HashMap<String, (SpecPath, Value)>);

impl Originals {
    /// Copies the targets in a document from which nothing is removed yet.
    pub(super) fn of(document: &Value) -> Self {
        let sections: Vec<String> = parts::sections().collect();
        let mut originals = HashMap::new();
        each_object(document, |_, members| {
            let text = reference(members).filter(|text| sections.iter().any(|section| text.starts_with(section)));
            if let Some(text) = text.filter(|text| !originals.contains_key(*text)) {
                let found = targets(text).find_map(|place| Some((document.pointer(place.pointer())?.clone(), place)));
                originals.extend(found.map(|(value, place)| (text.to_owned(), (place, value))));
            }
            true
        });
        Self(originals)
    }
}

/// Replaces the references whose targets were removed with these. Returns where the copies are written.
pub(super) fn inline(document: &mut Value, originals: &Originals) -> SourceMap {
    let mut copies = Vec::new();
    for _ in 0..ROUNDS {
        let lost = lost(document, originals);
        if lost.is_empty() {
            break;
        }
        for (place, (target, value)) in lost {
            if let Some(node) = document.pointer_mut(place.pointer()) {
                *node = value.clone();
                copies.push((place, target.clone()));
            }
        }
    }
    SourceMap::of_files(copies, [])
}

/// Returns the references whose targets only the original has, with the targets.
fn lost<'o>(document: &Value, originals: &'o Originals) -> Vec<(SpecPath, &'o (SpecPath, Value))> {
    let mut lost = Vec::new();
    if originals.0.is_empty() {
        return lost;
    }
    each_object(document, |pointer, members| {
        let original = reference(members).and_then(|text| originals.0.get(text));
        let original = original.filter(|(target, _)| document.pointer(target.pointer()).is_none());
        lost.extend(original.map(|original| (SpecPath::of_pointer(DocumentId::ROOT, pointer), original)));
        original.is_none()
    });
    lost
}

/// Returns the places that a reference within the document can mean: as written, and with its percent-encoding decoded.
fn targets(text: &str) -> impl Iterator<Item = SpecPath> {
    let written = SpecPath::parse(DocumentId::ROOT, text);
    let decoded = text.split('/').skip(1).fold(SpecPath::root(), |place, token| place.child(&key(token)));
    written.into_iter().chain([decoded])
}
