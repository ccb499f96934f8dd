//! Lists authorization servers.

use super::{Item, ItemKind, Scope};
use crate::rust::{OAuthGrant, OAuthServer};

pub(super) fn server(scope: &Scope<'_>, item: &OAuthServer) -> Vec<Item> {
    let path = format!("oauth::{}", item.name);
    let identity = format!("oauth:{}", item.scheme);
    let declared = scope.api.security_schemes.get(item.id.0);
    let note = |identity: &str| match declared {
        Some(declared) => scope.identities.note(identity.to_owned(), &declared.path),
        None => identity.to_owned(),
    };
    let own = Item::new(ItemKind::Struct, &path, "").mark("derive(Clone, Copy, Debug)").at(&note(&identity));
    let scopes = item.scopes.iter().map(|one| {
        let constant = Item::new(ItemKind::Const, format!("{path}::{}", one.constant), ": &str");
        constant.at(&note(&format!("{identity} scope:{}", one.value))).wire("scope", &one.value)
    });
    let functions = item.functions.iter().map(|function| {
        let signature = match function.grant {
            OAuthGrant::ClientCredentials => "(client: OAuthClient) -> oauth::ClientCredentials",
            OAuthGrant::AuthorizationCode => {
                "(client: OAuthClient, redirect_uri: impl Into<String>) -> oauth::AuthorizationCode"
            }
            OAuthGrant::DeviceCode => "(client: OAuthClient) -> oauth::DeviceCode",
            OAuthGrant::RefreshToken => "(client: OAuthClient, refresh_token: impl Into<Secret>) -> oauth::UserTokens",
        };
        let name = function.grant.function();
        let own =
            Item::new(ItemKind::Fn, format!("{path}::{name}"), signature.replace("OAuthClient", "oauth::OAuthClient"));
        let own = own.at(&note(&format!("{identity} flow:{name}")));
        function.urls.listed().fold(own, |own, (key, url)| own.wire(key, url))
    });
    std::iter::once(own).chain(scopes).chain(functions).collect()
}
