//! Structs: the type, its constructor and setters, and the table that decodes and encodes it.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens as _, quote};

use super::functions::{argument, converted, setter};
use super::scope::Scope;
use super::{Piece, deprecated, deprecated_line, derive, doc_lines, ident, text};
use crate::comment::Comment;
use crate::invisible;
use crate::rust::{Bundle, Constructor, Deprecated, Field, Fill, Presence, Sample, Std, Struct, Wrapper, symbol};

/// Emits a struct.
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
    if item.constructor.is_some() && item.arguments().is_empty() {
        let name = ident(&item.name);
        pieces.push(Piece::Tokens(quote! { impl Default for #name { fn default() -> Self { Self::new() } } }));
    }
    pieces.push(table(scope, item));
    pieces.extend(super::foreign_traits::emit(scope, &item.name, &item.derives));
    if item.hides() {
        let rest = item.rest.iter().map(|rest| (rest.name.as_str(), rest.hidden));
        let fields = item.fields.iter().map(|field| (field.name.as_str(), field.hidden));
        pieces.push(redacted(scope, &item.name, fields.chain(rest)));
    }
    pieces
}

/// Emits the implementation of `Debug` for a type with hidden fields.
pub(super) fn redacted<'a>(scope: &Scope<'_>, name: &str, fields: impl Iterator<Item = (&'a str, bool)>) -> Piece {
    let row = |(name, hidden): (&str, bool)| {
        let word = if hidden { "hidden" } else { "shown" };
        format!("{word} {name}: {},", text(name.trim_start_matches("r#")))
    };
    let head = format!("{}!({name} {{", scope.macro_text(symbol::REDACTED_DEBUG));
    Piece::Table { head, rows: fields.map(row).collect(), tail: "});".to_owned() }
}

fn definition(scope: &Scope<'_>, item: &Struct) -> Piece {
    let mut members = Vec::new();
    for field in &item.fields {
        member(&field.docs, field.deprecated.as_ref(), &field.name, &scope.ty_text(&field.ty), &mut members);
    }
    if let Some(rest) = &item.rest {
        let ty = format!("{}<String, {}>", scope.text(Std::BTreeMap), scope.ty_text(&rest.ty));
        member(&rest.docs, None, &rest.name, &ty, &mut members);
    }
    super::definition(
        &item.docs,
        item.deprecated.as_ref(),
        &item.traits().join(", "),
        &format!("#[non_exhaustive]\npub struct {}", item.name),
        members,
    )
}

/// Appends the lines of a field.
fn member(docs: &Comment, old: Option<&Deprecated>, name: &str, ty: &str, lines: &mut Vec<String>) {
    lines.extend(doc_lines(docs).chain(deprecated_line(old)));
    lines.push(format!("pub {name}: {ty},"));
}

/// Emits the struct whose fields are the named arguments of a constructor.
fn bundle(scope: &Scope<'_>, item: &Struct, constructor: &Constructor) -> Option<Piece> {
    let bundle = constructor.bundle.as_ref()?;
    let mut members = Vec::new();
    for (field, _, docs) in item.arguments() {
        member(docs, None, &field.name, &scope.ty_text(&field.ty), &mut members);
    }
    let derives = item.argument_traits().join(", ");
    Some(super::definition(&bundle.docs, None, &derives, &format!("pub struct {}", bundle.name), members))
}

/// Emits the implementation of `Debug` for the named arguments of a constructor, if some are hidden.
fn redacted_bundle(scope: &Scope<'_>, item: &Struct, constructor: &Constructor) -> Option<Piece> {
    let bundle = constructor.bundle.as_ref().filter(|_| item.hides_arguments())?;
    let arguments = item.arguments();
    let fields = arguments.iter().map(|(field, ..)| (field.name.as_str(), field.hidden));
    Some(redacted(scope, &bundle.name, fields))
}

fn methods(scope: &Scope<'_>, item: &Struct) -> TokenStream {
    let new = item.constructor.as_ref().map(|constructor| new(scope, item, constructor));
    let attribute = quote! { #[must_use] };
    let set = |field: &Field| -> Vec<TokenStream> {
        field.setters.iter().map(|one| setter(scope, &field.name, one, &attribute)).collect()
    };
    let setters: Vec<TokenStream> = item.fields.iter().flat_map(set).collect();
    let sample = item.sample.as_ref().map(|sample| self::sample(scope, sample));
    let name = ident(&item.name);
    let members = quote! { #new #(#setters)* #sample };
    if members.is_empty() {
        TokenStream::new()
    } else {
        quote! { impl #name { #members } }
    }
}

/// Emits the function that creates a value for tests.
fn sample(scope: &Scope<'_>, sample: &Sample) -> TokenStream {
    let (text, json) = (scope.docs(&sample.docs), raw_literal(&sample.json));
    quote! {
        #text
        #[cfg(feature = "testing")]
        #[must_use]
        pub fn sample() -> Self {
            crate::runtime::codec::json::sample(#json)
        }
    }
}

/// Returns a JSON text as a raw string literal if it can be one, else as a usual literal.
fn raw_literal(json: &str) -> TokenStream {
    let json = json.lines().map(invisible::escaped_json).collect::<Vec<_>>().join("\n");
    let raw = format!("r#\"{json}\"#");
    let is_raw = json.contains('"') && !json.contains("\"#");
    let raw = if is_raw { raw.parse().ok() } else { None };
    raw.unwrap_or_else(|| json.into_token_stream())
}

fn new(scope: &Scope<'_>, item: &Struct, constructor: &Constructor) -> TokenStream {
    let text = scope.docs(&constructor.docs);
    let arguments = if let Some(bundle) = &constructor.bundle {
        let (argument, bundle) = (ident(&bundle.argument), ident(&bundle.name));
        quote! { #argument: #bundle }
    } else {
        let arguments = item.arguments().into_iter();
        let arguments = arguments.map(|(field, passing, _)| argument(scope, &field.name, &field.ty, passing));
        quote! { #(#arguments),* }
    };
    let rest = item.rest.iter().map(|rest| {
        let (name, map) = (ident(&rest.name), scope.path(Std::BTreeMap));
        quote! { #name: #map::new() }
    });
    let fills = item.fields.iter().map(|field| fill(scope, field, constructor.bundle.as_ref())).chain(rest);
    quote! {
        #text
        #[must_use]
        pub fn new(#arguments) -> Self {
            Self { #(#fills),* }
        }
    }
}

/// Emits the initializer of a field in `new`.
fn fill(scope: &Scope<'_>, field: &Field, bundle: Option<&Bundle>) -> TokenStream {
    let name = ident(&field.name);
    let value = match (&field.fill, bundle) {
        (Fill::Argument(..), Some(bundle)) => {
            let argument = ident(&bundle.argument);
            quote! { #argument.#name }
        }
        (Fill::Argument(passing, _), None) => converted(scope, &field.name, &field.ty, *passing),
        (fill, _) => filled(scope, fill),
    };
    if name == value.to_string() {
        quote! { #name }
    } else {
        quote! { #name: #value }
    }
}

/// Returns the initial value of a field that no argument sets.
pub(super) fn filled(scope: &Scope<'_>, fill: &Fill) -> TokenStream {
    match fill {
        Fill::Argument(..) => TokenStream::new(),
        Fill::Nothing => quote! { None },
        Fill::Some(inner) => {
            let inner = filled(scope, inner);
            quote! { Some(#inner) }
        }
        Fill::Variant(enumeration, variant) => {
            let (ty, variant) = (scope.path(*enumeration), ident(variant));
            quote! { #ty::#variant }
        }
        Fill::Text(text) => quote! { #text.to_owned() },
        Fill::Boolean(value) => quote! { #value },
        Fill::Integer(value) => Literal::i64_unsuffixed(*value).into_token_stream(),
        Fill::Number(value) => Literal::f64_unsuffixed(*value).into_token_stream(),
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
    let rest = item.rest.iter().map(|rest| format!(".. {}", rest.name));
    let sent = item.sent_as.as_ref().map(|schema| format!(" sent {}", text(schema))).unwrap_or_default();
    Piece::Table {
        head: format!("{}!({}{sent} {{", scope.macro_text(symbol::RECORD), item.name),
        rows: fields.chain(rest).collect(),
        tail: "});".to_owned(),
    }
}

/// Emits a newtype.
pub(super) fn wrapper(scope: &Scope<'_>, item: &Wrapper) -> Vec<Piece> {
    let (text, name, inner) = (scope.docs(&item.docs), ident(&item.name), scope.ty(&item.ty));
    let old = deprecated(item.deprecated.as_ref());
    let derive = derive(item.traits());
    let definition = quote! {
        #text
        #old
        #derive
        pub struct #name(pub #inner);
    };
    let table = Piece::Table {
        head: format!("{}!({});", scope.macro_text(symbol::WRAPPER), item.name),
        rows: Vec::new(),
        tail: String::new(),
    };
    vec![Piece::Tokens(definition), table]
}
