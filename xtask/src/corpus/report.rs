//! The result of a run, as serializable data.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The result of a run.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Report {
    /// The documents, sorted by name.
    pub(crate) documents: Vec<Entry>,
}

/// The result of one document.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Entry {
    /// The name of the document.
    pub(crate) name: String,
    /// The package of its crate.
    pub(crate) package: String,
    /// The outcome of generating it.
    pub(crate) ending: Ending,
    /// The first lines of a panic or of the errors.
    pub(crate) complaint: Option<String>,
    /// The measurements and counts of the process that generated it.
    #[serde(flatten)]
    pub(crate) found: DocumentFindings,
    /// The compiler messages.
    pub(crate) check: Option<Check>,
    /// The results of its examples.
    pub(crate) examples: Option<Examples>,
    /// The results of compiling the examples in the documentation of its crate.
    pub(crate) doctests: Option<Doctests>,
}

/// The outcome of generating a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Ending {
    /// A crate was generated.
    Generated,
    /// The document has errors, which were reported.
    Refused,
    /// The generator panicked, or the system killed it.
    Panicked,
    /// The time limit was exceeded.
    TimedOut,
}

/// The measurements and counts of the process that generates a document.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct DocumentFindings {
    /// The OpenAPI version of the document, such as `3.0`.
    pub(crate) version: String,
    /// The size of the file in bytes.
    pub(crate) bytes: usize,
    /// Wall-clock time of generating, without reading and writing files, in seconds.
    pub(crate) seconds: f64,
    /// CPU time of generating, in seconds.
    pub(crate) cpu_seconds: f64,
    /// Peak memory in MiB.
    pub(crate) peak_mebibytes: f64,
    /// Lines of the crate.
    pub(crate) lines: usize,
    /// Lines of the crate outside of the runtime.
    pub(crate) own_lines: usize,
    pub(crate) operations: Score,
    /// Number of named schemas.
    pub(crate) named_schemas: usize,
    /// All schemas, named or not.
    pub(crate) schemas: Score,
    /// Parameters of operations.
    pub(crate) parameters: Score,
    /// The number of findings by code.
    pub(crate) diagnostics: BTreeMap<String, usize>,
    /// The errors for which the document was rejected.
    pub(crate) errors: Vec<String>,
}

/// The number of constructs in a document, and the ones that the crate lacks.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Score {
    /// Number of constructs in the document, counted without the generator.
    pub(crate) document: usize,
    /// The names or paths of the constructs that were lost.
    pub(crate) lost: Vec<String>,
}

/// The compiler messages of a crate.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Check {
    /// True if the crate compiles.
    pub(crate) compiles: bool,
    /// Number of errors.
    pub(crate) errors: usize,
    /// Number of compiler warnings.
    pub(crate) warnings: usize,
    /// Number of clippy warnings, if clippy was run.
    pub(crate) clippy_warnings: Option<usize>,
    /// CPU time of compiling, in seconds.
    pub(crate) cpu_seconds: Option<f64>,
    /// Peak memory of the compiler, in MiB.
    pub(crate) peak_mebibytes: Option<f64>,
    /// The first messages.
    pub(crate) messages: Vec<String>,
}

/// The results of a document's examples, each of which is decoded into its type and encoded again.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Examples {
    /// Number of examples.
    pub(crate) count: usize,
    /// Number of examples that violate their schema.
    pub(crate) invalid: usize,
    /// Number of valid examples that are equal after decoding and encoding.
    pub(crate) whole: usize,
    /// The valid examples that cannot be decoded, or lose values.
    pub(crate) lost: Vec<String>,
    /// The invalid examples that cannot be decoded, or lose values.
    pub(crate) lost_invalid: Vec<String>,
    /// Number of values with an equivalent spelling, such as date-times in UTC.
    pub(crate) normalised: usize,
    /// Number of missing keys that no schema declares.
    pub(crate) undeclared: usize,
    /// Number of missing keys with the value `null`.
    pub(crate) nulls: usize,
    /// Number of keys that were not in the example.
    pub(crate) added: usize,
    /// The reason why the program does not compile or run.
    pub(crate) broken_program: Option<String>,
}

/// The results of compiling the examples in the documentation of a crate, with all features of the crate.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Doctests {
    /// Number of examples, without the ones that are not supposed to compile.
    pub(crate) count: usize,
    /// The examples that do not compile.
    pub(crate) failed: Vec<Example>,
    /// CPU time in seconds, including checking the crate.
    pub(crate) cpu_seconds: f64,
    /// Peak memory of all processes together, in MiB.
    pub(crate) peak_mebibytes: f64,
    /// The reason why some or all examples were not compiled.
    pub(crate) problem: Option<String>,
}

/// An example that does not compile.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Example {
    /// The file, item and line of the example.
    pub(crate) name: String,
    /// The first error.
    pub(crate) error: String,
}

impl Doctests {
    /// Returns true if all examples compile.
    pub(crate) fn is_clean(&self) -> bool {
        self.failed.is_empty() && self.problem.is_none()
    }
}

impl Score {
    /// Returns the number of constructs that the crate has.
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
    /// Returns true if there are no errors and no warnings.
    pub(crate) fn is_clean(&self) -> bool {
        self.compiles && self.warnings == 0 && self.clippy_warnings.unwrap_or(0) == 0
    }
}

impl Report {
    /// Returns the packages of the generated crates.
    pub(crate) fn packages(&self) -> impl Iterator<Item = &str> {
        self.documents.iter().filter(|entry| entry.ending == Ending::Generated).map(|entry| entry.package.as_str())
    }
}

impl Entry {
    /// Returns true if the result is a defect of the generator, whatever the document contains.
    pub(crate) fn is_defect(&self) -> bool {
        let ended_badly = matches!(self.ending, Ending::Panicked | Ending::TimedOut);
        let dies = self.examples.as_ref().is_some_and(|examples| examples.broken_program.is_some());
        let misleads = self.doctests.as_ref().is_some_and(|doctests| !doctests.is_clean());
        ended_badly || dies || misleads || self.check.as_ref().is_some_and(|check| !check.is_clean())
    }
}
