//! Creates the test cases of a document from its declarations: the operations to call and the responses to decode.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use oaspress::internals::rust::Crate;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use self::bodies::Body;
use self::defined::defined;
use super::driver::{self, Callable, Field};
use super::model_samples::SampleCase;
use super::sample::{PLAIN, PLAIN_ASCII, Sampler, Seen};
use super::schema::{Direction, Judge};
use super::spec::{In, Operation, Parameter};
use super::styles::Style;
use crate::corpus::Files;

mod bodies;
mod defined;
mod responses;

/// One call of the program.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Case {
    /// The index of the operation in the document.
    pub(super) operation: usize,
    /// The number of its functions in the program.
    pub(super) function: usize,
    /// The purpose of the case: `required`, `everything`, …
    pub(super) what: String,
    /// A request to send.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) request: Option<RequestCase>,
    /// A response to decode.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) response: Option<ResponseCase>,
    /// A value of a union to decode.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) union: Option<UnionCase>,
    /// A sample of a model to create.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) sample: Option<SampleCase>,
}

/// A value of a union to decode.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct UnionCase {
    /// The name of the union type.
    pub(super) name: String,
    /// The value, as JSON.
    pub(super) value: String,
    /// The variants that the value may be decoded as.
    pub(super) right: BTreeSet<String>,
    /// Keys of the value that no schema declares.
    pub(super) undeclared: BTreeSet<String>,
    /// True if the value contains a string that an open enumeration does not list.
    #[serde(default)]
    pub(super) is_open: bool,
}

/// A request to send.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct RequestCase {
    /// The values, keyed by field of the operation.
    arguments: Map<String, Value>,
    /// The variant of the body, if there is a choice.
    variant: Option<String>,
    /// The field of the operation that contains the body.
    body_field: Option<String>,
    /// The values, keyed by the index of the parameter.
    pub(super) parameters: BTreeMap<usize, Value>,
    /// The indices of parameters whose serialization is undefined. They are not judged.
    pub(super) undefined: HashSet<usize>,
    /// The index of the media type and the value of the body.
    pub(super) body: Option<(usize, Value)>,
    /// Keys that the body requires but no schema declares, so that no type has them.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(super) undeclared: BTreeSet<String>,
    /// True if the body violates its schema, since no sampled value satisfies it.
    #[serde(default)]
    pub(super) breaks_schema: bool,
}

/// A response to decode.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct ResponseCase {
    /// The status code.
    pub(super) status: u16,
    /// The media type.
    pub(super) content_type: Option<String>,
    pub(super) body: String,
    /// The body as JSON, if it is JSON.
    pub(super) value: Option<Value>,
    /// The indices of the response and of its media type in the document.
    pub(super) place: Option<(usize, usize)>,
    /// Keys of the body that no schema declares.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(super) undeclared: BTreeSet<String>,
    /// True if the body contains a string that an open enumeration does not list.
    #[serde(default)]
    pub(super) is_open: bool,
    /// True if the document declares no schema for the response.
    #[serde(default)]
    pub(super) is_any: bool,
}

/// The cases of a document.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Prepared {
    /// The OpenAPI version of the document.
    pub(super) version: String,
    /// Number of operations in the document.
    pub(super) operations: usize,
    /// Operations that cannot be called in every way, and the reason.
    pub(super) uncovered: Vec<(String, String)>,
    /// Operations whose bodies cannot satisfy their schemas.
    #[serde(default)]
    pub(super) unsatisfiable: Vec<String>,
    /// The features of the crate that its operations need.
    pub(super) groups: Vec<String>,
    #[serde(skip)]
    pub(super) cases: Vec<Case>,
}

/// Returns the cases of all operations.
pub(super) fn prepare(files: &Files, crate_: &Crate) -> Prepared {
    let operations = super::spec::operations(files);
    let callables = driver::callables(crate_);
    let mut maker =
        Maker { judge: Judge::new(files), sampler: Sampler::new(files), seen: Seen::new(), cases: Vec::new() };
    let mut prepared = Prepared {
        version: super::spec::version(files),
        operations: operations.len(),
        groups: crate_.manifest.groups.iter().map(|group| group.name.clone()).collect(),
        ..Prepared::default()
    };
    for (index, operation) in operations.iter().enumerate() {
        let is_it = |callable: &&Callable<'_>| {
            callable.operation.method.as_str() == operation.method && callable.operation.template == operation.path
        };
        let made = match callables.iter().find(is_it) {
            Some(callable) => maker.operation(index, operation, callable),
            None => Err("there is no such operation in the crate".to_owned()),
        };
        let name = || format!("{} {}", operation.method, operation.path);
        match made {
            Ok(Bodies::Satisfiable) => {}
            Ok(Bodies::Unsatisfiable) => prepared.unsatisfiable.push(name()),
            Err(why) => prepared.uncovered.push((name(), why)),
        }
    }
    prepared.cases = maker.cases;
    prepared
}

/// The result of sampling the bodies of an operation.
enum Bodies {
    /// Every body has a value that satisfies its schema, or there are no bodies.
    Satisfiable,
    /// A body has a schema that no sampled value satisfies.
    Unsatisfiable,
}

struct Maker<'f> {
    judge: Judge<'f>,
    sampler: Sampler<'f>,
    seen: Seen,
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
    /// Creates the cases of an operation. An error is the reason why the operation cannot be called.
    fn operation(
        &mut self,
        index: usize,
        operation: &Operation<'f>,
        callable: &Callable<'_>,
    ) -> Result<Bodies, String> {
        self.responses(index, operation, callable);
        let parameters = self.parameters(operation, callable)?;
        let bodies = self.bodies(operation, callable)?;
        let (required, everything) = whole(operation, callable, &parameters, &bodies);
        let mut requests = vec![("required".to_owned(), required.clone()), ("everything".to_owned(), everything)];
        for valued in &parameters {
            for (_, value) in valued.values.iter().filter(|(what, _)| *what == "choice") {
                let mut request = required.clone();
                request.set(valued, value);
                requests.push((format!("a value of `{}`", valued.parameter.name), request));
            }
        }
        for body in &bodies {
            for (what, value) in &body.values {
                let mut request = required.clone();
                request.set_body(callable, body, value);
                requests.push((format!("{} body, {what}", body.content.media_type), request));
            }
        }
        let function = callable.function;
        let case =
            |(what, request)| Case { operation: index, function, what, request: Some(request), ..Case::default() };
        self.cases.extend(requests.into_iter().map(case));
        let is_broken = bodies.iter().any(|body| body.breaks_schema);
        Ok(if is_broken { Bodies::Unsatisfiable } else { Bodies::Satisfiable })
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
        let names: Vec<&str> = operation.parameters.iter().map(|parameter| parameter.name.as_str()).collect();
        for valued in &mut list {
            // Properties of an exploded object cannot be distinguished from parameters with the same name.
            let keys = valued.values.iter().filter_map(|(_, value)| value.as_object()).flat_map(Map::keys);
            let is_exploded = valued.parameter.explode && valued.parameter.style == Some(Style::Form);
            valued.is_undefined |= is_exploded && keys.into_iter().any(|key| names.contains(&key.as_str()));
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
}

/// Returns the requests with only the required values, and with all values.
fn whole(
    operation: &Operation<'_>,
    callable: &Callable<'_>,
    parameters: &[Valued<'_, '_>],
    bodies: &[Body<'_, '_>],
) -> (RequestCase, RequestCase) {
    let mut required = RequestCase::default();
    let mut everything = RequestCase::default();
    let pick = |values: &[(&'static str, Value)], wanted| {
        values.iter().find(|(what, _)| *what == wanted).or(values.first()).map(|(_, value)| value.clone())
    };
    for valued in parameters {
        if let Some(value) = pick(&valued.values, "minimal").filter(|_| valued.parameter.required) {
            required.set(valued, &value);
        }
        if let Some(value) = pick(&valued.values, "full") {
            everything.set(valued, &value);
        }
    }
    if let Some(body) = bodies.first() {
        if let Some(value) = pick(&body.values, "minimal").filter(|_| operation.needs_body) {
            required.set_body(callable, body, &value);
        }
        if let Some(value) = pick(&body.values, "full") {
            everything.set_body(callable, body, &value);
        }
    }
    (required, everything)
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
            self.undeclared.clone_from(&body.undeclared);
            self.breaks_schema = body.breaks_schema;
        }
    }

    pub(super) fn replace_body(&mut self, value: Value) {
        if let (Some((_, body)), Some(field)) = (&mut self.body, &self.body_field) {
            self.arguments.insert(field.clone(), value.clone());
            *body = value;
        }
    }

    /// Returns the values keyed by name, for reports.
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
