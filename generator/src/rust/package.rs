//! A whole crate: its manifest, its documentation and its modules.

use super::Module;
use crate::comment::Comment;

/// The form of the generated code.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Form {
    /// A crate, with a manifest, features and a guide.
    #[default]
    Crate,
    /// A folder with `mod.rs`, which is a module of another crate. Its paths are relative, so its place does not matter. It depends on
    /// the package of the runtime, and has no features.
    Module,
}

/// A whole crate, or a module with the same contents.
#[derive(Debug, Clone)]
pub struct Crate {
    /// The form.
    pub form: Form,
    /// The module of the package that contains the code, if the package has the code of several documents.
    pub module: Option<String>,
    /// The contents of `Cargo.toml`.
    pub manifest: Manifest,
    /// The front page of the documentation, in Markdown.
    pub docs: Comment,
    /// `README.md`.
    pub readme: Comment,
    /// The chapters of the guide, in reading order.
    pub guide: Vec<Chapter>,
    /// The modules, in the order of their declaration.
    pub modules: Vec<Module>,
    /// The exports of the crate root besides modules.
    pub exports: Vec<Export>,
}

/// A chapter of the guide.
#[derive(Debug, Clone)]
pub struct Chapter {
    /// The name of its module: `errors`.
    pub name: String,
    /// The title: one line of Markdown.
    pub title: &'static str,
    /// The text, in Markdown.
    pub text: Comment,
}

/// `pub use PATH::{NAMES};` at the root of the crate.
#[derive(Debug, Clone)]
pub struct Export {
    /// The path of the module from the root.
    pub module: String,
    /// The exported names.
    pub names: Vec<String>,
}

impl Export {
    /// Returns true if the names are those of the runtime.
    #[must_use]
    pub fn is_of_runtime(&self) -> bool {
        self.module == "runtime" || self.module.starts_with("runtime::")
    }
}

/// The feature that enables the module `oauth`.
pub const OAUTH: &str = "oauth";

/// The feature that enables the payload types of webhooks.
pub const WEBHOOK_PAYLOADS: &str = "webhook-payloads";

/// The feature that enables the verification of webhook signatures.
pub const WEBHOOK_SIGNATURES: &str = "webhook-signatures";

/// The contents of `Cargo.toml`.
#[derive(Debug, Clone, Default)]
pub struct Manifest {
    /// The package name.
    pub name: String,
    /// The package version.
    pub version: String,
    /// The description: one line.
    pub description: String,
    /// The license, as an SPDX expression.
    pub license: Option<String>,
    /// The URL of the API's documentation.
    pub homepage: Option<String>,
    /// The URL of the repository.
    pub repository: Option<String>,
    /// One feature per document, if the crate has several: the names of their modules.
    pub documents: Vec<String>,
    /// The features of the groups of operations.
    pub groups: Vec<GroupFeature>,
    /// True if the webhooks have payload types, which are behind a feature.
    pub webhook_payloads: bool,
    /// The optional modules of the runtime that the crate uses.
    pub runtime_modules: Vec<RuntimeModule>,
    /// Where the runtime comes from.
    pub runtime: Runtime,
    /// Further dependencies: the name of the package, and its requirement as TOML.
    pub dependencies: Vec<(String, String)>,
    /// Further features, with the features that each of them enables.
    pub features: Vec<(String, Vec<String>)>,
    /// The authors.
    pub authors: Vec<String>,
    /// The keywords for the registry.
    pub keywords: Vec<String>,
    /// The categories of the registry.
    pub categories: Vec<String>,
    /// True if the crate is not published.
    pub private: bool,
    /// True if a method returns a whole model as an error.
    pub returns_models_as_errors: bool,
    /// Further lines of `[package]`, as TOML.
    pub package_lines: String,
    /// Further tables, as TOML.
    pub tables: String,
}

/// The feature of a group of operations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupFeature {
    /// Its name.
    pub name: String,
    /// The feature of the document that has the group, if the crate has several documents.
    pub document: Option<String>,
}

/// Where the runtime of a crate comes from. Its path within the crate is `crate::runtime` in both cases.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Runtime {
    /// A module of the crate.
    #[default]
    Vendored,
    /// The package `oaspress-runtime`.
    Crate {
        /// The version requirement, unless a path or a repository without one was configured.
        version: Option<String>,
        /// The path of the package, relative to the crate.
        path: Option<String>,
        /// The repository of the package.
        git: Option<String>,
    },
}

/// The version of the runtime that generated crates require.
pub const RUNTIME_VERSION: &str = env!("OASPRESS_RUNTIME_VERSION");

/// A part of the runtime that only some crates need, with the packages that it adds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RuntimeModule {
    /// Support for `format: uuid`, with the package `uuid`.
    Uuid,
    /// Support for the types of `chrono`.
    Chrono,
    /// Support for the types of the crate `time`.
    Time,
    /// 64-bit integers that are strings in JSON.
    IntegerStrings,
    /// Support for `rust_decimal::Decimal`.
    Decimal,
    /// Support for `url::Url`.
    Url,
    /// Support for types that serde reads and writes.
    OwnTypes,
    /// Payloads of webhooks.
    Incoming,
    /// Verification of webhook signatures, with the packages `hmac` and `sha2`.
    Webhook,
    /// Tokens from authorization servers, with the packages `getrandom` and `sha2`.
    OAuth,
    /// Downloads: response bodies that are written to a file.
    Download,
    /// Streams of events.
    Events,
    /// Streams of JSON values.
    Lines,
    /// Multipart bodies.
    Multipart,
    /// `Nested`, the box for deeply nested types.
    Nested,
    /// Tuples: lists with one type per item.
    Tuples,
}
