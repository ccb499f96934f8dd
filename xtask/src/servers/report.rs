//! The result of a run, as data and as tables.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use serde::{Deserialize, Serialize};

use super::replay::Repair;

/// The result of a run.
#[derive(Debug, Default, Serialize)]
pub(super) struct Report {
    /// The results by server.
    pub(super) servers: Vec<Entry>,
}

/// The result of a server.
#[derive(Debug, Default, Serialize)]
pub(super) struct Entry {
    /// Its name.
    pub(super) name: String,
    /// The version that the server reports.
    pub(super) version: String,
    /// Number of calls made through the generated client.
    pub(super) calls: usize,
    /// Number of calls with the expected result.
    pub(super) right: usize,
    /// The other calls.
    pub(super) wrong: Vec<Wrong>,
    /// The observed differences between the server and its document.
    pub(super) deviations: Vec<Deviation>,
    /// Expected deviations that were not observed.
    pub(super) stale: Vec<Wrong>,
    /// The decode errors without and with an overlay, if they were counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) repair: Option<Repair>,
    /// The reason why the run has no result.
    pub(super) problem: Option<String>,
    /// The reason why the server was skipped.
    pub(super) left_out: Option<String>,
    /// Duration of the run in seconds.
    pub(super) seconds: u64,
}

/// A call with an unexpected result.
#[derive(Debug, Serialize)]
pub(super) struct Wrong {
    /// The name of the call.
    pub(super) call: String,
    /// The unexpected result.
    pub(super) problem: String,
}

/// A difference between a server and its document.
#[derive(Debug, Serialize)]
pub(super) struct Deviation {
    /// The side that causes the deviation.
    pub(super) whose: Whose,
    /// The description of the deviation.
    pub(super) text: String,
}

/// The side that causes a deviation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Whose {
    Document,
    Server,
}

impl Entry {
    fn faults(&self, whose: Whose) -> usize {
        self.deviations.iter().filter(|deviation| deviation.whose == whose).count()
    }

    fn is_wrong(&self) -> bool {
        let is_unrepaired = self.repair.as_ref().is_some_and(|repair| repair.after.failed() > 0);
        self.problem.is_some() || !self.wrong.is_empty() || !self.stale.is_empty() || is_unrepaired
    }
}

impl Report {
    /// Returns the names of the servers with unexpected results.
    pub(super) fn wrong(&self) -> Vec<&str> {
        self.servers.iter().filter(|entry| entry.is_wrong()).map(|entry| entry.name.as_str()).collect()
    }

    /// Writes the report as JSON, and as Markdown beside it.
    ///
    /// # Errors
    /// Fails if a file cannot be written.
    pub(super) fn write(&self, file: &Path) -> Result<()> {
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
        }
        let json = serde_json::to_string_pretty(self)?;
        fs::write(file, json).with_context(|| format!("cannot write {}", file.display()))?;
        let table = file.with_extension("md");
        fs::write(&table, self.markdown()).with_context(|| format!("cannot write {}", table.display()))
    }

    /// Returns the report in Markdown. A wrong call counts as a defect of the generator until another cause is proved.
    pub(super) fn markdown(&self) -> String {
        let mut text = String::from(
            "# Servers\n\n| server | version | calls | right | faults: document | server | generator | seconds |\n|---|---|--:|--:|--:|--:|--:|--:|\n",
        );
        for entry in &self.servers {
            let Entry { name, version, calls, right, seconds, .. } = entry;
            if entry.left_out.is_some() {
                let _ = writeln!(text, "| {name} | left out | | | | | | {seconds} |");
                continue;
            }
            let (document, server) = (entry.faults(Whose::Document), entry.faults(Whose::Server));
            let generator = entry.wrong.len();
            let _ = writeln!(
                text,
                "| {name} | {version} | {calls} | {right} | {document} | {server} | {generator} | {seconds} |"
            );
        }
        for entry in &self.servers {
            entry.details(&mut text);
        }
        text
    }
}

impl Entry {
    /// Appends the details of calls, deviations and problems.
    fn details(&self, text: &mut String) {
        let mut lines = Vec::new();
        lines.extend(self.left_out.iter().map(|reason| format!("Left out: {reason}")));
        lines.extend(self.problem.iter().map(|problem| format!("**No result**: {problem}")));
        let wrong = |wrong: &Wrong| format!("**Wrong**: {}: {}", wrong.call, wrong.problem);
        lines.extend(self.wrong.iter().map(wrong));
        lines.extend(self.stale.iter().map(|stale| format!("**Stale**: {}: {}", stale.call, stale.problem)));
        lines.extend(self.deviations.iter().map(|deviation| match deviation.whose {
            Whose::Document => format!("Document: {}", deviation.text),
            Whose::Server => format!("Server: {}", deviation.text),
        }));
        lines.extend(self.repair.iter().flat_map(repair));
        if lines.is_empty() {
            return;
        }
        let _ = writeln!(text, "\n## {}\n", self.name);
        for line in lines {
            let _ = writeln!(text, "* {}", line.replace('\n', "\n  "));
        }
    }
}

/// Returns the lines about decode errors without and with an overlay.
fn repair(repair: &Repair) -> Vec<String> {
    let Repair { actions, before, after } = repair;
    let summary = format!(
        "Overlay of {actions} actions, and {} responses ({} others without a recorded body or an operation): {} decode \
         errors before, {} after; {} and {} error bodies of another type than the declared one",
        before.responses,
        before.unread,
        before.failed(),
        after.failed(),
        before.other_errors,
        after.other_errors,
    );
    let line = |when: &str, (error, count): (&String, &usize)| format!("{when} the overlay ({count}): {error}");
    let before = before.errors.iter().map(|error| line("Without", error));
    let after = after.errors.iter().map(|error| line("**With**", error));
    std::iter::once(summary).chain(before).chain(after).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::servers::replay::Decoded;

    #[test]
    fn a_report_lists_what_is_wrong_and_whose_faults_are_known() {
        let right =
            Entry { name: "etcd".to_owned(), version: "3.4".to_owned(), calls: 2, right: 2, ..Entry::default() };
        let mut wrong = Entry { name: "jupyter".to_owned(), calls: 2, right: 1, ..Entry::default() };
        wrong.wrong.push(Wrong { call: "list".to_owned(), problem: "404".to_owned() });
        wrong.deviations.push(Deviation { whose: Whose::Document, text: "`null` is sent".to_owned() });
        let out = Entry { name: "prefect".to_owned(), left_out: Some("no Python".to_owned()), ..Entry::default() };
        let report = Report { servers: vec![right, wrong, out] };
        assert_eq!(report.wrong(), ["jupyter"]);
        let text = report.markdown();
        assert!(text.contains("| etcd | 3.4 | 2 | 2 | 0 | 0 | 0 | 0 |"), "{text}");
        assert!(text.contains("| jupyter |  | 2 | 1 | 1 | 0 | 1 | 0 |"), "{text}");
        assert!(text.contains("* **Wrong**: list: 404\n* Document: `null` is sent\n"), "{text}");
        assert!(text.contains("Left out: no Python"), "{text}");
        assert!(!text.contains("## etcd"), "{text}");
    }

    #[test]
    fn decode_errors_that_an_overlay_leaves_are_wrong() {
        let decoded = |count| {
            let errors = if count == 0 { Vec::new() } else { vec![("GET /a (200): `null`".to_owned(), count)] };
            Decoded { responses: 9, errors: errors.into_iter().collect(), ..Decoded::default() }
        };
        let entry = |after| Entry {
            name: "jupyter".to_owned(),
            repair: Some(Repair { actions: 2, before: decoded(3), after: decoded(after) }),
            ..Entry::default()
        };
        let repaired = Report { servers: vec![entry(0)] };
        assert!(repaired.wrong().is_empty());
        let text = repaired.markdown();
        assert!(
            text.contains("of 2 actions, and 9 responses (0 others")
                && text.contains("3 decode errors before, 0 after"),
            "{text}"
        );
        assert!(text.contains("* Without the overlay (3): GET /a (200): `null`"), "{text}");
        assert_eq!(Report { servers: vec![entry(1)] }.wrong(), ["jupyter"]);
    }

    #[test]
    fn a_run_without_a_result_is_wrong() {
        let entry = Entry { name: "etcd".to_owned(), problem: Some("did not start".to_owned()), ..Entry::default() };
        assert_eq!(Report { servers: vec![entry] }.wrong(), ["etcd"]);
        assert!(Report { servers: vec![Entry::default()] }.wrong().is_empty());
    }
}
