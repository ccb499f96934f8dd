//! Fetches the document that a server publishes.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, ensure};

use super::install::{self, Installed};
use super::known::{Origin, Server};
use super::process::Running;

/// Returns the file of the document, below the folder of the server. `documents` is a folder with replacement
/// documents.
///
/// # Errors
/// Fails if there is no document.
pub(super) fn fetch(
    server: &Server,
    installed: &Installed,
    running: &Running,
    documents: Option<&Path>,
    folder: &Path,
) -> Result<PathBuf> {
    if let Some(documents) = documents {
        return given(documents, server.name);
    }
    let (bytes, ending) = match server.document {
        Origin::Served(path, ending) => {
            let text = running.get(path).with_context(|| format!("{path} has no document"))?;
            (text.into_bytes(), ending)
        }
        Origin::Packaged(package, path) => (packaged(installed, package, path)?, "json"),
    };
    let file = folder.join("document").with_extension(ending);
    fs::write(&file, bytes).with_context(|| format!("cannot write {}", file.display()))?;
    Ok(file)
}

/// Returns the replacement document in a folder.
fn given(documents: &Path, name: &str) -> Result<PathBuf> {
    let candidates = ["json", "yaml", "yml"].map(|ending| documents.join(name).with_extension(ending));
    let found = candidates.into_iter().find(|file| file.is_file());
    found.with_context(|| format!("{} contains neither {name}.json nor {name}.yaml", documents.display()))
}

/// Reads a gzip-compressed file of a package.
fn packaged(installed: &Installed, package: &str, path: &str) -> Result<Vec<u8>> {
    // Some systems install packages without their documentation.
    let file = match installed.file(path) {
        Ok(file) => file,
        Err(_) => install::unpack(package)?.join(path),
    };
    let output = Command::new("gzip")
        .arg("--decompress")
        .arg("--stdout")
        .arg(&file)
        .output()
        .context("gzip cannot be started")?;
    ensure!(output.status.success(), "gzip cannot read {}", file.display());
    Ok(output.stdout)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_without_the_document_is_an_error_that_names_the_files() {
        let error = given(Path::new("nowhere"), "etcd").map_err(|error| error.to_string());
        assert_eq!(error, Err("nowhere contains neither etcd.json nor etcd.yaml".to_owned()));
    }
}
