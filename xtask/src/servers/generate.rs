//! Generates the client of a server with its configuration in the repository.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use oaspress::command::{self, Console, Exit, GenerateOptions, MessageFormat, Mode, Report, SpecOptions};

use super::known::Server;
use crate::shell;

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
    let options = GenerateOptions {
        spec: SpecOptions {
            spec: document.to_owned(),
            config: Some(kept(server).join("oaspress.toml")),
            ..SpecOptions::default()
        },
        out: out.clone(),
        mode: Mode::Write,
        remedy: format!("cargo xtask servers {}", server.name),
        ..GenerateOptions::default()
    };
    let (report, messages) = captured(|console| command::generate(&options, console));
    if report.exit != Exit::Done {
        bail!("{} is rejected:\n{messages}", document.display());
    }
    let summary = messages.lines().last().unwrap_or_default().to_owned();
    println!("generated: {summary}");
    Ok(out)
}

/// Runs a command of `oaspress`. Returns its report and its messages.
pub(super) fn captured(run: impl FnOnce(&mut Console<'_>) -> Report) -> (Report, String) {
    let mut messages = Vec::new();
    let mut console = Console {
        messages: &mut messages,
        results: &mut std::io::sink(),
        format: MessageFormat::Human,
        palette: oaspress::cli::palette(),
    };
    let report = run(&mut console);
    (report, String::from_utf8_lossy(&messages).into_owned())
}
