//! Structs: the type, its constructor and setters, and the table that reads and writes it.

use proc_macro2::TokenStream;
use quote::quote;

use super::functions::{argument, converted, setter};
use super::scope::Scope;
use super::{Piece, doc_lines, docs, ident, text};
use crate::comment::Comment;
use crate::rust::{Constructor, Fill, Presence, Std, Struct, Wrapper, symbol};

/// A struct.
pub(super) fn emit(scope: &Scope<'_>, item: &Struct) -> Vec<Piece> {
    let mut pieces = vec![definition(scope, item)];
    if let Some(constructor) = &item.constructor {
        pieces.extend(bundle(scope, item, constructor));
        pieces.extend(redacted_bundle(scope, item, constructor));
    }
    let methods = methods(scope, item);
    if !methods.is_empty() {
        pieces.push(Piece::Tokens(methods));
    }
    if item.constructor.as_ref().is_some_and(|constructor| constructor.arguments.is_empty()) {
        let name = ident(&item.name);
        pieces.push(Piece::Tokens(quote! { impl Default for #name { fn default() -> Self { Self::new() } } }));
    }
    pieces.push(table(scope, item));
    if item.hides() {
        let rest = item.rest.iter().map(|(name, _)| (name.as_str(), false));
        let fields = item.fields.iter().map(|field| (field.name.as_str(), field.hidden));
        pieces.push(redacted(scope, &item.name, fields.chain(rest)));
    }
    pieces
}

/// The table by which `Debug` shows a type without its hidden fields.
fn redacted<'a>(scope: &Scope<'_>, name: &str, fields: impl Iterator<Item = (&'a str, bool)>) -> Piece {
    let row = |(name, hidden): (&str, bool)| {
        let word = if hidden { "hidden" } else { "shown" };
        format!("{word} {name}: {},", text(name.trim_start_matches("r#")))
    };
    let head = format!("{}!({name} {{", scope.macro_text(symbol::REDACTED_DEBUG));
    Piece::Table { head, rows: fields.map(row).collect(), tail: "});".to_owned() }
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

fn definition(scope: &Scope<'_>, item: &Struct) -> Piece {
    let derives = derives(item.hides(), item.default);
    let mut members = Vec::new();
    for field in &item.fields {
        member(&field.docs, &field.name, &scope.ty_text(&field.ty), &mut members);
    }
    if let Some((name, value)) = &item.rest {
        let text = Comment::from("Every other key that came with the object; they are sent as well.");
        member(&text, name, &format!("{}<String, {}>", scope.text(Std::BTreeMap), scope.ty_text(value)), &mut members);
    }
    super::definition(&item.docs, derives, &format!("#[non_exhaustive]\npub struct {}", item.name), members)
}

/// A field as lines of source.
fn member(docs: &Comment, name: &str, ty: &str, lines: &mut Vec<String>) {
    lines.extend(doc_lines(docs));
    lines.push(format!("pub {name}: {ty},"));
}

/// The struct that holds the arguments of a constructor under their names.
fn bundle(scope: &Scope<'_>, item: &Struct, constructor: &Constructor) -> Option<Piece> {
    let bundle = constructor.bundle.as_ref()?;
    let mut members = Vec::new();
    for argument in &constructor.arguments {
        if argument.docs.is_empty() {
            let names = [Comment::name(&item.name), Comment::name(argument.name.trim_start_matches("r#"))];
            let line = Comment::fill("See [`{}::{}`].", names);
            member(&line, &argument.name, &scope.ty_text(&argument.ty), &mut members);
        } else {
            member(&argument.docs, &argument.name, &scope.ty_text(&argument.ty), &mut members);
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
fn redacted_bundle(scope: &Scope<'_>, item: &Struct, constructor: &Constructor) -> Option<Piece> {
    let bundle = constructor.bundle.as_ref().filter(|_| hides_arguments(item, constructor))?;
    let fields = constructor.arguments.iter().map(|argument| (argument.name.as_str(), is_hidden(item, &argument.name)));
    Some(redacted(scope, bundle, fields))
}

fn methods(scope: &Scope<'_>, item: &Struct) -> TokenStream {
    let new = item.constructor.as_ref().map(|constructor| new(scope, constructor));
    let setters = item.setters.iter().map(|one| setter(scope, one, &quote! { #[must_use] }));
    if new.is_none() && item.setters.is_empty() {
        return TokenStream::new();
    }
    let name = ident(&item.name);
    quote! { impl #name { #new #(#setters)* } }
}

fn new(scope: &Scope<'_>, constructor: &Constructor) -> TokenStream {
    let text = docs(&constructor.docs);
    let arguments = if let Some(bundle) = &constructor.bundle {
        let bundle = ident(bundle);
        quote! { required: #bundle }
    } else {
        let arguments = constructor.arguments.iter().map(|one| argument(scope, one));
        quote! { #(#arguments),* }
    };
    let fills = constructor.fills.iter().map(|(field, fill)| {
        let name = ident(field);
        let ty = constructor.arguments.iter().find(|argument| argument.name == *field).map(|argument| &argument.ty);
        let value = match fill {
            Fill::Argument(_) if constructor.bundle.is_some() => quote! { required.#name },
            Fill::Argument(passing) => ty.map(|ty| converted(scope, field, ty, *passing)).unwrap_or_default(),
            Fill::Nothing => quote! { None },
            Fill::Empty => {
                let map = scope.path(Std::BTreeMap);
                quote! { #map::new() }
            }
            Fill::Variant(enumeration, variant) => {
                let (ty, variant) = (scope.path(*enumeration), ident(variant));
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

fn table(scope: &Scope<'_>, item: &Struct) -> Piece {
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
    let rest = item.rest.iter().map(|(name, _)| format!(".. {name}"));
    let sent = item.sent_as.as_ref().map(|schema| format!(" sent {}", text(schema))).unwrap_or_default();
    Piece::Table {
        head: format!("{}!({}{sent} {{", scope.macro_text(symbol::RECORD), item.name),
        rows: fields.chain(rest).collect(),
        tail: "});".to_owned(),
    }
}

/// A type around another one.
pub(super) fn wrapper(scope: &Scope<'_>, item: &Wrapper) -> Vec<Piece> {
    let (text, name, inner) = (docs(&item.docs), ident(&item.name), scope.ty(&item.ty));
    let definition = quote! {
        #text
        #[derive(Debug, Clone, PartialEq)]
        pub struct #name(pub #inner);
    };
    let table = Piece::Table { head: format!("{}!({});", scope.macro_text(symbol::WRAPPER), item.name), rows: Vec::new(), tail: String::new() };
    vec![Piece::Tokens(definition), table]
}
