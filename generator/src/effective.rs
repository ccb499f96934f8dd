//! Returns the document that the generator reads: after overlays and filters, and merged into one tree.

use serde_json::Value;

use crate::config::Config;
use crate::diag::Diagnostics;
use crate::filter::Removed;
use crate::source_map::SourceMap;
use crate::version::Version;
use crate::{Diagnosis, Files, Further, Input, Whole, bundle, dialect, report_written, stack, whole, yaml_text};

/// The document after overlays and filters, merged into one tree. This is the input of the generator.
#[derive(Clone, Debug)]
pub struct Effective {
    /// The document, in its own version.
    pub document: Value,
    /// Its version.
    pub version: Version,
    /// The source map from `document` to the original files and overlays.
    pub source_map: SourceMap,
    /// The source map from `document` to the files after overlays. A place of the root document is what
    /// a further overlay can select.
    pub bundled: SourceMap,
}

/// Returns the document after overlays and filters, merged into one tree. `None` if there are errors.
#[must_use]
pub fn shape(input: &Input, files: &dyn Files, config: &Config) -> (Option<Value>, Diagnosis) {
    let (document, diagnosis) = stack::with_room(|| shape_here(input, files, config));
    (document.map(|(document, ..)| document), diagnosis)
}

/// Returns the same document as [`shape`], with its version and source maps. `None` if there are errors, or if the
/// version is not supported.
#[must_use]
pub fn effective(input: &Input, files: &dyn Files, config: &Config) -> (Option<Effective>, Diagnosis) {
    let (document, diagnosis) = stack::with_room(|| shape_here(input, files, config));
    let effective = document.and_then(|(document, version, source_map, bundled)| {
        Some(Effective { document, version: version?, source_map, bundled })
    });
    (effective, diagnosis)
}

type Shaped = (Value, Option<Version>, SourceMap, SourceMap);

fn shape_here(input: &Input, files: &dyn Files, config: &Config) -> (Option<Shaped>, Diagnosis) {
    let mut diagnostics = Diagnostics::new();
    let mut further = Further { files, config, inputs: Vec::new(), asked: Vec::new() };
    let whole = whole(input, &mut further, config, &mut diagnostics);
    let mut removed = Removed::default();
    let document = whole.map(|Whole { mut document, source_map, bundled, removed: left_out }| {
        removed = left_out;
        let mut found = Diagnostics::new();
        let version = dialect::detect(&document, &mut found);
        if let Some(version) = version {
            let text_of = |id| yaml_text(input, &further.inputs, id);
            dialect::restore_spelling(&mut document, version, &source_map, &text_of, &mut found);
        }
        report_written(found, &source_map, &mut diagnostics);
        (bundle::restore_lost(document), version, source_map, bundled)
    });
    diagnostics.apply_levels(&config.lint.deny, &config.lint.allow);
    let document = document.filter(|_| !diagnostics.has_errors());
    (document, Diagnosis { diagnostics: diagnostics.into_vec(), inputs: further.inputs, removed })
}
