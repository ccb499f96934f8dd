//! Runs the generator on a document in a process with a limit on its CPU time, and returns the cost.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context as _, ensure};
use wait4::Wait4 as _;

use super::super::instructions;
use super::document::OPTIONS;

/// The generator, and the settings of its runs.
#[derive(Debug)]
pub(super) struct Program {
    /// The path of the command.
    pub(super) path: PathBuf,
    /// The folder where documents and crates are written.
    pub(super) folder: PathBuf,
    /// How often each document is generated.
    pub(super) rounds: usize,
    /// CPU time limit for a document, in seconds.
    pub(super) seconds: u64,
    /// True if instructions are counted by valgrind.
    pub(super) counts_instructions: bool,
}

/// The number of times that a program takes longer under valgrind.
const SLOWER: u64 = 60;

/// The cost of generating a document.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cost {
    /// User time of all threads, in seconds, or instructions of all threads, in billions. The time of the system is mostly that for new
    /// memory, which is measured separately.
    pub(super) cpu: f64,
    /// The largest resident set, in mebibytes. 0 if instructions are counted.
    pub(super) memory: f64,
}

impl Program {
    /// Generates the crate of a document of a row. Returns the size of the document and the minimum of all rounds, or `None` if it
    /// exceeds the time limit.
    ///
    /// A document may have errors, but the command must not panic.
    pub(super) fn generate(&self, row: &str, count: usize) -> anyhow::Result<(usize, Option<Cost>)> {
        let (size, input) = self.written(row, count)?;
        let mut least: Option<Cost> = None;
        for _ in 0..self.rounds {
            let Some(cost) = self.once(&input)? else { return Ok((size, None)) };
            least =
                Some(least.map_or(cost, |least| Cost {
                    cpu: least.cpu.min(cost.cpu),
                    memory: least.memory.min(cost.memory),
                }));
        }
        Ok((size, least))
    }

    /// Writes a document of a row, in a process of its own: a child begins with the memory of its parent, which must be small.
    /// Returns its size and its path.
    pub(super) fn written(&self, row: &str, count: usize) -> anyhow::Result<(usize, PathBuf)> {
        let own = std::env::current_exe().context("the path of this program")?;
        let mut command = Command::new(own);
        command.args(["bench", "growth", "--write", row, "--count", &count.to_string(), "--folder"]).arg(&self.folder);
        let output = command.stderr(Stdio::inherit()).output().with_context(|| format!("cannot start {command:?}"))?;
        ensure!(output.status.success(), "{command:?} failed: {}", output.status);
        let text = String::from_utf8(output.stdout)?;
        let (size, path) = text.trim_end().split_once(' ').context("a size and a path")?;
        Ok((size.parse()?, PathBuf::from(path)))
    }

    fn once(&self, input: &std::path::Path) -> anyhow::Result<Option<Cost>> {
        let out = self.folder.join("crate");
        if out.exists() {
            std::fs::remove_dir_all(&out).with_context(|| format!("cannot empty {}", out.display()))?;
        }
        let profile = self.profile();
        let mut command = if self.counts_instructions {
            instructions::command(&self.path, &profile)?
        } else {
            Command::new(&self.path)
        };
        command.arg("generate").arg(input).arg("--out").arg(&out).args(["--crate-name", "growth"]);
        for (option, name) in OPTIONS {
            let further = input.with_file_name(name);
            if further.exists() {
                command.arg(option).arg(further);
            }
        }
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let shown = format!("{command:?}");
        let mut child = command.spawn().with_context(|| format!("cannot start {shown}"))?;
        bound(child.id(), if self.counts_instructions { self.seconds * SLOWER } else { self.seconds });
        let used = child.wait4().with_context(|| format!("cannot wait for {shown}"))?;
        let cpu = used.rusage.utime.as_secs_f64();
        if is_given_up(used.status) {
            return Ok(None);
        }
        // The command exits with 0 or 1, depending on errors in the document. Any other status is a defect.
        ensure!(matches!(used.status.code(), Some(0 | 1)), "{shown} failed: {}", used.status);
        if self.counts_instructions {
            return Ok(Some(Cost { cpu: instructions::read(&profile)? / 1e9, memory: 0.0 }));
        }
        let mebibytes = used.rusage.maxrss / (1024 * 1024);
        Ok(Some(Cost { cpu, memory: f64::from(u32::try_from(mebibytes)?) }))
    }

    /// Returns the file that valgrind writes.
    fn profile(&self) -> PathBuf {
        self.folder.join("cachegrind.out")
    }
}

/// Returns true if the system killed a process because it reached its CPU time limit.
#[cfg(target_os = "linux")]
fn is_given_up(status: std::process::ExitStatus) -> bool {
    use std::os::unix::process::ExitStatusExt as _;
    let signals = [rustix::process::Signal::XCPU, rustix::process::Signal::KILL];
    signals.into_iter().any(|signal| status.signal() == Some(signal.as_raw()))
}

#[cfg(not(target_os = "linux"))]
fn is_given_up(_: std::process::ExitStatus) -> bool {
    false
}

/// Limits the CPU time of a process on systems that support it.
#[cfg(target_os = "linux")]
fn bound(process: u32, seconds: u64) {
    use rustix::process::{Pid, Resource, Rlimit, prlimit};
    let limit = Rlimit { current: Some(seconds), maximum: Some(seconds + 1) };
    let process = i32::try_from(process).ok().and_then(Pid::from_raw);
    // The process may have ended already, so errors are ignored.
    let _ = process.map(|process| prlimit(Some(process), Resource::Cpu, limit));
}

#[cfg(not(target_os = "linux"))]
fn bound(_: u32, _: u64) {}
