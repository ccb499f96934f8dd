//! `enum` and `const`: the values, their names and descriptions.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value};

use crate::analyze::context::Context;
use crate::analyze::text;
use crate::diag::{Code, Diagnostic};
use crate::model::{EnumValue, EnumValues, Enumeration, IntegerFormat, NumberFormat, Type};
use crate::path::SpecPath;
use crate::resolve::Tree;

use super::facts::Facts;
use super::said::Word;
use super::{formats, scalars};

/// What a list of values comes to.
pub(super) enum Listed {
    /// An enumeration.
    Enumeration(Enumeration),
    /// A plain type: the list is empty, or of booleans, or cannot be expressed.
    Plain(Option<Type>),
    /// Values of several JSON types, which are told apart as types only; and the strings among them.
    Mixed(Vec<Type>, Enumeration),
    /// `null` is the only value.
    Null,
}

/// What the `enum` of these facts comes to.
pub(super) fn listed(cx: &mut Context<'_>, facts: &Facts) -> Option<Listed> {
    let all = facts.values.as_ref()?;
    let place = facts.values_at.clone().unwrap_or_else(|| facts.path());
    let values: Vec<(usize, &Value)> = all.iter().enumerate().filter(|(_, value)| !value.is_null()).collect();
    if values.is_empty() {
        return Some(if all.is_empty() { Listed::Plain(None) } else { Listed::Null });
    }
    let every = |test: fn(&Value) -> bool| values.iter().all(|(_, value)| test(value));
    let said = |word| facts.words.as_slice() == [word];
    if said(Word::String) || (facts.words.is_empty() && every(Value::is_string)) {
        return Some(strings(cx, &values, &place));
    }
    if said(Word::Integer) || ((facts.words.is_empty() || said(Word::Number)) && every(is_whole)) {
        return Some(integers(cx, facts, &values, &place));
    }
    if (facts.words.is_empty() || said(Word::Boolean)) && every(Value::is_boolean) {
        return Some(Listed::Plain(Some(Type::Boolean)));
    }
    let mixed = facts.words.is_empty().then(|| scalars::types_of(&values));
    if let Some(None) = mixed {
        let message = format!("these values have no type in common: {}", spelt(&values));
        cx.report_once(Diagnostic::new(Code::UnsupportedSchema, &place.child("enum"), message));
        return Some(Listed::Plain(Some(Type::Any)));
    }
    let texts: Vec<(usize, &Value)> = values.iter().copied().filter(|(_, value)| value.is_string()).collect();
    let others: Vec<(usize, &Value)> = values.iter().copied().filter(|(_, value)| !value.is_string()).collect();
    let message = format!("these values are not checked: {}", spelt(if mixed.is_some() { &others } else { &values }));
    let help = match facts.words.as_slice() {
        [Word::Array] => "put `enum` into `items`",
        _ => "only strings or integers alone make an enumeration",
    };
    cx.report_once(Diagnostic::new(Code::NotChecked, &place.child("enum"), message).help(help));
    let types = mixed.flatten()?;
    match strings(cx, &texts, &place) {
        Listed::Enumeration(texts) => Some(Listed::Mixed(types, texts)),
        listed => Some(listed),
    }
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

/// An integer, also one that is written `1.0`.
fn whole(value: &Value) -> Option<i64> {
    if let Some(whole) = value.as_i64() {
        return Some(whole);
    }
    let text = value.as_number()?.to_string();
    let (whole, fraction) = text.split_once('.')?;
    fraction.bytes().all(|byte| byte == b'0').then_some(())?;
    whole.parse().ok()
}

fn strings(cx: &mut Context<'_>, values: &[(usize, &Value)], place: &SpecPath) -> Listed {
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
        let message = format!("`{first}` in the `enum` of a string is no string, and read as one");
        cx.report_once(Diagnostic::new(Code::EnumValue, &place.child("enum"), message).help("put it in quotes"));
    }
    let values = finished(cx, texts, place);
    Listed::Enumeration(Enumeration { values: EnumValues::Strings(values) })
}

fn integers(cx: &mut Context<'_>, facts: &Facts, values: &[(usize, &Value)], place: &SpecPath) -> Listed {
    let mut numbers = Vec::new();
    let mut told = false;
    for &(index, value) in values {
        let written = value.as_str().and_then(|text| text.trim().parse().ok());
        let Some(number) = whole(value).or(written) else {
            let ty = wide_enough(facts, values);
            let what = match ty {
                Type::Integer(_) => "is none that fits 64 bits with a sign, so any integer is taken",
                Type::Number(_) => "is none, so any number is taken",
                _ => "is none, so any value is taken",
            };
            let message = format!("`{value}` in the `enum` of an integer {what}");
            cx.report_once(Diagnostic::new(Code::NotChecked, &place.child("enum"), message));
            return Listed::Plain(Some(ty));
        };
        if written.is_some() && !told {
            told = true;
            let message = format!("`{value}` in the `enum` of an integer is a string, and read as a number");
            cx.report_once(
                Diagnostic::new(Code::EnumValue, &place.child("enum"), message).help("take the quotes away"),
            );
        }
        numbers.push((index, number));
    }
    let values = finished(cx, numbers, place);
    Listed::Enumeration(Enumeration { values: EnumValues::Integers(values) })
}

/// The plain type that holds all these values, which are no enumeration.
fn wide_enough(facts: &Facts, values: &[(usize, &Value)]) -> Type {
    let every = |test: fn(&Value) -> bool| values.iter().all(|(_, value)| test(value));
    if every(Value::is_u64) {
        Type::Integer(IntegerFormat::U64)
    } else if every(Value::is_number) {
        Type::Number(NumberFormat::F64)
    } else if every(|value| !value.is_number()) {
        formats::integer(facts)
    } else {
        Type::Any
    }
}

/// Takes repetitions away and adds names and descriptions.
fn finished<T: PartialEq + ToString + std::hash::Hash + Eq + Clone>(
    cx: &mut Context<'_>,
    values: Vec<(usize, T)>,
    place: &SpecPath,
) -> Vec<EnumValue<T>> {
    let raw = cx.tree.get(place).and_then(Value::as_object);
    let described = raw.map(described_by_microsoft).unwrap_or_default();
    let mut seen = HashSet::new();
    let mut kept = Vec::new();
    let mut repeated = Vec::new();
    for (index, value) in values {
        if !seen.insert(value.clone()) {
            repeated.push(value.to_string());
            continue;
        }
        let text = value.to_string();
        let listed = |keywords: &[&str]| {
            let raw = raw?;
            keywords.iter().find_map(|keyword| entry(Tree::member(raw, keyword)?, index, &text))
        };
        let by_microsoft = |keyword| described.get(text.as_str())?.get(keyword)?.as_str().map(str::to_owned);
        let name = listed(NAMES).or_else(|| by_microsoft("name"));
        let description = listed(DESCRIPTIONS).or_else(|| by_microsoft("description"));
        kept.push(EnumValue { value, description, name });
    }
    if let Some(first) = repeated.first() {
        let message = format!("`{first}` is listed more than once in this `enum`");
        cx.report_once(
            Diagnostic::new(Code::EnumDuplicate, &place.child("enum"), message).help("take the repetition away"),
        );
    }
    kept
}

/// Keywords with the names of the values.
const NAMES: &[&str] = &["x-enum-varnames", "x-enumNames", "x-enum-names"];

/// Keywords with the descriptions of the values.
const DESCRIPTIONS: &[&str] = &["x-enum-descriptions", "x-enumDescriptions", "x-enum-description"];

/// The entry for a value in a list that runs beside `enum`, or in a map by value.
fn entry(list: &Value, index: usize, value: &str) -> Option<String> {
    let text = match list {
        Value::Array(items) => items.get(index)?.as_str()?,
        Value::Object(map) => map.get(value)?.as_str()?,
        _ => return None,
    };
    text::filled(Some(text.to_owned()))
}

/// The entries of `x-ms-enum` by value, the first of each.
fn described_by_microsoft(raw: &Map<String, Value>) -> HashMap<Cow<'_, str>, &Value> {
    let values = Tree::member(raw, "x-ms-enum").and_then(|listed| listed.get("values")).and_then(Value::as_array);
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
