//! Finds the models that are equal in several documents of a crate, so that they are one type. Its input is the code of each
//! module of models, and not the decisions that lead to it.
//!
//! Two modules of models are equal if they have the same name and the same code, documentation and samples aside, and the modules to
//! which they refer are equal, too. The partition starts with name and code, and is refined by references until it does not change,
//! so that models that refer to each other are equal together or not at all.

use std::collections::{BTreeMap, BTreeSet};

use crate::rust::{Crate, Item, ItemId, Module, Path, Shared};

/// A module of models of a document: the indices of the document, and of the module in `Crate::modules`.
type Place = (usize, usize);

/// Returns the modules of models that at least two documents share, by home and name. `texts` has the code of each module of
/// models, by document and name.
#[must_use]
pub(crate) fn shared(documents: &[Crate], texts: &[BTreeMap<String, String>]) -> Vec<Shared> {
    let modules: BTreeMap<Place, &str> = (0..).zip(documents).flat_map(|(at, one)| models(at, one)).collect();
    let references: BTreeMap<Place, BTreeMap<&str, Place>> =
        (0..).zip(documents).flat_map(|(at, one)| references(at, one, &modules)).collect();
    let classes = refined(&modules, texts, &references);
    let mut members: BTreeMap<usize, Vec<Place>> = BTreeMap::new();
    for (place, class) in &classes {
        members.entry(*class).or_default().push(*place);
    }
    let module_of = |document: usize| documents.get(document).map_or("", Crate::module_name).to_owned();
    let home = |place: &Place| {
        let first = members.get(classes.get(place)?)?.first()?;
        Some((module_of(first.0), (*modules.get(place)?).to_owned()))
    };
    let several: BTreeSet<&Vec<Place>> = members.values().filter(|places| places.len() > 1).collect();
    let shared = several.into_iter().filter_map(|places| {
        let first = places.first()?;
        let used = references.get(first).into_iter().flat_map(BTreeMap::values).filter(|used| *used != first);
        Some(Shared {
            name: (*modules.get(first)?).to_owned(),
            documents: places.iter().map(|(document, _)| module_of(*document)).collect(),
            uses: used.filter_map(home).collect(),
        })
    });
    shared.collect()
}

/// Marks the shared modules in the documents that have them.
pub(crate) fn mark(documents: &mut [Crate], shared: &[Shared]) {
    for document in documents {
        let module = document.module_name().to_owned();
        let homes: BTreeMap<&str, &str> = shared
            .iter()
            .filter(|one| one.documents.contains(&module))
            .map(|one| (one.name.as_str(), one.home()))
            .collect();
        let index = document.modules.iter_mut().find(|one| matches!(one.path.as_slice(), [home] if home == "models"));
        for child in index.into_iter().flat_map(|index| &mut index.children) {
            child.shared = homes.get(child.name.as_str()).map(|home| (*home).to_owned());
        }
    }
}

fn models(document: usize, crate_: &Crate) -> impl Iterator<Item = (Place, &str)> {
    (0..).zip(&crate_.modules).filter_map(move |(at, module)| Some(((document, at), name(module)?)))
}

fn name(module: &Module) -> Option<&str> {
    match module.path.as_slice() {
        [home, name] if home == "models" => Some(name),
        _ => None,
    }
}

/// Returns the modules of models to which each module refers.
fn references<'a>(
    document: usize,
    crate_: &'a Crate,
    modules: &BTreeMap<Place, &'a str>,
) -> Vec<(Place, BTreeMap<&'a str, Place>)> {
    let mut homes: BTreeMap<ItemId, Place> = BTreeMap::new();
    for (place, _) in models(document, crate_) {
        let items = crate_.modules.get(place.1).into_iter().flat_map(|module| &module.items);
        homes.extend(items.flat_map(Item::definitions).map(|(item, _)| (item, place)));
    }
    let used = |place: Place| {
        let items = crate_.modules.get(place.1).into_iter().flat_map(|module| &module.items);
        let items: BTreeSet<Path> = items.flat_map(Item::references).collect();
        let places = items.iter().filter_map(|path| match path {
            Path::Item(item) | Path::Exported(item) => homes.get(item).copied(),
            _ => None,
        });
        places.filter_map(|place| Some((*modules.get(&place)?, place))).collect()
    };
    models(document, crate_).map(|(place, _)| (place, used(place))).collect()
}

/// Returns the class of each module: modules of one class are equal. `references` has the modules to which each module refers, by name.
///
/// A class only contains modules with one name. When it is divided, the modules that refer to this name are divided again, and only
/// those: each name is divided at most once per document, so the time is proportional to the number of references.
fn refined(
    modules: &BTreeMap<Place, &str>,
    texts: &[BTreeMap<String, String>],
    references: &BTreeMap<Place, BTreeMap<&str, Place>>,
) -> BTreeMap<Place, usize> {
    let mut classes = Classes::default();
    let mut places: BTreeMap<&str, Vec<Place>> = BTreeMap::new();
    let mut referring: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (place, name) in modules {
        places.entry(name).or_default().push(*place);
        for used in references.get(place).into_iter().flat_map(BTreeMap::keys) {
            referring.entry(used).or_default().insert(name);
        }
    }
    for (name, places) in &places {
        classes.divide(places, |_, (document, _)| texts.get(*document).and_then(|texts| texts.get(*name)));
    }
    let mut divided: Vec<&str> = places.keys().copied().collect();
    while let Some(used) = divided.pop() {
        for name in referring.get(used).into_iter().flatten() {
            let places = places.get(name).map(Vec::as_slice).unwrap_or_default();
            let target = |classes: &Classes, place: &Place| classes.of(references.get(place)?.get(used)?);
            if classes.divide(places, target) {
                divided.push(name);
            }
        }
    }
    classes.by_place
}

/// The classes of modules.
#[derive(Default)]
struct Classes {
    by_place: BTreeMap<Place, usize>,
    count: usize,
}

impl Classes {
    fn of(&self, place: &Place) -> Option<usize> {
        self.by_place.get(place).copied()
    }

    /// Divides the classes of places by a key. Returns true if a class that existed is divided.
    fn divide<K: Ord>(&mut self, places: &[Place], key: impl Fn(&Self, &Place) -> K) -> bool {
        let mut members: BTreeMap<Option<usize>, BTreeMap<K, Vec<Place>>> = BTreeMap::new();
        for place in places {
            members.entry(self.of(place)).or_default().entry(key(self, place)).or_default().push(*place);
        }
        let mut is_divided = false;
        for (class, parts) in members {
            is_divided |= class.is_some() && parts.len() > 1;
            // The first part keeps the number of the class.
            for (index, part) in parts.into_values().enumerate() {
                let number = class.filter(|_| index == 0).unwrap_or(self.count);
                self.count += usize::from(number == self.count);
                self.by_place.extend(part.into_iter().map(|place| (place, number)));
            }
        }
        is_divided
    }
}
