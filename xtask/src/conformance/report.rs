//! What a run has found: as data for the report, and as text.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use super::judge::{Counts, Fault, Kind};

/// All of it.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Report {
    /// By document.
    pub(super) documents: Vec<Entry>,
}

/// A document.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Entry {
    /// What it is called.
    pub(super) name: String,
    /// The version that it is written in.
    pub(super) version: String,
    /// The counts.
    #[serde(flatten)]
    pub(super) counts: Counts,
    /// Each fault once, with its smallest case.
    pub(super) faults: Vec<Fault>,
    /// Why nothing could be judged.
    pub(super) problem: Option<String>,
}

/// What a run has to reach, in percent.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(super) struct Bars {
    /// How many percent of the operations have to be callable
    #[arg(long, value_name = "PERCENT", default_value_t = 99.9)]
    covered: f64,
    /// How many percent of the requests have to be right
    #[arg(long, value_name = "PERCENT", default_value_t = 99.9)]
    right: f64,
    /// How many percent of the responses have to be read
    #[arg(long, value_name = "PERCENT", default_value_t = 99.99)]
    decoded: f64,
    /// How many percent of the responses have to come back whole, or but for a `null` of an optional property
    #[arg(long, value_name = "PERCENT", default_value_t = 99.9)]
    whole: f64,
}

impl Report {
    /// The counts of a version, or of all.
    fn counts(&self, version: Option<&str>) -> Counts {
        let mut counts = Counts::default();
        let meant = self.documents.iter().filter(|entry| version.is_none_or(|version| entry.version == version));
        meant.for_each(|entry| counts.add(&entry.counts));
        counts
    }

    /// What was not reached.
    pub(super) fn missed(&self, bars: &Bars) -> Vec<String> {
        let counts = self.counts(None);
        let rows = [
            ("operations covered", counts.covered, counts.operations, bars.covered),
            ("requests right", counts.right, counts.requests, bars.right),
            ("responses decoded", counts.decoded, counts.responses, bars.decoded),
            ("variants right", counts.variants, counts.unions, bars.whole),
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

    /// The table by version, in Markdown.
    pub(super) fn table(&self) -> String {
        let mut versions: BTreeMap<&str, usize> = BTreeMap::new();
        for entry in &self.documents {
            *versions.entry(entry.version.as_str()).or_default() += 1;
        }
        let mut text = String::from(
            "| version | documents | operations | covered | requests | right | responses | decoded | whole | but for a null | unions | variant right |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n",
        );
        let rows = versions.iter().map(|(version, count)| (*version, *count, self.counts(Some(version))));
        for (version, count, counts) in rows.chain([("all", self.documents.len(), self.counts(None))]) {
            let _ = writeln!(text, "| {version} | {count} {}", cells(&counts));
        }
        text
    }

    /// All of it in Markdown.
    pub(super) fn markdown(&self) -> String {
        let mut text = format!("# Conformance\n\n{}\n## Documents\n\n", self.table());
        text.push_str("| document | version | operations | covered | requests | right | responses | decoded | whole | but for a null | unions | variant right |\n|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n");
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

/// What a kind of fault is called.
pub(super) const fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::Uncovered => "not covered",
        Kind::Request => "request",
        Kind::Undecoded => "response not decoded",
        Kind::Lost => "response not whole",
        Kind::Variant => "variant",
        Kind::Document => "document",
    }
}

fn cells(counts: &Counts) -> String {
    let Counts { operations, covered, requests, right, responses, decoded, whole, but_for_null, unions, variants } =
        *counts;
    format!(
        "| {operations} | {covered} | {requests} | {right} | {responses} | {decoded} | {whole} | {but_for_null} | {unions} | {variants} |"
    )
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
fn percent(part: usize, all: usize) -> f64 {
    if all == 0 { 100.0 } else { part as f64 / all as f64 * 100.0 }
}

/// The beginning of a text, on one line.
fn short(text: &str) -> String {
    let text = text.replace(['\n', '`'], " ");
    let mut short: String = text.chars().take(600).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}
