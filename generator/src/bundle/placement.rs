//! Decides the place of each part of a further file in the merged tree. It does not move the parts.

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;

use super::kinds::{Expected, PartKind};
use super::names::{self, Clash, Wish};
use super::store::Store;
use super::walk::Role;
use super::{Led, To};
use crate::path::{DocumentId, SpecPath};

/// The key for parts that are not components of any kind. Later stages reach them only through references.
const APART: &str = "x-oaspress-files";

/// The maximum nesting of parts that replace references. Deeper parts get their own place.
const MAX_NESTING: usize = 16;

/// A part of a further file that is the target of a reference.
#[derive(Debug)]
pub(super) struct Region {
    /// The place in its file.
    pub(super) place: SpecPath,
    /// The kind of content that the reference expects.
    pub(super) holds: Expected,
}

/// The place of a part in the merged tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Destination {
    /// At this place in the tree.
    At(SpecPath),
    /// At the place of the reference to it, in the file of the reference.
    InPlace(SpecPath),
}

/// The places of all parts.
#[derive(Debug, Default)]
pub(super) struct Placement {
    pub(super) destinations: BTreeMap<SpecPath, Destination>,
    /// The parts that did not get their preferred names.
    pub(super) clashes: Vec<Clash>,
}

/// Places every region, except for regions within a list of components that is itself a region.
///
/// The order matters, since later steps look up the places of earlier ones: regions that replace a component, then those
/// without a place among the components, at last those that need a name, since names must not clash with existing ones.
pub(super) fn place_regions(regions: &[Region], led: &[Led], store: &Store<'_, '_>, swagger: bool) -> Placement {
    let mut placement = Placement::default();
    placement.replace_components(led);
    let lists: Vec<&Region> = regions.iter().filter(|region| is_list(region.holds)).collect();
    let mut first_led: HashMap<&SpecPath, &Led> = HashMap::new();
    for one in led {
        if let To::Place(target) = &one.to {
            first_led.entry(target).or_insert(one);
        }
    }
    let mut wishes = Vec::new();
    for region in regions {
        // The components of a list keep their keys, and move together with the list.
        let is_listed = |list: &&Region| list.place != region.place && region.place.starts_with(&list.place);
        if placement.destinations.contains_key(&region.place) || lists.iter().any(is_listed) {
            continue;
        }
        if let Some(container) = container(region, store, swagger) {
            let path = store.paths.get(&region.place.document()).map_or("", String::as_str);
            wishes.push(Wish { container, names: names::wishes(path, &region.place), place: region.place.clone() });
        } else {
            // Regions come in the order in which they were found, so the file with the first reference to a region was
            // found before it. That is why the destination can be looked up in this order.
            let destination = first_led
                .get(&region.place)
                .and_then(|first| placement.in_place(first))
                .unwrap_or_else(|| apart(&region.place, store));
            placement.destinations.insert(region.place.clone(), destination);
        }
    }
    let given = names::distinct(wishes, placement.components(&lists, store));
    for (place, destination) in given.named {
        placement.destinations.insert(place, Destination::At(destination));
    }
    placement.clashes = given.clashes;
    placement
}

/// Returns the place of the components to which a region can be added.
fn container(region: &Region, store: &Store<'_, '_>, swagger: bool) -> Option<SpecPath> {
    let keys = match region.holds {
        Expected::One(PartKind::MediaType) if !has_media_types(store) => None,
        Expected::One(kind) => kind.container(swagger).filter(|keys| is_open(store, keys)),
        _ => None,
    };
    keys.map(|keys| keys.iter().fold(SpecPath::root(), |place, key| place.child(key)))
}

/// Returns true for `components`, and for a map of components of one kind.
fn is_list(holds: Expected) -> bool {
    matches!(holds, Expected::Components(_) | Expected::One(PartKind::Components))
}

/// Returns true if the version of the document supports media types as components.
fn has_media_types(store: &Store<'_, '_>) -> bool {
    let version = store.get(&SpecPath::root().child("openapi")).and_then(Value::as_str);
    version.is_some_and(|version| version.starts_with("3.2"))
}

/// Returns true if components can be added at this path: its ancestors are objects, `null` or missing.
fn is_open(store: &Store<'_, '_>, keys: &[&str]) -> bool {
    let mut place = SpecPath::root();
    keys.iter().all(|key| {
        place = place.child(key);
        store.get(&place).is_none_or(|value| value.is_object() || value.is_null())
    })
}

fn apart(place: &SpecPath, store: &Store<'_, '_>) -> Destination {
    let path = store.paths.get(&place.document()).map_or("", String::as_str);
    Destination::At(SpecPath::root().child(APART).child(&format!("{path}#{}", place.pointer())))
}

impl Placement {
    /// Lets the targets of components that only consist of a reference replace these components.
    fn replace_components(&mut self, led: &[Led]) {
        for Led { reference, to } in led {
            if let (To::Place(target), Role::Component(_), true) = (to, reference.role, reference.alone)
                && target.document() != DocumentId::ROOT
            {
                // The first one counts: a part has only one place.
                self.destinations
                    .entry(target.clone())
                    .or_insert_with(|| Destination::InPlace(reference.place.clone()));
            }
        }
    }

    /// Returns the place of the first reference to a region if the region can replace it.
    fn in_place(&self, first: &Led) -> Option<Destination> {
        let shallow = self.nesting(&first.reference.place) < MAX_NESTING;
        (first.reference.alone && shallow).then(|| Destination::InPlace(first.reference.place.clone()))
    }

    /// Returns the existing components of the document, and those in lists that are already placed.
    fn components(&self, lists: &[&Region], store: &Store<'_, '_>) -> Vec<SpecPath> {
        let root = SpecPath::root();
        let mut all = Vec::new();
        let own =
            ["components", "definitions", "parameters", "responses"].map(|key| (root.child(key), root.child(key)));
        let further = lists.iter().filter_map(|list| Some((list.place.clone(), self.bundled(&list.place)?)));
        for (place, home) in own.into_iter().chain(further) {
            for (key, value) in store.get(&place).and_then(Value::as_object).into_iter().flatten() {
                all.push(home.child(key));
                all.extend(value.as_object().into_iter().flatten().map(|(inner, _)| home.child(key).child(inner)));
            }
        }
        all
    }

    /// Returns the region that contains a place.
    pub(super) fn region(&self, place: &SpecPath) -> Option<SpecPath> {
        let mut at = Some(place.clone());
        while let Some(here) = at {
            if self.destinations.contains_key(&here) {
                return Some(here);
            }
            at = here.parent();
        }
        None
    }

    /// Returns the place in the merged tree for a place in any file.
    pub(super) fn bundled(&self, place: &SpecPath) -> Option<SpecPath> {
        let mut place = place.clone();
        // Each round reaches a region that was placed earlier. The limit guards against cycles in malformed documents.
        for _ in 0..=2 * MAX_NESTING {
            if place.document() == DocumentId::ROOT {
                return Some(place);
            }
            let region = self.region(&place)?;
            let rest = place.pointer().get(region.pointer().len()..)?;
            let home = match self.destinations.get(&region)? {
                Destination::At(home) | Destination::InPlace(home) => home,
            };
            place = SpecPath::parse(home.document(), &format!("{}{rest}", home.pointer()))?;
        }
        None
    }

    fn nesting(&self, place: &SpecPath) -> usize {
        let mut place = place.clone();
        let mut count = 0;
        while let Some(region) = self.region(&place).filter(|_| count < MAX_NESTING) {
            count += 1;
            match self.destinations.get(&region) {
                Some(Destination::InPlace(next)) => place = next.clone(),
                _ => break,
            }
        }
        count
    }
}
