//! Generates `generated/` from `spec/`, or checks that it is up to date.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use clap::Args;
use oaspress::command::{self, Console, Exit, GenerateOptions, MessageFormat, Mode, Report, SpecOptions};
use oaspress::disk::Foreign;

use crate::shell::captured;

/// The document of `kirim`.
pub(crate) const SPEC: &str = "spec/contacts.yaml";

/// The folder of `kirim`.
pub(crate) const OUT: &str = "generated";

/// The arguments of `generate`.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Do not write, and fail if a file would change, or if the version is too low for the changes since the last release
    #[arg(long)]
    check: bool,
    /// Overwrite generated files that were edited
    #[arg(long)]
    force: bool,
    /// Raise the version in `spec/oaspress.toml` as far as the changes since the last release require
    #[arg(long, conflicts_with = "check")]
    bump: bool,
}

/// Generates the crate, or checks it.
///
/// # Errors
/// Fails if the document has errors, or if the check finds a difference or a version that is too low.
pub(crate) fn generate(options: &Options) -> Result<()> {
    let mode = if options.check { Mode::Check } else { Mode::Write };
    let options = GenerateOptions {
        mode,
        foreign: if options.force { Foreign::Replace } else { Foreign::Keep },
        bump: options.bump,
        ..of_kirim()
    };
    let report = with_console(|console| command::generate(&options, console));
    match (report.exit, mode) {
        (Exit::Done, Mode::Write) => {
            println!(
                "Next: `cargo xtask demo` lists contacts through {OUT}/, `cargo test --workspace` tests all of it."
            );
            Ok(())
        }
        (Exit::Done, Mode::Check) => Ok(()),
        (_, Mode::Check) => bail!("{OUT}/ is not ready to be committed"),
        _ => bail!("{OUT}/ is left as it was"),
    }
}

/// Records the crate as released.
///
/// # Errors
/// Fails if the folder is not up to date, or if the version is too low.
pub(crate) fn release() -> Result<()> {
    let report = with_console(|console| command::release(&of_kirim(), console));
    match report.exit {
        Exit::Done => Ok(()),
        _ => bail!("no release is recorded"),
    }
}

/// Generates a client for a driver, and returns the messages. `remedy` is the command that generates it again.
///
/// # Errors
/// Fails with the findings if the generator rejects the document.
pub(crate) fn client(document: &Path, config: &Path, out: &Path, remedy: &str) -> Result<String> {
    let options = GenerateOptions {
        spec: SpecOptions { spec: document.to_owned(), config: Some(config.to_owned()), ..SpecOptions::default() },
        out: out.to_owned(),
        mode: Mode::Write,
        remedy: remedy.to_owned(),
        ..GenerateOptions::default()
    };
    let (report, messages) = captured(|console| command::generate(&options, console));
    if report.exit != Exit::Done {
        bail!("{} is rejected:\n{messages}", document.display());
    }
    Ok(messages)
}

fn of_kirim() -> GenerateOptions {
    GenerateOptions {
        spec: SpecOptions { spec: PathBuf::from(SPEC), ..SpecOptions::default() },
        out: PathBuf::from(OUT),
        remedy: "cargo xtask generate".to_owned(),
        ..GenerateOptions::default()
    }
}

fn with_console(run: impl FnOnce(&mut Console<'_>) -> Report) -> Report {
    let (mut messages, mut results) = (anstream::stderr(), anstream::stdout());
    let mut console = Console {
        messages: &mut messages,
        results: &mut results,
        format: MessageFormat::Human,
        palette: oaspress::cli::palette(),
    };
    run(&mut console)
}
