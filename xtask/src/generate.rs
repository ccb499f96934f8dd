//! Generates `generated/` from `spec/`, or checks that it is up to date.

use std::path::PathBuf;

use anyhow::{Result, bail};
use oaspress::command::{self, Console, Exit, GenerateOptions, MessageFormat, Mode, SpecOptions};

/// The document of `kirim`.
pub(crate) const SPEC: &str = "spec/contacts.yaml";

/// The folder of `kirim`.
pub(crate) const OUT: &str = "generated";

/// Generates the crate, or checks it.
///
/// # Errors
/// Fails if the document has errors, or if the check finds a difference.
pub(crate) fn generate(mode: Mode) -> Result<()> {
    let options = GenerateOptions {
        spec: SpecOptions { spec: PathBuf::from(SPEC), ..SpecOptions::default() },
        out: PathBuf::from(OUT),
        mode,
        remedy: "cargo xtask generate".to_owned(),
        ..GenerateOptions::default()
    };
    let (mut messages, mut results) = (anstream::stderr(), anstream::stdout());
    let mut console = Console {
        messages: &mut messages,
        results: &mut results,
        format: MessageFormat::Human,
        palette: oaspress::cli::palette(),
    };
    let report = command::generate(&options, &mut console);
    match (report.exit, mode) {
        (Exit::Done, Mode::Write) => {
            println!(
                "Next: `cargo xtask demo` lists contacts through {OUT}/, `cargo test --workspace` tests all of it."
            );
            Ok(())
        }
        (Exit::Done, Mode::Check) => Ok(()),
        (_, Mode::Check) => bail!("{OUT}/ is not what {SPEC} makes"),
        _ => bail!("{OUT}/ is left as it was"),
    }
}
