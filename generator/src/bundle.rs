//! Merges a document of several files into one tree, so that later stages need not handle files. Parts of further files
//! become components, named after their key or file, or replace the reference to them. A source map leads back to the
//! files. This module does not read files itself.

mod assemble;
mod discriminators;
mod kinds;
mod names;
mod placement;
mod repair_refs;
mod report;
mod schema_names;
mod self_uri;
mod store;
mod uri;
mod walk;

use std::collections::{HashSet, VecDeque};

use serde_json::Value;

use crate::diag::{Code, Diagnostic, Diagnostics, Position, Severity};
pub(crate) use crate::input::NoFile;
use crate::path::{DocumentId, SpecPath};
use crate::source_map::SourceMap;

use kinds::{Expected, PartKind};
use placement::{Placement, Region};
use report::Report;
use store::{Lost, Store, Why};
use walk::{Reference, ReferenceWalk, Role};

/// The prefix of a dangling reference that has been reported.
pub(crate) const LOST: &str = "x-oaspress-lost:";

/// Returns a tree with all references as written, without the prefix [`LOST`].
#[must_use]
pub(crate) fn restore_lost(mut document: Value) -> Value {
    let mut open = vec![&mut document];
    while let Some(value) = open.pop() {
        match value {
            Value::Object(members) => open.extend(members.values_mut()),
            Value::Array(items) => open.extend(items),
            Value::String(text) if text.starts_with(LOST) => {
                text.drain(..LOST.len());
            }
            _ => {}
        }
    }
    document
}

/// The reasons why a file has no content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Unread {
    /// The file does not exist or may not be read.
    Unavailable(NoFile),
    /// The file is not an object or array in JSON or YAML. The position is where parsing stopped, if it is known.
    Broken(Option<Position>),
}

/// Opens the file at a path below the root folder.
pub(crate) type Open<'a> = dyn FnMut(&str, &mut Diagnostics) -> Result<(DocumentId, Value), Unread> + 'a;

/// The merged tree of all files.
#[derive(Debug)]
pub(crate) struct Bundle {
    /// The tree.
    pub document: Value,
    /// The source map from the tree to the files.
    pub source_map: SourceMap,
}

/// Merges `document`, the file at the path `name`, with the files that it refers to.
///
/// A document without references to other files is returned unchanged, except for malformed references, which are
/// repaired.
#[must_use]
pub(crate) fn bundle(mut document: Value, name: &str, open: &mut Open<'_>, diagnostics: &mut Diagnostics) -> Bundle {
    repair_refs::repair(&mut document, DocumentId::ROOT, diagnostics);
    self_uri::rewrite(&mut document);
    if !refers_to_files(&document) {
        return Bundle { document, source_map: SourceMap::default() };
    }
    let swagger = document.get("swagger").is_some();
    let mut tour = Tour {
        store: Store::new(document, name, open, diagnostics),
        walk: ReferenceWalk::default(),
        report: Report::default(),
        next: VecDeque::from([(SpecPath::root(), Expected::One(PartKind::Document))]),
        led: Vec::new(),
        regions: Vec::new(),
        known: HashSet::new(),
    };
    while let Some((place, holds)) = tour.next.pop_front() {
        tour.visit(&place, holds);
    }
    let Tour { store, report, led, regions, .. } = tour;
    report.finish(store.diagnostics);
    let placement = placement::place_regions(&regions, &led, &store, swagger);
    let source_map = source_map(&placement, &store);
    names::report(&placement.clashes, &source_map, store.diagnostics);
    let document = assemble::assemble(store.into_trees(), &led, &placement);
    Bundle { document, source_map }
}

/// Returns the source map.
fn source_map(placement: &Placement, store: &Store<'_, '_>) -> SourceMap {
    let parts = placement.destinations.keys().filter_map(|place| Some((placement.bundled(place)?, place.clone())));
    let document = store.paths.get(&DocumentId::ROOT).map_or("", String::as_str);
    let further = store.paths.iter().filter(|(id, _)| **id != DocumentId::ROOT);
    SourceMap::of_files(parts, further.map(|(id, path)| (*id, uri::relative(document, path))))
}

/// Returns true if a reference, or a string that may be one, points to another file. References are not resolved for
/// this.
fn refers_to_files(value: &Value) -> bool {
    let mut next = vec![value];
    while let Some(value) = next.pop() {
        match value {
            Value::Object(members) => {
                let local = walk::reference(value).is_none_or(|text| text.starts_with('#'))
                    && members.get("externalValue").and_then(Value::as_str).is_none();
                let mapped = members.get("mapping").and_then(Value::as_object).is_some_and(|mapping| {
                    mapping.values().filter_map(Value::as_str).any(|text| walk::is_path(text) && !text.starts_with('#'))
                });
                let required = members.get("security").is_some_and(|security| {
                    walk::requirements(security).any(|(_, name)| walk::is_path(name) && !name.starts_with('#'))
                });
                if !local || mapped || required {
                    return true;
                }
                next.extend(members.values());
            }
            Value::Array(items) => next.extend(items),
            _ => {}
        }
    }
    false
}

/// A reference with its target.
#[derive(Debug)]
pub(in crate::bundle) struct Led {
    reference: Reference,
    to: To,
}

/// The target of a reference.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::bundle) enum To {
    /// A place whose value is not itself a reference.
    Place(SpecPath),
    /// A value that replaces the reference.
    Value(Value),
    /// The reference is dangling.
    Nothing,
}

/// The traversal of all files along the references.
struct Tour<'a, 'o> {
    store: Store<'a, 'o>,
    walk: ReferenceWalk,
    report: Report,
    next: VecDeque<(SpecPath, Expected)>,
    led: Vec<Led>,
    regions: Vec<Region>,
    known: HashSet<SpecPath>,
}

impl Tour<'_, '_> {
    fn visit(&mut self, place: &SpecPath, holds: Expected) {
        let Some(tree) = self.store.tree(place.document()) else { return };
        if let Some(value) = tree.pointer(place.pointer()) {
            self.walk.holds(holds, place, value);
        }
        for reference in std::mem::take(&mut self.walk.found) {
            self.reference(reference);
        }
    }

    fn reference(&mut self, reference: Reference) {
        let Reference { place, text, role, .. } = &reference;
        let within_root = place.document() == DocumentId::ROOT && text.starts_with('#');
        if *role == Role::Mapping && (within_root || !self.is_mapped_path(place, text)) {
            return;
        }
        let by_name = *role == Role::Mapping && !walk::is_path(text);
        let text = if by_name { format!("#/components/schemas/{text}") } else { text.clone() };
        // In an example, `$ref` may be ordinary data. Mappings are checked by a later stage.
        let uncertain = role.holds() == Expected::One(PartKind::Data) || *role == Role::Mapping;
        match self.store.follow(place, &text) {
            // References within the root document are reported by the stage that resolves them.
            Ok(target) if within_root => self.next.push_back((target, role.holds())),
            Ok(target) => self.led_to(reference, target, &text),
            Err(Lost { why: Why::Known, .. }) => {}
            Err(_) if within_root || uncertain => {}
            Err(lost) => {
                self.report.lost(lost, &self.store.paths);
                self.led.push(Led { reference, to: To::Nothing });
            }
        }
    }

    fn led_to(&mut self, reference: Reference, target: SpecPath, text: &str) {
        let holds = reference.role.holds();
        if let Expected::One(kind @ (PartKind::Text | PartKind::Other | PartKind::Data)) = holds {
            let value = self.store.get(&target);
            let plain = value.filter(|value| kind == PartKind::Data || !(value.is_object() || value.is_array()));
            if let Some(value) = plain.cloned() {
                self.led.push(Led { reference, to: To::Value(value) });
                return;
            }
            if kind == PartKind::Text {
                return;
            }
        }
        if text.starts_with('#') && target.document() != reference.place.document() && !self.store.is_there(&reference)
        {
            let message = format!("`{text}` does not exist in this file; looking it up in the document itself");
            let found = Diagnostic::new(Code::RefPlace, &reference.place, message);
            self.report.once(Diagnostic { severity: Severity::Note, ..found });
        }
        if target.document() != DocumentId::ROOT && self.known.insert(target.clone()) {
            self.regions.push(Region { place: target.clone(), holds });
        }
        self.next.push_back((target.clone(), holds));
        self.led.push(Led { reference, to: To::Place(target) });
    }

    /// Returns true if an entry of a mapping is a path, or the name of a component in the same further file.
    fn is_mapped_path(&self, place: &SpecPath, text: &str) -> bool {
        if walk::is_path(text) {
            return true;
        }
        let component = SpecPath::in_document(place.document()).child("components").child("schemas").child(text);
        place.document() != DocumentId::ROOT && self.store.get(&component).is_some()
    }
}
