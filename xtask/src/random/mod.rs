//! Generates valid documents at random, compiles their crates, and reduces each document that fails.

mod batch;
mod shrink;
mod signature;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use oaspress_random::Size;
use serde_json::Value;

use self::batch::{Batch, Failure};
use self::signature::Signature;
use crate::corpus::Command;

/// The documents to generate, and the checks to run.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// Number of documents
    #[arg(long, default_value_t = 50)]
    count: u64,
    /// Seed of the first document; later documents use the following seeds
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// Number of crates to compile concurrently [default: one per processor]
    #[arg(long, short)]
    jobs: Option<usize>,
    /// Do not compile the crates
    #[arg(long)]
    no_check: bool,
    /// Number of crates per workspace
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..))]
    batch: u64,
    /// The commands that check the crates of every workspace
    #[arg(long = "with", value_name = "COMMAND", value_delimiter = ',', default_values = ["check", "check-all-features"])]
    commands: Vec<Command>,
    /// Run clippy and rustdoc over the crates of every n-th workspace; 0 for none
    #[arg(long, default_value_t = 5)]
    lint_every: u64,
    /// Size of the documents [default: 4 small, 3 medium, 2 large ones and 1 wide one of 10]
    #[arg(long, value_enum)]
    size: Option<Extent>,
    /// Seconds to spend on reducing one document of each class of failure
    #[arg(long, default_value_t = 300)]
    shrink: u64,
    /// Check this document instead of random ones
    #[arg(long, value_name = "FILE", conflicts_with_all = ["count", "seed"])]
    document: Option<PathBuf>,
}

/// The size of a document.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Extent {
    /// Up to 12 schemas
    Small,
    /// Up to 60 schemas
    Medium,
    /// Up to 200 schemas
    Large,
    /// Up to 250 schemas with few parts each
    Wide,
}

impl From<Extent> for Size {
    fn from(extent: Extent) -> Self {
        match extent {
            Extent::Small => Self::Small,
            Extent::Medium => Self::Medium,
            Extent::Large => Self::Large,
            Extent::Wide => Self::Wide,
        }
    }
}

/// The folder for documents and crates.
const FOLDER: &str = "target/random";

/// Generates the documents, compiles their crates, and reduces the ones that fail.
///
/// # Errors
/// Fails if a document is rejected, or if its crate does not compile or has warnings.
pub(crate) fn run(options: &Options) -> Result<()> {
    let begun = Instant::now();
    let jobs = options.jobs.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from)).max(1);
    let root = Path::new(FOLDER);
    let mut failures: BTreeMap<Signature, Vec<Failure>> = BTreeMap::new();
    let mut totals = Totals::default();
    for (number, documents) in batches(options)?.into_iter().enumerate() {
        let number = number as u64 + 1;
        let is_linted = options.lint_every > 0 && number.is_multiple_of(options.lint_every);
        let batch = Batch { root, jobs, commands: commands(options, is_linted) };
        totals.documents += documents.len();
        totals.linted += if is_linted { documents.len() } else { 0 };
        totals.operations += documents.iter().map(|(_, document)| count(document)).sum::<usize>();
        for failure in batch.run(&documents)? {
            println!("{}: {}", failure.name, failure.signature);
            if !failures.contains_key(&failure.signature) {
                println!("{}", failure.message.trim_end());
            }
            failures.entry(failure.signature.clone()).or_default().push(failure);
        }
        println!("{} documents, {} failures, {} s", totals.documents, failed(&failures), begun.elapsed().as_secs());
    }
    report(&failures, root, jobs, Duration::from_secs(options.shrink))?;
    println!("{}", totals.line(failed(&failures), options.no_check, begun.elapsed()));
    match failed(&failures) {
        0 => Ok(()),
        failed => bail!("{failed} of {} documents show a defect of the generator", totals.documents),
    }
}

/// Returns the commands that check the crates of a workspace.
fn commands(options: &Options, is_linted: bool) -> Vec<Command> {
    let linters: &[Command] = if is_linted { &[Command::Clippy, Command::Doc] } else { &[] };
    if options.no_check { Vec::new() } else { options.commands.iter().chain(linters).copied().collect() }
}

/// The totals of a run.
#[derive(Debug, Default)]
struct Totals {
    documents: usize,
    operations: usize,
    linted: usize,
}

impl Totals {
    fn line(&self, failed: usize, no_check: bool, took: Duration) -> String {
        let Self { documents, operations, linted } = self;
        let compiled = if no_check {
            "generated only".to_owned()
        } else {
            format!("compiled, {linted} of them with clippy and rustdoc, too")
        };
        format!("{documents} documents with {operations} operations, {compiled}: {failed} failed, {} s", took.as_secs())
    }
}

/// A document and its name.
type Named = (String, Value);

/// Returns the documents of a run, grouped by workspace.
fn batches(options: &Options) -> Result<Vec<Vec<Named>>> {
    if let Some(file) = &options.document {
        let bytes = std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
        let document = serde_json::from_slice(&bytes).with_context(|| format!("in {}", file.display()))?;
        return Ok(vec![vec![("document".to_owned(), document)]]);
    }
    let seeds: Vec<u64> = (options.seed..options.seed + options.count).collect();
    let size = usize::try_from(options.batch)?;
    let named = |&seed: &u64| {
        let size = options.size.map_or_else(|| Size::of_seed(seed), Size::from);
        (format!("seed-{seed}"), oaspress_random::seeded(seed, size))
    };
    Ok(seeds.chunks(size).map(|seeds| seeds.iter().map(named).collect()).collect())
}

/// Returns the number of operations of a document.
fn count(document: &Value) -> usize {
    let items = document.get("paths").and_then(Value::as_object).into_iter().flat_map(|paths| paths.values());
    let operations = items.flat_map(|item| item.as_object().into_iter().flat_map(|item| item.values()));
    operations.filter(|operation| operation.get("responses").is_some()).count()
}

/// Returns the number of documents with a failure of any class.
fn failed(failures: &BTreeMap<Signature, Vec<Failure>>) -> usize {
    let names: std::collections::BTreeSet<&str> =
        failures.values().flatten().map(|failure| failure.name.as_str()).collect();
    names.len()
}

/// Reduces one document of each class, and prints it with the message and the command to reproduce it.
fn report(failures: &BTreeMap<Signature, Vec<Failure>>, root: &Path, jobs: usize, budget: Duration) -> Result<()> {
    let folder = root.join("failures");
    std::fs::create_dir_all(&folder)?;
    for (number, (signature, failures)) in failures.iter().enumerate() {
        let Some(failure) = failures.iter().min_by_key(|failure| failure.document.to_string().len()) else { continue };
        let names: Vec<&str> = failures.iter().map(|failure| failure.name.as_str()).collect();
        println!("\n{} documents: {signature}\n  {}", names.len(), names.join(" "));
        let smallest = shrink::shrink(failure, root, jobs, budget)?;
        let file = folder.join(format!("{}-{}.json", number + 1, failure.name));
        let text = format!("{smallest:#}");
        std::fs::write(&file, &text).with_context(|| format!("cannot write {}", file.display()))?;
        if text.len() < 4_000 {
            println!("{text}");
        }
        println!("Reduced: {}", file.display());
        println!("Repeat: cargo xtask random --document {}", file.display());
    }
    Ok(())
}
