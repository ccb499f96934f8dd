//! Decides which responses are successes and which are errors.

use std::collections::HashSet;

use crate::analyze::schema::{Draft, resolved};
use crate::media_type::MediaKind;
use crate::model::{Meaning, Operation, Redirects, Response, StatusPattern, Type};

/// Classifies every response.
pub(super) fn decide(drafts: &[Draft], operations: &mut [Operation]) {
    for operation in operations.iter_mut() {
        let succeeds = operation.responses.iter().any(is_success);
        let (reads, redirects) = (operation.method.only_reads(), operation.redirects);
        for response in &mut operation.responses {
            let is_result = succeeds && is_result(reads, redirects, response.status);
            response.meaning = if is_result { Meaning::Success } else { by_status(response.status, succeeds) };
        }
    }
    let failures: HashSet<Type> = bodies(drafts, operations, Meaning::Failure).cloned().collect();
    for operation in operations.iter_mut().filter(|operation| !operation.responses.iter().any(is_success)) {
        let redirects = operation.responses.iter().any(|response| hundred(response.status) == Some(3));
        let switches = operation.responses.iter().any(|response| hundred(response.status) == Some(1));
        let only = operation.responses.iter().all(|response| matches!(hundred(response.status), None | Some(4 | 5)));
        for response in &mut operation.responses {
            let says_error = json(response).any(|ty| failures.contains(resolved(drafts, ty)));
            match hundred(response.status) {
                // No success is declared, so this response is the success.
                None if only && !says_error => response.meaning = Meaning::Success,
                // After the switch, the response belongs to the other protocol.
                None if switches => {}
                None => response.meaning = Meaning::Failure,
                Some(3) if redirects => response.meaning = Meaning::Success,
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

fn by_status(status: StatusPattern, succeeds: bool) -> Meaning {
    match hundred(status) {
        Some(2) => Meaning::Success,
        Some(1 | 3) => Meaning::Neither,
        Some(_) => Meaning::Failure,
        None if succeeds => Meaning::Failure,
        None => Meaning::Neither,
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
    meaning: Meaning,
) -> impl Iterator<Item = &'d Type> + 'd {
    let responses = operations.iter().flat_map(|operation| &operation.responses);
    let types = responses.filter(move |response| response.meaning == meaning).flat_map(json);
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
