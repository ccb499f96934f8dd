//! Finds where in the text places are, when they are about to be shown; knows the syntax of JSON, YAML and TOML, and
//! nothing of what a text says.

mod json;
mod spelling;
mod toml;
mod wanted;
mod yaml;

use std::collections::BTreeMap;
use std::ops::Range;

use crate::diag::{Position, Spot};
use crate::path::{DocumentId, SpecPath};
use crate::stack;
use crate::text;

use wanted::Wanted;

pub use spelling::spellings;

/// The texts that a run has read, by the document they are.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    documents: BTreeMap<DocumentId, Source>,
}

/// One text and what to call it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Its path, as the user wrote it.
    pub name: String,
    /// What it holds; empty if it is no text.
    pub text: String,
}

/// Where something is in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    /// Line and column of its beginning.
    pub position: Position,
    /// The bytes of what is to be marked, within one line if possible.
    pub bytes: Range<usize>,
}

impl Sources {
    /// No texts.
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

    /// The text of a document.
    #[must_use]
    pub fn get(&self, document: DocumentId) -> Option<&Source> {
        self.documents.get(&document)
    }

    /// Where the places are, in the order asked for, in one pass over each text.
    ///
    /// A place that cannot be found, for example because it came through a YAML alias, is where the nearest one
    /// above it is; `None` is for places in a text that is not there or that cannot be read.
    #[must_use]
    pub fn locate(&self, places: &[(&SpecPath, Spot)]) -> Vec<Option<Location>> {
        let mut found = vec![None; places.len()];
        for (&document, source) in &self.documents {
            let here = || places.iter().enumerate().filter(|(_, (path, _))| path.document() == document);
            let mut spans: Vec<(usize, Range<usize>)> = Vec::new();
            let mut wanted = Wanted::default();
            for (number, (path, spot)) in here() {
                match spot {
                    Spot::At(position) => {
                        let start = text::offset(&source.text, *position);
                        spans.push((number, start..start + 1));
                    }
                    Spot::Path => wanted.add(path, None, number),
                    Spot::Occurrence(occurrence) => wanted.add(path, Some(*occurrence), number),
                }
            }
            if !wanted.is_empty() {
                spans.extend(stack::with_room(|| {
                    let mut wanted = wanted.clone();
                    scan(document, &source.text, &mut wanted);
                    wanted.into_found()
                }));
            }
            place(&source.text, spans, &mut found);
        }
        found
    }
}

/// Walks the text and notes where what is wanted was seen.
fn scan(document: DocumentId, text: &str, wanted: &mut Wanted) {
    if document == DocumentId::CONFIG {
        toml::scan(text, wanted);
    } else if !text::looks_like_json(text) || json::scan(text, wanted).is_err() {
        // What a broken JSON text had up to there is seen again, and once more is not once too often.
        wanted.forget();
        yaml::scan(text, wanted);
    }
}

/// Turns byte ranges into lines and columns, all of them in one pass.
fn place(text: &str, mut spans: Vec<(usize, Range<usize>)>, found: &mut [Option<Location>]) {
    spans.sort_by_key(|(_, bytes)| bytes.start);
    let offsets: Vec<usize> = spans.iter().map(|(_, bytes)| bytes.start).collect();
    for ((number, bytes), position) in spans.into_iter().zip(text::positions(text, &offsets)) {
        if let Some(slot) = found.get_mut(number) {
            *slot = Some(Location { position, bytes });
        }
    }
}
