//! Enumerations: the enum and the table of its values.

use quote::quote;

use super::{Piece, docs, ident, text};
use crate::rust::{Enumeration, Literal};

/// An enumeration.
pub(super) fn emit(item: &Enumeration) -> Vec<Piece> {
    let summary = docs(&item.docs);
    let name = ident(&item.name);
    let variants = item.values.iter().map(|value| {
        let (text, name) = (docs(&value.docs), ident(&value.name));
        quote! { #text #name }
    });
    let unknown = ident(&item.unknown);
    let (kept, copy) = if item.integers { (quote! { i64 }, quote! { , Copy }) } else { (quote! { String }, quote! {}) };
    let definition = quote! {
        #summary
        #[derive(Debug, Clone #copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            /// A value that the document does not name, kept as it came.
            #unknown(#kept),
        }
    };
    let rows = item.values.iter().map(|value| match &value.literal {
        Literal::Text(value_text) => format!("{} = {},", value.name, text(value_text)),
        Literal::Integer(number) => format!("{} = {number},", value.name),
    });
    let word = if item.integers { "open_integers" } else { "open_enum" };
    let table =
        Piece::Table { head: format!("{word}!({} {{", item.name), rows: rows.collect(), tail: "});".to_owned() };
    vec![Piece::Tokens(definition), table]
}
