//! Structs: the type, its constructor and setters, and the table that reads and writes it.

use proc_macro2::TokenStream;
use quote::quote;

use super::functions::{argument, converted, setter};
use super::{Piece, doc_lines, docs, ident, text, ty, ty_text};
use crate::comment::Comment;
use crate::rust::{Constructor, Fill, Presence, Rest, Struct, Wrapper};

/// A struct.
pub(super) fn emit(item: &Struct) -> Vec<Piece> {
    let mut pieces = vec![definition(item)];
    if let Some(constructor) = &item.constructor {
        pieces.extend(bundle(item, constructor));
        pieces.extend(redacted_bundle(item, constructor));
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
    if item.hides() {
        let rest = item.rest.iter().map(|rest| (rest.name.as_str(), rest.hidden));
        let fields = item.fields.iter().map(|field| (field.name.as_str(), field.hidden));
        pieces.push(redacted(&item.name, fields.chain(rest)));
    }
    pieces
}

/// The table by which `Debug` shows a type without its hidden fields.
pub(super) fn redacted<'a>(name: &str, fields: impl Iterator<Item = (&'a str, bool)>) -> Piece {
    let row = |(name, hidden): (&str, bool)| {
        let word = if hidden { "hidden" } else { "shown" };
        format!("{word} {name}: {},", text(name.trim_start_matches("r#")))
    };
    Piece::Table { head: format!("redacted_debug!({name} {{"), rows: fields.map(row).collect(), tail: "});".to_owned() }
}

/// What a type derives, which has `Debug` only where that shows all of it.
const fn derives(hides: bool, default: bool) -> &'static str {
    match (hides, default) {
        (false, false) => "Debug, Clone, PartialEq",
        (false, true) => "Debug, Clone, PartialEq, Default",
        (true, false) => "Clone, PartialEq",
        (true, true) => "Clone, PartialEq, Default",
    }
}

fn definition(item: &Struct) -> Piece {
    let derives = derives(item.hides(), item.default);
    let mut members = Vec::new();
    for field in &item.fields {
        member(&field.docs, &field.name, &ty_text(&field.ty), &mut members);
    }
    if let Some(Rest { name, ty, .. }) = &item.rest {
        let text = Comment::from("Every other key that came with the object; they are sent as well.");
        member(&text, name, &format!("BTreeMap<String, {}>", ty_text(ty)), &mut members);
    }
    super::definition(&item.docs, derives, &format!("#[non_exhaustive]\npub struct {}", item.name), members)
}

/// A field as lines of source.
fn member(docs: &Comment, name: &str, ty: &str, lines: &mut Vec<String>) {
    lines.extend(doc_lines(docs));
    lines.push(format!("pub {name}: {ty},"));
}

/// The struct that holds the arguments of a constructor under their names.
fn bundle(item: &Struct, constructor: &Constructor) -> Option<Piece> {
    let bundle = constructor.bundle.as_ref()?;
    let mut members = Vec::new();
    for argument in &constructor.arguments {
        if argument.docs.is_empty() {
            let names = [Comment::name(&item.name), Comment::name(argument.name.trim_start_matches("r#"))];
            let line = Comment::fill("See [`{}::{}`].", names);
            member(&line, &argument.name, &ty_text(&argument.ty), &mut members);
        } else {
            member(&argument.docs, &argument.name, &ty_text(&argument.ty), &mut members);
        }
    }
    let docs = Comment::fill("What [`{}::new`] asks for.", [Comment::name(&item.name)]);
    let derives = derives(hides_arguments(item, constructor), false);
    Some(super::definition(&docs, derives, &format!("pub struct {bundle}"), members))
}

fn is_hidden(item: &Struct, argument: &str) -> bool {
    item.fields.iter().any(|field| field.hidden && field.name == argument)
}

fn hides_arguments(item: &Struct, constructor: &Constructor) -> bool {
    constructor.arguments.iter().any(|argument| is_hidden(item, &argument.name))
}

/// The table by which `Debug` shows the arguments of a constructor, where it hides some of them.
fn redacted_bundle(item: &Struct, constructor: &Constructor) -> Option<Piece> {
    let bundle = constructor.bundle.as_ref().filter(|_| hides_arguments(item, constructor))?;
    let fields = constructor.arguments.iter().map(|argument| (argument.name.as_str(), is_hidden(item, &argument.name)));
    Some(redacted(bundle, fields))
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
            Fill::Number(value) => {
                let value = proc_macro2::Literal::f64_unsuffixed(*value);
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
            Presence::Tristate | Presence::Any => "tristate",
            Presence::ReadOnly => "read_only",
            Presence::ReadOnlyAny => "read_only_tristate",
        };
        format!("{presence} {}: {},", field.name, text(&field.key))
    });
    let rest = item.rest.iter().map(|rest| format!(".. {}", rest.name));
    let sent = item.sent_as.as_ref().map(|schema| format!(" sent {}", text(schema))).unwrap_or_default();
    Piece::Table {
        head: format!("record!({}{sent} {{", item.name),
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
