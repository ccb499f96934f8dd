//! Splits tokens into declarations, without a parser.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::quote;

use super::line::is_punct;

/// A declaration: an item, or a member of an `impl`.
pub(super) struct Declaration {
    /// The contents of its attributes.
    pub(super) attributes: Vec<TokenStream>,
    pub(super) kind: Kind,
    /// Its tokens after the attributes.
    pub(super) tokens: Vec<TokenTree>,
}

/// The form of a declaration.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// It ends with a semicolon. It has this keyword, or another one.
    Line(&'static str),
    Function,
    Impl,
    /// A struct with named fields, or an enum.
    Fields,
    Other,
}

impl Declaration {
    /// Returns all tokens.
    pub(super) fn to_stream(&self) -> TokenStream {
        let attributes = self.attributes.iter();
        let mut tokens: TokenStream = attributes.flat_map(|attribute| quote! { #[#attribute] }).collect();
        tokens.extend(self.tokens.iter().cloned());
        tokens
    }
}

/// Splits tokens into declarations. Tokens that look like none are one of another kind.
pub(super) fn declarations(tokens: TokenStream) -> Vec<Declaration> {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut declarations = Vec::new();
    let mut rest = tokens.as_slice();
    while !rest.is_empty() {
        let (attributes, after) = attributes(rest);
        let kind = kind(after);
        let is_end = |token: &TokenTree| match token {
            TokenTree::Group(group) => !matches!(kind, Kind::Line(_)) && group.delimiter() == Delimiter::Brace,
            token => is_punct(Some(token), ';'),
        };
        let end = after.iter().position(is_end).map_or(after.len(), |end| end + 1);
        let (tokens, after) = after.split_at(end);
        let kind = if is_punct(tokens.last(), ';') && !matches!(kind, Kind::Line(_)) { Kind::Line("") } else { kind };
        declarations.push(Declaration { attributes, kind, tokens: tokens.to_vec() });
        rest = after;
    }
    declarations
}

/// Returns the form of the declaration that begins with these tokens, by its keyword after the visibility.
fn kind(tokens: &[TokenTree]) -> Kind {
    let mut words = tokens.iter().filter_map(|token| match token {
        TokenTree::Ident(word) if word != "pub" => Some(word),
        _ => None,
    });
    let Some(word) = words.next() else { return Kind::Other };
    let is_function = word == "fn" || word == "const" && words.next().is_some_and(|word| word == "fn");
    match ["use", "const", "type"].into_iter().find(|keyword| word == keyword) {
        _ if is_function => Kind::Function,
        Some(keyword) => Kind::Line(keyword),
        None if word == "impl" => Kind::Impl,
        None if word == "struct" || word == "enum" => Kind::Fields,
        None => Kind::Other,
    }
}

/// Splits off the contents of the attributes at the beginning.
pub(super) fn attributes(tokens: &[TokenTree]) -> (Vec<TokenStream>, &[TokenTree]) {
    let mut attributes = Vec::new();
    let mut rest = tokens;
    while let [sign, TokenTree::Group(group), after @ ..] = rest
        && is_punct(Some(sign), '#')
    {
        attributes.push(group.stream());
        rest = after;
    }
    (attributes, rest)
}
