//! Decides what a success of an operation is and how each status is read.

use super::Scope;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{Content, MediaKind, Method, Operation, Response, StatusPattern, Type};
use crate::rust::{Decoding, StatusArm, StatusMatch};

/// What comes of the responses of an operation.
pub(super) struct Responses {
    /// The type of a success; `None` is no body.
    pub output: Option<Type>,
    /// How the statuses of a success are read.
    pub arms: Vec<StatusArm>,
    /// For the `Accept` header.
    pub accept: Vec<String>,
}

/// Reads the responses.
pub(super) fn lower(scope: &Scope<'_>, operation: &Operation, diagnostics: &mut Diagnostics) -> Responses {
    let successes = successes(operation);
    let mut chosen: Option<(Option<Type>, Decoding)> = None;
    let mut arms = Vec::new();
    let mut accept = accept(operation, &successes);
    for response in &successes {
        let (ty, decoding) =
            if operation.method == Method::Head { (None, Decoding::Empty) } else { reading(scope, response) };
        let status = matched(response.status);
        match &chosen {
            None => chosen = Some((ty, decoding)),
            Some((first, _)) if same(scope, first.as_ref(), ty.as_ref()) => {}
            Some(_) => {
                report(response, diagnostics);
                continue;
            }
        }
        arms.push(StatusArm { status, decoding });
    }
    if arms.is_empty() {
        arms.push(StatusArm { status: StatusMatch::Range(2), decoding: Decoding::Empty });
    }
    arms.sort_by_key(|arm| match arm.status {
        StatusMatch::Code(code) => (0, code),
        StatusMatch::Range(hundred) => (1, hundred),
    });
    arms.dedup_by(|later, earlier| later.status == earlier.status);
    let ranges: Vec<StatusArm> =
        arms.iter().filter(|arm| matches!(arm.status, StatusMatch::Range(_))).cloned().collect();
    arms.retain(|arm| match arm.status {
        StatusMatch::Range(_) => true,
        StatusMatch::Code(code) => !ranges.iter().any(|range| range.status == StatusMatch::Range(code / 100)),
    });
    accept.dedup();
    Responses { output: chosen.and_then(|(ty, _)| ty), arms, accept }
}

/// The responses that are successes; `default` is one where no other is, and the best body comes first.
fn successes(operation: &Operation) -> Vec<&Response> {
    let is_success = |response: &&Response| match response.status {
        StatusPattern::Code(code) => (200..300).contains(&code),
        StatusPattern::Range(hundred) => hundred == 2,
        StatusPattern::Default => false,
    };
    let mut found: Vec<&Response> = operation.responses.iter().filter(is_success).collect();
    if found.is_empty() {
        let has_error = operation.responses.iter().any(|response| !matches!(response.status, StatusPattern::Default));
        found.extend(
            operation.responses.iter().filter(|response| response.status == StatusPattern::Default && !has_error),
        );
    }
    found.sort_by_key(|response| response.contents.is_empty());
    found
}

fn matched(status: StatusPattern) -> StatusMatch {
    match status {
        StatusPattern::Code(code) => StatusMatch::Code(code),
        StatusPattern::Range(hundred) => StatusMatch::Range(hundred),
        StatusPattern::Default => StatusMatch::Range(2),
    }
}

/// The content that is read: JSON before text before bytes.
fn preferred(response: &Response) -> Option<&Content> {
    let rank = |content: &&Content| match content.kind {
        MediaKind::Json => 0,
        MediaKind::Text => 1,
        _ => 2,
    };
    response.contents.iter().min_by_key(rank)
}

fn reading(scope: &Scope<'_>, response: &Response) -> (Option<Type>, Decoding) {
    match preferred(response) {
        None => (None, Decoding::Empty),
        Some(content) => match content.kind {
            MediaKind::Json if *scope.resolved(&content.ty) != Type::Binary => {
                (Some(content.ty.clone()), Decoding::Json)
            }
            MediaKind::Text if *scope.resolved(&content.ty) != Type::Binary => (Some(Type::String), Decoding::Text),
            _ => (Some(Type::Binary), Decoding::Bytes),
        },
    }
}

fn same(scope: &Scope<'_>, first: Option<&Type>, other: Option<&Type>) -> bool {
    match (first, other) {
        (Some(first), Some(other)) => first == other || scope.resolved(first) == scope.resolved(other),
        (None, None) => true,
        _ => false,
    }
}

fn report(response: &Response, diagnostics: &mut Diagnostics) {
    let message = "this success has another type than the first one; its answer is an error to the generated client";
    diagnostics.push(
        Diagnostic::new(Code::UnsupportedOperation, &response.path, message)
            .help("one type of success is generated for an operation"),
    );
}

/// The media types that are asked for: what the successes are read as, and JSON for the errors.
fn accept(operation: &Operation, successes: &[&Response]) -> Vec<String> {
    let mut types: Vec<String> =
        successes.iter().filter_map(|response| preferred(response)).map(|content| content.media_type.clone()).collect();
    types.sort();
    types.dedup();
    let errors = operation
        .responses
        .iter()
        .filter(|response| !successes.iter().any(|success| std::ptr::eq(*success, *response)));
    for response in errors {
        let json = preferred(response).filter(|content| content.kind == MediaKind::Json);
        types.extend(json.map(|content| content.media_type.clone()).filter(|media_type| !types.contains(media_type)));
    }
    types.retain(|media_type| media_type.contains('/'));
    types
}
