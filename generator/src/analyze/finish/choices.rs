//! Groups the media types of a request body into the variants that a caller can choose from.

use super::nesting;
use crate::analyze::schema::Draft;
use crate::media_type::{self, MediaKind};
use crate::model::{BodyForm, Choice, Content, Operation, RequestBody, Shape, Type, through_aliases_and_null};

/// Finds the variants of every request body.
pub(super) fn find(drafts: &[Draft], operations: &mut [Operation]) {
    for body in operations.iter_mut().filter_map(|operation| operation.body.as_mut()) {
        body.choices = choices(drafts, body);
    }
}

fn choices(drafts: &[Draft], body: &RequestBody) -> Vec<Choice> {
    let mut choices: Vec<Choice> = Vec::new();
    for (index, content) in body.contents.iter().enumerate().filter(|(_, content)| content.media_type.is_valid()) {
        let form = form(drafts, content);
        let same = |choice: &&mut Choice| {
            let first = choice.contents.first().and_then(|&first| body.contents.get(first));
            choice.form == form && first.is_some_and(|first| is_same(form, first, content))
        };
        match choices.iter_mut().find(same) {
            Some(choice) => choice.contents.push(index),
            None => choices.push(Choice { form, contents: vec![index] }),
        }
    }
    for choice in &mut choices {
        // The preferred media type comes first, a range last.
        let rank = |&index: &usize| match body.contents.get(index).map(|content| &content.media_type) {
            Some(media_type) if media_type.as_str() == media_type::JSON => 0,
            Some(media_type) if !media_type.is_range() => 1,
            _ => 2,
        };
        choice.contents.sort_by_key(rank);
    }
    choices.sort_by_key(|choice| choice.form != BodyForm::Json);
    choices
}

/// Returns true if two bodies with the same encoding are equivalent for a caller.
fn is_same(form: BodyForm, left: &Content, right: &Content) -> bool {
    match form {
        BodyForm::Bytes | BodyForm::Text | BodyForm::Xml => true,
        BodyForm::Multipart | BodyForm::Parts => {
            left.ty == right.ty && left.media_type.essence() == right.media_type.essence()
        }
        _ => left.ty == right.ty,
    }
}

fn form(drafts: &[Draft], content: &Content) -> BodyForm {
    let ty = through_aliases_and_null(drafts, &content.ty);
    let is_raw = matches!(ty, Type::Binary | Type::File);
    match content.kind {
        MediaKind::Json | MediaKind::Text if is_raw => BodyForm::Bytes,
        MediaKind::Json => match content.media_type.essence() {
            media_type::MERGE_PATCH => BodyForm::MergePatch,
            media_type::JSON_PATCH => BodyForm::JsonPatch,
            _ => BodyForm::Json,
        },
        MediaKind::JsonLines | MediaKind::JsonValues if is_raw || *ty == Type::String => BodyForm::Bytes,
        MediaKind::JsonLines | MediaKind::JsonValues => BodyForm::Lines,
        MediaKind::Form if is_raw || *ty == Type::String => BodyForm::Text,
        // Its values have no field names.
        MediaKind::Form if content.nesting.is_none() && !nesting::fields(drafts, ty).some => BodyForm::Text,
        MediaKind::Form => BodyForm::Form,
        MediaKind::Multipart if has_properties(drafts, ty) => BodyForm::Multipart,
        MediaKind::Multipart => BodyForm::Parts,
        MediaKind::Text if content.media_type.is_xml() => BodyForm::Xml,
        MediaKind::Text => BodyForm::Text,
        MediaKind::Binary if content.media_type.is_any() && is_structured(drafts, ty) => BodyForm::Json,
        MediaKind::EventStream | MediaKind::Binary => BodyForm::Bytes,
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
