//! Decides how the bodies of error answers are read where they differ by operation and status.

use super::reading::{self, preferred};
use super::statuses;
use crate::lower::{Scope, errors};
use crate::model::{Meaning, MediaKind, Method, Operation, Response};
use crate::rust::{Decoding, FailureArm};

/// The arms of an operation; none where all error bodies of the crate are of one type.
pub(super) fn lower(scope: &Scope<'_>, operation: &Operation) -> Vec<FailureArm> {
    if !errors::differ(scope) || operation.method == Method::Head {
        return Vec::new();
    }
    let mut responses: Vec<&Response> =
        operation.responses.iter().filter(|response| response.meaning != Meaning::Success).collect();
    responses.sort_by_key(|response| response.status);
    let mut arms: Vec<FailureArm> = Vec::new();
    for response in responses {
        let Some((decoding, variant)) = read_as(scope, response) else { continue };
        let status = statuses::of_failure(response.status);
        match arms.iter_mut().find(|arm| arm.variant == variant) {
            Some(arm) => arm.statuses.push(status),
            None => arms.push(FailureArm { statuses: vec![status], decoding, variant }),
        }
    }
    statuses::tidied(arms)
}

fn read_as(scope: &Scope<'_>, response: &Response) -> Option<(Decoding, String)> {
    let content = preferred(scope, response)?;
    let reading = reading::of(scope, content);
    match reading.decoding {
        Decoding::Json => Some((Decoding::Json, errors::variant(scope, &reading.ty?)?)),
        // The text of a redirection is no error's, and there may be no variant for it.
        Decoding::Text if content.kind == MediaKind::Text && scope.text_errors => {
            Some((Decoding::Text, "Text".to_owned()))
        }
        _ => None,
    }
}
