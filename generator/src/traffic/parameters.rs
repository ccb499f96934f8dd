//! Checks the parameters of a request, and reads forms.

use serde_json::{Map, Value};

use super::cause::{Cause, JsonType, Way};
use super::check::{Checker, Current};
use super::exchange::Exchange;
use super::secret_names::is_secret;
use crate::validate::schema::Direction;
use crate::validate::spec::{Content, In, Parameter};
use crate::validate::styles::{self, Decoded, Pair, ValueForm, percent};
use crate::validate::{Files, RawPlace};

/// Returns the query parameters that contain the credentials of security schemes.
pub(super) fn credentials(files: &Files) -> Vec<String> {
    let root = files.root();
    let schemes = root
        .child("components")
        .and_then(|components| components.child("securitySchemes"))
        .or_else(|| root.child("securityDefinitions"));
    let Some(schemes) = schemes else { return Vec::new() };
    let name = |scheme: &Value| {
        let scheme = files.follow(schemes.with(scheme))?;
        let is_query = scheme.value.get("in")?.as_str()? == "query";
        scheme.value.get("name")?.as_str().filter(|_| is_query).map(str::to_owned)
    };
    schemes.object().into_iter().flatten().filter_map(|(_, scheme)| name(scheme)).collect()
}

/// Checks the parameters of a request. `path` has the values of those in the path.
pub(super) fn check<'f>(checker: &mut Checker<'f>, current: Current<'_, 'f>, path: &[(String, String)]) {
    let mut query = styles::pairs(&current.exchange.query.replace('+', "%20"), '&');
    query.retain(|(name, _)| !checker.credentials.iter().any(|known| percent(name).as_ref() == Ok(known)));
    for parameter in &current.operation.parameters {
        let value = match parameter.place {
            In::Path => {
                let value = path.iter().find(|(name, _)| *name == parameter.name);
                value.map(|(_, text)| Decoded::Text(text.clone()))
            }
            In::Query => match from_query(checker.files, parameter, &mut query) {
                Ok(value) => value,
                // The text does not have the style that the document declares, so its value is unknown.
                Err(_) => continue,
            },
            In::Header => match &current.exchange.headers {
                Some(headers) => {
                    let name = parameter.name.to_ascii_lowercase();
                    headers.iter().find(|(known, _)| *known == name).map(|(_, text)| Decoded::Text(text.clone()))
                }
                None => continue,
            },
            // Most cookies are credentials.
            In::Cookie => continue,
        };
        match value {
            Some(value) => given(checker, current, parameter, &value),
            None if parameter.required && parameter.place != In::Path => {
                checker.add(current, parameter.declared, Cause::MissingParameter(parameter.name.clone()));
            }
            None => {}
        }
    }
    undeclared(checker, current, &query);
}

/// Removes the pairs of a parameter from a query, and decodes them.
fn from_query(files: &Files, parameter: &Parameter<'_>, query: &mut Vec<Pair>) -> Result<Option<Decoded>, String> {
    let schema = parameter.schema.map(|schema| resolved(files, schema));
    let keys: Vec<String> = schema
        .and_then(|schema| schema.child("properties")?.object())
        .into_iter()
        .flatten()
        .map(|(key, _)| key.clone())
        .collect();
    let kind = schema.map_or(ValueForm::Text, |schema| kind(files, schema));
    let style = parameter.style.unwrap_or(styles::Style::Form);
    styles::named(style, parameter.explode, &parameter.name, kind, &keys, query)
}

/// Checks the value of a parameter.
fn given<'f>(checker: &mut Checker<'f>, current: Current<'_, 'f>, parameter: &Parameter<'f>, decoded: &Decoded) {
    let Some(schema) = parameter.schema else { return };
    let target = resolved(checker.files, schema);
    let is_redacted = |text: &String| Exchange::is_redacted(text);
    let value = match decoded {
        Decoded::Text(text) if is_redacted(text) => return,
        Decoded::Text(text) if parameter.style.is_none() => serde_json::from_str(text).ok(),
        // Headers and paths contain lists and objects in styles of their own.
        Decoded::Text(text) if kind(checker.files, target) == ValueForm::Text => Some(scalar(checker, schema, text)),
        Decoded::List(texts) if !texts.iter().any(is_redacted) => {
            let item = target.child("items");
            let one =
                |text: &String| item.map_or_else(|| Value::from(text.as_str()), |item| scalar(checker, item, text));
            Some(Value::Array(texts.iter().map(one).collect()))
        }
        _ => None,
    };
    if let Some(value) = value {
        checker.value(current, schema, Way::Request, &value);
    }
}

/// Returns the JSON value of a text: the one that the schema accepts, or else a number or a boolean where the schema has
/// such a type.
fn scalar<'f>(checker: &mut Checker<'f>, schema: RawPlace<'f>, text: &str) -> Value {
    let as_text = Value::from(text);
    let read = serde_json::from_str::<Value>(text).ok().filter(|value| value.is_number() || value.is_boolean());
    let Some(read) = read else { return as_text };
    let mut accepts = |value| checker.judge.accepts(schema, Direction::Request, value);
    if accepts(&as_text) || !accepts(&read) && !is_typed(checker.files, schema) { as_text } else { read }
}

/// Returns true if a schema has only values that are not strings.
fn is_typed(files: &Files, schema: RawPlace<'_>) -> bool {
    let type_ = resolved(files, schema).child("type");
    type_.and_then(|type_| type_.value.as_str()).is_some_and(|name| name != "string")
}

/// Follows references, and parts that are the only one.
fn resolved<'f>(files: &'f Files, schema: RawPlace<'f>) -> RawPlace<'f> {
    let target = files.follow(schema).unwrap_or(schema);
    let parts = target.child("allOf").and_then(|list| Some((list, list.value.as_array()?)));
    match parts.map(|(list, parts)| (list, parts.as_slice())) {
        Some((list, [only])) if target.child("type").is_none() => files.follow(list.with(only)).unwrap_or(target),
        _ => target,
    }
}

fn kind(files: &Files, schema: RawPlace<'_>) -> ValueForm {
    let type_ = schema.child("type").map(|place| place.value);
    let is = |name: &str| match type_ {
        Some(Value::String(text)) => text == name,
        Some(Value::Array(list)) => list.iter().any(|text| text == name),
        _ => false,
    };
    let has = |key: &str| schema.child(key).is_some();
    let is_alternative = |name: &str| {
        let lists = ["anyOf", "oneOf"].into_iter().filter_map(|key| schema.child(key));
        let mut all = lists.filter_map(|list| Some((list, list.value.as_array()?)));
        all.any(|(place, list)| {
            list.iter().any(|part| {
                let part = files.follow(place.with(part));
                part.and_then(|part| part.child("type")).is_some_and(|type_| type_.value == name)
            })
        })
    };
    if is("array") || has("items") || is_alternative("array") {
        ValueForm::List
    } else if is("object") || has("properties") || is_alternative("object") {
        ValueForm::Object
    } else {
        ValueForm::Text
    }
}

/// Reports the parameters of a query that nothing declares.
fn undeclared<'f>(checker: &mut Checker<'f>, current: Current<'_, 'f>, query: &[Pair]) {
    let operation = current.operation;
    let is_declared = |name: &str| {
        // The fields of an object are written as `name[field]`.
        let base = name.split(['[', '.']).next().unwrap_or(name);
        let is_fixed = operation.path.split_once('?').is_some_and(|(_, fixed)| fixed.contains(name));
        is_fixed
            || operation
                .parameters
                .iter()
                .any(|known| known.place == In::Query && (known.name == base || known.name == name))
    };
    let is_open = operation.parameters.iter().any(|known| known.place == In::Query && is_map(checker.files, known));
    for (name, text) in query {
        let Ok(name) = percent(name) else { continue };
        if name.is_empty() || is_open || is_declared(&name) {
            continue;
        }
        let evidence = checker.add(current, operation.declared, Cause::Parameter);
        let text = text.as_deref().unwrap_or_default();
        let read = serde_json::from_str::<Value>(text).ok().filter(|value| value.is_number() || value.is_boolean());
        let type_ = read.as_ref().map_or(JsonType::String, JsonType::from_value);
        if is_secret(&name) {
            evidence.has_others = true;
        } else {
            evidence.parameter(name.trim_end_matches("[]"), type_);
        }
    }
}

/// Returns true if a parameter is an exploded object with any keys.
fn is_map(files: &Files, parameter: &Parameter<'_>) -> bool {
    let schema = parameter.schema.map(|schema| resolved(files, schema));
    let is_open = |schema: RawPlace<'_>| {
        let rest = schema.child("additionalProperties").map(|rest| rest.value);
        kind(files, schema) == ValueForm::Object
            && (schema.child("properties").is_none() || rest.is_some_and(|rest| rest != &Value::Bool(false)))
    };
    parameter.explode && schema.is_some_and(is_open)
}

/// Reads a form as an object. `None` if a field has a style of its own.
pub(super) fn form<'f>(checker: &mut Checker<'f>, content: &Content<'f>, bytes: &[u8]) -> Option<Value> {
    let schema = resolved(checker.files, content.schema?);
    let text = std::str::from_utf8(bytes).ok()?.replace('+', "%20");
    let mut fields: Map<String, Value> = Map::new();
    for (name, text) in styles::pairs(&text, '&') {
        let (name, text) = (percent(&name).ok()?, percent(&text.unwrap_or_default()).ok()?);
        if name.contains('[') || content.encoding.contains_key(&name) {
            return None;
        }
        let property = schema.child("properties").and_then(|properties| properties.child(&name));
        let target = property.map(|property| resolved(checker.files, property));
        let is_list = target.is_some_and(|target| kind(checker.files, target) == ValueForm::List);
        let item = if is_list { target.and_then(|target| target.child("items")) } else { property };
        let value = match item {
            Some(item) if kind(checker.files, resolved(checker.files, item)) == ValueForm::Object => {
                serde_json::from_str(&text).ok()?
            }
            Some(item) => scalar(checker, item, &text),
            None => Value::from(text),
        };
        match fields.get_mut(&name) {
            Some(Value::Array(list)) => list.push(value),
            Some(_) => return None,
            None if is_list => drop(fields.insert(name, Value::Array(vec![value]))),
            None => drop(fields.insert(name, value)),
        }
    }
    Some(Value::Object(fields))
}
