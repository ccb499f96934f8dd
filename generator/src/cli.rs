//! Parses the arguments of the `oaspress` command and writes its output to the terminal.

use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anstyle::{AnsiColor, Effects, Style};
use clap::{Args, CommandFactory as _, Parser, Subcommand, ValueEnum};
use indicatif::ProgressBar;

use crate::command::{
    self, Console, Deny, DiffFormat, DiffOptions, Exit, FailOn, GenerateOptions, InitOptions, MessageFormat, Mode,
    Report, ShapeOptions, SpecOptions, TrafficFailOn, TrafficOptions, Verbosity,
};
use crate::disk::Foreign;
use crate::render::{Counts, Paint, Palette};

/// Generates a Rust client crate from an OpenAPI document.
#[derive(Debug, Parser)]
#[command(version, about, after_help = AFTER_HELP)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    /// The format of diagnostics and results; all formats except the default write them to standard output
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t, global = true)]
    message_format: Format,
}

const AFTER_HELP: &str = "Exit code 0: done, perhaps with warnings; 1: errors, and nothing was written; 2: usage.";

#[derive(Debug, Subcommand)]
enum Command {
    /// Generate a client crate
    Generate(Generate),
    /// Record the public API of a crate, which must be up to date, as released; later versions are compared with it
    Release(Target),
    /// Report the findings of a document, and write nothing
    Lint(Spec),
    /// Write the effective document, after overlays and filters
    Shape {
        #[command(flatten)]
        spec: Spec,
        /// The file to write, as JSON if its name ends in `.json`, otherwise as YAML [default: standard output]
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Write a first `oaspress.toml` for a document: crate, environment variables, pagination, parts of errors
    Init {
        #[command(flatten)]
        spec: Spec,
        /// The file to write [default: `oaspress.toml` beside the document]
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Compare recorded traffic with a document, and report where the server differs from it
    CheckTraffic(CheckTraffic),
    /// Compare two versions of an API: changes that break clients built from the old one, or the source of users
    Diff(Diff),
    /// Explain the code of a diagnostic, the rule of a change or a key of the configuration, or list all codes and rules
    Explain {
        /// A code, as in `warning[duplicate-key]`, or a key, as in `client.base-url`
        code: Option<String>,
    },
    /// Print the JSON Schema of `oaspress.toml`, for editors
    ConfigSchema,
    /// Print the completions of this command for a shell
    Completions {
        /// The shell
        #[arg(value_enum)]
        shell: clap_complete::Shell,
    },
    /// Print the manual page of this command, in the format of `man`
    Man,
}

#[derive(Debug, Args)]
struct Spec {
    /// The OpenAPI document, YAML or JSON; `-` is standard input
    #[arg(value_name = "SPEC")]
    document: PathBuf,
    /// The folder that contains all files of the document [default: the folder of the document]
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
    /// Allow references to this file, or to all files of this folder, even if it is hidden or does not end in `.yaml`,
    /// `.yml` or `.json`; the path is relative to the root folder
    #[arg(long, value_name = "PATH")]
    allow: Vec<String>,
    /// The configuration [default: `oaspress.toml` beside the document, if it exists]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Apply an overlay to the document, after those that the configuration lists; can be repeated
    #[arg(long, value_name = "FILE")]
    overlay: Vec<PathBuf>,
    /// Generate only what the filter selects: `tag:NAME`, `operation:ID`, `path:/pets/**#GET`, `schema:NAME`; can be
    /// repeated
    #[arg(long, value_name = "FILTER")]
    include: Vec<String>,
    /// Leave out what the filter selects; accepts the filters of `--include` and `deprecated`
    #[arg(long, value_name = "FILTER")]
    exclude: Vec<String>,
    /// List every written file, and the operations and schemas that filters remove
    #[arg(long, short)]
    verbose: bool,
    /// Treat warnings as errors
    #[arg(long, value_name = "LEVEL", value_enum)]
    deny: Option<Denied>,
}

#[derive(Debug, Args)]
struct Target {
    #[command(flatten)]
    spec: Spec,
    /// The folder of the crate
    #[arg(long, value_name = "DIR", required_unless_present = "module", conflicts_with = "module")]
    out: Option<PathBuf>,
    /// The folder of a module within an existing crate, such as `src/api`, instead of a crate
    #[arg(long, value_name = "DIR")]
    module: Option<PathBuf>,
    /// The name of the crate, instead of the configured one
    #[arg(long, value_name = "NAME", conflicts_with = "module")]
    crate_name: Option<String>,
}

#[derive(Debug, Args)]
struct Generate {
    #[command(flatten)]
    target: Target,
    #[command(flatten)]
    effect: Effect,
    /// Replace files that oaspress did not write, generated files that were edited, and a crate of another name
    #[arg(long)]
    force: bool,
    /// Ignore `oaspress.lock` beside the configuration, which keeps names of earlier versions, and drop it
    #[arg(long)]
    fresh: bool,
    /// Raise `[crate] version` in the configuration as far as the changes since the last release require
    #[arg(long, conflicts_with_all = ["check", "dry_run", "watch"])]
    bump: bool,
}

/// The effect on the folder, if files are not written once.
#[derive(Debug, Args)]
struct Effect {
    /// Write nothing, and fail if a file would change
    #[arg(long, conflicts_with_all = ["dry_run", "watch"])]
    check: bool,
    /// Write nothing, and list the files that would be written and deleted; fail where writing would fail
    #[arg(long, conflicts_with = "watch")]
    dry_run: bool,
    /// Generate again whenever the document, a file that it refers to, an overlay or the configuration changes
    #[arg(long)]
    watch: bool,
}

#[derive(Debug, Args)]
struct Diff {
    /// The old version: a document, the folder of a crate, or its `api.txt`; `-` is standard input
    old: PathBuf,
    /// The new version, in any of these forms
    new: PathBuf,
    /// The configuration of documents, with the accepted changes [default: `oaspress.toml` beside each, if it exists]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// The folder that contains all files of the documents [default: the folder of each document]
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
    /// The format of the changes [default: human]
    #[arg(long, value_name = "FORMAT", value_enum)]
    format: Option<ChangeFormat>,
    /// Exit with code 1 if the source of users breaks (`major`), if there are additions as well (`minor`), or if
    /// clients built from the old version break (`wire`)
    #[arg(long, value_name = "WHAT", value_enum)]
    fail_on: Option<Failing>,
}

#[derive(Debug, Args)]
struct CheckTraffic {
    #[command(flatten)]
    spec: Spec,
    /// The recorded traffic: HAR 1.2 of a browser or a proxy, or what `record_traffic` of a client wrote; may be
    /// compressed with gzip
    #[arg(value_name = "TRAFFIC", required = true)]
    traffic: Vec<PathBuf>,
    /// The base URL of the API in the traffic [default: the servers of the document]
    #[arg(long, value_name = "URL")]
    server: Option<String>,
    /// Write an overlay that makes the traffic valid
    #[arg(long, value_name = "FILE")]
    write_overlay: Option<PathBuf>,
    /// Add the unlisted values of enumerations to the overlay; the findings list them
    #[arg(long, requires = "write_overlay")]
    accept_values: bool,
    /// Exit with code 1 if there are differences that a client may not decode (`warnings`), or any (`notes`)
    #[arg(long, value_name = "WHAT", value_enum)]
    fail_on: Option<FailingTraffic>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum FailingTraffic {
    Warnings,
    Notes,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum ChangeFormat {
    /// Text for terminals
    Human,
    /// One JSON object per line
    Json,
    /// Tables for the text of a pull request
    Markdown,
    /// Annotations for GitHub Actions
    Github,
    /// An entry of a changelog, grouped by operation
    Changelog,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Failing {
    Major,
    Minor,
    Wire,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Format {
    /// Text for terminals
    #[default]
    Human,
    /// One line of JSON per diagnostic, file and outcome
    Json,
    /// Annotations for GitHub Actions
    Github,
    /// A SARIF 2.1.0 log
    Sarif,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Denied {
    Warnings,
}

/// Runs the command with the arguments of the process, and returns its exit code.
#[must_use]
pub fn main() -> u8 {
    let arguments = Arguments::parse();
    let format = match arguments.message_format {
        Format::Human => MessageFormat::Human,
        Format::Json => MessageFormat::Json,
        Format::Github => MessageFormat::Github,
        Format::Sarif => MessageFormat::Sarif,
    };
    match arguments.command {
        Command::Generate(arguments) if arguments.effect.watch => watch(&generate(arguments), format),
        command => shown(format, |console| run(command, console)).exit.code(),
    }
}

/// Runs a command and writes its output. It is buffered while the spinner is visible.
fn shown(format: MessageFormat, run: impl FnOnce(&mut Console<'_>) -> Report) -> Report {
    let (mut messages, mut results) = (Vec::new(), Vec::new());
    let palette = match format {
        MessageFormat::Human => palette(),
        _ => Palette::default(),
    };
    let mut console = Console { messages: &mut messages, results: &mut results, format, palette };
    let spinner = spinner();
    let report = run(&mut console);
    spinner.finish_and_clear();
    show(&messages, anstream::stderr());
    show(&results, anstream::stdout());
    report
}

/// The interval at which the files are looked at.
const INTERVAL: Duration = Duration::from_millis(250);

/// Generates a crate whenever a file changes, until the process is ended.
fn watch(options: &GenerateOptions, format: MessageFormat) -> u8 {
    if options.spec.spec == Path::new("-") {
        let message = "`--watch` requires a file, and the document is standard input";
        return shown(format, |console| command::usage(message, "name the file of the document", console)).exit.code();
    }
    let mut changed = Vec::new();
    loop {
        let mut watched = None;
        let report = shown(format, |console| {
            let (report, files) = command::generate_watched(options, &changed, console);
            watched = Some(files);
            report
        });
        match watched.filter(|_| report.exit != Exit::Usage) {
            Some(files) => changed = files.wait(INTERVAL),
            None => return report.exit.code(),
        }
    }
}

fn run(command: Command, console: &mut Console<'_>) -> Report {
    match command {
        Command::Generate(arguments) => command::generate(&generate(arguments), console),
        Command::Release(arguments) => command::release(&release(arguments), console),
        Command::Lint(arguments) => command::lint(&spec(arguments), console),
        Command::Shape { spec: arguments, out } => {
            command::shape(&ShapeOptions { spec: spec(arguments), out }, console)
        }
        Command::CheckTraffic(arguments) => command::check_traffic(&traffic(arguments), console),
        Command::Diff(arguments) => command::diff(&diff(arguments, console.format), console),
        Command::Explain { code } => command::explain(code.as_deref(), console),
        Command::Init { spec: arguments, out } => command::init(&InitOptions { spec: spec(arguments), out }, console),
        Command::ConfigSchema => command::config_schema(console),
        Command::Completions { shell } => print(console, |out| {
            clap_complete::generate(shell, &mut Arguments::command(), "oaspress", out);
            Ok(())
        }),
        Command::Man => print(console, |out| clap_mangen::Man::new(Arguments::command()).render(out)),
    }
}

/// Writes a text of the program itself to the results.
fn print(console: &mut Console<'_>, write: impl FnOnce(&mut Vec<u8>) -> std::io::Result<()>) -> Report {
    let mut text = Vec::new();
    let exit = if write(&mut text).is_ok() { Exit::Done } else { Exit::Failed };
    // Ignores errors, since the results are in memory.
    let _ = console.results.write_all(&text);
    Report::new(exit, Counts::default())
}

fn spec(arguments: Spec) -> SpecOptions {
    let deny = match arguments.deny {
        Some(Denied::Warnings) => Deny::Warnings,
        None => Deny::Nothing,
    };
    SpecOptions {
        spec: arguments.document,
        root: arguments.root,
        allow: arguments.allow,
        config: arguments.config,
        overlays: arguments.overlay,
        include: arguments.include,
        exclude: arguments.exclude,
        verbosity: if arguments.verbose { Verbosity::Verbose } else { Verbosity::Normal },
        deny,
        fresh: false,
    }
}

fn generate(arguments: Generate) -> GenerateOptions {
    GenerateOptions {
        spec: SpecOptions { fresh: arguments.fresh, ..spec(arguments.target.spec) },
        is_module: arguments.target.module.is_some(),
        out: arguments.target.module.or(arguments.target.out).unwrap_or_default(),
        crate_name: arguments.target.crate_name,
        mode: match (arguments.effect.check, arguments.effect.dry_run) {
            (true, _) => Mode::Check,
            (false, true) => Mode::DryRun,
            (false, false) => Mode::Write,
        },
        foreign: if arguments.force { Foreign::Replace } else { Foreign::Keep },
        bump: arguments.bump,
        remedy: same_command(),
    }
}

fn release(arguments: Target) -> GenerateOptions {
    GenerateOptions {
        spec: spec(arguments.spec),
        is_module: arguments.module.is_some(),
        out: arguments.module.or(arguments.out).unwrap_or_default(),
        crate_name: arguments.crate_name,
        mode: Mode::Check,
        remedy: same_command().replacen(" release ", " generate ", 1),
        ..GenerateOptions::default()
    }
}

fn traffic(arguments: CheckTraffic) -> TrafficOptions {
    TrafficOptions {
        spec: spec(arguments.spec),
        traffic: arguments.traffic,
        server: arguments.server,
        overlay: arguments.write_overlay,
        accept_values: arguments.accept_values,
        fail_on: arguments.fail_on.map(|failing| match failing {
            FailingTraffic::Warnings => TrafficFailOn::Warnings,
            FailingTraffic::Notes => TrafficFailOn::Notes,
        }),
    }
}

fn diff(arguments: Diff, messages: MessageFormat) -> DiffOptions {
    let format = match (arguments.format, messages) {
        (Some(ChangeFormat::Json), _) | (None, MessageFormat::Json) => DiffFormat::Json,
        (Some(ChangeFormat::Human), _) | (None, MessageFormat::Human | MessageFormat::Sarif) => DiffFormat::Human,
        (Some(ChangeFormat::Markdown), _) => DiffFormat::Markdown,
        (Some(ChangeFormat::Changelog), _) => DiffFormat::Changelog,
        (Some(ChangeFormat::Github), _) | (None, MessageFormat::Github) => DiffFormat::Github,
    };
    DiffOptions {
        old: arguments.old,
        new: arguments.new,
        spec: SpecOptions { config: arguments.config, root: arguments.root, ..SpecOptions::default() },
        format,
        fail_on: arguments.fail_on.map(|failing| match failing {
            Failing::Major => FailOn::Major,
            Failing::Minor => FailOn::Minor,
            Failing::Wire => FailOn::Wire,
        }),
    }
}

/// Returns the command line without `--check` and `--bump`.
fn same_command() -> String {
    let arguments = std::env::args().skip(1).filter(|argument| !["--check", "--bump"].contains(&argument.as_str()));
    let quoted = arguments.map(|argument| if argument.contains(' ') { format!("'{argument}'") } else { argument });
    std::iter::once("oaspress".to_owned()).chain(quoted).collect::<Vec<_>>().join(" ")
}

/// Returns a spinner that is only visible on a terminal, after a delay.
fn spinner() -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let spinner = ProgressBar::new_spinner().with_message("generating");
    spinner.enable_steady_tick(Duration::from_millis(200));
    spinner
}

/// Writes to a stream, without colors if it does not support them. Ignores errors such as a closed pipe.
fn show(text: &[u8], mut stream: impl std::io::Write) {
    let _ = stream.write_all(text).and_then(|()| stream.flush());
}

/// Returns the color palette of messages.
#[must_use]
pub fn palette() -> Palette {
    let paint = |style: Style| Paint { on: style.render().to_string(), off: style.render_reset().to_string() };
    let bold = |colour: AnsiColor| paint(colour.on_default().effects(Effects::BOLD));
    Palette {
        error: bold(AnsiColor::Red),
        warning: bold(AnsiColor::Yellow),
        note: bold(AnsiColor::Cyan),
        strong: paint(Style::new().bold()),
        faint: paint(AnsiColor::Blue.on_default()),
        added: paint(AnsiColor::Green.on_default()),
        removed: paint(AnsiColor::Red.on_default()),
    }
}
