//! Runs cargo in the scratch workspace and collects its messages by crate.

use std::collections::BTreeMap;
use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

use crate::{nightly_rustdoc, scratch};

/// The scratch workspace.
#[derive(Debug)]
pub(crate) struct Cargo {
    root: PathBuf,
}

/// The result of running cargo, by package.
#[derive(Debug, Default)]
pub(crate) struct Run {
    /// Rendered warnings and errors of the compiler.
    pub(crate) complaints: BTreeMap<String, Vec<String>>,
    /// The test programs.
    pub(crate) programs: BTreeMap<String, PathBuf>,
}

impl Cargo {
    pub(crate) fn new(root: &Path) -> Self {
        Self { root: root.to_owned() }
    }

    /// Returns true if `cargo clippy` is installed.
    pub(crate) fn has_clippy(&self) -> bool {
        self.command(&["clippy", "--version"]).output().is_ok_and(|output| output.status.success())
    }

    /// Runs a command that compiles. Returns an error only for problems outside of the crates' code.
    pub(crate) fn compile(&self, arguments: &[&str]) -> Result<Run, String> {
        let output = self.output(arguments, &["--message-format", "json"])?;
        let mut run = Run::default();
        for line in String::from_utf8_lossy(&output.stdout).lines() {
            if let Ok(message) = serde_json::from_str(line) {
                run.note(&message);
            }
        }
        if output.status.success() || !run.complaints.is_empty() { Ok(run) } else { Err(failed(arguments, &output)) }
    }

    /// Returns the folder of the workspace.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// Returns the doctests that rustdoc would run, as JSON. This is a nightly feature that the stable rustdoc
    /// contains as well. Nothing is compiled with it.
    pub(crate) fn doctests(&self, arguments: &[&str]) -> Result<String, String> {
        let rustdoc = nightly_rustdoc::write(&self.root, "-Z unstable-options --output-format=doctest")?;
        let mut command = self.command(arguments);
        command.arg("--offline").arg("--target-dir").arg(scratch::target()).env("RUSTDOC", &rustdoc);
        let output = command.output().map_err(|error| format!("cargo cannot be run: {error}"))?;
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        if output.status.success() { Ok(said) } else { Err(failed(arguments, &output)) }
    }

    /// Runs a command that must succeed.
    pub(crate) fn succeed(&self, arguments: &[&str]) -> Result<(), String> {
        let output = self.output(arguments, &[])?;
        if output.status.success() { Ok(()) } else { Err(failed(arguments, &output)) }
    }

    fn output(&self, arguments: &[&str], more: &[&str]) -> Result<Output, String> {
        self.command(arguments)
            .args(more)
            .arg("--offline")
            .arg("--target-dir")
            .arg(scratch::target())
            .output()
            .map_err(|error| format!("cargo cannot be run: {error}"))
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command.args(arguments).current_dir(&self.root).stdin(Stdio::null());
        // The variables of the outer cargo describe this package. Build scripts would rerun because of them.
        for (name, _) in env::vars_os() {
            let about_package = name.to_str().is_some_and(|name| {
                ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_"].iter().any(|prefix| name.starts_with(prefix))
            });
            if about_package {
                command.env_remove(name);
            }
        }
        command
    }
}

impl Run {
    fn note(&mut self, message: &Value) {
        let text = |pointer| message.pointer(pointer).and_then(Value::as_str);
        let Some(package) = text("/package_id").and_then(package_name) else {
            return;
        };
        if let (Some("compiler-message"), Some(rendered)) = (text("/reason"), text("/message/rendered")) {
            let summary = rendered.contains("generated") && message.pointer("/message/spans/0").is_none();
            if !summary {
                self.complaints.entry(package.to_owned()).or_default().push(rendered.to_owned());
            }
        } else if let (Some("compiler-artifact"), Some(program)) = (text("/reason"), text("/executable")) {
            self.programs.insert(package.to_owned(), program.into());
        }
    }
}

/// Parses the name in `path+file:///…/crates/all-of#0.1.0` and in `path+file:///…/crates/other#all-of@0.1.0`.
fn package_name(id: &str) -> Option<&str> {
    let (path, version) = id.strip_prefix("path+")?.rsplit_once('#')?;
    match version.split_once('@') {
        Some((name, _)) => Some(name),
        None => path.rsplit('/').next(),
    }
}

fn failed(arguments: &[&str], output: &Output) -> String {
    format!(
        "`cargo {}` failed\n{}{}",
        arguments.join(" "),
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}
