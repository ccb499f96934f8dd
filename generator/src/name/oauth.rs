//! Names of the types and constants of authorization servers. They follow from the names of their security schemes and scopes.

use super::clash::Wish;
use super::history::{History, Scope, Table, distinct_since};
use super::names::SchemeName;
use super::reserved;
use super::words::{self, Noun};
use crate::identity::Identities;
use crate::model::{Api, OAuthScope, SecurityScheme};
use crate::rust::OAUTH_EXPORTS;

/// Names the types of authorization servers and the constants of their scopes. They keep the names of an earlier version.
pub(super) fn settle(api: &Api, schemes: &mut [SchemeName], history: &mut History<'_>) {
    let declared = &api.security_schemes;
    let wishes: Vec<Wish> = schemes.iter().map(|scheme| server(&scheme.setter)).collect();
    let exported = OAUTH_EXPORTS.iter().map(|symbol| symbol.name());
    let taken: Vec<&str> = reserved::types().chain(exported).collect();
    let key = |_: &Identities<'_>, index: usize| {
        // Only schemes with an authorization server have such a type.
        declared.get(index).filter(|scheme| scheme.oauth.is_some()).map(server_key).unwrap_or_default()
    };
    let names = distinct_since(history, Table::Names, &Scope::new(&wishes, &taken), key).names;
    for ((scheme, declared), name) in schemes.iter_mut().zip(declared).zip(names) {
        let scopes: Vec<&OAuthScope> = declared.oauth.iter().flat_map(|oauth| &oauth.scopes).collect();
        let wishes: Vec<Wish> = scopes.iter().map(|one| scope(one)).collect();
        let key = |_: &Identities<'_>, index: usize| {
            scopes.get(index).map(|scope| format!("{} scope:{}", server_key(declared), scope.name)).unwrap_or_default()
        };
        scheme.scopes = distinct_since(history, Table::Names, &Scope::new(&wishes, &[]), key).names;
        scheme.server = name;
    }
}

/// Returns the part of the API that a server is, as listings of the surface name it.
fn server_key(scheme: &SecurityScheme) -> String {
    format!("oauth:{}", scheme.name)
}

fn server(setter: &str) -> Wish {
    let setter = setter.trim_start_matches("r#");
    let pascal = |text: &str| words::pascal(text, Noun::Schema);
    Wish { raw: setter.to_owned(), name: pascal(setter), qualified: vec![pascal(&format!("{setter}_server"))], rank: 1 }
}

/// Returns the last segment of a scope that is a URL, such as `drive` of `https://www.example.com/auth/drive`.
fn short(name: &str) -> &str {
    let path = name.split_once("://").and_then(|(_, rest)| rest.trim_end_matches('/').split_once('/'));
    path.map_or(name, |(_, path)| path.rsplit('/').next().unwrap_or(path))
}

fn scope(scope: &OAuthScope) -> Wish {
    let constant = |text: &str| words::snake(text, Noun::Value).trim_start_matches("r#").to_ascii_uppercase();
    Wish {
        raw: scope.name.clone(),
        name: constant(short(&scope.name)),
        qualified: vec![constant(&scope.name), constant(&words::qualified_by(&words::spell(&scope.name), "scope"))],
        rank: 1,
    }
}
