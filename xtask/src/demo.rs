//! Lists contacts through `kirim` from a server on loopback. The program is an example of the tests: this crate must not depend on
//! what it generates.

use anyhow::Result;

use crate::shell::{cargo, run};

/// Builds and runs the demo.
///
/// # Errors
/// When it cannot be built or fails.
pub(crate) fn demo() -> Result<()> {
    run(&mut cargo(&["run", "-p", "oaspress-tests", "--example", "demo"]))
}
