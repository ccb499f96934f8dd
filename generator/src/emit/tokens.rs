//! The parts of a file, and how names, texts and documentation become tokens or lines.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::comment::Comment;
use crate::invisible::literal;
use crate::rust::Deprecated;

/// The type parameter of operations and groups, which is the client.
pub(super) const CLIENT: &str = "C";

/// A part of a file: tokens to be formatted as Rust, or text that is already formatted. That is the invocation of a macro of the
/// runtime, which no formatter can format, or a type with one line per member. Such types are most of a large crate, and so
/// regular that parsing and formatting them would be most of the work.
#[derive(Debug, Clone)]
pub(crate) enum Piece {
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

/// Returns an identifier, which is raw if the name begins with `r#`.
pub(super) fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(name) => Ident::new_raw(name, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

/// Returns a path of identifiers.
pub(super) fn path(path: &str) -> TokenStream {
    let segments = path.split("::").map(ident);
    quote! { #(#segments)::* }
}

/// Returns a type of another crate, whose source the configuration has validated.
pub(super) fn source(text: &str) -> TokenStream {
    text.parse().unwrap_or_default()
}

/// Returns documentation as attributes, one per line.
pub(super) fn docs(comment: &Comment) -> TokenStream {
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
pub(super) fn doc_lines(comment: &Comment) -> impl Iterator<Item = String> {
    comment.lines().into_iter().map(|line| line.outer())
}

/// Emits the attribute that derives traits.
pub(super) fn derive(traits: Vec<&str>) -> TokenStream {
    let traits = traits.into_iter().map(ident);
    quote! { #[derive(#(#traits),*)] }
}

/// Returns the source of a type with one line per member.
pub(super) fn definition(
    docs: &Comment,
    old: Option<&Deprecated>,
    derives: &str,
    head: &str,
    members: Vec<String>,
) -> Piece {
    let attributes = [format!("#[derive({derives})]"), head.to_owned()];
    let lines: Vec<String> = doc_lines(docs).chain(deprecated_line(old)).chain(attributes).collect();
    let empty = members.is_empty();
    let (open, tail) = if empty { (" {}", "") } else { (" {", "}") };
    Piece::Table { head: lines.join("\n") + open, rows: members, tail: tail.to_owned() }
}

pub(super) fn deprecated(deprecated: Option<&Deprecated>) -> TokenStream {
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
pub(super) fn deprecated_line(deprecated: Option<&Deprecated>) -> Option<String> {
    let reason = deprecated?.reason.as_ref().map(|reason| format!(" = {}", text(reason.page().trim_end())));
    Some(format!("#[deprecated{}]", reason.unwrap_or_default()))
}

/// Returns a text as the source of a Rust literal.
pub(super) fn text(text: &str) -> String {
    literal(text).to_string()
}
