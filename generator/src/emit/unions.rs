//! Unions: the enum, and the table by which a decoder selects a variant.

use proc_macro2::TokenStream;
use quote::quote;

use super::scope::Scope;
use super::{Piece, deprecated, derive, docs, ident, text};
use crate::rust::{Alternative, Constant, Holder, JsonType, Union, symbol};

/// Emits a union.
pub(super) fn emit(scope: &Scope<'_>, item: &Union) -> Vec<Piece> {
    let holder = |holder: Holder| scope.path(holder.path());
    let summary = scope.docs(&item.docs);
    let name = ident(&item.name);
    let variants = item.variants.iter().map(|variant| {
        let (text, name, ty) = (docs(&variant.docs), ident(&variant.name), scope.ty(&variant.ty));
        let ty = match variant.holder.map(holder) {
            Some(holder) => quote! { #holder<#ty> },
            None => ty,
        };
        let old = deprecated(variant.deprecated.as_ref());
        quote! { #text #old #name(#ty) }
    });
    let (of_unknown, unknown) = (docs(&item.unknown.docs), ident(&item.unknown.name));
    let old = deprecated(item.deprecated.as_ref());
    let derive = derive(item.traits());
    let definition = quote! {
        #summary
        #old
        #derive
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            #of_unknown
            #unknown(serde_json::Value),
        }
    };
    let mut pieces = vec![Piece::Tokens(definition)];
    for variant in item.variants.iter().filter(|variant| variant.from) {
        let (variant_name, ty) = (ident(&variant.name), scope.ty(&variant.ty));
        let value = if let Some(holder) = variant.holder.map(holder) {
            quote! { #holder::new(value) }
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
    pieces.extend(accessors(scope, item));
    pieces.push(table(scope, item));
    pieces.extend(super::foreign_traits::emit(scope, &item.name, &item.derives));
    pieces
}

/// Emits the methods that return the value of one variant.
fn accessors(scope: &Scope<'_>, item: &Union) -> Option<Piece> {
    let methods: Vec<TokenStream> = item
        .variants
        .iter()
        .zip(&item.accessors)
        .map(|(variant, accessor)| {
            let (name, ty) = (ident(&variant.name), scope.ty(&variant.ty));
            let (borrow, take) = (ident(&format!("as_{}", accessor.name)), ident(&format!("into_{}", accessor.name)));
            let (of_borrow, of_take) = (scope.docs(&accessor.borrow_docs), scope.docs(&accessor.take_docs));
            let value = match variant.holder {
                None => quote! { value },
                Some(Holder::Box) => quote! { *value },
                Some(Holder::Nested) => quote! { value.into_inner() },
            };
            quote! {
                #of_borrow
                #[must_use]
                pub fn #borrow(&self) -> Option<&#ty> {
                    if let Self::#name(value) = self { Some(value) } else { None }
                }
                #of_take
                pub fn #take(self) -> Result<#ty, Self> {
                    match self {
                        Self::#name(value) => Ok(#value),
                        other => Err(other),
                    }
                }
            }
        })
        .collect();
    let name = ident(&item.name);
    (!methods.is_empty()).then(|| Piece::Tokens(quote! { impl #name { #(#methods)* } }))
}

fn table(scope: &Scope<'_>, item: &Union) -> Piece {
    let by = item.tagging.tag.as_ref().map(|tag| format!("by {} ", text(tag))).unwrap_or_default();
    let rows = item.tagging.alternatives.iter().map(row).collect();
    let head = format!("{}!({} {by}{{", scope.macro_text(symbol::UNION), item.name);
    Piece::Table { head, rows, tail: "});".to_owned() }
}

fn row(alternative: &Alternative) -> String {
    let constants = |values: &[Constant]| values.iter().map(constant).collect::<Vec<_>>();
    let types: Vec<&str> = alternative.types.iter().copied().map(json_type).collect();
    let mut parts = vec![format!("{}: {}", alternative.variant, types.join(" | "))];
    let mut tags = constants(&alternative.tags);
    tags.extend(alternative.otherwise.then(|| "_".to_owned()));
    if !tags.is_empty() {
        parts.push(format!("= {}", tags.join(" | ")));
    }
    for (index, (name, values)) in alternative.constants.iter().enumerate() {
        let word = if index == 0 { "where" } else { "&" };
        parts.push(format!("{word} {} = {}", text(name), constants(values).join(" | ")));
    }
    parts.join(" ") + ","
}

fn constant(constant: &Constant) -> String {
    match constant {
        Constant::Text(value) => text(value),
        Constant::Integer(value) => format!("(Integer({value}))"),
        Constant::Number(value) => format!("(Number({value:?}))"),
        Constant::Boolean(value) => format!("(Boolean({value}))"),
        Constant::Null => "(Null)".to_owned(),
    }
}

/// Returns the keyword of the macro for a JSON type.
const fn json_type(ty: JsonType) -> &'static str {
    match ty {
        JsonType::Null => "null",
        JsonType::Boolean => "boolean",
        JsonType::Integer => "integer",
        JsonType::Number => "number",
        JsonType::String => "string",
        JsonType::Array => "array",
        JsonType::Object => "object",
    }
}
