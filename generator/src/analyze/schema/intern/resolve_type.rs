//! Resolves the type of a position: classifies its schemas and, recursively, all schemas within them. Results are
//! cached.

use std::collections::HashMap;

use serde_json::Value;

use crate::analyze::context::Context;
use crate::analyze::name_hint::name_hint_of;
use crate::analyze::schema::classify::{Choice, Class, Classified, OneOf, classify};
use crate::analyze::schema::read::{
    self, Discriminator, MAX_DEPTH, MergedSchema, SchemaRef, Strings, Unions, docs, merge, nullable_beside,
    only_reference,
};
use crate::analyze::text;
use crate::diag::{Code, Diagnostic};
use crate::model::{Docs, Shape, Struct, Type, Union, UnionTagging, Variant};
use crate::path::SpecPath;
use crate::resolve::DocumentTree;

use super::draft::{Draft, is_open};
use super::own_types;
use super::schema_context::SchemaContext;
use super::store::Resolved;
use super::variants;

/// The result of building a schema.
pub(super) enum Built {
    /// A type that needs no schema of its own.
    Type(Resolved),
    /// A schema of its own.
    Schema(NewSchema),
}

/// A schema without an id.
pub(super) struct NewSchema {
    pub(super) shape: Shape,
    pub(super) discriminator: Option<Discriminator>,
    pub(super) nullable: bool,
    /// The merged schema that the properties of a struct are read from later.
    pub(super) pending: Option<Box<MergedSchema>>,
}

impl NewSchema {
    pub(super) fn new(shape: Shape, nullable: bool) -> Self {
        Self { shape, discriminator: None, nullable, pending: None }
    }
}

/// Returns the type of the schema at `path`.
pub(in crate::analyze) fn type_at(cx: &mut Context<'_>, path: &SpecPath) -> Resolved {
    type_of(cx, SchemaContext::at(path))
}

/// Returns the type of a position.
///
/// This is the entry point of the recursion, so it is also where the recursion ends: at a component, whose id is known
/// before its content is read; at a position that is cached; at a position that is being resolved; and at the maximum
/// depth. Properties of structs do not recurse, since they are queued and read later.
pub(in crate::analyze) fn type_of(cx: &mut Context<'_>, position: SchemaContext) -> Resolved {
    if let Some(own) = own_types::at(cx, &position.parts) {
        return own;
    }
    let position = match follow_single(cx, position) {
        Ok(position) => position,
        Err(resolved) => return resolved,
    };
    // The schemas of a position determine its type, so they are the key of the cache.
    if let Some(known) = cx.schemas.known.get(&position.parts) {
        return known.clone();
    }
    if position.depth > MAX_DEPTH {
        return too_deep(cx, &position.path());
    }
    // Inline schemas have no id until they are built, so one that contains itself cannot refer to itself.
    if cx.schemas.open.contains(&position.parts) {
        return contains_itself(cx, &position.path());
    }
    cx.schemas.open.push(position.parts.clone());
    let resolved = build_and_intern(cx, &position);
    cx.schemas.open.pop();
    // A property without a schema of its own can be resolved again as fast as it can be looked up, so it is not cached.
    // A named schema always is: otherwise each reference to the same place would create another schema.
    if position.depth > 0 || is_named(&resolved.ty) {
        cx.schemas.known.insert(position.parts, resolved.clone());
    }
    resolved
}

fn contains_itself(cx: &mut Context<'_>, path: &SpecPath) -> Resolved {
    let message = "this schema contains itself and is not an object, which has no Rust type";
    let found = Diagnostic::new(Code::UnsupportedSchema, path, message);
    cx.findings.report_once(found.help("within itself, it accepts any JSON value"));
    Resolved::plain(Type::Any)
}

fn too_deep(cx: &mut Context<'_>, path: &SpecPath) -> Resolved {
    let message = "schemas are nested too deeply; the inner ones accept any JSON value";
    cx.findings.report_once(Diagnostic::new(Code::TooDeep, path, message));
    Resolved::plain(Type::Any)
}

fn is_named(ty: &Type) -> bool {
    matches!(ty, Type::Named(_)) || ty.parts().iter().any(is_named)
}

/// Follows references, if only one schema applies at a position. Returns the type if the schema is a component, or else
/// the position with the place of the target.
fn follow_single(cx: &mut Context<'_>, mut position: SchemaContext) -> Result<SchemaContext, Resolved> {
    let [part] = position.parts.as_mut_slice() else { return Ok(position) };
    // Without its alternatives, a schema is not the one that the reference names.
    if part.unions == Unions::LeftOut {
        return Ok(position);
    }
    let nullable = nullable_beside(&cx.document.tree, &part.path);
    if let Some(id) = cx.document.component_behind(&part.path) {
        return Err(Resolved { ty: Type::Named(id), nullable });
    }
    let Some(found) = cx.follow(&part.path) else { return Err(Resolved { ty: Type::Any, nullable }) };
    let is_reference = found.path != part.path;
    part.path = found.path;
    if is_reference && nullable {
        // The `null` belongs to the reference and not to its target, so it must not get into the cache of the target.
        return Err(type_of(cx, position).or_null(true));
    }
    Ok(position)
}

/// Resolves the type of a position that is not cached: the three steps of [`crate::analyze::schema`].
fn build_and_intern(cx: &mut Context<'_>, position: &SchemaContext) -> Resolved {
    if let Some((inner, nullable)) = only_reference(&cx.document, &position.parts) {
        return type_instead(cx, position, vec![SchemaRef::whole(&inner)]).or_null(nullable);
    }
    let merged = merge(&cx.document.tree, &mut cx.findings, &position.parts);
    let format = merged.format.clone();
    let classified = classify(&cx.document, &mut cx.findings, merged, &position.parts);
    let classified = own_types::with_format(cx, format.as_deref(), classified);
    let built = build(cx, position, classified);
    intern(cx, position, built)
}

/// Returns the type of other schemas that replace those of a position.
fn type_instead(cx: &mut Context<'_>, position: &SchemaContext, parts: Vec<SchemaRef>) -> Resolved {
    let inner = SchemaContext { parts, name_hint: None, ..position.clone() };
    type_of(cx, inner.below(position.depth))
}

/// Adds the result to the interner if it needs a schema of its own.
fn intern(cx: &mut Context<'_>, position: &SchemaContext, built: Built) -> Resolved {
    let new = match built {
        Built::Type(resolved) => return resolved,
        Built::Schema(new) => new,
    };
    let path = position.parts.last().map_or_else(SpecPath::root, |part| part.path.clone());
    let id = cx.schemas.add(Draft {
        name_hint: position.name_hint.clone().unwrap_or_else(|| name_hint_of(&cx.document, &path)),
        docs: docs(&cx.document.tree, &position.parts, Strings::Expressed),
        shape: new.shape,
        nullable: false,
        discriminator: new.discriminator,
        open: is_open(&cx.document.tree, &path),
        component: false,
        path,
    });
    if let Some(merged) = new.pending {
        cx.schemas.postpone(id, merged);
    }
    Resolved { ty: Type::Named(id), nullable: new.nullable }
}

/// Resolves all schemas within a classified schema.
pub(super) fn build(cx: &mut Context<'_>, position: &SchemaContext, classified: Classified) -> Built {
    let nullable = classified.nullable;
    let ty = |ty| Built::Type(Resolved { ty, nullable });
    let schema = |shape| Built::Schema(NewSchema::new(shape, nullable));
    match classified.class {
        Class::Type(plain) => ty(plain),
        Class::Enumeration(list) => schema(Shape::Enumeration(list)),
        Class::CheckedString(rules) if position.checked => schema(Shape::CheckedString(rules)),
        Class::CheckedString(_) => ty(Type::String),
        Class::Array(items) => ty(array(cx, position, items)),
        // Tuples get a name, so that their documentation has a place and the types around them stay short.
        Class::Tuple(items) => schema(Shape::Alias(tuple(cx, position, items))),
        Class::Map(values) => {
            let value = inner_type(cx, position, values, "value");
            ty(if value == Type::Any { Type::Object } else { Type::Map(Box::new(value)) })
        }
        Class::Struct(merged) => {
            let shape = Shape::Struct(Struct::default());
            Built::Schema(NewSchema { pending: Some(merged), ..NewSchema::new(shape, nullable) })
        }
        Class::ByJsonType(path, classes) => by_json_type(cx, position, &path, classes, nullable),
        Class::OneOf(union) => one_of(cx, position, &union, nullable),
        Class::Only(path, parts) => match only(cx, position, &path, parts) {
            Built::Type(resolved) => Built::Type(resolved.or_null(nullable)),
            Built::Schema(new) => Built::Schema(NewSchema { nullable: new.nullable || nullable, ..new }),
        },
    }
}

fn array(cx: &mut Context<'_>, position: &SchemaContext, items: Vec<SchemaRef>) -> Type {
    let item = if items.is_empty() { Type::Any } else { inner_type(cx, position, items, "item") };
    Type::Array(Box::new(item))
}

fn tuple(cx: &mut Context<'_>, position: &SchemaContext, items: Vec<Vec<SchemaRef>>) -> Type {
    let item = |(index, parts)| inner_type(cx, position, parts, &format!("item {}", index + 1));
    Type::Tuple(items.into_iter().enumerate().map(item).collect())
}

/// Returns the type of an inner schema of a position: an item or a value. `word` is the name of the inner schema.
fn inner_type(cx: &mut Context<'_>, position: &SchemaContext, parts: Vec<SchemaRef>, word: &str) -> Type {
    let name_hint = (parts.len() > 1).then(|| position.inside(&cx.document, word));
    let inner = SchemaContext { checked: position.checked, ..SchemaContext::new(parts, name_hint) };
    type_of(cx, inner.below(position.depth)).folded()
}

/// Builds a union that the JSON types tell apart. If there is only one type, returns that type.
fn by_json_type(
    cx: &mut Context<'_>,
    position: &SchemaContext,
    path: &SpecPath,
    classes: Vec<Class>,
    nullable: bool,
) -> Built {
    let mut variants: Vec<Variant> = Vec::new();
    for class in classes {
        let (ty, hint) = of_json_type(cx, position, class);
        if !variants.iter().any(|variant| variant.ty == ty) {
            let hint = hint.or_else(|| ty.names().variant).unwrap_or("object").to_owned();
            variants.push(Variant { path: path.clone(), hint, ty, docs: Docs::default() });
        }
    }
    if let [variant] = variants.as_slice() {
        return Built::Type(Resolved { ty: variant.ty.clone(), nullable });
    }
    let union = Union { variants, tagging: UnionTagging::default() };
    Built::Schema(NewSchema::new(Shape::Union(union), nullable))
}

/// Returns the type of the values of one JSON type, and the name of its schema.
fn of_json_type(cx: &mut Context<'_>, position: &SchemaContext, class: Class) -> (Type, Option<&'static str>) {
    let (word, class) = match class {
        Class::Tuple(items) => return (tuple(cx, position, items), None),
        class @ Class::Enumeration(_) => ("string", class),
        class @ (Class::Struct(_) | Class::Map(_)) => ("object", class),
        class => {
            let built = build(cx, position, class.into());
            return (intern(cx, position, built).ty, None);
        }
    };
    let is_enumeration = matches!(class, Class::Enumeration(_));
    let inner = position.named(position.inside(&cx.document, word));
    let built = build(cx, &inner, class.into());
    let ty = intern(cx, &inner, built).ty;
    if let (Type::Named(id), true) = (&ty, is_enumeration) {
        // The union has the documentation.
        cx.schemas.set_docs(*id, Docs::default());
    }
    (ty, Some(word))
}

/// Builds the only alternative that remains. An inline alternative replaces the schema itself.
fn only(cx: &mut Context<'_>, position: &SchemaContext, path: &SpecPath, parts: Vec<SchemaRef>) -> Built {
    if let [part] = parts.as_slice()
        && cx.document.tree.get(&part.path).is_some_and(|value| DocumentTree::reference(value).is_some())
    {
        return Built::Type(type_instead(cx, position, parts));
    }
    if position.depth > MAX_DEPTH {
        return Built::Type(too_deep(cx, path));
    }
    let merged = merge(&cx.document.tree, &mut cx.findings, &parts);
    let format = merged.format.clone();
    let classified = classify(&cx.document, &mut cx.findings, merged, &position.parts);
    let classified = own_types::with_format(cx, format.as_deref(), classified);
    build(cx, &SchemaContext { depth: position.depth + 1, ..position.clone() }, classified)
}

/// Builds a union of several alternatives. Alternatives with the same type become one variant; if only one variant
/// remains, returns its type.
fn one_of(cx: &mut Context<'_>, position: &SchemaContext, union: &OneOf, nullable: bool) -> Built {
    let mut collected = Collected::default();
    // In document order, since the index of a variant is that of the first alternative with its type.
    for choice in &union.choices {
        let resolved = chosen(cx, position, choice);
        collected.add(cx, choice, resolved);
    }
    let Collected { mut variants, places, aliases, .. } = collected;
    let nullable = nullable || collected.nullable;
    if let [variant] = variants.as_slice() {
        return Built::Type(Resolved { ty: variant.ty.clone(), nullable });
    }
    // These names depend on the types of all variants.
    variants::name_the_object(&cx.schemas, &mut variants);
    variants::name_the_lists(&cx.schemas, &mut variants);
    let place = union.discriminator.as_ref();
    let discriminator = place.and_then(|place| read::discriminator(&cx.document, &mut cx.findings, place));
    let discriminator = discriminator.map(|found| Discriminator { variants: places, aliases, ..found });
    let shape = Shape::Union(Union { variants, tagging: UnionTagging::default() });
    Built::Schema(NewSchema { discriminator, ..NewSchema::new(shape, nullable) })
}

/// The variants of a union, and what its discriminator needs to know of the alternatives.
#[derive(Default)]
struct Collected {
    variants: Vec<Variant>,
    /// The index of the variant with each type.
    by_type: HashMap<Type, usize>,
    /// The place of each alternative after all references, with the index of its variant. `mapping` refers to these.
    places: Vec<(SpecPath, usize)>,
    /// The names of components that alternatives refer to, if those are references in turn.
    aliases: Vec<(String, usize)>,
    nullable: bool,
}

impl Collected {
    /// Adds an alternative: as a new variant, or to the variant with the same type.
    fn add(&mut self, cx: &Context<'_>, choice: &Choice, resolved: Resolved) {
        self.nullable |= resolved.nullable;
        let at = &choice.place;
        let target = cx.document.tree.follow(at).map_or_else(|_| at.clone(), |found| found.path);
        let known = self.by_type.get(&resolved.ty).copied();
        let index = known.unwrap_or(self.variants.len());
        // Also for a known type: each alternative can have a value of its own in `mapping`.
        self.aliases.extend(read::alias(&cx.document, at, &target).map(|alias| (alias, index)));
        self.places.push((target, index));
        let raw = cx.document.tree.get(at).and_then(Value::as_object);
        let docs = Docs {
            deprecated: raw.and_then(text::deprecated),
            ..docs(&cx.document.tree, &[SchemaRef::whole(at)], cx.schemas.rules_of(&resolved.ty))
        };
        if let Some(same) = self.variants.get_mut(index) {
            variants::join_docs(&mut same.docs, docs);
        } else {
            let hint = variants::hint(&cx.document, &cx.schemas, choice, &resolved.ty);
            self.by_type.insert(resolved.ty.clone(), index);
            self.variants.push(Variant { path: at.clone(), hint, ty: resolved.ty, docs });
        }
    }
}

/// Returns the type of an alternative. Its strings are not checked: if one violates the constraints, another alternative
/// may still match.
fn chosen(cx: &mut Context<'_>, position: &SchemaContext, choice: &Choice) -> Resolved {
    let name_hint = (choice.parts.len() > 1).then(|| position.inside(&cx.document, &choice.words.join(" ")));
    type_of(cx, SchemaContext::new(choice.parts.clone(), name_hint).unchecked().below(position.depth))
}
