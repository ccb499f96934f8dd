//! The schema that every error answer of every operation shares.

use crate::model::{Api, MediaKind, Operation, Response, SchemaId, StatusPattern, Type};

/// The shared schema, where there is one.
pub(super) fn shared(api: &Api) -> Option<SchemaId> {
    let mut shared = None;
    for operation in &api.operations {
        let succeeds = operation.responses.iter().any(is_success);
        for response in operation.responses.iter().filter(|response| is_error(response, succeeds)) {
            for content in response.contents.iter().filter(|content| content.kind == MediaKind::Json) {
                let Type::Named(id) = &content.ty else { return None };
                match shared {
                    None => shared = Some(*id),
                    Some(before) if before == *id => {}
                    Some(_) => return None,
                }
            }
        }
    }
    shared
}

fn is_success(response: &Response) -> bool {
    matches!(response.status, StatusPattern::Code(200..=299) | StatusPattern::Range(2))
}

fn is_error(response: &Response, succeeds: bool) -> bool {
    match response.status {
        StatusPattern::Code(code) => code >= 400,
        StatusPattern::Range(hundred) => hundred >= 4,
        StatusPattern::Default => succeeds,
    }
}

/// The answer of an operation that means success with the lowest status.
pub(super) fn success(operation: &Operation) -> Option<&Response> {
    let successes = operation.responses.iter().filter(|response| is_success(response));
    successes.min_by_key(|response| response.status)
}
