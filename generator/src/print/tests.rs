//! Items made by hand, and the text in which each is printed: how `emit` writes a decision, whatever document leads to it.
//! The fixtures of the package `oaspress-tests` show which decisions `lower` makes.

mod client;
mod crates;
mod errors;
mod items;
mod models;
mod names;
mod operations;
mod others;
mod paging;
mod requests;
mod responses;
mod unions;

use super::file;
use crate::rust::{Directory, Form, Item, Module};

/// Compares the text of items in a module with the snapshot of this name.
fn check(name: &str, home: &str, items: Vec<Item>) {
    check_among(name, &[module(home, items), items::referred()]);
}

/// Compares the text of operations from this line on with the snapshot of this name.
fn check_operations(name: &str, begin: &str, items: Vec<Item>) {
    let modules = [module("operations/pets", items), items::referred()];
    let text = file(&modules[0], &Directory::new(&modules), Form::Crate);
    let begin = text.find(begin).unwrap_or_else(|| panic!("no line is {begin}: {text}"));
    check_text(name, &text[begin..]);
}

/// Compares the text of the first module, whose items may refer to those of the others, with the snapshot of this name.
fn check_among(name: &str, modules: &[Module]) {
    let text = file(&modules[0], &Directory::new(modules), Form::Crate);
    check_text(name, &text);
}

/// Compares a text with the snapshot of this name.
fn check_text(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(concat!(env!("CARGO_MANIFEST_DIR"), "/src/print/tests/snapshots"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

/// Creates a module at the root, or within one at the root: `models/pet`.
fn module(path: &str, items: Vec<Item>) -> Module {
    let path = path.split('/').map(str::to_owned).collect();
    Module { path, docs: "The documentation of the module.".into(), items, children: Vec::new() }
}
