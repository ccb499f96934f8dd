//! Analyzes the bodies of error responses: unifies equal ones, and finds the type that they share.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::response_class::json;
use super::structural_eq::{alike, fingerprints};
use crate::analyze::schema::Draft;
use crate::media_type::MediaKind;
use crate::model::{Api, Operation, ResponseClass, SchemaId, Shape, Type, through_aliases_and_null};

/// Unifies equal inline schemas of error responses.
///
/// A component represents all schemas that are equal to it. Without a component, the schema with the alphabetically
/// first place does, so that the name of the type does not depend on the order of the document.
pub(super) fn unite(drafts: &[Draft], operations: &mut [Operation]) {
    let mut candidates = failures(operations);
    candidates.sort_by_key(|id| (!is_component(drafts, *id), drafts.get(id.index()).map(|draft| draft.path.clone())));
    let representatives = representatives(drafts, &candidates);
    let responses = operations.iter_mut().flat_map(|operation| &mut operation.responses);
    for response in responses.filter(|response| response.class == ResponseClass::Failure) {
        for content in response.contents.iter_mut().filter(|content| content.kind == MediaKind::Json) {
            let Type::Named(id) = &mut content.ty else { continue };
            if let Some(same) = representatives.get(id) {
                *id = *same;
            }
        }
    }
}

fn is_component(drafts: &[Draft], id: SchemaId) -> bool {
    drafts.get(id.index()).is_some_and(|draft| draft.component)
}

/// Returns the first equal schema for each schema. A component represents itself.
fn representatives(drafts: &[Draft], candidates: &[SchemaId]) -> HashMap<SchemaId, SchemaId> {
    let fingerprints = fingerprints(drafts, candidates);
    let mut known: HashMap<u64, Vec<SchemaId>> = HashMap::new();
    let mut representatives = HashMap::new();
    for &id in candidates {
        if representatives.contains_key(&id) {
            continue;
        }
        let known = known.entry(fingerprints.get(&id).copied().unwrap_or_default()).or_default();
        let same = if is_component(drafts, id) { None } else { known.iter().find(|known| alike(drafts, **known, id)) };
        let representative = same.copied().unwrap_or(id);
        if representative == id {
            known.push(id);
        }
        representatives.insert(id, representative);
    }
    representatives
}

fn failures(operations: &[Operation]) -> Vec<SchemaId> {
    let responses = operations.iter().flat_map(|operation| &operation.responses);
    let types = responses.filter(|response| response.class == ResponseClass::Failure).flat_map(json);
    types.filter_map(|ty| if let Type::Named(id) = ty { Some(*id) } else { None }).collect()
}

/// Returns the distinct types of the JSON bodies of error responses.
pub(super) fn bodies(api: &Api) -> Vec<Type> {
    let mut known = HashSet::new();
    // An error response may have no body, so `null` is not a type of its own.
    let types = described(api).map(|ty| through_aliases_and_null(api, ty));
    types.filter(|ty| **ty != Type::Any && known.insert(*ty)).cloned().collect()
}

fn described(api: &Api) -> impl Iterator<Item = &Type> {
    let responses = api.operations.iter().flat_map(|operation| &operation.responses);
    responses.filter(|response| response.class == ResponseClass::Failure).flat_map(json)
}

/// Returns the schema that every error response of every operation shares, if there is one.
pub(super) fn envelope(api: &Api) -> Option<SchemaId> {
    let mut described = described(api);
    let Type::Named(first) = described.next()? else { return None };
    described.all(|ty| *ty == Type::Named(*first)).then_some(*first)
}

/// Returns the schema of more than half of the error responses. Adding another type to one operation rarely changes it.
/// A schema without required properties does not count, because every object would match it.
pub(super) fn usual(api: &Api) -> Option<SchemaId> {
    let (mut counts, mut total) = (BTreeMap::<SchemaId, usize>::new(), 0);
    for ty in described(api).map(|ty| through_aliases_and_null(api, ty)) {
        total += 1;
        if let Type::Named(id) = ty {
            *counts.entry(*id).or_default() += 1;
        }
    }
    let requires_something = |id: &SchemaId| match api.schema(*id).map(|schema| &schema.shape) {
        Some(Shape::Struct(shape)) => shape.properties.iter().any(|property| property.presence.is_required()),
        _ => false,
    };
    let usual = counts.into_iter().find(|(_, count)| count * 2 > total).map(|(id, _)| id);
    usual.filter(requires_something)
}
