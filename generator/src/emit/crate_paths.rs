//! Rewrites paths that begin with `crate`, for code that is not at the root of its crate: the code of one of several documents, or a
//! module of another crate, where paths are relative and the runtime is the package `oaspress_runtime`.

use std::collections::BTreeMap;

use proc_macro2::{Group, Literal, TokenStream, TokenTree};

use super::{Emitted, Imports, Piece};
use crate::comment::Comment;
use crate::invisible::literal;
use crate::rust::{Crate, Form};

/// The name of the runtime's package in Rust.
const RUNTIME: &str = "oaspress_runtime";

/// The place of a module below the root of the generated code.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    form: Form,
    /// The number of modules around its items: 1 for `client.rs`, 2 for `models/pet.rs`.
    depth: usize,
    /// The module of the document, if the crate has several documents.
    module: Option<String>,
    /// True if documents share the items.
    is_shared: bool,
}

impl Place {
    /// Creates the place of a module of a crate with this path from the root of the code.
    #[must_use]
    pub(crate) fn new(crate_: &Crate, path: &[String]) -> Self {
        Self { form: crate_.form, depth: path.len(), module: crate_.module.clone(), is_shared: false }
    }

    /// Returns the place of the same module among those that documents share.
    #[must_use]
    pub(crate) fn shared(self) -> Self {
        Self { is_shared: true, ..self }
    }

    /// Returns the same place for any document, so that the code of documents can be compared.
    #[must_use]
    pub(crate) fn of_any_document(self) -> Self {
        Self { is_shared: true, module: Some("any".to_owned()), ..self }
    }

    /// Returns the form of the code.
    #[must_use]
    pub(crate) fn form(&self) -> Form {
        self.form
    }

    /// Returns a path as the module writes it.
    #[must_use]
    pub(crate) fn path(&self, path: &str) -> String {
        let rest = match path.strip_prefix("crate") {
            Some(rest) if rest.is_empty() || rest.starts_with("::") => rest,
            _ => return path.to_owned(),
        };
        let of_runtime = within(rest, "::runtime");
        match (self.form, &self.module) {
            (Form::Crate, None) => path.to_owned(),
            (Form::Crate, Some(_)) if of_runtime.is_some() => path.to_owned(),
            (Form::Crate, Some(module)) => match within(rest, "::models").filter(|_| self.is_shared) {
                Some(inside) => format!("crate::shared::{module}{inside}"),
                None => format!("crate::{module}{rest}"),
            },
            (Form::Module, _) => match of_runtime {
                Some(inside) => format!("{RUNTIME}{inside}"),
                None if self.depth == 0 => format!("self{rest}"),
                None => vec!["super"; self.depth].join("::") + rest,
            },
        }
    }

    /// Returns true if paths stay unchanged.
    fn is_root(&self) -> bool {
        self.form == Form::Crate && self.module.is_none()
    }

    /// Returns documentation with links that resolve in the module.
    #[must_use]
    pub(crate) fn docs(&self, comment: &Comment) -> Comment {
        if self.is_root() { comment.clone() } else { comment.map_generated(|text| self.links(text)) }
    }

    /// Rewrites the paths of links: `](crate::Error)` and `` [`crate::Error`] ``. Text of a document contains no such link.
    fn links(&self, text: &str) -> String {
        let mut written = text.to_owned();
        for opening in ["](", "[`"] {
            let mut result = String::new();
            for (index, part) in written.split(&format!("{opening}crate::")).enumerate() {
                let end = part.find(|c| !(is_word(c) || c == ':')).unwrap_or(part.len());
                match part.split_at(end) {
                    _ if index == 0 => result.push_str(part),
                    (path, rest) => result.extend([opening, &self.path(&format!("crate::{path}")), rest]),
                }
            }
            written = result;
        }
        written
    }

    /// Rewrites the paths of a module.
    pub(super) fn rewrite(&self, emitted: Emitted) -> Emitted {
        if self.is_root() {
            return emitted;
        }
        let mut imports: Imports = BTreeMap::new();
        for (module, names) in emitted.imports {
            imports.entry(self.path(&module)).or_default().extend(names);
        }
        let links = |lines: &Vec<String>| lines.iter().map(|line| self.links(line)).collect();
        Emitted {
            imports,
            pieces: emitted.pieces.into_iter().map(|piece| self.piece(piece)).collect(),
            documentation: emitted.documentation.iter().map(links).collect(),
        }
    }

    fn piece(&self, piece: Piece) -> Piece {
        match piece {
            Piece::Tokens(tokens) => Piece::Tokens(self.tokens(tokens)),
            Piece::Table { head, rows, tail } => Piece::Table {
                head: self.lines(&head),
                rows: rows.iter().map(|row| self.lines(row)).collect(),
                tail: self.lines(&tail),
            },
        }
    }

    /// Rewrites lines of source: links in documentation, and paths outside of string literals elsewhere.
    fn lines(&self, text: &str) -> String {
        let line = |line: &str| {
            if line.trim_start().starts_with("//") { self.links(line) } else { self.code(line) }
        };
        text.split('\n').map(line).collect::<Vec<_>>().join("\n")
    }

    fn code(&self, line: &str) -> String {
        let mut written = String::with_capacity(line.len());
        let mut rest = line;
        while let Some(c) = rest.chars().next() {
            let end = match c {
                '"' => string_end(rest),
                c if is_word(c) => rest.find(|c| !(is_word(c) || c == ':')).unwrap_or(rest.len()),
                c => c.len_utf8(),
            };
            let (part, after) = rest.split_at(end);
            // `pub(crate)` stays.
            let is_path = part.starts_with("crate::");
            written.push_str(&if is_path { self.path(part) } else { part.to_owned() });
            rest = after;
        }
        written
    }

    /// Rewrites the paths in code, and the links in attributes with documentation.
    fn tokens(&self, tokens: TokenStream) -> TokenStream {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut written = TokenStream::new();
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            at += 1;
            match token {
                // `pub(crate)` stays.
                TokenTree::Ident(ident) if ident == "crate" && is_colon(tokens.get(at)) => {
                    let next = match tokens.get(at + 2) {
                        Some(TokenTree::Ident(next)) => next.to_string(),
                        _ => String::new(),
                    };
                    let is_named = ["runtime", "models"].contains(&next.as_str());
                    at += if is_named { 3 } else { 0 };
                    let path = self.path(&if is_named { format!("crate::{next}") } else { "crate".to_owned() });
                    written.extend(super::path(&path));
                }
                TokenTree::Ident(ident) if ident == "doc" => {
                    written.extend([token.clone()]);
                    if let (Some(equals), Some(TokenTree::Literal(text))) = (tokens.get(at), tokens.get(at + 1)) {
                        written.extend([equals.clone(), self.literal(text).into()]);
                        at += 2;
                    }
                }
                TokenTree::Group(group) => {
                    let inside = Group::new(group.delimiter(), self.tokens(group.stream()));
                    written.extend([TokenTree::from(inside)]);
                }
                _ => written.extend([token.clone()]),
            }
        }
        written
    }

    fn literal(&self, text: &Literal) -> Literal {
        let source = text.to_string();
        if !source.contains("crate::") {
            return text.clone();
        }
        match syn::parse_str::<syn::LitStr>(&source) {
            Ok(value) => literal(&self.links(&value.value())),
            Err(_) => text.clone(),
        }
    }
}

/// Returns the rest of a path that is in a module.
fn within<'p>(path: &'p str, module: &str) -> Option<&'p str> {
    path.strip_prefix(module).filter(|inside| inside.is_empty() || inside.starts_with("::"))
}

fn is_colon(token: Option<&TokenTree>) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == ':')
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Returns the length of the string literal at the beginning of a text.
fn string_end(text: &str) -> usize {
    let mut is_escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        if c == '"' && !is_escaped {
            return at + 1;
        }
        is_escaped = c == '\\' && !is_escaped;
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::{Form, Place};

    fn place(depth: usize) -> Place {
        Place { form: Form::Module, depth, module: None, is_shared: false }
    }

    #[test]
    fn paths_are_relative_to_the_module() {
        assert_eq!(place(2).path("crate::models::Pet"), "super::super::models::Pet");
        assert_eq!(place(1).path("crate"), "super");
        assert_eq!(place(0).path("crate::client"), "self::client");
        assert_eq!(place(2).path("crate::runtime::json"), "oaspress_runtime::json");
        assert_eq!(place(1).path("crate::runtimes::Pet"), "super::runtimes::Pet");
        assert_eq!(place(1).path("std::fmt"), "std::fmt");
        let root = Place { form: Form::Crate, ..place(1) };
        assert_eq!(root.path("crate::client"), "crate::client");
        let of_document = Place { module: Some("billing".to_owned()), ..root };
        assert_eq!(of_document.path("crate::client"), "crate::billing::client");
        assert_eq!(of_document.path("crate"), "crate::billing");
        assert_eq!(of_document.path("crate::runtime::json"), "crate::runtime::json");
        assert_eq!(of_document.shared().path("crate::models::Pet"), "crate::shared::billing::Pet");
    }

    #[test]
    fn text_that_looks_like_a_path_is_kept() {
        let line = place(1).lines("required a: \"crate::a \\\" crate::b\", crate::models::Pet, mycrate::c");
        assert_eq!(line, "required a: \"crate::a \\\" crate::b\", super::models::Pet, mycrate::c");
        let tokens = place(1)
            .tokens(quote! { pub(crate) const A: &str = "crate::a"; type B = crate::runtime::Error<crate::B>; });
        assert_eq!(
            tokens.to_string(),
            quote! { pub(crate) const A: &str = "crate::a"; type B = oaspress_runtime::Error<super::B>; }.to_string()
        );
    }

    #[test]
    fn links_of_documentation_resolve() {
        let docs = place(1).lines("/// See [`Error`](crate::Error) and [`crate::runtime::Body`], not `crate::text`.");
        assert_eq!(docs, "/// See [`Error`](super::Error) and [`oaspress_runtime::Body`], not `crate::text`.");
        let (emitted, written) = (" [`Error`](crate::Error)", " [`Error`](super::super::Error)");
        let tokens = place(2).tokens(quote! { #[doc = #emitted] struct A; });
        assert_eq!(tokens.to_string(), quote! { #[doc = #written] struct A; }.to_string());
    }
}
