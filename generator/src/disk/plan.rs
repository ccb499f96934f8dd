//! Compares the content of a folder with the expected content. It changes nothing.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, Metadata};
use std::io::ErrorKind;
use std::path::Path;

use super::DiskError;
use super::manifest::{MANIFEST, Manifest};
use super::write::STAGING;
use crate::file_tree::FileTree;

/// The changes to make in a folder.
#[derive(Debug)]
pub(super) struct Plan<'t> {
    /// The state of the folder.
    pub(super) folder: Folder,
    /// The files to write, sorted, including the manifest.
    pub(super) install: Vec<Install<'t>>,
    /// The files to delete: the generator wrote them in an earlier run, and no longer generates them.
    pub(super) delete: Vec<String>,
    /// The files to delete that were edited since the generator wrote them.
    pub(super) delete_edited: Vec<String>,
    /// The files that are up to date.
    pub(super) unchanged: Vec<String>,
    /// The current manifest.
    pub(super) listed: Manifest,
    /// The manifest of the files that are written.
    pub(super) manifest: Manifest,
}

/// The state of a folder before anything is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Folder {
    Missing,
    /// The folder has a manifest, or nothing but what a new repository contains.
    Ours,
    /// The folder has other contents and no manifest.
    NotOurs,
}

/// A file to write.
#[derive(Debug)]
pub(super) struct Install<'t> {
    pub(super) path: String,
    pub(super) contents: Cow<'t, str>,
    pub(super) instead_of: Instead,
}

/// The current content at the path of a file.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Instead {
    Nothing,
    /// A file with these bytes that the generator wrote.
    Ours(Vec<u8>),
    /// A file with these bytes that the generator wrote and that was edited since.
    Edited(Vec<u8>),
    /// A file with these bytes that the generator did not write.
    Foreign(Vec<u8>),
}

pub(super) fn plan<'t>(tree: &'t FileTree, crate_name: &str, dir: &Path) -> Result<Plan<'t>, DiskError> {
    check_paths(tree)?;
    let listed = listed(dir)?;
    let folder = folder(dir, listed.is_some())?;
    let listed = listed.unwrap_or_default();
    let manifest = Manifest::new(crate_name, tree.iter());
    let mut plan = Plan {
        folder,
        install: Vec::new(),
        delete: Vec::new(),
        delete_edited: Vec::new(),
        unchanged: Vec::new(),
        listed,
        manifest,
    };
    for path in plan.listed.files.keys().filter(|path| tree.get(path).is_none()) {
        refuse_links(dir, path, &BTreeSet::new())?;
        let full = dir.join(path);
        if let Some(found) = look(&full)?.filter(|found| !found.is_dir()) {
            plan.delete.push(path.clone());
            if !plan.listed.wrote(path, &bytes(&full, &found)?) {
                plan.delete_edited.push(path.clone());
            }
        }
    }
    let list = Cow::Owned(plan.manifest.print());
    let wanted = tree.iter().map(|(path, text)| (path, Cow::Borrowed(text))).chain([(MANIFEST, list)]);
    let going: BTreeSet<&str> = plan.delete.iter().map(String::as_str).collect();
    for (path, contents) in wanted {
        refuse_links(dir, path, &going)?;
        match now(dir, path, &going)? {
            Some(bytes) if bytes == contents.as_bytes() => plan.unchanged.push(path.to_owned()),
            now => {
                let instead_of = match now {
                    None => Instead::Nothing,
                    Some(bytes) if path == MANIFEST || plan.listed.wrote(path, &bytes) => Instead::Ours(bytes),
                    Some(bytes) if plan.listed.files.contains_key(path) => Instead::Edited(bytes),
                    Some(bytes) => Instead::Foreign(bytes),
                };
                plan.install.push(Install { path: path.to_owned(), contents, instead_of });
            }
        }
    }
    Ok(plan)
}

/// Returns true if a path stays within its folder on every system, and is not reserved for the generator.
pub(super) fn is_plain(path: &str) -> bool {
    let part = |part: &str| !part.is_empty() && part != "." && part != "..";
    let strange = |char: char| char.is_control() || "\\:*?\"<>|".contains(char);
    path.split('/').all(part) && !path.contains(strange) && path.split('/').next() != Some(STAGING)
}

fn check_paths(tree: &FileTree) -> Result<(), DiskError> {
    let mut seen = BTreeMap::new();
    for (path, _) in tree.iter() {
        if !is_plain(path) || path == MANIFEST {
            return Err(DiskError::Path(path.to_owned()));
        }
        if let Some(other) = seen.insert(path.to_lowercase(), path) {
            return Err(DiskError::Case(other.to_owned(), path.to_owned()));
        }
    }
    Ok(())
}

fn listed(dir: &Path) -> Result<Option<Manifest>, DiskError> {
    let path = dir.join(MANIFEST);
    match fs::read_to_string(&path) {
        Ok(text) => Manifest::parse(&text).map(Some),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) if error.kind() == ErrorKind::NotADirectory => Err(DiskError::InTheWay(dir.to_owned())),
        Err(error) => Err(DiskError::io("read", &path, error)),
    }
}

fn folder(dir: &Path, has_manifest: bool) -> Result<Folder, DiskError> {
    let entries = match fs::read_dir(dir) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Folder::Missing),
        Err(error) => return Err(DiskError::io("read", dir, error)),
        Ok(entries) => entries,
    };
    let mut empty = true;
    for entry in entries {
        let entry = entry.map_err(|error| DiskError::io("read", dir, error))?;
        let name = entry.file_name();
        let is_file = entry.file_type().is_ok_and(|found| found.is_file());
        empty &= is_usual(&name.to_string_lossy(), is_file) || name == STAGING;
    }
    Ok(if has_manifest || empty { Folder::Ours } else { Folder::NotOurs })
}

/// Returns true for the contents of a repository without code: hidden files and folders, licenses, Markdown, and the document with its
/// configuration. None of them is replaced, since a conflict is an error.
fn is_usual(name: &str, is_file: bool) -> bool {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let is_text =
        ["md", "yaml", "yml", "json"].contains(&ending) || name == "oaspress.toml" || name.starts_with("LICENSE");
    name.starts_with('.') || is_file && is_text
}

/// Returns the current bytes at a path. Links are not followed, so that a link never counts as up to date.
pub(super) fn now(dir: &Path, path: &str, going: &BTreeSet<&str>) -> Result<Option<Vec<u8>>, DiskError> {
    let full = dir.join(path);
    let Some(found) = look(&full)? else {
        let parents = path.match_indices('/').map(|(end, _)| &path[..end]);
        let mut file = parents.filter(|parent| !going.contains(parent)).map(|parent| dir.join(parent));
        let in_the_way = file.rfind(|parent| parent.is_file());
        return in_the_way.map_or(Ok(None), |parent| Err(DiskError::InTheWay(parent)));
    };
    if found.is_dir() {
        let inside = format!("{path}/");
        let goes = going.iter().any(|path| path.starts_with(&inside));
        return if goes { Ok(None) } else { Err(DiskError::InTheWay(full)) };
    }
    bytes(&full, &found).map(Some)
}

/// Returns the bytes of a file. A link is described instead of followed.
fn bytes(path: &Path, found: &Metadata) -> Result<Vec<u8>, DiskError> {
    if found.is_symlink() {
        let target = fs::read_link(path).map_err(|error| DiskError::io("read", path, error))?;
        return Ok(format!("(a symbolic link to {})", target.display()).into_bytes());
    }
    fs::read(path).map_err(|error| DiskError::io("read", path, error))
}

/// Rejects a path that contains a symbolic link, which might lead out of the folder, unless the link is deleted.
pub(super) fn refuse_links(dir: &Path, path: &str, going: &BTreeSet<&str>) -> Result<(), DiskError> {
    for parent in path.match_indices('/').map(|(end, _)| &path[..end]) {
        let full = dir.join(parent);
        if look(&full)?.is_some_and(|found| found.is_symlink()) && !going.contains(parent) {
            return Err(DiskError::Symlink(full));
        }
    }
    Ok(())
}

fn look(path: &Path) -> Result<Option<Metadata>, DiskError> {
    match fs::symlink_metadata(path) {
        Ok(found) => Ok(Some(found)),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(None),
        Err(error) => Err(DiskError::io("read", path, error)),
    }
}
