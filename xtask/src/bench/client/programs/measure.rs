//! The measurements of a round, and their printed form.

use std::time::Duration;

/// The cost of the calls of one client in one round.
pub struct Round {
    /// Calls per second when several are made at a time.
    pub per_second: f64,
    /// The median latency of sequential calls, in microseconds.
    pub p50: f64,
    /// The CPU time of a sequential call, in microseconds.
    pub cpu: f64,
    /// The allocations of a sequential call.
    pub allocations: f64,
}

impl Round {
    /// Prints the line that the benchmark reads: `NAME calls/s p50-µs CPU-µs/call allocations/call`.
    pub fn show(&self, name: &str) {
        println!("{name} {} {} {} {}", self.per_second, self.p50, self.cpu, self.allocations);
    }
}

/// Returns a duration in microseconds.
#[must_use]
pub fn micros(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e6
}

/// Returns the CPU time of this process so far, in seconds.
#[must_use]
pub fn cpu_time() -> f64 {
    let usage = nix::sys::resource::getrusage(nix::sys::resource::UsageWho::RUSAGE_SELF).expect("usage is known");
    let seconds = |time: nix::sys::time::TimeVal| time.tv_sec() as f64 + time.tv_usec() as f64 / 1e6;
    seconds(usage.user_time()) + seconds(usage.system_time())
}
