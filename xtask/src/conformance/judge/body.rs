//! Checks that the bytes of a body encode its value, by media type.

use std::collections::BTreeSet;

use serde_json::Value;

use super::request::Sent;
use super::value::{kind, means};
use crate::conformance::media::{Media, essence};
use crate::conformance::spec::{Content, Encoding};
use crate::conformance::styles::{self, Pair, Style, Wrong};
use crate::corpus::compare;

/// Checks a body. Returns an error that describes the difference.
pub(super) fn judge(
    content: &Content<'_>,
    value: &Value,
    undeclared: &BTreeSet<String>,
    sent: &Sent<'_>,
) -> Result<(), Wrong> {
    let media_type = sent.header("content-type").unwrap_or_default();
    if !Media::accepts(&content.media_type, &media_type) {
        return Err(format!("the body is `{media_type}` instead of `{}`", content.media_type));
    }
    // The actual media type decides, since the client chooses it if the document declares a wildcard.
    match Media::parse(&media_type) {
        Media::Json => {
            let written =
                serde_json::from_slice(&sent.body).map_err(|error| format!("the body is not JSON: {error}"))?;
            same(value, &written, undeclared)
        }
        Media::Lines => {
            let text = String::from_utf8_lossy(&sent.body);
            let lines = text.lines().map(serde_json::from_str).collect::<Result<Vec<Value>, _>>();
            same(value, &Value::Array(lines.map_err(|error| format!("a line is not JSON: {error}"))?), undeclared)
        }
        Media::Form => form(content, value, &sent.body),
        Media::Multipart => multipart(content, value, &media_type, &sent.body),
        Media::Other => {
            let expected = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            if sent.body == expected.as_bytes() { Ok(()) } else { Err("the body has other bytes".to_owned()) }
        }
    }
}

/// Checks that a JSON value is sent without loss.
fn same(value: &Value, written: &Value, undeclared: &BTreeSet<String>) -> Result<(), Wrong> {
    let mut difference = compare(value, written, &[]);
    let is_declared = |lost: &String| {
        let key = lost.strip_suffix(" is gone").and_then(|place| place.rsplit('/').next());
        !key.is_some_and(|key| undeclared.contains(key))
    };
    difference.lost.retain(is_declared);
    let nulls = (difference.nulls > 0).then(|| format!("{} times `null` is gone", difference.nulls));
    let added = difference.added.iter().map(|place| format!("{place} is new"));
    let all: Vec<String> = difference.lost.iter().cloned().chain(nulls).chain(added).collect();
    if all.is_empty() { Ok(()) } else { Err(format!("in the body {}", all.join("; "))) }
}

fn form(content: &Content<'_>, value: &Value, body: &[u8]) -> Result<(), Wrong> {
    let text = String::from_utf8(body.to_vec()).map_err(|_| "the form is not text")?;
    let mut pairs = styles::pairs(&text.replace('+', "%20"), '&');
    for (name, member) in value.as_object().into_iter().flatten() {
        let before = pairs.clone();
        field(name, member, content.encoding.get(name), &mut pairs)
            .map_err(|wrong| format!("the field `{name}`: {wrong}, in {before:?}"))?;
    }
    if pairs.is_empty() { Ok(()) } else { Err(format!("{pairs:?} is in the form, and nothing describes it")) }
}

/// Removes the pairs of a form field and compares them with its value.
fn field(name: &str, value: &Value, encoding: Option<&Encoding>, pairs: &mut Vec<Pair>) -> Result<(), Wrong> {
    let is_flat = match value {
        Value::Array(items) => items.iter().all(|item| !item.is_object() && !item.is_array()),
        Value::Object(members) => members.values().all(|member| !member.is_object() && !member.is_array()),
        _ => true,
    };
    let style = encoding.and_then(|encoding| encoding.style);
    match (style, value) {
        (None, _) if encoding.is_some_and(|encoding| encoding.is_json) => {
            return repeated(name, std::slice::from_ref(value), pairs);
        }
        // Without a style, an object is JSON, and an array is one field per item.
        (None, Value::Object(_)) => return repeated(name, std::slice::from_ref(value), pairs),
        (None, Value::Array(items)) => return repeated(name, items, pairs),
        // No style defines nested values, and `deepObject` is defined only for objects.
        (Some((Style::Deep, _)), value) if !value.is_object() => {
            undefined(name, pairs);
            return Ok(());
        }
        _ if !is_flat => {
            undefined(name, pairs);
            return Ok(());
        }
        _ => {}
    }
    let (style, explode) = style.unwrap_or((Style::Form, true));
    let keys: Vec<String> = value.as_object().into_iter().flatten().map(|(key, _)| key.clone()).collect();
    let is_empty =
        value.as_array().is_some_and(Vec::is_empty) || value.as_object().is_some_and(serde_json::Map::is_empty);
    match styles::named(style, explode, name, kind(value), &keys, pairs)? {
        Some(decoded) if super::value::is(&decoded, value) => Ok(()),
        None if is_empty => Ok(()),
        found => Err(format!("it is {found:?} instead of {value}")),
    }
}

/// Removes the pairs of a field whose serialization is undefined.
fn undefined(name: &str, pairs: &mut Vec<Pair>) {
    let is_field = |known: &str| known == name || known.strip_prefix(name).is_some_and(|rest| rest.starts_with('['));
    pairs.retain(|(known, _)| !styles::percent(known).is_ok_and(|known| is_field(&known)));
}

fn repeated(name: &str, values: &[Value], pairs: &mut Vec<Pair>) -> Result<(), Wrong> {
    let mut texts = Vec::new();
    let mut rest = Vec::new();
    for (known, text) in std::mem::take(pairs) {
        if styles::percent(&known)? == name {
            texts.push(styles::percent(&text.unwrap_or_default())?);
        } else {
            rest.push((known, text));
        }
    }
    *pairs = rest;
    let fits = texts.len() == values.len() && texts.iter().zip(values).all(|(text, value)| is_part(text, value));
    if fits { Ok(()) } else { Err(format!("it is {texts:?} instead of {}", Value::Array(values.to_vec()))) }
}

/// Returns true if a text encodes a value, as plain text or as JSON.
fn is_part(text: &str, value: &Value) -> bool {
    match value {
        Value::Object(_) | Value::Array(_) => {
            serde_json::from_str::<Value>(text).is_ok_and(|read| same(value, &read, &BTreeSet::new()).is_ok())
        }
        scalar => means(text, scalar),
    }
}

/// A part of a multipart body: its name and content.
type Part = (String, String);

fn multipart(content: &Content<'_>, value: &Value, media_type: &str, body: &[u8]) -> Result<(), Wrong> {
    let mut parts = parts(media_type, body)?;
    if essence(media_type) != "multipart/form-data" {
        return in_order(value, &parts);
    }
    for (name, member) in value.as_object().into_iter().flatten() {
        let is_it = |(known, _): &&Part| known == name;
        let held: Vec<String> = parts.iter().filter(is_it).map(|(_, text)| text.clone()).collect();
        parts.retain(|part| !is_it(&part));
        let has_style = content.encoding.get(name).is_some_and(|encoding| encoding.style.is_some());
        let values: &[Value] = match member {
            Value::Array(items) => items,
            other => std::slice::from_ref(other),
        };
        let one_by_one =
            held.len() == values.len() && held.iter().zip(values).all(|(text, value)| is_part(text, value));
        let as_json = held.len() == 1 && is_part(&held[0], member);
        if !(one_by_one || as_json || has_style) {
            return Err(format!("the part `{name}` is {held:?} instead of {member}"));
        }
    }
    let has_style = content.encoding.values().any(|encoding| encoding.style.is_some());
    if parts.is_empty() || has_style { Ok(()) } else { Err(format!("no property describes the parts {parts:?}")) }
}

/// Compares the parts of a multipart body without names with the property values, in any order.
fn in_order(value: &Value, parts: &[Part]) -> Result<(), Wrong> {
    let members = value.as_object().into_iter().flatten().map(|(_, member)| member);
    let values: Vec<&Value> = members
        .flat_map(|member| member.as_array().map_or_else(|| vec![member], |items| items.iter().collect()))
        .collect();
    let lost = values.iter().find(|value| !parts.iter().any(|(_, text)| is_part(text, value)));
    match lost {
        Some(lost) => Err(format!("no part is {lost}")),
        None if parts.len() == values.len() => Ok(()),
        None => Err(format!("there are {} parts instead of {}", parts.len(), values.len())),
    }
}

/// Parses a multipart body by RFC 2046 and 7578.
fn parts(media_type: &str, body: &[u8]) -> Result<Vec<Part>, Wrong> {
    let parameter = |text: &str, name: &str| {
        let at = text.find(&format!("{name}="))? + name.len() + 1;
        let rest = &text[at..];
        let value =
            rest.strip_prefix('"').map_or_else(|| rest.split([';', '\r', ' ']).next(), |rest| rest.split('"').next());
        value.map(str::to_owned)
    };
    let boundary = parameter(media_type, "boundary").ok_or("the multipart body has no boundary")?;
    let text = String::from_utf8(body.to_vec()).map_err(|_| "the multipart body is not text")?;
    let mut found = Vec::new();
    let whole = format!("\r\n{text}");
    let delimiter = format!("\r\n--{boundary}");
    let end = format!("{delimiter}--");
    let (inner, _) = whole.split_once(&end).ok_or("the multipart body does not end")?;
    for part in inner.split(&delimiter).skip(1) {
        let part = part.strip_prefix("\r\n").ok_or("a boundary is not a line of its own")?;
        let (head, content) = part.split_once("\r\n\r\n").ok_or("a part has no end of its head")?;
        let disposition = head.lines().find(|line| line.to_ascii_lowercase().starts_with("content-disposition:"));
        let is_form = essence(media_type) == "multipart/form-data";
        let name = disposition.and_then(|disposition| parameter(disposition, " name"));
        let name = if is_form { name.ok_or("a part has no name")? } else { name.unwrap_or_default() };
        let name = name.replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n");
        found.push((name, content.to_owned()));
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::parts;

    /// The example of RFC 7578 section 4.2 and 4.3, with a boundary.
    #[test]
    fn parts_are_told_apart() {
        let body = "--AaB03x\r\ncontent-disposition: form-data; name=\"field1\"\r\ncontent-type: text/plain;charset=UTF-8\r\n\r\n\
            Joe owes €100.\r\n--AaB03x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\na\r\n\r\n--AaB03x--\r\n";
        let found = parts("multipart/form-data; boundary=AaB03x", body.as_bytes());
        let expected =
            [("field1", "Joe owes €100."), ("file", "a\r\n")].map(|(name, text)| (name.to_owned(), text.to_owned()));
        assert_eq!(found, Ok(expected.to_vec()));
        assert!(parts("multipart/form-data; boundary=other", body.as_bytes()).is_err());
    }
}
