//! Names of schemas, their fields and their variants.

use std::collections::HashSet;

use super::clash::{Wish, distinct};
use super::configured::{Form, Given};
use super::words::{self, Noun};
use super::{OperationName, SchemaName, methods, qualified_by, reserved};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{Api, EnumValue, EnumValues, HintRoot, Schema, Shape, Union};
use crate::path::SpecPath;

/// Names every schema.
pub(super) fn schemas(
    api: &Api,
    operations: &[OperationName],
    given: &Given<'_>,
    diagnostics: &mut Diagnostics,
) -> Vec<SchemaName> {
    let wishes: Vec<Wish> = api.schemas.iter().map(|schema| wish(schema, api, operations, given)).collect();
    let reserved: Vec<&str> = reserved::types().collect();
    let distinct = distinct(&wishes, &reserved);
    for &index in &distinct.moved {
        report(api, given, &wishes[index], (&distinct.names[index], index), diagnostics);
    }
    api.schemas
        .iter()
        .zip(distinct.names)
        .map(|(schema, name)| {
            let members = members(schema, given);
            let accessors = match &schema.shape {
                Shape::Union(_) => members.iter().map(|member| words::snake(member, Noun::Field)).collect(),
                _ => Vec::new(),
            };
            let accessors: Vec<String> = accessors;
            let accessors = accessors.iter().map(|word| word.trim_start_matches("r#").to_owned()).collect();
            SchemaName { name, module: module(schema, api, operations, given), members, accessors }
        })
        .collect()
}

fn report(api: &Api, given: &Given<'_>, wish: &Wish, (name, index): (&str, usize), diagnostics: &mut Diagnostics) {
    let Some(schema) = api.schemas.get(index) else { return };
    let message = format!("the type of this schema is called `{name}`, because `{}` is taken", wish.name);
    let help = format!(
        "to choose another name, write `\"{}\" = \"…\"` under `[names]` in the configuration",
        given.key(&schema.path)
    );
    diagnostics.push(Diagnostic::new(Code::NameClash, &schema.path, message).help(help));
}

/// The beginning of a schema's name.
struct Root {
    /// The words of the name.
    words: String,
    /// The alternative words if the name is taken.
    qualified: String,
    /// Whether the words are a shortened form of the original.
    short: bool,
}

fn root(schema: &Schema, api: &Api, operations: &[OperationName]) -> Root {
    let whole = |words: &str| Root { words: words.to_owned(), qualified: words.to_owned(), short: false };
    match &schema.name_hint.root {
        HintRoot::Component(name) => match methods::short_body(api, name) {
            Some(words) => Root { words, qualified: name.clone(), short: true },
            None => whole(name),
        },
        HintRoot::PathItem(template) => {
            Root { words: methods::fixed_words(template), qualified: methods::path_words(template), short: false }
        }
        HintRoot::Operation(index) => whole(operations.get(*index).map_or("operation", |operation| &operation.name)),
    }
}

fn module(schema: &Schema, api: &Api, operations: &[OperationName], given: &Given<'_>) -> String {
    let words = given.without_prefix(root(schema, api, operations).words);
    let module = words::file(&words::module(&words));
    // The name of the module would be that of its parent.
    if module == "models" { "models_".to_owned() } else { module }
}

fn wish(schema: &Schema, api: &Api, operations: &[OperationName], given: &Given<'_>) -> Wish {
    let pointer = given.key(&schema.path);
    if let Some(name) = given.name_at(&schema.path, Form::Type) {
        let name = name.to_owned();
        return Wish { raw: name.clone(), qualified: vec![name.clone()], name, rank: 0 };
    }
    let Root { words: root, qualified: whole_root, short } = root(schema, api, operations);
    let root = given.without_prefix(root);
    let way = schema.name_hint.way.join(" ");
    let name = words::pascal(format!("{root} {way}").trim(), Noun::Schema);
    let component = matches!(schema.name_hint.root, HintRoot::Component(_)) && schema.name_hint.way.is_empty();
    let (rank, qualified) = match (component, component_kind(schema)) {
        (true, "") if short => (2, whole_root.clone()),
        (true, "") => (1, component_words(&root, &name)),
        (true, kind) => (2, format!("{root} {kind}")),
        (false, _) if matches!(schema.name_hint.root, HintRoot::PathItem(_)) => (3, format!("{whole_root} {way}")),
        (false, _) => (3, location_words(schema, &whole_root)),
    };
    Wish {
        raw: if component { whole_root } else { pointer },
        name,
        qualified: vec![words::pascal(&qualified, Noun::Schema)],
        rank,
    }
}

/// Returns the alternative name of a component.
fn component_words(root: &str, name: &str) -> String {
    if reserved::types().any(|reserved| reserved == name) {
        format!("{root} schema")
    } else {
        words::qualified(root, name, "schema", |text| words::pascal(text, Noun::Schema))
    }
}

/// Returns the kind of component that contains a schema; empty for `components/schemas`.
fn component_kind(schema: &Schema) -> &'static str {
    let kind = schema.path.tokens().nth(1);
    match kind.as_deref() {
        Some("parameters") => "parameter",
        Some("responses") => "response",
        Some("requestBodies") => "request body",
        Some("headers") => "header",
        _ => "",
    }
}

/// Returns the alternative name of an inline schema, derived from its location.
fn location_words(schema: &Schema, root: &str) -> String {
    let last = schema.path.parent().and_then(|parent| parent.last().map(std::borrow::Cow::into_owned));
    let word = match last.as_deref() {
        Some("properties") => "property",
        Some("oneOf" | "anyOf" | "allOf") => "variant",
        _ => "inline",
    };
    format!("{root} {word} {}", schema.name_hint.way.join(" "))
}

fn members(schema: &Schema, given: &Given<'_>) -> Vec<String> {
    match &schema.shape {
        Shape::Struct(fields) => {
            let raws = fields.properties.iter().map(|property| (property.name.as_str(), &property.path)).collect();
            let form = |raw: &str| words::snake(raw, Noun::Field);
            member_names(raws, (Form::Value, form), ("field", &[]), given)
        }
        Shape::Enumeration(enumeration) => {
            let values = match &enumeration.values {
                EnumValues::Strings(values) => {
                    values.iter().map(|value| (asked_name(value), value.value.clone())).collect()
                }
                EnumValues::Integers(values) => {
                    values.iter().map(|value| (asked_name(value), value.value.to_string())).collect()
                }
            };
            value_names(schema, values, given)
        }
        Shape::Union(union) => variants(union, given),
        Shape::CheckedString(_) | Shape::Alias(_) => Vec::new(),
    }
}

fn asked_name<T>(value: &EnumValue<T>) -> Option<String> {
    value.name.clone()
}

fn value_names(schema: &Schema, values: Vec<(Option<String>, String)>, given: &Given<'_>) -> Vec<String> {
    let wishes: Vec<Wish> = values
        .into_iter()
        .map(|(asked, raw)| {
            let name = words::pascal(asked.as_deref().unwrap_or(&raw), Noun::Value);
            let qualified = if RESERVED_VARIANTS.contains(&name.as_str()) {
                words::pascal(&qualified_by(&raw, "value"), Noun::Value)
            } else {
                words::qualified(&raw, &name, "value", |text| words::pascal(text, Noun::Value))
            };
            let wish = Wish { name, qualified: vec![qualified], raw: raw.clone(), rank: 1 };
            given.value_wish(schema, &raw, wish)
        })
        .collect();
    distinct(&wishes, RESERVED_VARIANTS).names
}

/// The variant for unknown values.
const RESERVED_VARIANTS: &[&str] = &["Unknown"];

fn variants(union: &Union, given: &Given<'_>) -> Vec<String> {
    let raws = union.variants.iter().map(|variant| (variant.hint.as_str(), &variant.path)).collect();
    let form = |raw: &str| words::pascal(raw, Noun::Schema);
    member_names(raws, (Form::Type, form), ("variant", RESERVED_VARIANTS), given)
}

/// Returns the names of members within a schema. Equal original names are distinguished by their position.
fn member_names(
    raws: Vec<(&str, &SpecPath)>,
    (kind, form): (Form, impl Fn(&str) -> String),
    (word, reserved): (&str, &[&str]),
    given: &Given<'_>,
) -> Vec<String> {
    let mut seen = HashSet::new();
    let wishes: Vec<Wish> = raws
        .into_iter()
        .enumerate()
        .map(|(index, (raw, path))| {
            let repeated = !seen.insert(raw);
            let raw = if repeated { format!("{raw} {}", index + 1) } else { raw.to_owned() };
            let name = form(&raw);
            let qualified = if reserved.contains(&name.as_str()) {
                form(&qualified_by(&raw, word))
            } else {
                words::qualified(&raw, &name, word, &form)
            };
            given.wish(path, kind, Wish { name, qualified: vec![qualified], raw, rank: 1 })
        })
        .collect();
    distinct(&wishes, reserved).names
}
