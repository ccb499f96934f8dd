//! What can be asked of a command, as plain data; knows nothing of how it is asked.

use std::path::PathBuf;

use crate::disk::Foreign;

/// Which document to read, and how strictly.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SpecOptions {
    /// The document; `-` is standard input.
    pub spec: PathBuf,
    /// The folder that all files of the document are in; without one, the folder of the document.
    pub root: Option<PathBuf>,
    /// The paths of files and folders, below the root folder, that the document may refer to although they are hidden or not called as
    /// documents are.
    pub allow: Vec<String>,
    /// The configuration; without one, `oaspress.toml` beside the document, if it exists.
    pub config: Option<PathBuf>,
    /// Overlays to apply to the document, after those of the configuration.
    pub overlays: Vec<PathBuf>,
    /// Filters beside those of `[include]`, as in `tag:issues`.
    pub include: Vec<String>,
    /// Filters beside those of `[exclude]`.
    pub exclude: Vec<String>,
    /// Lists every file that is written, and the operations and schemas that filters leave out.
    pub verbosity: Verbosity,
    /// What counts as an error beside errors.
    pub deny: Deny,
}

/// How much is said of what was done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Verbosity {
    /// Counts.
    #[default]
    Normal,
    /// Everything one by one.
    Verbose,
}

/// What counts as an error beside errors.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Deny {
    /// Nothing does.
    #[default]
    Nothing,
    /// Warnings do.
    Warnings,
}

/// What to generate and where.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GenerateOptions {
    /// What to generate it from.
    pub spec: SpecOptions,
    /// The folder of the crate.
    pub out: PathBuf,
    /// The name of the crate, instead of the configured one.
    pub crate_name: Option<String>,
    /// Whether to write.
    pub mode: Mode,
    /// What to do with files that the generator did not write.
    pub foreign: Foreign,
    /// The command that a failed check names as its remedy.
    pub remedy: String,
}

/// Whether to write.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// Make the folder what it should be.
    #[default]
    Write,
    /// Say in what it is not.
    Check,
}

/// Which document to write down as it is after its overlays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ShapeOptions {
    /// The document and its overlays.
    pub spec: SpecOptions,
    /// The file to write, JSON if its name ends in `.json`, else YAML; standard output without one.
    pub out: Option<PathBuf>,
}
