//! Generates the client of a server with its configuration in the repository.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use super::known::Server;
use crate::{generate, shell};

/// Returns the workspace of the generated crates and their drivers, below `target/`.
pub(super) fn workspace() -> PathBuf {
    shell::root().join("target/servers/workspace")
}

/// Returns the folder of the configuration and the driver of a server.
pub(super) fn kept(server: &Server) -> PathBuf {
    shell::root().join("xtask/servers").join(server.name)
}

/// Generates the crate of the document and returns its folder.
///
/// # Errors
/// Fails with the findings if the generator rejects the document.
pub(super) fn generate(server: &Server, document: &Path) -> Result<PathBuf> {
    let out = workspace().join("crates").join(server.name);
    fs::create_dir_all(&out).with_context(|| format!("cannot create {}", out.display()))?;
    let remedy = format!("cargo xtask servers {}", server.name);
    let messages = generate::client(document, &kept(server).join("oaspress.toml"), &out, &remedy)?;
    let summary = messages.lines().last().unwrap_or_default().to_owned();
    println!("generated: {summary}");
    Ok(out)
}
