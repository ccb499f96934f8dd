//! Finds the details of an error response that its schema does not declare, such as the message and the code, in the
//! properties that most APIs use. The only part of HTTP that it depends on is the status code.

mod message;

use std::borrow::Cow;

use serde_json::{Map, Value};

pub(super) use message::{Context, message, text};

/// Finds the stable code. A code that repeats the status code is ignored.
pub(super) fn code(body: &Value, status: Option<u16>) -> Option<Cow<'_, str>> {
    let status = status.map(|status| status.to_string());
    let is_new = |code: &Cow<'_, str>| status.as_deref() != Some(code);
    let named = places(body).find_map(|place| {
        let extensions = member(place, "extensions").and_then(Value::as_object);
        [Some(place), extensions].into_iter().flatten().find_map(|place| {
            ["code", "errorcode", "errcode"].iter().find_map(|name| scalar(member(place, name)?).filter(is_new))
        })
    });
    named.or_else(|| {
        let error = member(body.as_object()?, "error")?;
        let text = error.as_str().or_else(|| member(error.as_object()?, "status")?.as_str())?;
        // A single word is a code; several words are a message.
        Some(Cow::Borrowed(text)).filter(|text| !text.is_empty() && !text.contains(char::is_whitespace)).filter(is_new)
    })
}

/// Finds the class of the error.
pub(super) fn kind(body: &Value) -> Option<Cow<'_, str>> {
    let found = strings(body, &["type", "errortype", "kind"]).find(|text| *text != "about:blank");
    found.map(Cow::Borrowed)
}

/// Finds the name of the invalid parameter.
pub(super) fn param(body: &Value) -> Option<Cow<'_, str>> {
    if let Some(name) = strings(body, &["param", "parameter", "field", "fieldname", "propertyname"]).next() {
        return Some(Cow::Borrowed(name));
    }
    places(body).find_map(|place| {
        if let Some(location) = member(place, "loc") {
            return message::location(location).map(Cow::Owned);
        }
        if let Some(source) = member(place, "source").and_then(Value::as_object) {
            return ["pointer", "parameter", "header"].iter().find_map(|name| filled(member(source, name)?));
        }
        let invalid = ["invalidparams", "invalidfields"].iter().find_map(|name| member(place, name));
        filled(member(invalid?.get(0)?.as_object()?, "name")?)
    })
}

/// Finds the server's id of the request.
pub(super) fn request_id(body: &Value) -> Option<Cow<'_, str>> {
    strings(body, &["requestid"]).next().map(Cow::Borrowed)
}

/// Finds a trace id, which identifies the request in the server's logs but is not the request id.
pub(super) fn trace_id(body: &Value) -> Option<Cow<'_, str>> {
    strings(body, &["traceid", "correlationid"]).next().map(Cow::Borrowed)
}

/// Follows a path of names and indices, separated by dots.
pub(super) fn at<'v>(body: &'v Value, path: &str) -> Option<&'v Value> {
    if path.is_empty() {
        return None;
    }
    path.split('.').try_fold(body, |value, name| match value {
        Value::Array(items) => items.get(name.parse::<usize>().ok()?),
        value => value.get(name),
    })
}

/// Returns a string that is not blank, or a number as text.
pub(super) fn scalar(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::Number(number) => Some(Cow::Owned(number.to_string())),
        value => filled(value),
    }
}

/// Returns a string that is not blank.
fn filled(value: &Value) -> Option<Cow<'_, str>> {
    value.as_str().filter(|text| !text.trim().is_empty()).map(Cow::Borrowed)
}

/// Returns the non-blank strings with these names in the objects that describe errors.
fn strings<'v>(body: &'v Value, names: &'static [&'static str]) -> impl Iterator<Item = &'v str> {
    let found = places(body).flat_map(move |place| names.iter().filter_map(move |name| member(place, name)?.as_str()));
    found.filter(|text| !text.trim().is_empty())
}

/// Returns the objects that describe an error: `error`, the body itself, and the first item of a list of errors.
fn places(body: &Value) -> impl Iterator<Item = &Map<String, Value>> {
    let object = body.as_object();
    let error = object.and_then(|object| member(object, "error")?.as_object());
    let listed = match object {
        Some(object) => ["errors", "detail", "details"].iter().find_map(|name| member(object, name)?.get(0)),
        None => body.get(0),
    };
    [error, object, listed.and_then(Value::as_object)].into_iter().flatten()
}

/// Returns a member of an object. Case and separators of its name are ignored: `error_message` matches `errormessage`.
fn member<'v>(object: &'v Map<String, Value>, name: &str) -> Option<&'v Value> {
    let is_meant = |key: &str| {
        let letters = key.chars().filter(|letter| !matches!(letter, '_' | '-' | ' '));
        letters.map(|letter| letter.to_ascii_lowercase()).eq(name.chars())
    };
    object.get(name).or_else(|| object.iter().find(|(key, _)| is_meant(key)).map(|(_, value)| value))
}
