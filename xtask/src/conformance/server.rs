//! Judges a request as a server that implements a document: it knows the declarations, but not the intended values.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::judge::Sent;
use super::media::Media;
use super::schema::{Direction, Judge};
use super::spec::{In, Operation, Parameter};
use super::styles::{self, Decoded, ValueForm, percent};
use crate::corpus::{Files, RawPlace};

/// The reaction of a server to a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Reaction {
    /// It is processed.
    Accepted,
    /// It is processed, but the server ignores a part of it.
    Ignored(String),
    /// It is rejected.
    Rejected(String),
}

/// Returns the reaction of a server to a request.
pub(super) fn react<'f>(
    (files, judge): (&'f Files, &mut Judge<'f>),
    operations: &[Operation<'f>],
    sent: &Sent<'_>,
) -> Reaction {
    let path = sent.path.strip_prefix(super::judge::BASE).unwrap_or(sent.path);
    let on_path = operations.iter().filter_map(|operation| Some((operation, captured(&operation.path, path)?)));
    let mut on_path: Vec<(&Operation<'f>, BTreeMap<String, String>)> = on_path.collect();
    // A literal path is preferred to a template.
    on_path.sort_by_key(|(operation, _)| operation.path.matches('{').count());
    let is_empty = on_path.is_empty();
    let Some((operation, captured)) = on_path.into_iter().find(|(operation, _)| operation.method == sent.method) else {
        let status = if is_empty { "404" } else { "405" };
        return Reaction::Rejected(format!("{status} for {} {path}", sent.method));
    };
    let mut server = Server { files, judge, ignored: Vec::new() };
    let result = server.path(operation, &captured).and_then(|()| server.query(operation, sent));
    let result = result.and_then(|()| server.headers(operation, sent)).and_then(|()| server.body(operation, sent));
    match (result, server.ignored.first()) {
        (Err(why), _) => Reaction::Rejected(why),
        (Ok(()), Some(ignored)) => Reaction::Ignored(ignored.clone()),
        (Ok(()), None) => Reaction::Accepted,
    }
}

/// Returns the encoded values of the parameters in a path, if it matches the template.
pub(super) fn captured(template: &str, path: &str) -> Option<BTreeMap<String, String>> {
    let (template, path): (Vec<&str>, Vec<&str>) = (template.split('/').collect(), path.split('/').collect());
    if template.len() != path.len() {
        return None;
    }
    let mut captured = BTreeMap::new();
    for (expected, found) in template.into_iter().zip(path) {
        match expected.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?))) {
            Some((before, (name, after))) => {
                let value = found.strip_prefix(before)?.strip_suffix(after)?;
                captured.insert(name.to_owned(), value.to_owned());
            }
            None if percent(expected).ok() == percent(found).ok() => {}
            None => return None,
        }
    }
    Some(captured)
}

struct Server<'s, 'f> {
    files: &'f Files,
    judge: &'s mut Judge<'f>,
    /// The parts of the request that the operation does not declare.
    ignored: Vec<String>,
}

impl<'f> Server<'_, 'f> {
    fn path(&mut self, operation: &Operation<'f>, captured: &BTreeMap<String, String>) -> Result<(), String> {
        for parameter in operation.parameters.iter().filter(|parameter| parameter.place == In::Path) {
            if let Some(text) = captured.get(&parameter.name) {
                self.piece(parameter, text)?;
            }
        }
        Ok(())
    }

    /// Checks a parameter that is a piece of a path or a whole header.
    fn piece(&mut self, parameter: &Parameter<'f>, text: &str) -> Result<(), String> {
        let (kind, _) = self.kind(parameter.schema);
        let decoded = match parameter.style {
            Some(style) => styles::piece(style, parameter.explode, &parameter.name, kind, text)?,
            None => Decoded::Text(percent(text)?),
        };
        self.value(parameter, &decoded)
    }

    fn query(&mut self, operation: &Operation<'f>, sent: &Sent<'_>) -> Result<(), String> {
        let mut pairs = styles::pairs(sent.query, '&');
        for parameter in operation.parameters.iter().filter(|parameter| parameter.place == In::Query) {
            let (kind, keys) = self.kind(parameter.schema);
            let style = parameter.style.unwrap_or(styles::Style::Form);
            let decoded = styles::named(style, parameter.explode, &parameter.name, kind, &keys, &mut pairs)?;
            match decoded {
                Some(decoded) => self.value(parameter, &decoded)?,
                None if parameter.required => return Err(format!("400: `{}` is missing", parameter.name)),
                None => {}
            }
        }
        let ignored = pairs.into_iter().map(|(name, _)| format!("the query parameter `{name}` is ignored"));
        self.ignored.extend(ignored);
        Ok(())
    }

    fn headers(&mut self, operation: &Operation<'f>, sent: &Sent<'_>) -> Result<(), String> {
        for parameter in operation.parameters.iter().filter(|parameter| parameter.place == In::Header) {
            match sent.header(&parameter.name) {
                Some(text) => self.piece(parameter, &text.replace('%', "%25"))?,
                None if parameter.required => return Err(format!("400: `{}` is missing", parameter.name)),
                None => {}
            }
        }
        let is_declared = |name: &str| {
            let mut declared = operation.parameters.iter().filter(|parameter| parameter.place == In::Header);
            declared.any(|parameter| parameter.name.eq_ignore_ascii_case(name))
        };
        let others = sent.undeclared_headers().filter(|name| !is_declared(name));
        self.ignored.extend(others.map(|name| format!("the header `{name}` is ignored")));
        Ok(())
    }

    fn body(&mut self, operation: &Operation<'f>, sent: &Sent<'_>) -> Result<(), String> {
        if sent.body.is_empty() {
            return if operation.needs_body { Err("400: the body is missing".to_owned()) } else { Ok(()) };
        }
        if operation.bodies.is_empty() {
            self.ignored.push("the body is ignored".to_owned());
            return Ok(());
        }
        let media_type = sent.header("content-type").unwrap_or_default();
        let is_read = |accepted: &str| Media::accepts(accepted, &media_type);
        let Some(content) = operation.bodies.iter().find(|content| is_read(&content.media_type)) else {
            return Err(format!("415 for {media_type}"));
        };
        let Some(schema) = content.schema else { return Ok(()) };
        let value = match Media::parse(&media_type) {
            Media::Json => serde_json::from_slice(&sent.body).map_err(|error| format!("400: {error}"))?,
            _ => return Ok(()),
        };
        if let Some(complaint) = self.judge.complaint(schema, Direction::Request, &value) {
            return Err(format!("400: {complaint}"));
        }
        let ignored = self.undeclared(schema, &value).into_iter();
        self.ignored.extend(ignored.map(|key| format!("the property `{key}` is ignored")));
        Ok(())
    }

    /// Returns the keys of an object that its schema does not declare, if the schema is a plain list of properties.
    fn undeclared(&self, schema: RawPlace<'f>, value: &Value) -> Vec<String> {
        let Some(schema) = self.files.follow(schema) else { return Vec::new() };
        let is_open = ["allOf", "anyOf", "oneOf", "additionalProperties", "patternProperties"];
        let declared = schema.child("properties").and_then(RawPlace::object);
        let (Some(declared), Some(members)) = (declared, value.as_object()) else { return Vec::new() };
        if is_open.iter().any(|keyword| schema.child(keyword).is_some()) {
            return Vec::new();
        }
        members.keys().filter(|key| !declared.contains_key(*key)).cloned().collect()
    }

    /// Checks the value of a parameter. Its text is any scalar that the schema allows.
    fn value(&mut self, parameter: &Parameter<'f>, decoded: &Decoded) -> Result<(), String> {
        let Some(schema) = parameter.schema else { return Ok(()) };
        let mut complaint = String::new();
        for is_text in [true, false] {
            let scalar = |text: &String| {
                let read = serde_json::from_str(text).ok().filter(|read: &Value| !read.is_string() && !is_text);
                read.unwrap_or_else(|| json!(text))
            };
            let value = match decoded {
                Decoded::Text(text) => scalar(text),
                Decoded::List(items) => items.iter().map(scalar).collect(),
                Decoded::Object(members) => {
                    Value::Object(members.iter().map(|(key, text)| (key.clone(), scalar(text))).collect::<Map<_, _>>())
                }
            };
            match self.judge.complaint(schema, Direction::Request, &value) {
                None => return Ok(()),
                Some(found) => complaint = found,
            }
        }
        Err(format!("400: `{}`: {complaint}", parameter.name))
    }

    /// Returns the kind of a value, and the keys of an object.
    fn kind(&self, schema: Option<RawPlace<'f>>) -> (ValueForm, Vec<String>) {
        let Some(schema) = schema.and_then(|schema| self.files.follow(schema)) else {
            return (ValueForm::Text, Vec::new());
        };
        let keys =
            schema.child("properties").and_then(RawPlace::object).into_iter().flatten().map(|(key, _)| key.clone());
        match schema.child("type").and_then(|ty| ty.value.as_str()) {
            Some("array") => (ValueForm::List, Vec::new()),
            Some("object") => (ValueForm::Object, keys.collect()),
            _ => (ValueForm::Text, Vec::new()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::captured;

    #[test]
    fn a_path_matches_its_template() {
        let found = captured("/pets/{id}/v{number}.json", "/pets/a%2Fb/v7.json").expect("it matches");
        assert_eq!(
            found.into_iter().collect::<Vec<_>>(),
            [("id".into(), "a%2Fb".into()), ("number".into(), "7".into())]
        );
        assert_eq!(captured("/pets/{id}", "/pets"), None);
        assert_eq!(captured("/pets", "/owners"), None);
    }
}
