//! `servers`: URLs with variables.

use super::context::Context;
use super::node;
use crate::diag::{Code, Diagnostic};
use crate::keywords::Kind;
use crate::model::{Server, ServerVariable};
use crate::path::SpecPath;

/// Reads the servers that stand at `owner`.
pub(super) fn servers(cx: &mut Context<'_>, owner: &SpecPath) -> Vec<Server> {
    let Some(raw) = cx.tree.get(owner).and_then(serde_json::Value::as_object) else { return Vec::new() };
    let places = node::children(&cx.tree, owner, raw, "servers");
    places.iter().filter_map(|(_, place)| server(cx, place)).collect()
}

fn server(cx: &mut Context<'_>, place: &SpecPath) -> Option<Server> {
    let found = cx.follow(place)?;
    let typed = match node::read::<openapiv3::Server>(&cx.tree, Kind::Server, &found.path, found.value) {
        Ok(node) => node.typed,
        Err(error) => {
            cx.report_unreadable(Code::WrongType, &found.path, "this server", &error);
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
            values: variable.enumeration,
            description: super::text::filled(variable.description),
        })
        .collect();
    let (url, variables) = filled(cx, &found.path, &typed.url, variables);
    Some(Server {
        path: found.path,
        url,
        description: super::text::filled(typed.description),
        template: typed.url,
        variables,
    })
}

/// The URL with every variable replaced by its default. A variable that is not declared is replaced by nothing, and
/// reported.
fn filled(
    cx: &mut Context<'_>,
    place: &SpecPath,
    template: &str,
    mut variables: Vec<ServerVariable>,
) -> (String, Vec<ServerVariable>) {
    let mut url = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, tail)) = after.split_once('}') else { break };
        url.push_str(before);
        if let Some(variable) = variables.iter().find(|variable| variable.name == name) {
            url.push_str(&variable.default);
        } else {
            let message = format!("the variable `{{{name}}}` of this URL is not declared");
            cx.report_once(
                Diagnostic::new(Code::ServerVariable, &place.child("url"), message)
                    .help("declare it under `variables`, with a default"),
            );
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
