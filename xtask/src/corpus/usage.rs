//! What compiling each crate costs: this program stands between cargo and the compiler, and notes it.

use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode};

use anyhow::{Context as _, Result};
use serde::{Deserialize, Serialize};
use wait4::Wait4 as _;

/// Names the folder of notes, and tells this program that cargo calls it for a compiler.
const FOLDER: &str = "OASPRESS_USAGE_FOLDER";

/// What compiling a crate has used.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(super) struct Usage {
    /// Seconds of the processor's time.
    pub(super) cpu_seconds: f64,
    /// The most memory, in mebibytes.
    pub(super) peak_mebibytes: f64,
}

/// Has cargo call this program for the compiler, and note what it uses in `folder`.
pub(super) fn measure(cargo: &mut Command, folder: &Path) -> Result<()> {
    cargo.env("RUSTC_WRAPPER", std::env::current_exe().context("this program has no path")?).env(FOLDER, folder);
    Ok(())
}

/// The note on a package; what cargo found up to date was noted when it was compiled.
pub(super) fn noted(folder: &Path, package: &str) -> Option<Usage> {
    let name = package.replace('-', "_");
    serde_json::from_slice(&fs::read(folder.join(name).with_extension("json")).ok()?).ok()
}

/// If cargo called this program for the compiler: calls that, and notes what it used.
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

/// A number of bytes in mebibytes, as exactly as a report needs it.
pub(super) fn mebibytes(bytes: u64) -> f64 {
    f64::from(u32::try_from(bytes / 1024).unwrap_or(u32::MAX)) / 1024.0
}
