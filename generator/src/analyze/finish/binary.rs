//! Converts binary strings. Raw bytes only exist outside of JSON: as a whole body, and as files in multipart bodies. In
//! JSON they are read and written as plain strings.

use std::collections::BTreeSet;

use super::types::{self, named};
use crate::analyze::schema::Draft;
use crate::media_type::MediaKind;
use crate::model::{Additional, Content, Operation, SchemaId, Shape, Type};

/// Converts raw bytes to files in the parts of multipart requests, and to strings in JSON.
pub(super) fn settle(drafts: &mut [Draft], operations: &mut [Operation]) {
    let bodies = operations.iter_mut().filter_map(|operation| operation.body.as_mut());
    let in_parts = bodies.flat_map(|body| &mut body.contents).filter(|content| content.kind == MediaKind::Multipart);
    let mut named_bodies = Vec::new();
    for content in in_parts {
        named_bodies.extend(named(&content.ty));
        if let Type::Map(parts) = &mut content.ty {
            types::visit(parts, &mut |ty| becomes(ty, &Type::File));
        }
    }
    for operation in operations.iter_mut() {
        let bodies = operation.body.iter_mut().flat_map(|body| &mut body.contents);
        let responses = operation.responses.iter_mut().flat_map(|response| &mut response.contents);
        bodies.chain(responses).for_each(in_json);
    }
    for parameter in operations.iter_mut().flat_map(|operation| &mut operation.parameters) {
        types::visit(&mut parameter.ty, &mut |ty| {
            if matches!(ty, Type::Named(id) if drafts.get(id.index()).is_some_and(is_bytes)) {
                *ty = Type::String;
            }
        });
    }
    let holders = with_parts(drafts, named_bodies);
    for (index, draft) in drafts.iter_mut().enumerate() {
        let kind = if holders.contains(&SchemaId::new(index)) { Type::File } else { Type::String };
        if kind == Type::String && is_bytes(draft) {
            continue;
        }
        types::in_shape(&mut draft.shape, &mut |ty| {
            types::visit(ty, &mut |ty| becomes(ty, &kind));
        });
    }
}

/// Converts raw bytes within a JSON body. A body that consists of them is not JSON, whatever its media type, unless it can be `null`.
fn in_json(content: &mut Content) {
    let is_json =
        matches!(content.kind, MediaKind::Json | MediaKind::JsonLines | MediaKind::JsonValues | MediaKind::EventStream);
    if is_json && content.ty != Type::Binary {
        types::visit(&mut content.ty, &mut |ty| becomes(ty, &Type::String));
    }
}

/// Replaces the type of raw bytes.
fn becomes(ty: &mut Type, kind: &Type) {
    if *ty == Type::Binary {
        *ty = kind.clone();
    }
}

/// Returns true for an alias of raw bytes, which is a body itself.
fn is_bytes(draft: &Draft) -> bool {
    matches!(draft.shape, Shape::Alias(Type::Binary))
}

/// Returns the schemas whose raw bytes are parts: the multipart bodies, and the aliases and unions that their parts
/// refer to.
fn with_parts(drafts: &[Draft], bodies: Vec<SchemaId>) -> BTreeSet<SchemaId> {
    let mut found = BTreeSet::new();
    let mut seen_as_body = BTreeSet::new();
    let mut bodies = bodies;
    let mut parts: Vec<SchemaId> = Vec::new();
    while let Some(id) = bodies.pop() {
        let Some(draft) = drafts.get(id.index()).filter(|_| seen_as_body.insert(id)) else { continue };
        found.insert(id);
        match &draft.shape {
            Shape::Struct(body) => {
                parts.extend(body.properties.iter().flat_map(|property| named(&property.ty)));
                if let Additional::Kept(ty) = &body.additional {
                    parts.extend(named(ty));
                }
            }
            Shape::Union(union) => bodies.extend(union.variants.iter().flat_map(|variant| named(&variant.ty))),
            Shape::Alias(ty) => bodies.extend(named(ty)),
            Shape::Enumeration(_) | Shape::CheckedString(_) => {}
        }
    }
    while let Some(id) = parts.pop() {
        let Some(draft) = drafts.get(id.index()) else { continue };
        let names: Vec<SchemaId> = match &draft.shape {
            Shape::Union(union) => union.variants.iter().flat_map(|variant| named(&variant.ty)).collect(),
            Shape::Alias(ty) => named(ty),
            // Objects are written as JSON, which cannot contain files.
            Shape::Struct(_) | Shape::Enumeration(_) | Shape::CheckedString(_) => continue,
        };
        if found.insert(id) {
            parts.extend(names);
        }
    }
    found
}
