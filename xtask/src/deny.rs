//! Checks the dependencies with `deny.toml`: licenses, bans, duplicate versions, sources, and known vulnerabilities.

use std::process::{Command, Stdio};

use anyhow::Result;

use crate::shell::{cargo, run};

/// The variable that enables the installation of `cargo-deny`, which takes minutes.
const INSTALL: &str = "CI_INSTALL";

/// The extent of a check that passed.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Checked {
    /// All checks passed.
    All,
    /// Some checks passed. The others were skipped for this reason.
    Partly(&'static str),
}

/// Checks all dependencies.
///
/// # Errors
/// Fails if a dependency violates a rule of `deny.toml`, or if the installation of `cargo-deny` was requested and
/// fails.
pub(crate) fn deny() -> Result<Checked> {
    if !succeeds(&mut cargo(&["deny", "--version"])) {
        if std::env::var_os(INSTALL).is_none() {
            return Ok(Checked::Partly(
                "cargo-deny is not installed: run `cargo install --locked cargo-deny`, or set CI_INSTALL=1",
            ));
        }
        run(&mut cargo(&["install", "--locked", "cargo-deny"]))?;
    }
    run(&mut cargo(&["deny", "--all-features", "check", "bans", "licenses", "sources"]))?;
    if !succeeds(&mut cargo(&["deny", "fetch", "db"])) {
        return Ok(Checked::Partly("known vulnerabilities were not checked, since their database cannot be fetched"));
    }
    run(&mut cargo(&["deny", "--all-features", "check", "advisories"]))?;
    Ok(Checked::All)
}

/// Returns true if a command succeeds. Discards its output.
fn succeeds(command: &mut Command) -> bool {
    command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}
