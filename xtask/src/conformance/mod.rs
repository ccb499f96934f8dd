//! Calls every operation of every document of a folder through its generated crate. Independent judges check the
//! requests and the decoded responses. Judges read the original documents, and share no code with the generator or its
//! runtime.

mod build;
mod cases;
mod driver;
mod judge;
mod model_samples;
mod reduce;
mod report;
mod run;
mod sample;
mod server;
mod unions;
mod versions;

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail, ensure};
use oaspress::Understanding;
use oaspress::internals::validate::{media, schema, spec, styles};

use self::report::{Bars, Report};
use crate::corpus::{self, Ending, Program, Workspace};

pub(crate) use self::driver::{Readable, readable, readables};
pub(crate) use self::versions::{Behavior, Versions, behavior};

/// The documents to check, and the required results.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// The folder: with a `manifest.json` that lists documents, or any folder that contains documents
    folder: PathBuf,
    /// Only documents whose name matches one of these patterns
    #[arg(long, value_name = "NAME", num_args = 1..)]
    documents: Vec<glob::Pattern>,
    /// Number of documents to process concurrently [default: one per processor]
    #[arg(long, short)]
    jobs: Option<usize>,
    /// Where to write the report, as JSON; a table in Markdown goes beside it
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Where the crates are written and compiled [default: `target/conformance`]
    #[arg(long, value_name = "FOLDER")]
    work: Option<PathBuf>,
    #[command(flatten)]
    bars: Bars,
}

/// Number of documents that are generated and compiled together, per concurrent job.
const BATCH: usize = 4;

/// The file with the result of preparation, in the folder of the crate.
const PREPARED: &str = "examples/prepared.json";

/// The file of the cases, one JSON value per line.
const CASES: &str = "examples/cases.jsonl";

/// Checks all documents.
///
/// # Errors
/// Fails if a result is below its bar.
pub(crate) fn run(options: &Options, started_in: &Path) -> Result<()> {
    let folder = started_in.join(&options.folder);
    let mut documents = corpus::documents(&folder, &options.documents)?;
    ensure!(!documents.is_empty(), "{} contains no document with such a name", folder.display());
    documents.sort_by_key(|document| std::fs::metadata(&document.file).map_or(0, |file| file.len()));
    let jobs = options.jobs.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from)).max(1);
    let root = options.work.as_ref().map_or_else(|| PathBuf::from("target/conformance"), |work| started_in.join(work));
    let workspace = Workspace::create(&root, &documents)?;
    let mut report = Report::default();
    let mut packages = Vec::new();
    for batch in documents.chunks(BATCH * jobs) {
        let mut ready = Vec::new();
        for (document, entry) in batch.iter().zip(corpus::generate_all(&workspace, batch, jobs, Program::Conformance)?)
        {
            if entry.ending == Ending::Generated {
                packages.push(entry.package);
                ready.push(document);
            } else {
                let problem =
                    Some(format!("there is no crate ({:?}): {}", entry.ending, entry.complaint.unwrap_or_default()));
                report.documents.push(report::Entry { name: entry.name, problem, ..report::Entry::default() });
            }
        }
        workspace.finish(&packages)?;
        report.documents.extend(run::batch(&workspace, &ready, jobs)?);
        if let Some(file) = &options.report {
            write(&mut report, &started_in.join(file))?;
        }
    }
    print!("{}", report.table());
    let missed = report.missed(&options.bars);
    if !missed.is_empty() {
        bail!("not conforming:\n  {}", missed.join("\n  "));
    }
    Ok(())
}

/// Writes the report as JSON, and as Markdown beside it.
fn write(report: &mut Report, file: &Path) -> Result<()> {
    report.documents.sort_by(|left, right| left.name.cmp(&right.name));
    let json = serde_json::to_string_pretty(report)?;
    std::fs::write(file, json).with_context(|| format!("cannot write {}", file.display()))?;
    let table = file.with_extension("md");
    std::fs::write(&table, report.markdown()).with_context(|| format!("cannot write {}", table.display()))
}

/// Writes the program and the cases of a document into the folder of its crate.
pub(crate) fn prepare(file: &Path, understood: &Understanding, package: &str, folder: &Path) -> Result<()> {
    let mut files = corpus::read(file)?;
    spec::prepare(&mut files);
    let mut prepared = cases::prepare(&files, &understood.crate_);
    prepared.cases.extend(unions::cases(understood));
    prepared.cases.extend(model_samples::cases(understood));
    let examples = folder.join("examples");
    let _ = std::fs::remove_dir_all(&examples);
    std::fs::create_dir_all(&examples)?;
    let program = driver::program(&understood.crate_, package);
    std::fs::write(examples.join(format!("{}.rs", build::name(package))), program)?;
    let lines = prepared.cases.iter().map(serde_json::to_string).collect::<Result<Vec<_>, _>>()?;
    std::fs::write(folder.join(CASES), lines.join("\n"))?;
    std::fs::write(folder.join(PREPARED), serde_json::to_vec(&prepared)?)?;
    Ok(())
}
