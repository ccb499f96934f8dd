//! Runs commands in the root folder of the repository. An error names the command that failed.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use oaspress::command::{Console, MessageFormat, Report};
use oaspress::config::{Runtime, RuntimeSource};

/// Returns the root folder of the repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}

/// Returns the target folder of the scratch workspaces below `target/`, including those of the tests. They share their
/// compiled dependencies.
pub(crate) fn scratch_target() -> PathBuf {
    root().join("target/scratch")
}

/// Returns the runtime for generated crates that depend on it instead of containing a copy, so that it is compiled once
/// for all of them.
pub(crate) fn runtime() -> Runtime {
    let path = Some(root().join("generator/runtime").display().to_string());
    Runtime::Crate(RuntimeSource { path, ..RuntimeSource::default() })
}

/// Returns a command that runs in the root folder.
pub(crate) fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root());
    command
}

/// Returns a command of the same `cargo` that runs this program.
pub(crate) fn cargo(arguments: &[&str]) -> Command {
    let mut command = command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments);
    command
}

/// Runs a command and shows its output.
///
/// # Errors
/// Fails if the command cannot be started or does not succeed.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let shown = shown(command);
    let status = command.status().with_context(|| format!("`{shown}` cannot be started"))?;
    if status.success() {
        return Ok(());
    }
    bail!("`{shown}` failed ({status})")
}

/// Runs a command and returns what it prints.
///
/// # Errors
/// When it cannot be started or does not succeed.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let shown = shown(command);
    let output = command.stderr(Stdio::inherit()).output().with_context(|| format!("`{shown}` cannot be started"))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    bail!("`{shown}` failed ({})", output.status)
}

fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}

/// Runs a command of `oaspress`. Returns its report and its messages.
pub(crate) fn captured(run: impl FnOnce(&mut Console<'_>) -> Report) -> (Report, String) {
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
