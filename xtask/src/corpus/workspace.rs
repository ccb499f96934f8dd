//! The scratch workspace that all crates of a run are members of, so that what they depend on is compiled once.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use super::discover::Document;
use crate::shell;

/// A folder with a crate per document and one target folder.
#[derive(Debug)]
pub(crate) struct Workspace {
    root: PathBuf,
}

impl Workspace {
    /// Makes the folder, and removes the crates of documents that are not meant this time.
    pub(crate) fn create(root: &Path, documents: &[Document]) -> Result<Self> {
        for folder in ["crates", "found", "usage"] {
            fs::create_dir_all(root.join(folder)).with_context(|| format!("cannot create {}", root.display()))?;
        }
        let root = root.canonicalize()?;
        let wanted: BTreeSet<&str> = documents.iter().map(|document| document.package.as_str()).collect();
        for entry in fs::read_dir(root.join("crates"))? {
            let entry = entry?;
            if !wanted.contains(entry.file_name().to_string_lossy().as_ref()) {
                fs::remove_dir_all(entry.path())?;
            }
        }
        Ok(Self { root })
    }

    /// Writes the manifest of the workspace, once the crates are there.
    pub(crate) fn finish(&self, packages: &[String]) -> Result<()> {
        let members: Vec<String> = packages.iter().map(|package| format!("crates/{package}")).collect();
        let profile = "[profile.dev]\ndebug = false\nincremental = false\n";
        let text = format!("[workspace]\nmembers = {members:?}\nresolver = \"3\"\n\n{profile}");
        fs::write(self.root.join("Cargo.toml"), text)?;
        // The versions are those of this repository, where they are among them.
        fs::copy(shell::root().join("Cargo.lock"), self.root.join("Cargo.lock"))?;
        Ok(())
    }

    /// Where cargo is run.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// Where cargo compiles: the folder that all scratch workspaces below `target/` share, else one of its own.
    pub(crate) fn target(&self) -> PathBuf {
        let shared = shell::scratch_target();
        let is_below = shared.parent().and_then(|target| target.canonicalize().ok());
        if is_below.is_some_and(|target| self.root.starts_with(target)) { shared } else { self.root.join("target") }
    }

    /// The folder of a crate.
    pub(crate) fn package(&self, package: &str) -> PathBuf {
        self.root.join("crates").join(package)
    }

    /// Where the process that generates a crate leaves what it found.
    pub(crate) fn found(&self, package: &str) -> PathBuf {
        self.root.join("found").join(package).with_extension("json")
    }

    /// Where it is noted what compiling each crate has used.
    pub(crate) fn usage(&self) -> PathBuf {
        self.root.join("usage")
    }
}

#[cfg(test)]
mod tests {
    use super::{Workspace, shell};

    #[test]
    fn workspaces_below_the_target_folder_share_what_they_compile() {
        let shared = shell::scratch_target();
        let target = shared.parent().and_then(|target| target.canonicalize().ok()).expect("a target folder");
        assert_eq!(Workspace { root: target.join("conformance") }.target(), shared);
        let elsewhere = std::env::temp_dir().join("crates");
        assert_eq!(Workspace { root: elsewhere.clone() }.target(), elsewhere.join("target"));
    }
}
