//! Compiles the examples in the documentation of each crate, one crate at a time, and collects the ones that fail.
//! Nothing runs: rustdoc only type-checks the examples, against metadata instead of compiled code.

use std::ffi::OsString;
use std::fs::{self, File};
use std::path::PathBuf;
use std::process::{Command, ExitCode, Stdio};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use super::bounded::bar;
use super::measure::{self, Measured};
use super::report::{Doctests, Ending, Example, Report};
use super::workspace::Workspace;
use crate::shell;

/// The variable that is set if cargo calls this program in place of rustdoc.
const AS_RUSTDOC: &str = "OASPRESS_CORPUS_RUSTDOC";

/// The flags of rustdoc that compile examples without running them.
const FLAGS: [&str; 4] = ["--test", "-Z", "unstable-options", "--no-run"];

/// Compiles the examples of all crates, starting with the smallest documents.
pub(super) fn run_all(workspace: &Workspace, report: &mut Report, jobs: usize) -> Result<()> {
    let mut entries: Vec<_> = report.documents.iter_mut().filter(|entry| entry.ending == Ending::Generated).collect();
    entries.sort_by_key(|entry| entry.found.bytes);
    let bar = bar(entries.len(), "documentation");
    for entry in entries {
        bar.set_message(entry.name.clone());
        let doctests = one(workspace, &entry.package, jobs)?;
        bar.suspend(|| eprintln!("{}: {}", entry.name, line(&doctests)));
        entry.doctests = Some(doctests);
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(())
}

/// Returns a one-line summary of a crate.
fn line(doctests: &Doctests) -> String {
    let Doctests { count, failed, cpu_seconds, peak_mebibytes, problem, .. } = doctests;
    let end = problem.as_deref().and_then(|problem| problem.lines().next()).unwrap_or_default();
    format!("{count} examples, {} fail, {cpu_seconds:.1} s of CPU, {peak_mebibytes:.0} MiB {end}", failed.len())
        .trim_end()
        .to_owned()
}

/// Compiles the examples of one crate with all its features.
fn one(workspace: &Workspace, package: &str, jobs: usize) -> Result<Doctests> {
    let (metadata, mut doctests) = metadata(workspace, package, jobs)?;
    let Some(metadata) = metadata else { return Ok(doctests) };
    let mut cargo = shell::cargo(&["rustdoc", "--quiet", "--lib", "--all-features", "--package", package]);
    cargo.arg("--").args(FLAGS).args(["--test-args", &format!("--test-threads={jobs}")]);
    let name = package.replace('-', "_");
    cargo.arg("--extern").arg(format!("{name}={}", metadata.display()));
    cargo.env("RUSTDOC", std::env::current_exe().context("this program has no path")?).env(AS_RUSTDOC, "1");
    let (measured, output, errors) = run(workspace, cargo, package)?;
    add(&mut doctests, &measured);
    (doctests.count, doctests.failed) = examples(&output);
    if let Some(problem) = problem(&measured, &errors).filter(|_| measured.is_cut_off() || doctests.failed.is_empty()) {
        doctests.problem = Some(problem);
    }
    Ok(doctests)
}

/// Checks one crate to produce the metadata that its examples are compiled against.
fn metadata(workspace: &Workspace, package: &str, jobs: usize) -> Result<(Option<PathBuf>, Doctests)> {
    let mut cargo = shell::cargo(&["check", "--quiet", "--lib", "--all-features", "--message-format", "json"]);
    cargo.args(["--jobs", &jobs.to_string(), "--package", package]);
    let (measured, output, errors) = run(workspace, cargo, package)?;
    let mut doctests = Doctests::default();
    add(&mut doctests, &measured);
    let messages: Vec<Value> = output.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let found = messages.iter().find_map(|message| artifact(message, package));
    if found.is_none() {
        let rendered = messages
            .iter()
            .filter(|message| message.pointer("/message/level").and_then(Value::as_str) == Some("error"))
            .find_map(|message| message.pointer("/message/rendered").and_then(Value::as_str));
        let said = rendered.map(str::to_owned).or_else(|| problem(&measured, &errors));
        let said = said.unwrap_or_else(|| "cargo names no metadata of the crate".to_owned());
        doctests.problem = Some(format!("with all features: {said}"));
    }
    Ok((found, doctests))
}

/// Returns the metadata file of a package's library, if a message of cargo names it.
fn artifact(message: &Value, package: &str) -> Option<PathBuf> {
    let name = message.pointer("/target/name").and_then(Value::as_str)?;
    if message.get("reason").and_then(Value::as_str) != Some("compiler-artifact") || name != package.replace('-', "_") {
        return None;
    }
    let files = message.get("filenames").and_then(Value::as_array).into_iter().flatten();
    let paths = files.filter_map(Value::as_str).map(PathBuf::from);
    paths.into_iter().find(|path| path.extension().is_some_and(|extension| extension == "rmeta"))
}

/// Runs a command in the workspace. Returns its measurements, standard output and standard error.
fn run(workspace: &Workspace, mut cargo: Command, package: &str) -> Result<(Measured, String, String)> {
    let output = workspace.found(package).with_extension("doc.stdout");
    let errors = workspace.found(package).with_extension("doc.stderr");
    cargo.current_dir(workspace.root()).env("CARGO_TARGET_DIR", workspace.target());
    cargo.stdin(Stdio::null()).stdout(File::create(&output)?).stderr(File::create(&errors)?);
    let measured = measure::run(&mut cargo)?;
    let text = |path| fs::read(path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    Ok((measured, text(output)?, text(errors)?))
}

/// Adds the usage of a command.
fn add(doctests: &mut Doctests, measured: &Measured) {
    doctests.cpu_seconds += measured.cpu_seconds;
    doctests.peak_mebibytes = doctests.peak_mebibytes.max(measured.peak_mebibytes);
}

/// Returns the reason why a command failed.
fn problem(measured: &Measured, errors: &str) -> Option<String> {
    if let Some(cut_off) = &measured.cut_off {
        return Some(cut_off.clone());
    }
    let first = errors.lines().find(|line| line.starts_with("error")).or_else(|| errors.lines().next());
    (!measured.succeeded).then(|| first.unwrap_or("cargo failed without a message").to_owned())
}

/// Returns the number of examples in the output of rustdoc, and the ones that failed, each with its first error.
fn examples(output: &str) -> (usize, Vec<Example>) {
    let verdicts = output.lines().filter_map(|line| line.strip_prefix("test ")?.rsplit_once(" ... "));
    // Ignored examples are not supposed to compile.
    let count = verdicts.filter(|(_, verdict)| *verdict != "ignored").count();
    let mut failed: Vec<Example> = Vec::new();
    let mut is_inside = false;
    for line in output.lines() {
        if let Some(name) = line.strip_prefix("---- ").and_then(|line| line.strip_suffix(" stdout ----")) {
            failed.push(Example { name: name.to_owned(), error: String::new() });
            is_inside = true;
        } else if let Some(example) = failed.last_mut().filter(|_| is_inside) {
            // The first error ends with an empty line.
            is_inside = !line.is_empty() || example.error.is_empty();
            let is_part = !example.error.is_empty() || line.starts_with("error");
            if is_inside && is_part {
                example.error.push_str(line);
                example.error.push('\n');
            }
        }
    }
    (count, failed)
}

/// Runs rustdoc if cargo called this program in place of it.
pub(crate) fn as_rustdoc() -> Option<Result<ExitCode>> {
    std::env::var_os(AS_RUSTDOC)?;
    Some(rustdoc(std::env::args_os().skip(1).collect()))
}

fn rustdoc(arguments: Vec<OsString>) -> Result<ExitCode> {
    // The flags are unstable, so stable rustdoc requires `RUSTC_BOOTSTRAP`. Only rustdoc gets the variable, since
    // build scripts of dependencies behave differently with it.
    let status = Command::new("rustdoc")
        .args(arguments)
        .env("RUSTC_BOOTSTRAP", "1")
        .env_remove(AS_RUSTDOC)
        .status()
        .context("cannot start rustdoc")?;
    let Some(code) = status.code().and_then(|code| u8::try_from(code).ok()) else { bail!("rustdoc ended: {status}") };
    Ok(ExitCode::from(code))
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use serde_json::json;

    use super::{artifact, examples};

    const OUTPUT: &str = "\nrunning 4 tests
test src/lib.rs - (line 1) - compile ... ok
test src/lib.rs - (line 5) - compile ... FAILED
test src/lib.rs - Pets::list (line 9) - compile ... FAILED
test src/runtime/model/record.rs - runtime::model::record (line 5) ... ignored

failures:

---- src/lib.rs - (line 5) stdout ----
warning: unused variable: `y`
 --> src/lib.rs:6:5

error[E0308]: mismatched types
 --> src/lib.rs:7:17

error: aborting due to 1 previous error

Couldn't compile the test.
---- src/lib.rs - Pets::list (line 9) stdout ----
error[E0432]: unresolved import `pets::nothing`
  --> src/lib.rs:11:5

Couldn't compile the test.

failures:
    src/lib.rs - (line 5)
    src/lib.rs - Pets::list (line 9)

test result: FAILED. 1 passed; 2 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.35s
";

    #[test]
    fn each_failure_has_its_first_error() {
        let (count, failed) = examples(OUTPUT);
        assert_eq!(count, 3);
        let failed: Vec<_> = failed.iter().map(|one| (one.name.as_str(), one.error.as_str())).collect();
        let expected = [
            ("src/lib.rs - (line 5)", "error[E0308]: mismatched types\n --> src/lib.rs:7:17\n"),
            (
                "src/lib.rs - Pets::list (line 9)",
                "error[E0432]: unresolved import `pets::nothing`\n  --> src/lib.rs:11:5\n",
            ),
        ];
        assert_eq!(failed, expected);
        assert_eq!(examples("running 0 tests\n"), (0, Vec::new()));
    }

    #[test]
    fn metadata_is_that_of_the_crate_itself() {
        let message = |name: &str| {
            json!({ "reason": "compiler-artifact", "target": { "name": name },
                "filenames": ["/deps/libx.d", "/deps/libcorpus_pets-1.rmeta"] })
        };
        let found = artifact(&message("corpus_pets"), "corpus-pets");
        assert_eq!(found, Some(PathBuf::from("/deps/libcorpus_pets-1.rmeta")));
        assert_eq!(artifact(&message("serde"), "corpus-pets"), None);
    }
}
