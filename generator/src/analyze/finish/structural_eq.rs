//! Compares schemas structurally, without their documentation.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use serde_json::Value;

use crate::analyze::schema::Draft;
use crate::model::{Additional, EnumValue, EnumValues, Property, SchemaId, Shape, Struct, Type};

/// The maximum depth of a comparison. Schemas that are nested deeper count as different.
const DEEPEST: usize = 32;

/// Returns true if two schemas are equal except for their documentation.
pub(super) fn alike(drafts: &[Draft], first: SchemaId, other: SchemaId) -> bool {
    Comparison { drafts, seen: BTreeSet::new() }.schemas(first, other, 0)
}

/// Returns a fingerprint for each of these schemas. Equal schemas have equal fingerprints; different schemas rarely do.
///
/// Each round includes one more level of the schemas, until the number of distinct fingerprints no longer changes.
pub(super) fn fingerprints(drafts: &[Draft], schemas: &[SchemaId]) -> HashMap<SchemaId, u64> {
    let reachable = reachable(drafts, schemas);
    let mut known: HashMap<SchemaId, u64> = HashMap::new();
    let mut distinct = 0;
    for _ in 0..=DEEPEST {
        known = reachable.iter().map(|(id, draft)| (*id, fingerprint(draft, &known))).collect();
        let now = known.values().collect::<HashSet<_>>().len();
        if now == distinct {
            break;
        }
        distinct = now;
    }
    known
}

/// Returns these schemas and those that they refer to, directly or indirectly.
fn reachable<'d>(drafts: &'d [Draft], schemas: &[SchemaId]) -> HashMap<SchemaId, &'d Draft> {
    let mut reached = HashMap::new();
    let mut open = schemas.to_vec();
    while let Some(id) = open.pop() {
        let Some(draft) = drafts.get(id.index()) else { continue };
        if reached.insert(id, draft).is_none() {
            types_in(&draft.shape).for_each(|ty| named_in(ty, &mut open));
        }
    }
    reached
}

/// Returns the types within a schema.
fn types_in(shape: &Shape) -> impl Iterator<Item = &Type> {
    let (properties, variants, other) = match shape {
        Shape::Struct(body) => {
            let kept = if let Additional::Kept(ty) = &body.additional { Some(ty) } else { None };
            (body.properties.as_slice(), [].as_slice(), kept)
        }
        Shape::Union(union) => ([].as_slice(), union.variants.as_slice(), None),
        Shape::Alias(ty) => ([].as_slice(), [].as_slice(), Some(ty)),
        Shape::Enumeration(_) | Shape::CheckedString(_) => ([].as_slice(), [].as_slice(), None),
    };
    let properties = properties.iter().map(|property| &property.ty);
    properties.chain(variants.iter().map(|variant| &variant.ty)).chain(other)
}

fn named_in(ty: &Type, named: &mut Vec<SchemaId>) {
    named.extend(if let Type::Named(id) = ty { Some(*id) } else { None });
    ty.parts().iter().for_each(|part| named_in(part, named));
}

/// Returns the fingerprint of a schema from those of the schemas that it refers to.
fn fingerprint(draft: &Draft, known: &HashMap<SchemaId, u64>) -> u64 {
    let mut hasher = DefaultHasher::new();
    draft.nullable.hash(&mut hasher);
    std::mem::discriminant(&draft.shape).hash(&mut hasher);
    match &draft.shape {
        Shape::Struct(body) => body.properties.iter().for_each(|property| property.name.hash(&mut hasher)),
        Shape::Enumeration(enumeration) => match &enumeration.values {
            EnumValues::Strings(values) => values.iter().for_each(|value| value.value.hash(&mut hasher)),
            EnumValues::Integers(values) => values.iter().for_each(|value| value.value.hash(&mut hasher)),
        },
        Shape::CheckedString(rules) => rules.pattern.hash(&mut hasher),
        Shape::Union(_) | Shape::Alias(_) => {}
    }
    types_in(&draft.shape).for_each(|ty| hash_type(ty, known, &mut hasher));
    hasher.finish()
}

fn hash_type(ty: &Type, known: &HashMap<SchemaId, u64>, hasher: &mut DefaultHasher) {
    std::mem::discriminant(ty).hash(hasher);
    match ty {
        Type::Named(id) => known.get(id).hash(hasher),
        Type::Array(inner) | Type::Map(inner) | Type::Nullable(inner) => hash_type(inner, known, hasher),
        Type::Tuple(items) => items.iter().for_each(|item| hash_type(item, known, hasher)),
        other => other.hash(hasher),
    }
}

struct Comparison<'d> {
    drafts: &'d [Draft],
    /// The pairs that are assumed to be equal unless a difference is found elsewhere. No pair is compared twice, so
    /// cycles terminate.
    seen: BTreeSet<(SchemaId, SchemaId)>,
}

impl Comparison<'_> {
    fn schemas(&mut self, first: SchemaId, other: SchemaId, depth: usize) -> bool {
        if first == other || !self.seen.insert((first, other)) {
            return true;
        }
        let drafts = self.drafts;
        let (Some(first), Some(other)) = (drafts.get(first.index()), drafts.get(other.index())) else { return false };
        if depth > DEEPEST || first.nullable != other.nullable {
            return false;
        }
        match (&first.shape, &other.shape) {
            (Shape::Struct(first), Shape::Struct(other)) => self.structs(first, other, depth),
            (Shape::Enumeration(first), Shape::Enumeration(other)) => match (&first.values, &other.values) {
                (EnumValues::Strings(first), EnumValues::Strings(other)) => values(first, other),
                (EnumValues::Integers(first), EnumValues::Integers(other)) => values(first, other),
                _ => false,
            },
            (Shape::Union(first), Shape::Union(other)) => {
                first.variants.len() == other.variants.len()
                    && first.tagging == other.tagging
                    && (first.variants.iter().zip(&other.variants))
                        .all(|(first, other)| self.types(&first.ty, &other.ty, depth))
            }
            (Shape::CheckedString(first), Shape::CheckedString(other)) => first == other,
            (Shape::Alias(first), Shape::Alias(other)) => self.types(first, other, depth),
            _ => false,
        }
    }

    fn structs(&mut self, first: &Struct, other: &Struct, depth: usize) -> bool {
        first.properties.len() == other.properties.len()
            && match (&first.additional, &other.additional) {
                (Additional::Kept(first), Additional::Kept(other)) => self.types(first, other, depth),
                (first, other) => first == other,
            }
            && first.properties.iter().zip(&other.properties).all(|(first, other)| {
                first.name == other.name
                    && first.presence == other.presence
                    && first.access == other.access
                    && value(first) == value(other)
                    && self.types(&first.ty, &other.ty, depth)
            })
    }

    fn types(&mut self, first: &Type, other: &Type, depth: usize) -> bool {
        match (first, other) {
            (Type::Named(first), Type::Named(other)) => self.schemas(*first, *other, depth + 1),
            (Type::Array(first), Type::Array(other))
            | (Type::Map(first), Type::Map(other))
            | (Type::Nullable(first), Type::Nullable(other)) => self.types(first, other, depth),
            (Type::Tuple(first), Type::Tuple(other)) => {
                first.len() == other.len()
                    && first.iter().zip(other).all(|(first, other)| self.types(first, other, depth))
            }
            (first, other) => first == other,
        }
    }
}

fn values<T: PartialEq>(first: &[EnumValue<T>], other: &[EnumValue<T>]) -> bool {
    first.len() == other.len() && first.iter().zip(other).all(|(first, other)| first.value == other.value)
}

/// Returns the only value of a property.
fn value(property: &Property) -> Option<&Value> {
    property.constant.as_ref().map(|constant| &constant.value)
}
