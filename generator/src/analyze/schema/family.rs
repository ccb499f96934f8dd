//! The parent-and-children style of polymorphism: a parent with a `discriminator`, children that `allOf` it. Where the
//! parent is named, one of its children is meant.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use crate::analyze::context::Context;
use crate::analyze::node;
use crate::model::{Origin, OriginRoot, SchemaId, Selector, Shape, Struct, Type, Union, Variant};
use crate::path::SpecPath;
use crate::resolve::Tree;

use super::body::Work;
use super::classify::Class;
use super::discriminator;
use super::draft::Draft;
use super::facts::Facts;

/// Which component schemas are children of which.
#[derive(Debug, Default)]
pub(in crate::analyze) struct Family {
    children: HashMap<SpecPath, Vec<SpecPath>>,
}

impl Family {
    /// Reads the families from the components at `places`.
    pub(in crate::analyze) fn read<'p>(cx: &Context<'_>, places: impl Iterator<Item = &'p SpecPath>) -> Self {
        let mut family = Self::default();
        for place in places {
            let Some(raw) = cx.tree.get(place).and_then(Value::as_object) else { continue };
            for (_, branch) in node::children(&cx.tree, place, raw, "allOf") {
                let refers = cx.tree.get(&branch).is_some_and(|value| Tree::reference(value).is_some());
                if let Some(found) = cx.tree.follow(&branch).ok().filter(|found| refers && found.path != *place) {
                    family.children.entry(found.path).or_default().push(place.clone());
                }
            }
        }
        family
    }

    /// Whether `child` has `parent` in its `allOf`.
    pub(super) fn is_child(&self, child: &SpecPath, parent: &SpecPath) -> bool {
        self.children.get(parent).is_some_and(|children| children.contains(child))
    }

    /// Whether `child` has `parent` in its `allOf`, or one of its children.
    pub(super) fn descends(&self, child: &SpecPath, parent: &SpecPath) -> bool {
        self.is_child(child, parent) || (self.children.contains_key(parent) && self.descendants(parent).contains(child))
    }

    /// The children, their children, and so on, nearest first.
    fn descendants(&self, parent: &SpecPath) -> Vec<SpecPath> {
        let mut found: Vec<SpecPath> = Vec::new();
        let mut next = vec![parent.clone()];
        while !next.is_empty() {
            let children: Vec<SpecPath> =
                next.iter().filter_map(|parent| self.children.get(parent)).flatten().cloned().collect();
            next = children.into_iter().filter(|child| child != parent && !found.contains(child)).collect();
            next.dedup();
            found.extend(next.iter().cloned());
        }
        found
    }
}

/// Finds the schema that has the `discriminator` of the component at `path`: the component itself, or a part of its `allOf` that is
/// written there. A `discriminator` behind a reference is that of another component.
pub(super) fn own_discriminator(tree: &Tree<'_>, path: &SpecPath) -> Option<SpecPath> {
    let raw = tree.get(path)?.as_object()?;
    if Tree::member(raw, "$ref").is_some() {
        return None;
    }
    if Tree::member(raw, "discriminator").is_some_and(Value::is_object) {
        return Some(path.clone());
    }
    node::children(tree, path, raw, "allOf").into_iter().find_map(|(_, branch)| own_discriminator(tree, &branch))
}

/// The union that the component at `path` stands for, where it is a parent.
pub(super) fn union_of_children(cx: &mut Context<'_>, id: SchemaId, path: &SpecPath, facts: &Facts) -> Option<Class> {
    let own = own_discriminator(&cx.tree, path).filter(|_| facts.unions.is_empty())?;
    let descendants = cx.family.descendants(path);
    if descendants.is_empty() {
        return None;
    }
    let mut discriminator = discriminator::read(cx, &own)?;
    let mapped = discriminator.mapping.iter().map(|(_, place)| place).chain(&discriminator.otherwise).cloned();
    let mut known = HashSet::new();
    let is_new = |place: &SpecPath| cx.component(place).is_some() && known.insert(place.clone());
    let places: Vec<SpecPath> = mapped.chain(descendants).filter(is_new).collect();
    let mut variants = Vec::new();
    for place in &places {
        let variant = if place == path { itself(cx, id, path, facts) } else { child(cx, place) };
        discriminator.variants.extend(variant.is_some().then(|| (place.clone(), variants.len())));
        variants.extend(variant);
    }
    let union = Union { variants, selector: Selector::default() };
    Some(Class::Shape(Shape::Union(union), Some(discriminator), false))
}

fn child(cx: &Context<'_>, place: &SpecPath) -> Option<Variant> {
    let id = cx.component(place)?;
    Some(Variant { path: place.clone(), hint: place.last()?.into_owned(), ty: Type::Named(id) })
}

/// The parent as one of its own variants: what it says without its children.
fn itself(cx: &mut Context<'_>, id: SchemaId, path: &SpecPath, facts: &Facts) -> Option<Variant> {
    let name = path.last()?.into_owned();
    let origin = Origin { root: OriginRoot::Component(name.clone()), way: vec!["base".to_owned()] };
    let draft = cx.draft(id)?.clone();
    let shape = Shape::Struct(Struct::default());
    let base = cx.add_draft(Draft { origin, shape, discriminator: None, component: false, ..draft });
    cx.work.push_back(Work { id: base, facts: Box::new(facts.clone()) });
    Some(Variant { path: path.clone(), hint: name, ty: Type::Named(base) })
}
