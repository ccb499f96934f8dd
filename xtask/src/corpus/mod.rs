//! Generates every document of a folder, compiles the crates, and reports what was lost. A document that hangs, panics
//! or does not compile does not affect the others.

mod bounded;
mod check;
mod discover;
mod doctests;
mod document;
mod examples;
mod losses;
mod markdown;
mod measure;
mod proofs;
mod raw;
mod report;
mod says;
mod summary;
mod usage;
mod workspace;

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail, ensure};

use self::report::Report;

pub(crate) use self::bounded::{bar, generate_all};
pub(crate) use self::check::{Command, compile};
pub(crate) use self::discover::{Document, documents};
pub(crate) use self::doctests::as_rustdoc;
pub(crate) use self::document::{Program, Task, work};
pub(crate) use self::examples::compare;
pub(crate) use self::raw::{Files, RawPlace, read};
pub(crate) use self::report::{Check, Ending, Entry};
pub(crate) use self::usage::compile_measured;
pub(crate) use self::workspace::{Workspace, default_features};

/// The documents to process, and the checks to run.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// The folder: with a `manifest.json` that lists documents, or any folder that contains documents
    folder: PathBuf,
    /// Only documents whose name matches this pattern; can be repeated
    #[arg(long, value_name = "GLOB")]
    only: Vec<glob::Pattern>,
    /// Number of documents to generate, and crates to compile, concurrently [default: one per processor]
    #[arg(long, short)]
    jobs: Option<usize>,
    /// Do not compile the crates
    #[arg(long)]
    no_check: bool,
    /// Compile with clippy, and count its warnings
    #[arg(long, conflicts_with = "no_check")]
    clippy: bool,
    #[command(flatten)]
    uses: Uses,
    /// Where to write the report, as JSON; a table in Markdown goes beside it
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Where the crates are written and compiled [default: `target/corpus`]
    #[arg(long, value_name = "FOLDER")]
    work: Option<PathBuf>,
}

/// The checks of the crates besides compiling them.
#[derive(Debug, Default, clap::Args)]
struct Uses {
    /// Decode every example of the documents into its type, encode it again, and report what is lost
    #[arg(long)]
    examples: bool,
    /// Compile the examples in the documentation of every crate with all its features, one crate at a time, without
    /// running them
    #[arg(long)]
    doc: bool,
}

impl Options {
    /// Returns the options to process all documents of a folder.
    pub(crate) fn check(folder: PathBuf, work: PathBuf, jobs: Option<usize>, no_check: bool) -> Self {
        let report = Some(work.with_extension("json"));
        Self {
            folder,
            only: Vec::new(),
            jobs,
            no_check,
            clippy: false,
            uses: Uses::default(),
            report,
            work: Some(work),
        }
    }
}

/// Processes all documents.
///
/// # Errors
/// Fails if a document makes the generator panic or hang, or if a crate does not compile or has warnings.
pub(crate) fn run(options: &Options, started_in: &Path) -> Result<()> {
    let folder = started_in.join(&options.folder);
    let documents = documents(&folder, &options.only)?;
    ensure!(!documents.is_empty(), "{} holds no document that is meant", folder.display());
    let jobs = options.jobs.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from)).max(1);
    let root = options.work.as_ref().map_or_else(|| PathBuf::from("target/corpus"), |work| started_in.join(work));
    let workspace = Workspace::create(&root, &documents)?;

    let program = if options.uses.examples { Program::Examples } else { Program::None };
    let mut report = Report { documents: generate_all(&workspace, &documents, jobs, program)? };
    let packages: Vec<String> = report.packages().map(str::to_owned).collect();
    workspace.finish(&packages)?;
    if !options.no_check {
        let command = if options.clippy { check::Command::Clippy } else { check::Command::Check };
        check::check_all(&workspace, &mut report, command, jobs)?;
    }
    if options.uses.examples {
        examples::run_all(&workspace, &mut report, jobs)?;
    }
    if options.uses.doc {
        doctests::run_all(&workspace, &mut report, jobs)?;
    }
    print!("{}", summary::text(&report));
    if let Some(file) = &options.report {
        write(&report, &started_in.join(file))?;
    }
    let failed = report.documents.iter().filter(|document| document.is_defect()).count();
    if failed > 0 {
        bail!("{failed} of {} documents show a defect of the generator", report.documents.len());
    }
    Ok(())
}

/// Writes a report as JSON, and a table in Markdown beside it.
fn write(report: &Report, file: &Path) -> Result<()> {
    let json = serde_json::to_string_pretty(report)?;
    std::fs::write(file, json).with_context(|| format!("cannot write {}", file.display()))?;
    let table = file.with_extension("md");
    std::fs::write(&table, markdown::text(report)).with_context(|| format!("cannot write {}", table.display()))?;
    println!("Written: {} and {}", file.display(), table.display());
    Ok(())
}
