//! `[[documents]]`: several API descriptions that become one crate, with a module for each. A document has the keys of the top level,
//! and its own entry can replace each of them.

use std::collections::BTreeSet;

use heck::ToSnakeCase as _;
use toml::de::{DeTable, DeValue};

use super::section::{Entry, Section};
use super::{Config, key_path, read, value};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::path::SpecPath;

/// An entry of `[[documents]]`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// `path`: the path of the document, relative to the configuration.
    pub path: String,
    /// `module`: the name of its module.
    pub module: String,
    /// The configuration of the document: the keys of the top level, replaced by those of the entry.
    pub config: Config,
    /// The pointers of the keys that the entry has.
    own: BTreeSet<String>,
    /// The index of the entry.
    index: usize,
}

/// The tables and keys of the top level that are about the crate, and that no entry can have.
pub(super) const OF_THE_CRATE: &[&str] = &["changes", "crate", "documents"];

/// The keys of an entry that the top level does not have.
pub(super) const OF_AN_ENTRY: &[&str] = &["module", "path"];

/// The names at the root of a crate, which no module of a document can have: modules, and features.
const RESERVED: &[&str] = &[
    "blocking",
    "br",
    "default",
    "generic",
    "guide",
    "gzip",
    "har",
    "http2",
    "hyper",
    "oaspress_runtime",
    "oauth",
    "observe",
    "own_types",
    "reqwest",
    "runtime",
    "rustls",
    "schemars",
    "shared",
    "strum",
    "testing",
    "tower",
    "tracing",
    "zstd",
];

impl Document {
    /// Returns a place in the configuration of this document as a place in the file.
    #[must_use]
    pub fn place(&self, place: &SpecPath) -> SpecPath {
        if place.document() != SpecPath::config().document() || !self.own.contains(place.pointer()) {
            return place.clone();
        }
        place.tokens().fold(key_path(&["documents"]).index(self.index), |path, token| path.child(&token))
    }
}

/// Reads the entries. `root` is the whole configuration.
pub(super) fn read(entry: &Entry<'_>, root: &DeTable<'_>, diagnostics: &mut Diagnostics) -> Vec<Document> {
    let Some(elements) = entry.value.as_array().filter(|array| array.iter().all(|one| one.get_ref().is_table())) else {
        entry.wrong_type("an array of tables, `[[documents]]`", diagnostics);
        return Vec::new();
    };
    if elements.is_empty() {
        let help = "add an entry `[[documents]]` with a `path`, or remove the key";
        value::invalid(&entry.place, "`documents` is empty", help, diagnostics);
    }
    let mut documents: Vec<Document> = Vec::new();
    for (index, element) in elements.iter().enumerate() {
        let Some(table) = element.get_ref().as_table() else { continue };
        let section = Section::new(table, entry.place.index(index));
        let Some(document) = document(section, (table, index), root, diagnostics) else { continue };
        if let Some(earlier) = documents.iter().find(|earlier| earlier.module == document.module) {
            let message =
                format!("`{}` and `{}` have the same module, `{}`", earlier.path, document.path, document.module);
            let help = "set another name as `module` of one of them";
            value::invalid(&entry.place.index(index), message, help, diagnostics);
        }
        documents.push(document);
    }
    documents
}

fn document(
    mut section: Section<'_>,
    (table, index): (&DeTable<'_>, usize),
    root: &DeTable<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<Document> {
    let place = section.path().clone();
    let path = section.string("path", diagnostics);
    let path = path.and_then(|found| value::text(found, diagnostics));
    if path.is_none() && !section.has("path") {
        let message = format!("the entry {} of `[[documents]]` has no `path`", index + 1);
        let help = "write `path = \"…\"`, the path of the API description relative to this file";
        diagnostics.push(Diagnostic::new(Code::ConfigInvalidValue, &place, message).help(help));
    }
    let given = section.string("module", diagnostics);
    // The keys of the entry are validated at their places; their values are read from the merged table.
    read::of_document(&mut section, diagnostics);
    section.finish(diagnostics);
    let path = path?;
    let module = match given {
        Some((name, place)) => module_name(name, &place, diagnostics)?,
        None => module_of_file(&path, &place, diagnostics)?,
    };
    let merged = merged(root, table);
    let mut section = Section::new(&merged, SpecPath::config());
    let mut config = read::of_document(&mut section, &mut Diagnostics::new());
    config.module = Some(module.clone());
    let mut own = BTreeSet::new();
    for (key, value) in table.iter().filter(|(key, _)| !OF_AN_ENTRY.contains(&&**key.get_ref())) {
        pointers(&SpecPath::config().child(key.get_ref()), value.get_ref(), &mut own);
    }
    Some(Document { path, module, config, own, index })
}

fn module_name(name: &str, place: &SpecPath, diagnostics: &mut Diagnostics) -> Option<String> {
    if !value::is_module_name(name) || name.contains(char::is_uppercase) {
        let message = format!("`{name}` is not a name for a module");
        let help = "it begins with a letter, has only lower-case letters, digits and `_`, and is not a keyword";
        value::invalid(place, message, help, diagnostics);
        return None;
    }
    if RESERVED.contains(&name) {
        let message = format!("every generated crate has a module or a feature `{name}`");
        value::invalid(place, message, "choose another name", diagnostics);
        return None;
    }
    Some(name.to_owned())
}

/// Returns the name of the module that follows from the name of the file.
fn module_of_file(path: &str, place: &SpecPath, diagnostics: &mut Diagnostics) -> Option<String> {
    let file = path.rsplit(['/', '\\']).next().unwrap_or(path);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let stem = stem.strip_suffix(".openapi").or_else(|| stem.strip_suffix(".swagger")).unwrap_or(stem);
    let module = stem.to_snake_case();
    if value::is_module_name(&module) && !RESERVED.contains(&module.as_str()) {
        return Some(module);
    }
    let message = format!("no name of a module follows from `{path}`");
    value::invalid(place, message, "set it as `module`", diagnostics);
    None
}

/// Returns the table of the top level without the parts about the crate, replaced by the keys of an entry.
fn merged<'a>(root: &DeTable<'a>, own: &DeTable<'a>) -> DeTable<'a> {
    let mut merged = root.clone();
    for key in OF_THE_CRATE {
        merged.remove(*key);
    }
    replace(&mut merged, own, OF_AN_ENTRY);
    merged
}

fn replace<'a>(table: &mut DeTable<'a>, own: &DeTable<'a>, except: &[&str]) {
    for (key, value) in own.iter().filter(|(key, _)| !except.contains(&&**key.get_ref())) {
        let inner = value.get_ref().as_table();
        match (table.get_mut(key).map(toml::Spanned::get_mut), inner) {
            (Some(DeValue::Table(outer)), Some(inner)) => replace(outer, inner, &[]),
            _ => {
                table.insert(key.clone(), value.clone());
            }
        }
    }
}

/// Collects the pointers of a value and of everything within it.
fn pointers(place: &SpecPath, value: &DeValue<'_>, all: &mut BTreeSet<String>) {
    all.insert(place.pointer().to_owned());
    match value {
        DeValue::Table(table) => {
            for (key, value) in table {
                pointers(&place.child(key.get_ref()), value.get_ref(), all);
            }
        }
        DeValue::Array(array) => {
            for (index, value) in array.iter().enumerate() {
                pointers(&place.index(index), value.get_ref(), all);
            }
        }
        _ => {}
    }
}
