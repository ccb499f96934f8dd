//! Makes many calls through `kirim` to a server with random faults. The calls are an ignored test, since this crate
//! must not depend on the generated crate.

use anyhow::Result;

use crate::shell::{cargo, run};

/// Builds and runs the soak test.
///
/// # Errors
/// Fails if the test cannot be built, or if a call has an unexpected result.
pub(crate) fn soak(calls: u32) -> Result<()> {
    let arguments = ["test", "-p", "oaspress-tests", "--test", "soak", "--", "--ignored", "--nocapture"];
    run(cargo(&arguments).env("SOAK_CALLS", calls.to_string()))
}
