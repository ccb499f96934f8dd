//! Decides which errors an operation declares, and how their bodies are read if they differ by operation and status.

use std::collections::HashSet;

use super::reading::{self, preferred};
use super::statuses;
use crate::lower::{Scope, error_bodies};
use crate::media_type::MediaKind;
use crate::model::{Content, Operation, Response, ResponseClass};
use crate::rust::{Decoding, FailureArm, FailureVariant};

/// A response that an operation declares and that is not a success.
pub(super) struct Failure<'a> {
    pub(super) response: &'a Response,
    /// How its body is read, if that depends on the operation and the status.
    body: Option<(Decoding, Vec<FailureVariant>)>,
}

impl Failure<'_> {
    /// Returns the variants of the crate's error body that the response can have.
    pub(super) fn variants(&self) -> impl Iterator<Item = &str> {
        self.body.iter().flat_map(|(_, variants)| variants).map(|variant| variant.name.as_str())
    }
}

/// Returns the responses of an operation that are not successes, sorted by status. The match arms and the documentation follow
/// this list.
pub(super) fn declared<'a>(scope: &Scope<'_>, operation: &'a Operation) -> Vec<Failure<'a>> {
    let has_bodies = error_bodies::differ(scope) && operation.method.has_response_body();
    let responses = operation.responses.iter().filter(|response| response.class != ResponseClass::Success);
    let mut found: Vec<Failure<'a>> = responses
        .map(|response| Failure { response, body: has_bodies.then(|| read_as(scope, response)).flatten() })
        .collect();
    found.sort_by_key(|failure| failure.response.status);
    found
}

/// Returns the match arms of an operation; empty if all error bodies of the crate have one type.
pub(super) fn lower(scope: &Scope<'_>, operation: &Operation) -> Vec<FailureArm> {
    let mut arms: Vec<FailureArm> = Vec::new();
    for Failure { response, body } in declared(scope, operation) {
        let Some((decoding, variants)) = body else { continue };
        let status = statuses::of_failure(response.status);
        match arms.iter_mut().find(|arm| are_same(&arm.variants, &variants)) {
            Some(arm) => arm.statuses.push(status),
            None => arms.push(FailureArm { statuses: vec![status], decoding, variants }),
        }
    }
    statuses::tidied(arms)
}

/// Returns true if bodies are read in the same way. A single variant is read whatever its media type.
fn are_same(some: &[FailureVariant], others: &[FailureVariant]) -> bool {
    match (some, others) {
        ([one], [other]) => one.name == other.name,
        _ => some == others,
    }
}

fn read_as(scope: &Scope<'_>, response: &Response) -> Option<(Decoding, Vec<FailureVariant>)> {
    let content = preferred(scope, response)?;
    match reading::of_content(scope, content).decoding {
        Decoding::Json if content.kind != MediaKind::Text => {
            Some((Decoding::Json, json(scope, response, content))).filter(|(_, found)| !found.is_empty())
        }
        // The text of a redirect is not an error body, and there may be no variant for text.
        Decoding::Json | Decoding::Text if content.kind == MediaKind::Text && scope.text_errors => {
            let text = FailureVariant { name: "Text".to_owned(), media_type: content.media_type.as_str().to_owned() };
            Some((Decoding::Text, vec![text]))
        }
        _ => None,
    }
}

/// Returns the variants for the JSON bodies of a response without duplicates, the preferred one first.
fn json(scope: &Scope<'_>, response: &Response, preferred: &Content) -> Vec<FailureVariant> {
    let mut found: Vec<FailureVariant> = Vec::new();
    let mut known = HashSet::new();
    let others = response.contents.iter().filter(|content| content.media_type != preferred.media_type);
    for content in std::iter::once(preferred).chain(others) {
        let reading = reading::of_content(scope, content);
        let ty = reading.ty.filter(|_| reading.decoding == Decoding::Json);
        let Some(name) = ty.and_then(|ty| error_bodies::variant(scope, &ty)) else { continue };
        if known.insert(name.clone()) {
            found.push(FailureVariant { name, media_type: content.media_type.as_str().to_owned() });
        }
    }
    found
}
