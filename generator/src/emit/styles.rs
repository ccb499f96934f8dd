//! Styles and encodings, as expressions of the runtime.

use proc_macro2::TokenStream;
use quote::quote;

use super::scope::Scope;
use crate::rust::{Delimiter, Encoding, Items, Nesting, Reserved, Style, ValueStyle, Written, symbol};

/// Returns a style: `Style::FORM.joined()`.
pub(super) fn style(scope: &Scope<'_>, value: ValueStyle) -> TokenStream {
    let style = scope.runtime(symbol::STYLE);
    let constant = match value.style {
        Style::Simple => quote! { SIMPLE },
        Style::Label => quote! { LABEL },
        Style::Matrix => quote! { MATRIX },
        Style::Form => quote! { FORM },
        Style::SpaceDelimited => quote! { SPACE_DELIMITED },
        Style::PipeDelimited => quote! { PIPE_DELIMITED },
        Style::DeepObject => quote! { DEEP_OBJECT },
        Style::Cookie => quote! { COOKIE },
    };
    let items = value.items.map(|items| match items {
        Items::Exploded => quote! { .exploded() },
        Items::Joined => quote! { .joined() },
    });
    let delimiter = value.delimiter.map(|delimiter| match delimiter {
        Delimiter::Space => quote! { .separated_by_spaces() },
        Delimiter::Tab => quote! { .separated_by_tabs() },
        Delimiter::Pipe => quote! { .separated_by_pipes() },
    });
    let reserved = match value.reserved {
        Reserved::Escaped => None,
        Reserved::Allowed => Some(quote! { .allow_reserved() }),
        Reserved::AllowedWithSlash => Some(quote! { .allow_slashes() }),
    };
    let nesting = value.nesting.map(|nesting| match nesting {
        Nesting::Dots => quote! { .nested_in_dots() },
        Nesting::Indices => quote! { .nested_in_indices() },
        Nesting::Brackets => quote! { .nested_in_brackets() },
        Nesting::Json => quote! { .nested_as_json() },
    });
    let empty = value.allows_empty.then(|| quote! { .allow_empty() });
    quote! { #style::#constant #items #delimiter #reserved #nesting #empty }
}

/// Returns a list of encodings: `&[Encoding::json("a")]`.
pub(super) fn encodings(scope: &Scope<'_>, encodings: &[Encoding]) -> TokenStream {
    let encodings = encodings.iter().map(|encoding| self::encoding(scope, encoding));
    quote! { &[#(#encodings),*] }
}

fn encoding(scope: &Scope<'_>, encoding: &Encoding) -> TokenStream {
    let name = scope.runtime(symbol::ENCODING);
    match encoding {
        Encoding::Style(property, style) => {
            let style = self::style(scope, *style);
            quote! { #name::style(#property, #style) }
        }
        Encoding::Json(property) => quote! { #name::json(#property) },
        Encoding::JsonItems(property) => quote! { #name::json_items(#property) },
        Encoding::MediaType(property, media_type) => quote! { #name::media_type(#property, #media_type) },
        Encoding::Others(style) => {
            let style = self::style(scope, *style);
            quote! { #name::others(#style) }
        }
    }
}

/// Returns the style of a value and the expression of the value.
pub(super) fn styled(scope: &Scope<'_>, written: Written, value: &TokenStream) -> (TokenStream, TokenStream) {
    match written {
        Written::Style(value_style) => (style(scope, value_style), value.clone()),
        Written::Json => {
            let json = scope.runtime(symbol::JSON);
            (plain(scope, Style::Simple), quote! { #json(&#value) })
        }
    }
}

/// Returns a style with its defaults.
pub(super) fn plain(scope: &Scope<'_>, name: Style) -> TokenStream {
    style(scope, ValueStyle::new(name))
}
