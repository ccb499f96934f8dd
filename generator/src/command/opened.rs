//! The files of a document, which remembers all that were opened, so that they can be watched and compared.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use crate::disk;
use crate::input::{Files, Input, NoFile};

/// The paths of files, each with the fingerprint of its content or the reason why it is not available.
pub(super) type Outcomes = BTreeMap<String, String>;

/// The files of a document, and its overlays.
pub(super) struct Opened {
    files: Box<dyn Files>,
    overlays: Vec<Input>,
    /// The files that were opened, including files that do not exist.
    outcomes: Mutex<Outcomes>,
}

impl Opened {
    pub(super) fn new(files: Box<dyn Files>, overlays: Vec<Input>) -> Self {
        Self { files, overlays, outcomes: Mutex::default() }
    }

    /// Returns the outcomes of opening files.
    pub(super) fn outcomes(&self) -> Outcomes {
        self.outcomes.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Returns true if opening these files again has the same outcomes.
    pub(super) fn repeats(&self, outcomes: &Outcomes) -> bool {
        outcomes.iter().all(|(path, then)| *then == outcome(&self.files.read(path)))
    }

    /// Returns the paths of the overlays and of files that were opened.
    pub(super) fn paths(&self, opened: &Outcomes) -> Vec<PathBuf> {
        let overlays = self.overlays.iter().map(|overlay| PathBuf::from(&overlay.name));
        overlays.chain(opened.keys().map(|path| PathBuf::from(self.files.name(path)))).collect()
    }
}

impl Files for Opened {
    fn document(&self) -> &str {
        self.files.document()
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, NoFile> {
        let found = self.files.read(path);
        self.outcomes.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), outcome(&found));
        found
    }

    fn overlays(&self) -> &[Input] {
        &self.overlays
    }

    fn name(&self, path: &str) -> String {
        self.files.name(path)
    }
}

fn outcome(found: &Result<Vec<u8>, NoFile>) -> String {
    match found {
        Ok(bytes) => disk::fingerprint(bytes),
        Err(reason) => format!("{reason:?}"),
    }
}
