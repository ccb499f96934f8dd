//! A document and the further files that it refers to. This module does not determine where files come from.

pub mod readable;

use std::collections::BTreeMap;

/// A document as read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// The name in findings: the path, as specified by the user.
    pub name: String,
    /// The content: JSON or YAML, in UTF-8 or UTF-16.
    pub bytes: Vec<u8>,
}

/// The source of the further files that a document refers to. They are read when they are needed.
///
/// Paths are relative to one folder, the root folder, with `/` between their parts and without `.` or `..`. Files
/// outside of that folder are never requested. A map from paths to bytes is the simplest implementation. The methods
/// are called from another thread, which has enough stack for deeply nested documents.
pub trait Files: Sync {
    /// Returns the path of the document itself.
    fn document(&self) -> &str;

    /// Returns the content of a file.
    ///
    /// # Errors
    ///
    /// Returns the reason why the file is not available.
    fn read(&self, path: &str) -> Result<Vec<u8>, NoFile>;

    /// Returns the overlays for the document, in order.
    fn overlays(&self) -> &[Input] {
        &[]
    }

    /// Returns the name of a file in findings.
    fn name(&self, path: &str) -> String {
        path.to_owned()
    }
}

/// The reason why a file is not available.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoFile {
    /// The document must not refer to other files.
    Alone,
    /// The file does not exist.
    Missing,
    /// The path leads out of the root folder, through a symbolic link.
    Outside,
    /// A part of the path begins with `.`, and the configuration does not allow it.
    Hidden,
    /// The path does not end in `.yaml`, `.yml` or `.json`, and the configuration does not allow it.
    Ending,
    /// The operating system reported this error.
    Refused(String),
}

/// The files of a document that must not refer to other files.
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
