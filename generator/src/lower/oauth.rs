//! Decides the types of authorization servers: a type per security scheme with flows, with functions that create sources of tokens.

use super::docs::oauth as docs;
use super::{Scope, markdown};
use crate::comment::Comment;
use crate::model::{FlowKind, OAuth, OAuthFlow, SchemeId, SecurityScheme};
use crate::name::SchemeName;
use crate::rust::{Item, Module, OAUTH_EXPORTS, OAuthFunction, OAuthGrant, OAuthScope, OAuthServer, OAuthUrls};

/// Returns the module `oauth`; `None` if the client can request tokens from no server.
pub(super) fn module(scope: &Scope<'_>) -> Option<Module> {
    let servers: Vec<Item> = servers(scope).map(|(_, server)| Item::OAuthServer(Box::new(server))).collect();
    (!servers.is_empty()).then(|| Module {
        path: vec!["oauth".to_owned()],
        docs: docs::MODULE.into(),
        items: std::iter::once(Item::Exports(OAUTH_EXPORTS.to_vec())).chain(servers).collect(),
        children: Vec::new(),
    })
}

/// Returns the authorization servers with their security schemes.
pub(super) fn servers<'a>(scope: &'a Scope<'_>) -> impl Iterator<Item = (&'a SecurityScheme, OAuthServer)> {
    let schemes = scope.api.security_schemes.iter().zip(&scope.names.schemes);
    schemes.enumerate().filter_map(|(index, (scheme, name))| {
        Some((scheme, server((SchemeId(index), scheme), scheme.oauth.as_ref()?, name)))
    })
}

fn server((id, scheme): (SchemeId, &SecurityScheme), oauth: &OAuth, name: &SchemeName) -> OAuthServer {
    let functions = oauth.flows.iter().map(|flow| {
        let grant = match flow.kind {
            FlowKind::ClientCredentials => OAuthGrant::ClientCredentials,
            FlowKind::AuthorizationCode => OAuthGrant::AuthorizationCode,
            FlowKind::DeviceAuthorization => OAuthGrant::DeviceCode,
        };
        OAuthFunction { docs: docs::function(grant), grant, urls: urls(oauth, flow) }
    });
    let mut functions: Vec<OAuthFunction> = functions.collect();
    // The program that stores a refresh token got it from a flow with a user.
    let with_user = oauth.flows.iter().find(|flow| flow.kind != FlowKind::ClientCredentials);
    functions.extend(with_user.map(|flow| OAuthFunction {
        docs: docs::function(OAuthGrant::RefreshToken),
        grant: OAuthGrant::RefreshToken,
        urls: OAuthUrls {
            authorization: None,
            device: None,
            metadata: oauth.metadata_url.clone().filter(|_| flow.token_url.is_none()),
            ..urls(oauth, flow)
        },
    }));
    let scopes = oauth.scopes.iter().zip(&name.scopes).map(|(scope, constant)| OAuthScope {
        docs: docs::scope(&scope.name, scope.description.as_deref().map(markdown::block).unwrap_or_default().into()),
        constant: constant.clone(),
        value: scope.name.clone(),
    });
    let description: Comment = scheme.description.as_deref().map(markdown::block).unwrap_or_default().into();
    OAuthServer {
        id,
        docs: docs::server(&scheme.name, description, !oauth.scopes.is_empty()),
        name: name.server.clone(),
        scheme: scheme.name.clone(),
        scopes: scopes.collect(),
        functions,
    }
}

/// Returns a value of the guide: of the first authorization server with the flow that the name contains.
pub(super) fn gap(scope: &Scope<'_>, name: &str) -> Option<String> {
    let name = name.strip_prefix("OAUTH")?;
    let has = |grant| {
        move |(_, server): &(&SecurityScheme, OAuthServer)| {
            server.functions.iter().any(|function| function.grant == grant)
        }
    };
    let (server, what) = match name.strip_prefix('_')?.split_once('_').unwrap_or((name.strip_prefix('_')?, "")) {
        ("CLIENT", what) => (servers(scope).find(has(OAuthGrant::ClientCredentials)), what),
        ("CODE", what) => (servers(scope).find(has(OAuthGrant::AuthorizationCode)), what),
        ("DEVICE", what) => (servers(scope).find(has(OAuthGrant::DeviceCode)), what),
        ("USER", what) => (servers(scope).find(has(OAuthGrant::RefreshToken)), what),
        ("ANY", what) => (servers(scope).next(), what),
        _ => return None,
    };
    let (_, server) = server?;
    match what {
        "" => Some(server.name),
        "SETTER" => {
            scope.access.schemes.iter().find(|scheme| scheme.id == server.id).map(|scheme| scheme.setter.clone())
        }
        "SCOPE" => {
            let constant =
                server.scopes.first().map(|first| format!("\n    .scope({}::{})", server.name, first.constant));
            Some(constant.unwrap_or_default())
        }
        _ => None,
    }
}

/// Returns the URLs of a flow. The metadata is used only for URLs that the flow does not declare.
fn urls(oauth: &OAuth, flow: &OAuthFlow) -> OAuthUrls {
    let start = |kind| flow.start_url.clone().filter(|_| flow.kind == kind);
    let is_complete = flow.token_url.is_some() && (flow.start_url.is_some() || flow.kind.start_keyword().is_none());
    OAuthUrls {
        metadata: oauth.metadata_url.clone().filter(|_| !is_complete),
        token: flow.token_url.clone(),
        refresh: flow
            .refresh_url
            .clone()
            .filter(|_| flow.kind != FlowKind::ClientCredentials && flow.refresh_url != flow.token_url),
        authorization: start(FlowKind::AuthorizationCode),
        device: start(FlowKind::DeviceAuthorization),
    }
}
