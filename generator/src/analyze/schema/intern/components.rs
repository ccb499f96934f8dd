//! Interns the component schemas. Their ids are known from the start.

use std::collections::HashSet;

use crate::analyze::context::Context;
use crate::analyze::document::Document;
use crate::analyze::schema::classify::classify;
use crate::analyze::schema::read::{
    self, Discriminator, MergedSchema, SchemaRef, Strings, docs, merge, only_reference, own_discriminator,
};
use crate::model::{Docs, HintRoot, NameHint, SchemaId, Shape, Struct, Type, Union, UnionTagging, Variant};
use crate::path::SpecPath;
use crate::resolve::DocumentTree;

use super::draft::{Draft, is_open};
use super::own_types;
use super::resolve_type::{Built, NewSchema, build, type_of};
use super::schema_context::SchemaContext;
use super::store::{Interner, Resolved};

/// Adds an empty schema for every component, so that other schemas can refer to it.
pub(in crate::analyze) fn declare(document: &Document<'_>) -> Interner {
    let mut schemas = Interner::default();
    for (_, path) in document.components() {
        let name = path.last().map(std::borrow::Cow::into_owned).unwrap_or_default();
        schemas.add(Draft {
            path: path.clone(),
            name_hint: NameHint { root: HintRoot::Component(name), way: Vec::new() },
            docs: Docs::default(),
            shape: Shape::Alias(Type::Any),
            nullable: false,
            discriminator: None,
            open: false,
            component: true,
        });
    }
    schemas
}

/// Defines the schema of every component.
pub(in crate::analyze) fn define(cx: &mut Context<'_>) {
    let components: Vec<(SchemaId, SpecPath)> = cx.document.components().map(|(id, path)| (id, path.clone())).collect();
    for (id, path) in components {
        let Some(built) = component(cx, id, &path) else { continue };
        let new = match built {
            Built::Type(Resolved { ty, nullable }) => NewSchema::new(Shape::Alias(ty), nullable),
            Built::Schema(new) => new,
        };
        let open = is_open(&cx.document.tree, &path);
        if let Some(draft) = cx.schemas.drafts.get_mut(id.index()) {
            *draft = Draft {
                open,
                shape: new.shape,
                nullable: new.nullable,
                discriminator: new.discriminator,
                ..draft.clone()
            };
        }
        if let Some(merged) = new.pending {
            cx.schemas.postpone(id, merged);
        }
    }
}

fn component(cx: &mut Context<'_>, id: SchemaId, path: &SpecPath) -> Option<Built> {
    let value = cx.document.tree.get(path)?;
    if let Some(own) = own_types::at(cx, &[SchemaRef::whole(path)]) {
        cx.schemas.set_docs(id, docs(&cx.document.tree, &[SchemaRef::whole(path)], Strings::Expressed));
        return Some(Built::Type(own));
    }
    if DocumentTree::reference(value).is_some() {
        return Some(Built::Type(alias_of_reference(cx, path)));
    }
    let position = SchemaContext::at(path);
    let parts = [SchemaRef::whole(path)];
    if let Some((inner, nullable)) = only_reference(&cx.document, &parts) {
        return Some(Built::Type(type_of(cx, SchemaContext::at(&inner).below(0)).or_null(nullable)));
    }
    cx.schemas.set_docs(id, docs(&cx.document.tree, &parts, Strings::Expressed));
    let merged = merge(&cx.document.tree, &mut cx.findings, &parts);
    if let Some(union) = union_of_children(cx, id, path, &merged) {
        return Some(Built::Schema(union));
    }
    let format = merged.format.clone();
    let classified = classify(&cx.document, &mut cx.findings, merged, &parts);
    let classified = own_types::with_format(cx, format.as_deref(), classified);
    Some(build(cx, &position, classified))
}

/// Returns the type of a component that only consists of a reference.
fn alias_of_reference(cx: &mut Context<'_>, path: &SpecPath) -> Resolved {
    let target = cx.follow(path).and_then(|_| cx.document.tree.steps(path).nth(1));
    match target {
        Some(target) => type_of(cx, SchemaContext::at(&target).below(0)),
        None => Resolved::plain(Type::Any),
    }
}

/// The cost of a variant, in read values. In a chain, each component is a variant of all before it.
const VARIANT: usize = 8;

/// Returns the union of the children of the component at `path`, if it is a parent.
fn union_of_children(cx: &mut Context<'_>, id: SchemaId, path: &SpecPath, merged: &MergedSchema) -> Option<NewSchema> {
    if cx.findings.is_exhausted() {
        return None;
    }
    let own = own_discriminator(&cx.document.tree, path).filter(|_| merged.unions.is_empty())?;
    let descendants = cx.document.inheritance.descendants(path);
    if descendants.is_empty() || !cx.findings.spend(path, VARIANT * descendants.len()) {
        return None;
    }
    let mut discriminator = read::discriminator(&cx.document, &mut cx.findings, &own)?;
    let places = children(&cx.document, &discriminator, descendants);
    let mut variants = Vec::new();
    for place in &places {
        let variant = if place == path { itself(cx, id, path, merged) } else { child(&cx.document, place) };
        discriminator.variants.extend(variant.is_some().then(|| (place.clone(), variants.len())));
        variants.extend(variant);
    }
    let shape = Shape::Union(Union { variants, tagging: UnionTagging::default() });
    Some(NewSchema { discriminator: Some(discriminator), ..NewSchema::new(shape, merged.nullable) })
}

/// Returns the components that a reference to a parent can mean: those in `mapping` first, then the other descendants.
fn children(document: &Document<'_>, discriminator: &Discriminator, descendants: Vec<SpecPath>) -> Vec<SpecPath> {
    let mapped = discriminator.mapping.iter().map(|(_, place)| place).chain(&discriminator.otherwise).cloned();
    let mut known = HashSet::new();
    let is_new = |place: &SpecPath| document.component(place).is_some() && known.insert(place.clone());
    mapped.chain(descendants).filter(is_new).collect()
}

fn child(document: &Document<'_>, place: &SpecPath) -> Option<Variant> {
    let id = document.component(place)?;
    Some(Variant { path: place.clone(), hint: place.last()?.into_owned(), ty: Type::Named(id), docs: Docs::default() })
}

/// Adds the parent as one of its own variants, with only its own properties.
fn itself(cx: &mut Context<'_>, id: SchemaId, path: &SpecPath, merged: &MergedSchema) -> Option<Variant> {
    let name = path.last()?.into_owned();
    let name_hint = NameHint { root: HintRoot::Component(name.clone()), way: vec!["base".to_owned()] };
    let draft = cx.schemas.get(id)?.clone();
    let shape = Shape::Struct(Struct::default());
    let base = cx.schemas.add(Draft { name_hint, shape, discriminator: None, component: false, ..draft });
    cx.schemas.postpone(base, Box::new(merged.clone()));
    Some(Variant { path: path.clone(), hint: name, ty: Type::Named(base), docs: Docs::default() })
}
