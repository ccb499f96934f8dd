//! Turns an OpenAPI document into a Rust client crate that reads as if written by hand.
//!
//! # The pipeline
//!
//! ```text
//! bytes --load--> Value, one per file --overlay, bundle, filter--> one Value --lint, dialect--> Value in the shape of OpenAPI 3.0
//! Value --resolve, analyze--> model::Api
//! Api --name--> Names;  Api + Names --lower--> rust::Crate --emit, print--> FileTree --disk--> a folder
//! Api + rust::Crate --surface--> Surface;  Surface + Surface --diff--> Verdict
//! ```
//!
//! [`generate`] runs all stages except the last. It performs no I/O, has no global state, never panics, and returns the
//! same bytes for the same input. Every stage is a free function over plain data. It adds its findings to
//! [`diag::Diagnostics`], each with a [`path::SpecPath`]; when [`render`] prints them, [`source`] finds their lines and
//! columns. Only [`disk`] accesses the file system. [`command`] combines all of it as the `oaspress` command does.
//!
//! | module | contains |
//! |---|---|
//! | `model`, `rust`, [`file_tree`] | the data that stages exchange: the API, Rust items, files |
//! | `load`, `overlay`, `bundle`, `filter`, `lint`, `dialect`, `resolve`, `analyze` | the stages from bytes to the model |
//! | `name`, `lower`, `emit`, `print` | the stages from the model to files |
//! | `outline` | every decision of a crate as text, for review |
//! | [`surface`], [`mod@diff`] | the listing of public items, and the changes between two of them |
//! | `comment`, `invisible` | escaping of text of a document for documentation and output |
//! | `validate`, `traffic` | independent of the stages: what a document declares, values by JSON Schema, recorded traffic (feature `traffic`) |
//! | [`config`] | the settings that a document cannot express |
//! | [`version`], `source_map` | the OpenAPI versions, and the map from rewritten trees to the original files |
//! | [`diag`], [`path`], [`source`], [`render`] | findings and their places |
//!
//! # Adding a feature
//!
//! 1. Add the concept to `model`, and read it in `analyze`, in the file of the OpenAPI object.
//! 2. Decide in `lower` which Rust it becomes, as data in `rust`. Only `name` assigns names.
//! 3. Print it in `emit`, which makes no decisions.
//! 4. Add a code to the table in `diag/code.rs` for everything that cannot be expressed, so that it is reported.
//! 5. Add a fixture, a directory in `tests/fixtures/`.
//!
//! # Example
//!
//! ```
//! let document = b"openapi: 3.0.3\ninfo: { title: Pets, version: '1' }\npaths: {}\n";
//! let input = oaspress::Input { name: "pets.yaml".to_owned(), bytes: document.to_vec() };
//! let outcome = oaspress::generate(&input, &oaspress::config::Config::default());
//! assert!(outcome.files.is_some());
//! ```

use std::borrow::Cow;

use serde_json::Value;

use crate::bundle::{Bundle, Unread};
use crate::config::{Applicable, Config, Lock, check_allowed, check_applied};
use crate::diag::{Diagnostic, Diagnostics, Severity};
use crate::dialect::Rewritten;
use crate::file_tree::FileTree;
use crate::filter::Removed;
use crate::input::{Alone, readable};
use crate::load::Content;
use crate::model::Api;
use crate::name::Names;
use crate::overlay::Overlaid;
use crate::path::DocumentId;
use crate::source_map::SourceMap;

mod address;
mod analyze;
mod bundle;
#[cfg(feature = "cli")]
pub mod cli;
pub mod command;
mod comment;
pub mod config;
pub mod diag;
mod dialect;
pub mod diff;
pub mod disk;
mod effective;
mod emit;
pub mod file_tree;
mod filter;
mod foreign;
mod identity;
pub mod init;
pub mod input;
pub mod internals;
mod invisible;
mod json_size;
mod keywords;
mod lint;
mod load;
mod lower;
mod media_type;
mod method;
mod model;
mod name;
mod nearest;
mod objects;
mod outline;
mod overlay;
mod package;
pub mod path;
mod print;
pub mod render;
mod resolve;
mod rust;
mod share;
pub mod source;
mod source_map;
mod stack;
pub mod surface;
mod text;
#[cfg(feature = "traffic")]
pub mod traffic;
mod unify;
mod url;
#[cfg(feature = "traffic")]
mod validate;
pub mod version;

pub use crate::effective::{Effective, effective, shape};
pub use crate::input::{Files, Input};
pub(crate) use crate::package::list_all;
pub use crate::package::{Described, PackageUnderstanding, diagnose_all, generate_all, understand_all};

/// The result of generating a crate.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// The files of the crate. `None` if there are errors.
    pub files: Option<FileTree>,
    /// The findings, in the order in which they were made.
    pub diagnostics: Vec<Diagnostic>,
    /// The further files that were read. The first has the [`path::DocumentId`] 1, and so on.
    pub inputs: Vec<Input>,
    /// The operations and schemas that filters removed.
    pub removed: Removed,
    /// The choices of an earlier version that stay, for the lock.
    pub lock: Lock,
}

/// The results of all stages, for programs that need more than the files.
#[derive(Clone, Debug)]
pub struct Understanding {
    /// The document in the shape of OpenAPI 3.0. The paths of the model refer to it.
    pub document: Value,
    /// The model of the API.
    pub api: Api,
    /// The Rust names of the model.
    pub names: Names,
    /// The crate, with all decisions made.
    pub crate_: rust::Crate,
    /// The source map from `document` to the original files.
    pub source_map: SourceMap,
}

impl Understanding {
    /// Returns the files of the crate, including the listing of its public items.
    #[must_use]
    pub fn files(&self) -> FileTree {
        let mut files = print::print(&self.crate_);
        files.insert(surface::FILE, self.surface_with(None, &files).to_string());
        files
    }

    /// Returns the files of the crate. Less memory is used than by [`Understanding::files`], since only the crate is kept while it is
    /// printed.
    fn into_files(self) -> FileTree {
        let listing = self.surface_with(None, &print::runtime(&self.crate_)).to_string();
        let Self { document, api, names, crate_, source_map } = self;
        drop((document, api, names, source_map));
        let mut files = print::print(&crate_);
        files.insert(surface::FILE, listing);
        files
    }

    /// Returns the text form of the crate, which shows all decisions for review.
    #[must_use]
    pub fn outline(&self) -> Vec<outline::Section> {
        outline::outline(&self.crate_)
    }

    /// Returns the listing of the public items of the crate.
    #[must_use]
    pub fn surface(&self) -> surface::Surface {
        self.surface_with(Some(&self.source_map), &print::runtime(&self.crate_))
    }

    /// Returns the choices of an earlier version that stay, for the lock.
    #[must_use]
    pub fn lock(&self) -> Lock {
        let kept = self.names.kept.clone();
        if kept.is_empty() { kept } else { kept.with_names_of(&surface::parts(&self.surface())) }
    }

    fn surface_with(&self, source_map: Option<&SourceMap>, files: &FileTree) -> surface::Surface {
        let mut surface = surface::surface(&self.document, &self.api, &self.crate_, source_map);
        surface.runtime = runtime_version(&self.crate_.manifest.runtime, files);
        surface
    }
}

/// Returns the version of the runtime in a listing.
fn runtime_version(runtime: &rust::Runtime, files: &FileTree) -> String {
    match runtime {
        rust::Runtime::Vendored => surface::fingerprint(runtime_of(files)),
        rust::Runtime::Crate { version, .. } => {
            format!("oaspress-runtime@{}", version.as_deref().unwrap_or(rust::RUNTIME_VERSION))
        }
    }
}

/// Returns the source files of the runtime among the files of a crate.
fn runtime_of(files: &FileTree) -> impl Iterator<Item = &str> {
    files.iter().filter(|(path, _)| path.starts_with("src/runtime/")).map(|(_, text)| text)
}

/// The findings of a document, and the files that were read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnosis {
    /// The findings, in the order in which they were made.
    pub diagnostics: Vec<Diagnostic>,
    /// The further files that were read. The first has the [`path::DocumentId`] 1, and so on.
    pub inputs: Vec<Input>,
    /// The operations and schemas that filters removed.
    pub removed: Removed,
}

/// Generates the client crate of a document that is one file.
#[must_use]
pub fn generate(input: &Input, config: &Config) -> Outcome {
    generate_from(input, &Alone, config)
}

/// Generates the client crate of a document that refers to further files.
#[must_use]
pub fn generate_from(input: &Input, files: &dyn Files, config: &Config) -> Outcome {
    let (understood, Diagnosis { diagnostics, inputs, removed }) = understand(input, files, config);
    let lock = understood.as_ref().map(Understanding::lock).unwrap_or_default();
    Outcome { files: understood.map(Understanding::into_files), diagnostics, inputs, removed, lock }
}

/// Returns the findings of [`generate_from`] without generating files.
#[must_use]
pub fn diagnose(input: &Input, files: &dyn Files, config: &Config) -> Diagnosis {
    understand(input, files, config).1
}

/// Returns the results of all stages except the files. `None` if there are errors.
#[must_use]
pub fn understand(input: &Input, files: &dyn Files, config: &Config) -> (Option<Understanding>, Diagnosis) {
    let (understood, diagnosis) = stack::with_room(|| understand_unfiltered(input, files, config));
    let has_errors = diagnosis.diagnostics.iter().any(|found| found.severity == Severity::Error);
    (understood.filter(|_| !has_errors), diagnosis)
}

/// Returns the results of all stages, also if there are errors.
fn understand_unfiltered(input: &Input, files: &dyn Files, config: &Config) -> (Option<Understanding>, Diagnosis) {
    let mut diagnostics = Diagnostics::new();
    let mut further = Further { files, config, inputs: Vec::new(), asked: Vec::new() };
    let whole = whole(input, &mut further, config, &mut diagnostics);
    let mut removed = Removed::default();
    let understood = whole.and_then(|Whole { mut document, source_map, removed: left_out, .. }| {
        removed = left_out;
        let mut found = Diagnostics::new();
        let rewritten = dialect::detect(&document, &mut found).map(|version| {
            let text_of = |id| yaml_text(input, &further.inputs, id);
            dialect::restore_spelling(&mut document, version, &source_map, &text_of, &mut found);
            lint::lint(&document, version, config, &mut found);
            dialect::to_30(document, version, &mut found)
        });
        report_written(found, &source_map, &mut diagnostics);
        check_allowed(config, &further.asked, &mut diagnostics);
        let Rewritten { document, source_map: rewrites } = rewritten?;
        Some(decide(document, rewrites.after(source_map), config, &mut diagnostics))
    });
    diagnostics.apply_levels(&config.lint.deny, &config.lint.allow);
    (understood, Diagnosis { diagnostics: diagnostics.into_vec(), inputs: further.inputs, removed })
}

/// A document after overlays, bundling and filters.
struct Whole {
    document: Value,
    /// The source map to the original files and overlays.
    source_map: SourceMap,
    /// The source map to the files after overlays.
    bundled: SourceMap,
    removed: Removed,
}

/// Reads a document, applies its overlays, merges the files that it refers to, and applies the filters.
fn whole(input: &Input, further: &mut Further<'_>, config: &Config, diagnostics: &mut Diagnostics) -> Option<Whole> {
    let document = load::load(input, diagnostics)?;
    let Overlaid { document, source_map } = overlay(document, input, further, diagnostics);
    let name = further.files.document();
    let mut open = |path: &str, diagnostics: &mut Diagnostics| further.open(path, diagnostics);
    let mut found = Diagnostics::new();
    let Bundle { mut document, source_map: bundled } = bundle::bundle(document, name, &mut open, &mut found);
    report_written(found, &source_map, diagnostics);
    let (removed, copied) = filter::apply(&mut document, config, diagnostics);
    // `after` replaces the earlier map, so the whole chain is built from its beginning.
    let source_map = copied.clone().after(bundled.clone().after(source_map));
    Some(Whole { document, source_map, bundled: copied.after(bundled), removed })
}

/// Applies the overlays of a document.
fn overlay(document: Value, input: &Input, further: &mut Further<'_>, diagnostics: &mut Diagnostics) -> Overlaid {
    let mut overlays = Vec::new();
    for overlay in further.files.overlays() {
        let id = further_id(further.inputs.len());
        let mut found = Diagnostics::new();
        let value = load::load(overlay, &mut found);
        diagnostics.extend(found.into_vec().into_iter().map(|found| found.with_document(id)));
        overlays.extend(value.map(|value| overlay::Overlay { id, name: &overlay.name, value }));
        further.inputs.push(overlay.clone());
    }
    overlay::apply(document, &input.name, &overlays, diagnostics)
}

/// Returns the text of a document, if it is YAML.
fn yaml_text<'i>(input: &'i Input, further: &'i [Input], id: DocumentId) -> Option<Cow<'i, str>> {
    let file = id.index().checked_sub(1).and_then(|index| further.get(index));
    let file = file.or((id == DocumentId::ROOT).then_some(input))?;
    let text = match text::decode(&file.bytes) {
        Ok(text) => text,
        Err(error) if error.is_bytewise => text::latin(&file.bytes).into(),
        Err(_) => return None,
    };
    (!text::looks_like_json(&text)).then_some(text)
}

/// Returns the id of a further file by its index.
fn further_id(index: usize) -> DocumentId {
    DocumentId::new(u32::try_from(index).unwrap_or(u32::MAX).saturating_add(1))
}

/// Reports the findings about a tree at their original places.
fn report_written(found: Diagnostics, source_map: &SourceMap, diagnostics: &mut Diagnostics) {
    let written =
        |found: Diagnostic| found.relocated(|place| source_map.original(place), |place| source_map.key(place));
    diagnostics.extend(found.into_vec().into_iter().map(written));
}

/// The further files that were opened.
struct Further<'a> {
    files: &'a dyn Files,
    config: &'a Config,
    inputs: Vec<Input>,
    /// The paths of all files that references point to, including files that are not read.
    asked: Vec<String>,
}

impl Further<'_> {
    fn open(&mut self, path: &str, diagnostics: &mut Diagnostics) -> Result<(DocumentId, Value), Unread> {
        self.asked.push(path.to_owned());
        let is_allowed = readable::is_allowed(path, self.config.files.all());
        if let Some(refused) = readable::refusal(path, self.files.document()).filter(|_| !is_allowed) {
            return Err(Unread::Unavailable(refused));
        }
        let bytes = self.files.read(path).map_err(Unread::Unavailable)?;
        let mut input = Input { name: self.files.name(path), bytes };
        let id = further_id(self.inputs.len());
        let content = if is_allowed { Content::Any } else { Content::Document };
        let value = load::load_further(&input, id, content, diagnostics);
        if value.is_err() {
            // The file may be any file on the system, so findings must not quote it.
            input.bytes.clear();
        }
        self.inputs.push(input);
        value.map(|value| (id, value)).map_err(Unread::Broken)
    }
}

/// Converts a document in the shape of OpenAPI 3.0 to a crate with all decisions made.
///
/// Findings refer to places of that document, and are reported at their original places.
fn decide(mut document: Value, source_map: SourceMap, config: &Config, diagnostics: &mut Diagnostics) -> Understanding {
    let mut found = Diagnostics::new();
    filter::supplement(&mut document, config, &mut found);
    let mut api = analyze::analyze(&document, &source_map, config, &mut found);
    check_applied(config, &applicable(&api, &source_map, config), &mut found);
    let mut names = name::name(&api, &source_map, config, &mut found);
    unify::unify(&mut api, &mut names, config);
    let crate_ = lower::lower(&api, &names, &source_map, config, &mut found);
    report_written(found, &source_map, diagnostics);
    Understanding { document, api, names, crate_, source_map }
}

/// Returns the items that a configuration can refer to.
fn applicable(api: &Api, source_map: &SourceMap, config: &Config) -> Applicable {
    Applicable {
        operations: api.operations.iter().map(model::Operation::config_key).collect(),
        security_schemes: api.security_schemes.iter().map(|scheme| scheme.name.clone()).collect(),
        pointers: if config.names.is_empty() { Vec::new() } else { name::keys(api, source_map) },
        webhooks: api.webhooks.iter().flat_map(model::Webhooks::places).collect(),
        idempotency_keys: api
            .operations
            .iter()
            .flat_map(|operation| &operation.parameters)
            .any(model::Parameter::is_idempotency_key),
    }
}
