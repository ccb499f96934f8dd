//! Decides what the answers to an operation are: the type of a success, how each status is read, and what is asked for.

mod failures;
mod reading;
pub(super) mod refusals;
mod sends;
mod statuses;
mod streams;

use reading::{Reading, preferred, same};
pub(super) use streams::{event_data, piece};

use super::{Scope, docs, types};
use crate::comment::Comment;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::media_type::{MediaKind, MediaType};
use crate::model::{Content, Method, Operation, OperationId, Redirects, Response, ResponseClass, StatusPattern, Type};
use crate::name::OperationName;
use crate::rust::{Answers, Decoding, ItemId, Outcome, OutcomeVariant, StatusArm, StatusMatch, Ty, Wrapping};

/// What comes of the responses of an operation.
pub(super) struct Responses {
    /// How they are read.
    pub answers: Answers,
    /// The type of a success, where every success has it, or no body.
    pub page: Option<Page>,
    /// For the `Accept` header.
    pub accept: Vec<String>,
}

/// A success that may be a page of a list.
pub(super) struct Page {
    /// Its type.
    pub ty: Type,
    /// Whether the output is an `Option` of it.
    pub optional: bool,
}

/// A success: the response, its variant, and how its body is read.
struct Success<'a> {
    response: &'a Response,
    variant: &'a str,
    reading: Reading,
}

/// The first success with a body, else the first.
fn usual<'s, 'a>(successes: &'s [Success<'a>]) -> Option<&'s Success<'a>> {
    successes.iter().find(|success| success.reading.ty.is_some()).or(successes.first())
}

/// The body that the usual success has, and how it is read; none if it has no body.
pub(super) fn usual_content<'a>(scope: &Scope<'_>, operation: &'a Operation) -> Option<(&'a Content, Decoding)> {
    if operation.method == Method::Head {
        return None;
    }
    let mut successes: Vec<&Response> =
        operation.responses.iter().filter(|response| response.class == ResponseClass::Success).collect();
    successes.sort_by_key(|response| response.status);
    let content = successes.into_iter().find_map(|response| preferred(scope, response))?;
    Some((content, reading::of(scope, content).decoding))
}

/// The body of a kind that some success has.
pub(super) fn content_of(operation: &Operation, kind: MediaKind) -> Option<&Content> {
    let successes = operation.responses.iter().filter(|response| response.class == ResponseClass::Success);
    successes.flat_map(|response| &response.contents).find(|content| content.kind == kind)
}

/// Its status.
fn usual_status(successes: &[Success<'_>]) -> u16 {
    match usual(successes).map(|success| success.response.status) {
        Some(StatusPattern::Code(code)) => code,
        Some(StatusPattern::Range(_) | StatusPattern::Default) | None => 200,
    }
}

/// The statuses of successes outside of 200 to 299.
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

/// Reads the responses.
pub(super) fn lower(
    scope: &Scope<'_>,
    (index, operation): (OperationId, &Operation),
    name: &OperationName,
    diagnostics: &mut Diagnostics,
) -> Responses {
    switched(operation, diagnostics);
    let successes = successes(scope, operation, name);
    let (output, page, arms, outcome) = match shape(scope, operation, &successes) {
        Shape::Nothing => (Ty::Unit, None, arms(scope, &successes, |_| Wrapping::Plain), None),
        Shape::One(ty) => {
            let output = types::body(scope, &ty);
            let page = Some(Page { ty, optional: false });
            (output, page, arms(scope, &successes, |_| Wrapping::Plain), None)
        }
        Shape::Perhaps(ty) => {
            let inner = if let Type::Nullable(inner) = ty { *inner } else { ty };
            let output = types::body(scope, &inner).optional();
            let page = Some(Page { ty: inner, optional: true });
            (output, page, arms(scope, &successes, |_| Wrapping::Optional), None)
        }
        Shape::Several => {
            let arms = arms(scope, &successes, |success| Wrapping::Variant(success.variant.to_owned()));
            (Ty::path(ItemId::Outcome(index)), None, arms, Some(outcome(scope, name, &successes)))
        }
    };
    let answers = Answers {
        success: usual_status(&successes),
        expected: expected(&successes),
        follows_redirects: operation.redirects == Redirects::Follow,
        sends: sends::lower(scope, operation, name, &successes, &output),
        failures: failures::lower(scope, operation),
        output,
        outcome,
        arms,
    };
    Responses { answers, page, accept: accept(scope, operation, &successes) }
}

/// Says that a connection is not handed over, where the document wants that.
fn switched(operation: &Operation, diagnostics: &mut Diagnostics) {
    if let Some(response) = operation.responses.iter().find(|response| response.status == StatusPattern::Code(101)) {
        let message = "this operation switches its connection to another protocol, which is not supported";
        diagnostics.push(
            Diagnostic::new(Code::UnsupportedOperation, &response.path, message)
                .help("build its request with `Operation::to_request`, and send it with another library"),
        );
    }
}

/// The responses that are successes and how they are read, in the order of their statuses.
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
                _ if operation.method == Method::Head => Reading::empty(),
                _ if succeeds && response.status == StatusPattern::Code(304) => Reading::empty(),
                Some(content) => reading::of(scope, content),
                // Whatever it redirects to.
                None if redirected(response) && !succeeds => Reading::bytes(),
                None => Reading::empty(),
            };
            Success { response, variant, reading }
        })
        .collect();
    found.sort_by_key(|success| success.response.status);
    found
}

/// What the successes of an operation are taken together.
enum Shape {
    /// None of them has a body.
    Nothing,
    /// All have bodies of one type.
    One(Type),
    /// Some have bodies of one type, and some none.
    Perhaps(Type),
    /// Bodies differ.
    Several,
}

fn shape(scope: &Scope<'_>, operation: &Operation, successes: &[Success<'_>]) -> Shape {
    // A redirect of a request that writes says that nothing was written. It must not look like a success without a body.
    let reads = operation.method.only_reads();
    let is_undone = |success: &Success<'_>| matches!(success.response.status, StatusPattern::Code(301 | 307 | 308));
    if !reads && successes.iter().any(is_undone) && !successes.iter().all(is_undone) {
        return Shape::Several;
    }
    let mut bodies = successes.iter().filter(|success| success.reading.ty.is_some());
    let Some((first, ty)) = bodies.next().and_then(|first| Some((first, first.reading.ty.clone()?))) else {
        return Shape::Nothing;
    };
    if bodies.any(|other| !same(scope, &first.reading, &other.reading)) {
        return Shape::Several;
    }
    if successes.iter().all(|success| success.reading.ty.is_some()) { Shape::One(ty) } else { Shape::Perhaps(ty) }
}

/// One arm for all statuses that are read alike, codes before ranges.
///
/// Where all successes are of one type, statuses of successes that the document does not describe are read as that type, too: a
/// server that says 201 where it said 200 breaks nobody.
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
            // What the redirect leads to, where it is followed.
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
    }
}

/// The media types that are asked for: what the successes are read as, and JSON for the errors.
fn accept(scope: &Scope<'_>, operation: &Operation, successes: &[Success<'_>]) -> Vec<String> {
    let mut types: Vec<MediaType> = Vec::new();
    for success in successes.iter().filter(|success| success.reading.decoding != Decoding::Empty) {
        types.extend(sends::media_types(scope, success.response, &success.reading));
    }
    types.sort_by_key(|media_type| (!media_type.is_json(), media_type.as_str().to_owned()));
    let errors = operation.responses.iter().filter(|response| response.class != ResponseClass::Success);
    for content in errors.filter_map(|response| preferred(scope, response)) {
        if reading::of(scope, content).decoding == Decoding::Json && !content.media_type.is_any() {
            types.push(content.media_type.clone());
        }
    }
    sends::clean(types)
}

/// Whether a response has a body, and that is text.
pub(super) fn describes_text(response: &Response) -> bool {
    let first = response.contents.iter().min_by_key(|content| content.kind != MediaKind::Json);
    first.is_some_and(|content| content.kind == MediaKind::Text)
}
