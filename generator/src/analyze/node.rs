//! Deserializes one object of the document into its `openapiv3` type. Objects within it are replaced by references to
//! their places, and values of a wrong type are left out. So an invalid object does not affect the rest of the
//! document.

mod stub;

use std::borrow::Cow;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::keywords::{Coercion, Holds, Keyword, Layout, ObjectKind, Role, coerce};
use crate::path::SpecPath;
use crate::resolve::DocumentTree;

use stub::{Members, Stub};

/// An object of the document, both raw and typed.
pub(super) struct Node<'d, T> {
    /// The place of the object in the document.
    pub(super) path: SpecPath,
    /// The raw object, for keywords that the type does not have.
    pub(super) raw: &'d Map<String, Value>,
    /// The typed object.
    pub(super) typed: T,
}

/// Reads `value`, the object at `path`, as a `T`.
pub(super) fn read<'d, T: DeserializeOwned>(
    tree: &DocumentTree<'d>,
    kind: ObjectKind,
    path: &SpecPath,
    value: &'d Value,
) -> Result<Node<'d, T>, String> {
    let raw = value.as_object().ok_or_else(|| format!("{} is an object, and this is not", kind.noun()))?;
    let typed = T::deserialize(Stub::Object(members(tree, kind, path, raw))).map_err(|error| error.to_string())?;
    Ok(Node { path: path.clone(), raw, typed })
}

/// Returns the places of the children in the list or map under `keyword`. The list or map itself may be behind a
/// reference.
pub(super) fn children(
    tree: &DocumentTree<'_>,
    path: &SpecPath,
    raw: &Map<String, Value>,
    keyword: &str,
) -> Vec<(String, SpecPath)> {
    let Some(mut value) = DocumentTree::member(raw, keyword) else { return Vec::new() };
    let mut place = path.child(keyword);
    if DocumentTree::reference(value).is_some() {
        let Ok(found) = tree.follow(&place) else { return Vec::new() };
        (place, value) = (found.path, found.value);
    }
    match value {
        Value::Object(map) => map.keys().map(|key| (key.clone(), place.child(key))).collect(),
        Value::Array(items) => (0..items.len()).map(|index| (index.to_string(), place.index(index))).collect(),
        _ => Vec::new(),
    }
}

/// Returns the members that a typed object is deserialized from: the keywords of `raw` that `openapiv3` supports.
fn members<'v>(tree: &DocumentTree<'v>, kind: ObjectKind, path: &SpecPath, raw: &'v Map<String, Value>) -> Members<'v> {
    let mut members: Members<'v> = Vec::with_capacity(raw.len());
    for (name, value) in raw {
        let Some(keyword) = kind.keyword(name) else { continue };
        members.extend(member(tree, keyword, path, raw, value).map(|member| (Cow::Borrowed(name.as_str()), member)));
    }
    if let Layout::Keywords(keywords) = kind.layout() {
        for keyword in keywords.iter().filter(|keyword| keyword.role == Role::Required) {
            if !has(&members, keyword.name) {
                members.extend(stand_in(keyword).map(|member| (Cow::Borrowed(keyword.name), member)));
            }
        }
    }
    complete(kind, &mut members);
    members
}

fn has(members: &Members<'_>, name: &str) -> bool {
    members.iter().any(|(known, _)| known == name)
}

/// Adds members that `openapiv3` requires and a client does not need.
fn complete(kind: ObjectKind, members: &mut Members<'_>) {
    match kind {
        ObjectKind::Parameter | ObjectKind::Header if !has(members, "schema") && !has(members, "content") => {
            members.push((Cow::Borrowed("schema"), Stub::empty()));
        }
        ObjectKind::SecurityScheme => {
            if !has(members, "flows") {
                members.push((Cow::Borrowed("flows"), Stub::empty()));
            }
            if !has(members, "openIdConnectUrl") {
                members.push((Cow::Borrowed("openIdConnectUrl"), Stub::Mended(Value::from(""))));
            }
        }
        _ => {}
    }
}

/// Returns the value of a keyword for a typed object.
fn member<'v>(
    tree: &DocumentTree<'v>,
    keyword: &Keyword,
    path: &SpecPath,
    raw: &'v Map<String, Value>,
    value: &'v Value,
) -> Option<Stub<'v>> {
    if !matches!(keyword.role, Role::Used | Role::Required | Role::Essential) {
        return None;
    }
    match keyword.holds {
        // These are read from the document directly. Examples are the largest part of some documents.
        Holds::Any | Holds::List => return None,
        // `openapiv3` only supports booleans here.
        Holds::Exclusive if value.is_number() => return None,
        _ => {}
    }
    let fitting = match coerce(keyword.holds, value) {
        Coercion::Valid => Stub::Written(value),
        Coercion::Coerced(mended) => Stub::Mended(mended),
        Coercion::Empty | Coercion::Invalid => return None,
    };
    let below = || children(tree, path, raw, keyword.name);
    match keyword.holds {
        Holds::One(ObjectKind::Operation) => None,
        Holds::One(kind) => Some(object(tree, kind, &path.child(keyword.name))),
        Holds::OneOrBoolean(_) if value.is_object() => Some(Stub::Link(path.child(keyword.name))),
        Holds::Many(kind) => Some(Stub::List(below().iter().map(|(_, place)| object(tree, kind, place)).collect())),
        Holds::Map(kind) => {
            let entries = below().into_iter().map(|(key, place)| (Cow::Owned(key), object(tree, kind, &place)));
            Some(Stub::Object(entries.collect()))
        }
        // Several types at once are read from the document directly.
        Holds::Type => match fitting {
            Stub::Mended(Value::Array(_)) => None,
            name => Some(name),
        },
        _ => Some(fitting),
    }
}

/// Returns an object within another one: a reference if it is read separately, its contents if it is a small part of
/// the outer object, and an empty object otherwise.
fn object<'v>(tree: &DocumentTree<'v>, kind: ObjectKind, place: &SpecPath) -> Stub<'v> {
    if kind.referable() {
        return Stub::Link(place.clone());
    }
    let Some(found) = tree.follow(place).ok().filter(|_| is_part(kind)) else { return Stub::empty() };
    let Some(raw) = found.value.as_object() else { return Stub::empty() };
    if kind == ObjectKind::SecurityRequirement {
        return Stub::Object(
            raw.iter().map(|(name, scopes)| (Cow::Borrowed(name.as_str()), self::scopes(scopes))).collect(),
        );
    }
    Stub::Object(members(tree, kind, &found.path, raw))
}

/// Returns true for small objects that are read together with the object that contains them.
fn is_part(kind: ObjectKind) -> bool {
    matches!(
        kind,
        ObjectKind::Info
            | ObjectKind::Contact
            | ObjectKind::License
            | ObjectKind::Server
            | ObjectKind::ServerVariable
            | ObjectKind::ExternalDocs
            | ObjectKind::Tag
            | ObjectKind::Discriminator
            | ObjectKind::SecurityRequirement
    )
}

fn scopes(scopes: &Value) -> Stub<'_> {
    match coerce(Holds::Strings, scopes) {
        Coercion::Valid => Stub::Written(scopes),
        Coercion::Coerced(mended) => Stub::Mended(mended),
        Coercion::Empty | Coercion::Invalid => Stub::List(Vec::new()),
    }
}

/// Returns a placeholder for a required keyword that is missing, if its type has one.
fn stand_in(keyword: &Keyword) -> Option<Stub<'static>> {
    match keyword.holds {
        Holds::String => Some(Stub::Mended(Value::from(""))),
        Holds::One(_) | Holds::Map(_) => Some(Stub::empty()),
        _ => None,
    }
}
