//! Finds recursive types: which members have to be boxed, and which aliases become newtypes.

use std::collections::BTreeSet;

use super::components::components;
use crate::model::{Api, SchemaId, Shape, Type};

/// Returns the members that close a cycle of types that contain each other directly. Arrays and maps allocate, so they end a
/// cycle.
pub(super) fn boxed(api: &Api, endless: &BTreeSet<SchemaId>) -> BTreeSet<(SchemaId, usize)> {
    let mut state = vec![State::New; api.schemas.len()];
    let mut found = BTreeSet::new();
    for index in 0..api.schemas.len() {
        visit(&Graph { api, endless }, SchemaId::new(index), &mut state, &mut found);
    }
    found
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    Open,
    Done,
}

/// Visits a schema and those that it contains. It uses no recursion, since an API description may nest without limit.
fn visit(graph: &Graph<'_>, start: SchemaId, state: &mut [State], found: &mut BTreeSet<(SchemaId, usize)>) {
    if state.get(start.index()) != Some(&State::New) {
        return;
    }
    state[start.index()] = State::Open;
    let mut stack = vec![(start, graph.edges(start), 0)];
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
                stack.push((target, graph.edges(target), 0));
            }
            _ => {}
        }
    }
}

pub(super) struct Graph<'a> {
    pub(super) api: &'a Api,
    /// The aliases that become newtypes.
    pub(super) endless: &'a BTreeSet<SchemaId>,
}

impl Graph<'_> {
    /// Returns the types that a type contains without an array or a map between them, with the index of the member.
    pub(super) fn edges(&self, id: SchemaId) -> Vec<(usize, SchemaId)> {
        let members: Vec<&Type> = match self.api.schema(id).map(|schema| &schema.shape) {
            Some(Shape::Struct(fields)) => fields.properties.iter().map(|property| &property.ty).collect(),
            Some(Shape::Union(union)) => union.variants.iter().map(|variant| &variant.ty).collect(),
            Some(Shape::Alias(ty)) if self.endless.contains(&id) => vec![ty],
            _ => Vec::new(),
        };
        let targets = |(member, ty)| self.direct(ty).into_iter().map(move |target| (member, target));
        members.into_iter().enumerate().flat_map(targets).collect()
    }

    /// Returns the types that are a direct part of this one, through aliases.
    pub(super) fn direct(&self, ty: &Type) -> Vec<SchemaId> {
        let mut found = Vec::new();
        let mut seen = BTreeSet::new();
        let mut next = vec![ty];
        while let Some(ty) = next.pop() {
            match ty {
                Type::Nullable(inner) => next.push(inner),
                Type::Tuple(items) => next.extend(items.iter().rev()),
                Type::Named(id) => match self.api.schema(*id).map(|schema| &schema.shape) {
                    Some(Shape::Alias(inner)) if !self.endless.contains(id) && seen.insert(*id) => next.push(inner),
                    Some(Shape::Alias(_)) if !self.endless.contains(id) => {}
                    Some(Shape::Struct(_) | Shape::Union(_) | Shape::Alias(_)) => found.push(*id),
                    _ => {}
                },
                _ => {}
            }
        }
        found
    }
}

/// Returns the aliases that lead to themselves only through aliases, arrays, maps and tuples.
pub(super) fn endless(api: &Api) -> BTreeSet<SchemaId> {
    let targets: Vec<Vec<usize>> = api
        .schemas
        .iter()
        .map(|schema| match &schema.shape {
            Shape::Alias(ty) => named(ty),
            _ => Vec::new(),
        })
        .collect();
    let returns = |component: &Vec<usize>| match component.as_slice() {
        [only] => targets.get(*only).is_some_and(|targets| targets.contains(only)),
        several => several.len() > 1,
    };
    components(&targets).into_iter().filter(returns).flatten().map(SchemaId::new).collect()
}

/// Returns the schemas that a type names.
pub(super) fn named(ty: &Type) -> Vec<usize> {
    let mut found = Vec::new();
    let mut next = vec![ty];
    while let Some(ty) = next.pop() {
        found.extend(if let Type::Named(id) = ty { Some(id.index()) } else { None });
        next.extend(ty.parts());
    }
    found
}
