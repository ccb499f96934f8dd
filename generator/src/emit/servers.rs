//! Servers: a constant, or a type with a setter for each variable.

use proc_macro2::TokenStream;
use quote::quote;

use super::functions::setter;
use super::{Piece, docs, ident, ty};
use crate::rust::Server;

/// A server.
pub(super) fn emit(item: &Server) -> Vec<Piece> {
    if item.variables.is_empty() {
        let (text, constant, url) = (docs(&item.docs), ident(&item.constant), &item.url);
        return vec![Piece::Tokens(quote! { #text pub const #constant: Server = Server::new(#url); })];
    }
    vec![Piece::Tokens(definition(item)), Piece::Tokens(methods(item)), Piece::Tokens(conversion(item))]
}

fn definition(item: &Server) -> TokenStream {
    let (text, name) = (docs(&item.docs), ident(&item.name));
    let fields = item.variables.iter().map(|variable| {
        let (field, field_type) = (ident(&variable.setter.field), ty(&variable.setter.ty));
        quote! { #field: #field_type }
    });
    quote! {
        #text
        #[derive(Debug, Clone)]
        pub struct #name { #(#fields),* }
    }
}

fn methods(item: &Server) -> TokenStream {
    let name = ident(&item.name);
    let fields = item.variables.iter().map(|variable| {
        let (field, default) = (ident(&variable.setter.field), &variable.default);
        quote! { #field: #default.into() }
    });
    let setters = item.variables.iter().map(|variable| setter(&variable.setter, &quote! { #[must_use] }));
    quote! {
        impl #name {
            /// Creates the server with the default values of its variables.
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

fn conversion(item: &Server) -> TokenStream {
    let (name, url) = (ident(&item.name), &item.url);
    let values = item.variables.iter().map(|variable| {
        let (key, field) = (&variable.name, ident(&variable.setter.field));
        if variable.is_list {
            quote! { (#key, server.#field.as_str()) }
        } else {
            quote! { (#key, &server.#field) }
        }
    });
    quote! {
        impl From<#name> for Server {
            fn from(server: #name) -> Self {
                Self::filled(#url, &[#(#values),*])
            }
        }
    }
}
