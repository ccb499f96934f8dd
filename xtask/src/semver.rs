//! Compares pairs of documents, and checks the verdicts against a table of expected ones.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use oaspress::Input;
use oaspress::config::Config;
use oaspress::diff::{Change, Verdict, diff};
use oaspress::input::InMemory;
use oaspress::surface::Surface;

/// The pairs to compare, and the expected verdicts.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// A folder with a folder per pair, each with a document `old` and a document `new`
    folder: PathBuf,
    /// A Markdown table with the columns change, wire, source and step; verdicts that differ fail the run
    #[arg(long, value_name = "FILE")]
    expected: Option<PathBuf>,
    /// Changes whose verdicts are expected to differ from the table
    #[arg(long, value_name = "NAME", num_args = 1..)]
    except: Vec<String>,
    /// List every change of every pair
    #[arg(long)]
    changes: bool,
}

/// The version step and the effect on the wire.
type Outcome = (String, String);

/// Compares all pairs of a folder.
///
/// # Errors
/// Fails if a pair cannot be read, or if a verdict differs from the expected one.
pub(crate) fn run(options: &Options, started_in: &Path) -> Result<()> {
    let expected = match &options.expected {
        Some(file) => table(&fs::read_to_string(started_in.join(file))?),
        None => BTreeMap::new(),
    };
    let folder = started_in.join(&options.folder);
    let mut names: Vec<String> = Vec::new();
    for entry in fs::read_dir(&folder).with_context(|| format!("{}", folder.display()))? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    names.sort();
    let (mut agree, mut differ, mut slowest) = (0, Vec::new(), Duration::ZERO);
    for name in &names {
        let (verdict, took) = compare(&folder.join(name)).with_context(|| name.clone())?;
        slowest = slowest.max(took);
        let found = (verdict.full_step().name().to_owned(), verdict.wire().name().to_owned());
        let is_expected = expected.get(name).is_none_or(|expected| *expected == found);
        if !is_expected && !options.except.contains(name) {
            differ.push(name.clone());
        }
        agree += usize::from(is_expected && expected.contains_key(name));
        let mark = match (is_expected, options.except.contains(name)) {
            (true, _) => " ",
            (false, true) => "~",
            (false, false) => "!",
        };
        let (count, milliseconds) = (verdict.changes.len(), took.as_millis());
        println!("{mark} {name:44} {:6} wire {:10} {count:5} changes {milliseconds:5} ms", found.0, found.1);
        if let Some(expected) = expected.get(name).filter(|_| !is_expected) {
            println!("    expected: {:6} wire {}", expected.0, expected.1);
        }
        if options.changes || !is_expected {
            verdict.changes.iter().for_each(show);
        }
    }
    println!("{} pairs, the slowest comparison {} ms", names.len(), slowest.as_millis());
    if !expected.is_empty() {
        println!(
            "{agree} of {} verdicts are as expected",
            names.iter().filter(|name| expected.contains_key(*name)).count()
        );
    }
    if !differ.is_empty() {
        bail!("verdicts differ from the expected ones: {}", differ.join(", "));
    }
    Ok(())
}

fn show(change: &Change) {
    println!(
        "    {:28} wire {:10} source {:16} {}",
        change.rule,
        change.wire.name(),
        change.source.name(),
        change.message
    );
}

/// Compares a pair. Returns the verdict and the time without reading the documents.
fn compare(folder: &Path) -> Result<(Verdict, Duration)> {
    let (old, new) = (surface(folder, "old")?, surface(folder, "new")?);
    let begun = Instant::now();
    let verdict = diff(&old, &new);
    Ok((verdict, begun.elapsed()))
}

fn surface(folder: &Path, name: &str) -> Result<Surface> {
    let paths = ["json", "yaml", "yml"].map(|extension| folder.join(name).with_extension(extension));
    let path = paths.iter().find(|path| path.is_file()).with_context(|| format!("there is no document `{name}`"))?;
    let input = Input { name: path.display().to_string(), bytes: fs::read(path)? };
    let (understood, _) = oaspress::understand(&input, &InMemory::default(), &Config::default());
    Ok(understood.with_context(|| format!("{} has errors", path.display()))?.surface())
}

/// Parses the expected outcomes, by name of the change.
fn table(text: &str) -> BTreeMap<String, Outcome> {
    let rows = text.lines().filter_map(|line| {
        let cells: Vec<&str> = line.strip_prefix('|')?.split('|').map(str::trim).collect();
        let [name, wire, _, step, ..] = cells.as_slice() else { return None };
        Some(((*name).to_owned(), (step_in(step).to_owned(), wire_in(wire).to_owned())))
    });
    rows.collect()
}

/// Returns the expected step. A change that only breaks type inference is a minor step.
fn step_in(cell: &str) -> &'static str {
    let cell = cell.to_lowercase();
    match () {
        () if cell.contains("strict") || cell.contains("minor") => "minor",
        () if cell.contains("major") => "major",
        () => "patch",
    }
}

fn wire_in(cell: &str) -> &'static str {
    match () {
        () if cell.contains("BREAKS") => "breaks",
        () if cell.contains("may break") => "may break",
        () if cell.contains("behaviour") || cell.contains("stops after") => "behavior",
        () => "none",
    }
}
