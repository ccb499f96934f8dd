//! The error types of the crate: what the body of an error answer is, and what it says.

use proc_macro2::TokenStream;
use quote::quote;

use super::scope::Scope;
use super::{Piece, docs, ident};
use crate::comment::Comment;
use crate::rust::{EnvelopePaths, ErrorBody, ErrorBodyKind, ErrorFact, ErrorVariant, FieldPath, TextKind};

/// The error types, and what they read from the body.
pub(super) fn emit(scope: &Scope<'_>, item: &ErrorBody) -> Vec<Piece> {
    let (of_error, of_api_error, of_body) = (docs(&item.docs.error), docs(&item.docs.api_error), docs(&item.docs.body));
    let mut pieces = vec![
        quote! {
            #of_error
            pub type Error = crate::runtime::Error<ErrorBody>;
        },
        quote! {
            #of_api_error
            pub type ApiError = crate::runtime::ApiError<ErrorBody>;
        },
    ];
    match &item.kind {
        ErrorBodyKind::Envelope { ty, paths } => {
            let body = scope.ty(ty);
            pieces.push(quote! {
                #of_body
                pub type ErrorBody = #body;
            });
            pieces.push(envelope(&body, paths, &item.pointers));
        }
        ErrorBodyKind::OneOf { variants, text, other } => {
            pieces.push(definition(scope, variants, &of_body, (text.as_ref(), other)));
            pieces.push(one_of(variants, text.is_some(), &item.pointers));
        }
    }
    pieces.into_iter().map(Piece::Tokens).collect()
}

/// The method of the runtime's `ErrorInfo` for a fact, and the field of its `Pointers`.
fn called(fact: ErrorFact) -> TokenStream {
    match fact {
        ErrorFact::Code => quote! { code },
        ErrorFact::Message => quote! { message },
        ErrorFact::Kind => quote! { kind },
        ErrorFact::Param => quote! { param },
        ErrorFact::RequestId => quote! { request_id },
    }
}

/// Where the configuration says that the JSON of an error response has what callers need.
fn pointers(pointers: &[(ErrorFact, String)]) -> Option<TokenStream> {
    let fields = pointers.iter().map(|(field, path)| {
        let field = called(*field);
        quote! { #field: #path, }
    });
    let fields: Vec<TokenStream> = fields.collect();
    let rest = (fields.len() < ErrorFact::ALL.len()).then(|| quote! { ..crate::runtime::error::Pointers::NONE });
    (!fields.is_empty()).then(|| {
        quote! {
            const POINTERS: crate::runtime::error::Pointers = crate::runtime::error::Pointers {
                #(#fields)*
                #rest
            };

        }
    })
}

fn envelope(body: &TokenStream, paths: &EnvelopePaths, configured: &[(ErrorFact, String)]) -> TokenStream {
    let pointers = pointers(configured);
    let methods = paths.iter().map(|(fact, path)| {
        let (name, value) = (called(*fact), read(&quote! { self }, path));
        quote! {
            fn #name(&self) -> Option<&str> {
                #value
            }
        }
    });
    quote! {
        impl crate::runtime::ErrorInfo for #body {
            #pointers
            fn read(body: &[u8]) -> Option<Self> {
                crate::runtime::json::decode(body).ok()
            }
            #(#methods)*
        }
    }
}

fn definition(
    scope: &Scope<'_>,
    variants: &[ErrorVariant],
    summary: &TokenStream,
    (text, other): (Option<&Comment>, &Comment),
) -> TokenStream {
    let variants = variants.iter().map(|variant| {
        let (text, name, ty) = (docs(&variant.docs), ident(&variant.name), scope.ty(&variant.ty));
        quote! { #text #name(#ty) }
    });
    let text = text.map(docs).map(|text| quote! { #text Text(String), });
    let other = docs(other);
    quote! {
        #summary
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub enum ErrorBody {
            #(#variants,)*
            #text
            #other
            Other(serde_json::Value),
        }
    }
}

fn one_of(variants: &[ErrorVariant], text: bool, configured: &[(ErrorFact, String)]) -> TokenStream {
    let pointers = pointers(configured);
    let methods = ErrorFact::ALL.into_iter().filter_map(|fact| {
        let arms = variants.iter().filter_map(|variant| {
            let (name, value) = (ident(&variant.name), read(&quote! { body }, variant.paths.get(&fact)?));
            Some(quote! { Self::#name(body) => #value, })
        });
        let said = (text && fact == ErrorFact::Message)
            .then(|| quote! { Self::Text(body) => crate::runtime::error::text_message(body), });
        let arms: Vec<TokenStream> = arms.chain(said).collect();
        let method = called(fact);
        // Whatever else a response says is found by the runtime.
        (!arms.is_empty()).then(|| {
            quote! {
                fn #method(&self) -> Option<&str> {
                    match self {
                        #(#arms)*
                        _ => None,
                    }
                }
            }
        })
    });
    quote! {
        impl crate::runtime::ErrorInfo for ErrorBody {
            #pointers
            fn read(body: &[u8]) -> Option<Self> {
                crate::runtime::json::decode(body).ok().map(Self::Other)
            }
            #(#methods)*
        }
    }
}

/// The text at the end of a path of fields.
fn read(from: &TokenStream, path: &FieldPath) -> TokenStream {
    let mut value = from.clone();
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
