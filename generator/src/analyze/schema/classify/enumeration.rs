//! `enum` and `const`: the values, their names and descriptions.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value};

use crate::analyze::document::Document;
use crate::analyze::findings::Findings;
use crate::analyze::schema::read::MergedSchema;
use crate::analyze::text;
use crate::diag::{Code, Diagnostic};
use crate::model::{Deprecated, EnumValue, EnumValues, Enumeration, IntegerFormat, JsonType, NumberFormat, Type};
use crate::path::SpecPath;
use crate::resolve::DocumentTree;

use super::class::{Class, Classified};
use super::numbers;

/// Classifies a schema that lists its values. Returns `None` if it does not, or if the other keywords determine the
/// class.
pub(super) fn classify(
    document: &Document<'_>,
    findings: &mut Findings<'_>,
    merged: &MergedSchema,
) -> Option<Classified> {
    let all = merged.values.as_ref()?;
    let place = merged.values_at.clone().unwrap_or_else(|| merged.path());
    let values: Vec<(usize, &Value)> = all.iter().enumerate().filter(|(_, value)| !value.is_null()).collect();
    if values.is_empty() {
        return (!all.is_empty()).then_some(Classified { class: Class::Type(Type::Any), nullable: true });
    }
    let every = |test: fn(&Value) -> bool| values.iter().all(|(_, value)| test(value));
    let declared = |ty| merged.types.as_slice() == [ty];
    let any_type = merged.types.is_empty();
    if declared(JsonType::String) || (any_type && every(Value::is_string)) {
        return Some(Class::Enumeration(strings(document, findings, &values, &place)).into());
    }
    if declared(JsonType::Integer) || ((any_type || declared(JsonType::Number)) && every(is_whole)) {
        return Some(integers(document, findings, merged, &values, &place).into());
    }
    if (any_type || declared(JsonType::Boolean)) && every(Value::is_boolean) {
        return Some(Class::Type(Type::Boolean).into());
    }
    if !any_type {
        let help = match merged.types.as_slice() {
            [JsonType::Array] => "put `enum` into `items`",
            _ => ALONE,
        };
        report_unchecked(findings, &place, &values, help);
        return None;
    }
    let Some(types) = types_of(&values) else {
        let message = format!("these values have no common type: {}; accepting any JSON value", spelt(&values));
        findings.report_once(Diagnostic::new(Code::UnsupportedSchema, &place.child("enum"), message));
        return Some(Class::Type(Type::Any).into());
    };
    let (texts, others): (Vec<(usize, &Value)>, _) = values.iter().copied().partition(|(_, value)| value.is_string());
    report_unchecked(findings, &place, &others, ALONE);
    let classes = types.into_iter().map(|ty| match ty {
        Type::String => Class::Enumeration(strings(document, findings, &texts, &place)),
        ty => Class::Type(ty),
    });
    Some(Class::ByJsonType(merged.path(), classes.collect()).into())
}

const ALONE: &str = "only a list of strings or a list of integers becomes an enumeration";

fn report_unchecked(findings: &mut Findings<'_>, place: &SpecPath, values: &[(usize, &Value)], help: &str) {
    let message = format!("these values are not checked: {}", spelt(values));
    findings.report_once(Diagnostic::new(Code::NotChecked, &place.child("enum"), message).help(help));
}

/// Returns the types of the values, one per JSON type. Returns `None` if a value is an array or an object.
fn types_of(values: &[(usize, &Value)]) -> Option<Vec<Type>> {
    let mut found: Vec<Type> = Vec::new();
    for (_, value) in values {
        let ty = match value {
            Value::Bool(_) => Type::Boolean,
            Value::Number(number) if number.is_f64() => Type::Number(NumberFormat::F64),
            Value::Number(_) => Type::Integer(IntegerFormat::I64),
            Value::String(_) => Type::String,
            _ => return None,
        };
        found.extend((!found.contains(&ty)).then_some(ty));
    }
    if found.contains(&Type::Number(NumberFormat::F64)) {
        found.retain(|ty| !matches!(ty, Type::Integer(_)));
    }
    Some(found)
}

fn spelt(values: &[(usize, &Value)]) -> String {
    const SHOWN: usize = 5;
    let shown: Vec<String> = values.iter().take(SHOWN).map(|(_, value)| format!("`{value}`")).collect();
    let rest = if values.len() > SHOWN { ", …" } else { "" };
    format!("{}{rest}", shown.join(", "))
}

fn is_whole(value: &Value) -> bool {
    whole(value).is_some()
}

/// Returns the value as an integer. Accepts `1.0`.
fn whole(value: &Value) -> Option<i64> {
    if let Some(whole) = value.as_i64() {
        return Some(whole);
    }
    let text = value.as_number()?.to_string();
    let (whole, fraction) = text.split_once('.')?;
    fraction.bytes().all(|byte| byte == b'0').then_some(())?;
    whole.parse().ok()
}

fn strings(
    document: &Document<'_>,
    findings: &mut Findings<'_>,
    values: &[(usize, &Value)],
    place: &SpecPath,
) -> Enumeration {
    let mut texts = Vec::new();
    let mut odd = Vec::new();
    for &(index, value) in values {
        match value {
            Value::String(text) => texts.push((index, text.clone())),
            Value::Number(_) | Value::Bool(_) => {
                odd.push(value);
                texts.push((index, value.to_string()));
            }
            _ => odd.push(value),
        }
    }
    if let Some(first) = odd.first() {
        let (result, help) = match first {
            Value::Number(_) | Value::Bool(_) => (format!("treating it as `\"{first}\"`"), "put it in quotes"),
            _ => ("it is left out".to_owned(), "remove it"),
        };
        let message = format!("`{first}` in the `enum` of a string is not a string; {result}");
        findings.report_once(Diagnostic::new(Code::EnumValue, &place.child("enum"), message).help(help));
    }
    let values = finished(document, findings, texts, place);
    Enumeration { values: EnumValues::Strings(values) }
}

fn integers(
    document: &Document<'_>,
    findings: &mut Findings<'_>,
    merged: &MergedSchema,
    values: &[(usize, &Value)],
    place: &SpecPath,
) -> Class {
    let mut numbers = Vec::new();
    let mut told = false;
    for &(index, value) in values {
        let written = value.as_str().and_then(|text| text.trim().parse().ok());
        let Some(number) = whole(value).or(written) else {
            let ty = wide_enough(merged, values);
            let what = match ty {
                Type::Integer(_) => "is not a signed 64-bit integer; accepting any integer",
                Type::Number(_) => "is not an integer; accepting any number",
                _ => "is not an integer; accepting any value",
            };
            let message = format!("`{value}` in the `enum` of an integer {what}");
            findings.report_once(Diagnostic::new(Code::NotChecked, &place.child("enum"), message));
            return Class::Type(ty);
        };
        if written.is_some() && !told {
            told = true;
            let message = format!("`{value}` in the `enum` of an integer is a string; treating it as a number");
            findings
                .report_once(Diagnostic::new(Code::EnumValue, &place.child("enum"), message).help("remove the quotes"));
        }
        numbers.push((index, number));
    }
    let values = finished(document, findings, numbers, place);
    Class::Enumeration(Enumeration { values: EnumValues::Integers(values) })
}

/// Returns the plain type that accepts all values of a list that is not an enumeration.
fn wide_enough(merged: &MergedSchema, values: &[(usize, &Value)]) -> Type {
    let every = |test: fn(&Value) -> bool| values.iter().all(|(_, value)| test(value));
    if every(Value::is_u64) {
        Type::Integer(IntegerFormat::U64)
    } else if every(Value::is_number) {
        Type::Number(NumberFormat::F64)
    } else if every(|value| !value.is_number()) {
        numbers::integer(merged)
    } else {
        Type::Any
    }
}

/// Removes duplicates, and adds names and descriptions.
fn finished<T: PartialEq + ToString + std::hash::Hash + Eq + Clone>(
    document: &Document<'_>,
    findings: &mut Findings<'_>,
    values: Vec<(usize, T)>,
    place: &SpecPath,
) -> Vec<EnumValue<T>> {
    let raw = document.tree.get(place).and_then(Value::as_object);
    let described = raw.map(described_by_microsoft).unwrap_or_default();
    let mut seen = HashSet::new();
    let mut kept = Vec::new();
    let mut repeated = None;
    for (index, value) in values {
        if !seen.insert(value.clone()) {
            repeated.get_or_insert(value);
            continue;
        }
        let text = value.to_string();
        let listed = |keywords: &[&str]| {
            let raw = raw?;
            keywords.iter().find_map(|keyword| entry(DocumentTree::member(raw, keyword)?, index, &text))
        };
        let by_microsoft = |keyword| described.get(text.as_str())?.get(keyword)?.as_str().map(str::to_owned);
        let name = listed(NAMES).or_else(|| by_microsoft("name"));
        let description = listed(DESCRIPTIONS).or_else(|| by_microsoft("description"));
        let deprecated = raw.and_then(|raw| deprecation_of(raw, index));
        kept.push(EnumValue { value, description, name, deprecated });
    }
    if let Some(first) = repeated {
        let message = format!("`{}` is listed more than once in this `enum`", first.to_string());
        findings.report_once(
            Diagnostic::new(Code::EnumDuplicate, &place.child("enum"), message).help("remove the duplicate"),
        );
    }
    kept
}

/// Keywords with the names of the values.
const NAMES: &[&str] = &["x-enum-varnames", "x-enumNames", "x-enum-names"];

/// Keywords with the descriptions of the values.
const DESCRIPTIONS: &[&str] = &["x-enum-descriptions", "x-enumDescriptions", "x-enum-description"];

/// Returns the deprecation of a value. `dialect` copies it from a constant of 3.1 to a list parallel to `enum`.
fn deprecation_of(raw: &Map<String, Value>, index: usize) -> Option<Deprecated> {
    text::deprecated(DocumentTree::member(raw, "x-enum-deprecated")?.get(index)?.as_object()?)
}

/// Returns the entry for a value from a list that is parallel to `enum`, or from a map by value.
fn entry(list: &Value, index: usize, value: &str) -> Option<String> {
    let text = match list {
        Value::Array(items) => items.get(index)?.as_str()?,
        Value::Object(map) => map.get(value)?.as_str()?,
        _ => return None,
    };
    text::filled(Some(text.to_owned()))
}

/// Returns the entries of `x-ms-enum` by value. The first one of each value counts.
fn described_by_microsoft(raw: &Map<String, Value>) -> HashMap<Cow<'_, str>, &Value> {
    let values =
        DocumentTree::member(raw, "x-ms-enum").and_then(|listed| listed.get("values")).and_then(Value::as_array);
    let mut by_value = HashMap::new();
    for entry in values.into_iter().flatten() {
        let value = match entry.get("value") {
            Some(Value::String(text)) => Cow::Borrowed(text.as_str()),
            Some(other) => Cow::Owned(other.to_string()),
            None => continue,
        };
        by_value.entry(value).or_insert(entry);
    }
    by_value
}
