//! The result of a run, as data and as text.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use super::judge::{Counts, DefectKind, Fault};

/// The result of a run.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Report {
    /// The result of each document.
    pub(super) documents: Vec<Entry>,
}

/// The result of a document.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Entry {
    /// The name of the document.
    pub(super) name: String,
    /// The OpenAPI version of the document.
    pub(super) version: String,
    /// The numbers of cases.
    #[serde(flatten)]
    pub(super) counts: Counts,
    /// The faults without duplicates, each with its smallest case.
    pub(super) faults: Vec<Fault>,
    /// The reason why the document could not be judged.
    pub(super) problem: Option<String>,
}

/// The minimum results of a run, in percent.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(super) struct Bars {
    /// The minimum share of operations that can be called, in percent
    #[arg(long, value_name = "PERCENT", default_value_t = 99.9)]
    covered: f64,
    /// The minimum share of correct requests, in percent
    #[arg(long, value_name = "PERCENT", default_value_t = 99.9)]
    right: f64,
    /// The minimum share of decoded responses, in percent
    #[arg(long, value_name = "PERCENT", default_value_t = 99.99)]
    decoded: f64,
    /// The minimum share of responses that are decoded without loss, except for `null` in optional properties, in
    /// percent
    #[arg(long, value_name = "PERCENT", default_value_t = 99.9)]
    whole: f64,
}

impl Report {
    /// Returns the counts of a version, or of all versions.
    fn counts(&self, version: Option<&str>) -> Counts {
        let mut counts = Counts::default();
        let meant = self.documents.iter().filter(|entry| version.is_none_or(|version| entry.version == version));
        meant.for_each(|entry| counts.add(&entry.counts));
        counts
    }

    /// Returns the results that are below their bars.
    pub(super) fn missed(&self, bars: &Bars) -> Vec<String> {
        let counts = self.counts(None);
        let rows = [
            ("operations covered", counts.covered, counts.operations, bars.covered),
            ("requests right", counts.right, counts.requests, bars.right),
            ("responses decoded", counts.decoded, counts.responses, bars.decoded),
            ("variants right", counts.variants, counts.unions, bars.whole),
            ("samples right", counts.samples_right, counts.samples, bars.whole),
            ("responses whole", counts.whole + counts.but_for_null, counts.responses, bars.whole),
        ];
        let missed = rows.into_iter().filter(|(_, part, all, bar)| percent(*part, *all) < *bar);
        let problems =
            self.documents.iter().filter_map(|entry| Some(format!("{}: {}", entry.name, entry.problem.as_ref()?)));
        missed
            .map(|(what, part, all, bar)| {
                format!("{what}: {part} of {all}, {:.3} % instead of {bar} %", percent(part, all))
            })
            .chain(problems)
            .collect()
    }

    /// Returns the table by version, in Markdown.
    pub(super) fn table(&self) -> String {
        let mut versions: BTreeMap<&str, usize> = BTreeMap::new();
        for entry in &self.documents {
            *versions.entry(entry.version.as_str()).or_default() += 1;
        }
        let mut text = head(&["version", "documents"]);
        let rows = versions.iter().map(|(version, count)| (*version, *count, self.counts(Some(version))));
        for (version, count, counts) in rows.chain([("all", self.documents.len(), self.counts(None))]) {
            let _ = writeln!(text, "| {version} | {count} {}", cells(&counts));
        }
        text
    }

    /// Returns the report in Markdown.
    pub(super) fn markdown(&self) -> String {
        let mut text = format!("# Conformance\n\n{}\n## Documents\n\n", self.table());
        text.push_str(&head(&["document", "version"]));
        for entry in &self.documents {
            let _ = writeln!(text, "| {} | {} {}", entry.name, entry.version, cells(&entry.counts));
        }
        text.push_str("\n## Faults\n");
        for entry in self.documents.iter().filter(|entry| !entry.faults.is_empty() || entry.problem.is_some()) {
            let _ = writeln!(text, "\n### {}\n", entry.name);
            if let Some(problem) = &entry.problem {
                let _ = writeln!(text, "Not judged: {problem}\n");
            }
            for fault in &entry.faults {
                let _ = writeln!(
                    text,
                    "* **{}**, {} cases, `{}` ({}): {}\n\n  `{}`",
                    word(fault.kind),
                    fault.count,
                    fault.operation,
                    fault.case,
                    short(&fault.message),
                    short(&fault.given.to_string()),
                );
            }
        }
        text
    }
}

/// Returns the name of a kind of fault.
pub(super) const fn word(kind: DefectKind) -> &'static str {
    match kind {
        DefectKind::Uncovered => "not covered",
        DefectKind::Request => "request",
        DefectKind::Undecoded => "response not decoded",
        DefectKind::Lost => "response not whole",
        DefectKind::Variant => "variant",
        DefectKind::Sample => "sample",
        DefectKind::Document => "document",
    }
}

/// The columns of the counts.
const COLUMNS: [&str; 13] = [
    "operations",
    "covered",
    "requests",
    "right",
    "responses",
    "decoded",
    "whole",
    "but for a null",
    "unions",
    "variant right",
    "samples",
    "sample right",
    "sample valid",
];

/// Returns the head of a table with these columns before those of the counts.
fn head(first: &[&str]) -> String {
    let titles: Vec<&str> = first.iter().chain(&COLUMNS).copied().collect();
    let aligned = format!("|{}{}", "---|".repeat(first.len()), "--:|".repeat(COLUMNS.len()));
    format!("| {} |\n{aligned}\n", titles.join(" | "))
}

fn cells(counts: &Counts) -> String {
    let Counts { operations, covered, requests, right, responses, decoded, whole, .. } = *counts;
    let Counts { but_for_null, unions, variants, samples, samples_right, samples_valid, .. } = *counts;
    format!(
        "| {operations} | {covered} | {requests} | {right} | {responses} | {decoded} | {whole} | {but_for_null} | {unions} | {variants} | {samples} | {samples_right} | {samples_valid} |"
    )
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
fn percent(part: usize, all: usize) -> f64 {
    if all == 0 { 100.0 } else { part as f64 / all as f64 * 100.0 }
}

/// Returns the beginning of a text, on one line.
fn short(text: &str) -> String {
    let text = text.replace(['\n', '`'], " ");
    let mut short: String = text.chars().take(600).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::{Entry, Report};

    #[test]
    fn every_row_of_a_table_has_as_many_cells_as_its_head() {
        let report = Report { documents: vec![Entry { version: "3.0".to_owned(), ..Entry::default() }] };
        let text = report.markdown();
        let cells: Vec<usize> =
            text.lines().filter(|line| line.starts_with('|')).map(|line| line.matches('|').count()).collect();
        assert_eq!(cells.len(), 4 + 3);
        assert!(cells.iter().all(|count| *count == cells[0]), "{text}");
    }
}
