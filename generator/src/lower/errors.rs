//! Decides the error types: what the shared envelope is and where it has what callers ask for.

use super::Scope;
use crate::config::place;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{Presence, SchemaId, Shape, Type};
use crate::rust::{EnvelopePaths, ErrorBody, FieldPath, Item, Module, TextKind, Ty};

/// The module `error`.
pub(super) fn module(scope: &Scope<'_>, diagnostics: &mut Diagnostics) -> Module {
    let envelope = scope.api.error_envelope;
    let body = ErrorBody {
        envelope: envelope.and_then(|id| scope.names.schema(id)).map(|name| Ty::path(&name.name)),
        paths: paths(scope, envelope, diagnostics),
    };
    Module {
        path: vec!["error".to_owned()],
        docs: "The error types of this crate.".to_owned(),
        imports: Vec::new(),
        items: vec![Item::ErrorBody(Box::new(body))],
        children: Vec::new(),
    }
}

/// The type of the body of an error answer.
pub(super) fn failure(scope: &Scope<'_>) -> Ty {
    match scope.api.error_envelope.and_then(|id| scope.names.schema(id)) {
        Some(name) => Ty::path(&name.name),
        None => Ty::path("serde_json::Value"),
    }
}

fn paths(scope: &Scope<'_>, envelope: Option<SchemaId>, diagnostics: &mut Diagnostics) -> EnvelopePaths {
    let mut find = |key: &str, wishes: &[&str]| match (scope.config.error_path(key), envelope) {
        (Some(path), envelope) => {
            let names: Vec<&str> = path.split('.').collect();
            let found = envelope.and_then(|envelope| follow(scope, envelope, &names));
            if found.is_none() {
                let message = match envelope {
                    Some(_) => format!("the error envelope has no string at `{path}`"),
                    None => "the document has no error envelope that all of its error answers share".to_owned(),
                };
                diagnostics.push(Diagnostic::new(Code::ConfigNotApplicable, &place(&["error", key]), message).help(
                    "name properties of the envelope from the outside in, separated by dots, or leave the key out",
                ));
            }
            found
        }
        (None, Some(envelope)) => guess(scope, envelope, wishes),
        (None, None) => None,
    };
    EnvelopePaths {
        code: find("code", &["code", "error_code", "errorCode"]),
        message: find("message", &["message", "detail", "error_description", "description", "title"]),
        kind: find("kind", &["type", "kind"]),
        param: find("param", &["param", "parameter", "field"]),
        request_id: find("request-id", &["request_id", "requestId"]),
    }
}

/// The first of the wishes that is a string in the envelope, or in the object `error` within it.
fn guess(scope: &Scope<'_>, envelope: SchemaId, wishes: &[&str]) -> Option<FieldPath> {
    wishes
        .iter()
        .find_map(|wish| follow(scope, envelope, &["error", wish]).or_else(|| follow(scope, envelope, &[wish])))
}

/// Follows a path of property names down to a string.
fn follow(scope: &Scope<'_>, envelope: SchemaId, path: &[&str]) -> Option<FieldPath> {
    let mut owner = envelope;
    let mut fields = Vec::new();
    let (last, way) = path.split_last()?;
    for key in way {
        let (property, field) = scope.property(owner, key)?;
        fields.push((field.to_owned(), property.presence != Presence::Required));
        owner = scope.behind(&property.ty)?;
    }
    let (property, field) = scope.property(owner, last)?;
    fields.push((field.to_owned(), property.presence != Presence::Required));
    let text = match scope.resolved(&property.ty) {
        Type::String => TextKind::String,
        Type::Named(id) => match scope.api.schema(*id).map(|schema| &schema.shape) {
            Some(Shape::CheckedString(_)) => TextKind::AsStr,
            Some(Shape::Enumeration(enumeration))
                if matches!(enumeration.values, crate::model::EnumValues::Strings(_)) =>
            {
                TextKind::AsStr
            }
            _ => return None,
        },
        _ => return None,
    };
    Some(FieldPath { fields, text })
}
