//! Reads `servers`: URLs with variables.

use std::collections::HashMap;

use super::context::Context;
use super::{node, text};
use crate::diag::{Code, Diagnostic};
use crate::keywords::ObjectKind;
use crate::model::{Server, ServerVariable};
use crate::path::SpecPath;

/// Reads the servers at `owner`.
pub(super) fn servers(cx: &mut Context<'_>, owner: &SpecPath) -> Vec<Server> {
    let Some(raw) = cx.document.tree.get(owner).and_then(serde_json::Value::as_object) else { return Vec::new() };
    let places = node::children(&cx.document.tree, owner, raw, "servers");
    places.iter().filter_map(|(_, place)| server(cx, place)).collect()
}

fn server(cx: &mut Context<'_>, place: &SpecPath) -> Option<Server> {
    let found = cx.follow(place)?;
    let (typed, name) =
        match node::read::<openapiv3::Server>(&cx.document.tree, ObjectKind::Server, &found.path, found.value) {
            Ok(node) => (node.typed, text::string(node.raw, "name")),
            Err(error) => {
                cx.findings.report_unreadable(Code::WrongType, &found.path, "this server", &error);
                return None;
            }
        };
    let variables: Vec<ServerVariable> = typed
        .variables
        .unwrap_or_default()
        .into_iter()
        .map(|(name, variable)| ServerVariable {
            name,
            default: variable.default,
            values: distinct(variable.enumeration),
            description: text::filled(variable.description),
        })
        .collect();
    let template = completed(cx, &found.path, &typed.url, &variables);
    let (url, variables) = filled(cx, &found.path, &template, variables);
    let description = text::filled(typed.description);
    Some(Server { path: found.path, name, url, description, template, variables })
}

/// Removes duplicate values, because each becomes a variant of one type.
fn distinct(mut values: Vec<String>) -> Vec<String> {
    let mut seen = std::collections::BTreeSet::new();
    values.retain(|value| seen.insert(value.clone()));
    values
}

/// Completes a URL so that requests can be sent to it: it begins with a scheme or `/`, and has no query or fragment.
fn completed(cx: &mut Context<'_>, place: &SpecPath, written: &str, variables: &[ServerVariable]) -> String {
    let url = written.split(['?', '#']).next().unwrap_or_default().trim();
    let first = variables.iter().find(|variable| url.starts_with(&format!("{{{}}}", variable.name)));
    let begin = first.map_or(url, |variable| variable.default.as_str());
    let prefix = match begin {
        _ if begin.starts_with('/') && !begin.starts_with("//") => "",
        _ if begin.contains("://") || (first.is_some() && url.contains("://")) => "",
        _ if begin.starts_with("//") => "https:",
        _ if names_a_host(begin) || (first.is_some() && begin.is_empty()) => "https://",
        _ => "/",
    };
    let url = if prefix == "/" { url.trim_start_matches("./") } else { url };
    let completed = format!("{prefix}{url}");
    if completed != written && !written.is_empty() {
        let message = format!("`{written}` is not a valid server URL; treating it as `{completed}`");
        cx.findings.report_once(Diagnostic::new(Code::ServerUrl, &place.child("url"), message));
    }
    completed
}

/// Returns true if a URL without a scheme begins with a host, for example `api.example.com/v1`.
fn names_a_host(url: &str) -> bool {
    let host = url.split('/').next().unwrap_or_default();
    let name = host.split(':').next().unwrap_or_default();
    !host.starts_with('.') && (name == "localhost" || name.contains('.') || name.contains('{'))
}

/// Returns the URL with every variable replaced by its default. Undeclared variables are reported and replaced by an
/// empty string.
fn filled(
    cx: &mut Context<'_>,
    place: &SpecPath,
    template: &str,
    mut variables: Vec<ServerVariable>,
) -> (String, Vec<ServerVariable>) {
    let mut defaults: HashMap<String, String> =
        variables.iter().map(|variable| (variable.name.clone(), variable.default.clone())).collect();
    let mut url = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, tail)) = after.split_once('}') else { break };
        url.push_str(before);
        if let Some(default) = defaults.get(name) {
            url.push_str(default);
        } else {
            let message = format!("the variable `{{{name}}}` of this URL is not declared");
            cx.findings.report_once(
                Diagnostic::new(Code::ServerVariable, &place.child("url"), message)
                    .help("declare it under `variables`, with a default"),
            );
            defaults.insert(name.to_owned(), String::new());
            variables.push(ServerVariable {
                name: name.to_owned(),
                default: String::new(),
                values: Vec::new(),
                description: None,
            });
        }
        rest = tail;
    }
    url.push_str(rest);
    (url, variables)
}
