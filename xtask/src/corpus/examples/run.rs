//! Builds and runs the programs of all crates, and summarizes the results of the examples.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result};
use serde_json::Value;

use super::Case;
use super::compare::compare;
use super::program::{self, CASES};
use crate::corpus::bounded::bar;
use crate::corpus::report::{Ending, Examples, Report};
use crate::corpus::workspace::{Workspace, default_features};
use crate::shell;

/// Builds and runs the programs of all crates, and adds their results to the report.
pub(in crate::corpus) fn run_all(workspace: &Workspace, report: &mut Report, jobs: usize) -> Result<()> {
    let has_program = |package: &str| workspace.package(package).join(CASES).is_file();
    let with_program =
        report.documents.iter().filter(|entry| entry.ending == Ending::Generated && has_program(&entry.package));
    let packages: Vec<String> = with_program.map(|entry| entry.package.clone()).collect();
    if packages.is_empty() {
        return Ok(());
    }
    let programs = build(workspace, &packages, jobs)?;
    for entry in report.documents.iter_mut().filter(|entry| packages.contains(&entry.package)) {
        let cases = workspace.package(&entry.package).join(CASES);
        let examples = match programs.get(&entry.package) {
            Some(program) => run(program, &cases)?,
            None => Examples { broken_program: Some("it does not compile".to_owned()), ..Examples::default() },
        };
        entry.examples = Some(examples);
    }
    Ok(())
}

fn build(workspace: &Workspace, packages: &[String], jobs: usize) -> Result<BTreeMap<String, PathBuf>> {
    let mut cargo = shell::cargo(&["build", "--keep-going", "--message-format", "json", "--quiet"]);
    cargo.args(["--no-default-features", "--jobs", &jobs.to_string()]);
    for package in packages {
        cargo.args(["--package", package, "--example", &program::name(package)]);
        let manifest = std::fs::read_to_string(workspace.package(package).join("Cargo.toml"))?;
        // Models need the groups of operations that use them. The programs do no I/O.
        for feature in default_features(&manifest).filter(|feature| !["hyper", "rustls"].contains(feature)) {
            cargo.args(["--features", &format!("{package}/{feature}")]);
        }
    }
    cargo.current_dir(workspace.root()).env("CARGO_TARGET_DIR", workspace.target());
    let said = std::fs::File::create(workspace.root().join("examples.stderr"))?;
    let mut child = cargo.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(said).spawn()?;
    let output = child.stdout.take().context("cargo has no output")?;
    let bar = bar(packages.len(), "building examples");
    let mut programs = BTreeMap::new();
    for line in BufReader::new(output).lines() {
        let message: Value = serde_json::from_str(&line?)?;
        let Some(program) = message.get("executable").and_then(Value::as_str) else { continue };
        let manifest = message.pointer("/manifest_path").and_then(Value::as_str).map(Path::new);
        let package = manifest.and_then(|path| path.parent()?.file_name()).context("a program without a package")?;
        programs.insert(package.to_string_lossy().into_owned(), program.into());
        bar.inc(1);
    }
    bar.finish_and_clear();
    child.wait()?;
    Ok(programs)
}

fn run(program: &Path, cases: &Path) -> Result<Examples> {
    let output = Command::new(program).arg(cases).output().context("a program cannot be started")?;
    let text = std::fs::read_to_string(cases)?;
    let mut examples = Examples::default();
    let mut answers = output.stdout.lines();
    for line in text.lines() {
        let case: Case = serde_json::from_str(line)?;
        let Some(answer) = answers.next() else {
            let said = String::from_utf8_lossy(&output.stderr);
            examples.broken_program = Some(format!("it died at {}: {said}", case.place));
            break;
        };
        note(&case, &serde_json::from_str(&answer?)?, &mut examples);
    }
    Ok(examples)
}

fn note(case: &Case, answer: &Value, examples: &mut Examples) {
    examples.count += 1;
    examples.invalid += usize::from(case.broken.is_some());
    let difference = answer.get("written").map(|written| compare(&case.value, written, &case.undeclared));
    let loss = match (&difference, answer.get("error").and_then(Value::as_str)) {
        (Some(difference), _) if difference.lost.is_empty() => None,
        (Some(difference), _) => Some(difference.lost.join("; ")),
        (None, error) => Some(format!("is not read: {}", error.unwrap_or("no reason"))),
    };
    if let Some(difference) = difference {
        examples.normalised += difference.normalised;
        examples.undeclared += difference.undeclared;
        examples.nulls += difference.nulls;
        examples.added += difference.added.len();
    }
    match (loss, &case.broken) {
        (None, _) => examples.whole += usize::from(case.broken.is_none()),
        (Some(loss), None) => examples.lost.push(format!("{}: {loss}", case.place)),
        (Some(loss), Some(broken)) => {
            examples.lost_invalid.push(format!("{}: {loss} (breaks its schema: {broken})", case.place));
        }
    }
}
