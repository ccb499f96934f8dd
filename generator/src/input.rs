//! A document and the further files it is written in, as they were found; knows nothing of where files come from.

use std::collections::BTreeMap;

/// A document as it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// What to call it when something in it is reported: its path, as the user wrote it.
    pub name: String,
    /// What it consists of: JSON or YAML, in UTF-8 or UTF-16.
    pub bytes: Vec<u8>,
}

/// Gives the further files that a document refers to, when they are needed.
///
/// Paths are relative to one folder, the root folder, with `/` between their parts and without `.` or `..`. Nothing outside
/// of that folder is ever asked for. A map from paths to bytes is the simplest implementation.
pub trait Files {
    /// The path of the document itself.
    fn document(&self) -> &str;

    /// What a file holds.
    ///
    /// # Errors
    ///
    /// Why it cannot be given.
    fn read(&self, path: &str) -> Result<Vec<u8>, NoFile>;

    /// Returns the overlays to apply to the document, in their order.
    fn overlays(&self) -> &[Input] {
        &[]
    }

    /// What to call a file when something in it is reported.
    fn name(&self, path: &str) -> String {
        path.to_owned()
    }
}

/// Why a file cannot be given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoFile {
    /// The document stands alone.
    Alone,
    /// There is none.
    Missing,
    /// The path leads out of the root folder, through a symbolic link.
    Outside,
    /// The system refused, with these words.
    Refused(String),
}

/// The files of a document that stands alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Alone;

impl Files for Alone {
    fn document(&self) -> &'static str {
        ""
    }

    fn read(&self, _: &str) -> Result<Vec<u8>, NoFile> {
        Err(NoFile::Alone)
    }
}

/// Files in memory.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InMemory {
    /// The path of the document.
    pub document: String,
    /// The other files, by their paths.
    pub files: BTreeMap<String, Vec<u8>>,
    /// The overlays, in the order in which they are applied.
    pub overlays: Vec<Input>,
}

impl Files for InMemory {
    fn document(&self) -> &str {
        &self.document
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, NoFile> {
        self.files.get(path).cloned().ok_or(NoFile::Missing)
    }

    fn overlays(&self) -> &[Input] {
        &self.overlays
    }
}
