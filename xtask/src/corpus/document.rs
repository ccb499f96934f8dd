//! The process that generates one document. It limits its own resources and writes its results to a file.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::Result;
use oaspress::Diagnosis;
use oaspress::config::Config;
use oaspress::diag::{Diagnostic, Severity};
use oaspress::disk::{self, Foreign};
use oaspress::file_tree::FileTree;

use super::raw::Raw;
use super::report::DocumentFindings as Report;
use super::{examples, losses, proofs};
use crate::{conformance, shell};

/// The exit code if the document has errors.
pub(super) const REFUSED: i32 = 3;

/// The exit code if the time limit is exceeded.
pub(super) const TIMED_OUT: i32 = 4;

/// CPU time limit for a document.
const TIME: Duration = Duration::from_secs(60);

/// CPU time limit for a document whose samples are judged as well.
const TIME_WITH_PROGRAM: Duration = Duration::from_secs(300);

/// The limit on wall-clock time, as a multiple of the CPU time limit.
const PATIENCE: u32 = 20;

/// Memory limit for a document, in bytes.
#[cfg(unix)]
const MEMORY: u64 = 4 << 30;

/// The task of one process.
#[derive(Debug, clap::Args)]
pub(crate) struct Task {
    /// The document
    file: PathBuf,
    /// The package name of its crate
    #[arg(long)]
    package: String,
    /// The folder that contains all of its files
    #[arg(long)]
    root: PathBuf,
    /// The folder of its crate
    #[arg(long)]
    out: PathBuf,
    /// The file for the results
    #[arg(long)]
    found: PathBuf,
    /// The program to write into the crate
    #[arg(long, value_enum)]
    program: Program,
}

/// A program that uses a crate and is written with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Program {
    /// No program.
    None,
    /// A program that decodes and encodes the examples.
    Examples,
    /// A program that calls the operations.
    Conformance,
}

impl Program {
    /// Returns the name of the program on the command line.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Examples => "examples",
            Self::Conformance => "conformance",
        }
    }
}

/// Generates the crate and writes the measurements and counts.
pub(crate) fn work(task: &Task) -> Result<ExitCode> {
    bound(if task.program == Program::None { TIME } else { TIME_WITH_PROGRAM });
    let input = disk::read_input(&task.file)?;
    let further = disk::files(&task.file, Some(&task.root))?;
    let mut config = Config::default();
    config.manifest.name = Some(task.package.clone());
    config.manifest.runtime = shell::runtime();
    let begun = Instant::now();
    let (understood, Diagnosis { diagnostics, inputs, .. }) = oaspress::understand(&input, &*further, &config);
    let files = understood.as_ref().map(|understood| oaspress::internals::print(&understood.crate_));
    let mut found = Report {
        bytes: inputs.iter().chain([&input]).map(|input| input.bytes.len()).sum(),
        seconds: begun.elapsed().as_secs_f64(),
        cpu_seconds: cpu_seconds(),
        peak_mebibytes: peak_mebibytes().unwrap_or(0.0),
        diagnostics: by_code(&diagnostics),
        errors: errors(&diagnostics),
        ..Report::default()
    };
    if let Some(files) = &files {
        (found.lines, found.own_lines) = lines(files);
        disk::write(files, &task.package, &task.out, Foreign::Replace)?;
    }
    if let Some(understood) = understood.as_ref().filter(|_| task.program != Program::Conformance) {
        proofs::write(&task.out, &task.package, &understood.crate_)?;
    }
    match (&understood, task.program) {
        (Some(understood), Program::Examples) => examples::prepare(understood, &config, &task.package, &task.out)?,
        (Some(understood), Program::Conformance) => {
            conformance::prepare(&task.file, understood, &task.package, &task.out)?;
        }
        _ => {}
    }
    // A file that cannot be read counts as empty.
    let raw = Raw::read(&task.file).unwrap_or_default();
    losses::score(&raw, understood.as_ref(), &mut found);
    std::fs::write(&task.found, serde_json::to_vec(&found)?)?;
    let refused = u8::try_from(REFUSED).map_or(ExitCode::FAILURE, ExitCode::from);
    Ok(if files.is_some() { ExitCode::SUCCESS } else { refused })
}

/// Ends this process when it exceeds its limits.
fn bound(time: Duration) {
    let begun = Instant::now();
    std::thread::spawn(move || {
        // CPU time is independent of the load of the machine. A process that waits forever uses none, so wall-clock
        // time is limited as well.
        while cpu_seconds() < time.as_secs_f64() && begun.elapsed() < time * PATIENCE {
            std::thread::sleep(Duration::from_millis(200));
        }
        eprintln!("still not done after {} s", time.as_secs());
        std::process::exit(TIMED_OUT);
    });
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        let limit = Rlimit { current: Some(MEMORY), maximum: Some(MEMORY) };
        // If the system does not support the limit, the process continues without it.
        let _ = setrlimit(Resource::As, limit);
    }
}

fn cpu_seconds() -> f64 {
    #[cfg(unix)]
    {
        use rustix::time::{ClockId, clock_gettime};
        Duration::try_from(clock_gettime(ClockId::ProcessCPUTime)).map_or(0.0, |time| time.as_secs_f64())
    }
    #[cfg(not(unix))]
    0.0
}

/// Returns the peak memory of this process so far, or `None` on systems other than Linux. The parent process then
/// reports the value at the end.
fn peak_mebibytes() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: f64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes / 1024.0)
}

fn by_code(diagnostics: &[Diagnostic]) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for diagnostic in diagnostics {
        *counts.entry(diagnostic.code.name().to_owned()).or_default() += 1;
    }
    counts
}

fn errors(diagnostics: &[Diagnostic]) -> Vec<String> {
    let errors = diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
    errors.map(|diagnostic| format!("{} at {}: {}", diagnostic.code, diagnostic.place, diagnostic.message)).collect()
}

/// Returns the number of lines of Rust, in total and outside of the runtime.
fn lines(files: &FileTree) -> (usize, usize) {
    let rust = files.iter().filter(|(path, _)| Path::new(path).extension().is_some_and(|extension| extension == "rs"));
    rust.fold((0, 0), |(all, own), (path, text)| {
        let lines = text.lines().count();
        (all + lines, if path.starts_with("src/runtime/") { own } else { own + lines })
    })
}
