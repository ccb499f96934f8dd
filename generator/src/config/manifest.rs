//! `[crate]`: the manifest of the generated crate.

use std::collections::BTreeMap;

use toml::{Table, Value};

use super::dependency::{self, Dependency};
use super::runtime::{self, Runtime};
use super::section::Section;
use super::{read, value};
use crate::diag::Diagnostics;

/// `[crate]`: the manifest of the generated crate. Missing values come from the API description or are omitted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    /// `name`.
    pub name: Option<String>,
    /// `version`.
    pub version: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// `repository`.
    pub repository: Option<String>,
    /// `license`.
    pub license: Option<String>,
    /// `homepage`.
    pub homepage: Option<String>,
    /// `authors`.
    pub authors: Vec<String>,
    /// `keywords`.
    pub keywords: Vec<String>,
    /// `categories`.
    pub categories: Vec<String>,
    /// `publish = false`: the crate is not published.
    pub private: bool,
    /// `runtime`.
    pub runtime: Runtime,
    /// True if the code is a module of another crate. It is not a key of the configuration: the caller decides it.
    pub is_module: bool,
    /// `[crate.dependencies]`: further dependencies, by the names of their packages.
    pub dependencies: BTreeMap<String, Dependency>,
    /// `[crate.features]`: further features, with the features that each of them enables.
    pub features: BTreeMap<String, Vec<String>>,
    /// `[crate.manifest]`: further contents.
    pub further: FurtherManifest,
}

/// `[crate.manifest]`: contents of `Cargo.toml` that the generator has no key for, as TOML.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FurtherManifest {
    /// Lines of `[package]`.
    pub package: String,
    /// Further tables.
    pub tables: String,
}

/// The keys of `[package]` that the generator writes.
const WRITTEN: &[&str] = &[
    "authors",
    "categories",
    "description",
    "edition",
    "homepage",
    "keywords",
    "license",
    "name",
    "publish",
    "readme",
    "repository",
    "rust-version",
    "version",
];

/// The keys of `Cargo.toml` that the generator writes.
const WRITTEN_TABLES: &[&str] = &["dependencies", "features"];

/// Reads the table. `text` is the whole configuration.
pub(super) fn read(mut table: Section<'_>, text: &str, diagnostics: &mut Diagnostics) -> Manifest {
    let dependencies = table.table("dependencies", diagnostics);
    let dependencies = dependencies.map(|table| dependency::table(&table, diagnostics)).unwrap_or_default();
    let features = table.table("features", diagnostics);
    let features = features.map(|table| features_of(&table, diagnostics)).unwrap_or_default();
    let further = table.table("manifest", diagnostics);
    let further = further.map(|table| further_of(&table, text, diagnostics)).unwrap_or_default();
    let [authors, keywords, categories] =
        ["authors", "keywords", "categories"].map(|key| read::strings(&mut table, key, diagnostics));
    let private = table.get("publish").is_some_and(|entry| value::only_false(&entry, diagnostics));
    let mut string = |key, check: fn(value::PlacedText<'_>, &mut Diagnostics) -> Option<String>| {
        table.string(key, diagnostics).and_then(|found| check(found, diagnostics))
    };
    let manifest = Manifest {
        name: string("name", value::crate_name),
        version: string("version", value::version),
        description: string("description", value::text),
        repository: string("repository", value::text),
        license: string("license", value::text),
        homepage: string("homepage", value::text),
        authors,
        keywords,
        categories,
        private,
        runtime: table.get("runtime").and_then(|entry| runtime::read(&entry, diagnostics)).unwrap_or_default(),
        is_module: false,
        dependencies,
        features,
        further,
    };
    table.finish(diagnostics);
    manifest
}

fn features_of(table: &Section<'_>, diagnostics: &mut Diagnostics) -> BTreeMap<String, Vec<String>> {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '+' | '.');
    let mut features = BTreeMap::new();
    for (name, entry) in table.entries() {
        if name.starts_with(|c: char| c.is_alphanumeric() || c == '_') && name.chars().all(is_part) {
            let enabled = entry.strings(diagnostics).into_iter().map(|(text, _)| text.to_owned()).collect();
            features.insert(name.to_owned(), enabled);
        } else {
            let help = "it begins with a letter, a digit or `_`, and has only these, `-`, `+` and `.`";
            value::invalid(&entry.place, format!("`{name}` is not a name for a feature"), help, diagnostics);
        }
    }
    features
}

/// Returns true for a table, or an array of tables.
fn is_table(value: &Value) -> bool {
    let is_list = |items: &Vec<Value>| !items.is_empty() && items.iter().all(Value::is_table);
    value.is_table() || value.as_array().is_some_and(is_list)
}

/// Reads the free table. Keys that the generator writes are errors, because a manifest cannot contain them twice.
fn further_of(table: &Section<'_>, text: &str, diagnostics: &mut Diagnostics) -> FurtherManifest {
    let whole = text.parse::<Table>().unwrap_or_default();
    let mut found = whole.get("crate").and_then(|table| table.get("manifest")?.as_table().cloned()).unwrap_or_default();
    for key in WRITTEN_TABLES.iter().filter(|key| table.has(key)) {
        let place = table.path().child(key);
        let help = format!("write it under `[crate.{key}]`");
        value::invalid(&place, format!("the generator writes `[{key}]`"), &help, diagnostics);
        found.remove(*key);
    }
    if found.get("lints").is_some_and(|lints| lints.get("clippy").is_some()) {
        let place = table.path().child("lints").child("clippy");
        value::invalid(&place, "the generator writes `[lints.clippy]`", "remove the table", diagnostics);
        found.remove("lints");
    }
    for key in found.iter().filter(|(_, value)| !is_table(value)).map(|(key, _)| key.clone()).collect::<Vec<_>>() {
        let place = table.path().child(&key);
        let help = "write tables of `Cargo.toml` here, such as `[crate.manifest.profile.release]`";
        value::invalid(&place, format!("`{key}` is not a table of a manifest"), help, diagnostics);
        found.remove(&key);
    }
    let package =
        found.remove("package").and_then(|package| if let Value::Table(table) = package { Some(table) } else { None });
    let mut lines = Table::new();
    let mut nested = Table::new();
    for (key, value) in package.unwrap_or_default() {
        if WRITTEN.contains(&key.as_str()) {
            let place = table.path().child("package").child(&key);
            value::invalid(
                &place,
                format!("the generator writes `{key}`"),
                "remove the key, or set it in `[crate]`",
                diagnostics,
            );
        } else if value.is_table() {
            nested.insert(key, value);
        } else {
            lines.insert(key, value);
        }
    }
    if !nested.is_empty() {
        found.insert("package".to_owned(), Value::Table(nested));
    }
    let source = |table: &Table| toml::to_string(table).unwrap_or_default();
    FurtherManifest { package: source(&lines), tables: source(&found) }
}
