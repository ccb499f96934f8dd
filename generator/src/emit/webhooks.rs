//! The functions that decode and verify webhooks.

use proc_macro2::TokenStream;
use quote::quote;

use super::scope::Scope;
use super::{Piece, docs, ident};
use crate::rust::{Payloads, Signature, WebhookArm, Webhooks, symbol};

/// Emits the functions and the re-exports of the runtime.
pub(super) fn emit(scope: &Scope<'_>, item: &Webhooks) -> Vec<Piece> {
    let mut pieces = Vec::new();
    if item.payloads.is_some() || item.signature.is_some() {
        let [error] = scope.exported([symbol::webhook::webhook_payload::PAYLOAD_ERROR]);
        pieces.push(Piece::Tokens(quote! { pub use crate::runtime::webhook::webhook_payload::#error; }));
    }
    if item.signature.is_some() {
        use symbol::webhook::verifier::{SIGNATURE_ERROR, SIGNATURE_FORMAT, WEBHOOK_ERROR, WEBHOOK_VERIFIER};
        let names = scope.exported([SIGNATURE_ERROR, SIGNATURE_FORMAT, WEBHOOK_ERROR, WEBHOOK_VERIFIER]);
        pieces.push(Piece::Tokens(quote! {
            #[cfg(feature = "webhook-signatures")]
            pub use crate::runtime::webhook::verifier::{#(#names),*};
        }));
    }
    if let Some(payloads) = &item.payloads {
        pieces.extend(reading(scope, payloads).into_iter().map(Piece::Tokens));
    }
    let verifier = |signature| Piece::Tokens(verifier(scope, signature, &docs(&item.signature_docs)));
    pieces.extend(item.signature.as_ref().map(verifier));
    pieces
}

fn reading(scope: &Scope<'_>, item: &Payloads) -> [TokenStream; 2] {
    let payload = scope.ty(&item.ty);
    let (all, text, of_read) = (&item.names, docs(&item.names_docs), docs(&item.read_docs));
    let names = quote! {
        #text
        pub const NAMES: &[&str] = &[#(#all),*];
    };
    let arms = item.arms.iter().map(|arm| self::arm(scope, &payload, arm));
    let body = if item.arms.is_empty() {
        quote! {
            let _ = name;
            crate::runtime::webhook::webhook_payload::read(body)
        }
    } else {
        quote! {
            match name {
                #(#arms)*
                _ => crate::runtime::webhook::webhook_payload::read(body),
            }
        }
    };
    let read = quote! {
        #of_read
        pub fn read(name: &str, body: &[u8]) -> Result<#payload, PayloadError> {
            #body
        }
    };
    [names, read]
}

fn arm(scope: &Scope<'_>, payload: &TokenStream, arm: &WebhookArm) -> TokenStream {
    let (names, variant) = (&arm.names, ident(&arm.variant));
    let make = if let Some(holder) = arm.holder.map(|holder| scope.path(holder.path())) {
        quote! { .map(|body| #payload::#variant(#holder::new(body))) }
    } else {
        quote! { .map(#payload::#variant) }
    };
    quote! { #(#names)|* => crate::runtime::webhook::webhook_payload::read(body)#make, }
}

fn verifier(scope: &Scope<'_>, signature: &Signature, text: &TokenStream) -> TokenStream {
    let secret = scope.own("S");
    let format = match signature {
        Signature::Timestamped { header } => quote! { Timestamped { header: #header } },
        Signature::Standard => quote! { Standard },
        Signature::Plain { header, prefix } => quote! { Plain { header: #header, prefix: #prefix } },
    };
    quote! {
        #text
        #[cfg(feature = "webhook-signatures")]
        #[must_use]
        pub fn verifier<#secret: Into<crate::Secret>>(secrets: impl IntoIterator<Item = #secret>) -> WebhookVerifier {
            WebhookVerifier::new(crate::runtime::webhook::verifier::SignatureFormat::#format, secrets)
        }
    }
}
