//! Creates samples of models for users' tests: the examples of the API description as far as the crate can decode them, else
//! placeholders.

use serde_json::{Map, Value};

use super::rule_texts;
use super::samples::{Limits, json};
use super::{Scope, own_types};
use crate::model::{EnumValues, IntegerFormat, Presence, Property, SchemaId, Shape, Struct, Type};
use crate::rust::Form;

/// The maximum size of a sample with optional properties, in bytes.
const LONGEST: usize = 4096;

/// Returns the JSON of a struct: the properties of its example, and its required properties; `None` if no value can be written.
/// A module has no samples, since it has no feature for tests.
pub(super) fn of_struct(scope: &Scope<'_>, id: SchemaId, shape: &Struct) -> Option<String> {
    if scope.form() == Form::Module {
        return None;
    }
    let example = scope.api.schema(id).and_then(|schema| schema.docs.example.as_ref());
    let budget = Limits::budget();
    let whole = object(scope, shape, example, Limits::new(&budget)).filter(|whole| whole.to_string().len() <= LONGEST);
    budget.set(Limits::MOST_VALUES);
    whole.or_else(|| json(scope, &Type::Named(id), Limits::new(&budget))).map(|sample| layout(&sample))
}

/// Returns the text of a sample: on one line, or one line per value if that is too long.
fn layout(sample: &Value) -> String {
    let line = sample.to_string();
    match serde_json::to_string_pretty(sample) {
        Ok(lines) if line.len() > SHORT => lines.replace('\n', INDENT),
        _ => line,
    }
}

/// The maximum length of a sample on one line, in bytes.
const SHORT: usize = 80;

/// The indentation of further lines, which is that of the argument in `sample`.
const INDENT: &str = "\n            ";

/// Returns an object with its required properties, and the optional ones of its example. It omits the parts of the example that
/// the crate could not decode.
fn object(scope: &Scope<'_>, shape: &Struct, example: Option<&Value>, limits: Limits<'_>) -> Option<Value> {
    let mut object = Map::new();
    for property in &shape.properties {
        let wish = example.and_then(|example| example.get(&property.name));
        let is_required = property.presence == Presence::Required;
        let value = match &property.constant {
            Some(constant) if is_required || wish.is_some() => Some(constant.value.clone()),
            _ if is_required => Some(required(scope, property, wish, limits)?),
            _ => optional(scope, property, wish, limits),
        };
        if let Some(value) = value {
            object.insert(property.name.clone(), value);
        }
    }
    Some(Value::Object(object))
}

fn required(scope: &Scope<'_>, property: &Property, wish: Option<&Value>, limits: Limits<'_>) -> Option<Value> {
    let usable = wish.filter(|wish| is_usable(scope, &property.ty, wish));
    value(scope, &property.ty, usable.or(property.docs.example.as_ref()), limits)
}

fn optional(scope: &Scope<'_>, property: &Property, wish: Option<&Value>, limits: Limits<'_>) -> Option<Value> {
    let nullable = matches!(property.presence, Presence::RequiredNullable | Presence::OptionalNullable);
    match wish {
        Some(Value::Null) if nullable => Some(Value::Null),
        Some(wish) if is_usable(scope, &property.ty, wish) => value(scope, &property.ty, Some(wish), limits),
        _ => (property.presence == Presence::RequiredNullable).then_some(Value::Null),
    }
}

/// Returns true if the crate can decode a value as this type, or parts of it as the properties of a struct.
fn is_usable(scope: &Scope<'_>, ty: &Type, value: &Value) -> bool {
    if structure(scope, ty).is_some() { value.is_object() } else { fits(scope, ty, value) }
}

fn structure<'a>(scope: &Scope<'a>, ty: &Type) -> Option<&'a Struct> {
    let Type::Named(id) = scope.resolved(ty) else { return None };
    match &scope.api.schema(*id)?.shape {
        Shape::Struct(shape) => Some(shape),
        _ => None,
    }
}

/// Returns the wished value as far as the crate can decode it, else the minimal value of the type.
fn value(scope: &Scope<'_>, ty: &Type, wish: Option<&Value>, limits: Limits<'_>) -> Option<Value> {
    let limits = limits.deeper()?;
    if let Some(shape) = structure(scope, ty) {
        let own =
            scope.described(ty).and_then(|id| scope.api.schema(id)).and_then(|schema| schema.docs.example.as_ref());
        return object(scope, shape, wish.filter(|wish| wish.is_object()).or(own), limits);
    }
    match wish.filter(|wish| fits(scope, ty, wish)) {
        Some(wish) => Some(wish.clone()),
        None => json(scope, ty, limits),
    }
}

/// Returns true if the crate can decode a value as this type. It may return false for a value that the crate can decode.
fn fits(scope: &Scope<'_>, ty: &Type, value: &Value) -> bool {
    let text = value.as_str();
    match scope.resolved(ty) {
        Type::Any => true,
        Type::Object => value.is_object(),
        Type::Map(inner) => value.as_object().is_some_and(|map| map.values().all(|one| fits(scope, inner, one))),
        Type::Array(item) => value.as_array().is_some_and(|list| list.iter().all(|one| fits(scope, item, one))),
        Type::Boolean => value.is_boolean(),
        Type::Integer(format) => integer(*format, value),
        Type::Number(_) => value.is_number(),
        Type::String | Type::Binary => text.is_some(),
        Type::DateTime if scope.config.date_time_is_string() => text.is_some(),
        Type::DateTime => text.is_some_and(is_date_time),
        Type::Date => text.is_some_and(is_date),
        Type::Own(own) => own_types::fits(scope, own, value, &|ty| fits(scope, ty, value)),
        Type::Uuid => text.is_some_and(is_uuid),
        Type::Named(id) => match scope.api.schema(*id).map(|schema| &schema.shape) {
            Some(Shape::Struct(shape)) => value.is_object() && reads(scope, shape, value),
            Some(Shape::Enumeration(list)) => match &list.values {
                EnumValues::Strings(values) => values.iter().any(|known| Some(known.value.as_str()) == text),
                EnumValues::Integers(values) => values.iter().any(|known| Some(known.value) == value.as_i64()),
            },
            Some(Shape::CheckedString(rules)) => {
                text.is_some_and(|text| rule_texts::text(rules, text).as_deref() == Some(text))
            }
            _ => false,
        },
        Type::Time | Type::Duration | Type::Base64 | Type::File | Type::Tuple(_) | Type::Nullable(_) => false,
    }
}

/// Returns true if the crate can decode an object as this struct.
fn reads(scope: &Scope<'_>, shape: &Struct, value: &Value) -> bool {
    let keys_are_known =
        value.as_object().is_some_and(|map| map.keys().all(|key| shape.properties.iter().any(|one| one.name == *key)));
    keys_are_known
        && shape.properties.iter().all(|property| match value.get(&property.name) {
            None => matches!(property.presence, Presence::Optional | Presence::OptionalNullable),
            Some(value) => fits(scope, &property.ty, value),
        })
}

fn integer(format: IntegerFormat, value: &Value) -> bool {
    let Some(number) = value.as_i64() else { return false };
    match format {
        IntegerFormat::I8 => i8::try_from(number).is_ok(),
        IntegerFormat::I16 => i16::try_from(number).is_ok(),
        IntegerFormat::I32 => i32::try_from(number).is_ok(),
        IntegerFormat::I64 => true,
        IntegerFormat::U8 => u8::try_from(number).is_ok(),
        IntegerFormat::U16 => u16::try_from(number).is_ok(),
        IntegerFormat::U32 => u32::try_from(number).is_ok(),
        IntegerFormat::U64 => number >= 0,
    }
}

/// Returns true if a text has the form of a template, where `0` represents any digit.
fn has_form(text: &str, form: &str) -> bool {
    text.len() == form.len()
        && text.bytes().zip(form.bytes()).all(|(c, form)| if form == b'0' { c.is_ascii_digit() } else { c == form })
}

/// Returns true for `YYYY-MM-DD` with a day that every month has.
fn is_date(text: &str) -> bool {
    let number = |range| text.get(range).and_then(|digits: &str| digits.parse::<u8>().ok()).unwrap_or_default();
    has_form(text, "0000-00-00") && (1..=12).contains(&number(5..7)) && (1..=28).contains(&number(8..10))
}

/// Returns true for a date and a time in UTC, with an optional fraction of a second.
fn is_date_time(text: &str) -> bool {
    let Some((date, time)) = text.split_once('T') else { return false };
    let Some(time) = time.strip_suffix('Z') else { return false };
    let (time, fraction) = time.split_once('.').unwrap_or((time, "0"));
    let number = |range| time.get(range).and_then(|digits: &str| digits.parse::<u8>().ok()).unwrap_or(u8::MAX);
    let is_fraction = (1..=9).contains(&fraction.len()) && fraction.bytes().all(|c| c.is_ascii_digit());
    is_date(date)
        && has_form(time, "00:00:00")
        && number(0..2) < 24
        && number(3..5) < 60
        && number(6..8) < 60
        && is_fraction
}

fn is_uuid(text: &str) -> bool {
    let digits: String = text.chars().map(|c| if c.is_ascii_hexdigit() { '0' } else { c }).collect();
    has_form(&digits, "00000000-0000-0000-0000-000000000000")
}

#[cfg(test)]
mod tests {
    use super::{is_date, is_date_time, is_uuid};

    #[test]
    fn texts_are_samples_only_if_every_reader_accepts_them() {
        assert!(is_date("2026-11-28"));
        assert!(!is_date("2026-13-01") && !is_date("2026-02-30") && !is_date("26-1-1"));
        assert!(is_date_time("2026-11-28T23:59:59Z") && is_date_time("2026-11-28T00:00:00.123Z"));
        assert!(!is_date_time("2026-11-28T24:00:00Z") && !is_date_time("2026-11-28 10:00:00Z"));
        assert!(!is_date_time("2026-11-28T10:00:00.Z"));
        assert!(is_uuid("123e4567-e89b-12d3-a456-426614174000") && !is_uuid("123e4567e89b12d3a456426614174000"));
    }
}
