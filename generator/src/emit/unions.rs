//! Unions: the enum and the rule by which a reader picks a variant.

use quote::quote;

use super::{Piece, docs, ident, text, ty};
use crate::rust::{Picker, Union};

/// A union.
pub(super) fn emit(item: &Union) -> Vec<Piece> {
    let summary = docs(&item.docs);
    let name = ident(&item.name);
    let variants = item.variants.iter().map(|variant| {
        let (text, name, ty) = (docs(&variant.docs), ident(&variant.name), ty(&variant.ty));
        let ty = if variant.boxed {
            quote! { Box<#ty> }
        } else {
            ty
        };
        quote! { #text #name(#ty) }
    });
    let unknown = ident(&item.unknown);
    let definition = quote! {
        #summary
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            /// What fits none of them, or is of several at once, kept as it came.
            #unknown(serde_json::Value),
        }
    };
    let mut pieces = vec![Piece::Tokens(definition)];
    for variant in item.variants.iter().filter(|variant| variant.from) {
        let (variant_name, ty) = (ident(&variant.name), ty(&variant.ty));
        let value = if variant.boxed {
            quote! { Box::new(value) }
        } else {
            quote! { value }
        };
        pieces.push(Piece::Tokens(quote! {
            impl From<#ty> for #name {
                fn from(value: #ty) -> Self {
                    Self::#variant_name(#value)
                }
            }
        }));
    }
    pieces.push(table(item));
    pieces
}

fn table(item: &Union) -> Piece {
    let (rule, rows): (String, Vec<String>) = match &item.picker {
        Picker::Property(property, values) => (
            format!("property {}", text(property)),
            values.iter().map(|(value, variant)| format!("{} => {variant},", text(value))).collect(),
        ),
        Picker::JsonType(types) => {
            ("json_type".to_owned(), types.iter().map(|(ty, variant)| format!("{ty} => {variant},")).collect())
        }
        Picker::Keys(keys) => (
            "keys".to_owned(),
            keys.iter()
                .map(|(variant, keys)| {
                    format!("[{}] => {variant},", keys.iter().map(|key| text(key)).collect::<Vec<_>>().join(", "))
                })
                .collect(),
        ),
        Picker::Ordered(order) => ("first".to_owned(), order.iter().map(|variant| format!("{variant},")).collect()),
    };
    let all: Vec<&str> = item.variants.iter().map(|variant| variant.name.as_str()).collect();
    Piece::Table { head: format!("union!({} [{}] {rule} {{", item.name, all.join(", ")), rows, tail: "});".to_owned() }
}
