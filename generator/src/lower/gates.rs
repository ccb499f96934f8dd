//! Finds the models that only webhooks bring: who takes none need not compile them.

use std::collections::{BTreeMap, BTreeSet};

use super::imports::{foreign, is_model};
use super::modules::public_names;
use crate::rust::{Item, Module, WEBHOOK_PAYLOADS};

/// Puts the modules of models that nothing but webhooks leads to behind their feature.
///
/// Names have to be as they are given, without paths.
pub(super) fn set(modules: &mut [Module]) {
    let only = only_of_webhooks(modules);
    let only: BTreeSet<String> = only.into_iter().filter_map(|at| modules.get(at)?.path.last().cloned()).collect();
    if let Some(root) = modules.iter_mut().find(|module| is_model(module) && module.path.len() == 1) {
        for child in root.children.iter_mut().filter(|child| only.contains(&child.name)) {
            child.feature = Some(WEBHOOK_PAYLOADS.to_owned());
        }
    }
}

/// The indices of those modules.
fn only_of_webhooks(modules: &[Module]) -> BTreeSet<usize> {
    let is_webhooks = |module: &&Module| {
        module.items.iter().any(|item| matches!(item, Item::Webhooks(webhooks) if webhooks.payloads.is_some()))
    };
    let Some(webhooks) = modules.iter().position(|module| is_webhooks(&module)) else { return BTreeSet::new() };
    let uses = uses(modules);
    let from_webhooks = reached(&uses, [webhooks]);
    let others = (0..modules.len()).filter(|at| {
        *at != webhooks && (!from_webhooks.contains(at) || modules.get(*at).is_none_or(|module| !is_model(module)))
    });
    let from_others = reached(&uses, others);
    from_webhooks.difference(&from_others).copied().filter(|at| *at != webhooks).collect()
}

/// Which modules of models each module uses.
fn uses(modules: &[Module]) -> Vec<Vec<usize>> {
    let models = modules.iter().enumerate().filter(|(_, module)| is_model(module));
    let homes: BTreeMap<String, usize> = models
        .flat_map(|(at, module)| module.items.iter().flat_map(public_names).map(move |name| (name, at)))
        .collect();
    modules.iter().map(|module| foreign(module).iter().filter_map(|name| homes.get(name).copied()).collect()).collect()
}

/// The modules that these lead to, themselves among them.
fn reached(uses: &[Vec<usize>], from: impl IntoIterator<Item = usize>) -> BTreeSet<usize> {
    let mut next: Vec<usize> = from.into_iter().collect();
    let mut reached = BTreeSet::new();
    while let Some(at) = next.pop() {
        if reached.insert(at) {
            next.extend(uses.get(at).into_iter().flatten());
        }
    }
    reached
}
