//! The files of a document, which remembers all that were opened, so that they can be watched.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use crate::input::{Files, Input, NoFile};

/// The files of a document, and its overlays.
pub(super) struct Opened {
    files: Box<dyn Files>,
    overlays: Vec<Input>,
    /// The paths that were opened, including files that do not exist.
    paths: Mutex<BTreeSet<PathBuf>>,
}

impl Opened {
    pub(super) fn new(files: Box<dyn Files>, overlays: Vec<Input>) -> Self {
        Self { files, overlays, paths: Mutex::default() }
    }

    /// Returns the paths of the overlays and of all files that were opened.
    pub(super) fn into_opened(self) -> impl Iterator<Item = PathBuf> {
        let overlays = self.overlays.into_iter().map(|overlay| PathBuf::from(overlay.name));
        overlays.chain(self.paths.into_inner().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Files for Opened {
    fn document(&self) -> &str {
        self.files.document()
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, NoFile> {
        let name = PathBuf::from(self.files.name(path));
        self.paths.lock().unwrap_or_else(PoisonError::into_inner).insert(name);
        self.files.read(path)
    }

    fn overlays(&self) -> &[Input] {
        &self.overlays
    }

    fn name(&self, path: &str) -> String {
        self.files.name(path)
    }
}
