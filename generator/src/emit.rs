//! Writes the items of a crate as tokens, one function per kind of item. It makes no decision of its own.

mod blocking;
mod bodies;
mod client;
mod constructors;
mod enumerations;
mod errors;
mod functions;
mod headers;
mod operations;
mod paging;
mod responses;
mod scope;
mod servers;
mod strings;
mod structs;
mod styles;
mod unions;
mod webhooks;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::comment::Comment;
use crate::invisible::literal;
use crate::rust::{Deprecated, Directory, Item, Module, symbol};
use scope::Scope;

pub use scope::Imports;

/// A part of a file: tokens to be formatted as Rust, or text that is already formatted. That is the invocation of a macro of the
/// runtime, which no formatter can format, or a type with one line per member. Such types are most of a large crate, and so
/// regular that parsing and formatting them would be most of the work.
#[derive(Debug, Clone)]
pub enum Piece {
    /// Items.
    Tokens(TokenStream),
    /// A macro invocation or a type, line by line.
    Table {
        /// The text before the rows, `record!(Contact {`; may be several lines.
        head: String,
        /// The lines between, without indentation.
        rows: Vec<String>,
        /// The text after the rows, `});`.
        tail: String,
    },
}

/// A module that is ready to be printed.
#[derive(Debug, Clone)]
pub struct Emitted {
    /// The imports of the module.
    pub imports: Imports,
    /// The pieces of its items, in order.
    pub pieces: Vec<Piece>,
}

/// Emits the items of a module, whose names are in this directory.
#[must_use]
pub fn emit(module: &Module, directory: &Directory<'_>) -> Emitted {
    let (pieces, imports) = scope::without_clashes(module, directory, |scope| {
        module.items.iter().flat_map(|item| self::item(scope, item)).collect()
    });
    Emitted { imports, pieces }
}

/// Emits an item as pieces, in order.
fn item(scope: &Scope<'_>, item: &Item) -> Vec<Piece> {
    match item {
        Item::Struct(item) => structs::emit(scope, item),
        Item::Enumeration(item) => enumerations::emit(scope, item),
        Item::Union(item) => unions::emit(scope, item),
        Item::Alias(item) => {
            let (docs, name, ty) = (docs(&item.docs), ident(&item.name), scope.ty(&item.ty));
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
        Item::Client(item) => client::client(scope, item),
        Item::BlockingClient(item) => blocking::client(scope, item),
        Item::Server(item) => servers::emit(scope, item),
        Item::ErrorBody(item) => errors::emit(scope, item),
    }
}

/// Returns an identifier, which is raw if the name begins with `r#`.
fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(name) => Ident::new_raw(name, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

/// Returns a path of identifiers.
fn path(path: &str) -> TokenStream {
    let segments = path.split("::").map(ident);
    quote! { #(#segments)::* }
}

/// Returns a type of another crate, whose source the configuration has validated.
fn source(text: &str) -> TokenStream {
    text.parse().unwrap_or_default()
}

/// Returns documentation as attributes, one per line.
fn docs(comment: &Comment) -> TokenStream {
    let lines = comment.lines().into_iter().map(|line| {
        if line.hidden_from_doctest {
            let text = line.literal();
            return quote! { #[cfg_attr(not(doctest), doc = #text)] };
        }
        let text = if line.text.is_empty() { line.text } else { format!(" {}", line.text) };
        quote! { #[doc = #text] }
    });
    quote! { #(#lines)* }
}

/// Returns documentation as lines of source.
fn doc_lines(comment: &Comment) -> impl Iterator<Item = String> {
    comment.lines().into_iter().map(|line| line.outer())
}

/// Returns the source of a type with one line per member.
fn definition(docs: &Comment, old: Option<&Deprecated>, derives: &str, head: &str, members: Vec<String>) -> Piece {
    let attributes = [format!("#[derive({derives})]"), head.to_owned()];
    let lines: Vec<String> = doc_lines(docs).chain(deprecated_line(old)).chain(attributes).collect();
    let empty = members.is_empty();
    let (open, tail) = if empty { (" {}", "") } else { (" {", "}") };
    Piece::Table { head: lines.join("\n") + open, rows: members, tail: tail.to_owned() }
}

fn deprecated(deprecated: Option<&Deprecated>) -> TokenStream {
    match deprecated {
        None => TokenStream::new(),
        Some(Deprecated { reason: None }) => quote! { #[deprecated] },
        Some(Deprecated { reason: Some(reason) }) => {
            let reason = literal(reason.page().trim_end());
            quote! { #[deprecated = #reason] }
        }
    }
}

/// Returns `#[deprecated]` as a line of source.
fn deprecated_line(deprecated: Option<&Deprecated>) -> Option<String> {
    let reason = deprecated?.reason.as_ref().map(|reason| format!(" = {}", text(reason.page().trim_end())));
    Some(format!("#[deprecated{}]", reason.unwrap_or_default()))
}

/// Returns a text as the source of a Rust literal.
fn text(text: &str) -> String {
    literal(text).to_string()
}
