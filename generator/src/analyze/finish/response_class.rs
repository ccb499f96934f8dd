//! Decides which responses are successes and which are errors.

use std::collections::HashSet;

use crate::analyze::schema::{Draft, resolved};
use crate::media_type::MediaKind;
use crate::model::{Operation, Redirects, Response, ResponseClass, StatusPattern, Type};

/// Classifies every response.
pub(super) fn decide(drafts: &[Draft], operations: &mut [Operation]) {
    for operation in operations.iter_mut() {
        let succeeds = operation.responses.iter().any(is_success);
        let (reads, redirects) = (operation.method.only_reads(), operation.redirects);
        for response in &mut operation.responses {
            let is_result = succeeds && is_result(reads, redirects, response.status);
            response.class = if is_result { ResponseClass::Success } else { by_status(response.status, succeeds) };
        }
    }
    let failures: HashSet<Type> = bodies(drafts, operations, ResponseClass::Failure).cloned().collect();
    for operation in operations.iter_mut().filter(|operation| !operation.responses.iter().any(is_success)) {
        let redirects = operation.responses.iter().any(|response| hundred(response.status) == Some(3));
        let switches = operation.responses.iter().any(|response| hundred(response.status) == Some(1));
        let only = operation.responses.iter().all(|response| matches!(hundred(response.status), None | Some(4 | 5)));
        for response in &mut operation.responses {
            let says_error = json(response).any(|ty| failures.contains(resolved(drafts, ty)));
            match hundred(response.status) {
                // No success is declared, so this response is the success.
                None if only && !says_error => response.class = ResponseClass::Success,
                // After the switch, the response belongs to the other protocol.
                None if switches => {}
                None => response.class = ResponseClass::Failure,
                Some(3) if redirects => response.class = ResponseClass::Success,
                Some(_) => {}
            }
        }
    }
}

/// Returns true if a status between 300 and 399 is a result of the call because the client does not follow it: 304 for
/// a conditional request, 303 for a request that writes.
fn is_result(reads: bool, redirects: Redirects, status: StatusPattern) -> bool {
    match status {
        StatusPattern::Code(301..=303) => !reads || redirects == Redirects::Stop,
        StatusPattern::Code(307 | 308) => redirects == Redirects::Stop,
        status => hundred(status) == Some(3),
    }
}

fn by_status(status: StatusPattern, succeeds: bool) -> ResponseClass {
    match hundred(status) {
        Some(2) => ResponseClass::Success,
        Some(1 | 3) => ResponseClass::Neither,
        Some(_) => ResponseClass::Failure,
        None if succeeds => ResponseClass::Failure,
        None => ResponseClass::Neither,
    }
}

fn is_success(response: &Response) -> bool {
    hundred(response.status) == Some(2)
}

/// Returns the first digit of a status. `None` for `default`.
fn hundred(status: StatusPattern) -> Option<u16> {
    match status {
        StatusPattern::Code(code) => Some(code / 100),
        StatusPattern::Range(hundred) => Some(hundred),
        StatusPattern::Default => None,
    }
}

fn bodies<'d>(
    drafts: &'d [Draft],
    operations: &'d [Operation],
    class: ResponseClass,
) -> impl Iterator<Item = &'d Type> + 'd {
    let responses = operations.iter().flat_map(|operation| &operation.responses);
    let types = responses.filter(move |response| response.class == class).flat_map(json);
    types.map(|ty| resolved(drafts, ty)).filter(|ty| **ty != Type::Any)
}

/// Returns the types of the JSON bodies of a response.
pub(super) fn json(response: &Response) -> impl Iterator<Item = &Type> {
    response.contents.iter().filter(|content| content.kind == MediaKind::Json).map(|content| &content.ty)
}

/// Returns the success response of an operation with the lowest status.
pub(super) fn success(operation: &Operation) -> Option<&Response> {
    let successes = operation.responses.iter().filter(|response| is_success(response));
    successes.min_by_key(|response| response.status)
}
