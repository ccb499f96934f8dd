//! Decides how a request body is passed and written.

use super::operations::Input;
use super::types::{self, Place};
use super::{Scope, docs};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{self, MediaKind, Type};
use crate::name::OperationName;
use crate::rust::{Argument, BodyStep, Passing, Ty};

/// The body as an input, and how it is written; `None` where none of its media types can be.
pub(super) fn lower(
    scope: &Scope<'_>,
    body: &model::RequestBody,
    name: &OperationName,
    diagnostics: &mut Diagnostics,
) -> Option<(Input, BodyStep)> {
    let readable = |content: &&model::Content| {
        !matches!(content.kind, MediaKind::Multipart | MediaKind::EventStream | MediaKind::JsonLines)
    };
    let content = body
        .contents
        .iter()
        .find(|content| content.kind == MediaKind::Json)
        .or_else(|| body.contents.iter().find(readable));
    let Some(content) = content else {
        let types: Vec<&str> = body.contents.iter().map(|content| content.media_type.as_str()).collect();
        let message =
            format!("the request body of `{}` cannot be sent: {} is not written yet", name.id, types.join(", "));
        diagnostics.push(
            Diagnostic::new(Code::UnsupportedMediaType, &body.path, message)
                .help("the operation is generated without a body; `application/json` is written"),
        );
        return None;
    };
    for other in body.contents.iter().filter(|other| other.media_type != content.media_type) {
        let message = format!(
            "the request body of `{}` is sent as {}; {} cannot be chosen",
            name.id, content.media_type, other.media_type
        );
        diagnostics.push(
            Diagnostic::new(Code::UnsupportedMediaType, &other.path, message)
                .help("only one media type of a body is generated"),
        );
    }
    let (kind, ty) = match content.kind {
        MediaKind::Json => ("json", types::ty(scope, &content.ty)),
        MediaKind::Form => ("form", types::ty(scope, &content.ty)),
        MediaKind::Text => ("text", Ty::path("String")),
        _ => ("bytes", Ty::path("bytes::Bytes")),
    };
    let passing = match kind {
        "text" | "bytes" => Passing::Into,
        _ if matches!(content.ty, Type::Nullable(_)) => Passing::Plain,
        _ => match types::passing(scope, &content.ty, Place::Model) {
            Passing::Checked => Passing::Plain,
            passing => passing,
        },
    };
    let mut field = "body".to_owned();
    while name.parameters.contains(&field) {
        field.push_str("_content");
    }
    let text = docs::words(&body.docs).join("\n\n");
    let line = docs::line(&body.docs);
    let input = Input {
        argument: Argument {
            name: field.clone(),
            ty,
            passing,
            docs: if line.is_empty() { "The request body.".to_owned() } else { line },
        },
        required: body.required,
        docs: if text.is_empty() { "Sets the request body.".to_owned() } else { text },
        deprecated: None,
    };
    Some((input, BodyStep { kind, media_type: content.media_type.clone(), field, optional: !body.required }))
}
