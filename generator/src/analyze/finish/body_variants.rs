//! Groups the media types of a request body into the variants that a caller can choose from.

use std::collections::HashMap;

use super::nesting;
use crate::analyze::schema::Draft;
use crate::media_type::{self, MediaKind};
use crate::model::{BodyEncoding, BodyVariant, Content, Operation, RequestBody, Shape, Type, through_aliases_and_null};

/// Finds the variants of every request body.
pub(super) fn find(drafts: &[Draft], operations: &mut [Operation]) {
    for body in operations.iter_mut().filter_map(|operation| operation.body.as_mut()) {
        body.variants = body_variants(drafts, body);
    }
}

fn body_variants(drafts: &[Draft], body: &RequestBody) -> Vec<BodyVariant> {
    let mut variants: Vec<BodyVariant> = Vec::new();
    let mut known: HashMap<Sameness<'_>, usize> = HashMap::new();
    for (index, content) in body.contents.iter().enumerate().filter(|(_, content)| content.media_type.is_valid()) {
        let encoding = encoding_of(drafts, content);
        let variant = *known.entry(sameness(encoding, content)).or_insert(variants.len());
        match variants.get_mut(variant) {
            Some(variant) => variant.contents.push(index),
            None => variants.push(BodyVariant { encoding, contents: vec![index] }),
        }
    }
    for variant in &mut variants {
        // The preferred media type comes first, a range last.
        let rank = |&index: &usize| match body.contents.get(index).map(|content| &content.media_type) {
            Some(media_type) if media_type.as_str() == media_type::JSON => 0,
            Some(media_type) if !media_type.is_range() => 1,
            _ => 2,
        };
        variant.contents.sort_by_key(rank);
    }
    variants.sort_by_key(|variant| variant.encoding != BodyEncoding::Json);
    variants
}

/// The parts of a body that are equal if two bodies are equivalent for a caller: the encoding, and the type and the media type where
/// they matter.
type Sameness<'b> = (BodyEncoding, Option<&'b Type>, Option<&'b str>);

fn sameness(encoding: BodyEncoding, content: &Content) -> Sameness<'_> {
    match encoding {
        BodyEncoding::Bytes | BodyEncoding::Text | BodyEncoding::Xml => (encoding, None, None),
        BodyEncoding::Multipart | BodyEncoding::Parts => {
            (encoding, Some(&content.ty), Some(content.media_type.essence()))
        }
        _ => (encoding, Some(&content.ty), None),
    }
}

fn encoding_of(drafts: &[Draft], content: &Content) -> BodyEncoding {
    let ty = through_aliases_and_null(drafts, &content.ty);
    let is_raw = matches!(ty, Type::Binary | Type::File);
    match content.kind {
        MediaKind::Json | MediaKind::Text if is_raw => BodyEncoding::Bytes,
        MediaKind::Json => match content.media_type.essence() {
            media_type::MERGE_PATCH => BodyEncoding::MergePatch,
            media_type::JSON_PATCH => BodyEncoding::JsonPatch,
            _ => BodyEncoding::Json,
        },
        MediaKind::JsonLines | MediaKind::JsonValues if is_raw || *ty == Type::String => BodyEncoding::Bytes,
        MediaKind::JsonLines | MediaKind::JsonValues => BodyEncoding::Lines,
        MediaKind::Form if is_raw || *ty == Type::String => BodyEncoding::Text,
        // Its values have no field names.
        MediaKind::Form if content.nesting.is_none() && !nesting::fields(drafts, ty).some => BodyEncoding::Text,
        MediaKind::Form => BodyEncoding::Form,
        MediaKind::Multipart if has_properties(drafts, ty) => BodyEncoding::Multipart,
        MediaKind::Multipart => BodyEncoding::Parts,
        MediaKind::Text if content.media_type.is_xml() => BodyEncoding::Xml,
        MediaKind::Text => BodyEncoding::Text,
        MediaKind::Binary if content.media_type.is_any() && is_structured(drafts, ty) => BodyEncoding::Json,
        MediaKind::EventStream | MediaKind::Binary => BodyEncoding::Bytes,
    }
}

/// Returns true if a value of this type needs a serialization format.
fn is_structured(drafts: &[Draft], ty: &Type) -> bool {
    match ty {
        Type::Named(id) => {
            drafts.get(id.index()).is_some_and(|draft| matches!(draft.shape, Shape::Struct(_) | Shape::Union(_)))
        }
        Type::Object | Type::Array(_) | Type::Tuple(_) | Type::Map(_) => true,
        _ => false,
    }
}

/// Returns true if the document names the parts of a body of this type.
fn has_properties(drafts: &[Draft], ty: &Type) -> bool {
    match ty {
        Type::Named(id) => {
            drafts.get(id.index()).is_some_and(|draft| matches!(draft.shape, Shape::Struct(_) | Shape::Union(_)))
        }
        Type::Map(_) => true,
        _ => false,
    }
}
