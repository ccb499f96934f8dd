//! Reads the two versions to compare, in any of their forms.

use std::collections::BTreeMap;
use std::path::Path;

use super::DiffOptions;
use crate::command::read::{Wanted, read_config, read_input};
use crate::command::{CONFIG_FILE, Console, SpecOptions};
use crate::config::Lock;
use crate::diag::{Diagnostic, Diagnostics, Severity};
use crate::disk;
use crate::filter::Removed;
use crate::path::DocumentId;
use crate::source::Sources;
use crate::surface::{self, Surface};
use crate::{Diagnosis, Input};

/// A version, and the texts of its document.
pub(super) struct Loaded {
    pub(super) surface: Surface,
    pub(super) sources: Sources,
    /// The accepted changes of the configuration.
    pub(super) accept: BTreeMap<String, String>,
    /// The parts that the filters removed; empty for a listing.
    pub(super) removed: Removed,
}

/// Reads both versions. Reports an error for each one that cannot be read.
pub(super) fn load(options: &DiffOptions, console: &mut Console<'_>) -> (Option<Loaded>, Option<Loaded>) {
    let old = one(&options.old, &options.new, (options, Lock::default()), console);
    // The new crate keeps the choices of the old one, as if it were generated in the same folder.
    let choices = old.as_ref().map(|old| surface::choices(&old.surface)).unwrap_or_default();
    let new = one(&options.new, &options.old, (options, choices), console);
    (old, new)
}

fn one(
    path: &Path,
    other: &Path,
    (options, choices): (&DiffOptions, Lock),
    console: &mut Console<'_>,
) -> Option<Loaded> {
    let listing = path.join(surface::FILE);
    let file = if disk::is_file(&listing) { listing.as_path() } else { path };
    let input = match disk::read_input(file) {
        Ok(input) => input,
        Err(error) => {
            console.error(&error.to_string(), &error.help());
            return None;
        }
    };
    let text = String::from_utf8_lossy(&input.bytes);
    if surface::is_listing(&text) {
        return match text.parse::<Surface>() {
            Ok(surface) => configured(surface, options.spec.config.as_deref(), console),
            Err(error) => {
                let help = "generate the crate again with this version of oaspress, or compare documents";
                console.error(&format!("{} is not a listing: {error}", input.name), help);
                None
            }
        };
    }
    document((input, choices), path, other, &options.spec, console)
}

/// Adds the accepted changes of the configuration to a listing.
fn configured(surface: Surface, config: Option<&Path>, console: &mut Console<'_>) -> Option<Loaded> {
    let mut sources = Sources::new();
    let Some(path) = config else {
        return Some(Loaded { surface, sources, accept: BTreeMap::new(), removed: Removed::default() });
    };
    let mut diagnostics = Diagnostics::new();
    match read_config(path, &mut sources, &mut diagnostics) {
        Ok(config) => {
            let errors: Vec<Diagnostic> = diagnostics.into_vec();
            console.diagnostics(&errors, &sources);
            errors.is_empty().then_some(Loaded {
                surface,
                sources,
                accept: config.changes.accept,
                removed: Removed::default(),
            })
        }
        Err(error) => {
            console.error(&error.to_string(), &error.help());
            None
        }
    }
}

/// Returns true if a path leads to a version of a crate: its folder, its listing, or a configuration.
fn is_crate(path: &Path) -> bool {
    let is_listing =
        || disk::read_input(path).is_ok_and(|input| surface::is_listing(&String::from_utf8_lossy(&input.bytes)));
    let is_folder = || disk::is_file(&path.join(surface::FILE));
    // Standard input can be read once.
    let is_named = path != Path::new("-");
    is_named && (path.extension().is_some_and(|extension| extension == "toml") || is_folder() || is_listing())
}

/// Reads a document. A document from standard input uses the configuration beside the other version.
fn document(
    (input, choices): (Input, Lock),
    path: &Path,
    other: &Path,
    options: &SpecOptions,
    console: &mut Console<'_>,
) -> Option<Loaded> {
    let is_configuration = path.extension().is_some_and(|extension| extension == "toml");
    let mut options = if is_configuration {
        SpecOptions { config: Some(path.to_owned()), ..options.clone() }
    } else {
        SpecOptions { spec: path.to_owned(), ..options.clone() }
    };
    let beside = other.with_file_name(CONFIG_FILE);
    if path == Path::new("-") && options.config.is_none() && disk::is_file(&beside) {
        options.config = Some(beside);
    }
    let mut sources = Sources::new();
    let mut diagnostics = Diagnostics::new();
    let name = input.name.clone();
    let document = Some(input).filter(|_| !is_configuration);
    // Two versions of one of several descriptions have the configuration of that one.
    let (wanted, version) = if is_crate(other) { (Wanted::Crate, None) } else { (Wanted::Any, Some(other)) };
    let mut read = match read_input(document, (&options, wanted, version), &mut sources, &mut diagnostics) {
        Ok(read) => read,
        Err(error) => {
            console.diagnostics(&diagnostics.into_vec(), &sources);
            let (message, help) = error.texts();
            console.error(&message, &help);
            return None;
        }
    };
    read.config.lock = std::mem::take(&mut read.config.lock).or(choices);
    let (surface, Diagnosis { diagnostics: found, inputs, removed }) = crate::list_all(&read.described(), &read.config);
    for (number, input) in (1..).zip(&inputs) {
        sources.insert(DocumentId::new(number), &input.name, &input.bytes);
    }
    let all = diagnostics.into_vec().into_iter().chain(read.of_selected(found));
    let errors: Vec<Diagnostic> = all.filter(|one| one.severity == Severity::Error).collect();
    console.diagnostics(&errors, &sources);
    let surface = surface.filter(|_| errors.is_empty());
    if surface.is_none() {
        console.error(&format!("{name} has errors, so it cannot be compared"), "");
    }
    surface.map(|surface| Loaded { surface, sources, accept: read.config.changes.accept, removed })
}
