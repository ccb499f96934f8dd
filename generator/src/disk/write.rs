//! Updates a folder to its expected content, so that it never contains a partial file.

use std::fs;
use std::path::{Path, PathBuf};

use super::journal::{Journal, JournalStep};
use super::manifest::MANIFEST;
use super::plan::{Folder, Instead, Plan, plan};
use super::{DiskError, Foreign};
use crate::file_tree::FileTree;

/// The name of the staging folder, where files are completed before they are moved to their destination.
pub(super) const STAGING: &str = ".oaspress-staging";

/// The changes in a folder, by relative path. The manifest is not counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// The new files.
    pub created: Vec<String>,
    /// The files whose content changed.
    pub changed: Vec<String>,
    /// The files that were deleted because they are no longer generated.
    pub deleted: Vec<String>,
    /// The files that are unchanged.
    pub unchanged: Vec<String>,
}

impl Written {
    /// Returns true if nothing was changed.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.created.is_empty() && self.changed.is_empty() && self.deleted.is_empty()
    }
}

/// Writes the files of `tree`, which are the crate `crate_name`, to `dir`.
///
/// A folder that does not exist is created completely or not at all. In an existing folder, every file has either the
/// old or the new content at any time. If a step fails, the previous steps are reverted. If the process is killed, the
/// next run completes the work. Files that are up to date are not touched, files of an earlier run that are no longer
/// generated are deleted, and all other files are kept.
///
/// # Errors
///
/// Returns an error if a file or folder conflicts with a generated one, if a generated file was edited, if the folder contains
/// another crate, or if the system reports an error. The folder is then unchanged.
pub fn write(tree: &FileTree, crate_name: &str, dir: &Path, foreign: Foreign) -> Result<Written, DiskError> {
    let dir = &dir.canonicalize().unwrap_or_else(|_| dir.to_owned());
    let plan = planned(tree, crate_name, dir, foreign)?;
    match plan.folder {
        Folder::Missing => write_new(&plan, dir)?,
        Folder::Ours | Folder::NotOurs => update(&plan, dir)?,
    }
    Ok(written(plan))
}

/// Returns the changes that [`fn@write`] would make, and makes none of them.
///
/// # Errors
///
/// Returns an error for everything in the folder that would prevent writing.
pub fn preview(tree: &FileTree, crate_name: &str, dir: &Path, foreign: Foreign) -> Result<Written, DiskError> {
    planned(tree, crate_name, dir, foreign).map(written)
}

fn planned<'t>(tree: &'t FileTree, crate_name: &str, dir: &Path, foreign: Foreign) -> Result<Plan<'t>, DiskError> {
    let plan = plan(tree, crate_name, dir)?;
    if foreign == Foreign::Keep {
        refuse_foreign(&plan, dir)?;
    }
    Ok(plan)
}

fn refuse_foreign(plan: &Plan<'_>, dir: &Path) -> Result<(), DiskError> {
    if plan.folder == Folder::NotOurs {
        return Err(DiskError::NotOurs(dir.to_owned()));
    }
    if let Some(found) = plan.listed.crate_name.as_ref().filter(|name| Some(*name) != plan.manifest.crate_name.as_ref())
    {
        let (found, new) = (found.clone(), plan.manifest.crate_name.clone().unwrap_or_default());
        return Err(DiskError::OtherCrate { dir: dir.to_owned(), found, new });
    }
    let paths = |is_wanted: fn(&Instead) -> bool| -> Vec<String> {
        let installs = plan.install.iter().filter(|install| is_wanted(&install.instead_of));
        installs.map(|install| install.path.clone()).collect()
    };
    let foreign = paths(|instead| matches!(instead, Instead::Foreign(_)));
    if !foreign.is_empty() {
        return Err(DiskError::Foreign(foreign));
    }
    let edited = paths(|instead| matches!(instead, Instead::Edited(_)));
    if !edited.is_empty() || !plan.delete_edited.is_empty() {
        return Err(DiskError::Edited { overwritten: edited, deleted: plan.delete_edited.clone() });
    }
    Ok(())
}

/// Writes the folder under a temporary name beside its destination, and then renames it.
fn write_new(plan: &Plan<'_>, dir: &Path) -> Result<(), DiskError> {
    let name = dir.file_name().unwrap_or_default().to_string_lossy();
    let staging = dir.with_file_name(format!(".{name}{STAGING}"));
    let complete = || {
        start_afresh(&staging)?;
        for install in &plan.install {
            put(&staging.join(&install.path), &install.contents)?;
        }
        fs::rename(&staging, dir).map_err(|error| DiskError::io("create", dir, error))
    };
    complete().inspect_err(|_| {
        let _ = fs::remove_dir_all(&staging);
    })
}

fn update(plan: &Plan<'_>, dir: &Path) -> Result<(), DiskError> {
    let staging = dir.join(STAGING);
    if plan.install.is_empty() && plan.delete.is_empty() {
        return remove(&staging);
    }
    let steps = stage(plan, &staging)?;
    let mut journal = Journal::new(dir, staging.join("old"));
    let done = steps.iter().try_for_each(|step| journal.perform(step));
    if done.is_err() {
        journal.undo();
    }
    let removed = remove(&staging);
    done.and(removed)
}

/// Writes the new files to the staging folder and returns the steps that install them. A failure here leaves the
/// target untouched.
///
/// The first step installs a manifest with the old and the new hashes of all files. So the next run recognizes all of them if
/// this one is interrupted.
fn stage(plan: &Plan<'_>, staging: &Path) -> Result<Vec<JournalStep>, DiskError> {
    start_afresh(staging)?;
    let old = staging.join("old");
    fs::create_dir(&old).map_err(|error| DiskError::io("create", &old, error))?;
    let put = |name: String, path: &str, contents: &str| {
        let staged = staging.join("new").join(name);
        put(&staged, contents)?;
        Ok(JournalStep::Install { path: path.to_owned(), staged })
    };
    let mut steps = Vec::new();
    if plan.install.iter().any(|install| install.path != MANIFEST) {
        let mut both = plan.manifest.clone();
        both.extend(&plan.listed);
        steps.push(put("manifest".to_owned(), MANIFEST, &both.print())?);
    }
    let (before, after): (Vec<_>, Vec<_>) = plan.delete.iter().partition(|path| is_in_the_way(path, plan));
    steps.extend(before.into_iter().cloned().map(JournalStep::Delete));
    let (last, files): (Vec<_>, Vec<_>) = plan.install.iter().partition(|install| install.path == MANIFEST);
    for (number, install) in files.into_iter().enumerate() {
        steps.push(put(number.to_string(), &install.path, &install.contents)?);
    }
    steps.extend(after.into_iter().cloned().map(JournalStep::Delete));
    for install in last {
        steps.push(put("last".to_owned(), &install.path, &install.contents)?);
    }
    Ok(steps)
}

/// Returns true if a file to delete conflicts with a file to write: one is a folder in the path of the other.
fn is_in_the_way(path: &str, plan: &Plan<'_>) -> bool {
    let within = |inner: &str, outer: &str| inner.strip_prefix(outer).is_some_and(|rest| rest.starts_with('/'));
    plan.install.iter().any(|install| within(&install.path, path) || within(path, &install.path))
}

fn written(plan: Plan<'_>) -> Written {
    let mut written = Written { deleted: plan.delete, ..Written::default() };
    for install in plan.install.into_iter().filter(|install| install.path != MANIFEST) {
        match install.instead_of {
            Instead::Nothing => written.created.push(install.path),
            Instead::Ours(_) | Instead::Edited(_) | Instead::Foreign(_) => written.changed.push(install.path),
        }
    }
    written.unchanged = plan.unchanged.into_iter().filter(|path| path != MANIFEST).collect();
    written
}

/// Creates an empty folder. Removes anything that an interrupted run has left there.
fn start_afresh(folder: &Path) -> Result<(), DiskError> {
    remove(folder)?;
    fs::create_dir_all(folder).map_err(|error| DiskError::io("create", folder, error))
}

/// Removes a folder. A symbolic link is removed itself, not its target.
fn remove(folder: &Path) -> Result<(), DiskError> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(DiskError::io("remove", folder, error)),
        _ => Ok(()),
    }
}

fn put(path: &PathBuf, contents: &str) -> Result<(), DiskError> {
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder).map_err(|error| DiskError::io("create", folder, error))?;
    fs::write(path, contents).map_err(|error| DiskError::io("write", path, error))
}

#[cfg(test)]
mod tests;
