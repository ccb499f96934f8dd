//! Measures the cost of a command: CPU seconds and peak memory, including its child processes.

use std::process::{Command, Stdio};

use anyhow::{Context as _, ensure};
use wait4::Wait4 as _;

/// The resources that a command has used.
#[derive(Debug, Clone, Copy)]
pub(super) struct Usage {
    /// User and system time of all threads, in seconds.
    pub(super) cpu: f64,
    /// The largest resident set of any process, in mebibytes.
    pub(super) memory: f64,
}

impl Usage {
    /// Returns the minimum of two measurements of the same command. The difference is noise.
    pub(super) fn min(self, other: Self) -> Self {
        Self { cpu: self.cpu.min(other.cpu), memory: self.memory.min(other.memory) }
    }
}

/// Runs a command that must succeed and returns its usage.
pub(super) fn measure(command: &mut Command) -> anyhow::Result<Usage> {
    let shown = format!("{command:?}");
    let mut child = command.stdin(Stdio::null()).spawn().with_context(|| format!("cannot start {shown}"))?;
    let used = child.wait4().with_context(|| format!("cannot wait for {shown}"))?;
    ensure!(used.status.success(), "{shown} failed: {}", used.status);
    let mebibytes = used.rusage.maxrss / (1024 * 1024);
    Ok(Usage {
        cpu: (used.rusage.utime + used.rusage.stime).as_secs_f64(),
        memory: f64::from(u32::try_from(mebibytes)?),
    })
}
