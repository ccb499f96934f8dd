//! Compares the verdicts with those of `cargo-semver-checks`, which knows only the crates. Its major step has to be one of ours, too.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, ensure};
use oaspress::diff::VersionStep;
use oaspress::disk::{self, Foreign};
use oaspress::internals::rust::Crate;

use super::judge::Case;
use super::show;
use crate::shell;

/// The name of every crate: the tool compares paths that begin with it.
const CRATE: &str = "checked";

/// Both crates of a pair require a major step, only one of them, or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Agreement {
    Neither,
    Both,
    OnlyOurs,
    OnlyTheirs,
}

/// Judges all pairs. Returns the names of those for which only the tool requires a major step.
pub(super) fn judge(cases: &[Case], folder: &Path) -> Result<Vec<String>> {
    let Some(tool) = tool() else {
        println!("\ncargo-semver-checks is left out: it is not installed, and cannot be installed");
        return Ok(Vec::new());
    };
    fs::create_dir_all(folder)?;
    let mut listings: BTreeMap<String, PathBuf> = BTreeMap::new();
    let mut counts: BTreeMap<Agreement, usize> = BTreeMap::new();
    let mut faults = Vec::new();
    for case in cases {
        let old = match listings.get(&case.base) {
            Some(listing) => listing.clone(),
            None => describe(&case.old.crate_, folder, &format!("{}-old", case.base))?,
        };
        listings.insert(case.base.clone(), old.clone());
        let new = describe(&case.new.crate_, folder, &format!("{}-new", case.name))?;
        let theirs = is_major(&tool, &old, &new).with_context(|| case.name.clone())?;
        let ours = case.verdict.full_step() == VersionStep::Major;
        let agreement = match (ours, theirs.is_some()) {
            (true, true) => Agreement::Both,
            (true, false) => Agreement::OnlyOurs,
            (false, true) => Agreement::OnlyTheirs,
            (false, false) => Agreement::Neither,
        };
        *counts.entry(agreement).or_default() += 1;
        if let (Agreement::OnlyTheirs, Some(theirs)) = (agreement, theirs) {
            println!("! {}: only cargo-semver-checks requires a major step\n{theirs}", case.name);
            case.verdict.changes.iter().for_each(show);
            faults.push(case.name.clone());
        }
    }
    let count = |agreement| counts.get(&agreement).copied().unwrap_or_default();
    println!(
        "\ncargo-semver-checks: {} pairs are major for both, {} for neither, {} only for us, {} only for the tool",
        count(Agreement::Both),
        count(Agreement::Neither),
        count(Agreement::OnlyOurs),
        count(Agreement::OnlyTheirs)
    );
    Ok(faults)
}

/// Returns the path of the tool, which is installed if it is missing. `None` if that fails.
fn tool() -> Option<PathBuf> {
    let root = shell::root().join("target/tools");
    let path = root.join("bin/cargo-semver-checks");
    let runs = |path: &Path| {
        let mut command = Command::new(path);
        command.args(["semver-checks", "--version"]).stdout(Stdio::null()).stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    };
    let installed = [PathBuf::from("cargo-semver-checks"), path.clone()].into_iter().find(|path| runs(path));
    installed.or_else(|| {
        println!("installing cargo-semver-checks");
        let mut cargo = shell::cargo(&["install", "cargo-semver-checks", "--locked", "--quiet", "--root"]);
        shell::run(cargo.arg(&root)).ok().map(|()| path).filter(|path| runs(path))
    })
}

/// Writes a crate and returns the file with what rustdoc knows of it.
fn describe(crate_: &Crate, folder: &Path, name: &str) -> Result<PathBuf> {
    let mut crate_ = crate_.clone();
    CRATE.clone_into(&mut crate_.manifest.name);
    let package = folder.join("package");
    disk::write(&oaspress::internals::print(&crate_), CRATE, &package, Foreign::Replace)?;
    fs::copy(shell::root().join("Cargo.lock"), package.join("Cargo.lock"))?;
    fs::write(package.join("Cargo.toml"), as_workspace(&fs::read_to_string(package.join("Cargo.toml"))?))?;
    let target = shell::scratch_target();
    let mut cargo = shell::cargo(&["rustdoc", "--lib", "--quiet"]);
    cargo.current_dir(&package).env("CARGO_TARGET_DIR", &target).env("RUSTDOC", rustdoc(folder)?);
    shell::run(&mut cargo)?;
    let listing = folder.join(format!("{name}.json"));
    fs::copy(target.join(format!("doc/{CRATE}.json")), &listing)?;
    Ok(listing)
}

/// Writes a rustdoc that describes crates as JSON, as the tool runs it. Only this script sets the variable that allows that on the
/// stable channel, since cargo would recompile all dependencies because of it.
fn rustdoc(folder: &Path) -> Result<PathBuf> {
    let file = folder.join("rustdoc.sh");
    let script = "#!/bin/sh\nRUSTC_BOOTSTRAP=1 exec rustdoc \"$@\" -Z unstable-options --document-private-items \
                  --document-hidden-items --output-format json --cap-lints allow\n";
    fs::write(&file, script)?;
    #[cfg(unix)]
    fs::set_permissions(&file, std::os::unix::fs::PermissionsExt::from_mode(0o755))?;
    Ok(file)
}

/// Returns the manifest of a crate that is the root of a workspace.
fn as_workspace(manifest: &str) -> String {
    if manifest.contains("[workspace]") { manifest.to_owned() } else { format!("{manifest}\n[workspace]\n") }
}

/// Returns the messages of the tool if it requires a major step.
fn is_major(tool: &Path, old: &Path, new: &Path) -> Result<Option<String>> {
    let mut command = Command::new(tool);
    command.args(["semver-checks", "check-release", "--release-type", "minor", "--color", "never"]);
    command.arg("--baseline-rustdoc").arg(old).arg("--current-rustdoc").arg(new);
    let output = command.output().context("the tool cannot be started")?;
    if output.status.success() {
        return Ok(None);
    }
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    ensure!(said.contains("semver requires new major version"), "cargo-semver-checks fails: {said}");
    Ok(Some(said))
}
