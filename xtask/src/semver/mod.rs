//! Compares pairs of documents. Checks the verdicts against a table of expected ones, and against the compiler.

mod checks;
mod edited;
mod judge;
mod signature;
mod wire;
mod witness;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use oaspress::Input;
use oaspress::config::{Config, Lock};
use oaspress::diff::{Change, Source, Verdict, diff};
use oaspress::input::InMemory;
use oaspress::surface::choices;

use self::judge::{Agreement, Case, Judged, Version};
use crate::shell;

/// The pairs to compare, and the expected verdicts.
#[derive(Debug, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub(crate) struct Options {
    /// A folder with a folder per pair, each with a document `old` and a document `new`
    #[arg(required_unless_present = "edits")]
    folder: Option<PathBuf>,
    /// Also judge this many pairs of a fixture and the same document after two random edits
    #[arg(long, value_name = "COUNT")]
    edits: Option<usize>,
    /// The seed of the first pair of random edits
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// A Markdown table with the columns change, wire, source and step; verdicts that differ fail the run
    #[arg(long, value_name = "FILE")]
    expected: Option<PathBuf>,
    /// Changes whose verdicts are expected to differ from the table
    #[arg(long, value_name = "NAME", num_args = 1..)]
    except: Vec<String>,
    /// List every change of every pair
    #[arg(long)]
    changes: bool,
    /// Compile a program that uses every item of each old listing with the new crate, and compare the result with the verdict
    #[arg(long)]
    witness: bool,
    /// Run the client of each old document at a server that implements the new one, and compare the result with the verdict
    #[arg(long)]
    wire: bool,
    /// Compare the verdicts with those of `cargo-semver-checks`, which is installed if it is missing
    #[arg(long)]
    cargo_semver_checks: bool,
    /// Only the pairs with these names
    #[arg(long, value_name = "NAME", num_args = 1..)]
    only: Vec<String>,
    /// The number of crates that are compiled concurrently
    #[arg(long, default_value_t = 2)]
    jobs: usize,
}

/// The version step and the effect on the wire.
type Outcome = (String, String);

/// Compares all pairs of a folder.
///
/// # Errors
/// Fails if a pair cannot be read, or if a verdict differs from the expected one or from what the compiler decides.
pub(crate) fn run(options: &Options, started_in: &Path) -> Result<()> {
    let expected = match &options.expected {
        Some(file) => table(&fs::read_to_string(started_in.join(file))?),
        None => BTreeMap::new(),
    };
    let folder = options.folder.as_ref().map(|folder| started_in.join(folder));
    let names = folder.as_ref().map_or_else(|| Ok(Vec::new()), |folder| pairs(folder, &options.only))?;
    let (mut agree, mut differ, mut slowest) = (0, Vec::new(), Duration::ZERO);
    let mut of_folder: Vec<Case> = Vec::new();
    let mut cases = options.edits.map_or_else(|| Ok(Vec::new()), |count| edited::pairs(count, options.seed))?;
    for (name, folder) in names.iter().zip(folder.iter().cycle()) {
        let (case, took) = compare(name, &folder.join(name)).with_context(|| name.clone())?;
        slowest = slowest.max(took);
        let expected = expected.get(name);
        let is_expected = print_verdict(&case, took, expected, options);
        if !is_expected && !options.except.contains(name) {
            differ.push(name.clone());
        }
        agree += usize::from(is_expected && expected.is_some());
        of_folder.push(case);
    }
    println!("{} pairs, the slowest comparison {} ms", names.len(), slowest.as_millis());
    if !expected.is_empty() {
        let judged = names.iter().filter(|name| expected.contains_key(*name)).count();
        println!("{agree} of {judged} verdicts are as expected");
    }
    print_locks(&of_folder);
    let wire_faults = match &folder {
        Some(folder) if options.wire => {
            wire::judge(&of_folder, folder, &shell::root().join("target/semver-wire"), options.jobs)?
        }
        _ => Vec::new(),
    };
    let mut check_faults = Vec::new();
    if options.cargo_semver_checks {
        check_faults = checks::judge(&of_folder, &shell::root().join("target/semver-checks"))?;
    }
    if options.witness {
        cases.extend(of_folder);
    }
    let faults = if cases.is_empty() { Vec::new() } else { witnessed(&cases, options)? };
    if !differ.is_empty() {
        bail!("verdicts differ from the expected ones: {}", differ.join(", "));
    }
    if !wire_faults.is_empty() {
        bail!("verdicts differ from what happens on the wire: {}", wire_faults.join(", "));
    }
    if !check_faults.is_empty() {
        bail!("only cargo-semver-checks requires a major step: {}", check_faults.join(", "));
    }
    if !faults.is_empty() {
        bail!("verdicts differ from what the compiler decides: {}", faults.join(", "));
    }
    Ok(())
}

/// Prints what the locks change: the pairs whose step is lower with a lock, and the broken items.
fn print_locks(cases: &[Case]) {
    let (mut choices, mut lower, mut items) = (0, Vec::new(), 0);
    let locked: Vec<&Case> = cases.iter().filter(|case| !case.new.lock.is_empty()).collect();
    for case in &locked {
        choices += case.new.lock.len();
        let Some(fresh) = &case.fresh else { continue };
        if case.verdict.full_step() < fresh.full_step() {
            lower.push(case.name.as_str());
        }
        items += broken_items(fresh).saturating_sub(broken_items(&case.verdict));
    }
    println!(
        "{} pairs keep {choices} choices in a lock: {items} fewer items break, and {} pairs have a smaller step ({})",
        locked.len(),
        lower.len(),
        lower.join(", ")
    );
}

/// Returns the number of items at which source breaks.
fn broken_items(verdict: &Verdict) -> usize {
    let breaking = verdict.changes.iter().filter(|change| change.source >= Source::Breaks);
    breaking.map(|change| change.items.len().max(1)).sum()
}

/// Returns the names of the pairs, sorted.
fn pairs(folder: &Path, only: &[String]) -> Result<Vec<String>> {
    let mut names: Vec<String> = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("{}", folder.display()))? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    if let Some(missing) = only.iter().find(|name| !names.contains(name)) {
        bail!("there is no pair `{missing}` in {}", folder.display());
    }
    names.retain(|name| only.is_empty() || only.contains(name));
    names.sort();
    Ok(names)
}

/// Prints the verdict of a pair. Returns true if it is the expected one.
fn print_verdict(case: &Case, took: Duration, expected: Option<&Outcome>, options: &Options) -> bool {
    let verdict = &case.verdict;
    let found = (verdict.full_step().name().to_owned(), verdict.wire().name().to_owned());
    let is_expected = expected.is_none_or(|expected| *expected == found);
    let mark = match (is_expected, options.except.contains(&case.name)) {
        (true, _) => " ",
        (false, true) => "~",
        (false, false) => "!",
    };
    let (name, count, milliseconds) = (&case.name, verdict.changes.len(), took.as_millis());
    println!("{mark} {name:44} {:6} wire {:10} {count:5} changes {milliseconds:5} ms", found.0, found.1);
    if let Some(expected) = expected.filter(|_| !is_expected) {
        println!("    expected: {:6} wire {}", expected.0, expected.1);
    }
    if options.changes || !is_expected {
        verdict.changes.iter().for_each(show);
    }
    is_expected
}

/// Judges the verdicts with the compiler, and prints the table of agreements. Returns the names of the pairs with faults.
fn witnessed(cases: &[Case], options: &Options) -> Result<Vec<String>> {
    let judged = judge::judge(cases, &shell::root().join("target/semver"), options.jobs)?;
    for Judged { name, edits, agreement, messages } in judged.iter().filter(|one| one.agreement.is_fault()) {
        println!("! {name}: {}", agreement.name());
        for edit in edits {
            println!("    {edit}");
        }
        if let Some(case) = cases.iter().find(|case| case.name == *name) {
            case.verdict.changes.iter().for_each(show);
        }
        for message in messages {
            println!("{message}");
        }
    }
    println!("\nPrograms of the old listings, compiled with the new crates:");
    for agreement in Agreement::ALL {
        let count = judged.iter().filter(|one| one.agreement == agreement).count();
        println!("{count:6}  {}", agreement.name());
    }
    Ok(judged.into_iter().filter(|one| one.agreement.is_fault()).map(|one| one.name).collect())
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

/// Compares a pair. Returns it with the verdict, and the time without reading the documents.
fn compare(name: &str, folder: &Path) -> Result<(Case, Duration)> {
    let old = read(folder, "old", Lock::default())?;
    let new = read(folder, "new", choices(&old.surface))?;
    let begun = Instant::now();
    let verdict = diff(&old.surface, &new.surface);
    let took = begun.elapsed();
    let fresh = if new.lock.is_empty() { None } else { Some(read(folder, "new", Lock::default())?) };
    let fresh = fresh.map(|fresh| diff(&old.surface, &fresh.surface));
    Ok((Case { name: name.to_owned(), base: name.to_owned(), edits: Vec::new(), old, new, verdict, fresh }, took))
}

/// Returns the path of a document in the folder of a pair.
fn document(folder: &Path, name: &str) -> Result<PathBuf> {
    let mut paths = ["json", "yaml", "yml"].into_iter().map(|extension| folder.join(name).with_extension(extension));
    paths.find(|path| path.is_file()).with_context(|| format!("there is no document `{name}`"))
}

fn read(folder: &Path, name: &str, lock: Lock) -> Result<Version> {
    let path = document(folder, name)?;
    version(&path.display().to_string(), fs::read(&path)?, lock)
        .with_context(|| format!("{} has errors", path.display()))
}

/// Returns the crate of a document with the choices of an earlier version, or `None` if the document has errors.
fn version(name: &str, bytes: Vec<u8>, lock: Lock) -> Option<Version> {
    let mut config = Config { lock, ..Config::default() };
    config.manifest.runtime = shell::runtime();
    let input = Input { name: name.to_owned(), bytes };
    let (understood, _) = oaspress::understand(&input, &InMemory::default(), &config);
    let understood = understood?;
    let (surface, lock) = (understood.surface(), understood.lock());
    Some(Version { surface, lock, crate_: understood.crate_ })
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
