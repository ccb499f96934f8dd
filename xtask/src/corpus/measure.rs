//! Runs a command and its child processes with limits on time and memory, and measures their total usage.

use std::fs;
use std::process::Command;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use wait4::Wait4 as _;

use super::usage::mebibytes;

/// Memory limit for all processes of a command, in KiB.
const MEMORY: u64 = 14 << 20;

/// The limit on wall-clock time for a command, with room for a machine under load.
const PATIENCE: Duration = Duration::from_secs(3600);

/// The interval between measurements of the processes.
const INTERVAL: Duration = Duration::from_millis(100);

/// The usage of a command.
#[derive(Debug)]
pub(super) struct Measured {
    /// True if the command succeeded.
    pub(super) succeeded: bool,
    /// CPU time in seconds.
    pub(super) cpu_seconds: f64,
    /// The peak memory of all processes in MiB. Shared libraries count once per process. If the system does not list
    /// processes, the peak memory of the largest process.
    pub(super) peak_mebibytes: f64,
    /// The reason why the command was killed.
    pub(super) cut_off: Option<String>,
}

impl Measured {
    /// Returns true if the command was killed because it exceeded a limit.
    pub(super) fn is_cut_off(&self) -> bool {
        self.cut_off.is_some()
    }
}

/// Runs a command in a separate process group.
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

/// Records the peak memory until the command ends, and kills it if it exceeds a limit.
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

/// Kills all processes of a group.
fn end(group: u32) {
    #[cfg(unix)]
    {
        use rustix::process::{Pid, Signal, kill_process_group};
        let group = i32::try_from(group).ok().and_then(Pid::from_raw);
        // The group may have no processes any more, so errors are ignored.
        let _ = group.map(|group| kill_process_group(group, Signal::KILL));
    }
    #[cfg(not(unix))]
    let _ = group;
}

/// Returns the resident memory of all processes of a group in KiB; 0 if the system does not list processes.
fn resident(group: u32) -> u64 {
    let Ok(processes) = fs::read_dir("/proc") else { return 0 };
    let processes = processes.flatten().map(|entry| entry.path());
    let members =
        processes.filter(|path| fs::read_to_string(path.join("stat")).is_ok_and(|stat| group_of(&stat) == Some(group)));
    members.filter_map(|path| resident_of(&fs::read_to_string(path.join("status")).ok()?)).sum()
}

/// Parses the process group in `/proc/N/stat`. The second field is a name in parentheses that may contain any
/// character.
fn group_of(stat: &str) -> Option<u32> {
    stat.rsplit_once(')')?.1.split_whitespace().nth(2)?.parse().ok()
}

/// Parses the resident memory in `/proc/N/status`, in KiB. A process that has ended has no value.
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
