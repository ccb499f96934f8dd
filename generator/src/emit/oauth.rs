//! The types of authorization servers, and re-exports of the runtime.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::scope::Scope;
use super::{Piece, docs, ident, path};
use crate::rust::{OAuthFunction, OAuthGrant, OAuthScope, OAuthServer, OAuthUrls, Symbol};

/// Emits re-exports of the runtime.
pub(super) fn exports(scope: &Scope<'_>, symbols: &[Symbol]) -> Vec<Piece> {
    let mut modules: BTreeMap<&str, Vec<proc_macro2::Ident>> = BTreeMap::new();
    for symbol in symbols {
        modules.entry(symbol.module()).or_default().push(scope.own(symbol.name()));
    }
    let lines = modules.into_iter().map(|(module, names)| {
        let module = path(module);
        match names.as_slice() {
            [name] => quote! { pub use #module::#name; },
            names => quote! { pub use #module::{#(#names),*}; },
        }
    });
    vec![Piece::Tokens(lines.collect())]
}

/// Emits the type of a server.
pub(super) fn server(item: &OAuthServer) -> Vec<Piece> {
    let (text, name) = (docs(&item.docs), ident(&item.name));
    let scopes = item.scopes.iter().map(|OAuthScope { docs: text, constant, value }| {
        let (text, constant) = (docs(text), ident(constant));
        quote! { #text pub const #constant: &str = #value; }
    });
    let functions = item.functions.iter().map(function);
    let definition = quote! {
        #text
        #[derive(Debug, Clone, Copy)]
        pub struct #name;
    };
    let methods = quote! {
        impl #name {
            #(#scopes)*
            #(#functions)*
        }
    };
    vec![Piece::Tokens(definition), Piece::Tokens(methods)]
}

fn function(item: &OAuthFunction) -> TokenStream {
    let (text, name, server) = (docs(&item.docs), ident(item.grant.function()), server_of(&item.urls));
    let (more, output, made) = match item.grant {
        OAuthGrant::ClientCredentials => {
            (quote! {}, quote! { ClientCredentials }, quote! { ClientCredentials::new(#server, client) })
        }
        OAuthGrant::AuthorizationCode => (
            quote! { , redirect_uri: impl Into<String> },
            quote! { AuthorizationCode },
            quote! { AuthorizationCode::new(#server, client, redirect_uri) },
        ),
        OAuthGrant::DeviceCode => (quote! {}, quote! { DeviceCode }, quote! { DeviceCode::new(#server, client) }),
        OAuthGrant::RefreshToken => (
            quote! { , refresh_token: impl Into<crate::Secret> },
            quote! { UserTokens },
            quote! { UserTokens::from_refresh_token(#server, client, refresh_token) },
        ),
    };
    quote! {
        #text
        #[must_use]
        pub fn #name(client: OAuthClient #more) -> #output {
            #made
        }
    }
}

/// Emits an expression for the server with these URLs.
fn server_of(urls: &OAuthUrls) -> TokenStream {
    let OAuthUrls { metadata, token, refresh, authorization, device } = urls;
    let (server, token) = match (metadata, token) {
        (Some(metadata), token) => (quote! { AuthorizationServer::discover(#metadata) }, token.as_ref()),
        (None, Some(token)) => (quote! { AuthorizationServer::at(#token) }, None),
        (None, None) => (quote! { AuthorizationServer::default() }, None),
    };
    let setters = [
        token.map(|url| quote! { .token_url(#url) }),
        refresh.as_ref().map(|url| quote! { .refresh_url(#url) }),
        authorization.as_ref().map(|url| quote! { .authorization_url(#url) }),
        device.as_ref().map(|url| quote! { .device_url(#url) }),
    ];
    let setters = setters.into_iter().flatten();
    quote! { #server #(#setters)* }
}
