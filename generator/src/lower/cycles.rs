//! Finds where a type would hold itself: which members are boxed, which aliases need a type of their own.

use std::collections::BTreeSet;

use crate::model::{Api, SchemaId, Shape, Type};

/// The members that close a cycle of types that hold one another directly. Arrays and maps hold indirectly: no cycle.
pub(super) fn boxed(api: &Api) -> BTreeSet<(SchemaId, usize)> {
    let mut state = vec![State::New; api.schemas.len()];
    let mut found = BTreeSet::new();
    for index in 0..api.schemas.len() {
        visit(api, SchemaId::new(index), &mut state, &mut found);
    }
    found
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    Open,
    Done,
}

/// A walk without recursion: a document may nest as deep as it likes.
fn visit(api: &Api, start: SchemaId, state: &mut [State], found: &mut BTreeSet<(SchemaId, usize)>) {
    if state.get(start.index()) != Some(&State::New) {
        return;
    }
    state[start.index()] = State::Open;
    let mut stack = vec![(start, edges(api, start), 0)];
    while let Some((owner, targets, next)) = stack.last_mut() {
        let Some(&(member, target)) = targets.get(*next) else {
            state[owner.index()] = State::Done;
            stack.pop();
            continue;
        };
        *next += 1;
        match state.get(target.index()) {
            Some(State::Open) => {
                found.insert((*owner, member));
            }
            Some(State::New) => {
                state[target.index()] = State::Open;
                stack.push((target, edges(api, target), 0));
            }
            _ => {}
        }
    }
}

/// The structs and unions that a struct or union holds directly, with the index of the member.
fn edges(api: &Api, id: SchemaId) -> Vec<(usize, SchemaId)> {
    let members: Vec<&Type> = match api.schema(id).map(|schema| &schema.shape) {
        Some(Shape::Struct(fields)) => fields.properties.iter().map(|property| &property.ty).collect(),
        Some(Shape::Union(union)) => union.variants.iter().map(|variant| &variant.ty).collect(),
        _ => Vec::new(),
    };
    members.into_iter().enumerate().filter_map(|(member, ty)| Some((member, direct(api, ty)?))).collect()
}

fn direct(api: &Api, ty: &Type) -> Option<SchemaId> {
    let mut ty = ty;
    for _ in 0..64 {
        match ty {
            Type::Nullable(inner) => ty = inner,
            Type::Named(id) => match &api.schema(*id)?.shape {
                Shape::Alias(inner) => ty = inner,
                Shape::Struct(_) | Shape::Union(_) => return Some(*id),
                _ => return None,
            },
            _ => return None,
        }
    }
    None
}

/// The aliases that lead back to themselves through aliases, arrays and maps alone.
pub(super) fn endless(api: &Api) -> BTreeSet<SchemaId> {
    (0..api.schemas.len()).map(SchemaId::new).filter(|&id| returns(api, id)).collect()
}

fn returns(api: &Api, start: SchemaId) -> bool {
    let mut id = start;
    for _ in 0..=api.schemas.len().min(1_000) {
        let Some(Shape::Alias(ty)) = api.schema(id).map(|schema| &schema.shape) else { return false };
        match innermost(ty) {
            Type::Named(next) if *next == start => return true,
            Type::Named(next) => id = *next,
            _ => return false,
        }
    }
    true
}

fn innermost(ty: &Type) -> &Type {
    let mut ty = ty;
    while let Type::Array(inner) | Type::Map(inner) | Type::Nullable(inner) = ty {
        ty = inner;
    }
    ty
}
