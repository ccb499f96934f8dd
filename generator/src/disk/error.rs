//! The errors in reading and writing files, with messages for users.

use std::error::Error;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use super::manifest::MANIFEST;
use crate::nearest::nearest;

/// The reasons why a file or folder could not be read or written.
#[derive(Debug)]
pub enum DiskError {
    /// An I/O error.
    Io {
        /// The operation, such as "read".
        doing: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// The error of the system.
        source: io::Error,
    },
    /// The document is outside of the root folder.
    Outside(PathBuf, PathBuf),
    /// The path of a generated file, or of one in the manifest, is not a plain path within the folder.
    Path(String),
    /// Two generated files have the same path on case-insensitive systems.
    Case(String, String),
    /// The folder is not empty and was not written by the generator.
    NotOurs(PathBuf),
    /// Files that the generator did not write conflict with generated files.
    Foreign(Vec<String>),
    /// Generated files were edited.
    Edited {
        /// The files that would be overwritten.
        overwritten: Vec<String>,
        /// The files that would be deleted.
        deleted: Vec<String>,
    },
    /// The folder contains another crate that the generator wrote.
    OtherCrate {
        /// The folder.
        dir: PathBuf,
        /// The name of the crate in it.
        found: String,
        /// The name of the new crate.
        new: String,
    },
    /// There is a file in place of a folder, or a folder in place of a file.
    InTheWay(PathBuf),
    /// A symbolic link in the folder may lead out of it.
    Symlink(PathBuf),
}

impl DiskError {
    pub(super) fn io(doing: &'static str, path: &Path, source: io::Error) -> Self {
        Self::Io { doing, path: path.to_owned(), source }
    }

    /// Returns the file or folder that could not be read or written.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::Io { path, .. } => Some(path),
            _ => None,
        }
    }

    /// Returns the recommended action, or an empty string.
    #[must_use]
    pub fn help(&self) -> String {
        match self {
            Self::Io { doing: "read", path, source } if source.kind() == io::ErrorKind::NotFound => missing(path),
            Self::Io { doing: "read", path, .. } if path.is_dir() => documents_in(path),
            Self::Io { .. } | Self::Case(..) => String::new(),
            Self::Outside(..) => "choose a folder that holds the document and all files that it refers to".to_owned(),
            Self::Path(_) => format!("`{MANIFEST}` lists files within its own folder only"),
            Self::NotOurs(_) => "choose another folder, or use `--force` if nothing in it is lost".to_owned(),
            Self::Foreign(_) => "move them away, or use `--force` to replace them".to_owned(),
            Self::Edited { .. } => {
                "undo the edits, for example with `git restore`, or use `--force` to discard them; what the crate should do \
                 differently belongs in `oaspress.toml`, in an overlay or in a crate of your own"
                    .to_owned()
            }
            Self::OtherCrate { .. } => {
                "choose another folder, or use `--force` if the crate has another name now".to_owned()
            }
            Self::InTheWay(_) | Self::Symlink(_) => "move it away".to_owned(),
        }
    }
}

/// Returns what to do about a file that does not exist: it is a URL, or the name of another file in its folder is misspelt.
fn missing(path: &Path) -> String {
    let name = path.display().to_string();
    if name.starts_with("http://") || name.starts_with("https://") {
        return format!(
            "oaspress does not use the network: download the file, or pipe a document and write `-` in its place, as in `curl -fsSL {name} | oaspress lint -`"
        );
    }
    if let Some(path) = name.strip_prefix("file://") {
        return format!("write the path, `{path}`");
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let files: Vec<String> = entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    match nearest(&name, files.iter().map(String::as_str)) {
        Some(found) => format!("did you mean `{}`?", path.with_file_name(found).display()),
        None => String::new(),
    }
}

/// Returns what to do about a folder in place of a file: name one of the documents in it.
fn documents_in(folder: &Path) -> String {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    let is_document = |name: &String| [".yaml", ".yml", ".json"].iter().any(|end| name.ends_with(end));
    let mut names: Vec<String> = names.filter(is_document).collect();
    // The usual names of descriptions come first.
    names.sort_by_key(|name| (!name.starts_with("openapi") && !name.starts_with("swagger"), name.clone()));
    let path = |name: &String| folder.join(name).display().to_string();
    match names.as_slice() {
        [] => "name a file; the folder has no file that ends in `.yaml`, `.yml` or `.json`".to_owned(),
        [only] => format!("name the file in it, `{}`", path(only)),
        [first, ..] => format!("name one of its {} documents, such as `{}`", names.len(), path(first)),
    }
}

impl fmt::Display for DiskError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io { doing, path, source } => write!(f, "cannot {doing} {}: {source}", path.display()),
            Self::Outside(path, root) => write!(f, "{} is not in the folder {}", path.display(), root.display()),
            Self::Path(path) => write!(f, "`{path}` is not a path within the folder"),
            Self::Case(one, other) => write!(f, "`{one}` and `{other}` differ in upper and lower case only"),
            Self::NotOurs(dir) => {
                write!(f, "{} is not empty, and oaspress did not write it (it has no `{MANIFEST}`)", dir.display())
            }
            Self::Foreign(files) => {
                write!(f, "oaspress did not write these files, which it would replace: {}", files.join(", "))
            }
            Self::Edited { overwritten, deleted } => {
                f.write_str("these files were edited since oaspress wrote them: ")?;
                f.write_str(&overwritten.join(", "))?;
                let comma = if overwritten.is_empty() || deleted.is_empty() { "" } else { ", " };
                let gone = deleted.iter().map(|path| format!("{path} (no longer generated)"));
                write!(f, "{comma}{}", gone.collect::<Vec<_>>().join(", "))
            }
            Self::OtherCrate { dir, found, new } => {
                write!(f, "{} contains the crate `{found}`, which would be replaced by `{new}`", dir.display())
            }
            Self::InTheWay(path) => write!(f, "{} is in the way", path.display()),
            Self::Symlink(path) => write!(f, "{} is a symbolic link, which is not followed", path.display()),
        }
    }
}

impl Error for DiskError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}
