//! From a place in the document to a type: follows references, remembers what was seen, and gives ids before bodies.

use std::hash::{Hash, Hasher};

use crate::analyze::context::Context;
use crate::analyze::origin::origin_of;
use crate::diag::{Code, Diagnostic};
use crate::model::{Docs, Origin, SchemaId, Shape, Type};
use crate::path::SpecPath;
use crate::resolve::Tree;

use super::body::Work;
use super::classify::{Class, classify};
use super::draft::Draft;
use super::facts::gather;
use super::{all_of, annotations};

/// Schemas within schemas deeper than this are given up. An object's properties begin anew.
pub(super) const MAX_DEPTH: usize = 24;

/// A schema of the document that holds at some position, alone or together with others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::analyze) struct Part {
    /// Where it stands.
    pub(in crate::analyze) path: SpecPath,
    /// What becomes of its alternatives.
    pub(in crate::analyze) unions: Unions,
}

/// What becomes of `oneOf` and `anyOf` of a [`Part`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::analyze) enum Unions {
    /// They hold as well.
    Kept,
    /// They are left out: another part is the alternative that was chosen.
    LeftOut,
}

/// Places differ most at their ends, and begin alike for a long way.
impl Hash for Part {
    fn hash<H: Hasher>(&self, state: &mut H) {
        const TAIL: usize = 24;
        let pointer = self.path.pointer().as_bytes();
        state.write_usize(pointer.len());
        state.write(pointer.get(pointer.len().saturating_sub(TAIL)..).unwrap_or_default());
    }
}

impl Part {
    /// The whole schema at `path`.
    pub(in crate::analyze) fn whole(path: &SpecPath) -> Self {
        Self { path: path.clone(), unions: Unions::Kept }
    }
}

/// What is known of a position that holds a schema.
#[derive(Debug, Clone)]
pub(in crate::analyze) struct Position {
    /// The schemas that hold there, all of them; the outermost first.
    pub(in crate::analyze) parts: Vec<Part>,
    /// What an item for it is called after, where its place does not say.
    pub(in crate::analyze) origin: Option<Origin>,
    /// How many schemas it is in that are not finished.
    pub(in crate::analyze) depth: usize,
    /// Whether its strings can be checked. Not in a union: which alternative is meant cannot be told from a string that
    /// breaks its rules.
    pub(in crate::analyze) checked: bool,
}

impl Position {
    /// The position of the schema at `path`.
    pub(in crate::analyze) fn at(path: &SpecPath) -> Self {
        Self { parts: vec![Part::whole(path)], origin: None, depth: 0, checked: true }
    }

    /// A position that holds several schemas at once.
    pub(in crate::analyze) fn of(parts: Vec<Part>, origin: Option<Origin>) -> Self {
        Self { parts, origin, depth: 0, checked: true }
    }

    /// The position below one of this depth.
    pub(in crate::analyze) fn below(mut self, depth: usize) -> Self {
        self.depth = depth + 1;
        self
    }

    /// The same with strings that are not checked.
    pub(in crate::analyze) fn unchecked(mut self) -> Self {
        self.checked = false;
        self
    }
}

/// The type of a position.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::analyze) struct Typed {
    /// The type, without `null`.
    pub(in crate::analyze) ty: Type,
    /// Whether `null` is a value as well. What a [`Type::Named`] says itself is added at the end.
    pub(in crate::analyze) nullable: bool,
}

impl Typed {
    pub(in crate::analyze) fn plain(ty: Type) -> Self {
        Self { ty, nullable: false }
    }

    /// The type for a place that has no room for `null` otherwise.
    pub(in crate::analyze) fn folded(self) -> Type {
        if self.nullable { Type::Nullable(Box::new(self.ty)) } else { self.ty }
    }
}

/// The type of the schema at `path`.
pub(in crate::analyze) fn type_at(cx: &mut Context<'_>, path: &SpecPath) -> Typed {
    type_of(cx, Position::at(path))
}

/// The type of a position.
pub(in crate::analyze) fn type_of(cx: &mut Context<'_>, position: Position) -> Typed {
    let position = match single(cx, position) {
        Ok(position) => position,
        Err(typed) => return typed,
    };
    if let Some(known) = cx.known.get(&position.parts) {
        return known.clone();
    }
    if let Some(part) = position.parts.first().filter(|_| position.depth > MAX_DEPTH) {
        let message = "schemas are nested too deeply here, the rest is left untyped";
        cx.report_once(Diagnostic::new(Code::TooDeep, &part.path, message));
        return Typed::plain(Type::Any);
    }
    if cx.open.contains(&position.parts) {
        let path = position.parts.first().map_or_else(SpecPath::root, |part| part.path.clone());
        let message = "this schema holds itself and is no object, which has no Rust type here";
        cx.report_once(
            Diagnostic::new(Code::UnsupportedSchema, &path, message).help("inside of itself it holds any JSON value"),
        );
        return Typed::plain(Type::Any);
    }
    cx.open.push(position.parts.clone());
    let typed = fresh(cx, &position);
    cx.open.pop();
    // A property without an item is found again as fast as it is looked up.
    if position.depth > 0 || named(&typed.ty) {
        cx.known.insert(position.parts, typed.clone());
    }
    typed
}

fn named(ty: &Type) -> bool {
    match ty {
        Type::Named(_) => true,
        Type::Array(inner) | Type::Map(inner) | Type::Nullable(inner) => named(inner),
        Type::Tuple(items) => items.iter().any(named),
        _ => false,
    }
}

/// Looks through references where a position holds one schema alone: to its type if it has an id, else to where it
/// really stands.
fn single(cx: &mut Context<'_>, mut position: Position) -> Result<Position, Typed> {
    let [part] = position.parts.as_mut_slice() else { return Ok(position) };
    if part.unions == Unions::LeftOut {
        return Ok(position);
    }
    let nullable = annotations::nullable_beside(&cx.tree, &part.path);
    if let Some(id) = component(cx, &part.path) {
        return Err(Typed { ty: Type::Named(id), nullable });
    }
    let Some(found) = cx.follow(&part.path) else { return Err(Typed { ty: Type::Any, nullable }) };
    if found.path != part.path && nullable {
        part.path = found.path;
        let typed = type_of(cx, position);
        return Err(Typed { nullable: true, ..typed });
    }
    part.path = found.path;
    Ok(position)
}

/// The id of the component schema at `path`, or of the first one that the references there lead to.
pub(in crate::analyze) fn component(cx: &Context<'_>, path: &SpecPath) -> Option<SchemaId> {
    const MAX_HOPS: usize = 64;
    let mut place = path.clone();
    for _ in 0..MAX_HOPS {
        if let Some(id) = cx.component(&place) {
            return Some(id);
        }
        let reference = Tree::reference(cx.tree.get(&place)?)?;
        place = cx.tree.target(&place, reference).ok()?.path;
    }
    None
}

/// The type of a position that was not seen before.
fn fresh(cx: &mut Context<'_>, position: &Position) -> Typed {
    if let Some((inner, nullable)) = all_of::only_reference(cx, &position.parts) {
        let inner = Position { parts: vec![Part::whole(&inner)], origin: None, ..position.clone() };
        let typed = type_of(cx, inner.below(position.depth));
        return Typed { nullable: typed.nullable || nullable, ..typed };
    }
    let facts = gather(cx, &position.parts);
    let nullable = facts.nullable;
    let class = classify(cx, facts, position);
    item(cx, position, class, nullable)
}

/// Makes an item where the class needs one.
pub(super) fn item(cx: &mut Context<'_>, position: &Position, class: Class, nullable: bool) -> Typed {
    let (shape, discriminator, facts) = match class {
        Class::Type(typed) => return Typed { nullable: typed.nullable || nullable, ..typed },
        Class::Shape(shape, discriminator, null) => {
            let id = draft(cx, position, shape, discriminator);
            return Typed { ty: Type::Named(id), nullable: nullable || null };
        }
        Class::Struct(facts) => (Shape::Struct(crate::model::Struct::default()), None, facts),
    };
    let nullable = nullable || facts.nullable;
    let id = draft(cx, position, shape, discriminator);
    cx.work.push_back(Work { id, facts });
    Typed { ty: Type::Named(id), nullable }
}

fn draft(
    cx: &mut Context<'_>,
    position: &Position,
    shape: Shape,
    discriminator: Option<super::Discriminator>,
) -> SchemaId {
    let path = position.parts.last().map_or_else(SpecPath::root, |part| part.path.clone());
    let origin = position.origin.clone().unwrap_or_else(|| origin_of(cx, &path));
    let docs = annotations::docs(&cx.tree, &position.parts, annotations::Strings::Expressed);
    let open = is_open(cx, &path);
    cx.add_draft(Draft { path, origin, docs, shape, nullable: false, discriminator, open, component: false })
}

/// Fills the draft of a component, which has had its id from the beginning.
pub(in crate::analyze) fn define(cx: &mut Context<'_>, id: SchemaId, path: &SpecPath) {
    let Some(value) = cx.tree.get(path) else { return };
    let position = Position::at(path);
    if Tree::reference(value).is_some() {
        let typed = alias_of_reference(cx, path);
        return set(cx, id, Shape::Alias(typed.ty), typed.nullable, None);
    }
    if let Some((inner, nullable)) = all_of::only_reference(cx, &position.parts) {
        let typed = type_of(cx, Position::at(&inner).below(0));
        return set(cx, id, Shape::Alias(typed.ty), typed.nullable || nullable, None);
    }
    if let Some(docs) = cx.drafts.get_mut(id.index()) {
        docs.docs = annotations::docs(&cx.tree, &position.parts, annotations::Strings::Expressed);
    }
    let facts = gather(cx, &position.parts);
    let nullable = facts.nullable;
    let class = match super::family::union_of_children(cx, id, path, &facts) {
        Some(class) => class,
        None => classify(cx, facts, &position),
    };
    match class {
        Class::Type(typed) => set(cx, id, Shape::Alias(typed.ty), typed.nullable || nullable, None),
        Class::Shape(shape, discriminator, null) => set(cx, id, shape, nullable || null, discriminator),
        Class::Struct(facts) => {
            set(cx, id, Shape::Struct(crate::model::Struct::default()), nullable || facts.nullable, None);
            cx.work.push_back(Work { id, facts });
        }
    }
}

/// The type of a component that is nothing but a reference.
fn alias_of_reference(cx: &mut Context<'_>, path: &SpecPath) -> Typed {
    let target = Tree::reference(cx.tree.get(path).unwrap_or(&serde_json::Value::Null));
    let target = target.map(|reference| cx.tree.target(path, reference));
    if cx.follow(path).is_none() {
        return Typed::plain(Type::Any);
    }
    match target {
        Some(Ok(found)) => type_of(cx, Position::at(&found.path).below(0)),
        _ => Typed::plain(Type::Any),
    }
}

fn set(cx: &mut Context<'_>, id: SchemaId, shape: Shape, nullable: bool, discriminator: Option<super::Discriminator>) {
    let open = cx.draft(id).map(|draft| draft.path.clone()).is_some_and(|path| is_open(cx, &path));
    if let Some(draft) = cx.drafts.get_mut(id.index()) {
        draft.open = open;
        draft.shape = shape;
        draft.nullable = nullable;
        draft.discriminator = discriminator;
    }
}

/// Whether the values of an enumeration at `path` would not be listed there, but among alternatives.
fn is_open(cx: &Context<'_>, path: &SpecPath) -> bool {
    let raw = cx.tree.get(path).and_then(serde_json::Value::as_object);
    raw.is_some_and(|raw| Tree::member(raw, "anyOf").is_some() || Tree::member(raw, "oneOf").is_some())
}

/// Gives every component schema its id.
pub(in crate::analyze) fn declare(cx: &mut Context<'_>) -> Vec<(SchemaId, SpecPath)> {
    let root = SpecPath::root();
    let components = root.child("components");
    let Some(raw) = cx.tree.get(&components).and_then(serde_json::Value::as_object) else { return Vec::new() };
    let places = crate::analyze::node::children(&cx.tree, &components, raw, "schemas");
    places
        .into_iter()
        .map(|(name, path)| {
            let origin = Origin { root: crate::model::OriginRoot::Component(name), way: Vec::new() };
            let shape = Shape::Alias(Type::Any);
            let draft = Draft {
                path: path.clone(),
                origin,
                docs: Docs::default(),
                shape,
                nullable: false,
                discriminator: None,
                open: false,
                component: true,
            };
            let id = cx.add_draft(draft);
            cx.add_component(&path, id);
            (id, path)
        })
        .collect()
}
