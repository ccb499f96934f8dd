//! Reads documents and writes crates: the only module that touches the file system. It knows nothing of what files say.

mod difference;
mod error;
mod folder;
mod journal;
mod manifest;
mod plan;
mod write;

use std::fs;
use std::io::Read as _;
use std::path::Path;

use crate::input::Input;
use crate::tree::FileTree;

pub use difference::{Change, Difference};
pub use error::DiskError;
pub use folder::files;
pub use manifest::MANIFEST;
pub use write::{Written, write};

/// What to do with files that the generator did not write.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Foreign {
    /// They stay as they are; one that is in the way is an error.
    #[default]
    Keep,
    /// One that is in the way is replaced.
    Replace,
}

/// Reads a document, `-` from standard input.
///
/// # Errors
///
/// If the file cannot be read.
pub fn read_input(path: &Path) -> Result<Input, DiskError> {
    let bytes = if path == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        fs::read(path)
    };
    let bytes = bytes.map_err(|error| DiskError::io("read", path, error))?;
    let name = if path == Path::new("-") { "(standard input)".to_owned() } else { path.display().to_string() };
    Ok(Input { name, bytes })
}

/// Writes one file. If that fails, what was there before is still there.
///
/// # Errors
///
/// If the file cannot be written.
pub fn write_file(path: &Path, text: &str) -> Result<(), DiskError> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let staged = path.with_file_name(format!(".{name}.{}.tmp", std::process::id()));
    let written = fs::write(&staged, text).and_then(|()| fs::rename(&staged, path));
    written.map_err(|error| {
        // The staged file may not exist; the error that matters is the first one.
        let _ = fs::remove_file(&staged);
        DiskError::io("write", path, error)
    })
}

/// Whether there is a file at `path`.
#[must_use]
pub fn is_file(path: &Path) -> bool {
    path.is_file()
}

/// In what `dir` differs from what it should hold; nothing is written.
///
/// # Errors
///
/// If the folder cannot be read, or if it is arranged so that it could not be written either.
pub fn check(tree: &FileTree, dir: &Path) -> Result<Difference, DiskError> {
    let plan = plan::plan(tree, dir)?;
    Ok(Difference::of(plan))
}
