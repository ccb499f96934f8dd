//! The input of every part of this stage.

use serde_json::Value;

use crate::identity::Identities;
use crate::model::Api;
use crate::rust::{self, Directory};

/// A crate with the document from which it was generated.
pub(super) struct Scope<'a> {
    pub(super) document: &'a Value,
    pub(super) api: &'a Api,
    pub(super) crate_: &'a rust::Crate,
    pub(super) directory: Directory<'a>,
    pub(super) identities: Identities<'a>,
}

impl Scope<'_> {
    pub(super) fn client(&self) -> Option<&rust::Client> {
        self.crate_.modules.iter().flat_map(|module| &module.items).find_map(|item| match item {
            rust::Item::Client(client) => Some(&**client),
            _ => None,
        })
    }

    /// Returns the identity of a group of operations, by its feature.
    pub(super) fn tag(&self, group: usize) -> String {
        let of_client = self.client().and_then(|client| client.groups.iter().find(|one| one.index == group));
        let Some(of_client) = of_client else { return String::new() };
        let identity = format!("tag:{}", of_client.feature);
        let groups = self.crate_.modules.iter().flat_map(|module| &module.items).filter_map(|item| match item {
            rust::Item::Group(own) if own.index == group => own.methods.first(),
            _ => None,
        });
        let operations = groups.filter_map(|method| self.api.operations.get(method.operation.0));
        let mut tags = operations.filter_map(|operation| operation.tags.first());
        let name = tags.next();
        match self.api.tags.iter().find(|tag| Some(&tag.name) == name).map(|tag| &tag.path) {
            Some(place) => self.identities.note(identity, place),
            None => identity,
        }
    }
}
