//! Implements the commands, for the program of this crate and for other programs: reads files, runs the pipeline,
//! writes files and reports the results. It does not parse arguments and does not use the terminal.

mod bump;
mod config_schema;
mod console;
mod diff;
mod explain;
mod folders;
mod init;
mod last_run;
mod lock;
mod opened;
mod options;
mod read;
mod release;
mod shape;
#[cfg(feature = "traffic")]
mod traffic;
mod transcript;
mod verdict;
mod watch;

use std::path::{Path, PathBuf};

use crate::config::{self, Config};
use crate::diag::{Diagnostic, Diagnostics};
use crate::disk::{self, Difference, DiskError, Written};
use crate::file_tree::FileTree;
use crate::path::DocumentId;
use crate::render::Counts;
use crate::source::Sources;
use crate::surface;
use crate::{Described, Diagnosis, Outcome};
use bump::Bump;
use last_run::Dependencies;
use lock::LockFile;
use opened::Outcomes;
use read::{Read, Unread, Wanted};
use transcript::Transcript;
use verdict::{Judged, judge};

pub use config_schema::config_schema;
pub use console::{Console, MessageFormat};
pub use diff::{DiffFormat, DiffOptions, FailOn, diff};
pub use explain::explain;
pub use init::init;
pub use options::{
    Cache, Deny, GenerateOptions, InitOptions, Mode, ShapeOptions, SpecOptions, TrafficFailOn, TrafficOptions,
    Verbosity,
};
pub use release::release;
pub use shape::shape;
#[cfg(feature = "traffic")]
pub use traffic::check_traffic;
pub use watch::{Watched, generate_watched};

/// The name of the default configuration file, beside the document.
pub const CONFIG_FILE: &str = "oaspress.toml";

/// The outcome of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Success, possibly with warnings.
    Done,
    /// There are errors and nothing was written, or a check failed.
    Failed,
    /// The arguments name something that does not exist.
    Usage,
}

impl Exit {
    /// Returns the exit code of the process.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Failed => 1,
            Self::Usage => 2,
        }
    }
}

/// The result of a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The outcome of the command.
    pub exit: Exit,
    /// The number of findings.
    pub counts: Counts,
    /// The written files, if the command writes any.
    pub written: Option<Written>,
    /// The files that a dry run would write.
    pub planned: Option<Written>,
    /// The difference between the folder and the generated files, for a check.
    pub difference: Option<Difference>,
    /// The files that the command read or looked for, if it generates a crate.
    pub inputs: Vec<PathBuf>,
}

impl Report {
    pub(crate) fn new(exit: Exit, counts: Counts) -> Self {
        Self { exit, counts, written: None, planned: None, difference: None, inputs: Vec::new() }
    }
}

/// Generates a crate, reports what that would change, or checks that it is up to date.
pub fn generate(options: &GenerateOptions, console: &mut Console<'_>) -> Report {
    let report = write_or_check(options, console);
    console.outcome(&report);
    report
}

fn write_or_check(options: &GenerateOptions, console: &mut Console<'_>) -> Report {
    let prepared = match prepare(&options.spec, Wanted::Crate, console) {
        Ok(prepared) => prepared,
        Err(report) => return *report,
    };
    let dependencies = Dependencies::new(options, &prepared, console);
    if let Some(report) = dependencies.as_ref().and_then(|known| known.repeat(options, &prepared, console)) {
        return report;
    }
    let mut bump = options.bump.then(|| Bump::new(&options.spec));
    let work = |documents: &[Described<'_>], config: &Config| {
        let found = judged(options, documents, config);
        let required = found.0.as_ref().and_then(|generated| generated.judged.required_version());
        match bump.as_mut().zip(required) {
            Some((bump, version)) => judged(options, documents, &bump.raised(version, config)),
            None => found,
        }
    };
    let (ran, findings) =
        Transcript::of(console, |console| run_prepared(prepared, (&options.spec, Some(options)), console, work));
    findings.print(console);
    let Ran { counts, result, inputs, opened } = match ran {
        Ok(ran) => ran,
        Err(report) => return *report,
    };
    let Some(generated) = result else {
        console.summary(counts, &format!("{} is unchanged", options.out.display()));
        return Report { inputs, ..Report::new(Exit::Failed, counts) };
    };
    let report = match options.mode {
        Mode::Check => checked(options, &generated, counts, console),
        Mode::DryRun => previewed(options, &generated, counts, console),
        Mode::Write => written(options, &generated, bump, (counts, console)),
    };
    let is_up_to_date = report.exit == Exit::Done && options.mode != Mode::DryRun;
    if let Some(dependencies) = dependencies.filter(|_| is_up_to_date) {
        dependencies.remember(options, &generated, (counts, opened, findings), console);
    }
    Report { inputs, ..report }
}

fn checked(options: &GenerateOptions, generated: &Generated, counts: Counts, console: &mut Console<'_>) -> Report {
    let Generated { files, judged, lock } = generated;
    let mut report = check(options, files, counts, console);
    console.verdict(judged, options);
    for (message, help) in lock.error(options).into_iter().chain(judged.version_error(options)) {
        console.error(&message, &help);
        report.exit = Exit::Failed;
    }
    report
}

fn previewed(options: &GenerateOptions, generated: &Generated, counts: Counts, console: &mut Console<'_>) -> Report {
    let Generated { files, judged, .. } = generated;
    match disk::preview(files, crate_name(files), &options.out, options.foreign) {
        Err(error) => failed(&error, counts, console),
        Ok(planned) => {
            console.written(options, &planned, counts);
            console.verdict(judged, options);
            Report { planned: Some(planned), ..Report::new(Exit::Done, counts) }
        }
    }
}

fn written(
    options: &GenerateOptions,
    Generated { files, judged, lock }: &Generated,
    bump: Option<Bump>,
    (counts, console): (Counts, &mut Console<'_>),
) -> Report {
    let edit = match bump.map(|bump| bump.edit(judged)).transpose() {
        Ok(edit) => edit.flatten(),
        Err((message, help)) => {
            console.error(&message, &help);
            return Report::new(Exit::Failed, counts);
        }
    };
    let written = match disk::write(files, crate_name(files), &options.out, options.foreign) {
        Err(error) => return failed(&error, counts, console),
        Ok(written) => written,
    };
    console.written(options, &written, counts);
    console.next_step(options, &written, crate_name(files));
    console.verdict(judged, options);
    if judged.breaks_source()
        && let Some(offer) = lock.offer(options)
    {
        console.note("lock", &offer);
    }
    let edited = edit.map_or(Ok(()), |edit| edit.write(&options.out, console));
    if let Err(error) = lock.write(console).and(edited) {
        return failed(&error, counts, console);
    }
    Report { written: Some(written), ..Report::new(Exit::Done, counts) }
}

/// A generated crate.
struct Generated {
    files: FileTree,
    judged: Judged,
    lock: LockFile,
}

/// Generates a crate with the choices of the one in the output folder, and judges it by that folder.
fn judged(options: &GenerateOptions, documents: &[Described<'_>], config: &Config) -> (Option<Generated>, Diagnosis) {
    let config = lock::with_history(options, config);
    let Outcome { files, mut diagnostics, inputs, removed, lock } = crate::generate_all(documents, &config);
    let generated = files.map(|files| {
        let (judged, found) = judge(&options.out, &files, &removed, &config);
        diagnostics.extend(found);
        Generated { files, judged, lock: LockFile::new(&options.spec, lock) }
    });
    (generated, Diagnosis { diagnostics, inputs, removed })
}

/// Reports the findings of a document, and writes nothing.
pub fn lint(options: &SpecOptions, console: &mut Console<'_>) -> Report {
    let work = |documents: &[Described<'_>], config: &Config| (Some(()), crate::diagnose_all(documents, config));
    let report = match run((options, Wanted::Any), None, console, work) {
        Err(report) => *report,
        Ok(Ran { counts, result, .. }) => {
            console.summary(counts, "");
            Report::new(if result.is_some() { Exit::Done } else { Exit::Failed }, counts)
        }
    };
    console.outcome(&report);
    report
}

fn check(options: &GenerateOptions, files: &FileTree, counts: Counts, console: &mut Console<'_>) -> Report {
    match disk::check(files, crate_name(files), &options.out) {
        Err(error) => failed(&error, counts, console),
        Ok(difference) => {
            let exit = if difference.is_empty() { Exit::Done } else { Exit::Failed };
            console.difference(options, &difference, counts);
            Report { difference: Some(difference), ..Report::new(exit, counts) }
        }
    }
}

/// Sets the name and the form that the options of a command choose. A module has the name of its folder.
fn configure(options: &GenerateOptions, config: &mut Config) -> Result<(), (String, String)> {
    let folder = || options.out.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let module = options.is_module.then(folder);
    if let Some(name) = module.as_ref().filter(|name| !config::is_module_name(name)) {
        let message = format!("`{name}` is not a name for a module");
        return Err((message, "use a folder whose name is a Rust identifier, such as `src/api`".to_owned()));
    }
    if let Some(name) = options.crate_name.as_ref().filter(|name| !config::is_crate_name(name)) {
        return Err((format!("`{name}` is not a valid crate name"), config::CRATE_NAME_RULE.to_owned()));
    }
    if options.is_module && !config.documents.is_empty() {
        let message = "a module of another crate has one document, and the configuration has several";
        let help = "generate a crate with `--out`, or one module per document, each with a configuration of its own";
        return Err((message.to_owned(), help.to_owned()));
    }
    config.manifest.is_module = options.is_module;
    config.manifest.name = module.or_else(|| options.crate_name.clone()).or(config.manifest.name.take());
    Ok(())
}

/// Reports a crate of several documents without a name, which no title can supply.
fn require_name(config: &Config) -> Result<(), (String, String)> {
    if config.manifest.name.is_none() && !config.documents.is_empty() {
        let help = "write `name = \"…\"` under `[crate]` in the configuration, or use `--crate-name`";
        return Err(("a crate of several documents needs a name".to_owned(), help.to_owned()));
    }
    Ok(())
}

/// Returns the name of a generated crate.
fn crate_name(files: &FileTree) -> &str {
    surface::crate_name(files.get(surface::FILE).unwrap_or_default())
}

/// The result of reading a document and working on it.
struct Ran<T> {
    counts: Counts,
    result: Option<T>,
    /// The files that were read or looked for.
    inputs: Vec<PathBuf>,
    /// The files that were opened for each document.
    opened: Vec<Outcomes>,
}

/// The input of a command, before its options are applied.
struct Prepared {
    read: Read,
    sources: Sources,
    /// The findings about the configuration and the lock.
    found: Diagnostics,
    /// The configuration that is not read, since the command has none.
    ignored: Option<PathBuf>,
}

/// Reads the input.
fn prepare(options: &SpecOptions, wanted: Wanted, console: &mut Console<'_>) -> Result<Prepared, Box<Report>> {
    let (mut sources, mut found) = (Sources::new(), Diagnostics::new());
    match read::read(options, wanted, &mut sources, &mut found) {
        Ok(read) => {
            let ignored = (wanted == Wanted::Unconfigured).then(|| options.config_path()).flatten();
            Ok(Prepared { read, sources, found, ignored })
        }
        Err(Unread::Configuration) => {
            let found = found.into_vec();
            console.diagnostics(&found, &sources);
            Err(Box::new(Report::new(Exit::Failed, Counts::new(&found))))
        }
        Err(error) => Err(not_read(&error, console)),
    }
}

/// Reads the input, runs `work` and reports the findings. There is a result unless there are errors, or warnings that
/// count as errors.
fn run<T>(
    (options, wanted): (&SpecOptions, Wanted),
    target: Option<&GenerateOptions>,
    console: &mut Console<'_>,
    work: impl FnOnce(&[Described<'_>], &Config) -> (Option<T>, Diagnosis),
) -> Result<Ran<T>, Box<Report>> {
    let prepared = prepare(options, wanted, console)?;
    run_prepared(prepared, (options, target), console, work)
}

/// Does the same for input that is read.
fn run_prepared<T>(
    Prepared { mut read, mut sources, found, ignored }: Prepared,
    (options, target): (&SpecOptions, Option<&GenerateOptions>),
    console: &mut Console<'_>,
    work: impl FnOnce(&[Described<'_>], &Config) -> (Option<T>, Diagnosis),
) -> Result<Ran<T>, Box<Report>> {
    console.configuration(read.config_path.as_deref(), ignored.as_deref());
    let configured = target.map_or(Ok(()), |target| configure(target, &mut read.config));
    // An invalid name is a finding.
    let configured = configured.and_then(|()| match target {
        Some(_) if !found.has_errors() => require_name(&read.config),
        _ => Ok(()),
    });
    if let Err((message, help)) = configured.and_then(|()| read::add_options(options, &mut read.config)) {
        return Err(Box::new(unread(Exit::Usage, &message, &help, console)));
    }
    let (result, Diagnosis { diagnostics, inputs, removed }) = work(&read.described(), &read.config);
    for (number, input) in (1..).zip(&inputs) {
        sources.insert(DocumentId::new(number), &input.name, &input.bytes);
    }
    console.further_files(&inputs);
    console.removed(&removed, options.verbosity);
    let all: Vec<Diagnostic> = found.into_vec().into_iter().chain(read.of_selected(diagnostics)).collect();
    let counts = Counts::new(&all);
    console.diagnostics(&all, &sources);
    let denied = options.deny == Deny::Warnings && counts.warnings > 0;
    if denied && counts.errors == 0 {
        console.error("there are warnings, and they are denied", "");
    }
    let opened: Vec<Outcomes> = read.documents.iter().map(|(_, files)| files.outcomes()).collect();
    let inputs = read.paths(&opened);
    Ok(Ran { counts, result: result.filter(|_| !denied && counts.errors == 0), inputs, opened })
}

/// Reports input that cannot be read.
fn not_read(error: &Unread, console: &mut Console<'_>) -> Box<Report> {
    let (message, help) = error.texts();
    let (exit, path) = match error {
        Unread::Disk(error) => (Exit::Failed, error.path().map(Path::to_owned)),
        Unread::Usage(..) => (Exit::Usage, None),
        Unread::Configuration => (Exit::Failed, None),
    };
    Box::new(Report { inputs: path.into_iter().collect(), ..unread(exit, &message, &help, console) })
}

/// Reports arguments that cannot be used together.
pub fn usage(message: &str, help: &str, console: &mut Console<'_>) -> Report {
    unread(Exit::Usage, message, help, console)
}

fn unread(exit: Exit, message: &str, help: &str, console: &mut Console<'_>) -> Report {
    console.unread(message, help);
    Report::new(exit, Counts::default())
}

fn failed(error: &DiskError, counts: Counts, console: &mut Console<'_>) -> Report {
    console.error(&error.to_string(), &error.help());
    Report::new(Exit::Failed, counts)
}
