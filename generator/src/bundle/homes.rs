//! Decides where in the one tree each part of a further file is put; moves nothing.

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;

use super::kinds::{Holds, Kind};
use super::names::{self, Clash, Wish};
use super::store::Store;
use super::walk::Role;
use super::{Led, To};
use crate::path::{DocumentId, SpecPath};

/// Where parts are put that nothing else fits: no stage reads it by itself, all of them follow references to it.
const APART: &str = "x-oaspress-files";

/// Parts that stand in place of references within each other deeper than this are put elsewhere.
const MAX_NESTING: usize = 16;

/// A part of a further file that something refers to.
#[derive(Debug)]
pub(super) struct Region {
    /// Where it stands.
    pub(super) place: SpecPath,
    /// What it is taken for.
    pub(super) holds: Holds,
}

/// Where a part is put.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Home {
    /// At this place in the tree.
    At(SpecPath),
    /// Where the reference to it stands, in its file.
    InPlace(SpecPath),
}

/// Where all parts are put.
#[derive(Debug, Default)]
pub(super) struct Homes {
    pub(super) of: BTreeMap<SpecPath, Home>,
    /// The parts that could not have the names that they would have alone.
    pub(super) clashes: Vec<Clash>,
}

/// Gives every region a home, but for those that are components where they stand.
pub(super) fn homes(regions: &[Region], led: &[Led], store: &Store<'_, '_>, swagger: bool) -> Homes {
    let mut homes = Homes::default();
    // A component that is nothing but a reference is what it refers to.
    for Led { reference, to } in led {
        if let (To::Place(target), Role::Component(_), true) = (to, reference.role, reference.alone)
            && target.document() != DocumentId::ROOT
        {
            homes.of.entry(target.clone()).or_insert_with(|| Home::InPlace(reference.place.clone()));
        }
    }
    let lists: Vec<&Region> = regions.iter().filter(|region| is_list(region.holds)).collect();
    let mut first_led: HashMap<&SpecPath, &Led> = HashMap::new();
    for one in led {
        if let To::Place(target) = &one.to {
            first_led.entry(target).or_insert(one);
        }
    }
    let mut wishes = Vec::new();
    for region in regions {
        let is_listed = |list: &&Region| list.place != region.place && region.place.starts_with(&list.place);
        if homes.of.contains_key(&region.place) || lists.iter().any(is_listed) {
            continue;
        }
        let container = match region.holds {
            Holds::One(Kind::MediaType) if !has_media_types(store) => None,
            Holds::One(kind) => kind.container(swagger).filter(|keys| is_open(store, keys)),
            _ => None,
        };
        if let Some(container) = container {
            let path = store.paths.get(&region.place.document()).map_or("", String::as_str);
            let container = container.iter().fold(SpecPath::root(), |place, key| place.child(key));
            wishes.push(Wish { container, names: names::wishes(path, &region.place), place: region.place.clone() });
        } else {
            let home = first_led
                .get(&region.place)
                .and_then(|first| homes.in_place(first))
                .unwrap_or_else(|| apart(&region.place, store));
            homes.of.insert(region.place.clone(), home);
        }
    }
    let given = names::distinct(wishes, homes.components(&lists, store));
    for (place, home) in given.named {
        homes.of.insert(place, Home::At(home));
    }
    homes.clashes = given.clashes;
    homes
}

/// Whether what stands there is `components`, or all components of a kind.
fn is_list(holds: Holds) -> bool {
    matches!(holds, Holds::Components(_) | Holds::One(Kind::Components))
}

/// Returns true if the version of the document has components that are media types.
fn has_media_types(store: &Store<'_, '_>) -> bool {
    let version = store.get(&SpecPath::root().child("openapi")).and_then(Value::as_str);
    version.is_some_and(|version| version.starts_with("3.2"))
}

/// Whether components can be put there: not if something stands there that is no object.
fn is_open(store: &Store<'_, '_>, keys: &[&str]) -> bool {
    let mut place = SpecPath::root();
    keys.iter().all(|key| {
        place = place.child(key);
        store.get(&place).is_none_or(|value| value.is_object() || value.is_null())
    })
}

fn apart(place: &SpecPath, store: &Store<'_, '_>) -> Home {
    let path = store.paths.get(&place.document()).map_or("", String::as_str);
    Home::At(SpecPath::root().child(APART).child(&format!("{path}#{}", place.pointer())))
}

impl Homes {
    /// The place of the first reference to a region, if the region can be put there.
    fn in_place(&self, first: &Led) -> Option<Home> {
        let shallow = self.nesting(&first.reference.place) < MAX_NESTING;
        (first.reference.alone && shallow).then(|| Home::InPlace(first.reference.place.clone()))
    }

    /// The components that the document has without those that are still to be named.
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

    /// The region that a place lies in.
    pub(super) fn region(&self, place: &SpecPath) -> Option<SpecPath> {
        let mut at = Some(place.clone());
        while let Some(here) = at {
            if self.of.contains_key(&here) {
                return Some(here);
            }
            at = here.parent();
        }
        None
    }

    /// Where a place of any file is in the one tree.
    pub(super) fn bundled(&self, place: &SpecPath) -> Option<SpecPath> {
        let mut place = place.clone();
        // Each round leads to a region that was found before, but for odd documents.
        for _ in 0..=2 * MAX_NESTING {
            if place.document() == DocumentId::ROOT {
                return Some(place);
            }
            let region = self.region(&place)?;
            let rest = place.pointer().get(region.pointer().len()..)?;
            let home = match self.of.get(&region)? {
                Home::At(home) | Home::InPlace(home) => home,
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
            match self.of.get(&region) {
                Some(Home::InPlace(next)) => place = next.clone(),
                _ => break,
            }
        }
        count
    }
}
