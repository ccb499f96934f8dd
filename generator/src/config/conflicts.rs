//! Finds choices of `[[documents]]` that one crate cannot have: all documents share its dependencies, and how a type is read.

use super::{Document, LibraryType, OwnType, TypeChoice, key_path, value};
use crate::diag::Diagnostics;
use crate::path::SpecPath;

/// Reports the types of each document that conflict with those of an earlier one.
pub(super) fn check(documents: &[Document], diagnostics: &mut Diagnostics) {
    let mut earlier: Vec<Chosen<'_>> = Vec::new();
    for document in documents {
        let choices = document.config.types.choices.iter();
        let own: Vec<Chosen<'_>> = choices.map(|(key, choice)| Chosen { document, key, choice }).collect();
        for one in &own {
            let conflict = earlier.iter().find_map(|other| Some((other, problem(other.choice, one.choice)?)));
            let Some((other, problem)) = conflict else { continue };
            let place = one.place().or_else(|| other.place()).unwrap_or_else(|| key_path(&["types", one.key]));
            let paths = (&other.document.path, &document.path);
            let message = format!("{problem} in the documents `{}` and `{}`", paths.0, paths.1);
            value::invalid(&place, message, "write the same in both, or under `[types]` of the top level", diagnostics);
        }
        earlier.extend(own);
    }
}

/// The type that a document has for a key of `[types]`.
#[derive(Clone, Copy)]
struct Chosen<'a> {
    document: &'a Document,
    key: &'a str,
    choice: &'a TypeChoice,
}

impl Chosen<'_> {
    /// Returns the place of the key, if it is in the entry of the document.
    fn place(&self) -> Option<SpecPath> {
        let place = key_path(&["types", self.key]);
        self.document.has(&place).then(|| self.document.place(&place))
    }
}

/// Returns why one crate cannot have both choices.
fn problem(one: &TypeChoice, other: &TypeChoice) -> Option<String> {
    let packages = (package(one), package(other));
    if let (Some((name, one)), Some((other_name, other))) = packages
        && name == other_name
        && one != other
    {
        return Some(format!("the package `{name}` has different requirements"));
    }
    // The runtime implements its trait for these types, and the crate for the types of packages.
    let source = [(one, other), (other, one)].into_iter().find_map(|(by_runtime, by_serde)| {
        let source = of_runtime(by_runtime)?;
        (package(by_serde).is_some() && source == own(by_serde)?.rust.source()).then_some(source)
    })?;
    Some(format!("`{source}` is read by the runtime and by its implementation of serde's traits"))
}

fn own(choice: &TypeChoice) -> Option<&OwnType> {
    match choice {
        TypeChoice::Own(own) => Some(own),
        TypeChoice::String | TypeChoice::Library(_) => None,
    }
}

fn package(choice: &TypeChoice) -> Option<&(String, super::Dependency)> {
    own(choice)?.package.as_ref()
}

/// Returns the source of a type that the runtime reads and writes.
fn of_runtime(choice: &TypeChoice) -> Option<&str> {
    match choice {
        TypeChoice::Library(library) => Some(library.source()),
        TypeChoice::Own(own) if own.package.is_none() => {
            let source = own.rust.source();
            LibraryType::ALL.iter().any(|library| library.source() == source).then_some(source)
        }
        TypeChoice::Own(_) | TypeChoice::String => None,
    }
}
