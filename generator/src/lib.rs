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
//! [`generate`] is all of it but the last step: no I/O, no globals, no panic, and the same bytes for the same input.
//! Every stage is a free function over plain data that puts what it finds into [`diag::Diagnostics`], with a
//! [`path::SpecPath`]; lines and columns are found by [`source`] when [`render`] writes a diagnostic down. Only
//! [`disk`] touches the file system, and [`command`] puts all of it together the way the `oaspress` command does.
//!
//! | module | holds |
//! |---|---|
//! | [`model`], [`rust`], [`tree`] | what goes from stage to stage: the API's meaning, Rust items, files |
//! | [`load`], `overlay`, [`bundle`], [`filter`], [`lint`], [`dialect`], [`resolve`], [`analyze`] | from bytes to meaning |
//! | [`name`], [`lower`], [`emit`], [`mod@print`] | from meaning to files |
//! | [`surface`], [`mod@diff`] | the listing of public items, and what changes between two of them |
//! | [`comment`], [`invisible`] | text of a document made safe to be documentation, and to be printed |
//! | [`config`] | what the document cannot say |
//! | [`version`], [`moves`] | how documents differ, and the way back to what was written |
//! | [`diag`], [`path`], [`source`], [`render`] | what a user is told, and where |
//!
//! # Adding a feature
//!
//! 1. Say in `model` what the document can mean now, and read it in `analyze`, in the file of the OpenAPI object.
//! 2. Decide in `lower` what Rust it becomes, as data in `rust`; names are given in `name` and nowhere else.
//! 3. Print it in `emit`, where nothing is decided any more.
//! 4. What cannot be expressed is a line in the table of `diag/code.rs`, and never silence.
//! 5. Show it with one directory in `tests/fixtures/`.
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
use crate::config::{Applicable, Config, check_allowed, check_applied};
use crate::diag::{Diagnostic, Diagnostics};
use crate::dialect::Rewritten;
use crate::filter::Removed;
use crate::input::{Alone, readable};
use crate::load::Content;
use crate::model::Api;
use crate::moves::Moves;
use crate::name::Names;
use crate::overlay::Overlaid;
use crate::path::DocumentId;
use crate::tree::FileTree;

mod address;
pub mod analyze;
pub mod bundle;
#[cfg(feature = "cli")]
pub mod cli;
pub mod command;
pub mod comment;
pub mod config;
pub mod diag;
pub mod dialect;
pub mod diff;
pub mod disk;
pub mod emit;
pub mod filter;
pub mod init;
pub mod input;
pub mod invisible;
pub mod keywords;
pub mod lint;
pub mod load;
pub mod lower;
pub mod media_type;
pub mod model;
pub mod moves;
pub mod name;
pub mod nearest;
mod overlay;
pub mod path;
pub mod print;
pub mod render;
pub mod resolve;
pub mod rust;
pub mod source;
mod stack;
pub mod surface;
pub mod text;
pub mod tree;
mod url;
pub mod version;

pub use crate::input::{Files, Input};

/// What became of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// The files of the crate; `None` if there are errors.
    pub files: Option<FileTree>,
    /// What was found, in the order in which it was.
    pub diagnostics: Vec<Diagnostic>,
    /// The further files that were read. The first has the [`path::DocumentId`] 1, and so on.
    pub inputs: Vec<Input>,
    /// The operations and schemas that filters left out.
    pub removed: Removed,
}

/// What a document was understood to mean, stage by stage: for programs that look at more than the files.
#[derive(Clone, Debug)]
pub struct Understanding {
    /// The document in the shape of OpenAPI 3.0, where the paths of the model lead to.
    pub document: Value,
    /// Its meaning.
    pub api: Api,
    /// The Rust names of the model.
    pub names: Names,
    /// The crate, everything decided.
    pub crate_: rust::Crate,
    /// The way back to what is written.
    pub moves: Moves,
}

impl Understanding {
    /// Returns the files of the crate, the listing of its public items among them.
    #[must_use]
    pub fn files(&self) -> FileTree {
        let mut files = print::print(&self.crate_);
        files.insert(surface::FILE, self.surface_with(&files).to_string());
        files
    }

    /// Returns the listing of the public items of the crate.
    #[must_use]
    pub fn surface(&self) -> surface::Surface {
        self.surface_with(&print::runtime(&self.crate_))
    }

    fn surface_with(&self, files: &FileTree) -> surface::Surface {
        let mut surface = surface::surface(&self.document, &self.api, &self.crate_, &self.moves);
        surface.runtime = match &self.crate_.manifest.runtime {
            rust::Runtime::Vendored => surface::fingerprint(runtime_of(files)),
            rust::Runtime::Crate { version, .. } => {
                format!("oaspress-runtime@{}", version.as_deref().unwrap_or(rust::RUNTIME_VERSION))
            }
        };
        surface
    }
}

/// The source of the runtime in the files of a crate.
fn runtime_of(files: &FileTree) -> impl Iterator<Item = &str> {
    files.iter().filter(|(path, _)| path.starts_with("src/runtime/")).map(|(_, text)| text)
}

/// What was found in a document, and in which files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// What was found, in the order in which it was.
    pub diagnostics: Vec<Diagnostic>,
    /// The further files that were read. The first has the [`path::DocumentId`] 1, and so on.
    pub inputs: Vec<Input>,
    /// The operations and schemas that filters left out.
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
    let (understood, Found { diagnostics, inputs, removed }) = understand(input, files, config);
    Outcome { files: understood.as_ref().map(Understanding::files), diagnostics, inputs, removed }
}

/// What [`generate_from`] would find, without the files of the crate.
#[must_use]
pub fn diagnose(input: &Input, files: &dyn Files, config: &Config) -> Found {
    understand(input, files, config).1
}

/// Everything but the files, if there are no errors.
#[must_use]
pub fn understand(input: &Input, files: &dyn Files, config: &Config) -> (Option<Understanding>, Found) {
    stack::with_room(|| understand_here(input, files, config))
}

fn understand_here(input: &Input, files: &dyn Files, config: &Config) -> (Option<Understanding>, Found) {
    let mut diagnostics = Diagnostics::new();
    let mut further = Further { files, config, inputs: Vec::new(), asked: Vec::new() };
    let whole = whole(input, &mut further, config, &mut diagnostics);
    let mut removed = Removed::default();
    let understood = whole.and_then(|Whole { mut document, moves, removed: left_out }| {
        removed = left_out;
        let mut found = Diagnostics::new();
        let rewritten = dialect::detect(&document, &mut found).map(|version| {
            let text_of = |id| yaml_text(input, &further.inputs, id);
            dialect::restore_spelling(&mut document, version, &moves, &text_of, &mut found);
            lint::lint(&document, version, &mut found);
            dialect::to_30(document, version, &mut found)
        });
        report_written(found, &moves, &mut diagnostics);
        check_allowed(config, &further.asked, &mut diagnostics);
        let Rewritten { document, moves: rewrites } = rewritten?;
        Some(decide(document, rewrites.after(moves), config, &mut diagnostics))
    });
    diagnostics.apply_levels(&config.lint.deny, &config.lint.allow);
    let understood = understood.filter(|_| !diagnostics.has_errors());
    (understood, Found { diagnostics: diagnostics.into_vec(), inputs: further.inputs, removed })
}

/// Returns the document as it is after overlays and filters and in one tree, which is what the generator reads; `None` if there are errors.
#[must_use]
pub fn shape(input: &Input, files: &dyn Files, config: &Config) -> (Option<Value>, Found) {
    stack::with_room(|| shape_here(input, files, config))
}

fn shape_here(input: &Input, files: &dyn Files, config: &Config) -> (Option<Value>, Found) {
    let mut diagnostics = Diagnostics::new();
    let mut further = Further { files, config, inputs: Vec::new(), asked: Vec::new() };
    let whole = whole(input, &mut further, config, &mut diagnostics);
    let mut removed = Removed::default();
    let document = whole.map(|Whole { mut document, moves, removed: left_out }| {
        removed = left_out;
        let mut found = Diagnostics::new();
        if let Some(version) = dialect::detect(&document, &mut found) {
            let text_of = |id| yaml_text(input, &further.inputs, id);
            dialect::restore_spelling(&mut document, version, &moves, &text_of, &mut found);
        }
        report_written(found, &moves, &mut diagnostics);
        bundle::restore_lost(document)
    });
    diagnostics.apply_levels(&config.lint.deny, &config.lint.allow);
    let document = document.filter(|_| !diagnostics.has_errors());
    (document, Found { diagnostics: diagnostics.into_vec(), inputs: further.inputs, removed })
}

/// A document after everything that shapes it before it is checked.
struct Whole {
    document: Value,
    moves: Moves,
    removed: Removed,
}

/// Reads a document, applies its overlays, adds the files that it refers to, and leaves out what is filtered.
fn whole(input: &Input, further: &mut Further<'_>, config: &Config, diagnostics: &mut Diagnostics) -> Option<Whole> {
    let document = load::load(input, diagnostics)?;
    let Overlaid { document, moves } = overlay(document, input, further, diagnostics);
    let name = further.files.document();
    let mut open = |path: &str, diagnostics: &mut Diagnostics| further.open(path, diagnostics);
    let mut found = Diagnostics::new();
    let Bundle { mut document, moves: bundled } = bundle::bundle(document, name, &mut open, &mut found);
    report_written(found, &moves, diagnostics);
    let (removed, copied) = filter::apply(&mut document, config, diagnostics);
    Some(Whole { document, moves: copied.after(bundled.after(moves)), removed })
}

/// Applies the overlays of a document.
fn overlay(document: Value, input: &Input, further: &mut Further<'_>, diagnostics: &mut Diagnostics) -> Overlaid {
    let mut overlays = Vec::new();
    for overlay in further.files.overlays() {
        let id = further_id(further.inputs.len());
        let mut found = Diagnostics::new();
        let value = load::load(overlay, &mut found);
        diagnostics.extend(found.into_vec().into_iter().map(|found| found.within(id)));
        overlays.extend(value.map(|value| overlay::Overlay { id, name: &overlay.name, value }));
        further.inputs.push(overlay.clone());
    }
    overlay::apply(document, &input.name, &overlays, diagnostics)
}

/// Returns the text of a document that is written in YAML.
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

/// Returns the identity of a further file by its index.
fn further_id(index: usize) -> DocumentId {
    DocumentId::new(u32::try_from(index).unwrap_or(u32::MAX).saturating_add(1))
}

/// Reports what was found in a tree where it is written.
fn report_written(found: Diagnostics, moves: &Moves, diagnostics: &mut Diagnostics) {
    let written = |found: Diagnostic| found.relocated(|place| moves.written(place), |place| moves.key(place));
    diagnostics.extend(found.into_vec().into_iter().map(written));
}

/// The further files that were opened.
struct Further<'a> {
    files: &'a dyn Files,
    config: &'a Config,
    inputs: Vec<Input>,
    /// The paths of all files that references lead to, also of those that are not read.
    asked: Vec<String>,
}

impl Further<'_> {
    fn open(&mut self, path: &str, diagnostics: &mut Diagnostics) -> Result<(DocumentId, Value), Unread> {
        self.asked.push(path.to_owned());
        let is_allowed = readable::is_allowed(path, self.config.files.all());
        if let Some(refused) = readable::refusal(path, self.files.document()).filter(|_| !is_allowed) {
            return Err(Unread::No(refused));
        }
        let bytes = self.files.read(path).map_err(Unread::No)?;
        let mut input = Input { name: self.files.name(path), bytes };
        let id = further_id(self.inputs.len());
        let content = if is_allowed { Content::Any } else { Content::Document };
        let value = load::load_further(&input, id, content, diagnostics);
        if value.is_err() {
            // What is not a document may be anything, and no finding must quote it.
            input.bytes.clear();
        }
        self.inputs.push(input);
        value.map(|value| (id, value)).map_err(Unread::Broken)
    }
}

/// From a document in the shape of OpenAPI 3.0 to a crate in which everything is decided.
///
/// What is found on the way is at places of that document, and is reported where it is written.
fn decide(document: Value, moves: Moves, config: &Config, diagnostics: &mut Diagnostics) -> Understanding {
    let mut found = Diagnostics::new();
    let api = analyze::analyze(&document, &moves, config, &mut found);
    check_applied(config, &applicable(&api, &moves), &mut found);
    let names = name::name(&api, &moves, config, &mut found);
    let crate_ = lower::lower(&api, &names, &moves, config, &mut found);
    report_written(found, &moves, diagnostics);
    Understanding { document, api, names, crate_, moves }
}

/// What a configuration can speak of.
fn applicable(api: &Api, moves: &Moves) -> Applicable {
    Applicable {
        operations: api.operations.iter().map(model::Operation::config_key).collect(),
        security_schemes: api.security_schemes.iter().map(|scheme| scheme.name.clone()).collect(),
        pointers: api.schemas.iter().flat_map(|schema| moves.keys(&schema.path)).collect(),
        idempotency_keys: api
            .operations
            .iter()
            .flat_map(|operation| &operation.parameters)
            .any(model::Parameter::is_idempotency_key),
    }
}
