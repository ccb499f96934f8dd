//! The second step: decides which class a merged schema has. It does not follow the schemas within it, and adds none to
//! the interner.

mod alternatives;
mod class;
mod enumeration;
mod merged_enumeration;
mod numbers;
mod numeric_pattern;

use crate::analyze::document::Document;
use crate::analyze::findings::Findings;
use crate::model::{JsonType, StringRules, Type};

use super::read::{MergedSchema, OtherKeys, SchemaRef, integer_format, string_format};
use numeric_pattern::{Numeric, numeric};

pub(super) use class::{Choice, Class, Classified, OneOf};

/// Classifies a schema from its merged keywords. `around` are the schemas that are being classified; a schema is never
/// its own alternative.
pub(super) fn classify(
    document: &Document<'_>,
    findings: &mut Findings<'_>,
    mut merged: MergedSchema,
    around: &[SchemaRef],
) -> Classified {
    let by_alternatives = alternatives::classify(document, findings, &mut merged, around);
    let nullable = merged.nullable;
    let found = by_alternatives.or_else(|| enumeration::classify(document, findings, &merged));
    let found = found.unwrap_or_else(|| by_type(merged));
    Classified { nullable: found.nullable || nullable, ..found }
}

fn by_type(mut merged: MergedSchema) -> Classified {
    if merged.types.is_empty() {
        merged.types = implied(&merged);
    }
    match merged.types.as_slice() {
        [] => Class::Type(Type::Any).into(),
        [JsonType::Null] => Classified { class: Class::Type(Type::Any), nullable: true },
        [JsonType::Object] => object(merged).into(),
        &[ty] => of_json_type(&merged, ty).into(),
        types => several(&merged, types).into(),
    }
}

/// Classifies the values of one JSON type.
fn of_json_type(merged: &MergedSchema, ty: JsonType) -> Class {
    match ty {
        JsonType::Object => object(merged.clone()),
        JsonType::Array => match &merged.tuple {
            Some(items) => Class::Tuple(items.clone()),
            None => Class::Array(merged.items.clone()),
        },
        JsonType::String => string(merged),
        JsonType::Integer => Class::Type(numbers::integer(merged)),
        JsonType::Number => Class::Type(numbers::number(merged)),
        JsonType::Boolean => Class::Type(Type::Boolean),
        JsonType::Null => Class::Type(Type::Any),
    }
}

/// Classifies a schema with several types as a union that the JSON types tell apart. Its strings are not checked.
fn several(merged: &MergedSchema, types: &[JsonType]) -> Class {
    let any_number = types.contains(&JsonType::Number);
    let is_value = |ty: &JsonType| *ty != JsonType::Null && !(*ty == JsonType::Integer && any_number);
    let classes = types.iter().copied().filter(is_value).map(|ty| match of_json_type(merged, ty) {
        Class::CheckedString(_) => Class::Type(Type::String),
        class => class,
    });
    Class::ByJsonType(merged.path(), classes.collect())
}

/// Returns the JSON types that the keywords of a schema without `type` imply.
fn implied(merged: &MergedSchema) -> Vec<JsonType> {
    let format = merged.format.as_deref();
    let rules = &merged.rules;
    let has_length = rules.min_length.is_some() || rules.max_length.is_some();
    let has_bounds = merged.minimum.is_some() || merged.maximum.is_some();
    let is_object = merged.declares_object() || merged.other_keys == OtherKeys::Denied;
    if is_object || !merged.items.is_empty() {
        // Keywords of objects do not exclude arrays, and keywords of arrays do not exclude objects.
        let found = [(is_object, JsonType::Object), (!merged.items.is_empty(), JsonType::Array)];
        return found.into_iter().filter_map(|(implied, ty)| implied.then_some(ty)).collect();
    }
    if format.is_some_and(|format| integer_format(format).is_some()) {
        return vec![JsonType::Integer];
    }
    if matches!(format, Some("float" | "double")) {
        return vec![JsonType::Number];
    }
    if format.is_some_and(|format| string_format(format).is_some()) || has_length {
        return vec![JsonType::String];
    }
    match rules.pattern.as_deref().map(numeric) {
        // A `pattern` applies only to strings. However, servers that write a numeric pattern often also send numbers.
        Some(Some(Numeric::Integer)) if has_bounds => vec![JsonType::Integer],
        Some(Some(Numeric::Integer)) => vec![JsonType::Integer, JsonType::String],
        Some(Some(Numeric::Number)) if !has_bounds => vec![JsonType::Number, JsonType::String],
        Some(None) => vec![JsonType::String],
        _ if has_bounds => vec![JsonType::Number],
        _ => Vec::new(),
    }
}

fn object(merged: MergedSchema) -> Class {
    match &merged.other_keys {
        _ if !merged.properties.is_empty() => Class::Struct(Box::new(merged)),
        OtherKeys::Unspecified | OtherKeys::Any => Class::Type(Type::Object),
        OtherKeys::Denied => Class::Struct(Box::new(merged)),
        OtherKeys::Schema(parts) => Class::Map(parts.clone()),
    }
}

fn string(merged: &MergedSchema) -> Class {
    if let Some(ty) = merged.format.as_deref().and_then(string_format) {
        return Class::Type(ty);
    }
    let secret = merged.format.as_deref() == Some("password");
    let min_length = merged.rules.min_length.filter(|&least| least > 0);
    let rules = StringRules { min_length, secret, ..merged.rules.clone() };
    if rules.is_empty() { Class::Type(Type::String) } else { Class::CheckedString(rules) }
}
