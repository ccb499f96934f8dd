//! Unions whose variants are told by the keys that are there, and those that can only be tried.

use super::property::struct_of;
use super::{MAX_DEPTH, json_types};
use crate::analyze::schema::{Draft, resolved};
use crate::model::{JsonType, Presence, Selector, Shape, Type, Union};

/// The keys of an object.
struct Keys {
    required: Vec<String>,
    all: Vec<String>,
}

/// By required keys: every variant is tried before those that could hold its keys as well.
pub(super) fn by_required_keys(drafts: &[Draft], union: &Union) -> Option<Selector> {
    let mut objects: Vec<(usize, Keys)> = Vec::new();
    let mut list = Vec::new();
    let mut types: Vec<JsonType> = Vec::new();
    for (index, variant) in union.variants.iter().enumerate() {
        if let Some(keys) = keys(drafts, &variant.ty, 0) {
            objects.push((index, keys));
            continue;
        }
        for ty in json_types(drafts, &variant.ty, 0)? {
            if ty == JsonType::Object || types.contains(&ty) {
                return None;
            }
            types.push(ty);
        }
        list.push((index, Vec::new()));
    }
    let shared = shared_by_all(&objects);
    let mut ordered = Vec::new();
    while !objects.is_empty() {
        let at = objects.iter().position(|(index, keys)| {
            let others = objects.iter().filter(|(other, _)| other != index);
            others.into_iter().all(|(_, other)| keys.required.iter().any(|key| !other.all.contains(key)))
        })?;
        let (index, keys) = objects.remove(at);
        let telling: Vec<String> = keys.required.iter().filter(|key| !shared.contains(key)).cloned().collect();
        ordered.push((index, or_else(telling, keys.required)));
    }
    ordered.extend(list);
    Some(Selector::RequiredKeys(ordered))
}

fn or_else(telling: Vec<String>, all: Vec<String>) -> Vec<String> {
    if telling.is_empty() { all } else { telling }
}

/// Keys that every variant requires tell nothing.
fn shared_by_all(objects: &[(usize, Keys)]) -> Vec<String> {
    let Some(((_, first), rest)) = objects.split_first() else { return Vec::new() };
    first.required.iter().filter(|key| rest.iter().all(|(_, keys)| keys.required.contains(key))).cloned().collect()
}

/// The keys of a struct, or of a union of structs; `None` for everything else.
fn keys(drafts: &[Draft], ty: &Type, depth: usize) -> Option<Keys> {
    if let Some(body) = struct_of(drafts, ty) {
        let required = body
            .properties
            .iter()
            .filter(|property| matches!(property.presence, Presence::Required | Presence::RequiredNullable));
        return Some(Keys {
            required: required.map(|property| property.name.clone()).collect(),
            all: body.properties.iter().map(|property| property.name.clone()).collect(),
        });
    }
    let Type::Named(id) = resolved(drafts, ty) else { return None };
    let Shape::Union(union) = &drafts.get(id.index()).filter(|_| depth < MAX_DEPTH)?.shape else { return None };
    let mut inner = Vec::new();
    for (index, variant) in union.variants.iter().enumerate() {
        inner.push((index, keys(drafts, &variant.ty, depth + 1)?));
    }
    let required = shared_by_all(&inner);
    Some(Keys { required, all: inner.into_iter().flat_map(|(_, keys)| keys.all).collect() })
}

/// In the order to try: what asks for most comes first.
pub(super) fn ordered(drafts: &[Draft], union: &Union) -> Selector {
    let mut order: Vec<usize> = (0..union.variants.len()).collect();
    order.sort_by_key(|&index| union.variants.get(index).map(|variant| rank(drafts, &variant.ty)));
    Selector::Ordered(order)
}

/// How little a type asks of a value: kind, then keys that it requires and knows, the most first.
fn rank(drafts: &[Draft], ty: &Type) -> (u8, std::cmp::Reverse<usize>, std::cmp::Reverse<usize>) {
    let counts = keys(drafts, ty, 0).map_or((0, 0), |keys| (keys.required.len(), keys.all.len()));
    let kind = match resolved(drafts, ty) {
        Type::Boolean | Type::Integer(_) => 0,
        Type::Number(_) => 1,
        Type::DateTime | Type::Date | Type::Time | Type::Duration | Type::Uuid => 2,
        Type::Array(_) => 4,
        Type::Named(id) => match drafts.get(id.index()).map(|draft| &draft.shape) {
            Some(Shape::Struct(_)) => 3,
            Some(Shape::Union(_)) => 5,
            _ => 6,
        },
        Type::Map(_) => 7,
        Type::Object => 8,
        Type::String | Type::Base64 | Type::Binary | Type::File => 9,
        Type::Nullable(_) => 10,
        Type::Any => 11,
    };
    (kind, std::cmp::Reverse(counts.0), std::cmp::Reverse(counts.1))
}
