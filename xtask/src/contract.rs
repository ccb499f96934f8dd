//! Runs `kirim` against Prism, a third-party mock server that validates every request against the document.

use std::path::Path;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result};

use crate::npm;
use crate::shell::{cargo, root, run};

/// The newest release that runs on commonly used Node.js releases.
const PRISM: &str = "@stoplight/prism-cli@5.14.2";

/// Installs Prism if necessary, starts it, and runs the contract tests against it.
///
/// # Errors
/// Fails if Prism cannot be installed or started, or if a test fails.
pub(crate) fn contract() -> Result<()> {
    let folder = npm::install("prism", PRISM, "cargo xtask contract")?;
    let prism = folder.join("node_modules/.bin").join(npm::script("prism"));
    let (mut server, url) = start(&prism)?;
    // With the features of the whole workspace, which the other tests have compiled.
    let outcome = run(cargo(&["test", "--workspace", "--test", "contract", "--", "--ignored"]).env("PRISM_URL", url));
    server.kill().context("Prism cannot be stopped")?;
    server.wait().context("Prism cannot be stopped")?;
    outcome
}

/// Starts Prism on a free port, waits until it listens, and returns the process and its URL.
fn start(program: &Path) -> Result<(Child, String)> {
    let mut command = Command::new(program);
    command.args(["mock", "spec/contacts.yaml", "--errors", "-h", "127.0.0.1", "-p", "0"]);
    let child = command
        .current_dir(root())
        .env("NO_COLOR", "1")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("{} cannot be started", program.display()))?;
    npm::wait_for_line(child, "Prism", address)
}

/// Extracts the URL from `Prism is listening on http://127.0.0.1:4010`.
fn address(line: &str) -> Option<String> {
    let (_, rest) = line.split_once("listening on ")?;
    let url: String = rest.chars().take_while(|c| !c.is_whitespace() && !c.is_control()).collect();
    Some(url)
}
