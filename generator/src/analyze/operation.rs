//! Reads operations.

use std::collections::{HashMap, HashSet};

use super::context::Context;
use super::path_item::Listed;
use super::{body, node, parameter, path_item, query_string, response, secrets, security, server, template, text};
use crate::diag::{Code, Diagnostic};
use crate::keywords::ObjectKind;
use crate::model::{Docs, Operation, Parameter, Redirects, Security};
use crate::path::SpecPath;

/// The settings that apply to all operations of the document.
pub(super) struct Common<'a> {
    /// The security schemes.
    pub(super) schemes: &'a security::Schemes<'a>,
    /// `security` of the document.
    pub(super) security: Security,
}

/// Reads the listed operations.
pub(super) fn operations(cx: &mut Context<'_>, listed: &[Listed], common: &Common<'_>) -> Vec<Operation> {
    let mut operations: Vec<Operation> = listed.iter().map(|listed| operation(cx, listed, common)).collect();
    ids(cx, &mut operations);
    // The key of an operation in the configuration depends on its final id.
    for operation in operations.iter_mut().filter(|operation| !cx.config.follows_redirects(&operation.config_key())) {
        operation.redirects = Redirects::Stop;
    }
    operations
}

/// Reads an operation. If it cannot be read as a whole, its valid parts are read.
fn operation(cx: &mut Context<'_>, listed: &Listed, common: &Common<'_>) -> Operation {
    let place = &listed.place;
    let typed = cx
        .document
        .tree
        .get(place)
        .map(|value| node::read::<openapiv3::Operation>(&cx.document.tree, ObjectKind::Operation, place, value));
    let (typed, raw) = match typed {
        Some(Ok(node)) => (node.typed, Some(node.raw)),
        Some(Err(error)) => {
            cx.findings.report_unreadable(Code::WrongType, place, "this operation", &error);
            (openapiv3::Operation::default(), None)
        }
        None => (openapiv3::Operation::default(), None),
    };
    let mut parameters = merged(cx, &listed.item, place);
    let pieces = template::pieces(cx, place, &listed.template, &mut parameters);
    secrets::mark_credentials(&mut parameters, common.schemes);
    let body = body::body(cx, place);
    let responses = response::responses(cx, place);
    let servers = match server::servers(cx, place) {
        own if own.is_empty() => server::servers(cx, &listed.item),
        own => own,
    };
    let (summary, description) = path_item::summary_and_description(cx, &listed.item);
    let own_words = text::filled(typed.summary.clone()).is_some() || text::filled(typed.description.clone()).is_some();
    let id = text::filled(typed.operation_id);
    Operation {
        path: place.clone(),
        id,
        method: listed.method.clone(),
        template: listed.template.clone(),
        pieces,
        tags: typed.tags.into_iter().filter(|tag| !tag.trim().is_empty()).collect(),
        docs: Docs {
            title: text::filled(typed.summary).or(summary.filter(|_| !own_words)),
            description: text::filled(typed.description).or(description.filter(|_| !own_words)),
            deprecated: raw.and_then(text::deprecated),
            external_docs: raw.and_then(text::external_docs),
            ..Docs::default()
        },
        parameters,
        body,
        responses,
        security: security::security(cx, place, common.schemes)
            .unwrap_or_else(|| inherited(cx, place, &common.security)),
        servers,
        redirects: Redirects::Follow,
        pagination: None,
    }
}

/// Returns the security of the document for an operation without its own.
fn inherited(cx: &mut Context<'_>, place: &SpecPath, security: &Security) -> Security {
    if cx.findings.spend(place, security.len()) { security.clone() } else { Security::new() }
}

/// Returns the parameters of the path that the operation does not override, followed by its own.
fn merged(cx: &mut Context<'_>, item: &SpecPath, place: &SpecPath) -> Vec<Parameter> {
    let own = parameter::parameters(cx, place);
    let mut all = parameter::parameters(cx, item);
    let overridden: HashSet<_> = own.iter().map(parameter::identity).collect();
    all.retain(|inherited| !overridden.contains(&parameter::identity(inherited)));
    all.extend(own);
    query_string::check(cx, &mut all);
    all
}

/// Removes duplicate ids. Reports duplicate and missing ids.
fn ids(cx: &mut Context<'_>, operations: &mut [Operation]) {
    let mut seen: HashMap<String, SpecPath> = HashMap::new();
    let mut missing = Vec::new();
    for operation in operations {
        let Some(id) = operation.id.clone() else {
            missing.push((operation.path.clone(), format!("{} {}", operation.method.as_str(), operation.template)));
            continue;
        };
        if seen.get(&id).is_some_and(|first| first.parent().as_ref() == Some(&operation.path)) {
            // Two paths refer to one path item, which is valid.
            operation.id = None;
            continue;
        }
        if let Some(first) = seen.get(&id) {
            let message =
                format!("the `operationId` `{id}` is a duplicate; this operation is named after its method and path");
            let diagnostic = Diagnostic::new(Code::DuplicateOperationId, &operation.path.child("operationId"), message);
            cx.findings
                .report_once(diagnostic.related(first, "the first one is here").help("make the `operationId` unique"));
            operation.id = None;
            continue;
        }
        seen.insert(id, operation.path.child("operationId"));
    }
    if let Some((path, name)) = missing.first() {
        let message = match missing.len() {
            1 => format!("`{name}` has no `operationId`"),
            2 => format!("`{name}` has no `operationId`, nor does another operation"),
            count => format!("`{name}` has no `operationId`, nor do {} other operations", count - 1),
        };
        cx.findings.report_once(Diagnostic::new(Code::MissingOperationId, path, message));
    }
}
