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

use similar::{ChangeTag, TextDiff};

use super::{Formatting, file, formatted_file};
use crate::emit::Place;
use crate::rust::{Directory, Item, Module};

/// Compares the text of items in a module with the snapshot of this name.
fn check(name: &str, home: &str, items: Vec<Item>) {
    check_among(name, &[module(home, items)]);
}

/// Compares the text of operations from this line on with the snapshot of this name.
fn check_operations(name: &str, begin: &str, items: Vec<Item>) {
    let text = text_among(&[module("operations/pets", items)]);
    let begin = text.find(begin).unwrap_or_else(|| panic!("no line is {begin}: {text}"));
    check_text(name, &text[begin..]);
}

/// Compares the text of the first module, whose items may refer to those of the others, with the snapshot of this name.
fn check_among(name: &str, modules: &[Module]) {
    check_text(name, &text_among(modules));
}

/// Compares the lines in which the first module differs from a usual one, and the lines around them, with the snapshot of this name.
fn check_difference(name: &str, usual: &[Module], modules: &[Module]) {
    let (usual, text) = (text_among(usual), text_among(modules));
    let difference = TextDiff::from_lines(&usual, &text);
    let mut difference = difference.unified_diff();
    let hunks = difference.context_radius(2).iter_hunks().map(|hunk| {
        let line = |tag: ChangeTag, text: &str| format!("{tag}{text}").trim_end().to_owned() + "\n";
        hunk.iter_changes().map(|change| line(change.tag(), change.value())).collect::<String>()
    });
    check_text(name, &hunks.collect::<Vec<_>>().join("…\n"));
}

/// Returns the text of the first module, whose items may refer to those of the others and to the usual ones.
fn text_among(modules: &[Module]) -> String {
    let usual = [items::referred(), client::module_of_client(), errors::module_of_errors()];
    let modules = [modules, usual.as_slice()].concat();
    let (directory, place) = (Directory::new(&modules), Place::new(&crates::empty(), &modules[0].path));
    let text = file(&modules[0], &directory, &place);
    assert_eq!(text, formatted_file(&modules[0], &directory, &place, Formatting::Parsed), "formatted by a parser");
    text
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
