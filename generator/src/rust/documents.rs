//! A crate of several documents: the code of each, and what they share.

use super::{Crate, Export, Manifest, Module};
use crate::comment::Comment;

/// A crate with the code of several documents, each in a module of its own.
#[derive(Debug, Clone)]
pub struct Package {
    /// The contents of `Cargo.toml`.
    pub manifest: Manifest,
    /// The front page of the documentation, in Markdown.
    pub docs: Comment,
    /// `README.md`.
    pub readme: Comment,
    /// The exports of the crate root, which are items of the runtime.
    pub exports: Vec<Export>,
    /// The code of the documents, in the order of the configuration. Each has a module.
    pub documents: Vec<Crate>,
    /// The modules of models that documents share.
    pub shared: Vec<Shared>,
    /// How the runtime reads and writes types of other crates, if it does.
    pub own_types: Option<Module>,
}

/// A module of models that are equal in several documents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shared {
    /// The name of the module: `money`.
    pub name: String,
    /// The documents that have it, by their modules. The first one is its home, whose names and documentation it has.
    pub documents: Vec<String>,
    /// The shared modules to whose models it refers, each with its home.
    pub uses: Vec<(String, String)>,
}

impl Shared {
    /// Returns the document whose names and documentation the models have.
    #[must_use]
    pub fn home(&self) -> &str {
        self.documents.first().map_or("", String::as_str)
    }
}

impl Crate {
    /// Returns the module of the document, if the crate has several documents.
    #[must_use]
    pub fn module_name(&self) -> &str {
        self.module.as_deref().unwrap_or_default()
    }
}
