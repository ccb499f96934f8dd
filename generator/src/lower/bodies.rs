//! Decides how a request body is passed, and which of its media types the caller can select.

use std::collections::HashSet;

use super::input::Input;
use super::types::{self, ArgumentOwner};
use super::{Scope, docs, encodings, without_aliases};
use crate::comment::Comment;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::media_type;
use crate::model::{self, BodyEncoding, BodyVariant, Content, OperationId, Shape, Type};
use crate::name::{BodyName, OperationName};
use crate::rust::{
    BodyChoice, BodyStep, BodyWriting, ItemId, Passing, Path, Std, Ty, Variant, Writing, WritingCall, symbol,
};

/// A lowered request body.
pub(super) struct Body {
    /// The input with which it is passed.
    pub input: Input,
    /// The step that writes it.
    pub step: BodyStep,
    /// The enum of its encodings, if there are several.
    pub choice: Option<BodyChoice>,
}

/// An encoding of a body, and the type of its argument.
struct LoweredVariant {
    writing: Writing,
    ty: Ty,
    /// The type with its aliases resolved, unless it is too large.
    resolved: Option<Ty>,
    passing: Passing,
    docs: Comment,
}

/// Lowers a request body; returns `None` if none of its media types can be sent.
pub(super) fn lower(
    scope: &Scope<'_>,
    operation: OperationId,
    body: &model::RequestBody,
    name: &OperationName,
    diagnostics: &mut Diagnostics,
) -> Option<Body> {
    report(scope, body, diagnostics);
    let mut alternatives: Vec<LoweredVariant> =
        body.variants.iter().filter_map(|choice| alternative(scope, body, choice, diagnostics)).collect();
    let mut text = docs::title_and_description(&body.docs);
    let (ty, passing, writing, choice) = match &name.body {
        Some(named) if alternatives.len() == named.variants.len() => {
            let choice = choice(operation, named, &alternatives, &name.name);
            let variants = named
                .variants
                .iter()
                .cloned()
                .zip(alternatives.into_iter().map(|alternative| alternative.writing))
                .collect();
            (Ty::path(ItemId::BodyChoice(operation)), Passing::Into, BodyWriting::Choice(variants), Some(choice))
        }
        _ if alternatives.is_empty() => return None,
        _ => {
            let alternative = alternatives.swap_remove(0);
            if alternative.writing.call == WritingCall::Upload {
                text.push(Comment::from("Its media type may be ").and(alternative.docs));
            }
            (alternative.ty, alternative.passing, BodyWriting::One(alternative.writing), None)
        }
    };
    let field = name.body_field.clone();
    let line = docs::line(&body.docs);
    let line = if line.is_empty() { "The request body.".into() } else { line };
    let fallback = if body.required { "The request body." } else { "Sets the request body." };
    let input = Input {
        name: field.clone(),
        ty,
        passing,
        line,
        parameter: None,
        is_idempotency_key: false,
        encoded: false,
        required: body.required,
        initial: None,
        docs: if text.is_empty() { fallback.into() } else { docs::blocks(text) },
        deprecated: None,
        // A struct hides its own fields.
        hidden: body.secret && !body.contents.iter().all(|content| is_struct(scope, &content.ty)),
    };
    Some(Body { input, step: BodyStep { field, optional: !body.required, writing }, choice })
}

/// Reports the media types that are never sent, and those whose content the caller has to write.
fn report(scope: &Scope<'_>, body: &model::RequestBody, diagnostics: &mut Diagnostics) {
    for content in body.contents.iter().filter(|content| !content.media_type.is_valid()) {
        let message = format!("`{}` is not a valid media type, so it is never sent", content.media_type);
        diagnostics.push(Diagnostic::new(Code::UnsupportedMediaType, &content.path, message));
    }
    for choice in &body.variants {
        let mut contents = choice.contents.iter().filter_map(|&index| body.contents.get(index));
        let Some(first) = contents.next() else { continue };
        if choice.encoding == BodyEncoding::Xml {
            let message = "XML bodies are not generated from the schema; the caller has to pass the body as text";
            diagnostics.push(
                Diagnostic::new(Code::UnsupportedMediaType, &first.path, message)
                    .help("`application/json` bodies are generated from the schema"),
            );
        }
        if matches!(choice.encoding, BodyEncoding::Bytes | BodyEncoding::Text) && is_structured(scope, &first.ty) {
            let message = format!(
                "`{}` bodies are not generated from the schema; the caller has to pass the whole body",
                first.media_type
            );
            diagnostics.push(
                Diagnostic::new(Code::UnsupportedMediaType, &first.path, message)
                    .help("`application/json` bodies are generated from the schema"),
            );
        }
        let any_will_do = matches!(choice.encoding, BodyEncoding::Bytes | BodyEncoding::Text | BodyEncoding::Xml);
        for other in contents.filter(|_| !any_will_do) {
            let message =
                format!("`{}` is never sent, since `{}` has the same encoding", other.media_type, first.media_type);
            diagnostics.push(Diagnostic::new(Code::Unused, &other.path, message));
        }
    }
}

fn is_struct(scope: &Scope<'_>, ty: &Type) -> bool {
    let shape = scope.behind(ty).and_then(|id| scope.api.schema(id)).map(|schema| &schema.shape);
    matches!(shape, Some(Shape::Struct(_)))
}

/// Returns true if a value of this type has properties.
fn is_structured(scope: &Scope<'_>, ty: &Type) -> bool {
    let shape = scope.behind(ty).and_then(|id| scope.api.schema(id)).map(|schema| &schema.shape);
    matches!(shape, Some(Shape::Struct(_) | Shape::Union(_)))
}

fn alternative(
    scope: &Scope<'_>,
    body: &model::RequestBody,
    choice: &BodyVariant,
    diagnostics: &mut Diagnostics,
) -> Option<LoweredVariant> {
    let contents: Vec<&Content> = choice.contents.iter().filter_map(|&index| body.contents.get(index)).collect();
    let content = *contents.first()?;
    // The caller sets the media type if there are several, or a range of them.
    let is_open = contents.len() > 1 || content.media_type.is_range();
    let call = match choice.encoding {
        BodyEncoding::Json | BodyEncoding::MergePatch | BodyEncoding::JsonPatch => WritingCall::Json,
        BodyEncoding::Lines => WritingCall::Lines,
        BodyEncoding::Form => WritingCall::Form,
        BodyEncoding::Multipart => WritingCall::Multipart,
        BodyEncoding::Parts => WritingCall::Parts,
        BodyEncoding::Xml | BodyEncoding::Text | BodyEncoding::Bytes if is_open => WritingCall::Upload,
        BodyEncoding::Xml | BodyEncoding::Text | BodyEncoding::Bytes => WritingCall::Body,
    };
    let (ty, resolved, passing) = match (call, choice.encoding) {
        (WritingCall::Upload, _) => bare(Path::Public(symbol::UPLOAD), Passing::Into),
        (WritingCall::Parts, _) => bare(Path::Public(symbol::PARTS), Passing::Plain),
        (_, BodyEncoding::Bytes) => bare(Path::Public(symbol::BODY), Passing::Into),
        (WritingCall::Body, _) => bare(Std::String.into(), Passing::Into),
        (WritingCall::Lines, _) => {
            let line = match scope.resolved(&content.ty) {
                Type::Array(item) => item,
                _ => &content.ty,
            };
            let ty = types::ty(scope, line).inside(Std::Vec);
            let resolved = without_aliases::ty(scope, line).map(|line| line.inside(Std::Vec));
            let is_convertible =
                matches!(types::passing(scope, line, ArgumentOwner::Model), Passing::Plain | Passing::Into);
            (ty, resolved, if is_convertible { Passing::Each } else { Passing::Plain })
        }
        _ => (types::ty(scope, &content.ty), without_aliases::ty(scope, &content.ty), passing(scope, &content.ty)),
    };
    let encodings = encodings::lower(scope, content, choice.encoding, diagnostics);
    let writing = Writing { call, media_type: sent_as(content, choice.encoding), encodings };
    Some(LoweredVariant { writing, ty, resolved, passing, docs: media_types(&contents) })
}

fn bare(path: Path, passing: Passing) -> (Ty, Option<Ty>, Passing) {
    (Ty::path(path), Some(Ty::path(path)), passing)
}

fn passing(scope: &Scope<'_>, ty: &Type) -> Passing {
    match types::passing(scope, ty, ArgumentOwner::Model) {
        _ if matches!(ty, Type::Nullable(_)) => Passing::Plain,
        Passing::Checked => Passing::Plain,
        passing => passing,
    }
}

/// Returns the value of `Content-Type`, unless the caller sets another one.
fn sent_as(content: &Content, form: BodyEncoding) -> String {
    if content.media_type.is_header_value() && !content.media_type.is_range() {
        return content.media_type.as_str().trim().to_owned();
    }
    let usual = match form {
        BodyEncoding::Json => media_type::JSON,
        BodyEncoding::MergePatch => media_type::MERGE_PATCH,
        BodyEncoding::JsonPatch => media_type::JSON_PATCH,
        BodyEncoding::Lines => "application/x-ndjson",
        BodyEncoding::Form => "application/x-www-form-urlencoded",
        BodyEncoding::Multipart | BodyEncoding::Parts => "multipart/form-data",
        BodyEncoding::Xml => "application/xml",
        BodyEncoding::Text => "text/plain",
        BodyEncoding::Bytes => "application/octet-stream",
    };
    usual.to_owned()
}

/// The maximum number of media types in a line of documentation.
const MOST_LISTED: usize = 5;

fn media_types(contents: &[&Content]) -> Comment {
    let listed = contents.iter().take(MOST_LISTED).map(|content| Comment::code(content.media_type.as_str()));
    let end = if contents.len() > MOST_LISTED { " and others." } else { "." };
    Comment::joined(listed, ", ").and(end)
}

/// Returns the enum whose variants are the encodings.
fn choice(id: OperationId, named: &BodyName, alternatives: &[LoweredVariant], operation: &str) -> BodyChoice {
    let mut known = HashSet::new();
    let variants: Vec<Variant> = named
        .variants
        .iter()
        .zip(alternatives)
        .map(|(name, alternative)| Variant {
            docs: alternative.docs.clone(),
            name: name.clone(),
            ty: alternative.ty.clone(),
            holder: None,
            // If two encodings have the same type, `From` creates the first one.
            from: alternative.resolved.as_ref().is_some_and(|ty| known.insert(ty)),
            deprecated: None,
        })
        .collect();
    BodyChoice {
        operation: id,
        docs: Comment::fill("The body of [`{}`] in one of its media types.", [Comment::name(operation)]),
        name: named.name.clone(),
        variants,
    }
}
