//! Structs: the type, its constructor and setters, and the table that reads and writes it.

use proc_macro2::TokenStream;
use quote::quote;

use super::functions::{argument, converted, setter};
use super::{Piece, docs, ident, text, ty};
use crate::rust::{Constructor, Fill, Presence, Struct, Wrapper};

/// A struct.
pub(super) fn emit(item: &Struct) -> Vec<Piece> {
    let mut pieces = vec![Piece::Tokens(definition(item))];
    if let Some(constructor) = &item.constructor {
        pieces.extend(bundle(item, constructor).map(Piece::Tokens));
    }
    let methods = methods(item);
    if !methods.is_empty() {
        pieces.push(Piece::Tokens(methods));
    }
    if item.constructor.as_ref().is_some_and(|constructor| constructor.arguments.is_empty()) {
        let name = ident(&item.name);
        pieces.push(Piece::Tokens(quote! { impl Default for #name { fn default() -> Self { Self::new() } } }));
    }
    pieces.push(table(item));
    pieces
}

fn definition(item: &Struct) -> TokenStream {
    let text = docs(&item.docs);
    let name = ident(&item.name);
    let default = item.default.then(|| quote! { , Default });
    let fields = item.fields.iter().map(|field| {
        let (text, name, ty) = (docs(&field.docs), ident(&field.name), ty(&field.ty));
        quote! { #text pub #name: #ty }
    });
    let rest = item.rest.iter().map(|(name, value)| {
        let (name, value) = (ident(name), ty(value));
        quote! {
            /// Every other key that came with the object; they are sent as well.
            pub #name: BTreeMap<String, #value>
        }
    });
    let members = fields.chain(rest);
    quote! {
        #text
        #[derive(Debug, Clone, PartialEq #default)]
        #[non_exhaustive]
        pub struct #name { #(#members),* }
    }
}

/// The struct that holds the arguments of a constructor under their names.
fn bundle(item: &Struct, constructor: &Constructor) -> Option<TokenStream> {
    let bundle = ident(constructor.bundle.as_ref()?);
    let summary = docs(&format!("What [`{}::new`] asks for.", item.name));
    let fields = constructor.arguments.iter().map(|argument| {
        let line = if argument.docs.is_empty() {
            format!("See [`{}::{}`].", item.name, argument.name.trim_start_matches("r#"))
        } else {
            argument.docs.clone()
        };
        let (text, name, ty) = (docs(&line), ident(&argument.name), ty(&argument.ty));
        quote! { #text pub #name: #ty }
    });
    Some(quote! {
        #summary
        #[derive(Debug, Clone, PartialEq)]
        pub struct #bundle { #(#fields),* }
    })
}

fn methods(item: &Struct) -> TokenStream {
    let new = item.constructor.as_ref().map(new);
    let setters = item.setters.iter().map(|one| setter(one, &quote! { #[must_use] }));
    if new.is_none() && item.setters.is_empty() {
        return TokenStream::new();
    }
    let name = ident(&item.name);
    quote! { impl #name { #new #(#setters)* } }
}

fn new(constructor: &Constructor) -> TokenStream {
    let text = docs(&constructor.docs);
    let arguments = if let Some(bundle) = &constructor.bundle {
        let bundle = ident(bundle);
        quote! { required: #bundle }
    } else {
        let arguments = constructor.arguments.iter().map(argument);
        quote! { #(#arguments),* }
    };
    let fills = constructor.fills.iter().map(|(field, fill)| {
        let name = ident(field);
        let ty = constructor.arguments.iter().find(|argument| argument.name == *field).map(|argument| &argument.ty);
        let value = match fill {
            Fill::Argument(_) if constructor.bundle.is_some() => quote! { required.#name },
            Fill::Argument(passing) => ty.map(|ty| converted(field, ty, *passing)).unwrap_or_default(),
            Fill::Nothing => quote! { None },
            Fill::Empty => quote! { BTreeMap::new() },
            Fill::Variant(ty, variant) => {
                let (ty, variant) = (ident(ty), ident(variant));
                quote! { #ty::#variant }
            }
            Fill::Text(text) => quote! { #text.to_owned() },
            Fill::Boolean(value) => quote! { #value },
            Fill::Integer(value) => {
                let value = proc_macro2::Literal::i64_unsuffixed(*value);
                quote! { #value }
            }
        };
        if name == value.to_string() {
            quote! { #name }
        } else {
            quote! { #name: #value }
        }
    });
    quote! {
        #text
        #[must_use]
        pub fn new(#arguments) -> Self {
            Self { #(#fills),* }
        }
    }
}

fn table(item: &Struct) -> Piece {
    let fields = item.fields.iter().map(|field| {
        let presence = match field.presence {
            Presence::Required => "required",
            Presence::Nullable => "nullable",
            Presence::Optional => "optional",
            Presence::Tristate => "tristate",
        };
        format!("{presence} {}: {},", field.name, text(&field.key))
    });
    let rest = item.rest.iter().map(|(name, _)| format!(".. {name}"));
    Piece::Table {
        head: format!("record!({} {{", item.name),
        rows: fields.chain(rest).collect(),
        tail: "});".to_owned(),
    }
}

/// A type around another one.
pub(super) fn wrapper(item: &Wrapper) -> Vec<Piece> {
    let (text, name, inner) = (docs(&item.docs), ident(&item.name), ty(&item.ty));
    let definition = quote! {
        #text
        #[derive(Debug, Clone, PartialEq)]
        pub struct #name(pub #inner);
    };
    let table = Piece::Table { head: format!("wrapper!({});", item.name), rows: Vec::new(), tail: String::new() };
    vec![Piece::Tokens(definition), table]
}
