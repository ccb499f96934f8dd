//! The error types of the crate, and what they read from the shared envelope.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Piece, ident, ty};
use crate::rust::{EnvelopePaths, ErrorBody, FieldPath, TextKind};

/// The aliases of the error types, and `ErrorBody` of the envelope.
pub(super) fn emit(item: &ErrorBody) -> Vec<Piece> {
    let (body, text) = match &item.envelope {
        Some(envelope) => (ty(envelope), " Every way in which a call can fail."),
        None => (
            quote! { serde_json::Value },
            " Every way in which a call can fail. The document describes no body that all error answers share.",
        ),
    };
    let mut pieces = vec![
        Piece::Tokens(quote! {
            #[doc = #text]
            pub type Error = crate::runtime::Error<#body>;
        }),
        Piece::Tokens(quote! {
            /// An answer of the server that is not a success.
            pub type ApiError = crate::runtime::ApiError<#body>;
        }),
    ];
    if item.envelope.is_some() {
        pieces.push(Piece::Tokens(implementation(&body, &item.paths)));
    }
    pieces
}

fn implementation(body: &TokenStream, paths: &EnvelopePaths) -> TokenStream {
    let methods = [
        ("code", &paths.code),
        ("message", &paths.message),
        ("kind", &paths.kind),
        ("param", &paths.param),
        ("request_id", &paths.request_id),
    ];
    let methods = methods.iter().filter_map(|(name, path)| {
        let path = path.as_ref()?;
        let name = ident(name);
        let value = read(path);
        Some(quote! {
            fn #name(&self) -> Option<&str> {
                #value
            }
        })
    });
    quote! {
        impl crate::runtime::ErrorBody for #body {
            #(#methods)*
        }
    }
}

/// The text at the end of a path of fields.
fn read(path: &FieldPath) -> TokenStream {
    let mut value = quote! { self };
    for (field, optional) in path.fields.iter().rev().skip(1).rev() {
        let field = ident(field);
        value = if *optional {
            quote! { #value.#field.as_ref()? }
        } else {
            quote! { #value.#field }
        };
    }
    let Some((last, optional)) = path.fields.last() else { return quote! { None } };
    let last = ident(last);
    match (path.text, optional) {
        (TextKind::String, true) => quote! { #value.#last.as_deref() },
        (TextKind::String, false) => quote! { Some(&#value.#last) },
        (TextKind::AsStr, true) => quote! { Some(#value.#last.as_ref()?.as_str()) },
        (TextKind::AsStr, false) => quote! { Some(#value.#last.as_str()) },
    }
}
