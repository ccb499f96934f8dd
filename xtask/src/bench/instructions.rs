//! Counts the instructions of a program with valgrind. The load of the machine does not change them.

use std::path::Path;
use std::process::Command;

use anyhow::Context as _;

/// Returns the command that runs a program and writes its profile.
pub(super) fn command(program: &Path, profile: &Path) -> anyhow::Result<Command> {
    // A profile of an earlier run must not be taken for the one of this run.
    if profile.exists() {
        std::fs::remove_file(profile).with_context(|| format!("cannot remove {}", profile.display()))?;
    }
    let mut command = Command::new("valgrind");
    // Cachegrind without caches takes half the time of callgrind.
    let file = format!("--cachegrind-out-file={}", profile.display());
    command.args(["--tool=cachegrind", "--cache-sim=no"]).arg(file).arg(program);
    Ok(command)
}

/// Returns the number of instructions in a profile.
pub(super) fn read(profile: &Path) -> anyhow::Result<f64> {
    let text = std::fs::read_to_string(profile).with_context(|| format!("cannot read {}", profile.display()))?;
    let total = text.lines().find_map(|line| line.strip_prefix("summary: "));
    let total = total.with_context(|| format!("no summary in {}", profile.display()))?;
    total.trim().parse().with_context(|| format!("`{total}` is not a number"))
}
