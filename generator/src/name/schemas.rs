//! Names of schemas, their fields and their variants.

use std::collections::{HashMap, HashSet};

use super::clash::{Names, Wish};
use super::configured::{self, Form, Given, value_path};
use super::history::{History, Scope, Table, distinct_since};
use super::taken::{self, Others, Scoped};
use super::words::{self, Noun};
use super::{OperationName, SchemaName, methods, reserved};
use crate::diag::Diagnostics;
use crate::identity::{Identities, of_property};
use crate::model::{Api, EnumValues, HintRoot, Operation, Schema, Shape, Type};
use crate::path::SpecPath;

/// Names every schema.
pub(super) fn schemas(
    api: &Api,
    operations: &[OperationName],
    given: &Given<'_>,
    history: &mut History<'_>,
    diagnostics: &mut Diagnostics,
) -> Vec<SchemaName> {
    let roots = Roots { operations, by_id: methods::by_id(api) };
    let mut ways: HashMap<&SpecPath, usize> = HashMap::new();
    for schema in &api.schemas {
        let words = schema.name_hint.way.len();
        ways.entry(&schema.path).and_modify(|least| *least = words.min(*least)).or_insert(words);
    }
    let within = |schema: &Schema| ways.get(&schema.path).copied().unwrap_or_default();
    let wishes: Vec<Wish> = api.schemas.iter().map(|schema| wish(schema, within(schema), &roots, given)).collect();
    let reserved: Vec<&str> = reserved::types().collect();
    let configured = configured::names(&wishes);
    let scope = Scope { configured: &configured, ..Scope::new(&wishes, &reserved) };
    let key = |identities: &Identities<'_>, index: usize| {
        api.schemas.get(index).map(|schema| identities.of_place(&schema.path)).unwrap_or_default()
    };
    let Names { names, moved } = distinct_since(history, Table::Names, &scope, key);
    let place = |index: usize| api.schemas[index].path.clone();
    let key_place = |index: usize| given.place_of_name(&api.schemas[index].path, Form::Type);
    let scoped = Scoped { noun: "type", wishes: &wishes, names: &names, others: Others::default() };
    let reported = taken::report(&scoped, key_place, place, diagnostics);
    let owners = taken::Owners::new(&scoped);
    for &index in moved.iter().filter(|index| !reported.contains(index)) {
        let key = given.key(&api.schemas[index].path);
        let help = format!("to choose another name, write `\"{key}\" = \"…\"` under `[names]` in the configuration");
        diagnostics.push(owners.moved(index, place).help(help));
    }
    let members = |schema| members(schema, &names, (given, history), diagnostics);
    let members: Vec<Vec<String>> = api.schemas.iter().map(members).collect();
    let named = api.schemas.iter().zip(names).zip(members);
    named
        .map(|((schema, name), members)| SchemaName {
            name,
            module: module(schema, &roots, given),
            accessors: accessors(schema, &members),
            members,
            ..SchemaName::default()
        })
        .collect()
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

/// The operations after which schemas are named.
struct Roots<'a> {
    operations: &'a [OperationName],
    by_id: HashMap<&'a str, &'a Operation>,
}

fn root(schema: &Schema, roots: &Roots<'_>) -> Root {
    let whole = |words: &str| Root { words: words.to_owned(), qualified: words.to_owned(), short: false };
    match &schema.name_hint.root {
        HintRoot::Component(name) => match methods::short_body(&roots.by_id, name) {
            Some(words) => Root { words, qualified: name.clone(), short: true },
            None => whole(name),
        },
        HintRoot::PathItem(template) => {
            Root { words: methods::fixed_words(template), qualified: methods::path_words(template), short: false }
        }
        HintRoot::Operation(index) => {
            whole(roots.operations.get(*index).map_or("operation", |operation| &operation.name))
        }
    }
}

fn module(schema: &Schema, roots: &Roots<'_>, given: &Given<'_>) -> String {
    let words = given.without_prefix(root(schema, roots).words);
    let module = words::file(&words::module(&words));
    // The name of the module would be that of its parent.
    if module == "models" { "models_".to_owned() } else { module }
}

/// Creates the request for the name of a schema. `way` is the number of words that name the place. Further words name one of the types
/// that a schema of several JSON types has there, and follow a configured name.
fn wish(schema: &Schema, way: usize, roots: &Roots<'_>, given: &Given<'_>) -> Wish {
    let pointer = given.key(&schema.path);
    if let Some(name) = given.name_at(&schema.path, Form::Type) {
        let further = schema.name_hint.way.get(way..).unwrap_or_default().join(" ");
        if !further.is_empty() {
            let name = words::pascal(&format!("{name} {further}"), Noun::Schema);
            return Wish { qualified: vec![format!("{name}Type")], raw: name.clone(), name, rank: 1 };
        }
        let name = name.to_owned();
        return Wish { raw: name.clone(), qualified: vec![name.clone()], name, rank: 0 };
    }
    let Root { words: root, qualified: whole_root, short } = root(schema, roots);
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

/// Returns the words of the accessors of a union.
fn accessors(schema: &Schema, members: &[String]) -> Vec<String> {
    let Shape::Union(_) = &schema.shape else { return Vec::new() };
    let words = members.iter().map(|member| words::snake(member, Noun::Field));
    words.map(|word| word.trim_start_matches("r#").to_owned()).collect()
}

/// Returns the names of the fields, values or variants of a schema. They keep those of an earlier version unless the configuration
/// assigns them to others. `types` contains the names of all schemas.
fn members(
    schema: &Schema,
    types: &[String],
    (given, history): (&Given<'_>, &mut History<'_>),
    diagnostics: &mut Diagnostics,
) -> Vec<String> {
    let Some(Members { noun, form, places, wishes }) = requested(schema, given) else { return Vec::new() };
    let configured = configured::names(&wishes);
    let reserved = if form == Form::Type { RESERVED_VARIANTS } else { &[] };
    let scope = Scope { configured: &configured, ..Scope::new(&wishes, reserved) };
    let key = |identities: &Identities<'_>, index: usize| identity(schema, types, identities, index);
    let names = distinct_since(history, Table::Names, &scope, key).names;
    let scoped = Scoped { noun, wishes: &wishes, names: &names, others: Others::default() };
    let key_place = |index: usize| given.place_of_name(&places[index], form);
    let place = |index: usize| match &schema.shape {
        // The configuration names a value by its text, at which there is nothing.
        Shape::Enumeration(_) => schema.path.clone(),
        _ => places[index].clone(),
    };
    taken::report(&scoped, key_place, place, diagnostics);
    names
}

/// The members of a schema before they have names.
struct Members {
    noun: &'static str,
    form: Form,
    places: Vec<SpecPath>,
    wishes: Vec<Wish>,
}

/// Returns the requests for the names of members; `None` if a schema of this kind has none.
fn requested(schema: &Schema, given: &Given<'_>) -> Option<Members> {
    match &schema.shape {
        Shape::Struct(fields) => {
            let raws = fields.properties.iter().map(|property| (property.name.as_str(), &property.path)).collect();
            let form = |raw: &str| words::snake(raw, Noun::Field);
            let wishes = member_wishes(raws, (Form::Value, form), ("field", &[]), (given, schema));
            let places = fields.properties.iter().map(|property| property.path.clone()).collect();
            Some(Members { noun: "field", form: Form::Value, places, wishes })
        }
        Shape::Enumeration(enumeration) => {
            let values: Vec<(Option<String>, String)> = match &enumeration.values {
                EnumValues::Strings(values) => {
                    values.iter().map(|value| (value.name.clone(), value.value.clone())).collect()
                }
                EnumValues::Integers(values) => {
                    values.iter().map(|value| (value.name.clone(), value.value.to_string())).collect()
                }
            };
            let places = values.iter().map(|(_, raw)| value_path(schema, raw)).collect();
            let wishes = values.into_iter().map(|value| value_wish(schema, value, given)).collect();
            Some(Members { noun: "variant", form: Form::Type, places, wishes })
        }
        Shape::Union(union) => {
            let raws = union.variants.iter().map(|variant| (variant.hint.as_str(), &variant.path)).collect();
            let form = |raw: &str| words::pascal(raw, Noun::Schema);
            let wishes = member_wishes(raws, (Form::Type, form), ("variant", RESERVED_VARIANTS), (given, schema));
            let places = union.variants.iter().map(|variant| variant.path.clone()).collect();
            Some(Members { noun: "variant", form: Form::Type, places, wishes })
        }
        Shape::CheckedString(_) | Shape::Alias(_) => None,
    }
}

/// Returns the identity of a member; empty if it cannot be identified.
fn identity(schema: &Schema, types: &[String], identities: &Identities<'_>, index: usize) -> String {
    let owner = identities.of_place(&schema.path);
    match &schema.shape {
        Shape::Struct(fields) => {
            fields.properties.get(index).map(|property| of_property(&owner, &property.name)).unwrap_or_default()
        }
        Shape::Enumeration(enumeration) => {
            let value = match &enumeration.values {
                EnumValues::Strings(values) => values.get(index).map(|value| value.value.clone()),
                EnumValues::Integers(values) => values.get(index).map(|value| value.value.to_string()),
            };
            format!("{owner} value:{}", value.unwrap_or_default())
        }
        Shape::Union(union) => match union.variants.get(index).map(|one| &one.ty) {
            Some(Type::Named(id)) => {
                let ty = types.get(id.index()).map(String::as_str).unwrap_or_default();
                format!("{owner} oneOf:models::{ty}")
            }
            _ => String::new(),
        },
        Shape::CheckedString(_) | Shape::Alias(_) => String::new(),
    }
}

fn value_wish(schema: &Schema, (asked, raw): (Option<String>, String), given: &Given<'_>) -> Wish {
    let name = words::pascal(asked.as_deref().unwrap_or(&raw), Noun::Value);
    let qualified = if RESERVED_VARIANTS.contains(&name.as_str()) {
        words::pascal(&words::qualified_by(&raw, "value"), Noun::Value)
    } else {
        words::qualified(&raw, &name, "value", |text| words::pascal(text, Noun::Value))
    };
    given.value_wish(schema, &raw.clone(), Wish { name, qualified: vec![qualified], raw, rank: 1 })
}

/// The variant for unknown values.
const RESERVED_VARIANTS: &[&str] = &["Unknown"];

/// Creates the requests for members of a schema. Equal original names are distinguished by their position.
fn member_wishes(
    raws: Vec<(&str, &SpecPath)>,
    (kind, form): (Form, impl Fn(&str) -> String),
    (word, reserved): (&str, &[&str]),
    (given, schema): (&Given<'_>, &Schema),
) -> Vec<Wish> {
    let mut seen = HashSet::new();
    raws.into_iter()
        .enumerate()
        .map(|(index, (raw, path))| {
            let repeated = !seen.insert(raw);
            let raw = if repeated { format!("{raw} {}", index + 1) } else { raw.to_owned() };
            let name = form(&raw);
            let qualified = if reserved.contains(&name.as_str()) {
                form(&words::qualified_by(&raw, word))
            } else {
                words::qualified(&raw, &name, word, &form)
            };
            let wish = Wish { name, qualified: vec![qualified], raw, rank: 1 };
            // The variants of several JSON types have the place of the schema, whose name is that of the type.
            if *path == schema.path { wish } else { given.wish(path, kind, wish) }
        })
        .collect()
}
