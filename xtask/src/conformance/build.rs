//! Compiles the programs of a batch of crates, as fast as possible: without transports, debug information or
//! optimization.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context as _, Result};
use serde_json::Value;

use super::model_samples::FEATURE;
use crate::corpus::{Workspace, bar};
use crate::shell;

/// Returns the name of the program of a package. It is unique, since all programs are built into the same folder.
pub(super) fn name(package: &str) -> String {
    format!("conformance-{package}")
}

/// A package and the features that it needs.
pub(super) struct Package<'d> {
    /// The name of the package.
    pub(super) name: &'d str,
    /// The features of its operations.
    pub(super) groups: Vec<String>,
}

/// Compiles the programs and calls `built` with each one that compiles. Returns the compiler errors of the others.
pub(super) fn build(
    workspace: &Workspace,
    packages: &[Package<'_>],
    jobs: usize,
    mut built: impl FnMut(String, PathBuf),
) -> Result<BTreeMap<String, String>> {
    let mut cargo = shell::cargo(&["build", "--keep-going", "--message-format", "json", "--quiet"]);
    cargo.args(["--no-default-features", "--jobs", &jobs.to_string()]);
    for package in packages {
        cargo.args(["--package", package.name, "--example", &name(package.name)]);
        for feature in package.groups.iter().map(String::as_str).chain([FEATURE]) {
            cargo.args(["--features", &format!("{}/{feature}", package.name)]);
        }
    }
    cargo.current_dir(workspace.root()).env("CARGO_TARGET_DIR", workspace.target());
    let said = workspace.root().join("conformance.stderr");
    let mut child = cargo.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(std::fs::File::create(&said)?).spawn()?;
    let output = child.stdout.take().context("cargo has no output")?;
    let bar = bar(packages.len(), "compiling");
    let mut errors: BTreeMap<String, String> = BTreeMap::new();
    let mut ready = Vec::new();
    for line in BufReader::new(output).lines() {
        let message: Value = serde_json::from_str(&line?)?;
        let manifest = message.get("manifest_path").and_then(Value::as_str).map(Path::new);
        let Some(package) = manifest.and_then(|path| path.parent()?.file_name()) else { continue };
        let package = package.to_string_lossy().into_owned();
        let text = |pointer| message.pointer(pointer).and_then(Value::as_str);
        if let Some(program) = text("/executable") {
            bar.set_message(package.clone());
            bar.inc(1);
            ready.push(package.clone());
            built(package, program.into());
        } else if text("/message/level") == Some("error") {
            let said = errors.entry(package).or_default();
            if said.len() < 2000 {
                said.push_str(text("/message/rendered").unwrap_or_default());
            }
        }
    }
    bar.finish_and_clear();
    let status = child.wait()?;
    for package in packages.iter().filter(|package| !ready.iter().any(|name| name == package.name)) {
        let said = || std::fs::read_to_string(&said).unwrap_or_default();
        errors.entry(package.name.to_owned()).or_insert_with(|| format!("cargo ended with {status}: {}", said()));
    }
    errors.retain(|package, _| !ready.contains(package));
    Ok(errors)
}
