//! Checks that a request encodes the values of a case as the document declares.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{body, value};
use crate::conformance::cases::RequestCase;
use crate::conformance::media::Media;
use crate::conformance::schema::{Direction, Judge};
use crate::conformance::spec::{In, Operation, Parameter};
use crate::conformance::styles::{self, Pair, Style, Wrong, percent};

/// The base path of the server that the program uses.
pub(in crate::conformance) const BASE: &str = "/base";

/// Headers that the client may send although no parameter declares them.
const OWN_HEADERS: [&str; 7] =
    ["accept", "content-type", "content-length", "user-agent", "idempotency-key", "host", "cookie"];

/// A request as reported by the program.
pub(in crate::conformance) struct Sent<'a> {
    pub(in crate::conformance) method: &'a str,
    pub(in crate::conformance) path: &'a str,
    pub(in crate::conformance) query: &'a str,
    headers: Vec<(&'a str, &'a str)>,
    /// The bytes of the body.
    pub(in crate::conformance) body: Vec<u8>,
}

impl<'a> Sent<'a> {
    /// Reads the request from the result of the program.
    pub(in crate::conformance) fn from_json(answer: &'a Value) -> Option<Self> {
        let url = answer.get("url")?.as_str()?;
        let after = url.split_once("://")?.1;
        let at = after.find(['/', '?']).unwrap_or(after.len());
        let (path, query) = after[at..].split_once('?').unwrap_or((&after[at..], ""));
        let headers = answer.get("headers")?.as_array()?.iter();
        Some(Self {
            method: answer.get("method")?.as_str()?,
            path,
            query,
            headers: headers.filter_map(|pair| Some((pair.get(0)?.as_str()?, pair.get(1)?.as_str()?))).collect(),
            body: super::response::unhex(answer.get("body")?.as_str()?)?,
        })
    }

    /// Returns the value of a header. The values of repeated headers are joined with commas.
    pub(in crate::conformance) fn header(&self, name: &str) -> Option<String> {
        let all: Vec<&str> = self
            .headers
            .iter()
            .filter(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| *value)
            .collect();
        (!all.is_empty()).then(|| all.join(","))
    }

    /// Returns the names of the headers that only a parameter can declare.
    pub(in crate::conformance) fn undeclared_headers(&self) -> impl Iterator<Item = &'a str> {
        let names = self.headers.iter().map(|(name, _)| *name);
        names.filter(|name| !OWN_HEADERS.iter().any(|own| own.eq_ignore_ascii_case(name)))
    }
}

/// Checks a request. Returns an error that describes the first difference.
pub(super) fn judge<'f>(
    judge: &mut Judge<'f>,
    operation: &Operation<'f>,
    case: &RequestCase,
    answer: &Value,
) -> Result<(), Wrong> {
    if let Some(error) = answer.get("error").and_then(Value::as_str) {
        return Err(error.to_owned());
    }
    let sent = Sent::from_json(answer).ok_or("the program shows no request")?;
    if sent.method != operation.method {
        return Err(format!("the method is {}", sent.method));
    }
    path(operation, case, sent.path)?;
    query(judge, operation, case, sent.query)?;
    headers(judge, operation, case, &sent)?;
    cookies(operation, case, &sent)?;
    let Some((index, value)) = &case.body else {
        return if sent.body.is_empty() { Ok(()) } else { Err("there is a body, and the case has none".to_owned()) };
    };
    let content = operation.bodies.get(*index).ok_or("there is no such body")?;
    body::judge(content, value, &case.undeclared, &sent)?;
    let media = Media::parse(&sent.header("content-type").unwrap_or_default());
    let is_judged = case.undeclared.is_empty() && !case.breaks_schema;
    if let (Media::Json, Some(schema), true) = (media, content.schema, is_judged) {
        let written: Value = serde_json::from_slice(&sent.body).map_err(|error| error.to_string())?;
        if let Some(complaint) = judge.complaint(schema, Direction::Request, &written) {
            return Err(format!("the body breaks its schema: {complaint}"));
        }
    }
    Ok(())
}

/// Returns the parameters of a location, each with its value in the case and true if its serialization is undefined.
fn given<'o, 'f>(
    operation: &'o Operation<'f>,
    case: &'o RequestCase,
    place: In,
) -> Vec<(&'o Parameter<'f>, Option<&'o Value>, bool)> {
    let all = operation.parameters.iter().enumerate().filter(move |(_, parameter)| parameter.place == place);
    all.map(|(index, parameter)| (parameter, case.parameters.get(&index), case.undefined.contains(&index))).collect()
}

/// Returns true if a percent-encoded text is the expected JSON value.
fn json(text: &str, expected: &Value) -> Result<bool, Wrong> {
    let text = percent(text)?;
    serde_json::from_str::<Value>(&text).map(|value| value == *expected).map_err(|error| format!("`{text}`: {error}"))
}

fn piece(parameter: &Parameter<'_>, expected: &Value, text: &str) -> Result<bool, Wrong> {
    match parameter.style {
        Some(style) => styles::piece(style, parameter.explode, &parameter.name, value::kind(expected), text)
            .map(|decoded| value::is(&decoded, expected)),
        None => json(text, expected),
    }
}

fn path(operation: &Operation<'_>, case: &RequestCase, sent: &str) -> Result<(), Wrong> {
    let parameters = given(operation, case, In::Path);
    let starts = if operation.own_server {
        (0..sent.len()).filter(|at| sent.is_char_boundary(*at)).collect()
    } else {
        vec![if sent.starts_with(BASE) { BASE.len() } else { sent.len() }]
    };
    let template = operation.path.split(['?', '#']).next().unwrap_or_default();
    let mut closest = format!("the path is `{sent}`");
    for start in starts {
        match matches(template, &sent[start..], &parameters) {
            Ok(true) => return Ok(()),
            Ok(false) => {}
            Err(wrong) => closest = format!("the path is `{sent}`: {wrong}"),
        }
    }
    Err(closest)
}

/// Returns true if a path matches the template and the values. Attempts every way to split it.
fn matches(template: &str, path: &str, parameters: &[(&Parameter<'_>, Option<&Value>, bool)]) -> Result<bool, Wrong> {
    let Some(open) = template.find('{') else { return Ok(percent(template).ok() == percent(path).ok()) };
    let (literal, rest) = template.split_at(open);
    let Some(path) = after(path, literal) else { return Ok(false) };
    let Some((name, rest)) = rest[1..].split_once('}') else { return Ok(false) };
    // Only the expansions `{+name}` and `{name*}`, which some documents adopt from RFC 6570, span several segments.
    let is_one_segment = !name.starts_with('+') && !name.ends_with(['*', '+']);
    let name = name.trim_start_matches('+').trim_end_matches(['*', '+']);
    let mut wrong = None;
    for end in (0..=path.len()).filter(|end| path.is_char_boundary(*end)) {
        let (text, following) = path.split_at(end);
        if is_one_segment && text.contains('/') {
            break;
        }
        let fits = match parameters.iter().find(|(parameter, ..)| parameter.name.trim_matches(['+', '*']) == name) {
            // A constant, or a value whose serialization is undefined.
            None | Some((_, None, _) | (_, _, true)) => true,
            Some((parameter, Some(value), _)) => piece(parameter, value, text).unwrap_or(false),
        };
        if !fits {
            continue;
        }
        match matches(rest, following, parameters) {
            Ok(true) => return Ok(true),
            Ok(false) => {}
            Err(inner) => wrong = Some(inner),
        }
    }
    Err(wrong.unwrap_or_else(|| format!("`{{{name}}}` is not its value in `{path}`")))
}

/// Returns the path after a literal, however the literal is percent-encoded.
fn after<'p>(path: &'p str, literal: &str) -> Option<&'p str> {
    if let Some(rest) = path.strip_prefix(literal) {
        return Some(rest);
    }
    let wanted = percent(literal).ok()?;
    let ends = (0..=path.len()).filter(|end| path.is_char_boundary(*end));
    ends.into_iter().find(|end| percent(&path[..*end]).ok().as_ref() == Some(&wanted)).map(|end| &path[end..])
}

fn query<'f>(judge: &mut Judge<'f>, operation: &Operation<'f>, case: &RequestCase, sent: &str) -> Result<(), Wrong> {
    let mut pairs = styles::pairs(sent, '&');
    let all = given(operation, case, In::Query);
    for (_, value, _) in all.iter().filter(|(.., is_undefined)| *is_undefined) {
        let members = value.and_then(Value::as_object);
        pairs.retain(|(name, _)| !members.is_some_and(|members| members.contains_key(name)));
    }
    // Exploded objects are last, since their properties can have the name of any other parameter.
    let (objects, others): (Vec<_>, Vec<_>) =
        all.into_iter().partition(|(parameter, value, _)| parameter.explode && value.is_some_and(Value::is_object));
    // The path template may contain a query.
    let fixed: Vec<Pair> =
        operation.path.split_once('?').map(|(_, query)| styles::pairs(query, '&')).unwrap_or_default();
    let is_fixed = |name: &str| fixed.iter().any(|(known, _)| known == name);
    for (parameter, value, is_undefined) in others.into_iter().chain(objects) {
        // A parameter without a value in the case has the value in the template.
        if value.is_none() && is_fixed(&parameter.name) {
            continue;
        }
        if is_undefined {
            let start = format!("{}[", parameter.name);
            pairs.retain(|(name, _)| {
                percent(name).is_ok_and(|name| name != parameter.name && !name.starts_with(&start))
            });
            continue;
        }
        named(judge, parameter, value, &mut pairs)?;
    }
    let is_given = |name: &str| {
        let all = given(operation, case, In::Query);
        all.iter().any(|(parameter, value, _)| parameter.name == name && value.is_some())
    };
    let is_literal = |pair: &&Pair| !pair.1.as_deref().unwrap_or_default().contains('{') && !is_given(&pair.0);
    if let Some((name, _)) = fixed.iter().filter(is_literal).find(|pair| !pairs.contains(pair)) {
        return Err(format!("the query `{sent}` does not have `{name}` as the path has it"));
    }
    pairs.retain(|pair| !fixed.contains(pair));
    if pairs.is_empty() || !case.undefined.is_empty() {
        Ok(())
    } else {
        Err(format!("the query `{sent}` has {pairs:?}, which no parameter describes"))
    }
}

/// Removes the pairs of a parameter and compares them with its value.
fn named<'f>(
    judge: &mut Judge<'f>,
    parameter: &Parameter<'f>,
    value: Option<&Value>,
    pairs: &mut Vec<Pair>,
) -> Result<(), Wrong> {
    let name = &parameter.name;
    let keys: Vec<String> =
        value.and_then(Value::as_object).into_iter().flatten().map(|(key, _)| key.clone()).collect();
    let kind = value.map_or(styles::ValueForm::Text, value::kind);
    let Some(style) = parameter.style else {
        let Some(at) = pairs.iter().position(|(known, _)| percent(known).as_ref() == Ok(name)) else {
            return if value.is_none() { Ok(()) } else { Err(format!("`{name}` is not there")) };
        };
        let (_, text) = pairs.remove(at);
        let Some(value) = value else { return Ok(()) };
        let is_it = json(&text.unwrap_or_default(), value)?;
        return if is_it { Ok(()) } else { Err(format!("`{name}` is another JSON value")) };
    };
    let style = if value.is_none() { Style::Form } else { style };
    let before = pairs.clone();
    let decoded = styles::named(style, parameter.explode, name, kind, &keys, pairs)
        .map_err(|wrong| format!("`{name}`: {wrong}, in {before:?}"))?;
    match (decoded, value) {
        (None, None) => Ok(()),
        (Some(decoded), Some(value)) if value::is(&decoded, value) => Ok(()),
        (Some(styles::Decoded::Text(text)), None) => constant(judge, parameter, &text),
        (found, value) => Err(format!("`{name}` is {found:?} instead of {}", value.unwrap_or(&Value::Null))),
    }
}

/// Checks a parameter that the case does not set: it must be required, and its value must satisfy the schema.
fn constant<'f>(judge: &mut Judge<'f>, parameter: &Parameter<'f>, text: &str) -> Result<(), Wrong> {
    let read = serde_json::from_str(text).unwrap_or_else(|_| Value::String(text.to_owned()));
    let Some(schema) = parameter.schema.filter(|_| parameter.required) else {
        return Err(format!("`{}` is there, and the case does not have it", parameter.name));
    };
    let texts = [read, Value::String(text.to_owned())];
    let complaints: Vec<String> =
        texts.iter().filter_map(|value| judge.complaint(schema, Direction::Request, value)).collect();
    if complaints.len() < 2 {
        Ok(())
    } else {
        Err(format!("`{}` breaks its schema: {}", parameter.name, complaints[0]))
    }
}

fn headers<'f>(
    judge: &mut Judge<'f>,
    operation: &Operation<'f>,
    case: &RequestCase,
    sent: &Sent<'_>,
) -> Result<(), Wrong> {
    let mut known: BTreeSet<String> = OWN_HEADERS.iter().map(|name| (*name).to_owned()).collect();
    for (parameter, value, is_undefined) in given(operation, case, In::Header) {
        known.insert(parameter.name.to_ascii_lowercase());
        match (sent.header(&parameter.name), value) {
            _ if is_undefined => {}
            (None, None) => {}
            (Some(text), None) if parameter.name.eq_ignore_ascii_case("idempotency-key") => drop(text),
            (Some(text), None) => constant(judge, parameter, &text)?,
            (None, Some(_)) => return Err(format!("the header `{}` is not there", parameter.name)),
            (Some(text), Some(value)) => header(parameter, value, &text)?,
        }
    }
    let strange = sent.headers.iter().find(|(name, _)| !known.contains(&name.to_ascii_lowercase()));
    strange.map_or(Ok(()), |(name, _)| Err(format!("no parameter describes the header `{name}`")))
}

/// Checks a header. Headers are not percent-encoded, so `%` is escaped before decoding.
fn header(parameter: &Parameter<'_>, value: &Value, text: &str) -> Result<(), Wrong> {
    let escaped = text.replace('%', "%25");
    let is_it = match parameter.style {
        None => serde_json::from_str::<Value>(text).is_ok_and(|read| read == *value),
        Some(_) => piece(parameter, value, &escaped)?,
    };
    if is_it { Ok(()) } else { Err(format!("the header `{}` is `{text}` instead of {value}", parameter.name)) }
}

fn cookies(operation: &Operation<'_>, case: &RequestCase, sent: &Sent<'_>) -> Result<(), Wrong> {
    let mut pairs = styles::pairs(&sent.header("cookie").unwrap_or_default(), ';');
    for (parameter, value, is_undefined) in given(operation, case, In::Cookie) {
        let Some(value) = value.filter(|_| !is_undefined) else { continue };
        let name = &parameter.name;
        let keys: Vec<String> = value.as_object().into_iter().flatten().map(|(key, _)| key.clone()).collect();
        let found = match parameter.style {
            Some(style) => styles::named(style, parameter.explode, name, value::kind(value), &keys, &mut pairs)?
                .is_some_and(|decoded| value::is(&decoded, value)),
            None => pairs
                .iter()
                .any(|(known, text)| known == name && json(text.as_deref().unwrap_or_default(), value) == Ok(true)),
        };
        if !found {
            return Err(format!("the cookie `{name}` is not {value} in {:?}", sent.header("cookie")));
        }
    }
    Ok(())
}
