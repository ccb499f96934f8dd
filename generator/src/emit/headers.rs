//! The typed view of the response headers that the API description declares.

use proc_macro2::TokenStream;
use quote::quote;

use super::scope::Scope;
use super::{Piece, deprecated, docs, ident};
use crate::rust::{HeaderMethod, HeaderReading, Headers, symbol};

/// Emits the type and its methods.
pub(super) fn emit(scope: &Scope<'_>, item: &Headers) -> Vec<Piece> {
    let meta = scope.runtime(symbol::META);
    let (summary, of_from_meta) = (scope.docs(&item.docs), docs(&item.from_meta_docs));
    let definition = quote! {
        #summary
        #[derive(Debug, Clone, Copy)]
        pub struct Headers<'a>(&'a #meta);
    };
    let methods = item.methods.iter().map(|one| method(scope, one));
    let methods = quote! {
        impl<'a> Headers<'a> {
            #of_from_meta
            #[must_use]
            pub const fn from_meta(meta: &'a #meta) -> Self {
                Self(meta)
            }
            #(#methods)*
        }
    };
    vec![Piece::Tokens(definition), Piece::Tokens(methods)]
}

fn method(scope: &Scope<'_>, item: &HeaderMethod) -> TokenStream {
    let (text, name, header) = (scope.docs(&item.docs), ident(&item.name), &item.header);
    let (gives, read) = match &item.reading {
        HeaderReading::Text => (quote! { Option<&'a str> }, quote! { header(#header) }),
        HeaderReading::Texts => (quote! { Vec<&'a str> }, quote! { header_all(#header).collect() }),
        HeaderReading::Time => (quote! { Option<jiff::Timestamp> }, quote! { header_time(#header) }),
        HeaderReading::Value(value) => {
            let value = scope.ty(value);
            (quote! { Option<#value> }, quote! { header_as(#header) })
        }
        HeaderReading::List(item) => {
            let item = scope.ty(item);
            (quote! { Vec<#item> }, quote! { header_list(#header) })
        }
    };
    let old = deprecated(item.deprecated.as_ref());
    quote! {
        #text
        #old
        #[must_use]
        pub fn #name(self) -> #gives {
            self.0.#read
        }
    }
}
