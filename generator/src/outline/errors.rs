//! The error types.

use super::writer::{Writer, fields_text, flag, quoted, words};
use crate::rust::{EnvelopePaths, ErrorBody, ErrorDocs, ErrorVariant, FieldPath, TextKind, VariantDocs};

pub(super) fn error_body(writer: &mut Writer<'_>, item: &ErrorBody) {
    let ErrorBody { docs, variants, text, other, usual, is_compared, pointers } = item;
    let ErrorDocs { error, api_error, body } = docs;
    writer.described("Error", error);
    writer.described("ApiError", api_error);
    writer.described(&words(["ErrorBody", flag(!*is_compared, "incomparable")]), body);
    writer.inside(|writer| {
        for ErrorVariant { docs, name, accessor, ty, paths } in variants {
            let ty = writer.ty(ty);
            variant(writer, &format!("{name}({ty})"), accessor, docs);
            writer.inside(|writer| self::paths(writer, paths));
        }
        if let Some(docs) = text {
            variant(writer, "Text", "text", docs);
        }
        variant(writer, "Other", "other", other);
        if let Some(name) = usual {
            writer.line(&format!("undeclared responses as {name}"));
        }
        for (fact, pointer) in pointers {
            writer.line(&format!("{fact:?} at {}", quoted(pointer)));
        }
    });
}

fn variant(writer: &mut Writer<'_>, name: &str, accessor: &str, docs: &VariantDocs) {
    let VariantDocs { variant, accessor: accessor_docs } = docs;
    writer.described(name, variant);
    writer.inside(|writer| writer.described(&format!("fn {accessor}"), accessor_docs));
}

fn paths(writer: &mut Writer<'_>, paths: &EnvelopePaths) {
    for (fact, FieldPath { fields, text }) in paths {
        let fields = fields_text(fields);
        let text = match text {
            TextKind::String => "",
            TextKind::AsStr => ".as_str()",
        };
        writer.line(&format!("{fact:?} = {fields}{text}"));
    }
}
