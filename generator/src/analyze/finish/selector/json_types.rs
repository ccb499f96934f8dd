//! The JSON types of the values that each schema takes. Schemas refer to each other, so the sets grow until none changes.

use crate::analyze::schema::{Draft, resolved};
use crate::model::{EnumValues, JsonType, Shape, Type};

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
    /// Collects the JSON types of every schema.
    pub(super) fn of(drafts: &[Draft]) -> Self {
        let mut all = Self(vec![0; drafts.len()]);
        loop {
            let mut changed = false;
            for (index, draft) in drafts.iter().enumerate() {
                let types = all.of_draft(drafts, draft);
                if let Some(known) = all.0.get_mut(index).filter(|known| **known != types) {
                    *known = types;
                    changed = true;
                }
            }
            if !changed {
                return all;
            }
        }
    }

    /// Lists the JSON types of a type.
    pub(super) fn list(&self, drafts: &[Draft], ty: &Type) -> Vec<JsonType> {
        let types = self.of_type(drafts, ty);
        ALL.into_iter().filter(|ty| types & only(*ty) != 0).collect()
    }

    fn of_draft(&self, drafts: &[Draft], draft: &Draft) -> Types {
        let types = match &draft.shape {
            Shape::Struct(_) => only(JsonType::Object),
            Shape::CheckedString(_) => only(JsonType::String),
            Shape::Enumeration(enumeration) => match enumeration.values {
                EnumValues::Strings(_) => only(JsonType::String),
                EnumValues::Integers(_) => only(JsonType::Integer),
            },
            Shape::Union(union) => {
                union.variants.iter().fold(0, |types, variant| types | self.of_type(drafts, &variant.ty))
            }
            Shape::Alias(ty) => self.of_type(drafts, ty),
        };
        if draft.nullable { types | only(JsonType::Null) } else { types }
    }

    fn of_type(&self, drafts: &[Draft], ty: &Type) -> Types {
        match resolved(drafts, ty) {
            Type::Any => EVERY_TYPE,
            Type::Object | Type::Map(_) => only(JsonType::Object),
            Type::Boolean => only(JsonType::Boolean),
            Type::Integer(_) => only(JsonType::Integer),
            Type::Number(_) => only(JsonType::Number),
            Type::Array(_) | Type::Tuple(_) => only(JsonType::Array),
            Type::Nullable(inner) => self.of_type(drafts, inner) | only(JsonType::Null),
            Type::Named(id) => self.0.get(id.index()).copied().unwrap_or(EVERY_TYPE),
            Type::String
            | Type::DateTime
            | Type::Date
            | Type::Time
            | Type::Duration
            | Type::Uuid
            | Type::Base64
            | Type::Binary
            | Type::File => only(JsonType::String),
        }
    }
}
