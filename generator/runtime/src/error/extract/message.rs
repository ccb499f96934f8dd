//! Finds the message of an error in JSON: a single string, or the messages of a list of errors.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::{filled, member};

/// The maximum number of levels of objects and lists that are searched.
const DEEPEST: u32 = 6;
/// The maximum length in bytes of a message that is joined from parts.
const LONGEST: usize = 1000;

/// The facts about a response that the search uses besides its body.
#[derive(Debug, Clone, Copy, Default)]
pub(in super::super) struct Context {
    /// True for `application/problem+json` (RFC 9457).
    pub(in super::super) is_problem: bool,
    /// The reason phrase of the status code, as in `Not Found`.
    pub(in super::super) reason: Option<&'static str>,
}

/// Finds the message. A message that only repeats the status code is the last choice.
pub(in super::super) fn message(body: &Value, context: Context) -> Option<Cow<'_, str>> {
    let mut found = Vec::new();
    match body {
        Value::Object(object) => {
            if context.is_problem {
                say_all(object, &["detail", "title"], 0, &mut found);
            }
            candidates(object, 0, &mut found);
            if found.is_empty() && is_map_of_lists(object) {
                found.extend(fields(object, 0));
            }
        }
        body => found.extend(say(body, 0)),
    }
    // Many servers repeat the reason phrase in one property and explain the error in another.
    let is_news = |text: &Cow<'_, str>| context.reason.is_none_or(|reason| !reason.eq_ignore_ascii_case(text.trim()));
    let best = found.iter().position(is_news).unwrap_or_default();
    (best < found.len()).then(|| found.swap_remove(best))
}

/// Returns the message that a value is or contains.
pub(in super::super) fn text(value: &Value) -> Option<Cow<'_, str>> {
    super::scalar(value).or_else(|| say(value, 0))
}

/// Collects the possible messages of an object, the best first.
fn candidates<'v>(object: &'v Map<String, Value>, depth: u32, found: &mut Vec<Cow<'v, str>>) {
    if depth > DEEPEST {
        return;
    }
    for name in ["error", "fault"] {
        if let Some(Value::Object(error)) = member(object, name) {
            candidates(error, depth + 1, found);
        }
    }
    let texts = ["message", "detail", "errordescription", "errormessage", "msg", "errormsg", "faultstring"];
    say_all(object, &texts, depth, found);
    if let Some(error) = member(object, "error").filter(|error| !error.is_object()) {
        found.extend(say(error, depth));
    }
    for name in ["errors", "errormessages"] {
        found.extend(member(object, name).and_then(|errors| listed(errors, depth)));
    }
    say_all(object, &["title", "summary", "description", "reason", "cause", "details", "longmessage"], depth, found);
    if depth > 0 {
        // In OData, a message is `{"lang":…,"value":…}`.
        say_all(object, &["value"], depth, found);
    }
}

fn say_all<'v>(object: &'v Map<String, Value>, names: &[&str], depth: u32, found: &mut Vec<Cow<'v, str>>) {
    found.extend(names.iter().filter_map(|name| say(member(object, name)?, depth)));
}

/// Returns the message of a value: a string, the strings of a list, or the message of an object.
fn say(value: &Value, depth: u32) -> Option<Cow<'_, str>> {
    if depth > DEEPEST {
        return None;
    }
    match value {
        Value::String(_) => filled(value),
        Value::Array(items) => list(items, depth + 1),
        Value::Object(object) => {
            let mut found = Vec::new();
            candidates(object, depth + 1, &mut found);
            if found.is_empty() && is_map_of_lists(object) {
                return fields(object, depth + 1);
            }
            found.into_iter().next()
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => None,
    }
}

/// Returns the message of a list: all errors with their locations, all strings, or the message of the first error.
fn list(items: &[Value], depth: u32) -> Option<Cow<'_, str>> {
    if let [only] = items
        && only.is_string()
    {
        return filled(only);
    }
    let located = || items.iter().filter_map(|item| at_location(item.as_object()?));
    if located().next().is_some() {
        return join(located(), "; ").map(Cow::Owned);
    }
    if items.iter().any(Value::is_string) {
        return join(items.iter().filter_map(filled), "; ").map(Cow::Owned);
    }
    items.iter().find_map(|item| say(item, depth))
}

/// Returns the message of `errors`, which is often a map from fields to messages.
fn listed(errors: &Value, depth: u32) -> Option<Cow<'_, str>> {
    match errors {
        Value::Object(object) => match object.get("message").and_then(filled) {
            Some(message) => Some(message),
            None => fields(object, depth + 1),
        },
        errors => say(errors, depth),
    }
}

/// Joins a map from fields to messages: `name: is missing; email: is too long, is not an address`.
fn fields(object: &Map<String, Value>, depth: u32) -> Option<Cow<'_, str>> {
    let entries = object.iter().filter_map(|(name, value)| {
        let text = match value {
            Value::Array(items) if items.iter().all(Value::is_string) => {
                Cow::Owned(join(items.iter().filter_map(filled), ", ")?)
            }
            value => say(value, depth + 1)?,
        };
        let is_whole = matches!(name.as_str(), "" | "$" | "base" | "_" | "non_field_errors" | "_schema");
        Some(if is_whole { text } else { Cow::Owned(format!("{name}: {text}")) })
    });
    join(entries, "; ").map(Cow::Owned)
}

/// Returns an error with its location, as `FastAPI` writes it: `body.name: field required`.
fn at_location(item: &Map<String, Value>) -> Option<Cow<'_, str>> {
    let text = filled(item.get("msg")?)?;
    Some(Cow::Owned(format!("{}: {text}", location(item.get("loc")?)?)))
}

/// Joins the steps of a location, as in `body.name`.
pub(super) fn location(steps: &Value) -> Option<String> {
    join(steps.as_array()?.iter().filter_map(super::scalar), ".")
}

/// Returns true for a map from fields to messages, in which every value is a list of strings.
fn is_map_of_lists(object: &Map<String, Value>) -> bool {
    let is_list = |items: &Vec<Value>| !items.is_empty() && items.iter().all(Value::is_string);
    object.values().all(|value| value.as_array().is_some_and(is_list))
}

/// Joins texts, up to the maximum length; `None` if the result is empty.
fn join<'t>(texts: impl Iterator<Item = Cow<'t, str>>, separator: &str) -> Option<String> {
    let mut all = String::new();
    for text in texts {
        if !all.is_empty() {
            all.push_str(separator);
        }
        all.push_str(text.trim());
        if all.len() > LONGEST {
            let end = (0..=LONGEST).rev().find(|end| all.is_char_boundary(*end)).unwrap_or_default();
            all.truncate(end);
            all.push('…');
            break;
        }
    }
    Some(all).filter(|all| !all.is_empty())
}
