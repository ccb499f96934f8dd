//! Tells whether two schemas say the same, but for words.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::analyze::schema::Draft;
use crate::model::{Additional, EnumValue, EnumValues, Property, SchemaId, Shape, Struct, Type};

/// How deep two schemas are compared; what lies deeper is taken to differ.
const DEEPEST: usize = 32;

/// Whether two schemas say the same but for words.
pub(super) fn alike(drafts: &[Draft], first: SchemaId, other: SchemaId) -> bool {
    Comparison { drafts, seen: BTreeSet::new() }.schemas(first, other, 0)
}

struct Comparison<'d> {
    drafts: &'d [Draft],
    /// The pairs that are alike unless something else tells them apart: none is compared twice, and circles end.
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
                    && first.selector == other.selector
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

/// The only value of a property.
fn value(property: &Property) -> Option<&Value> {
    property.constant.as_ref().map(|constant| &constant.value)
}
