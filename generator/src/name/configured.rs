//! The names that the configuration assigns: by the place of the named item in the API description, or by method and path.

use std::collections::BTreeSet;

use crate::config::{Config, key_path};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{Api, EnumValues, HintRoot, Operation, Schema, Shape};
use crate::nearest::suggestion;
use crate::path::SpecPath;
use crate::source_map::SourceMap;

use super::clash::Wish;

/// The form of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// A type or variant: `Pet`.
    Type,
    /// A field, parameter, method or group: `owner_id`.
    Value,
}

impl Form {
    fn of(name: &str) -> Self {
        if name.starts_with(char::is_uppercase) { Self::Type } else { Self::Value }
    }
}

/// The sources of names besides the API description.
#[derive(Clone, Copy)]
pub(super) struct Given<'a> {
    pub(super) config: &'a Config,
    /// Maps each item to the place where it is written, which is its name in the configuration.
    pub(super) source_map: &'a SourceMap,
}

impl<'a> Given<'a> {
    /// Returns the place of an item in the spelling of the configuration.
    pub(super) fn key(&self, path: &SpecPath) -> String {
        self.source_map.key(path)
    }

    /// Returns the configured name of the item at a place. An inline schema and its property have the same place, so the form of
    /// the name decides which of them it is for.
    pub(super) fn name_at(&self, path: &SpecPath, form: Form) -> Option<&'a str> {
        self.all_at(path, form).into_iter().next().map(|(_, name)| name)
    }

    /// Returns the keys that name the item at a place, each with the name. There are several if the configuration spells the place
    /// in several ways.
    fn all_at(&self, path: &SpecPath, form: Form) -> Vec<(String, &'a str)> {
        if self.config.names.is_empty() {
            return Vec::new();
        }
        let keys = self.source_map.keys(path).into_iter();
        keys.filter_map(|key| self.config.name_of(&key).map(|name| (key, name)))
            .filter(|(_, name)| Form::of(name) == form)
            .collect()
    }

    /// Returns the keys that name an operation, each with the name: its place, and its method and path.
    fn all_of_operation(&self, operation: &Operation) -> Vec<(String, &'a str)> {
        let key = method_and_path(operation);
        let by_path = self.config.name_of(&key).map(|name| (key, name));
        self.all_at(&operation.path, Form::Type).into_iter().chain(by_path).collect()
    }

    /// Returns the configured name of an operation, by its place or by method and path.
    pub(super) fn name_of_operation(&self, operation: &Operation) -> Option<&'a str> {
        self.all_of_operation(operation).into_iter().next().map(|(_, name)| name)
    }

    /// Returns the words of a schema's name without the configured prefix.
    pub(super) fn without_prefix(&self, words: String) -> String {
        let Some(prefix) = &self.config.strip_prefix else { return words };
        let Some(rest) = words.strip_prefix(prefix.as_str()) else { return words };
        let name = rest.trim_start_matches(['-', '_', '.', ' ']);
        // `Api` is not a prefix of `Apiary`, and a name does not begin with a digit.
        let is_word =
            name.len() < rest.len() || prefix.ends_with(['-', '_', '.']) || name.starts_with(char::is_uppercase);
        if is_word && name.starts_with(char::is_alphabetic) { name.to_owned() } else { words }
    }

    /// Returns the place in the configuration of the name of the item at a place.
    pub(super) fn place_of_name(&self, path: &SpecPath, form: Form) -> SpecPath {
        let key = self.all_at(path, form).into_iter().next().map(|(key, _)| key);
        name_place(&key.unwrap_or_default())
    }

    /// Returns the place in the configuration of the name of an operation.
    pub(super) fn place_of_operation(&self, operation: &Operation) -> SpecPath {
        let key = self.all_of_operation(operation).into_iter().next().map(|(key, _)| key);
        name_place(&key.unwrap_or_default())
    }

    /// Returns the request for a name, or else for the configured one of the item at a place.
    pub(super) fn wish(&self, path: &SpecPath, form: Form, wish: Wish) -> Wish {
        configured(self.name_at(path, form), wish)
    }

    /// Returns the request for the name of a value, or else for the configured one.
    pub(super) fn value_wish(&self, schema: &Schema, value: &str, wish: Wish) -> Wish {
        self.wish(&value_path(schema, value), Form::Type, wish)
    }
}

/// Returns the request for a configured name, which has precedence over all others.
pub(super) fn configured(name: Option<&str>, wish: Wish) -> Wish {
    match name {
        Some(name) => Wish { name: name.to_owned(), qualified: vec![name.to_owned()], rank: 0, ..wish },
        None => wish,
    }
}

/// Returns true for the request for a configured name.
pub(super) fn is_configured(wish: &Wish) -> bool {
    wish.rank == 0
}

/// Returns the names among these requests that the configuration assigns.
pub(super) fn names(wishes: &[Wish]) -> Vec<&str> {
    wishes.iter().filter(|wish| is_configured(wish)).map(|wish| wish.name.as_str()).collect()
}

/// Returns the place by which the configuration names a value: the enumeration, and the text of the value.
pub(super) fn value_path(schema: &Schema, value: &str) -> SpecPath {
    schema.path.child("enum").child(value)
}

pub(super) fn method_and_path(operation: &Operation) -> String {
    format!("{} {}", operation.method.as_str(), operation.template)
}

/// Returns the keys of all items that the configuration can name.
pub(super) fn keys(api: &Api, source_map: &SourceMap) -> Vec<String> {
    let mut keys = Vec::new();
    let mut add = |path: &SpecPath| keys.extend(source_map.keys(path));
    for schema in &api.schemas {
        add(&schema.path);
        match &schema.shape {
            Shape::Struct(shape) => shape.properties.iter().for_each(|property| add(&property.path)),
            Shape::Union(shape) => shape.variants.iter().for_each(|variant| add(&variant.path)),
            Shape::Enumeration(shape) => values(&shape.values).iter().for_each(|value| add(&value_path(schema, value))),
            Shape::CheckedString(_) | Shape::Alias(_) => {}
        }
    }
    for operation in &api.operations {
        add(&operation.path);
        operation.parameters.iter().for_each(|parameter| add(&parameter.path));
    }
    api.tags.iter().for_each(|tag| add(&tag.path));
    api.security_schemes.iter().for_each(|scheme| add(&scheme.path));
    keys.extend(api.operations.iter().map(method_and_path));
    keys
}

fn values(values: &EnumValues) -> Vec<String> {
    match values {
        EnumValues::Strings(values) => values.iter().map(|value| value.value.clone()).collect(),
        EnumValues::Integers(values) => values.iter().map(|value| value.value.to_string()).collect(),
    }
}

/// Reports the names that have no effect: those of another kind of item, and the second one of an item. Problems of a name within
/// its scope are reported where it is assigned.
pub(super) fn check(api: &Api, given: &Given<'_>, diagnostics: &mut Diagnostics) {
    if let Some(prefix) = &given.config.strip_prefix {
        check_prefix(api, given, prefix, diagnostics);
    }
    if given.config.names.is_empty() {
        return;
    }
    let mut used: BTreeSet<String> = BTreeSet::new();
    let mut check = |found: Vec<(String, &str)>| {
        if let [(first, _), second, ..] = found.as_slice() {
            diagnostics.push(named_twice(first, second));
        }
        used.extend(found.into_iter().map(|(key, _)| key));
    };
    for schema in &api.schemas {
        check(given.all_at(&schema.path, Form::Type));
        match &schema.shape {
            Shape::Struct(shape) => {
                shape.properties.iter().for_each(|property| check(given.all_at(&property.path, Form::Value)));
            }
            Shape::Union(shape) => {
                shape.variants.iter().for_each(|variant| check(given.all_at(&variant.path, Form::Type)));
            }
            Shape::Enumeration(shape) => {
                for value in &values(&shape.values) {
                    check(given.all_at(&value_path(schema, value), Form::Type));
                }
            }
            Shape::CheckedString(_) | Shape::Alias(_) => {}
        }
    }
    for operation in &api.operations {
        check(given.all_of_operation(operation));
        operation.parameters.iter().for_each(|parameter| check(given.all_at(&parameter.path, Form::Value)));
    }
    api.security_schemes.iter().for_each(|scheme| check(given.all_at(&scheme.path, Form::Value)));
    api.tags.iter().for_each(|tag| check(given.all_at(&tag.path, Form::Value)));
    let known: BTreeSet<String> = keys(api, given.source_map).into_iter().collect();
    for (key, name) in &given.config.names {
        if known.contains(key) && !used.contains(key) && key.contains('#') {
            diagnostics.push(wrong_form(key, name));
        }
    }
}

/// Returns the finding that two keys name one item.
fn named_twice(first: &str, (second, name): &(String, &str)) -> Diagnostic {
    let message = format!("`{first}` names the same item, so the name `{name}` has no effect");
    let found = Diagnostic::new(Code::ConfigInvalidValue, &name_place(second), message);
    found.related(&name_place(first), "the name that is used").help("remove one of the two")
}

/// Returns the place of a key of `[names]`.
fn name_place(key: &str) -> SpecPath {
    key_path(&["names", key])
}

/// Returns the finding that a name has the form of another kind of item.
fn wrong_form(key: &str, name: &str) -> Diagnostic {
    let (is, other) = match Form::of(name) {
        Form::Type => {
            ("a type or variant", "fields, parameters, groups and security schemes begin with a lowercase letter")
        }
        Form::Value => ("a field or method", "types and variants begin with an uppercase letter"),
    };
    let message = format!("`{name}` is the name of {is}, which is not at `{key}`");
    let help = format!("the names of {other}");
    Diagnostic::new(Code::ConfigInvalidValue, &name_place(key), message).help(help)
}

/// Reports a prefix that no schema has.
fn check_prefix(api: &Api, given: &Given<'_>, prefix: &str, diagnostics: &mut Diagnostics) {
    let names = api.schemas.iter().filter_map(|schema| match &schema.name_hint.root {
        HintRoot::Component(name) => Some(name),
        HintRoot::PathItem(_) | HintRoot::Operation(_) => None,
    });
    let names: Vec<&String> = names.collect();
    if !names.iter().any(|name| given.without_prefix((*name).clone()) != **name) {
        let message = format!("no schema has the prefix `{prefix}`, so this key has no effect");
        let place = key_path(&["names", "strip-prefix"]);
        let help = suggestion(prefix, names.iter().map(|name| name.as_str()));
        diagnostics.push(Diagnostic::new(Code::ConfigNotApplicable, &place, message).help(help));
    }
}
