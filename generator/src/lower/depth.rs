//! Finds the members that have to be `Nested`, so that the compiler can prove `Send` for every type.
//!
//! rustc proves an auto trait for a type by proving it for everything that the type contains, and reports E0275 when more than
//! 128 proofs are open. The error occurs in the crate of the user, whose futures contain the type, so no attribute of the
//! generated crate helps. A `Nested` member ends the proof. Depth is counted in open proofs, as rustc counts them.
//!
//! * Types that do not contain each other are measured from the innermost one. A member is `Nested` if the proof would otherwise
//!   become deeper than [`MOST`]. So a type that is added further out never changes one further in.
//! * Types that contain each other are proved in the order of their fields, each type once. If the proof is not too deep, nothing
//!   changes. If it is, the members that close a cycle are `Nested`. Then the order no longer matters, and the first rule applies.
//! * `UnwindSafe` of a `Box` or a map is `RefUnwindSafe` of its contents, so such a proof visits each type for both traits.

use std::collections::{BTreeMap, BTreeSet};

use super::components::components;
use crate::model::{Additional, Api, Presence, Schema, SchemaId, Shape, Type};

/// The maximum depth of the proof for a model: half of rustc's limit. A quarter is for scalars, responses and errors, and the
/// last quarter for the futures of the user.
const MOST: u32 = 64;

/// The maximum number of proofs that a type may add between two models. Deeper aliases become newtypes.
const MOST_OF_ALIAS: u32 = 48;

/// The number of proofs that a type adds to those of its contents.
const OPTION: u32 = 1;
/// The number for `UnwindSafe`; it is 2 for the other traits.
const BOX: u32 = 4;
const TUPLE: u32 = 1;
const LIST: u32 = 3;
const STRUCT: u32 = 1;
/// The number for `UnwindSafe`; it is 3 for the other traits.
const MAP: u32 = 10;

/// The maximum number of steps for types that contain each other. If more are needed, their cycles count as too deep.
const MOST_STEPS: usize = 4_000_000;

/// Returns the members that have to be `Nested`: schema and index of the member. The index of additional properties follows those
/// of the properties.
pub(super) fn nested(
    api: &Api,
    boxed: &BTreeSet<(SchemaId, usize)>,
    endless: &BTreeSet<SchemaId>,
) -> BTreeSet<(SchemaId, usize)> {
    let graph = Graph { api, boxed, endless };
    let edges: Vec<Vec<Edge>> = (0..api.schemas.len()).map(|index| graph.edges(SchemaId::new(index))).collect();
    let targets: Vec<Vec<usize>> = edges.iter().map(|edges| edges.iter().map(|edge| edge.target).collect()).collect();
    let mut measured = Measured { depths: vec![0; edges.len()], edges, nested: BTreeSet::new() };
    for component in components(&targets) {
        measured.component(&component);
    }
    measured.nested
}

/// Returns the aliases with so many nested lists and maps that they become newtypes.
pub(super) fn deep_aliases(api: &Api, endless: &BTreeSet<SchemaId>) -> BTreeSet<SchemaId> {
    let aliases: Vec<Vec<(SchemaId, u32)>> = (0..api.schemas.len())
        .map(|index| match api.schemas.get(index).map(|schema| &schema.shape) {
            Some(Shape::Alias(ty)) => named(ty).into_iter().map(|(id, weight, _)| (id, weight)).collect(),
            _ => Vec::new(),
        })
        .collect();
    let targets: Vec<Vec<usize>> =
        aliases.iter().map(|inner| inner.iter().map(|(id, _)| id.index()).collect()).collect();
    let mut depths = vec![0; aliases.len()];
    let mut deep = BTreeSet::new();
    for &index in components(&targets).iter().flatten() {
        let id = SchemaId::new(index);
        let Some(Shape::Alias(ty)) = api.schema(id).map(|schema| &schema.shape) else { continue };
        let inner = aliases.get(index).into_iter().flatten();
        let through = inner.map(|(id, weight)| weight + depths.get(id.index()).copied().unwrap_or(0)).max();
        let depth = through.unwrap_or(0).max(own_depth(ty));
        if depth > MOST_OF_ALIAS && !matches!(ty, Type::Named(_)) && !endless.contains(&id) {
            deep.insert(id);
        } else if let Some(slot) = depths.get_mut(index) {
            *slot = if endless.contains(&id) { 0 } else { depth };
        }
    }
    deep
}

/// A member that contains a model.
#[derive(Debug, Clone, Copy)]
struct Edge {
    member: usize,
    target: usize,
    /// The number of proofs between the owner and the target.
    weight: u32,
    /// True if a `Box` or a map is between the owner and the target.
    is_shared: bool,
}

/// A schema, and `true` if a `Box` or a map is between it and the type that names it.
type Reached = (SchemaId, bool);

struct Graph<'a> {
    api: &'a Api,
    boxed: &'a BTreeSet<(SchemaId, usize)>,
    endless: &'a BTreeSet<SchemaId>,
}

impl Graph<'_> {
    /// Returns the models that a model contains, in the order of its members.
    fn edges(&self, id: SchemaId) -> Vec<Edge> {
        let Some(schema) = self.api.schema(id) else { return Vec::new() };
        let mut edges = Vec::new();
        for (member, (ty, weight)) in members(schema, self.endless.contains(&id)).into_iter().enumerate() {
            let is_boxed = self.boxed.contains(&(id, member));
            let targets = self.models(ty, STRUCT + weight + if is_boxed { BOX } else { 0 });
            edges.extend(targets.into_iter().map(|((target, is_shared), weight)| Edge {
                member,
                target: target.index(),
                weight,
                is_shared: is_shared || is_boxed,
            }));
        }
        edges
    }

    /// Returns the models that a type contains, through aliases, with the number of proofs between them.
    fn models(&self, ty: &Type, weight: u32) -> BTreeMap<Reached, u32> {
        let mut found = BTreeMap::new();
        let mut seen = BTreeMap::new();
        let mut next = vec![(ty, weight, false)];
        while let Some((ty, before, was_shared)) = next.pop() {
            for (id, own, is_shared) in named(ty) {
                let weight = before.saturating_add(own);
                let reached = (id, was_shared || is_shared);
                // An alias that is reached several times is only followed again at a greater depth.
                if weight > 4 * MOST || seen.get(&reached).is_some_and(|&other| other >= weight) {
                    continue;
                }
                seen.insert(reached, weight);
                match self.api.schema(id).map(|schema| &schema.shape) {
                    Some(Shape::Alias(ty)) if !self.endless.contains(&id) => next.push((ty, weight, reached.1)),
                    Some(Shape::Struct(_) | Shape::Union(_) | Shape::Alias(_)) => {
                        found.insert(reached, weight);
                    }
                    _ => {}
                }
            }
        }
        found
    }
}

/// Returns the types of the members of a model, and the number of proofs that their `Option`s add.
fn members(schema: &Schema, is_wrapper: bool) -> Vec<(&Type, u32)> {
    match &schema.shape {
        Shape::Struct(shape) => {
            let properties = shape.properties.iter().map(|property| {
                let options = match property.effective_presence(schema.usage) {
                    Presence::Required => 0,
                    Presence::OptionalNullable if schema.usage.request => 2 * OPTION,
                    _ => OPTION,
                };
                (&property.ty, options)
            });
            let rest = match &shape.additional {
                Additional::Kept(ty) => Some((ty, MAP)),
                Additional::Unspecified | Additional::Denied => None,
            };
            properties.chain(rest).collect()
        }
        Shape::Union(shape) => shape.variants.iter().map(|variant| (&variant.ty, 0)).collect(),
        Shape::Alias(ty) if is_wrapper => vec![(ty, 0)],
        Shape::Alias(_) | Shape::Enumeration(_) | Shape::CheckedString(_) => Vec::new(),
    }
}

/// Returns the schemas that a type names, the number of proofs between the type and each of them, and `true` if a map is between them.
fn named(ty: &Type) -> Vec<(SchemaId, u32, bool)> {
    let mut found = Vec::new();
    walk(ty, &mut |ty, depth, is_shared| {
        if let Type::Named(id) = ty {
            found.push((*id, depth, is_shared));
        }
    });
    found
}

/// Returns the maximum depth of the proof for a type, excluding the schemas that it names.
fn own_depth(ty: &Type) -> u32 {
    let mut deepest = 0;
    walk(ty, &mut |_, depth, _| deepest = deepest.max(depth));
    deepest
}

/// Visits a type and the types within it, with the number of proofs between them, and `true` if a map is between them.
fn walk<'t>(ty: &'t Type, visit: &mut dyn FnMut(&'t Type, u32, bool)) {
    let mut next = vec![(ty, 0_u32, false)];
    while let Some((ty, depth, is_shared)) = next.pop() {
        visit(ty, depth, is_shared);
        match ty {
            Type::Array(inner) => next.push((inner, depth + LIST, is_shared)),
            Type::Map(inner) => next.push((inner, depth + MAP, true)),
            Type::Nullable(inner) => next.push((inner, depth + OPTION, is_shared)),
            Type::Tuple(items) => next.extend(items.iter().rev().map(|item| (item, depth + TUPLE, is_shared))),
            _ => {}
        }
    }
}

struct Measured {
    /// The edges of each schema that have not been cut.
    edges: Vec<Vec<Edge>>,
    /// The maximum depth of the proof for each measured schema.
    depths: Vec<u32>,
    nested: BTreeSet<(SchemaId, usize)>,
}

impl Measured {
    /// Measures the types of a component. All types that they lead to have been measured.
    fn component(&mut self, component: &[usize]) {
        let own: BTreeSet<usize> = component.iter().copied().collect();
        for &index in component {
            self.cut(index, |measured, edge| !own.contains(&edge.target) && measured.depth_through(edge) > MOST);
        }
        let Some(depths) = self.in_order(component, &own) else { return self.without_cycles(component, &own) };
        for (&index, depth) in component.iter().zip(depths) {
            self.set(index, depth);
        }
    }

    fn depth_through(&self, edge: &Edge) -> u32 {
        edge.weight.saturating_add(self.depths.get(edge.target).copied().unwrap_or(0))
    }

    fn set(&mut self, index: usize, depth: u32) {
        if let Some(slot) = self.depths.get_mut(index) {
            *slot = depth;
        }
    }

    /// Makes the matching members of a schema `Nested`.
    fn cut(&mut self, index: usize, is_cut: impl Fn(&Self, &Edge) -> bool) {
        let edges = self.edges.get(index).cloned().unwrap_or_default();
        let members: BTreeSet<usize> = edges.iter().filter(|edge| is_cut(self, edge)).map(|edge| edge.member).collect();
        if let Some(slot) = self.edges.get_mut(index) {
            slot.retain(|edge| !members.contains(&edge.member));
        }
        self.nested.extend(members.into_iter().map(|member| (SchemaId::new(index), member)));
    }

    /// Returns the depth of the proof for each type, which begins with that type and visits the fields in order; `None` if one is
    /// too deep.
    fn in_order(&self, component: &[usize], own: &BTreeSet<usize>) -> Option<Vec<u32>> {
        let edges: usize = component.iter().filter_map(|&index| self.edges.get(index)).map(Vec::len).sum();
        if component.len().saturating_mul(edges) > MOST_STEPS {
            return None;
        }
        let mut depths = Vec::with_capacity(component.len());
        for &start in component {
            let mut deepest = 0;
            let mut seen = BTreeSet::from([(start, false)]);
            let mut open = vec![(start, 0, 0_u32, false)];
            while let Some((index, next, depth, is_shared)) = open.last_mut() {
                let Some(edge) = self.edges.get(*index).and_then(|edges| edges.get(*next)) else {
                    open.pop();
                    continue;
                };
                *next += 1;
                let through = *depth + if own.contains(&edge.target) { edge.weight } else { self.depth_through(edge) };
                deepest = deepest.max(through);
                if deepest > MOST {
                    return None;
                }
                let (target, is_shared) = (edge.target, *is_shared || edge.is_shared);
                if own.contains(&target) && seen.insert((target, is_shared)) {
                    open.push((target, 0, through, is_shared));
                }
            }
            depths.push(deepest);
        }
        Some(depths)
    }

    /// Makes the members that close a cycle `Nested`, and then those that are too deep.
    fn without_cycles(&mut self, component: &[usize], own: &BTreeSet<usize>) {
        let mut open = BTreeSet::new();
        let mut done = BTreeSet::new();
        for &start in component {
            if done.contains(&start) || !open.insert(start) {
                continue;
            }
            let mut stack = vec![(start, 0)];
            while let Some((index, next)) = stack.last_mut() {
                let index = *index;
                let edge = self.edges.get(index).and_then(|edges| edges.get(*next)).copied();
                *next += 1;
                match edge {
                    Some(edge) if !own.contains(&edge.target) || done.contains(&edge.target) => {}
                    Some(edge) if open.insert(edge.target) => stack.push((edge.target, 0)),
                    Some(_) => {}
                    None => {
                        // All targets have been visited, so those still open close a cycle. A type that contains itself is proved
                        // once.
                        self.cut(index, |measured, edge| {
                            edge.target != index && (open.contains(&edge.target) || measured.depth_through(edge) > MOST)
                        });
                        let edges = self.edges.get(index).into_iter().flatten();
                        let depth = edges.map(|edge| self.depth_through(edge)).max().unwrap_or(0);
                        self.set(index, depth);
                        open.remove(&index);
                        done.insert(index);
                        stack.pop();
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::{Map, Value, json};

    use super::nested;
    use crate::config::Config;
    use crate::input::{Alone, Input};
    use crate::lower::cycles;

    /// Returns the names of the schemas with a `Nested` member, in an API description with these schemas.
    fn found(schemas: &Map<String, Value>) -> BTreeSet<String> {
        let document = json!({ "openapi": "3.1.0", "info": { "title": "t", "version": "1" }, "paths": {
            "/": { "get": { "operationId": "get", "responses": { "200": { "description": "d", "content": {
                "application/json": { "schema": { "anyOf": schemas.keys().map(|name| reference(name)).collect::<Vec<_>>() } }
            } } } } }
        }, "components": { "schemas": schemas } });
        let input = Input { name: "openapi.json".to_owned(), bytes: document.to_string().into_bytes() };
        let (understood, _) = crate::understand(&input, &Alone, &Config::default());
        let api = understood.expect("a crate").api;
        let endless = cycles::endless(&api);
        let members = nested(&api, &cycles::boxed(&api, &endless), &endless);
        let path = |id| api.schema(id).map(|schema| schema.path.clone());
        members.iter().filter_map(|(id, _)| Some(path(*id)?.last()?.into_owned())).collect()
    }

    fn reference(name: &str) -> Value {
        json!({ "$ref": format!("#/components/schemas/{name}") })
    }

    fn object(members: impl IntoIterator<Item = Value>) -> Value {
        let members = members.into_iter().enumerate().map(|(index, schema)| (format!("m{index}"), schema));
        json!({ "type": "object", "properties": members.collect::<Map<_, _>>() })
    }

    /// Returns a chain of lists, the outermost schema first.
    fn chain(names: std::ops::Range<usize>) -> Map<String, Value> {
        let last = names.end - 1;
        let items = |index: usize| json!({ "type": "array", "items": reference(&format!("S{index}")) });
        names.map(|index| (format!("S{index}"), object((index < last).then(|| items(index + 1))))).collect()
    }

    #[test]
    fn a_chain_is_measured_from_its_end() {
        assert!(found(&chain(0..12)).is_empty());
        let of_forty = found(&chain(0..40));
        assert_eq!(of_forty.iter().map(String::as_str).collect::<Vec<_>>(), ["S12", "S25"]);
        // Schemas that are added further out, or that are unrelated, do not change the result.
        let mut more = chain(0..40);
        more.insert("A".to_owned(), object([reference("S5"), reference("B")]));
        more.insert("B".to_owned(), object([reference("A")]));
        assert_eq!(found(&more), of_forty);
    }

    #[test]
    fn small_cycles_are_left_alone_and_large_ones_end() {
        let ring = |count: usize| -> Map<String, Value> {
            let next = |index: usize| object([reference(&format!("S{}", (index + 1) % count))]);
            (0..count).map(|index| (format!("S{index}"), next(index))).collect()
        };
        assert!(found(&ring(10)).is_empty());
        let nested = found(&ring(60));
        assert!((2..=4).contains(&nested.len()), "{nested:?}");
    }

    #[test]
    fn types_that_all_contain_each_other_are_measured_in_time() {
        let every = || (0..150).map(|index| reference(&format!("S{index}")));
        let schemas = (0..150).map(|index| (format!("S{index}"), object(every()))).collect();
        assert!(!found(&schemas).is_empty());
    }
}
