//! Reads documents and writes crates. Only this module accesses the file system. It does not interpret the content of
//! files.

mod difference;
mod error;
mod fingerprint;
mod folder;
mod journal;
mod manifest;
mod plan;
mod write;

use std::fs;
use std::io::{BufReader, Read as _};
use std::path::Path;
use std::time::SystemTime;

use crate::file_tree::FileTree;
use crate::input::Input;

pub use difference::{Change, Difference};
pub use error::DiskError;
pub use fingerprint::{fingerprint, manifest_fingerprint, unchanged};
pub use folder::files;
pub use manifest::MANIFEST;
pub use write::{Written, preview, write};

/// The treatment of what the generator did not write: files, edits of generated files, and other crates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Foreign {
    /// They are kept. It is an error if one conflicts with a generated file, if a generated file was edited, or if the folder
    /// contains another crate.
    #[default]
    Keep,
    /// Files that conflict with generated files are replaced, with edited files and another crate.
    Replace,
}

/// Reads a document from a file, or from standard input if the path is `-`.
///
/// # Errors
///
/// Returns an error if the file cannot be read.
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

/// Opens a file that may be too large for memory.
///
/// # Errors
///
/// Returns an error if the file cannot be opened.
pub fn open(path: &Path) -> Result<BufReader<fs::File>, DiskError> {
    fs::File::open(path).map(BufReader::new).map_err(|error| DiskError::io("read", path, error))
}

/// Returns true if there is a file or a folder with this path.
#[must_use]
pub fn exists(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// Writes one file. If that fails, the previous content is preserved.
///
/// # Errors
///
/// Returns an error if the file cannot be written.
pub fn write_file(path: &Path, text: &str) -> Result<(), DiskError> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let staged = path.with_file_name(format!(".{name}.{}.tmp", std::process::id()));
    let written = fs::write(&staged, text).and_then(|()| fs::rename(&staged, path));
    written.map_err(|error| {
        // Ignores errors, since the staged file may not exist and the first error is the relevant one.
        let _ = fs::remove_file(&staged);
        DiskError::io("write", path, error)
    })
}

/// Writes one file, and creates its folder.
///
/// # Errors
///
/// Returns an error if the folder cannot be created, or if the file cannot be written.
pub fn write_file_in_folder(path: &Path, text: &str) -> Result<(), DiskError> {
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder).map_err(|error| DiskError::io("create", folder, error))?;
    write_file(path, text)
}

/// Deletes one file.
///
/// # Errors
///
/// Returns an error if the file cannot be deleted.
pub fn remove_file(path: &Path) -> Result<(), DiskError> {
    fs::remove_file(path).map_err(|error| DiskError::io("delete", path, error))
}

/// Returns true if there is a file at `path`.
#[must_use]
pub fn is_file(path: &Path) -> bool {
    path.is_file()
}

/// The time of the last change of a file, and its length.
pub type FileState = (SystemTime, u64);

/// Returns the state of a file, by which a later change is noticed; `None` if it does not exist.
#[must_use]
pub fn state(path: &Path) -> Option<FileState> {
    let metadata = fs::metadata(path).ok()?;
    Some((metadata.modified().ok()?, metadata.len()))
}

/// Returns the differences between the folder `dir` and its expected content, the crate `crate_name`. Writes nothing.
///
/// # Errors
///
/// Returns an error if the folder cannot be read, or if its content would prevent writing.
pub fn check(tree: &FileTree, crate_name: &str, dir: &Path) -> Result<Difference, DiskError> {
    let plan = plan::plan(tree, crate_name, dir)?;
    Ok(Difference::from_plan(plan))
}
