//! Puts the models that only webhooks use behind a feature, so that other users need not compile them.

use std::collections::{BTreeMap, BTreeSet};

use crate::rust::{Item, ItemId, Module, Path, WEBHOOK_PAYLOADS};

/// Sets the feature of the modules whose models only webhooks use.
pub(super) fn set(modules: &mut [Module]) {
    let only = only_of_webhooks(modules);
    let only: BTreeSet<String> = only.into_iter().filter_map(|at| modules.get(at)?.path.last().cloned()).collect();
    if let Some(root) = modules.iter_mut().find(|module| is_model(module) && module.path.len() == 1) {
        for child in root.children.iter_mut().filter(|child| only.contains(&child.name)) {
            child.feature = Some(WEBHOOK_PAYLOADS.to_owned());
        }
    }
}

/// Removes all features, for code that is a module of another crate.
pub(super) fn remove(modules: &mut [Module]) {
    for child in modules.iter_mut().flat_map(|module| &mut module.children) {
        child.feature = None;
    }
}

/// Returns the indices of those modules.
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

/// Returns the indices of the model modules that each module uses.
fn uses(modules: &[Module]) -> Vec<Vec<usize>> {
    let models = modules.iter().enumerate().filter(|(_, module)| is_model(module));
    let defined = |module: &Module| -> Vec<ItemId> {
        module.items.iter().flat_map(Item::definitions).map(|(item, _)| item).collect()
    };
    let homes: BTreeMap<ItemId, usize> =
        models.flat_map(|(at, module)| defined(module).into_iter().map(move |item| (item, at))).collect();
    let used = |module: &Module| -> BTreeSet<usize> {
        let references = module.items.iter().flat_map(Item::references);
        references
            .filter_map(|path| if let Path::Item(item) = path { homes.get(&item).copied() } else { None })
            .collect()
    };
    modules.iter().map(|module| used(module).into_iter().collect()).collect()
}

fn is_model(module: &Module) -> bool {
    module.path.first().is_some_and(|first| first == "models")
}

/// Returns the modules that can be reached from these, including them.
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
