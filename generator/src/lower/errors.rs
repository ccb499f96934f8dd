//! Decides the error types: the bodies of error responses, and where they contain the facts that callers need.

use std::collections::HashMap;

use super::docs::{self as item_docs, errors as docs};
use super::{Scope, error_bodies, types};
use crate::comment::Comment;
use crate::config::key_path;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::model::{Presence, SchemaId, Shape, Type};
use crate::rust::{
    EnvelopePaths, ErrorBody, ErrorFact, ErrorVariant, FieldPath, Item, ItemId, Module, Path, TextKind, Ty,
};

/// Returns the module `error`.
pub(super) fn module(scope: &Scope<'_>, diagnostics: &mut Diagnostics) -> Module {
    Module {
        path: vec!["error".to_owned()],
        docs: "The error types of this crate.".into(),
        items: vec![Item::ErrorBody(Box::new(lower(scope, diagnostics)))],
        children: Vec::new(),
    }
}

fn lower(scope: &Scope<'_>, diagnostics: &mut Diagnostics) -> ErrorBody {
    let bodies: Vec<SchemaId> = scope.api.error_bodies.iter().filter_map(|ty| scope.behind(ty)).collect();
    let found = paths(scope, &bodies, diagnostics);
    let found: HashMap<SchemaId, EnvelopePaths> = bodies.iter().copied().zip(found).collect();
    let names = scope.names.error_bodies.iter().zip(&scope.names.error_accessors);
    let variants = scope.api.error_bodies.iter().zip(names).map(|(ty, (name, accessor))| {
        let schema = scope.behind(ty).and_then(|id| scope.api.schema(id));
        let line = schema.map(|schema| item_docs::line(&schema.docs)).filter(|line| !line.is_empty());
        let paths = scope.behind(ty).and_then(|id| found.get(&id).cloned()).unwrap_or_default();
        let ty = types::ty(scope, ty);
        let fallback = match &ty {
            Ty::Path(path) => Comment::fill("`{}`.", [Comment::name(&label(scope, *path))]),
            _ => "A list or a map.".into(),
        };
        let docs = docs::variant(line.unwrap_or(fallback), name);
        ErrorVariant { docs, name: name.clone(), accessor: accessor.clone(), ty, paths }
    });
    let variants: Vec<ErrorVariant> = variants.collect();
    ErrorBody {
        docs: docs::of_types(variants.len(), scope.text_errors),
        text: scope.text_errors.then(docs::text),
        other: docs::other(variants.is_empty() && !scope.text_errors),
        variants,
        usual: scope.api.usual_error.and_then(|id| error_bodies::variant(scope, &Type::Named(id))),
        is_compared: !scope.config.derive.incomparable,
        pointers: pointers(scope),
    }
}

/// Returns the name of a type in documentation.
fn label(scope: &Scope<'_>, path: Path) -> String {
    match path {
        Path::Item(ItemId::Model(id)) => scope.names.schema(id).map(|name| name.name.clone()).unwrap_or_default(),
        Path::Item(_) | Path::Exported(_) => String::new(),
        Path::Runtime(symbol) => symbol.name().to_owned(),
        Path::Public(symbol) => format!("crate::{}", symbol.name()),
        Path::Std(std) => std.name().to_owned(),
        Path::External(external) => {
            let (module, name) = external.parts();
            format!("{module}::{name}")
        }
    }
}

/// Returns the paths of the facts that callers need within each of these bodies.
fn paths(scope: &Scope<'_>, bodies: &[SchemaId], diagnostics: &mut Diagnostics) -> Vec<EnvelopePaths> {
    let mut find = |fact: ErrorFact, wishes: &[&str]| -> Vec<Option<FieldPath>> {
        let key = key(fact);
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
    let found = ErrorFact::ALL.map(|fact| (fact, find(fact, wishes(fact))));
    let of = |index: usize| {
        let paths = found.iter().filter_map(|(fact, paths)| Some((*fact, paths.get(index)?.clone()?)));
        paths.collect()
    };
    (0..bodies.len()).map(of).collect()
}

/// Returns the property names that usually contain a fact, most likely first.
const fn wishes(fact: ErrorFact) -> &'static [&'static str] {
    match fact {
        ErrorFact::Code => &["code", "error_code", "errorCode"],
        ErrorFact::Message => &["message", "detail", "error_description", "description", "title"],
        ErrorFact::Kind => &["type", "kind"],
        ErrorFact::Param => &["param", "parameter", "field"],
        ErrorFact::RequestId => &["request_id", "requestId"],
    }
}

/// Returns the configuration key of a fact.
const fn key(fact: ErrorFact) -> &'static str {
    match fact {
        ErrorFact::Code => "code",
        ErrorFact::Message => "message",
        ErrorFact::Kind => "kind",
        ErrorFact::Param => "param",
        ErrorFact::RequestId => "request-id",
    }
}

/// Returns the configured paths.
fn pointers(scope: &Scope<'_>) -> Vec<(ErrorFact, String)> {
    let configured = |fact| Some((fact, scope.config.error_path(key(fact))?.to_owned()));
    ErrorFact::ALL.into_iter().filter_map(configured).collect()
}

/// Returns the note about a configured path that no error body declares. The path may still be correct, since servers send more
/// than they declare.
fn undeclared(key: &str, path: &str, bodies: &[SchemaId]) -> Diagnostic {
    let found = match bodies {
        [] => format!("no error body is declared that could have a string at `{path}`"),
        [_] => format!("the error body has no declared string at `{path}`"),
        _ => format!("no error body has a declared string at `{path}`"),
    };
    let message = format!("{found}; the JSON of each error response is searched for it");
    let note = Diagnostic::new(Code::ConfigNotApplicable, &key_path(&["error", key]), message)
        .help("if it is misspelled: name the properties from the outside in, separated by dots, as in `error.code`");
    Diagnostic { severity: Severity::Note, ..note }
}

/// Returns the path of the first of these names that is a string in the error body, or in the object `error` within it.
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
