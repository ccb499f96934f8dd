//! Writes a program that uses every public item of a listing, each with its types. If it compiles with another version of the
//! crate, that version breaks no downstream crate.

use std::fmt::Write as _;

use oaspress::surface::{Item, ItemKind, Surface};

use super::signature::{Argument, Signature, parenthesized, replace_word};

/// The name under which the program depends on the crate.
pub(super) const DEPENDENCY: &str = "api";

/// Returns the source of the program.
pub(super) fn program(surface: &Surface) -> String {
    let mut source = format!(
        "//! Uses every item of the listing of `{}`.\n#![allow(warnings, reason = \"only whether it compiles matters\")]\n\nuse {DEPENDENCY}::*;\n\n",
        surface.name
    );
    for (index, item) in surface.items.iter().enumerate() {
        if let Some(uses) = uses(surface, item, index) {
            let _ = writeln!(source, "// {} {}{}\n{uses}", item.kind.name(), item.path, item.signature);
        }
    }
    source
}

/// Returns the features that the listing names.
pub(super) fn features(surface: &Surface) -> impl Iterator<Item = &str> {
    surface.items.iter().filter(|item| item.kind == ItemKind::Feature).map(|item| item.path.as_str())
}

/// Returns the functions that use an item; `None` for items that are only part of the wire, and for features.
fn uses(surface: &Surface, item: &Item, index: usize) -> Option<String> {
    match item.kind {
        ItemKind::Feature | ItemKind::Argument | ItemKind::Fixed | ItemKind::Response => None,
        ItemKind::Mod => Some(format!("use {DEPENDENCY}::{} as m{index};", item.path)),
        ItemKind::Struct | ItemKind::Enum => Some(type_uses(surface, item, index)),
        ItemKind::Type => {
            let ty = item.signature.trim_start_matches([' ', '=']);
            Some(format!("fn w{index}(value: {}) -> {ty} {{ value }}", item.path))
        }
        ItemKind::Const => {
            let ty = replace_word(&item.signature, "Self", item.parent());
            Some(format!("const W{index}{ty} = {};", item.path))
        }
        ItemKind::Field => {
            let (owner, ty) = (owner(surface, item), item.signature.trim_start_matches([':', ' ']));
            Some(format!("fn w{index}(value: &{owner}) -> &{ty} {{ &value.{} }}", item.name()))
        }
        ItemKind::Variant => Some(variant_uses(item, index)),
        ItemKind::Assoc => Some(associated_type_uses(item, index)),
        ItemKind::New | ItemKind::Begin | ItemKind::Set | ItemKind::Clear | ItemKind::Fn => call(surface, item, index),
        ItemKind::Send => send(item, index),
    }
}

/// Returns the type that contains an item, with its default type arguments.
fn owner(surface: &Surface, item: &Item) -> String {
    let parent = item.parent();
    // A method that only one of the builders has returns that builder.
    let returned = item.signature.split_once(") -> ").map(|(_, returned)| returned);
    if let Some(builder) = returned.filter(|ty| parent == "ClientBuilder" && ty.starts_with("ClientBuilder<")) {
        return builder.to_owned();
    }
    let declared = surface.items.iter().find(|item| item.path == parent && item.kind == ItemKind::Struct);
    let lifetime = declared.is_some_and(|declared| declared.signature.starts_with("<'a"));
    if lifetime { format!("{parent}<'a>") } else { parent.to_owned() }
}

/// Uses the derives and conversions of a type, and the literal of a struct that users create from its fields.
fn type_uses(surface: &Surface, item: &Item, index: usize) -> String {
    let path = &item.path;
    let lifetime = if item.signature.starts_with("<'a") { "<'a>" } else { "" };
    let debug = item.is_marked("impl(Debug)").then_some("Debug");
    let default = item.is_marked("impl(Default)").then_some("Default");
    let traits: Vec<String> = item.marked("derive").chain(debug).chain(default).map(trait_path).collect();
    let mut source = format!(
        "fn w{index}<'a>(value: {path}{lifetime}) {{ fn has<T: {}>(_: T) {{}} has(value) }}",
        traits.join(" + ")
    );
    if item.is_marked("impl(IntoFuture)") {
        let _ = write!(source, "\nasync fn w{index}a(value: {path}<Client>) {{ drop(value.await) }}");
    }
    for (number, from) in item.marked("from").enumerate() {
        let _ = write!(source, "\nfn w{index}f{number}(value: {from}) -> {path} {{ value.into() }}");
    }
    if let Some(inner) = parenthesized(&item.signature) {
        let _ = write!(source, "\nfn w{index}n(value: {inner}) -> {path} {{ {path}(value) }}");
    }
    if is_literal(item) {
        let fields = surface.items.iter().filter(|field| field.kind == ItemKind::Field && field.parent() == path);
        let fields: Vec<&Item> = fields.collect();
        let arguments: Vec<String> =
            fields.iter().map(|field| format!("{}{}", field.name(), field.signature)).collect();
        let names: Vec<&str> = fields.iter().map(|field| field.name()).collect();
        if !names.is_empty() {
            let (arguments, names) = (arguments.join(", "), names.join(", "));
            let _ = write!(source, "\nfn w{index}l({arguments}) -> {path} {{ {path} {{ {names} }} }}");
        }
    }
    source
}

/// Returns true for the structs that are passed to constructors as literals.
fn is_literal(item: &Item) -> bool {
    item.kind == ItemKind::Struct && !item.is_marked("non_exhaustive") && item.identity.ends_with(" required")
}

fn trait_path(name: &str) -> String {
    match name {
        "Debug" => "std::fmt::Debug".to_owned(),
        "Hash" => "std::hash::Hash".to_owned(),
        other => other.to_owned(),
    }
}

/// Creates and matches a variant. Each `match` has `_`, as matching a non-exhaustive enum requires.
fn variant_uses(item: &Item, index: usize) -> String {
    let (path, parent) = (&item.path, item.parent());
    match parenthesized(&item.signature) {
        Some(ty) => format!(
            "fn w{index}(value: &{parent}) -> Option<&{ty}> {{ match value {{ {path}(value) => Some(value), _ => None }} }}\n\
             fn w{index}n(value: {ty}) -> {parent} {{ {path}(value) }}"
        ),
        None => format!("fn w{index}(value: &{parent}) -> bool {{ *value == {path} && matches!(value, {path}) }}"),
    }
}

fn associated_type_uses(item: &Item, index: usize) -> String {
    let owner = match item.name() {
        "Output" => "Operation",
        _ => "Paginated",
    };
    let ty = item.signature.trim_start_matches([':', ' ']);
    format!("fn w{index}(value: {ty}) -> <{} as {owner}>::{} {{ value }}", item.parent(), item.name())
}

/// Calls a function with values of its declared types, and uses the declared type of the result.
fn call(surface: &Surface, item: &Item, index: usize) -> Option<String> {
    let signature = Signature::parse(&item.signature)?;
    let owner = owner(surface, item);
    let concrete = |text: &str| replace_word(&replace_word(text, "Self", &owner), "C", "Client");
    let (mut parameters, mut passed) = (Vec::new(), Vec::new());
    if let Some(receiver) = signature.receiver {
        parameters.push(format!("this: {}{owner}", receiver.prefix()));
    }
    for (number, Argument { ty, .. }) in signature.arguments.iter().enumerate() {
        parameters.push(format!("a{number}: {}", concrete(&passed_type(ty))));
        passed.push(format!("a{number}"));
    }
    let function = match signature.receiver {
        Some(_) => format!("this.{}", item.name()),
        None => item.path.clone(),
    };
    let generics = match signature.generics {
        "" => "<'a>".to_owned(),
        generics => format!("<'a, {generics}>"),
    };
    let result = signature.result.map(|ty| format!(" -> {}", concrete(ty))).unwrap_or_default();
    let (parameters, passed) = (parameters.join(", "), passed.join(", "));
    Some(format!("fn w{index}{generics}({parameters}){result} {{ {function}({passed}) }}"))
}

/// Returns the type that most users pass for a declared argument.
fn passed_type(declared: &str) -> String {
    let inside = |head: &str| declared.strip_prefix(head).and_then(|rest| rest.strip_suffix('>'));
    if let Some(item) = inside("impl IntoIterator<Item = ") {
        return format!("Vec<{}>", passed_type(item));
    }
    match inside("impl Into<").or_else(|| inside("impl Argument<")) {
        Some("String") => "&'a str".to_owned(),
        Some(ty) => ty.to_owned(),
        None if declared == "impl AsRef<str>" => "&'a str".to_owned(),
        None => declared.to_owned(),
    }
}

/// Sends an operation with a client, and uses the type of the response.
fn send(item: &Item, index: usize) -> Option<String> {
    let signature = Signature::parse(&item.signature)?;
    let owner = format!("{}<Client>", item.parent());
    let arguments = signature.arguments.iter().enumerate();
    let parameters = arguments.fold(String::new(), |parameters, (number, argument)| {
        format!("{parameters}, a{number}: {}", passed_type(argument.ty))
    });
    let passed: Vec<String> = (0..signature.arguments.len()).map(|number| format!("a{number}")).collect();
    let (name, passed) = (item.name(), passed.join(", "));
    let typed = signature.result.filter(|ty| name == "send" && ty.starts_with("Response<"));
    Some(match typed {
        Some(ty) => format!(
            "async fn w{index}<'a>(this: {owner}{parameters}) -> Result<{ty}, Error> {{ this.{name}({passed}).await }}"
        ),
        None if signature.result == Some("Self") => {
            format!("fn w{index}<'a>(this: {owner}{parameters}) -> {owner} {{ this.{name}({passed}) }}")
        }
        None => format!("fn w{index}<'a>(this: {owner}{parameters}) {{ let _ = this.{name}({passed}); }}"),
    })
}
