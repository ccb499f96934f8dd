//! Finds the responses that are endless streams of JSON values, which OpenAPI cannot express: from the configuration,
//! or else from the document.

use serde_json::Value;

use crate::analyze::context::Context;
use crate::config::{self, Stream};
use crate::diag::{Code, Diagnostic};
use crate::media_type::{self, MediaKind, MediaType};
use crate::model::{Content, Operation, Response, ResponseClass, Type};

/// The text in the descriptions of streaming responses by grpc-gateway.
const DESCRIPTION: &str = "(streaming responses)";

/// The location of the schemas of such responses in older versions of grpc-gateway.
const DEFINITIONS: &str = "#/x-stream-definitions/";

/// The start of the titles of those schemas, in all versions.
const TITLE: &str = "Stream result of ";

/// Marks the streaming responses of every operation.
pub(super) fn find(cx: &mut Context<'_>, operations: &mut [Operation]) {
    for operation in operations {
        let key = operation.config_key();
        let told = cx.config.stream_of(&key);
        let suggested = successes(operation).any(|response| is_suggested(cx, response));
        let problem = match told {
            Some(Stream::Off) => {
                (!suggested).then_some("nothing in the document suggests that the response is a stream")
            }
            Some(Stream::Json) => mark(operation).err(),
            None if suggested => {
                // A response without a JSON body is not a stream, whatever its description says.
                let _ = mark(operation).is_ok();
                None
            }
            None => None,
        };
        if let Some(problem) = problem {
            let place = config::key_path(&["operations", &key, "stream"]);
            let is_impossible = told == Some(Stream::Json);
            let code = if is_impossible { Code::ConfigInvalidValue } else { Code::ConfigNotApplicable };
            cx.findings.report(Diagnostic::new(code, &place, problem).help("remove the key"));
        }
    }
}

fn successes(operation: &Operation) -> impl Iterator<Item = &Response> {
    operation.responses.iter().filter(|response| response.class == ResponseClass::Success)
}

/// Returns true if the document marks a response as a stream in one of the usual ways.
fn is_suggested(cx: &mut Context<'_>, response: &Response) -> bool {
    if response.description.to_ascii_lowercase().contains(DESCRIPTION) {
        return true;
    }
    let contents = response.contents.iter().filter(|content| content.kind == MediaKind::Json);
    let places: Vec<_> = contents.map(|content| content.path.child("schema")).collect();
    places.iter().any(|place| {
        let written = cx.document.tree.get(place).and_then(|schema| schema.get("$ref")).and_then(Value::as_str);
        if written.is_some_and(|reference| reference.starts_with(DEFINITIONS)) {
            return true;
        }
        let title =
            cx.document.tree.follow(place).ok().and_then(|found| found.value.get("title")).and_then(Value::as_str);
        title.is_some_and(|title| title.starts_with(TITLE))
    })
}

/// Marks the bodies of successes as streams: those that are JSON, or else all that are not streams of another kind.
fn mark(operation: &mut Operation) -> Result<(), &'static str> {
    if !operation.method.has_response_body() {
        return Err("the response to HEAD has no body");
    }
    let is_stream = |content: &Content| {
        matches!(content.kind, MediaKind::EventStream | MediaKind::JsonLines | MediaKind::JsonValues)
    };
    if successes(operation).flat_map(|response| &response.contents).any(is_stream) {
        return Err("the document already declares the response as a stream");
    }
    let is_json = |content: &Content| content.kind == MediaKind::Json;
    let has_json = successes(operation).flat_map(|response| &response.contents).any(is_json);
    let mut found = false;
    for response in operation.responses.iter_mut().filter(|response| response.class == ResponseClass::Success) {
        if response.contents.is_empty() && response.status.may_have_body() {
            response.contents.push(undescribed(response));
        }
        for content in response.contents.iter_mut().filter(|content| !has_json || is_json(content)) {
            content.kind = MediaKind::JsonValues;
            found = true;
        }
    }
    if found { Ok(()) } else { Err("the document declares no success that can have a body") }
}

/// Returns the body of a response that is declared without one.
fn undescribed(response: &Response) -> Content {
    Content {
        path: response.path.clone(),
        media_type: MediaType::new(media_type::JSON),
        kind: MediaKind::Json,
        ty: Type::Any,
        example: None,
        encodings: Vec::new(),
        nesting: None,
    }
}
