//! The report as tables in Markdown.

use std::fmt::Write as _;

use super::report::{Check, Ending, Entry, Report, Score};
use super::summary::{self, Totals};

/// The maximum number of losses listed per document.
const LISTED: usize = 200;

/// Returns the report in Markdown.
pub(super) fn text(report: &Report) -> String {
    let mut text = String::from("# Corpus\n\n");
    totals(report, &mut text);
    documents(report, &mut text);
    examples(report, &mut text);
    doctests(report, &mut text);
    findings(report, &mut text);
    defects(report, &mut text);
    losses(report, &mut text);
    text
}

fn row(text: &mut String, cells: &[String]) {
    let _ = writeln!(text, "| {} |", cells.join(" | "));
}

/// Appends a header row. All columns except the first contain numbers.
fn head(text: &mut String, titles: &[&str]) {
    let _ = writeln!(text, "| {} |\n|---|{}", titles.join(" | "), "--:|".repeat(titles.len() - 1));
}

fn totals(report: &Report, text: &mut String) {
    head(
        text,
        &[
            "version",
            "documents",
            "generated",
            "compiled",
            "no warnings",
            "clippy-clean",
            "operations",
            "parameters",
            "schemas",
            "generate, CPU s",
            "check, CPU s",
            "own lines",
        ],
    );
    for (version, totals) in summary::totals(report) {
        row(text, &total(version, &totals));
    }
    text.push('\n');
}

fn total(version: String, totals: &Totals) -> Vec<String> {
    let checked = |count: usize| if totals.checked == 0 { "-".to_owned() } else { count.to_string() };
    vec![
        version,
        totals.documents.to_string(),
        totals.generated.to_string(),
        checked(totals.compiled),
        checked(totals.without_warnings),
        totals.clippy_clean.map_or_else(|| "-".to_owned(), |clean| clean.to_string()),
        totals.operations.to_string(),
        totals.parameters.to_string(),
        totals.schemas.to_string(),
        format!("{:.1}", totals.seconds),
        format!("{:.0}", totals.check_seconds),
        totals.own_lines.to_string(),
    ]
}

fn documents(report: &Report, text: &mut String) {
    head(
        text,
        &[
            "document",
            "version",
            "KB",
            "generate, s",
            "MiB",
            "operations",
            "parameters",
            "schemas",
            "named",
            "lines",
            "own",
            "compiles",
            "warnings",
            "clippy",
            "check, CPU s",
            "MiB",
        ],
    );
    for entry in &report.documents {
        row(text, &document(entry));
    }
    text.push('\n');
}

fn document(entry: &Entry) -> Vec<String> {
    let found = &entry.found;
    let score = |score: &Score| if entry.ending == Ending::Generated { score.to_string() } else { "-".to_owned() };
    let mut cells = vec![
        entry.name.clone(),
        found.version.clone(),
        (found.bytes / 1000).to_string(),
        format!("{:.2}", found.seconds),
        format!("{:.0}", found.peak_mebibytes),
        score(&found.operations),
        score(&found.parameters),
        score(&found.schemas),
        found.named_schemas.to_string(),
        found.lines.to_string(),
        found.own_lines.to_string(),
    ];
    match &entry.check {
        Some(check) => cells.extend(compiled(check)),
        None => cells.extend([ending(entry.ending).to_owned()].into_iter().chain(vec!["-".to_owned(); 4])),
    }
    cells
}

fn compiled(check: &Check) -> [String; 5] {
    let number =
        |value: Option<f64>, digits: usize| value.map_or_else(|| "-".to_owned(), |value| format!("{value:.digits$}"));
    [
        if check.compiles { "yes" } else { "no" }.to_owned(),
        check.warnings.to_string(),
        check.clippy_warnings.map_or_else(|| "-".to_owned(), |count| count.to_string()),
        number(check.cpu_seconds, 1),
        number(check.peak_mebibytes, 0),
    ]
}

fn ending(ending: Ending) -> &'static str {
    match ending {
        Ending::Generated => "not compiled",
        Ending::Refused => "refused",
        Ending::Panicked => "panicked",
        Ending::TimedOut => "hung",
    }
}

fn examples(report: &Report, text: &mut String) {
    if report.documents.iter().all(|entry| entry.examples.is_none()) {
        return;
    }
    head(
        text,
        &[
            "document",
            "examples",
            "break their schema",
            "whole",
            "lost",
            "respelt",
            "undeclared keys",
            "nulls",
            "added",
        ],
    );
    for (entry, examples) in report.documents.iter().filter_map(|entry| Some((entry, entry.examples.as_ref()?))) {
        let numbers = [
            examples.count,
            examples.invalid,
            examples.whole,
            examples.lost.len(),
            examples.normalised,
            examples.undeclared,
            examples.nulls,
            examples.added,
        ];
        row(
            text,
            &std::iter::once(entry.name.clone()).chain(numbers.map(|number| number.to_string())).collect::<Vec<_>>(),
        );
    }
    text.push('\n');
}

fn doctests(report: &Report, text: &mut String) {
    if report.documents.iter().all(|entry| entry.doctests.is_none()) {
        return;
    }
    head(text, &["document", "examples in the documentation", "compile", "CPU s", "MiB"]);
    for (entry, doctests) in report.documents.iter().filter_map(|entry| Some((entry, entry.doctests.as_ref()?))) {
        let cells = [
            entry.name.clone(),
            doctests.count.to_string(),
            doctests.count.saturating_sub(doctests.failed.len()).to_string(),
            format!("{:.1}", doctests.cpu_seconds),
            format!("{:.0}", doctests.peak_mebibytes),
        ];
        row(text, &cells);
    }
    text.push('\n');
}

fn findings(report: &Report, text: &mut String) {
    head(text, &["finding", "times", "documents"]);
    for (code, count, documents) in summary::findings(report) {
        row(text, &[format!("`{code}`"), count.to_string(), documents.to_string()]);
    }
}

fn defects(report: &Report, text: &mut String) {
    for entry in &report.documents {
        let said = match entry.ending {
            Ending::Refused => entry.found.errors.join("\n"),
            _ if entry.is_defect() => summary::defects(entry).join("\n\n"),
            _ => continue,
        };
        let end = match &entry.check {
            Some(check) if check.is_clean() => "compiled",
            Some(check) if check.compiles => "compiled, not without a warning",
            Some(_) => "not compiled",
            None => ending(entry.ending),
        };
        let _ = write!(text, "\n## {}: {end}\n\n```text\n{}\n```\n", entry.name, said.trim_end());
    }
}

fn losses(report: &Report, text: &mut String) {
    for entry in report.documents.iter().filter(|entry| entry.ending == Ending::Generated) {
        let found = &entry.found;
        let lost = [&found.operations, &found.parameters, &found.schemas].into_iter().flat_map(|score| &score.lost);
        let examples = entry.examples.iter().flat_map(|examples| &examples.lost);
        let lost: Vec<&String> = lost.chain(examples).collect();
        if lost.is_empty() {
            continue;
        }
        let _ = writeln!(text, "\n## Lost in {}\n", entry.name);
        for place in lost.iter().take(LISTED) {
            let _ = writeln!(text, "- `{place}`");
        }
        if lost.len() > LISTED {
            let _ = writeln!(text, "- and {} more", lost.len() - LISTED);
        }
    }
}
