//! Request bodies: the enum of their encodings, and the step that writes one.

use proc_macro2::TokenStream;
use quote::quote;

use super::scope::Scope;
use super::styles::encodings;
use super::{Piece, docs, ident};
use crate::model::OperationId;
use crate::rust::{BodyChoice, BodyStep, BodyWriting, ItemId, Writing, WritingCall};

/// Emits the type of a body with several encodings.
pub(super) fn choice(scope: &Scope<'_>, item: &BodyChoice) -> Vec<Piece> {
    let (summary, name) = (scope.docs(&item.docs), ident(&item.name));
    let variants = item.variants.iter().map(|variant| {
        let (text, name, ty) = (docs(&variant.docs), ident(&variant.name), scope.ty(&variant.ty));
        quote! { #text #name(#ty) }
    });
    let definition = quote! {
        #summary
        #[derive(Debug, Clone)]
        #[non_exhaustive]
        pub enum #name { #(#variants,)* }
    };
    let conversions = item.variants.iter().filter(|variant| variant.from).map(|variant| {
        let (variant, ty) = (ident(&variant.name), scope.ty(&variant.ty));
        Piece::Tokens(quote! {
            impl From<#ty> for #name {
                fn from(body: #ty) -> Self {
                    Self::#variant(body)
                }
            }
        })
    });
    std::iter::once(Piece::Tokens(definition)).chain(conversions).collect()
}

/// Emits the step that writes the body of an operation.
pub(super) fn step(scope: &Scope<'_>, operation: OperationId, body: &BodyStep) -> TokenStream {
    let field = ident(&body.field);
    let value = if body.optional {
        quote! { body }
    } else {
        quote! { &self.#field }
    };
    let written = match &body.writing {
        BodyWriting::One(writing) if body.optional || !is_copied(writing) => self::writing(scope, writing, &value),
        BodyWriting::One(writing) => self::writing(scope, writing, &quote! { self.#field }),
        BodyWriting::Choice(variants) => {
            let name = scope.item(ItemId::BodyChoice(operation));
            let arms = variants.iter().map(|(variant, writing)| {
                let (variant, written) = (ident(variant), self::writing(scope, writing, &quote! { body }));
                quote! { #name::#variant(body) => { #written } }
            });
            quote! { match #value { #(#arms)* } }
        }
    };
    if body.optional {
        quote! { if let Some(body) = &self.#field { #written } }
    } else {
        written
    }
}

/// Returns true if the value is cloned into the request.
fn is_copied(writing: &Writing) -> bool {
    writing.call == WritingCall::Body
}

fn writing(scope: &Scope<'_>, writing: &Writing, value: &TokenStream) -> TokenStream {
    let media_type = &writing.media_type;
    let encodings = encodings(scope, &writing.encodings);
    match writing.call {
        WritingCall::Json if media_type == "application/json" => quote! { request.json(#value)?; },
        WritingCall::Json => quote! { request.json_as(#media_type, #value)?; },
        WritingCall::Lines => quote! { request.lines(#media_type, #value)?; },
        WritingCall::Form => quote! { request.form(#media_type, #value, #encodings)?; },
        WritingCall::Multipart => quote! { request.multipart(#media_type, #value, #encodings)?; },
        WritingCall::Parts => quote! { request.parts(#media_type, #value)?; },
        WritingCall::Upload => quote! { request.upload(#media_type, #value)?; },
        WritingCall::Body => quote! { request.body(#media_type, #value.clone()); },
    }
}
