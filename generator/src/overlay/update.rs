//! `update` and `copy`: merges a value into a node, by the rules of the Action Object.

use serde_json::Value;

use super::origins::Origins;
use super::read::Version;
use super::{NodeType, PathStep, Target, node};
use crate::path::SpecPath;

/// A value to merge, and the place where it is written.
pub(super) struct Addition<'a> {
    pub(super) value: &'a Value,
    pub(super) origins: Origins,
    pub(super) written: SpecPath,
}

/// Two values that cannot be merged.
pub(super) struct Conflict {
    /// The place of the overlay's value.
    pub(super) written: SpecPath,
    /// The place of the document's value.
    pub(super) at: SpecPath,
    pub(super) addition: NodeType,
    pub(super) target: NodeType,
}

/// Merges a value into the node at `path`.
///
/// # Errors
///
/// Returns the first pair of values that cannot be merged. Earlier merges are kept.
pub(super) fn merge(
    target: &mut Target,
    path: &[PathStep],
    addition: &Addition<'_>,
    version: Version,
) -> Result<(), Conflict> {
    let Some(value) = node(&mut target.document, path) else { return Ok(()) };
    let origins = target.origins.at_mut(path);
    let at = super::pointer(path);
    let list = std::slice::from_ref(addition.value);
    match (&mut *value, addition.value) {
        // In 1.0, the array is appended as one element; 1.1 concatenates arrays.
        (Value::Array(elements), Value::Array(_)) if version == Version::V1_0 => {
            append(elements, origins, list, |_| addition.origins.resolved(&addition.written));
            Ok(())
        }
        (Value::Array(elements), other) if !other.is_array() => {
            append(elements, origins, list, |_| addition.origins.resolved(&addition.written));
            Ok(())
        }
        _ => merge_values(value, origins, addition, &at),
    }
}

/// Merges two values of the same type.
fn merge_values(
    value: &mut Value,
    origins: &mut Origins,
    addition: &Addition<'_>,
    at: &SpecPath,
) -> Result<(), Conflict> {
    let inner = |token: &str| Addition {
        value: addition.value.get(token).unwrap_or(&Value::Null),
        written: addition.written.child(token),
        origins: addition.origins.member(token).cloned().unwrap_or_default(),
    };
    match (value, addition.value) {
        (Value::Object(members), Value::Object(added)) => {
            for key in added.keys() {
                let inner = inner(key);
                let inner = Addition { written: inner.origins.origin_or(&inner.written), ..inner };
                if let Some(member) = members.get_mut(key) {
                    merge_values(member, origins.member_mut(key), &inner, &at.child(key))?;
                } else {
                    origins.set_member(key.clone(), inner.origins.resolved(&inner.written));
                    members.insert(key.clone(), inner.value.clone());
                }
            }
        }
        (Value::Array(elements), Value::Array(added)) => {
            append(elements, origins, added, |index| {
                let element = addition.origins.member(&index.to_string()).cloned().unwrap_or_default();
                element.resolved(&addition.written.index(index))
            });
        }
        (value, added)
            if NodeType::from_value(value) == NodeType::Primitive
                && NodeType::from_value(added) == NodeType::Primitive =>
        {
            *value = added.clone();
            *origins = addition.origins.resolved(&addition.written);
        }
        (value, added) => {
            return Err(Conflict {
                written: addition.written.clone(),
                at: at.clone(),
                addition: NodeType::from_value(added),
                target: NodeType::from_value(value),
            });
        }
    }
    Ok(())
}

/// Appends elements. `origin` returns the origins of each.
fn append(elements: &mut Vec<Value>, origins: &mut Origins, added: &[Value], origin: impl Fn(usize) -> Origins) {
    for (index, element) in added.iter().enumerate() {
        origins.set_member(elements.len().to_string(), origin(index));
        elements.push(element.clone());
    }
}
