//! Decides how the properties of a form or multipart body are written if `encoding` declares it.

use super::Scope;
use super::styles::{Declared, style_of};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::media_type::{MediaKind, MediaType};
use crate::model::{self, Additional, BodyEncoding, Content, PropertiesByName, Property, Reserved, Shape, Style, Type};
use crate::rust::Encoding;

/// Returns the encodings of a body.
pub(super) fn lower(
    scope: &Scope<'_>,
    content: &Content,
    form: BodyEncoding,
    diagnostics: &mut Diagnostics,
) -> Vec<Encoding> {
    let is_multipart = form == BodyEncoding::Multipart;
    if form != BodyEncoding::Form && !is_multipart {
        return Vec::new();
    }
    let mut encodings = Vec::new();
    let listed = properties(scope, &content.ty);
    let listed = listed.map(|listed| PropertiesByName::new(listed, content.encodings.len()));
    for encoding in &content.encodings {
        let property = listed.as_ref().and_then(|listed| listed.get(&encoding.property));
        if listed.is_some() && property.is_none() {
            let message = format!("the body has no property `{}`, so its encoding has no effect", encoding.property);
            diagnostics.push(Diagnostic::new(Code::Unused, &encoding.path, message));
            continue;
        }
        let property = property.map(|property| &property.ty);
        let is_file = property.is_none_or(|ty| is_file(scope, ty));
        let is_without_headers = !is_multipart || !is_file;
        if is_without_headers && !encoding.headers.is_empty() {
            let message = "headers of a part are only sent with a file, to which the caller can add them";
            diagnostics.push(Diagnostic::new(Code::Unused, &encoding.path.child("headers"), message));
        }
        encodings.extend(property_encoding(scope, encoding, property, content.kind));
    }
    if let Some(nesting) = content.nesting {
        let (style, reserved) = (Style::Form, Reserved::Escaped);
        let others = Declared { style, explode: true, reserved, delimiter: None, nesting: Some(nesting) };
        encodings.push(Encoding::Others(style_of(others)));
    }
    encodings
}

fn property_encoding(
    scope: &Scope<'_>,
    encoding: &model::Encoding,
    property: Option<&Type>,
    kind: MediaKind,
) -> Option<Encoding> {
    let name = &encoding.property;
    let is_multipart = kind == MediaKind::Multipart;
    let is_file = property.is_some_and(|ty| is_file(scope, ty));
    // A style does not apply to the contents of a file.
    if let Some((style, explode)) = encoding.style(kind).filter(|_| !is_file) {
        let reserved = if encoding.allows_reserved(kind) { Reserved::Allowed } else { Reserved::Escaped };
        let model::Encoding { delimiter, nesting, .. } = *encoding;
        let style = style_of(Declared { style, explode, reserved, delimiter, nesting });
        return Some(Encoding::Style(name.clone(), style));
    }
    let is_concrete = |media_type: &&MediaType| media_type.is_valid() && !media_type.is_range();
    let media_type = encoding.content_types.iter().find(is_concrete)?;
    let item = property.and_then(|ty| item(scope, ty)).filter(|_| encoding.applies_to_items);
    let is_text = item.or(property).is_some_and(|ty| *scope.resolved(ty) == Type::String);
    if media_type.is_json() && !is_text && !is_file {
        let how = if item.is_some() { Encoding::JsonItems } else { Encoding::Json };
        return Some(how(name.clone()));
    }
    (is_multipart && media_type.is_header_value())
        .then(|| Encoding::MediaType(name.clone(), media_type.as_str().to_owned()))
}

/// Returns the properties of a body, unless its type has additional properties.
fn properties<'a>(scope: &Scope<'a>, ty: &Type) -> Option<&'a [Property]> {
    match &scope.api.schema(scope.behind(ty)?)?.shape {
        Shape::Struct(fields) if !matches!(fields.additional, Additional::Kept(_)) => Some(&fields.properties),
        _ => None,
    }
}

/// Returns the type of the items of a list.
fn item<'t>(scope: &'t Scope<'_>, ty: &'t Type) -> Option<&'t Type> {
    if let Type::Array(item) = scope.without_null(ty) { Some(item) } else { None }
}

/// Returns true if a property is a file or a list of files.
fn is_file(scope: &Scope<'_>, ty: &Type) -> bool {
    match scope.resolved(ty) {
        Type::File => true,
        Type::Array(inner) | Type::Nullable(inner) => is_file(scope, inner),
        _ => false,
    }
}
