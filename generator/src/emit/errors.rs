//! The error types of the crate: the body of an error response, and the facts that it contains.

use proc_macro2::TokenStream;
use quote::quote;

use super::scope::Scope;
use super::{Piece, derive, docs, ident};
use crate::rust::{ErrorBody, ErrorFact, FieldPath, TextKind, VariantDocs};

/// Emits the error types and their implementations.
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
    pieces.push(definition(scope, item, &of_body));
    pieces.push(accessors(scope, item));
    pieces.push(serialization(item));
    pieces.push(information(item));
    pieces.into_iter().map(Piece::Tokens).collect()
}

/// Returns the name of a fact, both as a method of the runtime's `ErrorInfo` and as a field of its `Pointers`.
fn called(fact: ErrorFact) -> TokenStream {
    match fact {
        ErrorFact::Code => quote! { code },
        ErrorFact::Message => quote! { message },
        ErrorFact::Kind => quote! { kind },
        ErrorFact::Param => quote! { param },
        ErrorFact::RequestId => quote! { request_id },
    }
}

/// Emits the configured paths of facts in the JSON of an error response.
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

fn definition(scope: &Scope<'_>, item: &ErrorBody, summary: &TokenStream) -> TokenStream {
    let variants = item.variants.iter().map(|variant| {
        let (text, name, ty) = (docs(&variant.docs.variant), ident(&variant.name), scope.ty(&variant.ty));
        quote! { #text #name(#ty) }
    });
    let text = item.text.as_ref().map(|text| docs(&text.variant)).map(|text| quote! { #text Text(String), });
    let other = docs(&item.other.variant);
    let derive = derive(item.traits());
    quote! {
        #summary
        #derive
        #[non_exhaustive]
        pub enum ErrorBody {
            #(#variants,)*
            #text
            #other
            Other(serde_json::Value),
        }
    }
}

/// Emits the methods that return the variants. They do not change if the API declares further bodies.
fn accessors(scope: &Scope<'_>, item: &ErrorBody) -> TokenStream {
    let accessor = |text: &VariantDocs, accessor: &str, variant: &str, ty: TokenStream| {
        let (text, accessor, variant) = (docs(&text.accessor), ident(accessor), ident(variant));
        quote! {
            #text
            #[must_use]
            pub fn #accessor(&self) -> Option<&#ty> {
                match self {
                    Self::#variant(body) => Some(body),
                    _ => None,
                }
            }
        }
    };
    let declared = item.variants.iter().map(|one| accessor(&one.docs, &one.accessor, &one.name, scope.ty(&one.ty)));
    let text = item.text.as_ref().map(|text| accessor(text, "text", "Text", quote! { str }));
    let other = if item.variants.is_empty() && item.text.is_none() {
        let text = docs(&item.other.accessor);
        quote! {
            #text
            #[must_use]
            pub fn other(&self) -> Option<&serde_json::Value> {
                let Self::Other(body) = self;
                Some(body)
            }
        }
    } else {
        accessor(&item.other, "other", "Other", quote! { serde_json::Value })
    };
    quote! { impl ErrorBody { #(#declared)* #text #other } }
}

/// Emits the implementation of `Serialize`, which writes the body without the name of its variant.
fn serialization(item: &ErrorBody) -> TokenStream {
    let declared = item.variants.iter().map(|variant| ident(&variant.name));
    let names = declared.chain(item.text.iter().map(|_| ident("Text"))).chain([ident("Other")]);
    quote! {
        impl crate::runtime::serde::Serialize for ErrorBody {
            fn serialize<S: crate::runtime::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    #(Self::#names(body) => crate::runtime::serde::Serialize::serialize(body, serializer),)*
                }
            }
        }
    }
}

/// Emits the implementation of `ErrorInfo`, which reads a body and returns its facts.
fn information(item: &ErrorBody) -> TokenStream {
    let (variants, text) = (&item.variants, item.text.is_some());
    let pointers = pointers(&item.pointers);
    let methods = ErrorFact::ALL.into_iter().filter_map(|fact| {
        let arms = variants.iter().filter_map(|variant| {
            let (name, value) = (ident(&variant.name), read(&quote! { body }, variant.paths.get(&fact)?));
            Some(quote! { Self::#name(body) => #value, })
        });
        let said = (text && fact == ErrorFact::Message)
            .then(|| quote! { Self::Text(body) => crate::runtime::error::text_message(body), });
        let arms: Vec<TokenStream> = arms.chain(said).collect();
        let method = called(fact);
        // The default methods of the trait read the other facts.
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
    let other = quote! { crate::runtime::codec::json::decode(body).ok().map(Self::Other) };
    let read = match item.usual.as_deref().map(ident) {
        Some(usual) => quote! {
            if let Ok(body) = crate::runtime::codec::json::decode(body) {
                return Some(Self::#usual(body));
            }
            #other
        },
        None => other,
    };
    quote! {
        impl crate::runtime::ErrorInfo for ErrorBody {
            #pointers
            fn read(body: &[u8]) -> Option<Self> {
                #read
            }
            #(#methods)*
        }
    }
}

/// Emits the expression that returns the text at a path of fields.
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
