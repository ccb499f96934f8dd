//! The input of every part of this stage.

use std::collections::HashMap;

use serde_json::Value;

use crate::identity::Identities;
use crate::model::Api;
use crate::path::SpecPath;
use crate::rust::{self, Directory};
use crate::source_map::SourceMap;

/// A crate with the document from which it was generated.
pub(super) struct Scope<'a> {
    pub(super) document: &'a Value,
    pub(super) api: &'a Api,
    pub(super) crate_: &'a rust::Crate,
    pub(super) directory: Directory<'a>,
    pub(super) identities: Identities<'a>,
    tags: HashMap<usize, String>,
}

impl<'a> Scope<'a> {
    pub(super) fn new(
        document: &'a Value,
        api: &'a Api,
        crate_: &'a rust::Crate,
        source_map: Option<&'a SourceMap>,
    ) -> Self {
        let identities = Identities::new(api, source_map);
        let tags = tags(api, crate_, &identities);
        Self { document, api, crate_, directory: Directory::new(&crate_.modules), identities, tags }
    }

    pub(super) fn client(&self) -> Option<&'a rust::Client> {
        client(self.crate_)
    }

    /// Returns the identity of a group of operations, by its feature.
    pub(super) fn tag(&self, group: usize) -> String {
        self.tags.get(&group).cloned().unwrap_or_default()
    }
}

/// Returns the identities of the groups of operations.
fn tags(api: &Api, crate_: &rust::Crate, identities: &Identities<'_>) -> HashMap<usize, String> {
    let mut operations: HashMap<usize, usize> = HashMap::new();
    for item in crate_.modules.iter().flat_map(|module| &module.items) {
        if let rust::Item::Group(group) = item
            && let Some(first) = group.methods.first()
        {
            operations.entry(group.index).or_insert(first.operation.0);
        }
    }
    let places: HashMap<&str, &SpecPath> = api.tags.iter().rev().map(|tag| (tag.name.as_str(), &tag.path)).collect();
    let mut tags = HashMap::new();
    for group in client(crate_).into_iter().flat_map(|client| &client.groups) {
        let identity = format!("tag:{}", group.feature);
        let operation = operations.get(&group.index).and_then(|index| api.operations.get(*index));
        let name = operation.and_then(|operation| operation.tags.first());
        let identity = match name.and_then(|name| places.get(name.as_str())) {
            Some(place) => identities.note(identity, place),
            None => identity,
        };
        tags.insert(group.index, identity);
    }
    tags
}

fn client(crate_: &rust::Crate) -> Option<&rust::Client> {
    crate_.modules.iter().flat_map(|module| &module.items).find_map(|item| match item {
        rust::Item::Client(client) => Some(&**client),
        _ => None,
    })
}
