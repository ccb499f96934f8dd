//! Parses the arguments of the `oaspress` command and writes its output to the terminal.

mod arguments;
mod cache;

use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anstyle::{AnsiColor, Effects, Style};
use clap::{CommandFactory as _, Parser as _};
use indicatif::ProgressBar;

use crate::command::{
    self, Console, Deny, DiffFormat, DiffOptions, Exit, FailOn, GenerateOptions, InitOptions, MessageFormat, Mode,
    Report, ShapeOptions, SpecOptions, TrafficFailOn, TrafficOptions, Verbosity,
};
use crate::disk::Foreign;
use crate::render::{Counts, Paint, Palette};
use arguments::{
    Arguments, ChangeFormat, CheckTraffic, Command, Denied, Diff, Failing, FailingTraffic, Format, Generate, Reading,
    Spec, Target,
};

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
    reading(arguments.document.unwrap_or_default(), arguments.reading)
}

fn reading(document: PathBuf, arguments: Reading) -> SpecOptions {
    let deny = match arguments.deny {
        Some(Denied::Warnings) => Deny::Warnings,
        None => Deny::Nothing,
    };
    SpecOptions {
        spec: document,
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
        cache: cache::cache(),
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
        spec: reading(arguments.document, arguments.reading),
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
