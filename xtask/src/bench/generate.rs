//! Measures how long generating takes, without reading and writing files: the minimum of several rounds.

use std::path::PathBuf;
use std::time::Instant;

use anyhow::ensure;
use oaspress::config::Config;
use oaspress::disk;

use super::table::Table;

/// The options of the benchmark. Only a release build is representative: `cargo run --release -p xtask -- bench
/// generate FILE…`
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// The documents
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// How often each is generated; the minimum counts
    #[arg(long, default_value_t = 5)]
    rounds: usize,
}

/// Runs the benchmark and prints its table.
pub(super) fn run(options: &Options) -> anyhow::Result<()> {
    let mut table = Table::new(&["generating", "KB", "understand, ms", "print, ms", "lines"]);
    for file in &options.files {
        let input = disk::read_input(file)?;
        let further = disk::files(file, None)?;
        let (mut understanding, mut printing) = (f64::INFINITY, f64::INFINITY);
        let mut lines = 0;
        for _ in 0..options.rounds.max(1) {
            let begun = Instant::now();
            let (understood, _) = oaspress::understand(&input, &*further, &Config::default());
            understanding = understanding.min(begun.elapsed().as_secs_f64());
            let begun = Instant::now();
            let files = understood.map(|understood| oaspress::internals::print(&understood.crate_));
            printing = printing.min(begun.elapsed().as_secs_f64());
            ensure!(files.is_some(), "{} has errors", file.display());
            lines =
                files.iter().flat_map(oaspress::file_tree::FileTree::iter).map(|(_, text)| text.lines().count()).sum();
        }
        table.row(vec![
            file.display().to_string(),
            (input.bytes.len() / 1000).to_string(),
            format!("{:.0}", understanding * 1000.0),
            format!("{:.0}", printing * 1000.0),
            lines.to_string(),
        ]);
    }
    println!("{table}");
    Ok(())
}
