//! `[[documents]]`: several API descriptions that become one crate, with a module for each. A document has the keys of the top level,
//! and its own entry can replace each of them.

use heck::ToSnakeCase as _;
use toml::de::DeTable;

use super::merged::{Keys, merged};
use super::section::{Entry, Section};
use super::{Config, conflicts, key_path, read, value};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::file_tree::is_device;
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
    keys: Keys,
    /// The index of the entry.
    index: usize,
}

/// The tables and keys of the top level that are about the crate, and that no entry can have.
pub(super) const OF_THE_CRATE: &[&str] = &["changes", "crate", "documents"];

/// The keys of an entry that the top level does not have.
pub(super) const OF_AN_ENTRY: &[&str] = &["module", "path"];

/// The names at the root of a crate, which no module of a document can have: modules, features, and files that cargo knows.
const RESERVED: &[&str] = &[
    "bin",
    "blocking",
    "br",
    "default",
    "fetch",
    "generic",
    "guide",
    "gzip",
    "har",
    "http2",
    "hyper",
    // With a group, `native-tls`.
    "native",
    "lib",
    "main",
    "oaspress_runtime",
    "oauth",
    "observe",
    "own_types",
    "readme",
    "reqwest",
    "runtime",
    "rustls",
    "schemars",
    "shared",
    "strum",
    "testing",
    "tower",
    "tracing",
    // With a group, `webhook-payloads` and `webhook-signatures`.
    "webhook",
    "zstd",
];

impl Document {
    /// Creates an entry without keys, for a document that has the configuration of the top level.
    #[must_use]
    pub fn without_keys(config: Config) -> Self {
        Self { config, ..Self::default() }
    }

    /// Returns a place in the configuration of this document as a place in the file.
    #[must_use]
    pub fn place(&self, place: &SpecPath) -> SpecPath {
        if !self.has(place) {
            return place.clone();
        }
        place.tokens().fold(key_path(&["documents"]).index(self.index), |path, token| path.child(&token))
    }

    /// Returns true if the entry has this key of the configuration.
    pub(super) fn has(&self, place: &SpecPath) -> bool {
        place.document() == SpecPath::config().document() && self.keys.has(place)
    }

    /// Returns true if the key of the top level at this place does not decide anything for this document, since its entry has
    /// another value.
    #[must_use]
    pub fn replaces(&self, place: &SpecPath) -> bool {
        self.keys.replaces(place)
    }
}

/// Returns true if a place is in an entry of `[[documents]]`.
#[must_use]
pub fn is_of_entry(place: &SpecPath) -> bool {
    place.document() == SpecPath::config().document() && place.tokens().next().is_some_and(|first| first == "documents")
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
    conflicts::check(&documents, diagnostics);
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
    let mut of_merged = Diagnostics::new();
    let mut config = read::of_document(&mut section, &mut of_merged);
    config.module = Some(module.clone());
    let document = Document { path, module, config, keys: Keys::new(root, table), index };
    // Keys that are valid on their own can be invalid together.
    for found in of_merged.into_vec() {
        let found = found.relocated(|place| document.place(place), SpecPath::to_string);
        if !diagnostics.iter().any(|known| known.code == found.code && known.place == found.place) {
            diagnostics.push(found);
        }
    }
    Some(document)
}

fn module_name(name: &str, place: &SpecPath, diagnostics: &mut Diagnostics) -> Option<String> {
    if !value::is_module_name(name) || name.contains(char::is_uppercase) {
        let message = format!("`{name}` is not a name for a module");
        let help = "it begins with a letter, has only lower-case letters, digits and `_`, and is not a keyword";
        value::invalid(place, message, help, diagnostics);
        return None;
    }
    if is_device(name) {
        let message = format!("`{name}` is the name of a device in Windows, which no file can have");
        value::invalid(place, message, "choose another name", diagnostics);
        return None;
    }
    if RESERVED.contains(&name) {
        let message = format!("every generated crate has a module, a file or a feature `{name}`");
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
    if value::is_module_name(&module) && !RESERVED.contains(&module.as_str()) && !is_device(&module) {
        return Some(module);
    }
    let message = format!("no name of a module follows from `{path}`");
    value::invalid(place, message, "set it as `module`", diagnostics);
    None
}
