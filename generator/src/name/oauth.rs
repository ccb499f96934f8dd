//! Names of the types and constants of authorization servers. They follow from the names of their security schemes and scopes.

use super::clash::{Wish, distinct};
use super::names::SchemeName;
use super::reserved;
use super::words::{self, Noun};
use crate::model::{Api, OAuthScope};
use crate::rust::OAUTH_EXPORTS;

/// Names the types of authorization servers and the constants of their scopes.
pub(super) fn settle(api: &Api, schemes: &mut [SchemeName]) {
    let wishes: Vec<Wish> = schemes.iter().map(|scheme| server(&scheme.setter)).collect();
    let exported = OAUTH_EXPORTS.iter().map(|symbol| symbol.name());
    let taken: Vec<&str> = reserved::types().chain(exported).collect();
    let names = distinct(&wishes, &taken).names;
    for ((scheme, declared), name) in schemes.iter_mut().zip(&api.security_schemes).zip(names) {
        let scopes = declared.oauth.iter().flat_map(|oauth| &oauth.scopes);
        let wishes: Vec<Wish> = scopes.map(scope).collect();
        (scheme.server, scheme.scopes) = (name, distinct(&wishes, &[]).names);
    }
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
