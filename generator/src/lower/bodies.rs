//! Decides how a request body is passed, and which of its media types a caller can choose.

use std::collections::HashSet;

use super::operations::Input;
use super::types::{self, Place};
use super::{Scope, docs, encodings};
use crate::comment::Comment;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::media_type;
use crate::model::{self, BodyEncoding, BodyVariant, Content, OperationId, Shape, Type};
use crate::name::{BodyName, OperationName};
use crate::rust::{
    BodyChoice, BodyStep, BodyWriting, ItemId, Passing, Path, Std, Ty, Variant, Writing, WritingCall, symbol,
};

/// What comes of a request body.
pub(super) struct Body {
    /// How it is passed.
    pub input: Input,
    /// How it is written.
    pub step: BodyStep,
    /// The type that says which way, where there are several.
    pub choice: Option<BodyChoice>,
}

/// A way to write a body, and what it takes.
struct Way {
    writing: Writing,
    ty: Ty,
    /// The type with aliases seen through.
    resolved: Ty,
    passing: Passing,
    docs: Comment,
}

/// Decides a request body; `None` where none of its media types can be sent.
pub(super) fn lower(
    scope: &Scope<'_>,
    operation: OperationId,
    body: &model::RequestBody,
    name: &OperationName,
    diagnostics: &mut Diagnostics,
) -> Option<Body> {
    report(scope, body, diagnostics);
    let mut ways: Vec<Way> = body.variants.iter().filter_map(|choice| way(scope, body, choice, diagnostics)).collect();
    let mut text = docs::words(&body.docs);
    let (ty, passing, writing, choice) = match &name.body {
        Some(named) if ways.len() == named.variants.len() => {
            let choice = choice(operation, named, &ways, &name.name);
            let variants = named.variants.iter().cloned().zip(ways.into_iter().map(|way| way.writing)).collect();
            (Ty::path(ItemId::BodyChoice(operation)), Passing::Into, BodyWriting::Choice(variants), Some(choice))
        }
        _ if ways.is_empty() => return None,
        _ => {
            let way = ways.swap_remove(0);
            if way.writing.call == WritingCall::Upload {
                text.push(Comment::from("Its media type may be ").and(way.docs));
            }
            (way.ty, way.passing, BodyWriting::One(way.writing), None)
        }
    };
    let field = field(name);
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
        required: body.required,
        docs: if text.is_empty() { fallback.into() } else { docs::blocks(text) },
        deprecated: None,
        // A struct hides its own fields.
        hidden: body.secret && !body.contents.iter().all(|content| is_struct(scope, &content.ty)),
    };
    Some(Body { input, step: BodyStep { field, optional: !body.required, writing }, choice })
}

/// The field of an operation that holds its body.
pub(super) fn field(name: &OperationName) -> String {
    let mut field = "body".to_owned();
    while name.parameters.contains(&field) {
        field.push_str("_content");
    }
    field
}

/// Says which media types are never sent, and of which a caller has to write the content.
fn report(scope: &Scope<'_>, body: &model::RequestBody, diagnostics: &mut Diagnostics) {
    for content in body.contents.iter().filter(|content| !content.media_type.is_valid()) {
        let message = format!("`{}` is not a media type, so it is never sent", content.media_type);
        diagnostics.push(Diagnostic::new(Code::UnsupportedMediaType, &content.path, message));
    }
    for choice in &body.variants {
        let mut contents = choice.contents.iter().filter_map(|&index| body.contents.get(index));
        let Some(first) = contents.next() else { continue };
        if choice.encoding == BodyEncoding::Xml {
            let message = "XML is not written from a schema; the body is a text that the caller has to write";
            diagnostics.push(
                Diagnostic::new(Code::UnsupportedMediaType, &first.path, message).help("`application/json` is written"),
            );
        }
        if matches!(choice.encoding, BodyEncoding::Bytes | BodyEncoding::Text) && is_structured(scope, &first.ty) {
            let message =
                format!("`{}` is not written from a schema; the caller has to write the body", first.media_type);
            diagnostics.push(
                Diagnostic::new(Code::UnsupportedMediaType, &first.path, message).help("`application/json` is written"),
            );
        }
        let any_will_do = matches!(choice.encoding, BodyEncoding::Bytes | BodyEncoding::Text | BodyEncoding::Xml);
        for other in contents.filter(|_| !any_will_do) {
            let message = format!("`{}` is never sent, since `{}` says the same", other.media_type, first.media_type);
            diagnostics.push(Diagnostic::new(Code::Unused, &other.path, message));
        }
    }
}

fn is_struct(scope: &Scope<'_>, ty: &Type) -> bool {
    let shape = scope.behind(ty).and_then(|id| scope.api.schema(id)).map(|schema| &schema.shape);
    matches!(shape, Some(Shape::Struct(_)))
}

/// Whether a value of this type has parts.
fn is_structured(scope: &Scope<'_>, ty: &Type) -> bool {
    let shape = scope.behind(ty).and_then(|id| scope.api.schema(id)).map(|schema| &schema.shape);
    matches!(shape, Some(Shape::Struct(_) | Shape::Union(_)))
}

fn way(
    scope: &Scope<'_>,
    body: &model::RequestBody,
    choice: &BodyVariant,
    diagnostics: &mut Diagnostics,
) -> Option<Way> {
    let contents: Vec<&Content> = choice.contents.iter().filter_map(|&index| body.contents.get(index)).collect();
    let content = *contents.first()?;
    // The caller says which, where there are several or a range of them.
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
            let resolved = types::ty(scope, scope.resolved(line)).inside(Std::Vec);
            let is_convertible = matches!(types::passing(scope, line, Place::Model), Passing::Plain | Passing::Into);
            (ty, resolved, if is_convertible { Passing::Each } else { Passing::Plain })
        }
        _ => {
            (types::ty(scope, &content.ty), types::ty(scope, scope.resolved(&content.ty)), passing(scope, &content.ty))
        }
    };
    let encodings = encodings::lower(scope, content, choice.encoding, diagnostics);
    let writing = Writing { call, media_type: sent_as(content, choice.encoding), encodings };
    Some(Way { writing, ty, resolved, passing, docs: media_types(&contents) })
}

fn bare(path: Path, passing: Passing) -> (Ty, Ty, Passing) {
    (Ty::path(path), Ty::path(path), passing)
}

fn passing(scope: &Scope<'_>, ty: &Type) -> Passing {
    match types::passing(scope, ty, Place::Model) {
        _ if matches!(ty, Type::Nullable(_)) => Passing::Plain,
        Passing::Checked => Passing::Plain,
        passing => passing,
    }
}

/// `Content-Type`, where the caller says nothing.
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

/// The most media types that a line of documentation lists.
const MOST_LISTED: usize = 5;

fn media_types(contents: &[&Content]) -> Comment {
    let listed = contents.iter().take(MOST_LISTED).map(|content| Comment::code(content.media_type.as_str()));
    let end = if contents.len() > MOST_LISTED { " and others." } else { "." };
    Comment::joined(listed, ", ").and(end)
}

/// The type whose variants are the ways.
fn choice(id: OperationId, named: &BodyName, ways: &[Way], operation: &str) -> BodyChoice {
    let mut known = HashSet::new();
    let variants: Vec<Variant> = named
        .variants
        .iter()
        .zip(ways)
        .map(|(name, way)| Variant {
            docs: way.docs.clone(),
            name: name.clone(),
            ty: way.ty.clone(),
            holder: None,
            // Of two ways that take the same, the first one is the usual one.
            from: known.insert(&way.resolved),
            deprecated: None,
        })
        .collect();
    BodyChoice {
        operation: id,
        docs: Comment::fill(
            "The body of [`{}`], as one of the media types that it can have.",
            [Comment::name(operation)],
        ),
        name: named.name.clone(),
        variants,
    }
}
