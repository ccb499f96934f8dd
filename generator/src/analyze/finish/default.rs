//! Checks each `default` against the type of its property or parameter.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use serde_json::Value;

use crate::analyze::context::Context;
use crate::analyze::schema::{self, Draft, SchemaRef, resolved};
use crate::diag::{Code, Diagnostic};
use crate::model::{EnumValues, IntegerFormat, Operation, SchemaId, Shape, StringRules, Type};
use crate::path::SpecPath;

/// The maximum depth of nested unions and lists. Deeper values are assumed to be valid.
const MAX_DEPTH: usize = 8;

/// 2^53: below it, an `f64` represents every integer exactly.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// Removes defaults that do not match their type, and reports them.
pub(super) fn check(cx: &mut Context<'_>, operations: &mut [Operation]) {
    convert_integers(cx, operations);
    let mut wrong: Vec<(usize, usize)> = Vec::new();
    let mut found: Vec<(SpecPath, Value)> = Vec::new();
    let known = Known { drafts: &cx.schemas.drafts, texts: RefCell::default() };
    for (index, draft) in cx.schemas.drafts.iter().enumerate() {
        let Shape::Struct(body) = &draft.shape else { continue };
        for (at, property) in body.properties.iter().enumerate() {
            let Some(default) = &property.default else { continue };
            let nullable = property.presence.is_nullable();
            if !satisfies(&known, &property.ty, default, 0) {
                wrong.push((index, at));
                if !(default.is_null() && nullable) {
                    found.push((property.path.clone(), default.clone()));
                }
            }
        }
    }
    for (index, at) in wrong {
        if let Some(Shape::Struct(body)) = cx.schemas.drafts.get_mut(index).map(|draft| &mut draft.shape)
            && let Some(property) = body.properties.get_mut(at)
        {
            property.default = None;
        }
    }
    let known = Known { drafts: &cx.schemas.drafts, texts: RefCell::default() };
    for parameter in operations.iter_mut().flat_map(|operation| &mut operation.parameters) {
        let Some(default) = &parameter.default else { continue };
        if !satisfies(&known, &parameter.ty, default, 0) {
            let default = parameter.default.take().unwrap_or_default();
            found.push((parameter.path.clone(), default));
        }
    }
    for (path, default) in found {
        let path = default_place(cx, &path);
        let message = format!("the default `{default}` does not match its type; it is ignored");
        cx.findings
            .report_once(Diagnostic::new(Code::InvalidDefault, &path, message).help("correct the default or the type"));
    }
}

/// Converts defaults such as `1.0` or `1e3` to integers if the type is an integer.
fn convert_integers(cx: &mut Context<'_>, operations: &mut [Operation]) {
    let mut converted: Vec<(usize, usize, Value)> = Vec::new();
    for (index, draft) in cx.schemas.drafts.iter().enumerate() {
        let Shape::Struct(body) = &draft.shape else { continue };
        for (at, property) in body.properties.iter().enumerate() {
            let whole = property.default.as_ref().and_then(|default| whole(&cx.schemas.drafts, &property.ty, default));
            converted.extend(whole.map(|default| (index, at, default)));
        }
    }
    for (index, at, default) in converted {
        if let Some(Shape::Struct(body)) = cx.schemas.drafts.get_mut(index).map(|draft| &mut draft.shape)
            && let Some(property) = body.properties.get_mut(at)
        {
            property.default = Some(default);
        }
    }
    for parameter in operations.iter_mut().flat_map(|operation| &mut operation.parameters) {
        let whole = parameter.default.as_ref().and_then(|default| whole(&cx.schemas.drafts, &parameter.ty, default));
        parameter.default = whole.or(parameter.default.take());
    }
}

/// Returns a number without a fraction as an integer, if its type requires one. Returns `None` if it already is an
/// integer, and for all other values.
fn whole(drafts: &[Draft], ty: &Type, value: &Value) -> Option<Value> {
    let is_integer = match resolved(drafts, ty) {
        Type::Integer(_) => true,
        Type::Nullable(inner) => matches!(resolved(drafts, inner), Type::Integer(_)),
        Type::Named(id) => match drafts.get(id.index()).map(|draft| &draft.shape) {
            Some(Shape::Enumeration(enumeration)) => matches!(enumeration.values, EnumValues::Integers(_)),
            _ => false,
        },
        _ => false,
    };
    let number = value.as_number().filter(|number| is_integer && number.is_f64())?.as_f64()?;
    (number.fract() == 0.0 && number.abs() < EXACT)
        .then(|| format!("{number:.0}").parse::<i64>().ok())?
        .map(Value::from)
}

/// Returns the place of the default that applies to the property or parameter at `path`.
fn default_place(cx: &Context<'_>, path: &SpecPath) -> SpecPath {
    let schema = path.child("schema");
    let schema = if cx.document.tree.get(&schema).is_some() { schema } else { path.clone() };
    schema::access_and_default(&cx.document.tree, &cx.document.annotations, &[SchemaRef::whole(&schema)])
        .1
        .map_or_else(|| path.clone(), |(path, _)| path)
}

/// The schemas, and the values of the enumerations that were looked up: a default can be a long list of them.
struct Known<'a> {
    drafts: &'a [Draft],
    texts: RefCell<HashMap<SchemaId, HashSet<&'a str>>>,
}

/// Returns true if a value matches a type.
fn satisfies(known: &Known<'_>, ty: &Type, value: &Value, depth: usize) -> bool {
    if depth > MAX_DEPTH {
        return true;
    }
    match resolved(known.drafts, ty) {
        Type::Integer(format) => in_range(*format, value),
        Type::DateTime => {
            value.as_str().is_some_and(|text| text.len() >= "2000-01-01T00:00".len() && starts_with_date(text))
        }
        Type::Date => value.as_str().is_some_and(|text| text.len() == "2000-01-01".len() && starts_with_date(text)),
        Type::Uuid => value.as_str().is_some_and(is_uuid),
        Type::Array(item) => {
            value.as_array().is_some_and(|items| items.iter().all(|value| satisfies(known, item, value, depth + 1)))
        }
        Type::Tuple(types) => value.as_array().is_some_and(|items| {
            items.len() == types.len()
                && types.iter().zip(items).all(|(ty, value)| satisfies(known, ty, value, depth + 1))
        }),
        Type::Map(item) => {
            value.as_object().is_some_and(|map| map.values().all(|value| satisfies(known, item, value, depth + 1)))
        }
        Type::Nullable(inner) => value.is_null() || satisfies(known, inner, value, depth + 1),
        Type::Named(id) => satisfies_schema(known, *id, value, depth),
        other => other.json_type().is_none_or(|ty| ty.has(value)),
    }
}

fn satisfies_schema(known: &Known<'_>, id: SchemaId, value: &Value, depth: usize) -> bool {
    let Some(draft) = known.drafts.get(id.index()) else { return true };
    match &draft.shape {
        Shape::Enumeration(_) if draft.open => value.is_string(),
        Shape::Struct(_) => value.is_object(),
        Shape::Enumeration(enumeration) => match &enumeration.values {
            EnumValues::Strings(values) => {
                let mut texts = known.texts.borrow_mut();
                let texts = texts.entry(id).or_insert_with(|| values.iter().map(|one| one.value.as_str()).collect());
                value.as_str().is_some_and(|text| texts.contains(text))
            }
            EnumValues::Integers(values) => values.iter().any(|known| Some(known.value) == value.as_i64()),
        },
        Shape::Union(union) => union.variants.iter().any(|variant| satisfies(known, &variant.ty, value, depth + 1)),
        Shape::CheckedString(rules) => value.as_str().is_some_and(|text| long_enough(rules, text)),
        Shape::Alias(ty) => satisfies(known, ty, value, depth + 1),
    }
}

fn long_enough(rules: &StringRules, text: &str) -> bool {
    let length = u64::try_from(text.chars().count()).unwrap_or(u64::MAX);
    rules.min_length.is_none_or(|least| length >= least) && rules.max_length.is_none_or(|most| length <= most)
}

fn in_range(format: IntegerFormat, value: &Value) -> bool {
    let signed = |least: i64, most: i64| value.as_i64().is_some_and(|number| (least..=most).contains(&number));
    match format {
        IntegerFormat::I8 => signed(i8::MIN.into(), i8::MAX.into()),
        IntegerFormat::I16 => signed(i16::MIN.into(), i16::MAX.into()),
        IntegerFormat::I32 => signed(i32::MIN.into(), i32::MAX.into()),
        IntegerFormat::I64 => value.is_i64(),
        IntegerFormat::U8 => signed(0, u8::MAX.into()),
        IntegerFormat::U16 => signed(0, u16::MAX.into()),
        IntegerFormat::U32 => signed(0, u32::MAX.into()),
        IntegerFormat::U64 => value.is_u64(),
    }
}

fn starts_with_date(text: &str) -> bool {
    let shape = "dddd-dd-dd".bytes();
    text.len() >= shape.len()
        && text
            .bytes()
            .zip(shape)
            .all(|(byte, shape)| if shape == b'd' { byte.is_ascii_digit() } else { byte == shape })
}

fn is_uuid(text: &str) -> bool {
    let hyphens = [8, 13, 18, 23];
    text.len() == 36
        && text
            .bytes()
            .enumerate()
            .all(|(at, byte)| if hyphens.contains(&at) { byte == b'-' } else { byte.is_ascii_hexdigit() })
}
