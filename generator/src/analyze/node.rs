//! Turns one object of the document into its `openapiv3` type by itself: what is below it is replaced by references to where it stands, what
//! is of a wrong type is left out. So a bad object costs itself and never the document.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::keywords::{Holds, Keyword, Kind, Layout, Role, Verdict, judge};
use crate::path::SpecPath;
use crate::resolve::Tree;

/// An object of the document, as it is written and as its type.
pub(super) struct Node<'d, T> {
    /// Where it stands.
    pub(super) path: SpecPath,
    /// As it is written, for what the type has no room for.
    pub(super) raw: &'d Map<String, Value>,
    /// As its type.
    pub(super) typed: T,
}

/// What stands at `path`, as a `T`.
pub(super) fn read<'d, T: DeserializeOwned>(
    tree: Tree<'d>,
    kind: Kind,
    path: &SpecPath,
    value: &'d Value,
) -> Result<Node<'d, T>, String> {
    let raw = value.as_object().ok_or_else(|| format!("{} is an object, and this is not", kind.noun()))?;
    let copy = shallow(tree, kind, path, raw);
    let typed = T::deserialize(Value::Object(copy)).map_err(|error| error.to_string())?;
    Ok(Node { path: path.clone(), raw, typed })
}

/// The places of the children that stand under `keyword`: in a list or by key, through a reference in place of the list or map.
pub(super) fn children(
    tree: Tree<'_>,
    path: &SpecPath,
    raw: &Map<String, Value>,
    keyword: &str,
) -> Vec<(String, SpecPath)> {
    let Some(mut value) = raw.get(keyword) else { return Vec::new() };
    let mut place = path.child(keyword);
    if Tree::reference(value).is_some() {
        let Ok(found) = tree.follow(&place) else { return Vec::new() };
        (place, value) = (found.path, found.value);
    }
    match value {
        Value::Object(map) => map.keys().map(|key| (key.clone(), place.child(key))).collect(),
        Value::Array(items) => (0..items.len()).map(|index| (index.to_string(), place.index(index))).collect(),
        _ => Vec::new(),
    }
}

/// A copy of `raw` in which every object below that can be referred to is a reference to where it stands.
fn shallow(tree: Tree<'_>, kind: Kind, path: &SpecPath, raw: &Map<String, Value>) -> Map<String, Value> {
    let mut copy = Map::new();
    let Layout::Keywords(keywords) = kind.layout() else { return raw.clone() };
    for (name, value) in raw {
        let Some(keyword) = kind.keyword(name) else { continue };
        if let Some(value) = copied(tree, keyword, path, raw, value) {
            copy.insert(name.clone(), value);
        }
    }
    for keyword in keywords.iter().filter(|keyword| keyword.role == Role::Required) {
        if !copy.contains_key(keyword.name) {
            copy.extend(stand_in(keyword).map(|value| (keyword.name.to_owned(), value)));
        }
    }
    if matches!(kind, Kind::Parameter | Kind::Header) && !copy.contains_key("schema") && !copy.contains_key("content") {
        copy.insert("schema".to_owned(), Value::Object(Map::new()));
    }
    copy
}

/// What a typed node gets for a keyword.
fn copied(
    tree: Tree<'_>,
    keyword: &Keyword,
    path: &SpecPath,
    raw: &Map<String, Value>,
    value: &Value,
) -> Option<Value> {
    if !matches!(keyword.role, Role::Used | Role::Required) {
        return None;
    }
    match keyword.holds {
        // Read from the document itself: copying examples would cost more than everything else together.
        Holds::Any | Holds::List => return None,
        // `openapiv3` takes only the boolean form.
        Holds::Exclusive if value.is_number() => return None,
        _ => {}
    }
    let mended = match judge(keyword.holds, value) {
        Verdict::Fits => None,
        Verdict::Mended(mended) => Some(mended),
        Verdict::Empty | Verdict::Wrong => return None,
    };
    match keyword.holds {
        Holds::One(Kind::Operation) => None,
        Holds::One(kind) if kind.referable() => Some(link(&path.child(keyword.name))),
        Holds::SchemaOrBoolean if value.is_object() => Some(link(&path.child(keyword.name))),
        Holds::One(kind) if inlined(kind) => copied_whole(tree, kind, &path.child(keyword.name), value),
        Holds::One(_) => Some(Value::Object(Map::new())),
        Holds::Many(kind) if kind.referable() => {
            Some(children(tree, path, raw, keyword.name).iter().map(|(_, place)| link(place)).collect())
        }
        Holds::Many(kind) => {
            let items = children(tree, path, raw, keyword.name);
            Some(items.iter().filter_map(|(_, place)| copied_whole(tree, kind, place, tree.get(place)?)).collect())
        }
        Holds::Map(kind) => {
            let entries = children(tree, path, raw, keyword.name);
            Some(Value::Object(entries.into_iter().map(|(key, place)| (key, entry(tree, kind, &place))).collect()))
        }
        Holds::Type => type_name(mended.as_ref().unwrap_or(value)),
        _ => Some(mended.unwrap_or_else(|| value.clone())),
    }
}

/// One entry of a map.
fn entry(tree: Tree<'_>, kind: Kind, place: &SpecPath) -> Value {
    let empty = || Value::Object(Map::new());
    match kind {
        _ if kind.referable() => link(place),
        _ if inlined(kind) => {
            tree.get(place).and_then(|value| copied_whole(tree, kind, place, value)).unwrap_or_else(empty)
        }
        _ => empty(),
    }
}

/// Small objects that are read as part of the one they stand in.
fn inlined(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Info
            | Kind::Contact
            | Kind::License
            | Kind::Server
            | Kind::ServerVariable
            | Kind::ExternalDocs
            | Kind::Tag
            | Kind::Discriminator
            | Kind::SecurityRequirement
    )
}

fn copied_whole(tree: Tree<'_>, kind: Kind, path: &SpecPath, value: &Value) -> Option<Value> {
    let found = tree.follow(path).ok();
    let (path, value) = found.map_or((path.clone(), value), |found| (found.path, found.value));
    if kind == Kind::SecurityRequirement {
        return security_requirement(value);
    }
    let raw = value.as_object()?;
    Some(Value::Object(shallow(tree, kind, &path, raw)))
}

fn security_requirement(value: &Value) -> Option<Value> {
    let entries = value.as_object()?.iter();
    let kept = entries.map(|(name, scopes)| {
        let scopes = match judge(Holds::Strings, scopes) {
            Verdict::Fits => scopes.clone(),
            Verdict::Mended(mended) => mended,
            Verdict::Empty | Verdict::Wrong => Value::Array(Vec::new()),
        };
        (name.clone(), scopes)
    });
    Some(Value::Object(kept.collect()))
}

/// The one type beside `null`; several are told apart from the document itself.
fn type_name(value: &Value) -> Option<Value> {
    match value {
        Value::String(name) => Some(Value::String(name.clone())),
        _ => None,
    }
}

fn link(place: &SpecPath) -> Value {
    let mut map = Map::new();
    map.insert("$ref".to_owned(), Value::String(format!("#{}", place.pointer())));
    Value::Object(map)
}

/// What stands for a keyword that is missing and must be there, where there is such a thing.
fn stand_in(keyword: &Keyword) -> Option<Value> {
    match keyword.holds {
        Holds::String if matches!(keyword.name, "name" | "in" | "type" | "url" | "propertyName") => None,
        Holds::String => Some(Value::String(String::new())),
        Holds::One(_) | Holds::Map(_) => Some(Value::Object(Map::new())),
        _ => None,
    }
}
