//! Reads the flows of OAuth 2, and where the metadata of authorization servers are.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::context::Context;
use super::node;
use crate::diag::{Code, Diagnostic};
use crate::model::{FlowKind, OAuth, OAuthFlow, OAuthScope};
use crate::path::SpecPath;
use crate::resolve::LocatedValue;
use crate::url;

/// Reads the authorization server of a scheme with the type `oauth2`; `None` if the client can request no tokens from it.
pub(super) fn oauth2(cx: &mut Context<'_>, name: &str, scheme: &LocatedValue<'_>) -> Option<OAuth> {
    let raw = scheme.value.as_object()?;
    let metadata_url = endpoint(cx, &Owner::new(name, raw, &scheme.path), "oauth2MetadataUrl");
    let mut read = OAuth { metadata_url, ..OAuth::default() };
    for (keyword, place) in node::children(&cx.document.tree, &scheme.path, raw, "flows") {
        let Some(found) = cx.follow(&place) else { continue };
        let Some(members) = found.value.as_object() else { continue };
        match FlowKind::ALL.into_iter().find(|kind| kind.keyword() == keyword) {
            Some(kind) => {
                let owner = Owner::new(name, members, &found.path);
                if let Some(flow) = flow(cx, kind, &owner, read.metadata_url.is_some()) {
                    read.flows.push(flow);
                    scopes(cx, &owner, &mut read.scopes);
                }
            }
            None if matches!(keyword.as_str(), "implicit" | "password") => {
                report_unsupported(cx, name, &keyword, &place);
            }
            None => {}
        }
    }
    (!read.flows.is_empty()).then_some(read)
}

/// Reads the provider of a scheme with the type `openIdConnect`.
pub(super) fn openid(cx: &mut Context<'_>, name: &str, scheme: &LocatedValue<'_>) -> Option<OAuth> {
    let owner = Owner::new(name, scheme.value.as_object()?, &scheme.path);
    let metadata_url = Some(endpoint(cx, &owner, "openIdConnectUrl")?);
    let flow = |kind| OAuthFlow { kind, token_url: None, refresh_url: None, start_url: None };
    Some(OAuth { metadata_url, flows: FlowKind::ALL.map(flow).into(), scopes: Vec::new() })
}

/// An object with URLs.
struct Owner<'a> {
    /// The name of the scheme.
    scheme: &'a str,
    raw: &'a Map<String, Value>,
    place: &'a SpecPath,
}

impl<'a> Owner<'a> {
    const fn new(scheme: &'a str, raw: &'a Map<String, Value>, place: &'a SpecPath) -> Self {
        Self { scheme, raw, place }
    }
}

/// Reads a flow. A URL that is missing is in the metadata of the server, if these are known.
fn flow(cx: &mut Context<'_>, kind: FlowKind, owner: &Owner<'_>, has_metadata: bool) -> Option<OAuthFlow> {
    let token_url = endpoint(cx, owner, "tokenUrl");
    let refresh_url = endpoint(cx, owner, "refreshUrl");
    let start_url = kind.start_keyword().and_then(|keyword| endpoint(cx, owner, keyword));
    let required = kind.start_keyword().into_iter().chain(["tokenUrl"]);
    let missing: Vec<&str> =
        required.filter(|keyword| !owner.raw.get(*keyword).is_some_and(Value::is_string)).collect();
    let is_complete = token_url.is_some() && (start_url.is_some() || kind.start_keyword().is_none());
    if !is_complete && !has_metadata {
        report_incomplete(cx, kind, owner, &missing);
        return None;
    }
    Some(OAuthFlow { kind, token_url, refresh_url, start_url })
}

/// Reports the URLs that a flow does not declare. Invalid ones have findings of their own.
fn report_incomplete(cx: &mut Context<'_>, kind: FlowKind, owner: &Owner<'_>, missing: &[&str]) {
    for keyword in missing {
        let message = format!(
            "the flow `{}` of the security scheme `{}` has no `{keyword}`: the client does not request tokens by it",
            kind.keyword(),
            owner.scheme
        );
        let help = "declare the URL, for example by an overlay, or pass a token or a `TokenSource` that fetches one";
        cx.findings.report_once(Diagnostic::new(Code::OauthUrl, owner.place, message).help(help));
    }
}

/// Reads a URL to which the client sends requests. Reports one that is not valid.
fn endpoint(cx: &mut Context<'_>, owner: &Owner<'_>, keyword: &str) -> Option<String> {
    let url = owner.raw.get(keyword)?.as_str()?.trim();
    let (place, scheme) = (owner.place.child(keyword), owner.scheme);
    if url.is_empty() {
        // An empty `refreshUrl` means the URL for tokens.
        if keyword != "refreshUrl" {
            let message = format!("`{keyword}` of the security scheme `{scheme}` is empty");
            let help = "write the URL, or remove the keyword if the server does not support the flow";
            cx.findings.report_once(Diagnostic::new(Code::OauthUrl, &place, message).help(help));
        }
        return None;
    }
    if let Some(problem) = url::endpoint_problem(url) {
        let message = format!("the URL `{url}` of the security scheme `{scheme}` {problem}: the client cannot use it");
        let help = "correct the URL, for example by an overlay, or pass a token or a `TokenSource` that fetches one";
        cx.findings.report_once(Diagnostic::new(Code::OauthUrl, &place, message).help(help));
        return None;
    }
    if url::is_plain_http(url) {
        let message = format!(
            "the URL `{url}` of the security scheme `{scheme}` is plain HTTP, which exposes credentials on the network: clients reject it \
             unless `allow_plain_http` is called"
        );
        cx.findings.report_once(Diagnostic::new(Code::OauthUrl, &place, message).help("use https"));
    }
    Some(url.to_owned())
}

/// Reads the scopes of a flow. Reports those that no request can contain (RFC 6749, 3.3).
fn scopes(cx: &mut Context<'_>, owner: &Owner<'_>, scopes: &mut Vec<OAuthScope>) {
    let declared = owner.raw.get("scopes").and_then(Value::as_object);
    // The scopes of the flows before this one.
    let known: HashSet<String> = scopes.iter().map(|known| known.name.clone()).collect();
    for (name, description) in declared.into_iter().flatten() {
        let is_valid = !name.is_empty() && name.bytes().all(|byte| matches!(byte, 0x21 | 0x23..=0x5b | 0x5d..=0x7e));
        if !is_valid {
            let message = format!(
                "the scope `{name}` of the security scheme `{}` has characters that a scope cannot have: the crate has no constant for it",
                owner.scheme
            );
            let help =
                "declare each scope on its own, without blanks, quotes, backslashes and characters other than ASCII";
            let place = owner.place.child("scopes").child(name);
            cx.findings.report_once(Diagnostic::new(Code::OauthScope, &place, message).help(help));
        } else if !known.contains(name) {
            let description = super::text::filled(description.as_str().map(str::to_owned));
            scopes.push(OAuthScope { name: name.clone(), description });
        }
    }
}

fn report_unsupported(cx: &mut Context<'_>, name: &str, flow: &str, place: &SpecPath) {
    let message = format!(
        "the client does not request tokens by the flow `{flow}` of `{name}`, which OAuth 2.1 removes; it sends the access token that the \
         caller passes"
    );
    let help = "pass a token, or a `TokenSource` that fetches one";
    cx.findings.report_once(Diagnostic::new(Code::OauthFlow, place, message).help(help));
}
