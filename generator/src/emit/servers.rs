//! Servers: a constant, or a type with one setter per variable.

use proc_macro2::TokenStream;
use quote::quote;

use super::functions::setter;
use super::scope::Scope;
use super::{Piece, docs, ident};
use crate::rust::{Server, symbol};

/// Emits a server.
pub(super) fn emit(scope: &Scope<'_>, item: &Server) -> Vec<Piece> {
    let server = scope.runtime(symbol::SERVER);
    if item.variables.is_empty() {
        let (text, constant, url) = (docs(&item.docs), ident(&item.constant), &item.url);
        return vec![Piece::Tokens(quote! { #text pub const #constant: #server = #server::new(#url); })];
    }
    [definition(scope, item), methods(scope, item), conversion(item, &server)].map(Piece::Tokens).into()
}

fn definition(scope: &Scope<'_>, item: &Server) -> TokenStream {
    let (text, name) = (docs(&item.docs), ident(&item.name));
    let fields = item.variables.iter().map(|variable| {
        let (field, field_type) = (ident(&variable.field), scope.ty(&variable.setter.ty));
        quote! { #field: #field_type }
    });
    quote! {
        #text
        #[derive(Debug, Clone)]
        pub struct #name { #(#fields),* }
    }
}

fn methods(scope: &Scope<'_>, item: &Server) -> TokenStream {
    let (text, name) = (docs(&item.new_docs), ident(&item.name));
    let fields = item.variables.iter().map(|variable| {
        let (field, default) = (ident(&variable.field), &variable.default);
        quote! { #field: #default.into() }
    });
    let setters =
        item.variables.iter().map(|variable| setter(scope, &variable.field, &variable.setter, &quote! { #[must_use] }));
    quote! {
        impl #name {
            #text
            #[must_use]
            pub fn new() -> Self {
                Self { #(#fields),* }
            }
            #(#setters)*
        }

        impl Default for #name {
            fn default() -> Self {
                Self::new()
            }
        }
    }
}

fn conversion(item: &Server, target: &TokenStream) -> TokenStream {
    let (name, url) = (ident(&item.name), &item.url);
    let values = item.variables.iter().map(|variable| {
        let (key, field) = (&variable.name, ident(&variable.field));
        if variable.is_list {
            quote! { (#key, server.#field.as_str()) }
        } else {
            quote! { (#key, &server.#field) }
        }
    });
    quote! {
        impl From<#name> for #target {
            fn from(server: #name) -> Self {
                Self::filled(#url, &[#(#values),*])
            }
        }
    }
}
