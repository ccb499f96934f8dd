//! Decides how the responses of an operation are read: the type of a success, the decoding of each status, and the accepted media
//! types.

pub(super) mod error_docs;
mod failures;
mod reading;
mod send_methods;
mod statuses;
mod streams;
mod success;

use reading::{Reading, preferred, same};
pub(super) use streams::{event_data, piece};
use success::Success;

use super::{Scope, docs, types};
use crate::comment::Comment;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::media_type::{MediaKind, MediaType};
use crate::model::{Content, Operation, OperationId, Redirects, Response, ResponseClass, StatusPattern, Type};
use crate::name::OperationName;
use crate::rust::{Decoding, ItemId, Outcome, OutcomeVariant, Responses, StatusArm, StatusMatch, Ty, Wrapping};

/// The lowered responses of an operation.
pub(super) struct LoweredResponses {
    /// How they are read.
    pub responses: Responses,
    /// The type of a success that may be a page, if all successes have it or no body.
    pub page: Option<Page>,
    /// The media types in `Accept`.
    pub accept: Vec<String>,
}

/// The type of a success that may be a page.
pub(super) struct Page {
    /// The type of the body.
    pub ty: Type,
    /// Whether the output is an `Option` of it.
    pub optional: bool,
}

/// Returns the first success with a body, else the first success.
fn usual<'s, 'a>(successes: &'s [Success<'a>]) -> Option<&'s Success<'a>> {
    successes.iter().find(|success| success.reading.ty.is_some()).or(successes.first())
}

/// Returns the body of the usual success and how it is read; `None` if it has no body.
pub(super) fn usual_content<'a>(scope: &Scope<'_>, operation: &'a Operation) -> Option<(&'a Content, Decoding)> {
    if !operation.method.has_response_body() {
        return None;
    }
    let mut successes: Vec<&Response> =
        operation.responses.iter().filter(|response| response.class == ResponseClass::Success).collect();
    successes.sort_by_key(|response| response.status);
    let content = successes.into_iter().find_map(|response| preferred(scope, response))?;
    Some((content, reading::of_content(scope, content).decoding))
}

/// Returns a body of this kind that a success has.
pub(super) fn content_of(operation: &Operation, kind: MediaKind) -> Option<&Content> {
    let successes = operation.responses.iter().filter(|response| response.class == ResponseClass::Success);
    successes.flat_map(|response| &response.contents).find(|content| content.kind == kind)
}

/// Returns the status code of the usual success.
fn usual_status(successes: &[Success<'_>]) -> u16 {
    match usual(successes).map(|success| success.response.status) {
        Some(StatusPattern::Code(code)) => code,
        Some(StatusPattern::Range(_) | StatusPattern::Default) | None => 200,
    }
}

/// Returns the status codes of successes outside of 200 to 299.
fn expected(successes: &[Success<'_>]) -> Vec<u16> {
    let mut expected: Vec<u16> = Vec::new();
    for success in successes {
        match success.response.status {
            StatusPattern::Code(code) if code / 100 != 2 => expected.push(code),
            StatusPattern::Range(3) => expected.extend(300..=308),
            _ => {}
        }
    }
    expected.sort_unstable();
    expected.dedup();
    expected
}

/// Lowers the responses of an operation.
pub(super) fn lower(
    scope: &Scope<'_>,
    (index, operation): (OperationId, &Operation),
    name: &OperationName,
    diagnostics: &mut Diagnostics,
) -> LoweredResponses {
    switched(operation, diagnostics);
    let successes = successes(scope, operation, name);
    let (output, page, arms, outcome) = match output_kind(scope, operation, &successes) {
        OutputKind::Nothing => (Ty::Unit, None, arms(scope, &successes, |_| Wrapping::Plain), None),
        OutputKind::One(ty) => {
            let output = types::body(scope, &ty);
            let page = Some(Page { ty, optional: false });
            (output, page, arms(scope, &successes, |_| Wrapping::Plain), None)
        }
        OutputKind::Perhaps(ty) => {
            let inner = if let Type::Nullable(inner) = ty { *inner } else { ty };
            let output = types::body(scope, &inner).optional();
            let page = Some(Page { ty: inner, optional: true });
            (output, page, arms(scope, &successes, |_| Wrapping::Optional), None)
        }
        OutputKind::Several => {
            let arms = arms(scope, &successes, |success| Wrapping::Variant(success.variant.to_owned()));
            (Ty::path(ItemId::Outcome(index)), None, arms, Some(outcome(scope, name, &successes)))
        }
    };
    let responses = Responses {
        success: usual_status(&successes),
        expected: expected(&successes),
        follows_redirects: operation.redirects == Redirects::Follow,
        sends: send_methods::lower(scope, operation, name, &successes, &output),
        failures: failures::lower(scope, operation),
        output,
        outcome,
        arms,
    };
    LoweredResponses { responses, page, accept: accept(scope, operation, &successes) }
}

/// Reports an operation that switches protocols, which is not supported.
fn switched(operation: &Operation, diagnostics: &mut Diagnostics) {
    if let Some(response) = operation.responses.iter().find(|response| response.status == StatusPattern::Code(101)) {
        let message = "this operation switches its connection to another protocol, which is not supported";
        diagnostics.push(
            Diagnostic::new(Code::UnsupportedOperation, &response.path, message)
                .help("build its request with `Operation::to_request`, and send it with another library"),
        );
    }
}

/// Returns the successful responses and how they are read, sorted by status.
fn successes<'a>(scope: &Scope<'_>, operation: &'a Operation, name: &'a OperationName) -> Vec<Success<'a>> {
    let redirected = |response: &Response| {
        operation.redirects == Redirects::Follow && statuses::is_redirect(statuses::of_success(response.status))
    };
    let succeeds = operation.responses.iter().any(|response| statuses::is_success(response.status));
    let mut found: Vec<Success<'a>> = operation
        .responses
        .iter()
        .zip(&name.variants)
        .filter(|(response, _)| response.class == ResponseClass::Success)
        .map(|(response, variant)| {
            let reading = match preferred(scope, response) {
                _ if !operation.method.has_response_body() => Reading::empty(),
                _ if succeeds && response.status == StatusPattern::Code(304) => Reading::empty(),
                Some(content) => reading::of_content(scope, content),
                // The redirect target may return anything.
                None if redirected(response) && !succeeds => Reading::bytes(),
                None => Reading::empty(),
            };
            Success { response, variant, reading }
        })
        .collect();
    found.sort_by_key(|success| success.response.status);
    found
}

/// The combined type of an operation's successes.
enum OutputKind {
    /// No success has a body.
    Nothing,
    /// All successes have bodies of one type.
    One(Type),
    /// Some successes have bodies of one type, the others have no body.
    Perhaps(Type),
    /// The successes have bodies of different types.
    Several,
}

fn output_kind(scope: &Scope<'_>, operation: &Operation, successes: &[Success<'_>]) -> OutputKind {
    // A redirect of a write request reports that nothing was written, so it must not look like a success without a body.
    let reads = operation.method.only_reads();
    let is_undone = |success: &Success<'_>| matches!(success.response.status, StatusPattern::Code(301 | 307 | 308));
    if !reads && successes.iter().any(is_undone) && !successes.iter().all(is_undone) {
        return OutputKind::Several;
    }
    let mut bodies = successes.iter().filter(|success| success.reading.ty.is_some());
    let Some((first, ty)) = bodies.next().and_then(|first| Some((first, first.reading.ty.clone()?))) else {
        return OutputKind::Nothing;
    };
    if bodies.any(|other| !same(scope, &first.reading, &other.reading)) {
        return OutputKind::Several;
    }
    if successes.iter().all(|success| success.reading.ty.is_some()) {
        OutputKind::One(ty)
    } else {
        OutputKind::Perhaps(ty)
    }
}

/// Returns the match arms: one per way of reading, exact codes before ranges.
///
/// If all successes have one type, undeclared success statuses are read as that type too. So a server that returns 201 instead of
/// 200 does not break a client.
fn arms(scope: &Scope<'_>, successes: &[Success<'_>], wrapping: impl Fn(&Success<'_>) -> Wrapping) -> Vec<StatusArm> {
    let succeeds = successes.iter().any(|success| statuses::is_success(success.response.status));
    let mut arms: Vec<StatusArm> = Vec::new();
    let mut add = |status, decoding, wrapping| match arms
        .iter_mut()
        .find(|arm| arm.decoding == decoding && arm.wrapping == wrapping)
    {
        Some(arm) => arm.statuses.push(status),
        None => arms.push(StatusArm { statuses: vec![status], decoding, wrapping }),
    };
    for success in successes {
        let status = statuses::of_success(success.response.status);
        let decoding = reading::decoding(scope, &success.reading);
        add(status, decoding, wrapping(success));
        if statuses::is_redirect(status) && !succeeds {
            // The result of following the redirect.
            add(StatusMatch::Range(2), decoding, wrapping(success));
        }
    }
    match usual(successes).map(|success| (reading::decoding(scope, &success.reading), wrapping(success))) {
        Some((_, Wrapping::Variant(_))) => {}
        Some((decoding, wrapping)) => add(StatusMatch::Range(2), decoding, wrapping),
        None => add(StatusMatch::Range(2), Decoding::Empty, Wrapping::Plain),
    }
    statuses::tidied(arms)
}

fn outcome(scope: &Scope<'_>, name: &OperationName, successes: &[Success<'_>]) -> Outcome {
    let variants = successes.iter().map(|success| OutcomeVariant {
        docs: docs::response(success.response),
        name: success.variant.to_owned(),
        ty: success.reading.ty.as_ref().map(|ty| types::body(scope, ty)),
    });
    Outcome {
        docs: Comment::fill("The response of [`{}`], by status.", [Comment::name(&name.name)]),
        name: name.output.clone(),
        variants: variants.collect(),
        is_compared: !scope.config.derive.incomparable,
    }
}

/// Returns the accepted media types: those of the successes, and JSON for the errors.
fn accept(scope: &Scope<'_>, operation: &Operation, successes: &[Success<'_>]) -> Vec<String> {
    let mut types: Vec<MediaType> = Vec::new();
    for success in successes.iter().filter(|success| success.reading.decoding != Decoding::Empty) {
        types.extend(send_methods::media_types(scope, success.response, &success.reading));
    }
    types.sort_by_key(|media_type| (!media_type.is_json(), media_type.as_str().to_owned()));
    let errors = operation.responses.iter().filter(|response| response.class != ResponseClass::Success);
    for content in errors.filter_map(|response| preferred(scope, response)) {
        if reading::of_content(scope, content).decoding == Decoding::Json && !content.media_type.is_any() {
            types.push(content.media_type.clone());
        }
    }
    send_methods::clean(types)
}
