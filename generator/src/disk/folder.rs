//! Gives access to the files of a document in its root folder, and to no files outside of it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::DiskError;
use crate::input::{Alone, Files, NoFile, readable};

/// A folder on the disk.
#[derive(Debug)]
struct Folder {
    /// The path as the user specified it, for messages.
    shown: PathBuf,
    /// The canonical path, without symbolic links.
    real: PathBuf,
    /// The path of the document, relative to the folder.
    document: String,
}

/// Returns the files that the document at `path` may refer to: those in `root`, or in the document's folder by
/// default. A document from standard input is treated as a file in `root`; without `root`, it cannot refer to files.
///
/// # Errors
///
/// Returns an error if the root folder cannot be read, or does not contain the document.
pub fn files(path: &Path, root: Option<&Path>) -> Result<Box<dyn Files>, DiskError> {
    if path == Path::new("-") && root.is_none() {
        return Ok(Box::new(Alone));
    }
    let own = path.parent().unwrap_or_else(|| Path::new(""));
    let shown = root.unwrap_or(own);
    let real = real(shown)?;
    let document = if path == Path::new("-") {
        String::new()
    } else {
        // Resolves the folder instead of the document, which may be a symbolic link to another folder.
        let below = self::real(own)?.strip_prefix(&real).map(Path::to_owned);
        let below = below.map_err(|_| DiskError::Outside(path.to_owned(), shown.to_owned()))?;
        let parts = below.iter().chain(path.file_name()).map(|part| part.to_string_lossy().into_owned());
        parts.collect::<Vec<_>>().join("/")
    };
    Ok(Box::new(Folder { shown: shown.to_owned(), real, document }))
}

fn real(folder: &Path) -> Result<PathBuf, DiskError> {
    let folder = if folder == Path::new("") { Path::new(".") } else { folder };
    folder.canonicalize().map_err(|error| DiskError::io("read", folder, error))
}

impl Files for Folder {
    fn document(&self) -> &str {
        &self.document
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, NoFile> {
        let refused = |error: io::Error| match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => NoFile::Missing,
            _ => NoFile::Refused(error.to_string()),
        };
        let real = self.real.join(path).canonicalize().map_err(refused)?;
        let below = real.strip_prefix(&self.real).map_err(|_| NoFile::Outside)?;
        // The target of a link must be readable by its own path, unless the link itself is allowed.
        let target = below.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/");
        if let (None, Some(refused)) =
            (readable::refusal(path, &self.document), readable::refusal(&target, &self.document))
        {
            return Err(refused);
        }
        // Reading a device or other special file might not terminate.
        if !real.is_file() {
            let what = if real.is_dir() { "it is a folder" } else { "it is not a regular file" };
            return Err(NoFile::Refused(what.to_owned()));
        }
        fs::read(real).map_err(refused)
    }

    fn name(&self, path: &str) -> String {
        self.shown.join(path).display().to_string()
    }
}
