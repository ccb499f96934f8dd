//! Brings a folder to what it should hold, so that it never holds half a file; knows nothing of what files say.

use std::fs;
use std::path::{Path, PathBuf};

use super::journal::{Journal, Step};
use super::manifest::{self, MANIFEST};
use super::plan::{Folder, Instead, Plan, plan};
use super::{DiskError, Foreign};
use crate::tree::FileTree;

/// Where files are completed before they are moved into their places, within the folder.
pub(super) const STAGING: &str = ".oaspress-staging";

/// What was done to a folder, by paths within it. The manifest is not counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// These files are new.
    pub created: Vec<String>,
    /// These had other contents.
    pub changed: Vec<String>,
    /// These are gone, since they are no longer produced.
    pub deleted: Vec<String>,
    /// These were not touched.
    pub unchanged: Vec<String>,
}

impl Written {
    /// Whether the folder is as it was.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.created.is_empty() && self.changed.is_empty() && self.deleted.is_empty()
    }
}

/// Makes `dir` hold the files of `tree`.
///
/// A folder that does not exist appears complete or not at all. In one that does, every file is either the old or the
/// new one at any time; if a step fails, the steps before it are taken back; if the run is killed, the next one
/// finishes the work. Files that are as they should be are not touched, files of an earlier run that are no longer
/// produced are deleted, and all other files are left alone.
///
/// # Errors
///
/// If something in the folder is in the way, or if the system refuses; then the folder is as it was.
pub fn write(tree: &FileTree, dir: &Path, foreign: Foreign) -> Result<Written, DiskError> {
    let dir = &dir.canonicalize().unwrap_or_else(|_| dir.to_owned());
    let plan = plan(tree, dir)?;
    if foreign == Foreign::Keep {
        refuse_foreign(&plan, dir)?;
    }
    match plan.folder {
        Folder::Missing => write_new(&plan, dir)?,
        Folder::Ours | Folder::NotOurs => update(&plan, dir)?,
    }
    Ok(written(plan))
}

fn refuse_foreign(plan: &Plan, dir: &Path) -> Result<(), DiskError> {
    if plan.folder == Folder::NotOurs {
        return Err(DiskError::NotOurs(dir.to_owned()));
    }
    let foreign = plan.install.iter().filter(|install| matches!(install.instead_of, Instead::Foreign(_)));
    let foreign: Vec<String> = foreign.map(|install| install.path.clone()).collect();
    if foreign.is_empty() { Ok(()) } else { Err(DiskError::Foreign(foreign)) }
}

/// Completes the folder under another name beside its place, and then renames it.
fn write_new(plan: &Plan, dir: &Path) -> Result<(), DiskError> {
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

fn update(plan: &Plan, dir: &Path) -> Result<(), DiskError> {
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

/// Writes the new files into the staging folder, where nobody misses them if that fails, and says how to go on.
///
/// Before files come that the manifest does not list, it lists the old and the new ones, so that a later run knows all
/// of them for its own wherever this one may end.
fn stage(plan: &Plan, staging: &Path) -> Result<Vec<Step>, DiskError> {
    start_afresh(staging)?;
    let old = staging.join("old");
    fs::create_dir(&old).map_err(|error| DiskError::io("create", &old, error))?;
    let put = |name: String, path: &str, contents: &str| {
        let staged = staging.join("new").join(name);
        put(&staged, contents)?;
        Ok(Step::Install { path: path.to_owned(), staged })
    };
    let produced = plan.install.iter().map(|install| &install.path).chain(&plan.unchanged);
    let produced: Vec<&String> = produced.filter(|path| *path != MANIFEST).collect();
    let mut steps = Vec::new();
    if produced.iter().any(|path| !plan.listed.contains(*path)) {
        let both = produced.into_iter().chain(&plan.listed).map(String::as_str);
        steps.push(put("manifest".to_owned(), MANIFEST, &manifest::print(both))?);
    }
    let (before, after): (Vec<_>, Vec<_>) = plan.delete.iter().partition(|path| is_in_the_way(path, plan));
    steps.extend(before.into_iter().cloned().map(Step::Delete));
    let (last, files): (Vec<_>, Vec<_>) = plan.install.iter().partition(|install| install.path == MANIFEST);
    for (number, install) in files.into_iter().enumerate() {
        steps.push(put(number.to_string(), &install.path, &install.contents)?);
    }
    steps.extend(after.into_iter().cloned().map(Step::Delete));
    for install in last {
        steps.push(put("last".to_owned(), &install.path, &install.contents)?);
    }
    Ok(steps)
}

/// Whether a file that goes stands where a folder comes, or within a folder where a file comes.
fn is_in_the_way(path: &str, plan: &Plan) -> bool {
    let within = |inner: &str, outer: &str| inner.strip_prefix(outer).is_some_and(|rest| rest.starts_with('/'));
    plan.install.iter().any(|install| within(&install.path, path) || within(path, &install.path))
}

fn written(plan: Plan) -> Written {
    let mut written = Written { deleted: plan.delete, ..Written::default() };
    for install in plan.install.into_iter().filter(|install| install.path != MANIFEST) {
        match install.instead_of {
            Instead::Nothing => written.created.push(install.path),
            Instead::Ours(_) | Instead::Foreign(_) => written.changed.push(install.path),
        }
    }
    written.unchanged = plan.unchanged.into_iter().filter(|path| path != MANIFEST).collect();
    written
}

/// An empty folder, whatever an interrupted run has left there.
fn start_afresh(folder: &Path) -> Result<(), DiskError> {
    remove(folder)?;
    fs::create_dir_all(folder).map_err(|error| DiskError::io("create", folder, error))
}

/// Removes a folder; a link with its name is removed itself.
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
