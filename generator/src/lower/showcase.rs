//! Selects the operations for examples: calls that a user would make, written in full, with everything needed to run them.

use super::samples::{self, Sample};
use super::{Scope, examples};
use crate::media_type::MediaKind;
use crate::method::Method;
use crate::model::SchemeId;
use crate::rust::{External, Item, Module, Operation, Path, SendingKind, Std, Ty};

/// A call in an example.
pub(super) struct Shown {
    /// `.contacts().list("106540352242922")`.
    pub begin: String,
    /// `ListContacts`.
    pub operation: String,
    /// `"106540352242922"`.
    pub arguments: String,
    /// The values without a literal, as parameters of the function around the call: name and type.
    pub parameters: Vec<(String, String)>,
    /// The method that sends the operation.
    pub method: String,
    /// The result of the call.
    pub output: Output,
    /// Whether the operation only reads.
    pub reads: bool,
    /// The feature of the operation's group.
    pub feature: Option<String>,
    /// The credentials that the operation needs: the first alternative.
    pub credentials: Vec<SchemeId>,
    /// A response that the operation decodes, if one can be written.
    pub sample: Option<Sample>,
}

impl Shown {
    /// Returns the parameters as source, each after a comma.
    pub(super) fn further_parameters(&self) -> String {
        self.parameters.iter().fold(String::new(), |text, (name, ty)| text + ", " + name + ": " + ty)
    }
}

/// The result of a call, as far as an example uses it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Output {
    /// A page of a list, with an expression of `page` for the number of its items.
    Page(String),
    /// A list.
    List,
    /// A value.
    Value,
    /// No value, or one that is read in other ways.
    Other,
    /// A stream of events or JSON values.
    Pieces,
}

/// The purpose of an example.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Any call that returns a response.
    Call,
    /// A paginated operation.
    List,
    /// A stream of events that reconnects.
    Events,
    /// A stream of JSON values.
    Lines,
    /// A download.
    Download,
    /// The first example: the operation that shows the crate best.
    First,
}

/// Returns the best operation for a purpose.
pub(super) fn best(scope: &Scope<'_>, modules: &[Module], purpose: Purpose) -> Option<Shown> {
    let operations = modules.iter().flat_map(|module| &module.items).filter_map(|item| match item {
        Item::Operation(operation) => Some(operation),
        _ => None,
    });
    let shown = operations.filter_map(|operation| shown(scope, operation, purpose));
    shown.min_by_key(|(effort, _)| *effort).map(|(_, shown)| shown)
}

/// Returns an operation for an example with its effort: the lower, the better the operation suits the example.
fn shown(scope: &Scope<'_>, operation: &Operation, purpose: Purpose) -> Option<(usize, Shown)> {
    let (method, output) = sending(operation, purpose)?;
    let call = examples::call(scope, operation).filter(|_| operation.deprecated.is_none())?;
    if call.parameters.iter().any(|(name, _)| TAKEN.contains(&name.as_str())) {
        return None;
    }
    let (declared, name) = scope.operation(operation.index)?;
    let group = name.group.and_then(|group| scope.names.groups.get(group));
    let sample = match output {
        Output::Pieces if method.contains("events") => samples::piece(scope, operation, MediaKind::EventStream),
        Output::Pieces => samples::piece(scope, operation, MediaKind::JsonLines),
        _ if method == "send" => samples::whole(scope, operation),
        _ => None,
    };
    let effort = effort(operation, &output, call.parameters.len());
    let shown = Shown {
        begin: call.begin,
        operation: operation.name.clone(),
        arguments: call.arguments,
        parameters: call.parameters,
        method,
        output,
        reads: operation.method.only_reads() && operation.method.has_response_body(),
        feature: group.map(|group| group.feature.clone()),
        credentials: declared.security.first().cloned().unwrap_or_default(),
        sample,
    };
    Some((effort, shown))
}

/// Returns the sending method for a purpose, and its result.
fn sending(operation: &Operation, purpose: Purpose) -> Option<(String, Output)> {
    let find = |only: fn(&SendingKind) -> bool| operation.responses.sends.iter().find(|send| only(&send.kind));
    let whole = || find(|kind| *kind == SendingKind::Whole).map(|send| (send.name.clone(), output(operation)));
    let follow = || find(|kind| matches!(kind, SendingKind::Follow(_)));
    match purpose {
        Purpose::Call => whole(),
        Purpose::List => whole().filter(|_| operation.paging.is_some()),
        Purpose::Events => follow().map(|send| (send.name.clone(), Output::Pieces)),
        Purpose::Lines => {
            find(|kind| matches!(kind, SendingKind::Lines { .. })).map(|send| (send.name.clone(), Output::Pieces))
        }
        Purpose::Download => {
            find(|kind| matches!(kind, SendingKind::Download { .. })).map(|send| (send.name.clone(), Output::Other))
        }
        Purpose::First => whole().or_else(|| {
            let pieces = |kind: &SendingKind| matches!(kind, SendingKind::Events(_) | SendingKind::Lines { .. });
            let send = follow().or_else(|| find(pieces));
            let other = || operation.responses.sends.first().map(|send| (send.name.clone(), Output::Other));
            send.map(|send| (send.name.clone(), Output::Pieces)).or_else(other)
        }),
    }
}

fn output(operation: &Operation) -> Output {
    if let Some(paging) = operation.paging.as_ref().filter(|paging| !paging.optional) {
        return Output::Page(paging.items.length("page"));
    }
    match &operation.responses.output {
        Ty::Generic(Path::Std(Std::Vec), _) => Output::List,
        Ty::Unit | Ty::Path(Path::External(External::Bytes)) => Output::Other,
        _ => Output::Value,
    }
}

/// Returns the effort of an operation. It is lowest for lists with few arguments and no other requirements.
fn effort(operation: &Operation, output: &Output, parameters: usize) -> usize {
    let of_output = match output {
        Output::Page(_) => 0,
        Output::List => 10,
        Output::Value => 40,
        Output::Pieces => 80,
        Output::Other => 100,
    };
    let arguments = operation.arguments().len() + operation.named().count() * 2;
    let of_method = match &operation.method {
        Method::Get => 0,
        Method::Post | Method::Query => 300,
        _ => 500,
    };
    let odd = usize::from(is_beside_the_point(operation)) * 200;
    let elsewhere = usize::from(operation.server.is_some()) * 50;
    parameters * 1000 + of_method + odd + elsewhere + of_output + arguments * 15
}

/// Words in the names of operations that are unsuitable as a first example, such as health checks and logins.
const BESIDE_THE_POINT: &[&str] = &[
    "auth",
    "authorize",
    "callback",
    "docs",
    "favicon",
    "health",
    "healthcheck",
    "healthz",
    "heartbeat",
    "live",
    "liveness",
    "livez",
    "login",
    "logout",
    "metrics",
    "oauth",
    "oauth2",
    "openapi",
    "password",
    "ping",
    "ready",
    "readiness",
    "readyz",
    "robots",
    "root",
    "session",
    "sessions",
    "signin",
    "signup",
    "status",
    "swagger",
    "token",
    "tokens",
    "version",
    "webhook",
    "webhooks",
];

fn is_beside_the_point(operation: &Operation) -> bool {
    let words = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_ascii_alphanumeric()).map(str::to_ascii_lowercase).collect()
    };
    let mut segments = operation.template.split('/').rev().filter(|segment| !segment.starts_with('{'));
    let last: Vec<String> = segments.next().map(words).unwrap_or_default();
    operation.template == "/"
        || last.iter().chain(&words(&operation.id)).any(|word| BESIDE_THE_POINT.contains(&word.as_str()))
}

/// Names that the examples use for their own variables.
const TAKEN: &[&str] = &[
    "body",
    "carry",
    "chunk",
    "client",
    "config",
    "count",
    "event",
    "events",
    "fake",
    "item",
    "items",
    "lines",
    "operation",
    "page",
    "pages",
    "raw",
    "response",
    "result",
    "run",
    "value",
    "values",
];
