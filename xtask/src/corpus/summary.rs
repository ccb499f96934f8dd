//! Summarizes the result of a run, and lists the defects of each document.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::report::{Check, Ending, Entry, Report, Score};

/// The totals of several documents.
#[derive(Debug, Default)]
pub(super) struct Totals {
    pub(super) documents: usize,
    pub(super) generated: usize,
    pub(super) checked: usize,
    pub(super) compiled: usize,
    pub(super) without_warnings: usize,
    pub(super) clippy_clean: Option<usize>,
    pub(super) operations: Share,
    pub(super) parameters: Share,
    pub(super) schemas: Share,
    pub(super) seconds: f64,
    pub(super) check_seconds: f64,
    pub(super) own_lines: usize,
    /// Valid examples.
    pub(super) examples: Share,
    /// Number of invalid examples.
    pub(super) invalid_examples: usize,
    /// Examples in the documentation of crates.
    pub(super) doctests: Share,
}

/// How many of the constructs the crates have.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Share {
    kept: usize,
    document: usize,
}

impl Share {
    /// Adds the score of a document. If no crate was generated, everything is lost.
    fn add(&mut self, score: &Score, generated: bool) {
        self.document += score.document;
        self.kept += if generated { score.kept() } else { 0 };
    }
}

/// Formats as `99 of 100 (99.00 %)`.
impl std::fmt::Display for Share {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{} of {}", self.kept, self.document)?;
        let per_myriad = (self.kept * 10_000).checked_div(self.document).unwrap_or(10_000);
        write!(formatter, " ({}.{:02} %)", per_myriad / 100, per_myriad % 100)
    }
}

impl Totals {
    fn add(&mut self, entry: &Entry) {
        self.documents += 1;
        self.seconds += entry.found.cpu_seconds;
        self.own_lines += entry.found.own_lines;
        let generated = entry.ending == Ending::Generated;
        self.operations.add(&entry.found.operations, generated);
        self.parameters.add(&entry.found.parameters, generated);
        self.schemas.add(&entry.found.schemas, generated);
        if !generated {
            return;
        }
        self.generated += 1;
        if let Some(examples) = &entry.examples {
            self.examples.document += examples.count - examples.invalid;
            self.examples.kept += examples.whole;
            self.invalid_examples += examples.invalid;
        }
        if let Some(doctests) = &entry.doctests {
            self.doctests.document += doctests.count;
            self.doctests.kept += doctests.count.saturating_sub(doctests.failed.len());
        }
        let Some(check) = &entry.check else { return };
        self.checked += 1;
        self.compiled += usize::from(check.compiles);
        self.without_warnings += usize::from(check.compiles && check.warnings == 0);
        if let Some(warnings) = check.clippy_warnings {
            *self.clippy_clean.get_or_insert(0) += usize::from(check.compiles && warnings == 0);
        }
        self.check_seconds += check.cpu_seconds.unwrap_or(0.0);
    }
}

/// Returns the totals by version, in order, and the totals of all documents as `all`.
pub(super) fn totals(report: &Report) -> Vec<(String, Totals)> {
    let mut versions = BTreeMap::<&str, Totals>::new();
    let mut all = Totals::default();
    for entry in &report.documents {
        let known = ["2.0", "3.0", "3.1", "3.2"].into_iter().find(|version| *version == entry.found.version);
        versions.entry(known.unwrap_or("other")).or_default().add(entry);
        all.add(entry);
    }
    versions
        .into_iter()
        .map(|(version, totals)| (version.to_owned(), totals))
        .chain([("all".to_owned(), all)])
        .collect()
}

/// Returns the number of findings and of documents by code, the most frequent first.
pub(super) fn findings(report: &Report) -> Vec<(&str, usize, usize)> {
    let mut counts = BTreeMap::<&str, (usize, usize)>::new();
    for (code, count) in report.documents.iter().flat_map(|entry| &entry.found.diagnostics) {
        let total = counts.entry(code).or_default();
        *total = (total.0 + count, total.1 + 1);
    }
    let mut list: Vec<_> = counts.into_iter().map(|(code, (count, documents))| (code, count, documents)).collect();
    list.sort_by_key(|(_, count, _)| std::cmp::Reverse(*count));
    list
}

/// Returns the summary for a terminal.
pub(super) fn text(report: &Report) -> String {
    let mut text = String::new();
    for entry in report.documents.iter().filter(|entry| entry.is_defect()) {
        for defect in defects(entry) {
            let _ = writeln!(text, "{}: {defect}", entry.name);
        }
    }
    for (version, totals) in totals(report) {
        let _ = writeln!(text, "{version}: {}", line(&totals));
    }
    text
}

/// Returns the defects of a document, each with a title of one line, followed by the message.
pub(super) fn defects(entry: &Entry) -> Vec<String> {
    let said = |what: &str, said: &str| format!("{what}\n{}", said.trim_end());
    let mut list = Vec::new();
    match entry.ending {
        Ending::Panicked => list.push(said("the generator panicked", entry.complaint.as_deref().unwrap_or_default())),
        Ending::TimedOut => list.push("the generator hung".to_owned()),
        Ending::Generated | Ending::Refused => {}
    }
    if let Some(broken) = entry.examples.as_ref().and_then(|examples| examples.broken_program.as_deref()) {
        list.push(said("the program that reads the examples", broken));
    }
    if let Some(check) = entry.check.as_ref().filter(|check| !check.is_clean()) {
        let Check { errors, warnings, .. } = check;
        let counts = format!("{errors} errors, {warnings} warnings, {} of clippy", check.clippy_warnings.unwrap_or(0));
        list.push(said(&counts, check.messages.first().map_or("", String::as_str)));
    }
    if let Some(doctests) = &entry.doctests {
        list.extend(doctests.problem.iter().map(|problem| said("the examples in the documentation", problem)));
        let failed =
            doctests.failed.iter().map(|example| said(&format!("the example {}", example.name), &example.error));
        list.extend(failed);
    }
    list
}

fn line(totals: &Totals) -> String {
    let mut parts = vec![format!("generated {}/{}", totals.generated, totals.documents)];
    if totals.checked > 0 {
        parts.push(format!("compiled {}/{}", totals.compiled, totals.checked));
        parts.push(format!("without warnings {}/{}", totals.without_warnings, totals.checked));
    }
    if let Some(clean) = totals.clippy_clean {
        parts.push(format!("clippy-clean {clean}/{}", totals.checked));
    }
    parts.push(format!("operations {}", totals.operations));
    parts.push(format!("parameters {}", totals.parameters));
    parts.push(format!("schemas {}", totals.schemas));
    if totals.examples.document > 0 {
        parts.push(format!("examples {}, {} break their schema", totals.examples, totals.invalid_examples));
    }
    if totals.doctests.document > 0 {
        parts.push(format!("examples in the documentation {}", totals.doctests));
    }
    parts.push(format!("{:.1} s to generate", totals.seconds));
    if totals.checked > 0 {
        parts.push(format!("{:.0} s to check", totals.check_seconds));
    }
    parts.join(", ")
}
