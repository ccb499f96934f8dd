//! The arguments of the command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Generates a Rust client crate from an OpenAPI document.
#[derive(Debug, Parser)]
#[command(version, about, after_help = AFTER_HELP)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Command,
    /// The format of diagnostics and results; all formats except the default write them to standard output
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t, global = true)]
    pub(super) message_format: Format,
}

pub(super) const AFTER_HELP: &str =
    "Exit code 0: done, perhaps with warnings; 1: errors, and nothing was written; 2: usage.";

#[derive(Debug, Subcommand)]
pub(super) enum Command {
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
    /// Explain the code of a diagnostic, the rule of a change, or a key or table of the configuration, or list all codes and rules
    Explain {
        /// A code, as in `warning[duplicate-key]`, a rule, a key, as in `client.base-url`, or a table, as in `names`
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
pub(super) struct Spec {
    /// The OpenAPI document, YAML or JSON; `-` is standard input [default: the `[[documents]]` of the configuration]
    #[arg(value_name = "SPEC")]
    pub(super) document: Option<PathBuf>,
    #[command(flatten)]
    pub(super) reading: Reading,
}

/// How a document is read.
#[derive(Debug, Args)]
pub(super) struct Reading {
    /// The folder that contains all files of the document [default: the folder of the document]
    #[arg(long, value_name = "DIR")]
    pub(super) root: Option<PathBuf>,
    /// Allow references to this file, or to all files of this folder, even if it is hidden or does not end in `.yaml`,
    /// `.yml` or `.json`; the path is relative to the root folder
    #[arg(long, value_name = "PATH")]
    pub(super) allow: Vec<String>,
    /// The configuration [default: `oaspress.toml` beside the document or in the current folder, if it exists]
    #[arg(long, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
    /// Apply an overlay to the document, after those that the configuration lists; can be repeated
    #[arg(long, value_name = "FILE")]
    pub(super) overlay: Vec<PathBuf>,
    /// Generate only what the filter selects: `tag:NAME`, `operation:ID`, `path:/pets/**#GET`, `schema:NAME`; can be
    /// repeated
    #[arg(long, value_name = "FILTER")]
    pub(super) include: Vec<String>,
    /// Leave out what the filter selects; accepts the filters of `--include` and `deprecated`
    #[arg(long, value_name = "FILTER")]
    pub(super) exclude: Vec<String>,
    /// List every written file, and the operations and schemas that filters remove
    #[arg(long, short)]
    pub(super) verbose: bool,
    /// Treat warnings as errors
    #[arg(long, value_name = "LEVEL", value_enum)]
    pub(super) deny: Option<Denied>,
}

#[derive(Debug, Args)]
pub(super) struct Target {
    #[command(flatten)]
    pub(super) spec: Spec,
    /// The folder of the crate
    #[arg(long, value_name = "DIR", required_unless_present = "module", conflicts_with = "module")]
    pub(super) out: Option<PathBuf>,
    /// The folder of a module within an existing crate, such as `src/api`, instead of a crate
    #[arg(long, value_name = "DIR")]
    pub(super) module: Option<PathBuf>,
    /// The name of the crate, instead of the configured one
    #[arg(long, value_name = "NAME", conflicts_with = "module")]
    pub(super) crate_name: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct Generate {
    #[command(flatten)]
    pub(super) target: Target,
    #[command(flatten)]
    pub(super) effect: Effect,
    /// Replace files that oaspress did not write, generated files that were edited, and a crate of another name
    #[arg(long)]
    pub(super) force: bool,
    /// Ignore `oaspress.lock` beside the configuration, which keeps names of earlier versions, and drop it
    #[arg(long)]
    pub(super) fresh: bool,
    /// Raise `[crate] version` in the configuration as far as the changes since the last release require
    #[arg(long, conflicts_with_all = ["check", "dry_run", "watch"])]
    pub(super) bump: bool,
}

/// The effect on the folder, if files are not written once.
#[derive(Debug, Args)]
pub(super) struct Effect {
    /// Write nothing, and fail if a file would change
    #[arg(long, conflicts_with_all = ["dry_run", "watch"])]
    pub(super) check: bool,
    /// Write nothing, and list the files that would be written and deleted; fail where writing would fail
    #[arg(long, conflicts_with = "watch")]
    pub(super) dry_run: bool,
    /// Generate again whenever the document, a file that it refers to, an overlay or the configuration changes
    #[arg(long)]
    pub(super) watch: bool,
}

#[derive(Debug, Args)]
pub(super) struct Diff {
    /// The old version: a document, the folder of a crate, or its `api.txt`; `-` is standard input
    pub(super) old: PathBuf,
    /// The new version, in any of these forms
    pub(super) new: PathBuf,
    /// The configuration of documents, with the accepted changes [default: `oaspress.toml` beside each, if it exists]
    #[arg(long, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
    /// The folder that contains all files of the documents [default: the folder of each document]
    #[arg(long, value_name = "DIR")]
    pub(super) root: Option<PathBuf>,
    /// The format of the changes [default: human]
    #[arg(long, value_name = "FORMAT", value_enum)]
    pub(super) format: Option<ChangeFormat>,
    /// Exit with code 1 if the source of users breaks (`major`), if there are additions as well (`minor`), or if
    /// clients built from the old version break (`wire`)
    #[arg(long, value_name = "WHAT", value_enum)]
    pub(super) fail_on: Option<Failing>,
}

#[derive(Debug, Args)]
pub(super) struct CheckTraffic {
    /// The OpenAPI document, YAML or JSON; `-` is standard input
    #[arg(value_name = "SPEC")]
    pub(super) document: PathBuf,
    #[command(flatten)]
    pub(super) reading: Reading,
    /// The recorded traffic: HAR 1.2 of a browser or a proxy, or what `record_traffic` of a client wrote; may be
    /// compressed with gzip
    #[arg(value_name = "TRAFFIC", required = true)]
    pub(super) traffic: Vec<PathBuf>,
    /// The base URL of the API in the traffic [default: the servers of the document]
    #[arg(long, value_name = "URL")]
    pub(super) server: Option<String>,
    /// Write an overlay that makes the traffic valid
    #[arg(long, value_name = "FILE")]
    pub(super) write_overlay: Option<PathBuf>,
    /// Add the unlisted values of enumerations to the overlay; the findings list them
    #[arg(long, requires = "write_overlay")]
    pub(super) accept_values: bool,
    /// Exit with code 1 if there are differences that a client may not decode (`warnings`), or any (`notes`)
    #[arg(long, value_name = "WHAT", value_enum)]
    pub(super) fail_on: Option<FailingTraffic>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum FailingTraffic {
    Warnings,
    Notes,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum ChangeFormat {
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
pub(super) enum Failing {
    Major,
    Minor,
    Wire,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(super) enum Format {
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
pub(super) enum Denied {
    Warnings,
}
