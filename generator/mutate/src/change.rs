//! Makes one change to a document.

use serde_json::{Value, json};

use crate::choices::Choices;
use crate::words::{KEYWORDS, ODD, REFERENCES, VALUES};
use crate::{escape, hostile, places};

/// Every kind of change.
const CHANGES: &[fn(&mut Value, &mut Choices<'_>)] =
    &[remove, copy, replace, odd_value, rename, insert_keyword, reference, text, describe, wrap, share_name];

/// Makes a random change.
pub(crate) fn change(document: &mut Value, choices: &mut Choices<'_>) {
    if let Some(change) = choices.one_of(CHANGES) {
        change(document, choices);
    }
}

/// Returns a random place, or the root if the document is empty.
fn any_place(document: &Value, choices: &mut Choices<'_>) -> String {
    choices.one_of(&places(document)).cloned().unwrap_or_default()
}

/// Returns a random place with a value of this kind; `None` if no value is of this kind.
fn place_of(document: &Value, choices: &mut Choices<'_>, kind: fn(&Value) -> bool) -> Option<String> {
    let all = places(document);
    let fitting: Vec<String> = all.into_iter().filter(|place| document.pointer(place).is_some_and(kind)).collect();
    choices.one_of(&fitting).cloned()
}

fn put(document: &mut Value, place: &str, value: Value) {
    if let Some(target) = document.pointer_mut(place) {
        *target = value;
    }
}

fn remove(document: &mut Value, choices: &mut Choices<'_>) {
    let place = any_place(document, choices);
    let Some((parent, key)) = place.rsplit_once('/') else { return };
    match document.pointer_mut(parent) {
        Some(Value::Object(members)) => {
            members.shift_remove(&key.replace("~1", "/").replace("~0", "~"));
        }
        Some(Value::Array(items)) => {
            if let Some(index) = key.parse().ok().filter(|&index: &usize| index < items.len()) {
                items.remove(index);
            }
        }
        _ => {}
    }
}

/// Copies one part into another one.
fn copy(document: &mut Value, choices: &mut Choices<'_>) {
    let source = any_place(document, choices);
    let Some(copy) = document.pointer(&source).cloned() else { return };
    let Some(target) = place_of(document, choices, |value| value.is_object() || value.is_array()) else { return };
    let key = word(choices);
    match document.pointer_mut(&target) {
        Some(Value::Object(members)) => {
            members.insert(key, copy);
        }
        Some(Value::Array(items)) => items.push(copy),
        _ => {}
    }
}

/// Replaces one part with a copy of another one.
fn replace(document: &mut Value, choices: &mut Choices<'_>) {
    let (source, target) = (any_place(document, choices), any_place(document, choices));
    if let Some(copy) = document.pointer(&source).cloned() {
        put(document, &target, copy);
    }
}

fn odd_value(document: &mut Value, choices: &mut Choices<'_>) {
    let place = any_place(document, choices);
    let value = value(choices);
    put(document, &place, value);
}

fn rename(document: &mut Value, choices: &mut Choices<'_>) {
    let Some(place) = place_of(document, choices, |value| value.as_object().is_some_and(|members| !members.is_empty()))
    else {
        return;
    };
    let new = word(choices);
    let Some(Value::Object(members)) = document.pointer_mut(&place) else { return };
    let renamed = choices.below(members.len());
    let old = std::mem::take(members);
    for (index, (key, value)) in old.into_iter().enumerate() {
        members.insert(if index == renamed { new.clone() } else { key }, value);
    }
}

fn insert_keyword(document: &mut Value, choices: &mut Choices<'_>) {
    let Some(place) = place_of(document, choices, Value::is_object) else { return };
    let keyword = choices.one_of(KEYWORDS).copied().unwrap_or_default();
    let value = value(choices);
    if let Some(Value::Object(members)) = document.pointer_mut(&place) {
        members.insert(keyword.to_owned(), value);
    }
}

/// Replaces a part with a reference, most often to an existing target.
fn reference(document: &mut Value, choices: &mut Choices<'_>) {
    let target = match choices.below(4) {
        0 => choices.one_of(REFERENCES).copied().unwrap_or_default().to_owned(),
        _ => format!("#{}", place_of(document, choices, Value::is_object).unwrap_or_default()),
    };
    let place = any_place(document, choices);
    put(document, &place, json!({ "$ref": target }));
}

fn text(document: &mut Value, choices: &mut Choices<'_>) {
    if let Some(place) = place_of(document, choices, Value::is_string) {
        let word = word(choices);
        put(document, &place, Value::String(word));
    }
}

/// Adds a description in Markdown that resembles code, HTML or a link.
fn describe(document: &mut Value, choices: &mut Choices<'_>) {
    let Some(place) = place_of(document, choices, Value::is_object) else { return };
    let keywords = ["description", "summary", "title", "format", "pattern", "operationId", "default", "example"];
    let keyword = choices.one_of(&keywords).copied().unwrap_or_default();
    let text = hostile::text(choices);
    if let Some(Value::Object(members)) = document.pointer_mut(&place) {
        members.insert(keyword.to_owned(), Value::String(text));
    }
}

/// Wraps a part in another schema.
fn wrap(document: &mut Value, choices: &mut Choices<'_>) {
    let Some(place) = place_of(document, choices, Value::is_object) else { return };
    let Some(inner) = document.pointer(&place).cloned() else { return };
    let other = place_of(document, choices, Value::is_object).and_then(|place| document.pointer(&place).cloned());
    let wrapped = match choices.below(7) {
        0 => json!({ "allOf": [inner, other] }),
        1 => json!({ "oneOf": [inner, other] }),
        2 => json!({ "anyOf": [inner, { "type": "null" }] }),
        3 => json!({ "type": "array", "items": inner }),
        4 => json!({ "type": "object", "additionalProperties": inner }),
        5 => json!({ "properties": { "a": inner, "A": other }, "required": ["a", "b"] }),
        _ => json!({ "nullable": true, "allOf": [inner] }),
    };
    put(document, &place, wrapped);
}

/// Renames two members of an object so that their names nearly collide.
fn share_name(document: &mut Value, choices: &mut Choices<'_>) {
    let Some(place) = place_of(document, choices, |value| value.as_object().is_some_and(|members| !members.is_empty()))
    else {
        return;
    };
    let at = document.pointer(&place).and_then(Value::as_object).map_or(0, serde_json::Map::len);
    let index = choices.below(at);
    let Some(Value::Object(members)) = document.pointer_mut(&place) else { return };
    let Some((key, value)) = members.iter().nth(index).map(|(key, value)| (key.clone(), value.clone())) else { return };
    let twin = match choices.below(4) {
        0 => key.to_uppercase(),
        1 => format!("{key}_"),
        2 => format!("{key} "),
        _ => key.replace(['-', '/', '_'], "."),
    };
    members.insert(twin, value);
}

/// Returns a keyword, a value or an unusual string.
fn word(choices: &mut Choices<'_>) -> String {
    let lists = [KEYWORDS, VALUES, ODD, ODD];
    let list = choices.one_of(&lists).copied().unwrap_or_default();
    choices.one_of(list).copied().unwrap_or_default().to_owned()
}

fn value(choices: &mut Choices<'_>) -> Value {
    match choices.below(16) {
        0 => Value::Null,
        1 => json!(true),
        2 => json!(false),
        3 => json!(0),
        4 => json!(-1),
        5 => json!(1.5),
        6 => json!(i64::MIN),
        7 => json!(u64::MAX),
        8 => json!([]),
        9 => json!({}),
        10 => json!([null, 1, "1", true, {}, []]),
        11 => json!({ "type": word(choices) }),
        12 => json!([word(choices), word(choices)]),
        13 => json!({ escape(&word(choices)): word(choices) }),
        _ => Value::String(word(choices)),
    }
}
