//! Writes the items of a crate as tokens, one function per kind of item, without a decision of its own.

mod answers;
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
mod servers;
mod strings;
mod structs;
mod unions;
mod webhooks;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::comment::Comment;
use crate::invisible::literal;
use crate::rust::{Deprecated, Holder, Item, Ty};

/// A piece of a file: what is formatted as Rust, or a table that is formatted already. That is an invocation of a macro of
/// the runtime, which no formatter knows, or a type with a line for each member: most of a large crate, and so regular
/// that to parse and format it would be most of the work.
#[derive(Debug, Clone)]
pub enum Piece {
    /// Items.
    Tokens(TokenStream),
    /// An invocation of a macro, line by line.
    Table {
        /// `record!(Contact {`; may be several lines.
        head: String,
        /// One line each, without indentation.
        rows: Vec<String>,
        /// `});`.
        tail: String,
    },
}

/// The pieces of an item, in order.
#[must_use]
pub fn emit(item: &Item) -> Vec<Piece> {
    match item {
        Item::Struct(item) => structs::emit(item),
        Item::Enumeration(item) => enumerations::emit(item),
        Item::Union(item) => unions::emit(item),
        Item::Alias(item) => {
            let (docs, name, ty) = (docs(&item.docs), ident(&item.name), ty(&item.ty));
            vec![Piece::Tokens(quote! { #docs pub type #name = #ty; })]
        }
        Item::Wrapper(item) => structs::wrapper(item),
        Item::CheckedString(item) => strings::emit(item),
        Item::Group(item) => client::group(item),
        Item::Operation(item) => operations::emit(item),
        Item::BodyChoice(item) => bodies::choice(item),
        Item::Headers(item) => headers::emit(item),
        Item::Webhooks(item) => webhooks::emit(item),
        Item::Client(item) => client::client(item),
        Item::BlockingClient(item) => blocking::client(item),
        Item::Server(item) => servers::emit(item),
        Item::ErrorBody(item) => errors::emit(item),
    }
}

/// An identifier, raw or not.
fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(name) => Ident::new_raw(name, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

/// A path of identifiers.
fn path(path: &str) -> TokenStream {
    let segments = path.split("::").map(ident);
    quote! { #(#segments)::* }
}

/// What holds a value, as a path.
fn holder(holder: Holder) -> TokenStream {
    path(holder.path())
}

fn ty(ty: &Ty) -> TokenStream {
    match ty {
        Ty::Path(name) => path(name),
        Ty::Generic(name, arguments) => {
            let name = path(name);
            let arguments = arguments.iter().map(self::ty);
            quote! { #name<#(#arguments),*> }
        }
        Ty::Tuple(items) => {
            let items = items.iter().map(self::ty);
            quote! { (#(#items),*) }
        }
        Ty::Unit => quote! { () },
    }
}

/// An expression like `Style::FORM.joined()`, in words of the runtime.
fn expression(text: &str) -> TokenStream {
    text.parse().unwrap_or_default()
}

/// Documentation, a line each.
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

/// Documentation as lines of source.
fn doc_lines(comment: &Comment) -> impl Iterator<Item = String> {
    comment.lines().into_iter().map(|line| line.outer())
}

/// A type with a line for each member, in source.
fn definition(docs: &Comment, derives: &str, head: &str, members: Vec<String>) -> Piece {
    let attributes = [format!("#[derive({derives})]"), head.to_owned()];
    let lines: Vec<String> = doc_lines(docs).chain(attributes).collect();
    let empty = members.is_empty();
    let (open, tail) = if empty { (" {}", "") } else { (" {", "}") };
    Piece::Table { head: lines.join("\n") + open, rows: members, tail: tail.to_owned() }
}

/// A type as source.
fn ty_text(ty: &Ty) -> String {
    match ty {
        Ty::Path(path) => path.clone(),
        Ty::Generic(path, arguments) => {
            let arguments: Vec<String> = arguments.iter().map(ty_text).collect();
            format!("{path}<{}>", arguments.join(", "))
        }
        Ty::Tuple(items) => {
            let items: Vec<String> = items.iter().map(ty_text).collect();
            format!("({})", items.join(", "))
        }
        Ty::Unit => "()".to_owned(),
    }
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

/// Text as a Rust literal.
fn text(text: &str) -> String {
    literal(text).to_string()
}
