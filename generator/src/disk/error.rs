//! What can go wrong with files, in words for people; knows nothing of how files are read or written.

use std::error::Error;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use super::manifest::MANIFEST;

/// Why something could not be read or written.
#[derive(Debug)]
pub enum DiskError {
    /// The system refused.
    Io {
        /// What was tried, as in "read".
        doing: &'static str,
        /// With which file or folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The document is not in the root folder.
    Outside(PathBuf, PathBuf),
    /// A file of the crate, or one listed in the manifest, has a path that leads elsewhere.
    Path(String),
    /// Two files of the crate are one on systems that do not tell upper from lower case.
    Case(String, String),
    /// The folder is not empty and was not made by the generator.
    NotOurs(PathBuf),
    /// Files that the generator did not write are where it has to write.
    Foreign(Vec<String>),
    /// A file is where a folder has to be, or the other way round.
    InTheWay(PathBuf),
    /// A folder within the folder leads out of it.
    Symlink(PathBuf),
}

impl DiskError {
    pub(super) fn io(doing: &'static str, path: &Path, source: io::Error) -> Self {
        Self::Io { doing, path: path.to_owned(), source }
    }

    /// What to do about it; empty if there is nothing to say.
    #[must_use]
    pub fn help(&self) -> String {
        match self {
            Self::Io { .. } | Self::Case(..) => String::new(),
            Self::Outside(..) => "choose a folder that holds the document and all files that it refers to".to_owned(),
            Self::Path(_) => format!("`{MANIFEST}` lists files within its own folder only"),
            Self::NotOurs(_) => "choose another folder, or use `--force` if nothing in it is lost".to_owned(),
            Self::Foreign(_) => "move them away, or use `--force` to replace them".to_owned(),
            Self::InTheWay(_) | Self::Symlink(_) => "move it away".to_owned(),
        }
    }
}

impl fmt::Display for DiskError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io { doing, path, source } => write!(f, "cannot {doing} {}: {source}", path.display()),
            Self::Outside(path, root) => write!(f, "{} is not in the folder {}", path.display(), root.display()),
            Self::Path(path) => write!(f, "`{path}` is no path within the folder"),
            Self::Case(one, other) => write!(f, "`{one}` and `{other}` differ in upper and lower case only"),
            Self::NotOurs(dir) => {
                write!(f, "{} is not empty, and oaspress did not write it (it has no `{MANIFEST}`)", dir.display())
            }
            Self::Foreign(files) => {
                write!(f, "oaspress did not write these files, which it would replace: {}", files.join(", "))
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
