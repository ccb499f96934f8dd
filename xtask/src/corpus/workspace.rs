//! The workspace of all crates of a run, so that their dependencies are compiled once.

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
    /// Creates the folder, and removes the crates of documents that are not part of this run.
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

    /// Writes the manifest of the workspace after the crates are written.
    pub(crate) fn finish(&self, packages: &[String]) -> Result<()> {
        let members: Vec<String> = packages.iter().map(|package| format!("crates/{package}")).collect();
        let profile = "[profile.dev]\ndebug = false\nincremental = false\n";
        let text = format!("[workspace]\nmembers = {members:?}\nresolver = \"3\"\n\n{profile}");
        fs::write(self.root.join("Cargo.toml"), text)?;
        // The lock file pins dependencies to the versions of this repository.
        fs::copy(shell::root().join("Cargo.lock"), self.root.join("Cargo.lock"))?;
        Ok(())
    }

    /// Returns the folder in which cargo runs.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// Returns the target folder of cargo. All workspaces below `target/` share one; others have their own.
    pub(crate) fn target(&self) -> PathBuf {
        let shared = shell::scratch_target();
        let is_below = shared.parent().and_then(|target| target.canonicalize().ok());
        if is_below.is_some_and(|target| self.root.starts_with(target)) { shared } else { self.root.join("target") }
    }

    /// Returns the folder of a crate.
    pub(crate) fn package(&self, package: &str) -> PathBuf {
        self.root.join("crates").join(package)
    }

    /// Returns the file in which the process that generates a crate writes its results.
    pub(crate) fn found(&self, package: &str) -> PathBuf {
        self.root.join("found").join(package).with_extension("json")
    }

    /// Returns the folder of the measurements of compiling each crate.
    pub(crate) fn usage(&self) -> PathBuf {
        self.root.join("usage")
    }
}

/// Returns the default features in the manifest of a generated crate.
pub(crate) fn default_features(manifest: &str) -> impl Iterator<Item = &str> {
    let line = manifest.lines().find_map(|line| line.strip_prefix("default = [")?.strip_suffix(']'));
    let names = line.unwrap_or_default().split(',').map(|name| name.trim().trim_matches('"'));
    names.filter(|name| !name.is_empty())
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
