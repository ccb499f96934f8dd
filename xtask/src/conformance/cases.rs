//! The calls to make of the operations of a document and the responses to have them read, from what the document declares.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use oaspress::rust::{Crate, Writing, WritingCall};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::driver::{self, Callable, Field};
use super::media::Media;
use super::sample::{PLAIN, PLAIN_ASCII, Sampler};
use super::schema::{Direction, Judge};
use super::spec::{Content, In, Operation, Parameter, Response};
use super::styles::Style;
use crate::corpus::Files;

/// One call of the program.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Case {
    /// The index of the operation in the document.
    pub(super) operation: usize,
    /// The number of its functions in the program.
    pub(super) function: usize,
    /// What it is for: `required`, `everything`, …
    pub(super) what: String,
    /// A request to make.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) request: Option<RequestCase>,
    /// A response to read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) response: Option<ResponseCase>,
    /// A value of a union to read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) union: Option<UnionCase>,
}

/// A value of a union to read.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct UnionCase {
    /// The name of the type.
    pub(super) name: String,
    /// The value, as JSON.
    pub(super) value: String,
    /// The variants that it may be read as.
    pub(super) right: BTreeSet<String>,
    /// Keys that are in it and that no schema names.
    pub(super) undeclared: BTreeSet<String>,
    /// Whether a value of it is beside those of an open enumeration.
    #[serde(default)]
    pub(super) is_open: bool,
}

/// A request to make.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct RequestCase {
    /// The values by field of the operation.
    arguments: Map<String, Value>,
    /// The variant of the body.
    variant: Option<String>,
    /// The field of the body.
    body_field: Option<String>,
    /// The values by index of the parameter.
    pub(super) parameters: BTreeMap<usize, Value>,
    /// Parameters without a defined form, which no judge looks at.
    pub(super) undefined: HashSet<usize>,
    /// The index of the media type and the value.
    pub(super) body: Option<(usize, Value)>,
}

/// A response to read.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct ResponseCase {
    /// The status.
    pub(super) status: u16,
    /// The media type.
    pub(super) content_type: Option<String>,
    /// The body.
    pub(super) body: String,
    /// The body as JSON, where it is that.
    pub(super) value: Option<Value>,
    /// The indices of the response and of its media type in the document.
    pub(super) place: Option<(usize, usize)>,
    /// Keys that are in it and that no schema names.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(super) undeclared: BTreeSet<String>,
    /// Whether a value of it is beside those of an open enumeration.
    #[serde(default)]
    pub(super) is_open: bool,
}

/// What is to be done for a document.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Prepared {
    /// The version that it is written in.
    pub(super) version: String,
    /// How many operations it has.
    pub(super) operations: usize,
    /// Operations that cannot be called, or not wholly, and why.
    pub(super) uncovered: Vec<(String, String)>,
    /// The features of its crate that its operations need.
    pub(super) groups: Vec<String>,
    /// The cases.
    #[serde(skip)]
    pub(super) cases: Vec<Case>,
}

/// The cases of all operations.
pub(super) fn prepare(files: &Files, crate_: &Crate) -> Prepared {
    let operations = super::spec::operations(files);
    let callables = driver::callables(crate_);
    let mut maker =
        Maker { judge: Judge::new(files), sampler: Sampler::new(files), seen: HashSet::new(), cases: Vec::new() };
    let mut prepared = Prepared {
        version: super::spec::version(files),
        operations: operations.len(),
        groups: crate_.manifest.groups.clone(),
        ..Prepared::default()
    };
    for (index, operation) in operations.iter().enumerate() {
        let is_it = |callable: &&Callable<'_>| {
            callable.operation.method == operation.method && callable.operation.template == operation.path
        };
        let made = match callables.iter().find(is_it) {
            Some(callable) => maker.operation(index, operation, callable),
            None => Err("there is no such operation in the crate".to_owned()),
        };
        if let Err(why) = made {
            prepared.uncovered.push((format!("{} {}", operation.method, operation.path), why));
        }
    }
    prepared.cases = maker.cases;
    prepared
}

struct Maker<'f> {
    judge: Judge<'f>,
    sampler: Sampler<'f>,
    seen: HashSet<(usize, usize, Direction)>,
    cases: Vec<Case>,
}

/// A parameter, its field and its values.
struct Valued<'o, 'f> {
    index: usize,
    parameter: &'o Parameter<'f>,
    field: String,
    values: Vec<(&'static str, Value)>,
    is_undefined: bool,
}

impl<'f> Maker<'f> {
    /// The cases of an operation; an error is what cannot be called.
    fn operation(&mut self, index: usize, operation: &Operation<'f>, callable: &Callable<'_>) -> Result<(), String> {
        let function = callable.function;
        let case = |what: String, request: RequestCase| Case {
            operation: index,
            function,
            what,
            request: Some(request),
            response: None,
            union: None,
        };
        self.responses(index, operation, callable);
        let parameters = self.parameters(operation, callable)?;
        let mut base = RequestCase::default();
        let mut everything = RequestCase::default();
        for valued in &parameters {
            let pick = |what| valued.values.iter().find(|(known, _)| *known == what).or(valued.values.first());
            if let Some((_, value)) = pick("minimal").filter(|_| valued.parameter.required) {
                base.set(valued, value);
            }
            if let Some((_, value)) = pick("full") {
                everything.set(valued, value);
            }
        }
        let bodies = self.bodies(operation, callable)?;
        if let Some(body) = bodies.first() {
            let least = body.values.iter().find(|(what, _)| *what == "minimal").or(body.values.first());
            if let Some((_, value)) = least.filter(|_| operation.needs_body) {
                base.set_body(callable, body, value);
            }
            if let Some((_, value)) = body.values.first() {
                everything.set_body(callable, body, value);
            }
        }
        self.cases.push(case("required".to_owned(), base.clone()));
        self.cases.push(case("everything".to_owned(), everything));
        for valued in &parameters {
            for (_, value) in valued.values.iter().filter(|(what, _)| *what == "choice") {
                let mut request = base.clone();
                request.set(valued, value);
                self.cases.push(case(format!("a value of `{}`", valued.parameter.name), request));
            }
        }
        for body in &bodies {
            for (what, value) in &body.values {
                let mut request = base.clone();
                request.set_body(callable, body, value);
                self.cases.push(case(format!("{} body, {what}", body.content.media_type), request));
            }
        }
        Ok(())
    }

    fn parameters<'o>(
        &mut self,
        operation: &'o Operation<'f>,
        callable: &Callable<'_>,
    ) -> Result<Vec<Valued<'o, 'f>>, String> {
        let mut list = Vec::new();
        for (index, parameter) in operation.parameters.iter().enumerate() {
            let field = match callable.field(parameter.place, &parameter.name) {
                Some(Field::Set(field)) => field.to_owned(),
                Some(Field::Constant) => continue,
                None => return Err(format!("there is no parameter `{}` in the crate", parameter.name)),
            };
            let mut values = self.values(parameter);
            let mut is_undefined = false;
            let all = values.clone();
            values.retain_mut(|(_, value)| defined(parameter, value));
            if values.is_empty() {
                if !parameter.required {
                    continue;
                }
                is_undefined = !all.is_empty();
                values = all;
                if values.is_empty() {
                    values.push(("full", json!(PLAIN_ASCII)));
                }
            }
            list.push(Valued { index, parameter, field, values, is_undefined });
        }
        Ok(list)
    }

    fn values(&mut self, parameter: &Parameter<'f>) -> Vec<(&'static str, Value)> {
        let is_plain = matches!(parameter.place, In::Header | In::Cookie)
            || matches!(parameter.style, Some(Style::Space | Style::Pipe | Style::Label));
        let plain = if is_plain { PLAIN_ASCII } else { PLAIN };
        let Some(schema) = parameter.schema else { return vec![("full", json!(plain))] };
        let samples = self.sampler.samples(&mut self.judge, schema, Direction::Request, plain, &mut self.seen);
        samples.into_iter().map(|sample| (sample.what, sample.value)).collect()
    }

    fn bodies<'o>(
        &mut self,
        operation: &'o Operation<'f>,
        callable: &Callable<'_>,
    ) -> Result<Vec<Body<'o, 'f>>, String> {
        let mut list = Vec::new();
        let writings = callable.writings();
        for (index, content) in operation.bodies.iter().enumerate() {
            let media = Media::of(&content.media_type);
            let is_it = |writing: &&Writing| Media::same(&writing.media_type, &content.media_type);
            let is_like_it =
                |writing: &Writing| content.media_type.contains('*') && Media::of(&writing.media_type) == media;
            let found = writings.iter().find(|(_, writing)| is_it(writing) || is_like_it(writing));
            let Some((variant, writing)) = found else { continue };
            let mut values = self.body_values(content, &media);
            if writing.call == WritingCall::Lines {
                values = values
                    .into_iter()
                    .map(|(what, value)| (what, if value.is_array() { value } else { json!([value]) }))
                    .collect();
            }
            let variant = variant.map(str::to_owned);
            list.push(Body { index, content, variant, values });
        }
        match list.is_empty() && !operation.bodies.is_empty() {
            true => Err(format!("no body of {} can be sent", operation.bodies[0].media_type)),
            false if list.iter().any(|body| !body.values.is_empty()) || list.is_empty() => Ok(list),
            false => Err("no body that satisfies its schema could be made".to_owned()),
        }
    }

    fn body_values(&mut self, content: &Content<'f>, media: &Media) -> Vec<(&'static str, Value)> {
        let usual = || vec![("full", json!("first line\nsecond: Zoë"))];
        match (media, content.schema) {
            (Media::Json | Media::Lines, None) => vec![("full", json!({ "any": [1, "x", null] }))],
            (Media::Json | Media::Lines | Media::Form | Media::Multipart, Some(schema)) => {
                let samples = self.sampler.samples(&mut self.judge, schema, Direction::Request, PLAIN, &mut self.seen);
                let mut values: Vec<(&'static str, Value)> =
                    samples.into_iter().map(|sample| (sample.what, sample.value)).collect();
                if matches!(media, Media::Form | Media::Multipart) {
                    values.retain(|(_, value)| value.is_object());
                    for (_, value) in &mut values {
                        without_nulls(value);
                    }
                }
                values
            }
            (Media::Form | Media::Multipart, None) => vec![("full", json!({ "a": "x" }))],
            _ => usual(),
        }
    }

    fn responses(&mut self, index: usize, operation: &Operation<'f>, callable: &Callable<'_>) {
        let statuses: Vec<&str> = operation.responses.iter().map(|response| response.status.as_str()).collect();
        for (at, response) in operation.responses.iter().enumerate() {
            let Some(status) = status(&response.status, &statuses) else { continue };
            if (100..200).contains(&status) || (300..400).contains(&status) {
                continue;
            }
            for case in self.response(operation, callable, (at, response), status) {
                let what = format!(
                    "{} {}, {}",
                    response.status,
                    case.1.content_type.as_deref().unwrap_or("without a body"),
                    case.0
                );
                let response = Some(case.1);
                self.cases.push(Case {
                    operation: index,
                    function: callable.function,
                    what,
                    request: None,
                    response,
                    union: None,
                });
            }
        }
    }

    fn response(
        &mut self,
        operation: &Operation<'f>,
        callable: &Callable<'_>,
        (at, response): (usize, &Response<'f>),
        status: u16,
    ) -> Vec<(&'static str, ResponseCase)> {
        let nothing = || {
            (
                "empty",
                ResponseCase {
                    status,
                    content_type: None,
                    body: String::new(),
                    value: None,
                    place: None,
                    undeclared: BTreeSet::new(),
                    is_open: false,
                },
            )
        };
        if response.contents.is_empty() || operation.method == "HEAD" || matches!(status, 204 | 205 | 304) {
            return vec![nothing()];
        }
        let mut cases = Vec::new();
        // What the client does not ask for by itself has methods of its own.
        let accepted = |content: &Content<'f>| {
            status >= 400 || callable.operation.accept.iter().any(|accept| Media::accepts(accept, &content.media_type))
        };
        for (index, content) in response.contents.iter().enumerate().filter(|(_, content)| accepted(content)) {
            let content_type = Some(Media::concrete(&content.media_type));
            let is_json = matches!(Media::of(&content.media_type), Media::Json);
            if !is_json {
                let body = "first line\nsecond: Zoë".to_owned();
                cases.push((
                    "text",
                    ResponseCase {
                        status,
                        content_type,
                        body,
                        value: None,
                        place: None,
                        undeclared: BTreeSet::new(),
                        is_open: false,
                    },
                ));
                continue;
            }
            let samples = match content.schema {
                Some(schema) => {
                    let samples =
                        self.sampler.samples(&mut self.judge, schema, Direction::Response, PLAIN, &mut self.seen);
                    samples.into_iter().map(|sample| (sample.what, sample.value, sample.is_open)).collect()
                }
                None => vec![("any", json!({ "any": [1, "x", null] }), false)],
            };
            for (what, value, is_open) in samples {
                let content_type = content_type.clone();
                let (body, value) = (value.to_string(), Some(value));
                cases.push((
                    what,
                    ResponseCase {
                        status,
                        content_type,
                        body,
                        value,
                        place: Some((at, index)),
                        undeclared: self.sampler.undeclared.clone(),
                        is_open,
                    },
                ));
            }
        }
        cases
    }
}

/// A body of one media type and its values.
struct Body<'o, 'f> {
    index: usize,
    content: &'o Content<'f>,
    variant: Option<String>,
    values: Vec<(&'static str, Value)>,
}

impl RequestCase {
    fn set(&mut self, valued: &Valued<'_, '_>, value: &Value) {
        self.arguments.insert(valued.field.clone(), value.clone());
        self.parameters.insert(valued.index, value.clone());
        if valued.is_undefined {
            self.undefined.insert(valued.index);
        }
    }

    fn set_body(&mut self, callable: &Callable<'_>, body: &Body<'_, '_>, value: &Value) {
        if let Some(step) = callable.body() {
            self.arguments.insert(step.field.clone(), value.clone());
            self.variant.clone_from(&body.variant);
            self.body_field = Some(step.field.clone());
            self.body = Some((body.index, value.clone()));
        }
    }

    /// Has another body.
    pub(super) fn replace_body(&mut self, value: Value) {
        if let (Some((_, body)), Some(field)) = (&mut self.body, &self.body_field) {
            self.arguments.insert(field.clone(), value.clone());
            *body = value;
        }
    }

    /// The values by name, for people.
    pub(super) fn shown(&self, operation: &Operation<'_>) -> Value {
        let parameters = self.parameters.iter().filter_map(|(index, value)| {
            let parameter = operation.parameters.get(*index)?;
            Some((parameter.name.clone(), value.clone()))
        });
        let mut shown: Map<String, Value> = parameters.collect();
        if let Some((index, value)) = &self.body {
            let media_type = operation.bodies.get(*index).map(|content| content.media_type.as_str());
            shown.insert(format!("body as {}", media_type.unwrap_or_default()), value.clone());
        }
        Value::Object(shown)
    }
}

/// Leaves of a value what the style of a parameter is defined for; false if that is nothing.
fn defined(parameter: &Parameter<'_>, value: &mut Value) -> bool {
    let Some(style) = parameter.style else { return true };
    let is_scalar = |value: &Value| !(value.is_array() || value.is_object() || value.is_null());
    match value {
        Value::Null => false,
        Value::Array(items) => {
            items.retain(is_scalar);
            // A list in a cookie has no form that servers agree on.
            !items.is_empty() && style != Style::Deep && !(parameter.place == In::Cookie && parameter.explode)
        }
        Value::Object(members) => {
            members.retain(|_, value| is_scalar(value));
            let is_listed = matches!(style, Style::Space | Style::Pipe | Style::Tab) && parameter.explode;
            !members.is_empty() && !is_listed
        }
        Value::String(text) => !(text.is_empty() && parameter.place == In::Path),
        _ => true,
    }
}

fn without_nulls(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.retain(|_, member| !member.is_null());
            members.values_mut().for_each(without_nulls);
        }
        Value::Array(items) => items.iter_mut().for_each(without_nulls),
        _ => {}
    }
}

/// A status that is meant by a key of `responses` and by no more exact one.
fn status(key: &str, all: &[&str]) -> Option<u16> {
    let is_free = |status: &u16| !all.contains(&status.to_string().as_str());
    if let Ok(status) = key.parse::<u16>() {
        return (100..600).contains(&status).then_some(status);
    }
    if key.eq_ignore_ascii_case("default") {
        let range = |hundred: u16| all.iter().any(|key| key.eq_ignore_ascii_case(&format!("{hundred}XX")));
        let hundred = if range(5) { 4 } else { 5 };
        return (hundred * 100..).take(100).find(is_free).filter(|_| !range(hundred));
    }
    let hundred: u16 = key.to_ascii_uppercase().strip_suffix("XX")?.parse().ok()?;
    (hundred * 100..).take(100).filter(|status| !matches!(status, 204 | 205 | 304)).find(is_free)
}
