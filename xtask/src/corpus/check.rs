//! Compiles the crates of a run with one call of cargo, and collects the compiler messages of each.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::process::Stdio;

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use super::bounded::bar;
use super::proofs;
use super::report::{Check, Ending, Report};
use super::usage;
use super::workspace::Workspace;
use crate::shell;

/// The command that checks the crates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
pub(crate) enum Command {
    /// `cargo check`
    Check,
    /// `cargo check --all-features`
    CheckAllFeatures,
    /// `cargo check --all-features`, only the library without its proofs
    CheckLibrary,
    /// `cargo clippy`, which includes the messages of `cargo check`.
    Clippy,
    /// `cargo doc --all-features`
    Doc,
}

impl Command {
    /// Returns the arguments of cargo.
    const fn arguments(self) -> &'static [&'static str] {
        match self {
            Self::Check => &["check", "--lib", "--test", proofs::NAME],
            Self::CheckAllFeatures => &["check", "--lib", "--test", proofs::NAME, "--all-features"],
            Self::CheckLibrary => &["check", "--lib", "--all-features"],
            Self::Clippy => &["clippy", "--lib", "--test", proofs::NAME],
            Self::Doc => &["doc", "--no-deps", "--all-features"],
        }
    }
}

/// The maximum number of compiler messages per crate in the report.
const SHOWN: usize = 5;

/// Checks all crates of the run.
pub(super) fn check_all(workspace: &Workspace, report: &mut Report, command: Command, jobs: usize) -> Result<()> {
    let count = report.packages().count();
    if count == 0 {
        return Ok(());
    }
    let mut checks = compile(workspace, count, command, jobs)?;
    for entry in report.documents.iter_mut().filter(|entry| entry.ending == Ending::Generated) {
        let mut check = checks.remove(&entry.package).unwrap_or_default();
        if command == Command::Clippy {
            check.clippy_warnings.get_or_insert(0);
        }
        if let Some(used) = usage::noted(&workspace.usage(), &entry.package) {
            check.cpu_seconds = Some(used.cpu_seconds);
            check.peak_mebibytes = Some(used.peak_mebibytes);
        }
        entry.check = Some(check);
    }
    Ok(())
}

/// Checks all crates of a workspace and returns the messages by package.
pub(crate) fn compile(
    workspace: &Workspace,
    count: usize,
    command: Command,
    jobs: usize,
) -> Result<BTreeMap<String, Check>> {
    let mut cargo = shell::cargo(command.arguments());
    cargo.args(["--workspace", "--keep-going", "--message-format", "json", "--quiet"]);
    cargo.args(["--jobs", &jobs.to_string()]).current_dir(workspace.root());
    cargo.env("CARGO_TARGET_DIR", workspace.target()).stdin(Stdio::null()).stdout(Stdio::piped());
    usage::measure(&mut cargo, &workspace.usage())?;
    // The standard error of cargo repeats the messages, so it is written to a file and only used if cargo itself
    // fails.
    let said = workspace.root().join("cargo.stderr");
    let mut child = cargo.stderr(std::fs::File::create(&said)?).spawn().context("cannot start cargo")?;
    let output = child.stdout.take().context("cargo has no output")?;
    let bar = bar(count, "compiling");
    let mut checks = BTreeMap::new();
    for line in BufReader::new(output).lines() {
        let message: Value = serde_json::from_str(&line?)?;
        if let Some(name) = note(&message, &mut checks) {
            bar.set_message(name);
            bar.inc(1);
        }
    }
    bar.finish_and_clear();
    let status = child.wait()?;
    if checks.is_empty() && !status.success() {
        bail!("cargo failed: {}", std::fs::read_to_string(said)?);
    }
    Ok(checks)
}

/// Records a message. Returns the name of the crate if the message marks its end.
fn note(message: &Value, checks: &mut BTreeMap<String, Check>) -> Option<String> {
    let text = |pointer| message.pointer(pointer).and_then(Value::as_str);
    let package = package_name(text("/package_id")?)?.to_owned();
    match text("/reason")? {
        "compiler-artifact" if text("/target/kind/0") == Some("lib") => {
            checks.entry(package.clone()).or_default().compiles = true;
            return Some(package);
        }
        "compiler-message" => {}
        _ => return None,
    }
    // Skips the last message, which is a summary of the previous ones.
    message.pointer("/message/spans/0").or_else(|| message.pointer("/message/code/code"))?;
    let check = checks.entry(package).or_default();
    match text("/message/level")? {
        "error" => check.errors += 1,
        "warning" if text("/message/code/code").is_some_and(|code| code.starts_with("clippy::")) => {
            *check.clippy_warnings.get_or_insert(0) += 1;
        }
        "warning" => check.warnings += 1,
        _ => return None,
    }
    if check.messages.len() < SHOWN {
        check.messages.extend(text("/message/rendered").map(str::to_owned));
    }
    None
}

/// Parses the name in `path+file:///…/crates/corpus-pets#0.1.0` and in
/// `path+file:///…/crates/other#corpus-pets@0.1.0`.
fn package_name(id: &str) -> Option<&str> {
    let (path, version) = id.strip_prefix("path+")?.rsplit_once('#')?;
    match version.split_once('@') {
        Some((name, _)) => Some(name),
        None => path.rsplit('/').next(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::json;

    use super::note;

    #[test]
    fn messages_are_counted_by_crate_and_level() {
        let id = "path+file:///tmp/crates/corpus-pets#0.1.0";
        let message = |level: &str, code: &str| {
            json!({ "reason": "compiler-message", "package_id": id, "message": {
                "level": level, "code": { "code": code }, "spans": [{}], "rendered": format!("{level}: {code}") } })
        };
        let mut checks = BTreeMap::new();
        note(&message("warning", "dead_code"), &mut checks);
        note(&message("warning", "clippy::all"), &mut checks);
        note(&message("error", "E0308"), &mut checks);
        let summary = json!({ "reason": "compiler-message", "package_id": id,
            "message": { "level": "warning", "code": null, "spans": [], "rendered": "2 warnings emitted" } });
        note(&summary, &mut checks);
        let check = &checks["corpus-pets"];
        assert_eq!((check.errors, check.warnings, check.clippy_warnings), (1, 1, Some(1)));
        assert!(!check.compiles);
        let artifact = json!({ "reason": "compiler-artifact", "package_id": id, "target": { "kind": ["lib"] } });
        assert_eq!(note(&artifact, &mut checks).as_deref(), Some("corpus-pets"));
        assert!(checks["corpus-pets"].compiles && !checks["corpus-pets"].is_clean());
    }
}
