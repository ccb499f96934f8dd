//! Benchmarks. Each prints one table of what it measured, in one run, on this machine.

mod client;
mod generate;
#[expect(clippy::needless_pass_by_value, reason = "the rows make their values in place")]
mod growth;
mod models;
mod rivals;
mod table;
mod unions;
mod usage;

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Subcommand;

/// The benchmarks.
#[derive(Debug, Subcommand)]
pub(crate) enum Bench {
    /// The flagship against a client by hand and one by progenitor: speed of calls, size of a program, its build.
    Client(client::Options),
    /// How long generating takes.
    Generate(generate::Options),
    /// How the cost of generating grows with the size of documents that are large in one way each.
    Growth(growth::Options),
    /// The record engine against `serde_derive`: compile time, memory, speed.
    Models(models::Options),
    /// Other generators on the same documents: what generating and checking cost. Installs them from crates.io.
    Rivals(rivals::Options),
    /// Reading recursive unions with keys that nothing describes: fails above 50 ms for a text.
    Unions(unions::Options),
}

/// Runs one.
pub(crate) fn run(bench: &Bench) -> anyhow::Result<()> {
    match bench {
        Bench::Client(options) => client::run(options),
        Bench::Generate(options) => generate::run(options),
        Bench::Growth(options) => growth::run(options),
        Bench::Models(options) => models::run(options),
        Bench::Rivals(options) => rivals::run(options),
        Bench::Unions(options) => unions::run(options),
    }
}

/// The folder that this program was built in.
fn target_folder() -> anyhow::Result<PathBuf> {
    let program = std::env::current_exe().context("this program has no path")?;
    let folder = program.parent().and_then(Path::parent).context("this program is not in a target folder")?;
    Ok(folder.to_owned())
}
