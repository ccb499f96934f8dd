//! Decides the error types: what the body of an error answer is and where it has what callers ask for.

use super::responses::describes_text;
use super::{Scope, docs, types};
use crate::comment::Comment;
use crate::config::place;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::model::{Api, Meaning, Presence, SchemaId, Shape, Type};
use crate::rust::{EnvelopePaths, ErrorBody, ErrorBodyKind, ErrorVariant, FieldPath, Item, Module, TextKind, Ty};

/// The module `error`.
pub(super) fn module(scope: &Scope<'_>, diagnostics: &mut Diagnostics) -> Module {
    Module {
        path: vec!["error".to_owned()],
        docs: "The error types of this crate.".into(),
        imports: Vec::new(),
        items: vec![Item::ErrorBody(Box::new(ErrorBody { kind: kind(scope, diagnostics), pointers: pointers(scope) }))],
        children: Vec::new(),
    }
}

fn kind(scope: &Scope<'_>, diagnostics: &mut Diagnostics) -> ErrorBodyKind {
    let envelope = scope.api.error_envelope;
    if let Some((id, name)) = envelope.and_then(|id| Some((id, scope.names.schema(id)?))) {
        return ErrorBodyKind::Envelope { ty: Ty::path(&name.name), paths: paths(scope, &[id], diagnostics).remove(0) };
    }
    let bodies: Vec<SchemaId> = scope.api.error_bodies.iter().filter_map(|ty| scope.behind(ty)).collect();
    let found = paths(scope, &bodies, diagnostics);
    // An alias of `Value` has no place for the configured paths; an enum without variants of its own has.
    if !differ(scope) && pointers(scope).is_empty() {
        return ErrorBodyKind::Undescribed;
    }
    let variants = scope.api.error_bodies.iter().zip(&scope.names.error_bodies).map(|(ty, name)| {
        let schema = scope.behind(ty).and_then(|id| scope.api.schema(id));
        let line = schema.map(|schema| docs::line(&schema.docs)).filter(|line| !line.is_empty());
        let body = bodies.iter().position(|id| Some(*id) == scope.behind(ty));
        let ty = types::ty(scope, ty);
        let fallback = match &ty {
            Ty::Path(path) => Comment::fill("`{}`.", [Comment::name(path)]),
            _ => "A list or a map.".into(),
        };
        ErrorVariant {
            docs: line.unwrap_or(fallback),
            name: name.clone(),
            ty,
            paths: body.and_then(|index| found.get(index).cloned()).unwrap_or_default(),
        }
    });
    ErrorBodyKind::OneOf { variants: variants.collect(), text: scope.text_errors }
}

/// Whether error answers have bodies of several types, so that the crate has a type of its own for them.
pub(super) fn differ(scope: &Scope<'_>) -> bool {
    scope.api.error_envelope.is_none() && (scope.text_errors || !scope.api.error_bodies.is_empty())
}

/// Whether some error answers have text for a body.
pub(super) fn in_text(api: &Api) -> bool {
    let responses = api.operations.iter().flat_map(|operation| &operation.responses);
    responses.filter(|response| response.meaning == Meaning::Failure).any(describes_text)
}

/// The variant of the crate's error body for bodies of this type.
pub(super) fn variant(scope: &Scope<'_>, ty: &Type) -> Option<String> {
    let mut ty = scope.resolved(ty);
    while let Type::Nullable(inner) = ty {
        ty = scope.resolved(inner);
    }
    let index = scope.api.error_bodies.iter().position(|body| scope.resolved(body) == ty)?;
    scope.names.error_bodies.get(index).cloned()
}

/// Where each of these bodies has what callers ask for.
fn paths(scope: &Scope<'_>, bodies: &[SchemaId], diagnostics: &mut Diagnostics) -> Vec<EnvelopePaths> {
    let mut find = |key: &str, wishes: &[&str]| -> Vec<Option<FieldPath>> {
        let Some(path) = scope.config.error_path(key) else {
            return bodies.iter().map(|body| guess(scope, *body, wishes)).collect();
        };
        let names: Vec<&str> = path.split('.').collect();
        let found: Vec<Option<FieldPath>> = bodies.iter().map(|body| follow(scope, *body, &names)).collect();
        if found.iter().all(Option::is_none) {
            diagnostics.push(undeclared(key, path, bodies));
        }
        found
    };
    let mut code = find("code", &["code", "error_code", "errorCode"]).into_iter();
    let mut message = find("message", &["message", "detail", "error_description", "description", "title"]).into_iter();
    let mut kind = find("kind", &["type", "kind"]).into_iter();
    let mut param = find("param", &["param", "parameter", "field"]).into_iter();
    let mut request_id = find("request-id", &["request_id", "requestId"]).into_iter();
    let each = bodies.iter().map(|_| EnvelopePaths {
        code: code.next().flatten(),
        message: message.next().flatten(),
        kind: kind.next().flatten(),
        param: param.next().flatten(),
        request_id: request_id.next().flatten(),
    });
    each.collect()
}

/// The configured paths, by the field of the runtime's `Pointers`.
fn pointers(scope: &Scope<'_>) -> Vec<(&'static str, String)> {
    let keys =
        [("code", "code"), ("message", "message"), ("kind", "kind"), ("param", "param"), ("request-id", "request_id")];
    keys.into_iter().filter_map(|(key, field)| Some((field, scope.config.error_path(key)?.to_owned()))).collect()
}

/// The note about a configured path that no error body declares. Servers send more than their description declares, so it may be
/// right.
fn undeclared(key: &str, path: &str, bodies: &[SchemaId]) -> Diagnostic {
    let found = match bodies {
        [] => format!("no error body is declared that could have a string at `{path}`"),
        [_] => format!("the error body has no declared string at `{path}`"),
        _ => format!("no error body has a declared string at `{path}`"),
    };
    let message = format!("{found}; the JSON of each error response is searched for it");
    let note = Diagnostic::new(Code::ConfigNotApplicable, &place(&["error", key]), message)
        .help("if it is misspelt: name the properties from the outside in, separated by dots, as in `error.code`");
    Diagnostic { severity: Severity::Note, ..note }
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
