//! Makes one type of inline schemas that are equal. One position defines the type, and the others become aliases of it, which keep
//! their names and their documentation. Everything after this stage sees aliases like those of an API description.
//!
//! Equal are schemas whose types have the same code, names and documentation of the types themselves aside (`signature`), and whose
//! references lead to equal types (`partition`). A component always defines its own type, since users may implement a trait for two
//! components that are equal now. `owners` decides which position defines a type, and keeps the decisions of an earlier version.

mod owners;
mod partition;
mod signature;

use std::collections::{HashMap, HashSet};

use crate::config::Config;
use crate::identity::Identities;
use crate::model::{Api, HintRoot, Schema, SchemaId, Shape, Shared, Type, component_key};
use crate::name::Names;
use crate::path::SpecPath;
use owners::{Owners, Position};
use partition::{Graph, Kind};
use signature::signature;

/// Replaces inline schemas with aliases of equal ones. The names of the types stay; the lock gets the owners that differ from those
/// without a history.
pub(crate) fn unify(api: &mut Api, names: &mut Names, config: &Config) {
    if !config.types.share {
        return;
    }
    let Owners { owners, kept } = owners(api, names, config);
    for (id, owner) in owners {
        let usage = api.schemas.get(id.index()).map(|schema| schema.usage).unwrap_or_default();
        if let Some(owner) = api.schemas.get_mut(owner.index()) {
            owner.usage.request |= usage.request;
            owner.usage.response |= usage.response;
        }
        if let Some(schema) = api.schemas.get_mut(id.index()) {
            let declared = std::mem::replace(&mut schema.shape, Shape::Alias(Type::Named(owner)));
            api.shared.insert(id, Shared { owner, declared });
        }
    }
    api.error_envelope = api.error_envelope.map(|id| owner(api, id));
    api.usual_error = api.usual_error.map(|id| owner(api, id));
    error_bodies(api, names);
    names.kept.shared = kept;
}

/// Returns the schemas that become aliases, each with the schema that defines its type.
fn owners(api: &Api, names: &Names, config: &Config) -> Owners {
    let mut sorted: Vec<SchemaId> = (0..api.schemas.len()).map(SchemaId::new).collect();
    sorted.sort_by_key(|id| api.schema(*id).map(|schema| &schema.path));
    let mut node_of = vec![0; sorted.len()];
    for (node, id) in sorted.iter().enumerate() {
        node_of[id.index()] = node;
    }
    let repeated = repeated(&api.schemas);
    let has_history = !config.lock.shared.is_empty();
    let identities = Identities::new(api, None);
    let mut texts: HashMap<String, usize> = HashMap::new();
    let mut positions = Vec::with_capacity(sorted.len());
    let (mut kinds, mut references, mut equal) = (Vec::new(), Vec::new(), Vec::new());
    for id in &sorted {
        let Some((schema, name)) = api.schema(*id).zip(names.schema(*id)) else { continue };
        let (text, referred) = signature(schema, name, !config.derive.schemars.is_empty());
        let count = texts.len();
        equal.push(*texts.entry(text).or_insert(count));
        references.push(referred.into_iter().map(|id| node_of[id.index()]).collect());
        kinds.push(kind(api, schema, &repeated));
        let identity = if has_history { identities.of_place(&schema.path) } else { String::new() };
        let is_in_component = matches!(schema.name_hint.root, HintRoot::Component(_));
        positions.push(Position { id: *id, name: &name.name, is_in_component, identity });
    }
    let graph = Graph::new(references, kinds);
    owners::owners(&graph, &positions, equal, &config.lock)
}

/// Returns the places of several schemas: those of a schema with several JSON types. Their identities are not unique.
fn repeated(schemas: &[Schema]) -> HashSet<&SpecPath> {
    let mut seen = HashSet::new();
    schemas.iter().map(|schema| &schema.path).filter(|path| !seen.insert(*path)).collect()
}

fn kind(api: &Api, schema: &Schema, repeated: &HashSet<&SpecPath>) -> Kind {
    let is_of_webhooks = api.webhooks.as_ref().is_some_and(|webhooks| webhooks.path == schema.path);
    let is_component = component_key(&schema.path).is_some();
    match &schema.shape {
        _ if is_of_webhooks || repeated.contains(&schema.path) => Kind::Apart,
        Shape::Alias(_) if is_component => Kind::Apart,
        Shape::Alias(_) => Kind::Alias,
        _ if is_component => Kind::Component,
        _ => Kind::Inline,
    }
}

/// Returns the schema that defines the type of a schema.
fn owner(api: &Api, id: SchemaId) -> SchemaId {
    api.shared.get(&id).map_or(id, |shared| shared.owner)
}

/// Removes the variants of the error body whose types are the same as those of others. The variant of the owner stays, else the first.
fn error_bodies(api: &mut Api, names: &mut Names) {
    let type_of = |ty: &Type| match ty {
        Type::Named(id) => Type::Named(owner(api, *id)),
        ty => ty.clone(),
    };
    let bodies: Vec<(&Type, Type)> = api.error_bodies.iter().map(|ty| (ty, type_of(ty))).collect();
    let mut seen: HashSet<&Type> = bodies.iter().filter(|(own, owner)| *own == owner).map(|(own, _)| *own).collect();
    let is_kept: Vec<bool> = bodies.iter().map(|(own, owner)| *own == owner || seen.insert(owner)).collect();
    let is_kept = |index: usize| is_kept.get(index).copied().unwrap_or(true);
    retain(&mut api.error_bodies, is_kept);
    retain(&mut names.error_bodies, is_kept);
    retain(&mut names.error_accessors, is_kept);
}

fn retain<T>(list: &mut Vec<T>, is_kept: impl Fn(usize) -> bool) {
    let mut index = 0;
    list.retain(|_| {
        index += 1;
        is_kept(index - 1)
    });
}
