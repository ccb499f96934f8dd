//! Reads the choices of a version from its listing, so that the next version can keep them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Item, ItemKind, Surface};
use crate::config::Lock;
use crate::identity::of_property;

/// Returns the names of the items by the part of the API, and the values of parameters and properties with one allowed value.
#[must_use]
pub fn choices(surface: &Surface) -> Lock {
    let shared = shared(surface);
    let documents = surface.documents.iter().map(|(module, listing)| (module.clone(), choices(listing))).collect();
    let surface = &*surface.expanded();
    let (mut names, mut methods, mut constants) = (Choices::default(), Choices::default(), BTreeMap::new());
    for (part, item) in items(surface) {
        if item.kind == ItemKind::Begin {
            methods.insert(&part, name(item));
        } else if is_named(item) {
            names.insert(&part, name(item));
        }
        let is_input = matches!(item.kind, ItemKind::Field | ItemKind::Fixed);
        let value =
            item.on_wire("const").filter(|_| is_input).and_then(|text| serde_json::from_str::<Value>(text).ok());
        constants.extend(value.map(|value| (part, value)));
    }
    Lock { names: names.unique(), methods: methods.unique(), constants, shared, is_whole: true, documents }
}

/// Returns the parts of the API that have items.
#[must_use]
pub fn parts(surface: &Surface) -> BTreeSet<String> {
    items(&surface.expanded()).map(|(part, _)| part).collect()
}

/// Returns the schema that defines the type of each schema, also of those that define their own.
fn shared(surface: &Surface) -> BTreeMap<String, String> {
    let models = || surface.items.iter().filter(|item| is_model(item) && !item.identity.is_empty());
    let identities: BTreeMap<&str, &str> = models().map(|item| (item.path.as_str(), item.identity.as_str())).collect();
    let mut owners = Choices::default();
    for item in models().filter(|item| item.kind != ItemKind::Type || item.shared().is_some()) {
        let owner = item.shared().map_or(Some(item.identity.as_str()), |owner| identities.get(owner).copied());
        owners.insert(&item.identity, owner.unwrap_or_default());
    }
    owners.unique()
}

fn is_model(item: &Item) -> bool {
    matches!(item.kind, ItemKind::Struct | ItemKind::Enum | ItemKind::Type) && item.parent() == "models"
}

/// Returns the items that belong to a part of the API, each with this part.
fn items(surface: &Surface) -> impl Iterator<Item = (String, &Item)> {
    let structs = surface.items.iter().filter(|item| item.kind == ItemKind::Struct);
    let owners: BTreeMap<&str, &str> = structs.map(|item| (item.path.as_str(), item.identity.as_str())).collect();
    let items = surface.items.iter().filter(|item| !item.identity.is_empty() && !item.path.starts_with("blocking"));
    items.map(move |item| {
        let property = item.on_wire("name").filter(|_| item.kind == ItemKind::Field);
        let owned = owners.get(item.parent()).zip(property).map(|(owner, name)| of_property(owner, name));
        (owned.unwrap_or_else(|| item.identity.clone()), item)
    })
}

/// Returns true for items whose name belongs to their part of the API. Other items of the same part have names that follow from it.
fn is_named(item: &Item) -> bool {
    match item.kind {
        ItemKind::Struct | ItemKind::Enum | ItemKind::Type | ItemKind::Field | ItemKind::Argument => true,
        ItemKind::Variant => !item.wire.is_empty(),
        ItemKind::Const => item.on_wire("scope").is_some(),
        ItemKind::Set => ["operations::", "ClientBuilder::"].iter().any(|parent| item.path.starts_with(parent)),
        ItemKind::Fn => item.identity.starts_with("header:"),
        _ => false,
    }
}

/// Returns the name of an item. That of an argument is in brackets.
fn name(item: &Item) -> &str {
    item.name().trim_start_matches('[').trim_end_matches(']')
}

/// Names by part of the API; `None` for a part with several names.
#[derive(Default)]
struct Choices(BTreeMap<String, Option<String>>);

impl Choices {
    fn insert(&mut self, identity: &str, name: &str) {
        let known = self.0.entry(identity.to_owned()).or_insert_with(|| Some(name.to_owned()));
        if known.as_deref() != Some(name) {
            *known = None;
        }
    }

    fn unique(self) -> BTreeMap<String, String> {
        self.0.into_iter().filter_map(|(identity, name)| Some((identity, name?))).collect()
    }
}
