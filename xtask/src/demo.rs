//! Lists contacts through `kirim` from a server on loopback. The program is an example of the tests, since this crate
//! must not depend on the generated crate.

use anyhow::Result;

use crate::shell::{cargo, run};

/// Builds and runs the demo.
///
/// # Errors
/// Fails if the demo cannot be built or fails.
pub(crate) fn demo() -> Result<()> {
    run(&mut cargo(&["run", "-p", "oaspress-tests", "--example", "demo"]))
}
