//! What a command costs: CPU seconds and peak memory of it and of all that it starts.

use std::process::{Command, Stdio};

use anyhow::{Context as _, ensure};
use wait4::Wait4 as _;

/// What a command has used.
#[derive(Debug, Clone, Copy)]
pub(super) struct Usage {
    /// Seconds of user and system time, over all threads.
    pub(super) cpu: f64,
    /// The largest resident set of any process, in mebibytes.
    pub(super) memory: f64,
}

impl Usage {
    /// The lesser of two measurements of the same thing: what is above it is noise.
    pub(super) fn min(self, other: Self) -> Self {
        Self { cpu: self.cpu.min(other.cpu), memory: self.memory.min(other.memory) }
    }
}

/// Runs a command that has to succeed and says what it used.
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
