//! Converts the tree of a document into the model of its API. Every object is read separately, so an invalid object
//! does not affect others. This module decides neither names nor Rust types.

mod body;
mod context;
mod described_value;
mod document;
mod encoding;
mod findings;
mod finish;
mod header;
mod info;
mod item_schema;
mod media_type;
mod name_hint;
mod node;
mod oauth;
mod operation;
mod parameter;
mod path_item;
mod query_string;
mod response;
mod schema;
mod secrets;
mod security;
mod server;
mod tag;
mod template;
mod text;
mod variant_names;
mod webhook;

use serde_json::Value;

use crate::config::Config;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::model::Api;
use crate::path::SpecPath;
use crate::resolve::DocumentTree;
use crate::source_map::SourceMap;

use context::Context;
use document::Document;
use findings::Findings;
use operation::Common;

/// Analyzes a document and returns the model of its API.
#[must_use]
pub fn analyze(document: &Value, source_map: &SourceMap, config: &Config, diagnostics: &mut Diagnostics) -> Api {
    let tree = DocumentTree::new(document);
    if tree.is_too_deep() {
        let found = Diagnostic::new(Code::TooDeep, &SpecPath::root(), "the document is nested too deeply to be read");
        diagnostics.push(Diagnostic { severity: Severity::Error, ..found });
        return Api::default();
    }
    let findings = Findings::new(tree.size(), diagnostics);
    let has_paths = has_paths(document);
    let document = Document::new(tree);
    let mut cx = Context { schemas: schema::declare(&document), document, config, source_map, findings };
    let listed = path_item::list(&mut cx);
    schema::define(&mut cx);
    schema::fill(&mut cx);
    let schemes = security::schemes(&mut cx);
    let known = security::Schemes::new(&schemes);
    let common = security::of_document(&mut cx, &listed, &known);
    let operations = operation::operations(&mut cx, &listed, &Common { schemes: &known, security: common });
    schema::fill(&mut cx);
    if operations.is_empty() && has_paths {
        let message = "no path has an operation, so the crate calls nothing";
        let place = SpecPath::root().child("paths");
        let help = "declare operations in the path items, or get the files that they refer to";
        cx.findings.report(Diagnostic::new(Code::NoOperations, &place, message).help(help));
    }
    let api = Api {
        info: info::info(&mut cx),
        servers: server::servers(&mut cx, &SpecPath::root()),
        tags: tag::tags(&mut cx, &operations),
        security_schemes: schemes,
        webhooks: webhook::webhooks(&cx.document),
        operations,
        ..Api::default()
    };
    schema::report_unused_types(&mut cx);
    finish::finish(cx, api)
}

fn has_paths(document: &Value) -> bool {
    document.get("paths").and_then(Value::as_object).is_some_and(|paths| paths.keys().any(|path| path.starts_with('/')))
}
