//! Makes very many calls through `kirim` while everything goes wrong now and then. The calls are a test that is left out by itself:
//! this crate must not depend on what it generates.

use anyhow::Result;

use crate::shell::{cargo, run};

/// Builds and runs the soak.
///
/// # Errors
/// When it cannot be built, or a call ends as it must not.
pub(crate) fn soak(calls: u32) -> Result<()> {
    let arguments = ["test", "-p", "oaspress-tests", "--test", "soak", "--", "--ignored", "--nocapture"];
    run(cargo(&arguments).env("SOAK_CALLS", calls.to_string()))
}
