//! Puts models behind the features of the groups of operations, and of the webhooks, that use them, so that a program compiles only
//! the models of the features that it enables.

use std::collections::{BTreeMap, BTreeSet};

use crate::rust::{Item, ItemId, Module, Path, WEBHOOK_PAYLOADS};

/// The maximum number of features that use a model behind features. A model with more users is always compiled: few programs enable
/// none of them. The number does not depend on the number of groups, so another group only changes the models that it uses.
const MOST_FEATURES: usize = 8;

/// Sets the features of the modules of models.
pub(super) fn set(modules: &mut [Module]) {
    let mut features = features_of_models(modules);
    if let Some(root) = modules.iter_mut().find(|module| is_model(module) && module.path.len() == 1) {
        for child in &mut root.children {
            child.features = features.remove(&child.name).unwrap_or_default();
        }
    }
}

/// Removes all features, for code that is a module of another crate.
pub(super) fn remove(modules: &mut [Module]) {
    for child in modules.iter_mut().flat_map(|module| &mut module.children) {
        child.features.clear();
    }
}

/// Returns the features of the modules of models that are not always compiled, by the names of the modules.
fn features_of_models(modules: &[Module]) -> BTreeMap<String, Vec<String>> {
    let uses = uses(modules);
    let roots = roots(modules);
    let needed = reached(&uses, roots.values().flatten().copied());
    let unused = (0..modules.len()).filter(|at| !needed.contains(at));
    let always = reached(&uses, roots.get(&None).into_iter().flatten().copied().chain(unused));
    let mut next: Vec<(usize, &str)> = Vec::new();
    for (feature, roots) in &roots {
        next.extend(feature.iter().flat_map(|feature| roots.iter().map(|at| (*at, feature.as_str()))));
    }
    let mut features: BTreeMap<usize, BTreeSet<&str>> = BTreeMap::new();
    while let Some((at, feature)) = next.pop() {
        let found = features.entry(at).or_default();
        // The models that a model with too many features uses have as many, so further ones need not be followed.
        if found.len() <= MOST_FEATURES && !always.contains(&at) && found.insert(feature) {
            next.extend(uses.get(at).into_iter().flatten().map(|used| (*used, feature)));
        }
    }
    let name = |at: usize| modules.get(at).filter(|module| is_model(module))?.path.last().cloned();
    let few = features.into_iter().filter(|(_, features)| !features.is_empty() && features.len() <= MOST_FEATURES);
    few.filter_map(|(at, features)| Some((name(at)?, features.into_iter().map(str::to_owned).collect()))).collect()
}

/// Returns the indices of the modules other than models by the feature that enables them; `None` if they are always compiled.
fn roots(modules: &[Module]) -> BTreeMap<Option<String>, Vec<usize>> {
    let children = modules.iter().flat_map(|parent| parent.children.iter().map(move |child| (&parent.path, child)));
    let of_children: BTreeMap<Vec<&str>, &str> = children
        .filter_map(|(path, child)| {
            let path = path.iter().map(String::as_str).chain([child.name.as_str()]);
            Some((path.collect(), child.features.first()?.as_str()))
        })
        .collect();
    let mut roots: BTreeMap<Option<String>, Vec<usize>> = BTreeMap::new();
    for (at, module) in modules.iter().enumerate().filter(|(_, module)| !is_model(module)) {
        let path: Vec<&str> = module.path.iter().map(String::as_str).collect();
        let of_webhooks = has_payloads(module).then_some(WEBHOOK_PAYLOADS);
        let feature = of_webhooks.or_else(|| of_children.get(&path).copied());
        roots.entry(feature.map(str::to_owned)).or_default().push(at);
    }
    roots
}

fn has_payloads(module: &Module) -> bool {
    module.items.iter().any(|item| matches!(item, Item::Webhooks(webhooks) if webhooks.payloads.is_some()))
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
        let items = references.filter_map(|path| match path {
            Path::Item(item) | Path::Exported(item) => homes.get(&item).copied(),
            _ => None,
        });
        items.collect()
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
