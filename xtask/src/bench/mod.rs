//! Benchmarks. Each prints one table of what it measured, in one run, on this machine.

mod generate;
mod models;
mod table;
mod usage;

use clap::Subcommand;

/// The benchmarks.
#[derive(Debug, Subcommand)]
pub(crate) enum Bench {
    /// How long generating takes.
    Generate(generate::Options),
    /// The record engine against `serde_derive`: compile time, memory, speed.
    Models(models::Options),
}

/// Runs one.
pub(crate) fn run(bench: &Bench) -> anyhow::Result<()> {
    match bench {
        Bench::Generate(options) => generate::run(options),
        Bench::Models(options) => models::run(options),
    }
}
