//! Computes which schemas are sent and received, by following the references from parameters, bodies and responses.

use super::types::named;
use crate::analyze::schema::Draft;
use crate::model::{Access, Additional, Operation, Property, SchemaId, Shape, Type, Usage, Webhooks};

/// Returns the usage of every schema.
///
/// Webhook payloads are received, like responses.
pub(super) fn usage(drafts: &[Draft], operations: &[Operation], webhooks: Option<&Webhooks>) -> Vec<Usage> {
    let mut request = Vec::new();
    let is_webhook = |draft: &Draft| webhooks.is_some_and(|webhooks| draft.path == webhooks.path);
    let mut response: Vec<SchemaId> = drafts.iter().position(is_webhook).map(SchemaId::new).into_iter().collect();
    for operation in operations {
        request.extend(operation.parameters.iter().flat_map(|parameter| named(&parameter.ty)));
        let contents = operation.body.iter().flat_map(|body| &body.contents);
        for content in contents {
            let headers = content.encodings.iter().flat_map(|encoding| &encoding.headers);
            request.extend(headers.flat_map(|header| named(&header.ty)));
            request.extend(named(&content.ty));
        }
        for answer in &operation.responses {
            response.extend(answer.contents.iter().flat_map(|content| named(&content.ty)));
            response.extend(answer.headers.iter().flat_map(|header| named(&header.ty)));
        }
    }
    let sent = reached(drafts, request, |property| property.access != Access::ReadOnly);
    let received = reached(drafts, response, |property| property.access != Access::WriteOnly);
    sent.into_iter().zip(received).map(|(request, response)| Usage { request, response }).collect()
}

/// Returns the schemas that are reachable from `starts` through the properties that `passes` accepts.
fn reached(drafts: &[Draft], starts: Vec<SchemaId>, passes: impl Fn(&Property) -> bool) -> Vec<bool> {
    let mut seen = vec![false; drafts.len()];
    let mut next = starts;
    while let Some(id) = next.pop() {
        let Some(mark) = seen.get_mut(id.index()).filter(|mark| !**mark) else { continue };
        *mark = true;
        if let Some(draft) = drafts.get(id.index()) {
            next.extend(names(&draft.shape, &passes));
        }
    }
    seen
}

/// Returns the schemas that a shape refers to.
pub(super) fn names(shape: &Shape, passes: impl Fn(&Property) -> bool) -> Vec<SchemaId> {
    let types: Vec<&Type> = match shape {
        Shape::Struct(body) => {
            let rest = match &body.additional {
                Additional::Kept(ty) => Some(ty),
                Additional::Unspecified | Additional::Denied => None,
            };
            body.properties
                .iter()
                .filter(|property| passes(property))
                .map(|property| &property.ty)
                .chain(rest)
                .collect()
        }
        Shape::Union(union) => union.variants.iter().map(|variant| &variant.ty).collect(),
        Shape::Alias(ty) => vec![ty],
        Shape::Enumeration(_) | Shape::CheckedString(_) => Vec::new(),
    };
    types.into_iter().flat_map(named).collect()
}
