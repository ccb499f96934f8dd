//! The files of a crate of several documents.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Write as _;

use super::imports::{self, Use};
use super::{HEADER, RUSTFMT, file, guide, manifest, module_files, root, runtime};
use crate::comment::Comment;
use crate::emit::Place;
use crate::file_tree::FileTree;
use crate::rust::{Child, Crate, Directory, Item, Module, Package, Runtime, Shared};

/// Returns the files of a crate of several documents.
#[must_use]
pub(crate) fn print_package(package: &Package) -> FileTree {
    let mut files = FileTree::default();
    for document in &package.documents {
        of_document(package, document, &mut files);
    }
    for (path, text) in shared(package) {
        files.insert(path, text);
    }
    if let (Some(module), Some(first)) = (&package.own_types, package.documents.first()) {
        let root = Crate { module: None, ..first.clone() };
        let text = file(module, &Directory::default(), &Place::new(&root, &module.path));
        files.insert("src/own_types.rs".to_owned(), text);
    }
    files.insert("Cargo.toml".to_owned(), manifest::cargo_toml(&package.manifest));
    files.insert("README.md".to_owned(), package.readme.page());
    files.insert("rustfmt.toml".to_owned(), RUSTFMT.to_owned());
    files.insert("src/lib.rs".to_owned(), root::package(package));
    if package.manifest.runtime == Runtime::Vendored {
        for (path, text) in runtime::files(&package.manifest.runtime_modules) {
            files.insert(path, text);
        }
    }
    files
}

/// Returns the code of each module of models by name, in the form in which documents share it. Documentation and samples are left
/// out, since they do not make another type.
#[must_use]
pub(crate) fn models(crate_: &Crate) -> BTreeMap<String, String> {
    let directory = Directory::new(&crate_.modules);
    let bare: Vec<Module> = crate_.modules.iter().filter(|module| is_model(module)).map(bare).collect();
    let place = |module: &Module| Place::new(crate_, &module.path).of_any_document();
    let name = |module: &Module| module.path.last().cloned().unwrap_or_default();
    module_files(&bare.iter().collect::<Vec<_>>(), &directory, &place, &name).into_iter().collect()
}

fn is_model(module: &Module) -> bool {
    matches!(module.path.as_slice(), [home, _] if home == "models")
}

fn bare(module: &Module) -> Module {
    let mut module = Module { docs: Comment::new(), ..module.clone() };
    module.items.iter_mut().for_each(Item::strip);
    module
}

/// Writes the files of a document, without the models that it shares.
fn of_document(package: &Package, document: &Crate, files: &mut FileTree) {
    let module = document.module_name();
    let in_document = |one: &&Shared| one.documents.iter().any(|document| document == module);
    let shared: HashSet<&str> = package.shared.iter().filter(in_document).map(|one| one.name.as_str()).collect();
    let is_shared = |one: &Module| is_model(one) && one.path.last().is_some_and(|name| shared.contains(name.as_str()));
    let own: Vec<&Module> = document.modules.iter().filter(|one| !is_shared(one)).collect();
    let place = |one: &Module| Place::new(document, &one.path);
    let path = |one: &Module| format!("src/{module}/{}.rs", one.path.join("/"));
    for (path, text) in module_files(&own, &Directory::new(&document.modules), &place, &path) {
        files.insert(path, text);
    }
    files.insert(format!("src/{module}.rs"), root::document(document));
    for (path, text) in guide::files_of_document(document) {
        files.insert(path, text);
    }
}

/// Returns the files of the models that documents share: a module for each document that is the home of some.
fn shared(package: &Package) -> Vec<(String, String)> {
    let children = children(package);
    let mut files = Vec::new();
    let mut root = format!("{HEADER}\n//! Models that are equal in several API descriptions.\n\n");
    for document in &package.documents {
        let home = document.module_name();
        let own: Vec<&Shared> = package.shared.iter().filter(|one| one.home() == home).collect();
        if own.is_empty() {
            continue;
        }
        let _ = writeln!(root, "#[rustfmt::skip]\npub(crate) mod {home};");
        let names: HashSet<&str> = own.iter().map(|one| one.name.as_str()).collect();
        let is_own = |one: &&Module| is_model(one) && one.path.last().is_some_and(|name| names.contains(name.as_str()));
        let modules: Vec<&Module> = document.modules.iter().filter(is_own).collect();
        let place = |one: &Module| Place::new(document, &one.path).shared();
        let path = |one: &Module| {
            let name = one.path.last().map_or("", String::as_str);
            format!("src/shared/{home}/{name}.rs")
        };
        files.extend(module_files(&modules, &Directory::new(&document.modules), &place, &path));
        files.push((format!("src/shared/{home}.rs"), index(package, &children, (home, &own))));
    }
    if !files.is_empty() {
        files.push(("src/shared.rs".to_owned(), root));
    }
    files
}

/// Returns the module with the shared models of a document, and the ones of other documents to which they refer.
fn index(package: &Package, children: &Children<'_>, (home, own): (&str, &[&Shared])) -> String {
    let mut text = format!("{HEADER}\n//! The models of `{home}` that other API descriptions share.\n\n");
    let mut uses = Vec::new();
    let mut foreign: BTreeMap<&(String, String), Vec<&Shared>> = BTreeMap::new();
    for one in own {
        let gate = gate(package, children, &[one]);
        let _ = writeln!(text, "{gate}\n#[rustfmt::skip]\nmod {};", one.name);
        uses.push(export(children, (home, &one.name), format!("self::{}", one.name), gate));
        for other in one.uses.iter().filter(|(of, _)| of != home) {
            foreign.entry(other).or_default().push(one);
        }
    }
    for ((of, name), from) in foreign {
        uses.push(export(children, (home, name), format!("crate::shared::{of}"), gate(package, children, &from)));
    }
    text.push('\n');
    text.push_str(&imports::paragraph(uses.into_iter().flatten().collect()));
    text
}

/// Returns the re-export of the names of a module of models.
fn export(children: &Children<'_>, of: (&str, &str), module: String, attribute: String) -> Option<Use> {
    Some(Use { attribute, visibility: "pub ", module, names: children.get(&of)?.names.clone() })
}

/// The declarations of modules of models, by document and name.
type Children<'p> = HashMap<(&'p str, &'p str), &'p Child>;

fn children(package: &Package) -> Children<'_> {
    let modules = package.documents.iter().flat_map(|one| one.modules.iter().map(move |module| (one, module)));
    let indexes = modules.filter(|(_, module)| matches!(module.path.as_slice(), [home] if home == "models"));
    let declared = indexes.flat_map(|(one, models)| models.children.iter().map(move |child| (one, child)));
    declared.map(|(one, child)| ((one.module_name(), child.name.as_str()), child)).collect()
}

/// Returns the condition that one of the documents with one of the modules of models is enabled, with the models in it.
fn gate(package: &Package, children: &Children<'_>, modules: &[&Shared]) -> String {
    let mut conditions: Vec<String> = Vec::new();
    for document in &package.documents {
        let module = document.module_name();
        let own = format!("feature = \"{module}\"");
        for one in modules.iter().filter(|one| one.documents.iter().any(|name| name == module)) {
            let child = children.get(&(module, one.name.as_str()));
            let features = child.map(|child| child.features.as_slice()).unwrap_or_default();
            // The feature of a group enables that of its document.
            let is_within = |feature: &str| feature.strip_prefix(module).is_some_and(|rest| rest.starts_with('-'));
            let of_features = features.iter().map(|feature| {
                let condition = format!("feature = \"{feature}\"");
                if is_within(feature) { condition } else { format!("all({own}, {condition})") }
            });
            let all = if features.is_empty() { vec![own.clone()] } else { of_features.collect() };
            for condition in all {
                if !conditions.contains(&condition) {
                    conditions.push(condition);
                }
            }
        }
    }
    super::cfg_any(&conditions).trim_end().to_owned()
}
