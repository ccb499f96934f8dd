//! Measures the cost of compiling each crate: cargo calls this program in place of the compiler.

use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode};

use anyhow::{Context as _, Result};
use serde::{Deserialize, Serialize};
use wait4::Wait4 as _;

/// The variable with the folder of measurements. It is set if cargo calls this program in place of the compiler.
const FOLDER: &str = "OASPRESS_USAGE_FOLDER";

/// The cost of compiling a crate.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(super) struct Usage {
    /// CPU time in seconds.
    pub(super) cpu_seconds: f64,
    /// Peak memory in MiB.
    pub(super) peak_mebibytes: f64,
}

/// Makes cargo call this program in place of the compiler, and write its measurements to `folder`.
pub(super) fn measure(cargo: &mut Command, folder: &Path) -> Result<()> {
    cargo.env("RUSTC_WRAPPER", std::env::current_exe().context("this program has no path")?).env(FOLDER, folder);
    Ok(())
}

/// Reads the measurement of a package. Packages that cargo did not recompile keep their last measurement.
pub(super) fn noted(folder: &Path, package: &str) -> Option<Usage> {
    let name = package.replace('-', "_");
    serde_json::from_slice(&fs::read(folder.join(name).with_extension("json")).ok()?).ok()
}

/// Runs the compiler and records its usage if cargo called this program in place of it.
pub(crate) fn compile_measured() -> Option<Result<ExitCode>> {
    let folder = std::env::var_os(FOLDER)?;
    let mut arguments = std::env::args_os().skip(1);
    let compiler = arguments.next()?;
    Some(compile(Path::new(&folder), &compiler, &arguments.collect::<Vec<_>>()))
}

fn compile(folder: &Path, compiler: &OsString, arguments: &[OsString]) -> Result<ExitCode> {
    let mut command = Command::new(compiler);
    let mut child = command.args(arguments).spawn().with_context(|| format!("cannot start {}", compiler.display()))?;
    let used = child.wait4()?;
    let name = arguments.iter().position(|argument| argument == "--crate-name").and_then(|at| arguments.get(at + 1));
    if let Some(name) = name.filter(|name| name.to_string_lossy().starts_with("corpus_")) {
        let usage = Usage {
            cpu_seconds: (used.rusage.utime + used.rusage.stime).as_secs_f64(),
            peak_mebibytes: mebibytes(used.rusage.maxrss),
        };
        fs::write(folder.join(name).with_extension("json"), serde_json::to_vec(&usage)?)?;
    }
    Ok(used.status.code().and_then(|code| u8::try_from(code).ok()).map_or(ExitCode::FAILURE, ExitCode::from))
}

/// Converts bytes to mebibytes.
pub(super) fn mebibytes(bytes: u64) -> f64 {
    f64::from(u32::try_from(bytes / 1024).unwrap_or(u32::MAX)) / 1024.0
}
