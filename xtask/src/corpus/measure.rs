//! Runs a command with all processes that it starts, bounded in time and memory, and measures what they use together.

use std::fs;
use std::process::Command;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use wait4::Wait4 as _;

use super::usage::mebibytes;

/// The most memory that the processes of a command may have together, in KiB.
const MEMORY: u64 = 14 << 20;

/// The most time that a command may take by the clock, on a machine that may be busy with something else.
const PATIENCE: Duration = Duration::from_secs(3600);

/// The time between two looks at the processes.
const INTERVAL: Duration = Duration::from_millis(100);

/// What a command has used.
#[derive(Debug)]
pub(super) struct Measured {
    /// Whether it ended with success.
    pub(super) succeeded: bool,
    /// Seconds of CPU time.
    pub(super) cpu_seconds: f64,
    /// The most memory that its processes had at the same time, in MiB. Shared libraries count once per process. Where the
    /// system does not list its processes: the memory of the largest one.
    pub(super) peak_mebibytes: f64,
    /// Why it was ended before it was done.
    pub(super) cut_off: Option<String>,
}

impl Measured {
    /// Whether it was ended before it was done.
    pub(super) fn is_cut_off(&self) -> bool {
        self.cut_off.is_some()
    }
}

/// Runs a command in a process group of its own.
pub(super) fn run(command: &mut Command) -> Result<Measured> {
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(command, 0);
    let mut child = command.spawn().with_context(|| format!("cannot start {}", command.get_program().display()))?;
    let group = child.id();
    let (is_done, peak) = (AtomicBool::new(false), AtomicU64::new(0));
    let (used, cut_off) = std::thread::scope(|scope| {
        let watcher = scope.spawn(|| watch(group, &is_done, &peak));
        let used = child.wait4();
        is_done.store(true, Ordering::Relaxed);
        (used, watcher.join().unwrap_or_default())
    });
    let used = used?;
    let largest = mebibytes(used.rusage.maxrss);
    let together = mebibytes(peak.into_inner() * 1024);
    Ok(Measured {
        succeeded: used.status.success(),
        cpu_seconds: (used.rusage.utime + used.rusage.stime).as_secs_f64(),
        peak_mebibytes: largest.max(together),
        cut_off,
    })
}

/// Notes the peak until the command is done, and ends it if it exceeds a bound.
fn watch(group: u32, is_done: &AtomicBool, peak: &AtomicU64) -> Option<String> {
    let begun = Instant::now();
    while !is_done.load(Ordering::Relaxed) {
        let memory = resident(group);
        peak.fetch_max(memory, Ordering::Relaxed);
        let reason = if memory > MEMORY {
            Some(format!("ended at {} MiB, more than the {} MiB that are allowed", memory >> 10, MEMORY >> 10))
        } else {
            let is_late = begun.elapsed() > PATIENCE;
            is_late.then(|| format!("ended after {} s", PATIENCE.as_secs()))
        };
        if reason.is_some() {
            end(group);
            return reason;
        }
        std::thread::sleep(INTERVAL);
    }
    None
}

/// Ends all processes of a group.
fn end(group: u32) {
    #[cfg(unix)]
    {
        use rustix::process::{Pid, Signal, kill_process_group};
        let group = i32::try_from(group).ok().and_then(Pid::from_raw);
        // A group without processes needs no end.
        let _ = group.map(|group| kill_process_group(group, Signal::KILL));
    }
    #[cfg(not(unix))]
    let _ = group;
}

/// The resident memory of all processes of a group, in KiB; 0 where the system does not list them.
fn resident(group: u32) -> u64 {
    let Ok(processes) = fs::read_dir("/proc") else { return 0 };
    let processes = processes.flatten().map(|entry| entry.path());
    let members =
        processes.filter(|path| fs::read_to_string(path.join("stat")).is_ok_and(|stat| group_of(&stat) == Some(group)));
    members.filter_map(|path| resident_of(&fs::read_to_string(path.join("status")).ok()?)).sum()
}

/// The process group in `/proc/N/stat`, whose second field is a name in parentheses that may contain anything.
fn group_of(stat: &str) -> Option<u32> {
    stat.rsplit_once(')')?.1.split_whitespace().nth(2)?.parse().ok()
}

/// The resident memory in `/proc/N/status`, in KiB. A process that has ended has none.
fn resident_of(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::{group_of, resident_of, run};

    #[test]
    fn files_of_the_system_are_read() {
        assert_eq!(group_of("41 (a b) (c) S 7 39 39 0 -1 4194304"), Some(39));
        assert_eq!(group_of("41"), None);
        assert_eq!(resident_of("Name:\trustc\nVmRSS:\t  2048 kB\nThreads:\t1\n"), Some(2048));
        assert_eq!(resident_of("Name:\tzombie\n"), None);
    }

    #[test]
    fn a_command_is_measured_and_its_status_kept() {
        let measured =
            run(Command::new("rustc").arg("--version").stdout(std::process::Stdio::null())).expect("it runs");
        assert!(measured.succeeded && measured.peak_mebibytes > 0.0 && !measured.is_cut_off(), "{measured:?}");
        let measured = run(Command::new("rustc").arg("--no-such-flag").stderr(std::process::Stdio::null()));
        assert!(!measured.expect("it runs").succeeded);
    }
}
