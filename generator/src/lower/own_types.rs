//! Decides which Rust type a type that the configuration chooses becomes, and what the crate needs to read and write it.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

use serde_json::Value;

use super::Scope;
use crate::config::{Config, Dependency, LibraryType, Runtime, TypeChoice, key_path};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{JsonType, OwnKey, OwnType, Shape, Type};
use crate::rust::{External, Form, Item, Module, OwnCodecs, Passing, Path, Std, Ty, symbol};

/// Returns the Rust type.
pub(super) fn ty(config: &Config, own: &OwnType) -> Ty {
    match (choice(config, own), &own.key) {
        (Some(TypeChoice::Library(library)), _) => of_library(*library),
        // A package of the configuration decides how its types are read and written.
        (Some(TypeChoice::Own(chosen)), _) if chosen.package.is_some() => Ty::Own(chosen.rust.source().to_owned()),
        (Some(TypeChoice::Own(chosen)), _) => source(chosen.rust.source()),
        (None, OwnKey::Document(text)) => source(text),
        (Some(TypeChoice::String) | None, _) => Ty::path(Std::String),
    }
}

/// Returns the type with this source: one that every crate has, or else one that serde reads and writes.
fn source(text: &str) -> Ty {
    known(text).map_or_else(|| Ty::Own(text.to_owned()), of_library)
}

/// Returns the type with this source that the runtime reads and writes.
fn known(text: &str) -> Option<LibraryType> {
    LibraryType::ALL.into_iter().find(|library| library.source() == text)
}

fn of_library(library: LibraryType) -> Ty {
    match library {
        LibraryType::ChronoDateTime => {
            Ty::Generic(External::ChronoDateTime.into(), vec![Ty::path(External::ChronoUtc)])
        }
        LibraryType::ChronoDate => Ty::path(External::ChronoDate),
        LibraryType::TimeDateTime => Ty::path(External::TimeDateTime),
        LibraryType::TimeDate => Ty::path(External::TimeDate),
        LibraryType::Decimal => Ty::path(External::Decimal),
        LibraryType::Url => Ty::path(External::Url),
        LibraryType::I64String => Ty::Path(Path::Runtime(symbol::model::integer_string::I64_STRING)),
        LibraryType::U64String => Ty::Path(Path::Runtime(symbol::model::integer_string::U64_STRING)),
    }
}

fn choice<'c>(config: &'c Config, own: &OwnType) -> Option<&'c TypeChoice> {
    match &own.key {
        OwnKey::Configured(key) => config.types.choice(key),
        OwnKey::Document(_) => None,
    }
}

/// Returns the library's type that a type becomes.
fn library(config: &Config, own: &OwnType) -> Option<LibraryType> {
    match (choice(config, own), &own.key) {
        (Some(TypeChoice::Library(library)), _) => Some(*library),
        (Some(TypeChoice::Own(chosen)), _) if chosen.package.is_none() => known(chosen.rust.source()),
        (None, OwnKey::Document(text)) => known(text),
        _ => None,
    }
}

/// Returns true if the type implements `FromStr` for the texts of the API.
pub(super) fn is_parsed(config: &Config, own: &OwnType) -> bool {
    library(config, own).is_some() && !is_only_encoded(config, own)
}

/// Returns true if the runtime writes values of the type, and serde's traits do not, or in another form.
pub(super) fn is_only_encoded(config: &Config, own: &OwnType) -> bool {
    library(config, own).is_some_and(is_of_time)
}

/// Returns true if [`is_only_encoded`] can be true for a type of the API.
pub(super) fn can_be_only_encoded(config: &Config) -> bool {
    let is_chosen = |choice: &TypeChoice| match choice {
        TypeChoice::Library(library) => is_of_time(*library),
        TypeChoice::Own(own) => own.package.is_none() && known(own.rust.source()).is_some_and(is_of_time),
        TypeChoice::String => false,
    };
    config.types.from_document || config.types.choices.values().any(is_chosen)
}

const fn is_of_time(library: LibraryType) -> bool {
    matches!(library, LibraryType::TimeDateTime | LibraryType::TimeDate)
}

/// Returns the type that represents all types of the same choice, where values are compared.
pub(super) fn plain(own: &OwnType) -> Type {
    Type::Own(Box::new(OwnType { declared: Type::Any, key: own.key.clone() }))
}

/// Returns the minimal JSON of a type; `None` if only its implementation of serde's traits knows it. `sample` returns that of other types.
pub(super) fn sample(config: &Config, own: &OwnType, sample: &dyn Fn(&Type) -> Option<Value>) -> Option<Value> {
    match library(config, own)? {
        LibraryType::ChronoDateTime | LibraryType::TimeDateTime => sample(&Type::DateTime),
        LibraryType::ChronoDate | LibraryType::TimeDate => sample(&Type::Date),
        LibraryType::Decimal | LibraryType::I64String | LibraryType::U64String => Some(Value::from("0")),
        LibraryType::Url => Some(Value::from("https://example.com/")),
    }
}

/// Returns true if the crate can decode a value as this type. `fits` decides it for other types.
pub(super) fn fits(scope: &Scope<'_>, own: &OwnType, value: &Value, fits: &dyn Fn(&Type) -> bool) -> bool {
    match library(scope.config, own) {
        Some(LibraryType::ChronoDateTime | LibraryType::TimeDateTime) => fits(&Type::DateTime),
        Some(LibraryType::ChronoDate | LibraryType::TimeDate) => fits(&Type::Date),
        Some(LibraryType::I64String) => value.as_str().is_some_and(is_text_of::<i64>),
        Some(LibraryType::U64String) => value.as_str().is_some_and(is_text_of::<u64>),
        Some(LibraryType::Decimal) => value.as_str().is_some_and(is_decimal),
        Some(LibraryType::Url) | None => false,
    }
}

/// Returns true if a text is the one that an integer is written as.
fn is_text_of<T: FromStr + ToString>(text: &str) -> bool {
    text.parse::<T>().is_ok_and(|integer| integer.to_string() == text)
}

/// Returns how a value of the type is passed to a function.
pub(super) fn passing(config: &Config, own: &OwnType) -> Passing {
    match library(config, own) {
        Some(LibraryType::I64String | LibraryType::U64String) => Passing::Into,
        _ => Passing::Plain,
    }
}

/// Returns true for a short decimal number, which every decimal type can represent.
fn is_decimal(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    digits.len() <= 20 && is_number(whole) && is_number(fraction)
}

/// Returns the module that implements reading and writing for the types of other crates; `None` if the crate has none.
///
/// Reports the types if the runtime is another package, because then no crate can implement its traits for them.
pub(super) fn module(scope: &Scope<'_>, modules: &[Module], diagnostics: &mut Diagnostics) -> Option<Module> {
    for schema in &scope.api.schemas {
        match &schema.shape {
            Shape::Struct(fields) => {
                fields.properties.iter().for_each(|property| report_number(scope, &property.ty, diagnostics));
            }
            Shape::Alias(ty) => report_number(scope, ty, diagnostics),
            Shape::Enumeration(_) | Shape::Union(_) | Shape::CheckedString(_) => {}
        }
    }
    let types: BTreeSet<String> = used(modules);
    if types.is_empty() {
        return None;
    }
    let is_module = scope.form() == Form::Module;
    if is_module || scope.config.manifest.runtime != Runtime::Vendored {
        for (key, choice) in &scope.config.types.choices {
            let TypeChoice::Own(own) = choice else { continue };
            if types.contains(own.rust.source()) {
                diagnostics.push(needs_copy(key, own.rust.source(), is_module));
            }
        }
    }
    Some(Module {
        path: vec!["own_types".to_owned()],
        docs: "Reading and writing of the types that the configuration chooses.".into(),
        items: vec![Item::OwnCodecs(Box::new(OwnCodecs { types: types.into_iter().collect() }))],
        children: Vec::new(),
    })
}

fn needs_copy(key: &str, source: &str, is_module: bool) -> Diagnostic {
    let message = format!(
        "`{source}` is read by its implementation of serde's traits, which requires a copy of the runtime in the crate"
    );
    let known: Vec<String> = LibraryType::ALL.iter().map(|library| format!("`{}`", library.source())).collect();
    let copy =
        if is_module { "generate a crate instead of a module" } else { "set `runtime = \"vendored\"` under `[crate]`" };
    let help = format!("{copy}, or use a type that the runtime knows: {}", known.join(", "));
    Diagnostic::new(Code::ConfigInvalidValue, &key_path(&["types", key]), message).help(help)
}

/// Returns the sources of the types of other crates that the modules name.
fn used(modules: &[Module]) -> BTreeSet<String> {
    let types = modules.iter().flat_map(|module| &module.items).flat_map(Item::types);
    let own = types.flat_map(Ty::parts).filter_map(|part| if let Ty::Own(source) = part { Some(source) } else { None });
    own.cloned().collect()
}

/// Returns the packages of the types of other crates that the modules name.
pub(super) fn packages(config: &Config, modules: &[Module]) -> BTreeMap<String, Dependency> {
    let sources = used(modules);
    let own = config.types.choices.values().filter_map(|choice| match choice {
        TypeChoice::Own(own) if sources.contains(own.rust.source()) => own.package.clone(),
        _ => None,
    });
    own.collect()
}

/// Reports a decimal number that the API description declares as a JSON number, since the library writes a string.
fn report_number(scope: &Scope<'_>, ty: &Type, diagnostics: &mut Diagnostics) {
    let Type::Own(own) = ty else { return };
    let OwnKey::Configured(key) = &own.key else { return };
    let is_number = matches!(own.declared.json_type(), Some(JsonType::Number | JsonType::Integer));
    if is_number && library(scope.config, own).is_some() {
        let message = format!("`{key}` is a number, but this type is sent as a string");
        let help = "choose how it is written by a table: \
            `{ use = \"rust_decimal::Decimal\", crate = { version = \"1\", features = [\"serde-float\"] } }`";
        let found = Diagnostic::new(Code::ConfigInvalidValue, &key_path(&["types", key]), message).help(help);
        diagnostics.push(found);
    }
}
