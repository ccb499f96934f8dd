//! The arguments and setters of models and operations.

use proc_macro2::TokenStream;
use quote::quote;

use super::scope::Scope;
use super::{deprecated, ident};
use crate::rust::{Holder, Passing, Path, Setter, SetterValue, Std, Ty, symbol};

/// Emits a parameter: `name: impl Into<T>`.
pub(super) fn argument(scope: &Scope<'_>, name: &str, ty: &Ty, passing: Passing) -> TokenStream {
    let name = ident(name);
    let passed = passed(scope, ty, passing);
    quote! { #name: #passed }
}

fn passed(scope: &Scope<'_>, value: &Ty, passing: Passing) -> TokenStream {
    let whole = scope.ty(value);
    match passing {
        Passing::Plain => whole,
        Passing::Into => quote! { impl Into<#whole> },
        Passing::Checked => {
            let argument = scope.runtime(symbol::ARGUMENT);
            quote! { impl #argument<#whole> }
        }
        Passing::Each => {
            let Some(element) = element(value).map(|element| scope.ty(element)) else {
                return quote! { impl Into<#whole> };
            };
            quote! { impl IntoIterator<Item = impl Into<#element>> }
        }
    }
}

/// Returns the type of the elements of a list.
fn element(value: &Ty) -> Option<&Ty> {
    match value {
        Ty::Generic(Path::Std(Std::Vec), arguments) => arguments.first(),
        Ty::Generic(outer, arguments) if *outer == Holder::Nested.path() => arguments.first().and_then(element),
        _ => None,
    }
}

/// Emits the expression that converts an argument to its value.
pub(super) fn converted(scope: &Scope<'_>, name: &str, value: &Ty, passing: Passing) -> TokenStream {
    let name = ident(name);
    match passing {
        Passing::Plain => quote! { #name },
        Passing::Checked => {
            let checked = scope.runtime(symbol::CHECKED);
            quote! { #checked::new(#name) }
        }
        Passing::Each if element(value).is_some() => quote! { #name.into_iter().map(Into::into).collect() },
        Passing::Into | Passing::Each => quote! { #name.into() },
    }
}

/// Emits a method that sets a field and returns the value. The attribute is `#[must_use]` unless the type has it.
pub(super) fn setter(scope: &Scope<'_>, field: &str, setter: &Setter, attribute: &TokenStream) -> TokenStream {
    let text = scope.docs(&setter.docs);
    let old = deprecated(setter.deprecated.as_ref());
    let name = ident(&setter.name);
    let (parameter, value) = match setter.value {
        SetterValue::Null => (TokenStream::new(), quote! { Some(None) }),
        kind => {
            let value = converted(scope, field, &setter.ty, setter.passing);
            let value = match kind {
                SetterValue::SomeSome => quote! { Some(Some(#value)) },
                SetterValue::Value => value,
                SetterValue::Some | SetterValue::Null => quote! { Some(#value) },
            };
            let parameter = argument(scope, field, &setter.ty, setter.passing);
            (quote! { , #parameter }, value)
        }
    };
    let field = ident(field);
    quote! {
        #text
        #old
        #attribute
        pub fn #name(mut self #parameter) -> Self {
            self.#field = #value;
            self
        }
    }
}
