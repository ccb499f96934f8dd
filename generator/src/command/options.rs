//! The options of the commands, as plain data.

use std::path::{Path, PathBuf};

use super::CONFIG_FILE;
use crate::disk::{self, Foreign};

/// The document to read, and the checks to apply.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SpecOptions {
    /// The document; `-` is standard input. If it is empty, the configuration lists the documents.
    pub spec: PathBuf,
    /// The root folder, which contains all files of the document. The default is the folder of the document.
    pub root: Option<PathBuf>,
    /// Files and folders that the document may refer to even if they are hidden or do not have the extension of a
    /// document. The paths are relative to the root folder.
    pub allow: Vec<String>,
    /// The configuration file. The default is `oaspress.toml` beside the document, if it exists.
    pub config: Option<PathBuf>,
    /// Overlays to apply to the document after those in the configuration.
    pub overlays: Vec<PathBuf>,
    /// Filters in addition to those in `[include]`, such as `tag:issues`.
    pub include: Vec<String>,
    /// Filters in addition to those in `[exclude]`.
    pub exclude: Vec<String>,
    /// The verbosity of messages.
    pub verbosity: Verbosity,
    /// The findings that count as errors.
    pub deny: Deny,
    /// If true, the choices of earlier versions are ignored: those in the lock, and those of the crate in the output folder.
    pub fresh: bool,
}

impl SpecOptions {
    /// Returns the document that is named; `None` if the configuration lists the documents.
    pub(super) fn document(&self) -> Option<&Path> {
        Some(self.spec.as_path()).filter(|spec| !spec.as_os_str().is_empty())
    }

    /// Returns true if the document is read from standard input, so that no file is beside it.
    pub(super) fn is_standard_input(&self) -> bool {
        self.spec == Path::new("-")
    }

    /// Returns the place of the configuration, at which there may be no file: the one that is named, or the one beside the document.
    /// Without a document it is in the current folder.
    pub(super) fn config_place(&self) -> PathBuf {
        self.config.clone().unwrap_or_else(|| self.beside(CONFIG_FILE))
    }

    /// Returns the path of the configuration, if there is one. One that is named and missing is an error when it is read.
    pub(super) fn config_path(&self) -> Option<PathBuf> {
        Some(self.config_place()).filter(|path| self.config.is_some() || disk::is_file(path))
    }

    /// Returns the path of a file beside the document.
    pub(super) fn beside(&self, name: &str) -> PathBuf {
        self.spec.with_file_name(name)
    }
}

/// The verbosity of messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Verbosity {
    /// Reports only numbers.
    #[default]
    Normal,
    /// Lists every written file, and the operations and schemas that filters remove.
    Verbose,
}

/// The findings that count as errors.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Deny {
    /// Only errors.
    #[default]
    Nothing,
    /// Errors and warnings.
    Warnings,
}

/// The document to configure, and the file to write.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InitOptions {
    /// The document and its options.
    pub spec: SpecOptions,
    /// The configuration file. The default is `oaspress.toml` beside the document.
    pub out: Option<PathBuf>,
}

/// The document to generate a crate from, and its destination.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GenerateOptions {
    /// The document and its options.
    pub spec: SpecOptions,
    /// The folder of the crate, or of the module.
    pub out: PathBuf,
    /// True for a module of an existing crate. The module has the name of the folder.
    pub is_module: bool,
    /// The name of the crate. It overrides the configured one.
    pub crate_name: Option<String>,
    /// The effect on the folder.
    pub mode: Mode,
    /// The treatment of files that the generator did not write.
    pub foreign: Foreign,
    /// True if the version in the configuration is raised as far as the changes since the last release require.
    pub bump: bool,
    /// The command that the message of a failed check recommends.
    pub remedy: String,
    /// The place where runs are remembered, so that a run without changes generates nothing. `None` if every run generates.
    pub cache: Option<Cache>,
}

/// The place where runs are remembered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cache {
    /// The folder. It is created if it does not exist, and can be deleted at any time.
    pub folder: PathBuf,
    /// The executable that generates. A run of another one is not repeated.
    pub program: PathBuf,
}

/// The effect of generating on the folder of the crate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// Writes the crate.
    #[default]
    Write,
    /// Reports which files would be written and deleted, and changes nothing. It fails where writing would fail.
    DryRun,
    /// Reports the differences, and writes nothing. A difference is a failure.
    Check,
}

/// The document to write in its effective form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ShapeOptions {
    /// The document and its overlays.
    pub spec: SpecOptions,
    /// The file to write, as JSON if its name ends in `.json`, otherwise as YAML. The default is standard output.
    pub out: Option<PathBuf>,
}

/// The document to compare with recorded traffic.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrafficOptions {
    /// The document and its options.
    pub spec: SpecOptions,
    /// The files with recorded traffic.
    pub traffic: Vec<PathBuf>,
    /// The base URL of the API in the traffic, in place of the servers of the document.
    pub server: Option<String>,
    /// The overlay to write, which makes the traffic valid.
    pub overlay: Option<PathBuf>,
    /// True if the overlay may contain values of enumerations from the traffic.
    pub accept_values: bool,
    /// The differences that make the command fail.
    pub fail_on: Option<TrafficFailOn>,
}

/// The differences that make the comparison with traffic fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrafficFailOn {
    /// Those that a generated client may not be able to decode: warnings.
    Warnings,
    /// All.
    Notes,
}
