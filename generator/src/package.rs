//! Generates one crate from several documents: runs the stages for each, and combines the results. All documents are understood before
//! anything of the crate is known.

mod combine;

use serde_json::Value;

use crate::config::{Config, Document, Lock};
use crate::diag::{Diagnostic, Severity};
use crate::file_tree::FileTree;
use crate::input::Files;
use crate::model::Api;
use crate::path::{DocumentId, SpecPath};
use crate::source_map::SourceMap;
use crate::surface::Surface;
use crate::{Diagnosis, Input, Outcome, Understanding, lower, outline, print, rust, share, stack, surface};
use combine::OfDocument;

/// An API description to read, with its files.
#[derive(Clone, Copy)]
pub struct Described<'a> {
    /// The document.
    pub input: &'a Input,
    /// The further files of the document.
    pub files: &'a dyn Files,
}

/// The results of all stages for several documents.
#[derive(Clone, Debug)]
pub struct PackageUnderstanding {
    package: rust::Package,
    parts: Vec<Part>,
}

/// The results of the stages before `lower` for a document.
#[derive(Clone, Debug)]
struct Part {
    document: Value,
    api: Api,
    kept: Lock,
    source_map: SourceMap,
    /// The number of files before those of the document.
    base: u32,
}

impl std::fmt::Debug for Described<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Described").field("input", &self.input.name).finish_non_exhaustive()
    }
}

/// Generates the crate of the documents of a configuration, or of the only document if it lists none.
#[must_use]
pub fn generate_all(documents: &[Described<'_>], config: &Config) -> Outcome {
    if let ([one], true) = (documents, config.documents.is_empty()) {
        return crate::generate_from(one.input, one.files, config);
    }
    let (understood, Diagnosis { diagnostics, inputs, removed }) = understand_all(documents, config);
    let lock = understood.as_ref().map(PackageUnderstanding::lock).unwrap_or_default();
    let files = understood.map(PackageUnderstanding::into_files);
    Outcome { files, diagnostics, inputs, removed, lock }
}

/// Returns the findings of [`generate_all`] without generating files.
#[must_use]
pub fn diagnose_all(documents: &[Described<'_>], config: &Config) -> Diagnosis {
    match (documents, config.documents.is_empty()) {
        ([one], true) => crate::diagnose(one.input, one.files, config),
        _ => stack::with_room(|| read_all(documents, config)).1,
    }
}

/// Returns the listing of the crate of [`generate_all`]. `None` if there are errors that prevent it; the caller may ignore others.
pub(crate) fn list_all(documents: &[Described<'_>], config: &Config) -> (Option<Surface>, Diagnosis) {
    if let ([one], true) = (documents, config.documents.is_empty()) {
        let (understood, found) = stack::with_room(|| crate::understand_unfiltered(one.input, one.files, config));
        return (understood.map(|understood| understood.surface()), found);
    }
    let (understood, found) = understand_all(documents, config);
    (understood.map(|understood| understood.surface()), found)
}

/// Returns the results of all stages for several documents, in the order of the configuration. `None` if there are errors.
#[must_use]
pub fn understand_all(documents: &[Described<'_>], config: &Config) -> (Option<PackageUnderstanding>, Diagnosis) {
    stack::with_room(|| understand_here(documents, config))
}

fn understand_here(documents: &[Described<'_>], config: &Config) -> (Option<PackageUnderstanding>, Diagnosis) {
    let (understood, found) = read_all(documents, config);
    (understood.map(|understood| PackageUnderstanding::new(understood, config)), found)
}

/// A document with the number of files before those of the document.
type Placed = (Understanding, u32);

/// Runs the stages for each document, up to `lower`. `None` if there are errors.
fn read_all(documents: &[Described<'_>], config: &Config) -> (Option<Vec<Placed>>, Diagnosis) {
    let mut all = Diagnosis::default();
    let mut understood = Vec::new();
    let mut findings = Vec::new();
    for (described, document) in documents.iter().zip(&config.documents) {
        let own = config.of_document(document);
        // The first document is the root, and all files after it are numbered in their order.
        let base = u32::try_from(all.inputs.len()).unwrap_or(u32::MAX) + u32::from(!findings.is_empty());
        let (one, Diagnosis { diagnostics, inputs, removed }) =
            crate::understand_unfiltered(described.input, described.files, &own);
        all.inputs.extend((!findings.is_empty()).then(|| described.input.clone()));
        let files = inputs.iter().map(|input| input.name.clone()).collect();
        all.inputs.extend(inputs);
        all.removed.add(&document.module, removed);
        let found = diagnostics.into_iter().map(|found| (found.place.clone(), placed(found, base, document))).collect();
        findings.push(OfDocument { document, found, files });
        understood.extend(one.map(|one| (one, base)));
    }
    let file = |document: DocumentId| match document.index().checked_sub(1) {
        None => documents.first().map(|described| described.input.name.as_str()),
        Some(further) => all.inputs.get(further).map(|input| input.name.as_str()),
    };
    all.diagnostics = combine::combined(findings, file);
    let has_errors = all.diagnostics.iter().any(|found| found.severity == Severity::Error);
    let is_whole = understood.len() == config.documents.len() && !has_errors;
    (is_whole.then_some(understood), all)
}

/// Places a finding about a document in the files of all documents.
fn placed(found: Diagnostic, base: u32, document: &Document) -> Diagnostic {
    found.relocated(|place| numbered(&document.place(place), base), SpecPath::to_string)
}

/// Returns a place in a file of a document, with the number that the file has among those of all documents.
fn numbered(place: &SpecPath, base: u32) -> SpecPath {
    if place.document().is_toml() {
        return place.clone();
    }
    let index = u32::try_from(place.document().index()).unwrap_or(u32::MAX);
    place.with_document(DocumentId::new(index.saturating_add(base)))
}

impl PackageUnderstanding {
    fn new(understood: Vec<Placed>, config: &Config) -> Self {
        let mut crates = Vec::new();
        let mut parts = Vec::new();
        for (Understanding { document, api, names, crate_, source_map }, base) in understood {
            crates.push(crate_);
            parts.push(Part { document, api, kept: names.kept, source_map, base });
        }
        let texts: Vec<_> = crates.iter().map(print::models).collect();
        let shared = share::shared(&crates, &texts);
        share::mark(&mut crates, &shared);
        let apis: Vec<&Api> = parts.iter().map(|part| &part.api).collect();
        let package = lower::package(crates, &apis, shared, config);
        Self { package, parts }
    }

    /// Returns the files of the crate, including the listing of its public items.
    ///
    /// Only the code is kept while it is printed.
    #[must_use]
    pub fn into_files(self) -> FileTree {
        let listing = self.surface().to_string();
        let Self { package, parts } = self;
        drop(parts);
        let mut files = print::print_package(&package);
        files.insert(surface::FILE, listing);
        files
    }

    /// Returns the text form of the crate, which shows all decisions for review.
    #[must_use]
    pub fn outline(&self) -> Vec<outline::Section> {
        outline::package(&self.package)
    }

    /// Returns the listing of the public items of the crate.
    #[must_use]
    pub fn surface(&self) -> Surface {
        let manifest = &self.package.manifest;
        let listings = self.parts.iter().zip(&self.package.documents);
        let documents = listings.map(|(part, document)| (document.module_name().to_owned(), listing(part, document)));
        let runtime = print::runtime_of_package(&self.package);
        Surface {
            name: manifest.name.clone(),
            version: manifest.version.clone(),
            runtime: crate::runtime_version(&manifest.runtime, &runtime),
            documents: documents.collect(),
            ..Surface::default()
        }
    }

    /// Returns the choices of an earlier version that stay, for the lock.
    #[must_use]
    pub fn lock(&self) -> Lock {
        let kept = |(part, document): (&Part, &rust::Crate)| {
            let listing = listing(part, document);
            let kept = part.kept.clone().with_names_of(&surface::parts(&listing));
            (document.module_name().to_owned(), kept)
        };
        let documents = self.parts.iter().zip(&self.package.documents).filter(|(part, _)| !part.kept.is_empty());
        let documents = documents.map(kept).filter(|(_, kept)| !kept.is_empty()).collect();
        Lock { documents, ..Lock::default() }
    }
}

/// Lists the items of a document.
fn listing(part: &Part, document: &rust::Crate) -> Surface {
    let mut listing = surface::surface(&part.document, &part.api, document, Some(&part.source_map));
    surface::mark_shared(&mut listing, document);
    for place in listing.places.values_mut() {
        *place = numbered(place, part.base);
    }
    listing
}
