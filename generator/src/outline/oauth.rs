//! Authorization servers.

use super::writer::{Writer, quoted};
use crate::rust::{OAuthFunction, OAuthScope, OAuthServer};

pub(super) fn server(writer: &mut Writer<'_>, item: &OAuthServer) {
    let OAuthServer { id: _, docs, name, scheme, scopes, functions } = item;
    writer.described(&format!("authorization server {name} {}", quoted(scheme)), docs);
    writer.inside(|writer| {
        for OAuthScope { docs, constant, value } in scopes {
            writer.described(&format!("scope {constant} {}", quoted(value)), docs);
        }
        for OAuthFunction { docs, grant, urls } in functions {
            let urls: Vec<String> = urls.listed().map(|(name, url)| format!(" {name} {}", quoted(url))).collect();
            writer.described(&format!("fn {}{}", grant.function(), urls.concat()), docs);
        }
    });
}
