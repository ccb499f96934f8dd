//! Computes the JSON types of the values of each schema. Since schemas refer to each other, the sets are extended until
//! none changes.

use crate::analyze::schema::{Draft, resolved};
use crate::model::{EnumValues, JsonType, SchemaId, Shape, Type};

/// The JSON types of all schemas.
pub(super) struct JsonTypes(Vec<Types>);

/// A set of JSON types.
type Types = u8;

const ALL: [JsonType; 7] = [
    JsonType::Null,
    JsonType::Boolean,
    JsonType::Integer,
    JsonType::Number,
    JsonType::String,
    JsonType::Array,
    JsonType::Object,
];

const EVERY_TYPE: Types = 0b111_1111;

fn only(ty: JsonType) -> Types {
    ALL.iter().position(|known| *known == ty).map_or(0, |index| 1 << index)
}

impl JsonTypes {
    /// Computes the JSON types of every schema. When a set grows, it is added to those of the schemas that include its
    /// values. Each set can only grow as often as there are JSON types.
    pub(super) fn collect(drafts: &[Draft]) -> Self {
        let users = users(drafts);
        let mut all: Vec<Types> = drafts.iter().map(|draft| own_types(drafts, draft)).collect();
        let mut grown: Vec<usize> = (0..drafts.len()).collect();
        while let Some(index) = grown.pop() {
            let types = all.get(index).copied().unwrap_or_default();
            for &user in users.get(index).into_iter().flatten() {
                if let Some(known) = all.get_mut(user).filter(|known| **known | types != **known) {
                    *known |= types;
                    grown.push(user);
                }
            }
        }
        Self(all)
    }

    /// Returns the JSON types of a type.
    pub(super) fn list(&self, drafts: &[Draft], ty: &Type) -> Vec<JsonType> {
        let types = self.of_type(drafts, ty);
        ALL.into_iter().filter(|ty| types & only(*ty) != 0).collect()
    }

    fn of_type(&self, drafts: &[Draft], ty: &Type) -> Types {
        let (own, schema) = types_of(drafts, ty);
        let known = schema.map(|id| self.0.get(id.index()).copied().unwrap_or(EVERY_TYPE));
        own | known.unwrap_or_default()
    }
}

/// Returns, for each schema, the schemas that include its values.
fn users(drafts: &[Draft]) -> Vec<Vec<usize>> {
    let mut users = vec![Vec::new(); drafts.len()];
    for (index, draft) in drafts.iter().enumerate() {
        for target in alternatives(draft).filter_map(|ty| types_of(drafts, ty).1) {
            if let Some(users) = users.get_mut(target.index()) {
                users.push(index);
            }
        }
    }
    users
}

/// Returns the types whose values a schema includes.
fn alternatives(draft: &Draft) -> impl Iterator<Item = &Type> {
    let (alias, variants) = match &draft.shape {
        Shape::Alias(ty) => (Some(ty), [].as_slice()),
        Shape::Union(union) => (None, union.variants.as_slice()),
        Shape::Struct(_) | Shape::CheckedString(_) | Shape::Enumeration(_) => (None, [].as_slice()),
    };
    alias.into_iter().chain(variants.iter().map(|variant| &variant.ty))
}

/// Returns the JSON types of a schema that do not depend on another schema.
fn own_types(drafts: &[Draft], draft: &Draft) -> Types {
    let own = match &draft.shape {
        Shape::Struct(_) => only(JsonType::Object),
        Shape::CheckedString(_) => only(JsonType::String),
        Shape::Enumeration(enumeration) => match enumeration.values {
            EnumValues::Strings(_) => only(JsonType::String),
            EnumValues::Integers(_) => only(JsonType::Integer),
        },
        Shape::Union(_) | Shape::Alias(_) => alternatives(draft).fold(0, |types, ty| types | types_of(drafts, ty).0),
    };
    if draft.nullable { own | only(JsonType::Null) } else { own }
}

/// Returns the JSON types of a type, and the schema whose types must be added.
fn types_of(drafts: &[Draft], ty: &Type) -> (Types, Option<SchemaId>) {
    match resolved(drafts, ty) {
        Type::Nullable(inner) => {
            let (own, schema) = types_of(drafts, inner);
            (own | only(JsonType::Null), schema)
        }
        Type::Named(id) => (0, Some(*id)),
        // Of the remaining types, only `Any` has several JSON types.
        ty => (ty.json_type().map_or(EVERY_TYPE, only), None),
    }
}
