//! The names that the configuration assigns: by the place of the named item in the API description, or by method and path.

use std::collections::BTreeSet;

use crate::config::{Config, key_path};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{Api, EnumValues, HintRoot, Operation, Schema, Shape};
use crate::nearest::suggestion;
use crate::path::SpecPath;
use crate::source_map::SourceMap;

use super::Names;
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
        if self.config.names.is_empty() {
            return None;
        }
        let names = self.source_map.keys(path).into_iter().filter_map(|key| self.config.name_of(&key));
        names.into_iter().find(|name| Form::of(name) == form)
    }

    /// Returns the configured name of a value of an enumeration.
    fn name_of_value(&self, schema: &Schema, value: &str) -> Option<&'a str> {
        self.name_at(&value_path(schema, value), Form::Type)
    }

    /// Returns the configured name of an operation, by its place or by method and path.
    pub(super) fn name_of_operation(&self, operation: &Operation) -> Option<&'a str> {
        let by_path = || self.config.name_of(&method_and_path(operation));
        self.name_at(&operation.path, Form::Type).or_else(by_path)
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

    /// Returns the request for a name, or else for the configured one of the item at a place.
    pub(super) fn wish(&self, path: &SpecPath, form: Form, wish: Wish) -> Wish {
        configured(self.name_at(path, form), wish)
    }

    /// Returns the request for the name of a value, or else for the configured one.
    pub(super) fn value_wish(&self, schema: &Schema, value: &str, wish: Wish) -> Wish {
        configured(self.name_of_value(schema, value), wish)
    }
}

/// Returns the request for a configured name, which has precedence over all others.
pub(super) fn configured(name: Option<&str>, wish: Wish) -> Wish {
    match name {
        Some(name) => Wish { name: name.to_owned(), qualified: vec![name.to_owned()], rank: 0, ..wish },
        None => wish,
    }
}

/// Returns the names among these requests that the configuration assigns.
pub(super) fn names(wishes: &[Wish]) -> Vec<&str> {
    wishes.iter().filter(|wish| wish.rank == 0).map(|wish| wish.name.as_str()).collect()
}

/// Returns the place by which the configuration names a value: the enumeration, and the text of the value.
fn value_path(schema: &Schema, value: &str) -> SpecPath {
    schema.path.child("enum").child(value)
}

fn method_and_path(operation: &Operation) -> String {
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

/// Reports the configured names that items did not get, because others have them.
pub(super) fn check(api: &Api, given: &Given<'_>, names: &Names, diagnostics: &mut Diagnostics) {
    if let Some(prefix) = &given.config.strip_prefix {
        check_prefix(api, given, prefix, diagnostics);
    }
    if given.config.names.is_empty() {
        return;
    }
    let mut used: BTreeSet<String> = BTreeSet::new();
    let mut check = |path: &SpecPath, wanted: Option<&str>, name: &str| {
        let Some(wanted) = wanted else { return };
        let keys = given.source_map.keys(path);
        used.extend(keys.iter().cloned());
        if wanted == name {
            return;
        }
        let key = keys.iter().find(|key| given.config.name_of(key).is_some()).or(keys.first());
        let place = key_path(&["names", key.map_or("", String::as_str)]);
        let message = format!("the name `{wanted}` is taken or reserved; the item would be called `{name}`");
        diagnostics.push(Diagnostic::new(Code::ConfigInvalidValue, &place, message).help("choose another name"));
    };
    for (schema, names) in api.schemas.iter().zip(&names.schemas) {
        // Clashes of types are reported where they are resolved.
        check(&schema.path, given.name_at(&schema.path, Form::Type).map(|_| names.name.as_str()), &names.name);
        let members = || names.members.iter();
        match &schema.shape {
            Shape::Struct(shape) => shape.properties.iter().zip(members()).for_each(|(property, name)| {
                check(&property.path, given.name_at(&property.path, Form::Value), name);
            }),
            Shape::Union(shape) => shape.variants.iter().zip(members()).for_each(|(variant, name)| {
                check(&variant.path, given.name_at(&variant.path, Form::Type), name);
            }),
            Shape::Enumeration(shape) => values(&shape.values).iter().zip(members()).for_each(|(value, name)| {
                check(&value_path(schema, value), given.name_of_value(schema, value), name);
            }),
            Shape::CheckedString(_) | Shape::Alias(_) => {}
        }
    }
    for (operation, names) in api.operations.iter().zip(&names.operations) {
        check(&operation.path, given.name_of_operation(operation), &names.name);
        operation.parameters.iter().zip(&names.parameters).for_each(|(parameter, name)| {
            check(&parameter.path, given.name_at(&parameter.path, Form::Value), name);
        });
    }
    for (scheme, names) in api.security_schemes.iter().zip(&names.schemes) {
        check(&scheme.path, given.name_at(&scheme.path, Form::Value), &names.setter);
    }
    for tag in &api.tags {
        let name = given.name_at(&tag.path, Form::Value);
        check(&tag.path, name, name.unwrap_or_default());
    }
    let known: BTreeSet<String> = keys(api, given.source_map).into_iter().collect();
    for (key, name) in &given.config.names {
        if known.contains(key) && !used.contains(key) && key.contains('#') {
            diagnostics.push(wrong_form(key, name));
        }
    }
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
    Diagnostic::new(Code::ConfigInvalidValue, &key_path(&["names", key]), message).help(help)
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
