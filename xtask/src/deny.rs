//! Checks the dependencies by `deny.toml`: licenses, bans, duplicate versions, sources, and known vulnerabilities.

use std::process::{Command, Stdio};

use anyhow::Result;

use crate::shell::{cargo, run};

/// The variable that makes the check install `cargo-deny` where it is missing, which takes minutes.
const INSTALL: &str = "CI_INSTALL";

/// What a check did, if it did not fail.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Checked {
    /// It passed.
    All,
    /// It passed as far as it could be done; why the rest was left out.
    Partly(&'static str),
}

/// Checks all dependencies.
///
/// # Errors
/// When a dependency breaks a rule of `deny.toml`, or `cargo-deny` cannot be installed although that was requested.
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

/// Returns true if a command succeeds, without showing what it prints.
fn succeeds(command: &mut Command) -> bool {
    command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}
