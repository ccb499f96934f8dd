//! Gives the files of a document that are in its root folder, and none that are elsewhere. It knows nothing of what they
//! say.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::DiskError;
use crate::input::{Alone, Files, NoFile, readable};

/// A folder on the disk.
#[derive(Debug)]
struct Folder {
    /// As the user wrote it, for names.
    shown: PathBuf,
    /// Without symbolic links.
    real: PathBuf,
    /// The path of the document below it.
    document: String,
}

/// The files that belong to the document at `path`: those in `root`, or else in the document's own folder. A document that
/// comes from standard input stands alone, unless there is a root folder; then it is taken to be right in it.
///
/// # Errors
///
/// If the root folder cannot be read, or does not hold the document.
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
        // The folder is looked up and not the document, which may itself be a link to elsewhere.
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
        // A link must not lead to a file that could not be named itself, unless the link itself is among those that are allowed.
        let target = below.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/");
        if let (None, Some(refused)) =
            (readable::refusal(path, &self.document), readable::refusal(&target, &self.document))
        {
            return Err(refused);
        }
        // What is no file, such as a device, might never end.
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
