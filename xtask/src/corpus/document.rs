//! The process that generates one document: it bounds itself, and leaves what it found in a file.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::Result;
use oaspress::Found;
use oaspress::config::Config;
use oaspress::diag::{Diagnostic, Severity};
use oaspress::disk::{self, Foreign};
use oaspress::tree::FileTree;

use super::raw::Raw;
use super::report::Found as Report;
use super::{examples, losses, proofs};
use crate::{conformance, shell};

/// The process ends with this if the document has errors.
pub(super) const REFUSED: i32 = 3;

/// The process ends with this if it took too long.
pub(super) const TIMED_OUT: i32 = 4;

/// How long a document may take, in time of the processor.
const TIME: Duration = Duration::from_secs(60);

/// How long a document may take whose samples are judged, too.
const TIME_WITH_PROGRAM: Duration = Duration::from_secs(300);

/// How much longer it may take by the clock.
const PATIENCE: u32 = 20;

/// How much memory a document may take, in bytes.
#[cfg(unix)]
const MEMORY: u64 = 4 << 30;

/// What one process has to do.
#[derive(Debug, clap::Args)]
pub(crate) struct Task {
    /// The document
    file: PathBuf,
    /// The name of its crate
    #[arg(long)]
    package: String,
    /// The folder that all of its files are in
    #[arg(long)]
    root: PathBuf,
    /// The folder of its crate
    #[arg(long)]
    out: PathBuf,
    /// Where to write what was found
    #[arg(long)]
    found: PathBuf,
    /// The program that is written into the crate
    #[arg(long, value_enum)]
    program: Program,
}

/// A program that uses a crate, written with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Program {
    /// None.
    None,
    /// One that reads the examples.
    Examples,
    /// One that calls the operations.
    Conformance,
}

impl Program {
    /// Its name on the command line.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Examples => "examples",
            Self::Conformance => "conformance",
        }
    }
}

/// Generates the crate, and measures and counts.
pub(crate) fn work(task: &Task) -> Result<ExitCode> {
    bound(if task.program == Program::None { TIME } else { TIME_WITH_PROGRAM });
    let input = disk::read_input(&task.file)?;
    let further = disk::files(&task.file, Some(&task.root))?;
    let mut config = Config::default();
    config.manifest.name = Some(task.package.clone());
    config.manifest.runtime = shell::runtime();
    let begun = Instant::now();
    let (understood, Found { diagnostics, inputs, .. }) = oaspress::understand(&input, &*further, &config);
    let files = understood.as_ref().map(|understood| oaspress::print::print(&understood.crate_));
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
        disk::write(files, &task.out, Foreign::Replace)?;
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
    // What cannot be read holds nothing.
    let raw = Raw::read(&task.file).unwrap_or_default();
    losses::score(&raw, understood.as_ref(), &mut found);
    std::fs::write(&task.found, serde_json::to_vec(&found)?)?;
    let refused = u8::try_from(REFUSED).map_or(ExitCode::FAILURE, ExitCode::from);
    Ok(if files.is_some() { ExitCode::SUCCESS } else { refused })
}

/// Ends this process when it has had its share.
fn bound(time: Duration) {
    let begun = Instant::now();
    std::thread::spawn(move || {
        // A busy machine is no reason to give up: what counts is the processor's time. A process that waits forever has none.
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
        // Where the system refuses, the run goes on without the bound.
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

/// What this process had at most so far, where the system says so: only Linux does, elsewhere it is what it had in the end.
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

/// Lines of Rust, all and those outside of the runtime.
fn lines(files: &FileTree) -> (usize, usize) {
    let rust = files.iter().filter(|(path, _)| Path::new(path).extension().is_some_and(|extension| extension == "rs"));
    rust.fold((0, 0), |(all, own), (path, text)| {
        let lines = text.lines().count();
        (all + lines, if path.starts_with("src/runtime/") { own } else { own + lines })
    })
}
