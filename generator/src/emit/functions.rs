//! Arguments and setters, which models and operations share.

use proc_macro2::TokenStream;
use quote::quote;

use super::{deprecated, docs, ident, ty};
use crate::comment::Comment;
use crate::rust::{Argument, Holder, Passing, Setter, SetterValue, Ty};

/// `name: impl Into<T>`.
pub(super) fn argument(argument: &Argument) -> TokenStream {
    let name = ident(&argument.name);
    let passed = passed(&argument.ty, argument.passing);
    quote! { #name: #passed }
}

fn passed(value: &Ty, passing: Passing) -> TokenStream {
    let whole = ty(value);
    match passing {
        Passing::Plain => whole,
        Passing::Into => quote! { impl Into<#whole> },
        Passing::Checked => quote! { impl Argument<#whole> },
        Passing::Each => {
            let Some(element) = element(value).map(ty) else { return quote! { impl Into<#whole> } };
            quote! { impl IntoIterator<Item = impl Into<#element>> }
        }
    }
}

/// The type of the elements of a list.
fn element(value: &Ty) -> Option<&Ty> {
    match value {
        Ty::Generic(outer, arguments) if outer == "Vec" => arguments.first(),
        Ty::Generic(outer, arguments) if outer == Holder::Nested.path() => arguments.first().and_then(element),
        _ => None,
    }
}

/// The value that an argument becomes.
pub(super) fn converted(name: &str, value: &Ty, passing: Passing) -> TokenStream {
    let name = ident(name);
    match passing {
        Passing::Plain => quote! { #name },
        Passing::Checked => quote! { Checked::new(#name) },
        Passing::Each if element(value).is_some() => quote! { #name.into_iter().map(Into::into).collect() },
        Passing::Into | Passing::Each => quote! { #name.into() },
    }
}

/// A method that sets a field and gives the value back; the attribute is `#[must_use]` unless the type has it.
pub(super) fn setter(setter: &Setter, attribute: &TokenStream) -> TokenStream {
    let text = docs(&setter.docs);
    let old = deprecated(setter.deprecated.as_ref());
    let name = ident(&setter.name);
    let field = ident(&setter.field);
    let (parameter, value) = match setter.value {
        SetterValue::Null => (TokenStream::new(), quote! { Some(None) }),
        kind => {
            let argument = Argument {
                name: setter.field.clone(),
                ty: setter.ty.clone(),
                passing: setter.passing,
                docs: Comment::new(),
            };
            let value = converted(&setter.field, &setter.ty, setter.passing);
            let value = match kind {
                SetterValue::SomeSome => quote! { Some(Some(#value)) },
                SetterValue::Value => value,
                SetterValue::Some | SetterValue::Null => quote! { Some(#value) },
            };
            let parameter = self::argument(&argument);
            (quote! { , #parameter }, value)
        }
    };
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
