//! What a run has found, as plain data: what is written into the report.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// All of it.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Report {
    /// By document, sorted by name.
    pub(crate) documents: Vec<Entry>,
}

/// One document.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Entry {
    /// What it is called.
    pub(crate) name: String,
    /// The package that is made of it.
    pub(crate) package: String,
    /// How generating ended.
    pub(crate) ending: Ending,
    /// What is left of a panic or a refusal: the first lines of it.
    pub(crate) complaint: Option<String>,
    /// What the process that generated it has measured and found.
    #[serde(flatten)]
    pub(crate) found: Found,
    /// What the compiler says.
    pub(crate) check: Option<Check>,
    /// What became of its examples.
    pub(crate) examples: Option<Examples>,
    /// Whether the examples in the documentation of its crate compile.
    pub(crate) doctests: Option<Doctests>,
}

/// How generating a document ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Ending {
    /// There is a crate.
    Generated,
    /// The document has errors, which were reported.
    Refused,
    /// The generator panicked, or the system killed it.
    Panicked,
    /// It took too long.
    TimedOut,
}

/// What is found in the process that generates a document.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Found {
    /// The version that it is written in: `3.0`.
    pub(crate) version: String,
    /// Bytes of the file.
    pub(crate) bytes: usize,
    /// Seconds of generating, without reading and writing files.
    pub(crate) seconds: f64,
    /// Seconds of the processor's time for it.
    pub(crate) cpu_seconds: f64,
    /// The most memory that it had, in mebibytes.
    pub(crate) peak_mebibytes: f64,
    /// Lines of the crate.
    pub(crate) lines: usize,
    /// Lines of it outside of the runtime.
    pub(crate) own_lines: usize,
    /// Operations.
    pub(crate) operations: Score,
    /// Schemas with a name of their own.
    pub(crate) named_schemas: usize,
    /// Schemas at any place.
    pub(crate) schemas: Score,
    /// Parameters of operations.
    pub(crate) parameters: Score,
    /// How often each finding was made.
    pub(crate) diagnostics: BTreeMap<String, usize>,
    /// The errors that it was refused for.
    pub(crate) errors: Vec<String>,
}

/// How much of what the document holds arrived.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Score {
    /// How many the document holds, counted without the generator.
    pub(crate) document: usize,
    /// What was lost, by name or place.
    pub(crate) lost: Vec<String>,
}

/// What the compiler says of a crate.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Check {
    /// Whether it compiles.
    pub(crate) compiles: bool,
    /// Errors.
    pub(crate) errors: usize,
    /// Warnings of the compiler.
    pub(crate) warnings: usize,
    /// Warnings of clippy, if it was asked.
    pub(crate) clippy_warnings: Option<usize>,
    /// Seconds of the processor's time.
    pub(crate) cpu_seconds: Option<f64>,
    /// The most memory that the compiler had, in mebibytes.
    pub(crate) peak_mebibytes: Option<f64>,
    /// The first things that it said.
    pub(crate) messages: Vec<String>,
}

/// What became of the examples of a document: each is read into its type and written again.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Examples {
    /// How many there are.
    pub(crate) count: usize,
    /// How many of them break their own schema.
    pub(crate) invalid: usize,
    /// How many of the others come back whole.
    pub(crate) whole: usize,
    /// What is not read or does not come back, of those that satisfy their schema.
    pub(crate) lost: Vec<String>,
    /// The same of those that break it.
    pub(crate) lost_invalid: Vec<String>,
    /// Values that come back in another spelling, such as moments in UTC.
    pub(crate) normalised: usize,
    /// Keys that are gone and that no schema has a word for.
    pub(crate) undeclared: usize,
    /// Keys with `null` that are gone.
    pub(crate) nulls: usize,
    /// Keys that were not there before.
    pub(crate) added: usize,
    /// What is wrong with the program that reads them.
    pub(crate) broken_program: Option<String>,
}

/// Whether the examples in the documentation of a crate compile, with all features of the crate.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Doctests {
    /// How many there are, without those that are not meant to compile.
    pub(crate) count: usize,
    /// Those that do not compile.
    pub(crate) failed: Vec<Example>,
    /// Seconds of CPU time, with checking the crate.
    pub(crate) cpu_seconds: f64,
    /// The most memory that all processes had at the same time, in MiB.
    pub(crate) peak_mebibytes: f64,
    /// Why the examples were not compiled, or not all of them.
    pub(crate) problem: Option<String>,
}

/// An example that does not compile.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Example {
    /// Its file, item and line.
    pub(crate) name: String,
    /// The first error.
    pub(crate) error: String,
}

impl Doctests {
    /// Whether all examples compile.
    pub(crate) fn is_clean(&self) -> bool {
        self.failed.is_empty() && self.problem.is_none()
    }
}

impl Score {
    /// How many arrived.
    pub(crate) fn kept(&self) -> usize {
        self.document.saturating_sub(self.lost.len())
    }
}

impl std::fmt::Display for Score {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}/{}", self.kept(), self.document)
    }
}

impl Check {
    /// Whether nobody has anything to say against it.
    pub(crate) fn is_clean(&self) -> bool {
        self.compiles && self.warnings == 0 && self.clippy_warnings.unwrap_or(0) == 0
    }
}

impl Report {
    /// The packages that there are.
    pub(crate) fn packages(&self) -> impl Iterator<Item = &str> {
        self.documents.iter().filter(|entry| entry.ending == Ending::Generated).map(|entry| entry.package.as_str())
    }
}

impl Entry {
    /// Whether it shows a defect of the generator, whatever the document says.
    pub(crate) fn is_defect(&self) -> bool {
        let ended_badly = matches!(self.ending, Ending::Panicked | Ending::TimedOut);
        let dies = self.examples.as_ref().is_some_and(|examples| examples.broken_program.is_some());
        let misleads = self.doctests.as_ref().is_some_and(|doctests| !doctests.is_clean());
        ended_badly || dies || misleads || self.check.as_ref().is_some_and(|check| !check.is_clean())
    }
}
