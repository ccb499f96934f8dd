//! The types that the configuration chooses for formats, schemas and properties.

use serde_json::Value;

use crate::analyze::context::Context;
use crate::analyze::schema::classify::{Class, Classified};
use crate::analyze::schema::read::{SchemaRef, json_types, nullable_beside, string_format};
use crate::analyze::text;
use crate::config::{self, INTEGERS_AS_STRINGS, TypeChoice, key_path, not_applicable};
use crate::diag::{Code, Diagnostic};
use crate::model::{IntegerFormat, JsonType, NumberFormat, OwnKey, OwnType, Shape, Type};
use crate::path::SpecPath;
use crate::resolve::DocumentTree;

use super::store::Resolved;

/// The keyword by which a document names a Rust type.
const KEYWORD: &str = "x-rust-type";

/// Returns the type that the configuration, or the document if that is allowed, chooses for a position.
pub(super) fn at(cx: &mut Context<'_>, parts: &[SchemaRef]) -> Option<Resolved> {
    let types = &cx.config.types;
    if types.choices.is_empty() && !types.from_document {
        return None;
    }
    for part in parts.iter().rev() {
        let keys = cx.source_map.keys(&part.path);
        if let Some((choice, key)) = keys.into_iter().find_map(|key| Some((types.choice(&key)?, key))) {
            cx.schemas.chosen.insert(key.clone());
            return Some(chosen(cx, &part.path, choice, OwnKey::Configured(key)));
        }
        if types.from_document
            && let Some(source) = named(cx, &part.path)
        {
            let (declared, nullable) = declared(cx, &part.path);
            let own = OwnType { key: OwnKey::Document(source), declared };
            return Some(Resolved { ty: Type::Own(Box::new(own)), nullable });
        }
    }
    None
}

fn chosen(cx: &Context<'_>, path: &SpecPath, choice: &TypeChoice, key: OwnKey) -> Resolved {
    let (declared, nullable) = declared(cx, path);
    let ty = match choice {
        TypeChoice::String => Type::String,
        TypeChoice::Library(_) | TypeChoice::Own(_) => Type::Own(Box::new(OwnType { key, declared })),
    };
    Resolved { ty, nullable }
}

/// Returns the type that the document declares at a place, without the schemas within it, and whether `null` is allowed.
fn declared(cx: &Context<'_>, path: &SpecPath) -> (Type, bool) {
    let beside = nullable_beside(&cx.document.tree, path);
    let Ok(found) = cx.document.tree.follow(path) else { return (Type::Any, beside) };
    let Some(raw) = found.value.as_object() else { return (Type::Any, beside) };
    let types = json_types(raw);
    let nullable = beside || text::flag(raw, "nullable") || types.contains(&JsonType::Null);
    let others: Vec<JsonType> = types.into_iter().filter(|ty| *ty != JsonType::Null).collect();
    let format = DocumentTree::member(raw, "format").and_then(Value::as_str);
    let ty = match others.as_slice() {
        [JsonType::String] => format.and_then(string_format).unwrap_or(Type::String),
        [JsonType::Integer] => Type::Integer(IntegerFormat::I64),
        [JsonType::Number] => Type::Number(NumberFormat::F64),
        [JsonType::Boolean] => Type::Boolean,
        [JsonType::Array] => Type::Array(Box::new(Type::Any)),
        [JsonType::Object] => Type::Object,
        _ => Type::Any,
    };
    (ty, nullable)
}

/// Returns the type that `x-rust-type` names, if the configuration has its packages.
fn named(cx: &mut Context<'_>, path: &SpecPath) -> Option<String> {
    let raw = cx.document.tree.get(path)?.as_object()?;
    let value = DocumentTree::member(raw, KEYWORD)?;
    let text = value.as_str().or_else(|| value.get("path")?.as_str()).unwrap_or_default();
    let place = path.child(KEYWORD);
    let Some(ty) = config::parse_rust_type(text) else {
        let message = format!("`{KEYWORD}: {text:?}` is not the path of a type; the declared type is used");
        let help = "write the path from its crate, as in `rust_decimal::Decimal`";
        cx.findings.report_once(Diagnostic::new(Code::UnsupportedSchema, &place, message).help(help));
        return None;
    };
    if let Some(refused) = ty.of_no_document() {
        let message =
            format!("`{KEYWORD}` names `{refused}`, which a document may not choose; the declared type is used");
        let help = "set the type in the configuration, under `[types]`";
        cx.findings.report_once(Diagnostic::new(Code::UnsupportedSchema, &place, message).help(help));
        return None;
    }
    let missing = ty.crates().find(|krate| !cx.config.has_package(krate)).map(str::to_owned);
    if let Some(krate) = missing {
        let message = format!(
            "`{KEYWORD}` names a type of the crate `{krate}`, which the configuration does not add; the declared type is used"
        );
        let help = format!("add the crate to the configuration, as in `{krate} = \"1\"` under `[crate.dependencies]`");
        cx.findings.report_once(Diagnostic::new(Code::UnsupportedSchema, &place, message).help(help));
        return None;
    }
    Some(ty.source().to_owned())
}

/// Replaces the type of strings with a format by the one that the configuration chooses.
pub(super) fn with_format(cx: &mut Context<'_>, format: Option<&str>, classified: Classified) -> Classified {
    let types = &cx.config.types;
    let Some((format, choice)) = format.and_then(|format| Some((format, types.choice(format)?))) else {
        return classified;
    };
    cx.schemas.chosen.insert(format.to_owned());
    Classified { class: replaced(format, choice, classified.class), ..classified }
}

fn replaced(format: &str, choice: &TypeChoice, class: Class) -> Class {
    match class {
        Class::ByJsonType(path, classes) => {
            let classes = classes.into_iter().map(|class| replaced(format, choice, class)).collect();
            Class::ByJsonType(path, classes)
        }
        Class::CheckedString(_) => of_format(format, choice, Type::String),
        Class::Type(ty) if ty.json_type() == Some(JsonType::String) => of_format(format, choice, ty),
        class => class,
    }
}

fn of_format(format: &str, choice: &TypeChoice, declared: Type) -> Class {
    Class::Type(match choice {
        // The type remains in the listing: it is a string in Rust, and a date-time on the wire.
        TypeChoice::String if declared == Type::DateTime => declared,
        TypeChoice::String => Type::String,
        TypeChoice::Library(_) | TypeChoice::Own(_) => {
            Type::Own(Box::new(OwnType { key: OwnKey::Configured(format.to_owned()), declared }))
        }
    })
}

/// Reports places and formats in `[types]` that the document does not have.
pub(in crate::analyze) fn report_unused(cx: &mut Context<'_>) {
    let types = &cx.config.types;
    let unused = |key: &&str| !cx.schemas.chosen.contains(*key);
    let places: Vec<&str> = types.places().filter(unused).collect();
    let formats: Vec<&str> = types.own_formats().filter(unused).collect();
    if types.integer_strings().next().is_some() && types.integer_strings().all(|format| unused(&format)) {
        let message =
            "the API description has no string with the format `int64` or `uint64`, so this key has no effect";
        let place = key_path(&["types", INTEGERS_AS_STRINGS]);
        cx.findings.report(Diagnostic::new(Code::ConfigNotApplicable, &place, message).help("remove the key"));
    }
    let known = if places.is_empty() { Vec::new() } else { schema_keys(cx) };
    for key in places {
        let known = known.iter().map(String::as_str);
        cx.findings.report(not_applicable(&key_path(&["types", key]), "schema at", key, known));
    }
    for key in formats {
        cx.findings.report(not_applicable(&key_path(&["types", key]), "string with the format", key, []));
    }
}

/// Returns the keys of all schemas and properties.
fn schema_keys(cx: &Context<'_>) -> Vec<String> {
    let mut keys = Vec::new();
    for draft in &cx.schemas.drafts {
        keys.push(cx.source_map.key(&draft.path));
        if let Shape::Struct(body) = &draft.shape {
            keys.extend(body.properties.iter().map(|property| cx.source_map.key(&property.path)));
        }
    }
    keys
}
