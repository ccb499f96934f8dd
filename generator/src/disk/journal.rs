//! Applies atomic changes to a folder one by one, and can undo all of them.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::DiskError;

/// A change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum JournalStep {
    /// Moves a complete file to its destination, and replaces the file there.
    Install {
        /// The destination, relative to the folder.
        path: String,
        /// The current path.
        staged: PathBuf,
    },
    /// Deletes a file, and the folders that become empty.
    Delete(String),
}

/// The changes so far. Dropping it keeps them; [`Journal::undo`] reverts them.
#[derive(Debug)]
pub(super) struct Journal<'a> {
    dir: &'a Path,
    /// The folder of replaced and deleted files, which `undo` restores.
    attic: PathBuf,
    done: Vec<Done>,
}

#[derive(Debug)]
enum Done {
    Made(PathBuf),
    Created(PathBuf),
    Moved { path: PathBuf, kept: PathBuf },
    Emptied(PathBuf),
}

impl<'a> Journal<'a> {
    pub(super) fn new(dir: &'a Path, attic: PathBuf) -> Self {
        Self { dir, attic, done: Vec::new() }
    }

    pub(super) fn perform(&mut self, step: &JournalStep) -> Result<(), DiskError> {
        match step {
            JournalStep::Install { path, staged } => self.install(&self.dir.join(path), staged),
            JournalStep::Delete(path) => self.delete(path),
        }
    }

    /// Reverts all changes, the last one first. Errors are ignored, since they cannot be handled.
    pub(super) fn undo(self) {
        for done in self.done.into_iter().rev() {
            let _ = match done {
                Done::Made(folder) => fs::remove_dir(folder),
                Done::Created(path) => fs::remove_file(path),
                Done::Moved { path, kept } => fs::rename(kept, path),
                Done::Emptied(folder) => fs::create_dir(folder),
            };
        }
    }

    fn install(&mut self, path: &Path, staged: &Path) -> Result<(), DiskError> {
        self.make_folder(path.parent().unwrap_or(self.dir))?;
        let there = fs::symlink_metadata(path);
        let done = match &there {
            Err(_) => Done::Created(path.to_owned()),
            Ok(found) if found.is_dir() => return Err(DiskError::InTheWay(path.to_owned())),
            Ok(found) => {
                let kept = self.attic.join(self.done.len().to_string());
                // The old file stays in place until the new one replaces it atomically.
                let keep = || match fs::hard_link(path, &kept) {
                    Err(_) if found.is_file() => fs::copy(path, &kept).map(|_| ()),
                    linked => linked,
                };
                keep().map_err(|error| DiskError::io("keep a copy of", path, error))?;
                Done::Moved { path: path.to_owned(), kept }
            }
        };
        fs::rename(staged, path).map_err(|error| DiskError::io("write", path, error))?;
        self.done.push(done);
        Ok(())
    }

    fn delete(&mut self, relative: &str) -> Result<(), DiskError> {
        let path = self.dir.join(relative);
        let kept = self.attic.join(self.done.len().to_string());
        match fs::rename(&path, &kept) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            moved => moved.map_err(|error| DiskError::io("delete", &path, error))?,
        }
        self.done.push(Done::Moved { path, kept });
        for (end, _) in relative.rmatch_indices('/') {
            let folder = self.dir.join(&relative[..end]);
            // A folder that is not empty cannot be removed, and is kept.
            if fs::remove_dir(&folder).is_err() {
                break;
            }
            self.done.push(Done::Emptied(folder));
        }
        Ok(())
    }

    fn make_folder(&mut self, folder: &Path) -> Result<(), DiskError> {
        if folder.is_dir() {
            return Ok(());
        }
        if let Some(parent) = folder.parent().filter(|parent| parent.starts_with(self.dir)) {
            self.make_folder(parent)?;
        }
        fs::create_dir(folder).map_err(|error| DiskError::io("create", folder, error))?;
        self.done.push(Done::Made(folder.to_owned()));
        Ok(())
    }
}
