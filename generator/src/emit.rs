//! Writes the items of a crate as tokens, one function per kind of item. It makes no decision of its own.

mod blocking;
mod bodies;
mod client;
mod constructors;
mod crate_paths;
mod emitted;
mod enumerations;
mod errors;
mod foreign_traits;
mod functions;
mod headers;
mod oauth;
mod operations;
mod paging;
mod responses;
mod scope;
mod servers;
mod strings;
mod structs;
mod styles;
mod tokens;
mod unions;
mod webhooks;

use quote::quote;

use crate::rust::{Directory, Item, Module, symbol};
use scope::Scope;
use tokens::{definition, deprecated, deprecated_line, derive, doc_lines, docs, ident, path, source, text};

pub(crate) use crate_paths::Place;
pub(crate) use emitted::{Documentation, Emitted, Imports};
pub(crate) use tokens::Piece;

/// Emits the items of a module, whose names are in this directory.
#[must_use]
pub(crate) fn emit(module: &Module, directory: &Directory<'_>, place: &Place) -> Emitted {
    let emitted = scope::without_clashes((module, place.form()), directory, |scope| {
        module.items.iter().flat_map(|item| self::item(scope, item)).collect()
    });
    place.rewrite(emitted)
}

/// Emits an item as pieces, in order.
fn item(scope: &Scope<'_>, item: &Item) -> Vec<Piece> {
    match item {
        Item::Struct(item) => structs::emit(scope, item),
        Item::Enumeration(item) => enumerations::emit(scope, item),
        Item::Union(item) => unions::emit(scope, item),
        Item::Alias(item) => {
            let (docs, name, ty) = (scope.docs(&item.docs), ident(&item.name), scope.ty(&item.ty));
            let old = deprecated(item.deprecated.as_ref());
            vec![Piece::Tokens(quote! { #docs #old pub type #name = #ty; })]
        }
        Item::Wrapper(item) => structs::wrapper(scope, item),
        Item::CheckedString(item) => strings::emit(scope, item),
        Item::OwnCodecs(item) => {
            let rows = item.types.iter().map(|ty| format!("{ty},")).collect();
            let head = format!("{}!(", scope.macro_text(symbol::OWN_TYPE));
            vec![Piece::Table { head, rows, tail: ");".to_owned() }]
        }
        Item::Group(item) => client::group(scope, item),
        Item::Operation(item) => operations::emit(scope, item),
        Item::BodyChoice(item) => bodies::choice(scope, item),
        Item::Headers(item) => headers::emit(scope, item),
        Item::Webhooks(item) => webhooks::emit(scope, item),
        Item::Exports(symbols) => oauth::exports(scope, symbols),
        Item::OAuthServer(item) => oauth::server(item),
        Item::Client(item) => client::client(scope, item),
        Item::BlockingClient(item) => blocking::client(scope, item),
        Item::Server(item) => servers::emit(scope, item),
        Item::ErrorBody(item) => errors::emit(scope, item),
    }
}
