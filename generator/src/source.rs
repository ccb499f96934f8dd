//! Locates places in a text when they are about to be shown. It knows the syntax of JSON, YAML and TOML, and nothing of the
//! meaning of a text.

mod json;
mod locator;
mod spelling;
mod toml;
mod yaml;

use std::collections::BTreeMap;
use std::ops::Range;

use crate::diag::{Position, Spot};
use crate::path::{DocumentId, SpecPath};
use crate::stack;
use crate::text;

use locator::Locator;

pub use spelling::spellings;

/// The texts that a run has read, by document.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    documents: BTreeMap<DocumentId, Source>,
}

/// A text and its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Its path, as the user wrote it.
    pub name: String,
    /// The text; empty if the file is not text.
    pub text: String,
}

/// A location in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    /// The line and column of the beginning.
    pub position: Position,
    /// The range of bytes to mark, within one line if possible.
    pub bytes: Range<usize>,
}

impl Sources {
    /// Creates an empty set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a text in any encoding that `load` accepts.
    pub fn insert(&mut self, document: DocumentId, name: &str, bytes: &[u8]) {
        let text = match text::decode(bytes) {
            Ok(text) => text.into_owned(),
            Err(error) if error.is_bytewise => text::latin(bytes),
            Err(_) => String::from_utf8_lossy(bytes).into_owned(),
        };
        self.documents.insert(document, Source { name: name.to_owned(), text });
    }

    /// Returns the text of a document.
    #[must_use]
    pub fn get(&self, document: DocumentId) -> Option<&Source> {
        self.documents.get(&document)
    }

    /// Locates the places, in the order of the arguments, in one pass over each text.
    ///
    /// If a place cannot be found, for example because it comes from a YAML alias, its location is that of the nearest outer
    /// place. It is `None` if the text does not exist or cannot be read.
    #[must_use]
    pub fn locate(&self, places: &[(&SpecPath, Spot)]) -> Vec<Option<Location>> {
        let mut found = vec![None; places.len()];
        for (&document, source) in &self.documents {
            let here = || places.iter().enumerate().filter(|(_, (path, _))| path.document() == document);
            let mut spans: Vec<(usize, Range<usize>)> = Vec::new();
            let mut locator = Locator::default();
            for (number, (path, spot)) in here() {
                match spot {
                    Spot::At(position) => {
                        let start = text::offset(&source.text, *position);
                        spans.push((number, start..start + 1));
                    }
                    Spot::Path => locator.add(path, None, number),
                    Spot::Occurrence(occurrence) => locator.add(path, Some(*occurrence), number),
                }
            }
            if !locator.is_empty() {
                spans.extend(stack::with_room(|| {
                    let mut locator = locator.clone();
                    scan(document, &source.text, &mut locator);
                    locator.into_found()
                }));
            }
            set_positions(&source.text, spans, &mut found);
        }
        found
    }
}

/// Scans a text and records the locations of the requested places.
fn scan(document: DocumentId, text: &str, locator: &mut Locator) {
    if document.is_toml() {
        toml::scan(text, locator);
    } else if !text::looks_like_json(text) || json::scan(text, locator).is_err() {
        // The YAML parser visits the beginning of a broken JSON text again, so discard what was recorded.
        locator.forget();
        yaml::scan(text, locator);
    }
}

/// Converts byte ranges to lines and columns, in one pass.
fn set_positions(text: &str, mut spans: Vec<(usize, Range<usize>)>, found: &mut [Option<Location>]) {
    spans.sort_by_key(|(_, bytes)| bytes.start);
    let offsets: Vec<usize> = spans.iter().map(|(_, bytes)| bytes.start).collect();
    for ((number, bytes), position) in spans.into_iter().zip(text::positions(text, &offsets)) {
        if let Some(slot) = found.get_mut(number) {
            *slot = Some(Location { position, bytes });
        }
    }
}
