//! Benchmarks. Each makes all of its measurements in one run on this machine and prints them in one table.

mod client;
mod generate;
#[expect(clippy::needless_pass_by_value, reason = "the rows make their values in place")]
mod growth;
mod instructions;
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
    /// Compare `kirim` with a hand-written client and one by progenitor: speed of calls, program size, build.
    Client(client::Options),
    /// Measure how long generating takes.
    Generate(generate::Options),
    /// Measure how the cost of generating grows with the size of documents that are large in one dimension each.
    Growth(growth::Options),
    /// Compare the record engine with `serde_derive`: compile time, memory, speed.
    Models(models::Options),
    /// Compare the cost of generating and checking with other generators on the same documents. Installs them from
    /// crates.io.
    Rivals(rivals::Options),
    /// Measure reading recursive unions with undeclared keys: fails above 50 ms per text.
    Unions(unions::Options),
}

/// Runs a benchmark.
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

/// Returns the target folder of this program.
fn target_folder() -> anyhow::Result<PathBuf> {
    let program = std::env::current_exe().context("this program has no path")?;
    let folder = program.parent().and_then(Path::parent).context("this program is not in a target folder")?;
    Ok(folder.to_owned())
}
