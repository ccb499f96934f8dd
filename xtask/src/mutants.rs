//! Mutates the documents of the fixtures at random, and compiles every crate that is still generated. A crate must
//! compile without warnings, whatever its document contains.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use oaspress::Input;
use oaspress::diag::Diagnostics;
use oaspress_mutate::{Choices, mutate};
use serde_json::Value;

use crate::corpus;

/// The number of mutants, and the seed.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// Number of mutants
    #[arg(long, default_value_t = 200)]
    count: u64,
    /// The seed of the first mutant; later mutants use the following seeds
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// Number of crates to compile concurrently [default: one per processor]
    #[arg(long, short)]
    jobs: Option<usize>,
    /// Do not compile the crates
    #[arg(long)]
    no_check: bool,
}

/// Writes the mutants, and generates and compiles their crates.
pub(crate) fn run(options: &Options) -> Result<()> {
    let documents = documents(Path::new("tests/fixtures"))?;
    let folder = PathBuf::from("target/mutants/documents");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
    for seed in options.seed..options.seed + options.count {
        let mut choices = Choices::seeded(seed);
        let Some((name, document)) = choices.one_of(&documents) else { continue };
        let mut mutant = document.clone();
        mutate(&mut mutant, &mut choices);
        std::fs::write(folder.join(format!("{seed}-{name}.json")), format!("{mutant:#}"))?;
    }
    let work = PathBuf::from("target/mutants/crates");
    let options = corpus::Options::check(folder, work, options.jobs, options.no_check);
    corpus::run(&options, &crate::shell::root())
}

/// Returns the documents of the fixtures, by name.
fn documents(fixtures: &Path) -> Result<Vec<(String, Value)>> {
    let mut list = Vec::new();
    for entry in std::fs::read_dir(fixtures)? {
        let folder = entry?.path();
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let Ok(bytes) = std::fs::read(folder.join("openapi.yaml")) else { continue };
        let input = Input { name: name.clone(), bytes };
        list.extend(oaspress::internals::load(&input, &mut Diagnostics::new()).map(|document| (name, document)));
    }
    list.sort_by(|(left, _), (right, _)| left.cmp(right));
    Ok(list)
}
