//! Formats the differences between a folder and its expected content.

use std::fmt::Write as _;
use std::time::Duration;

use similar::TextDiff;

use super::manifest::MANIFEST;
use super::plan::{Instead, Plan};
use crate::render::{Palette, plain};

/// The files that differ from the expected ones, sorted by path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// The paths and their differences. The manifest is only among them if no other file differs.
    pub files: Vec<(String, Change)>,
    /// The paths of files that were edited since the generator wrote them.
    pub edited: Vec<String>,
}

/// The difference of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// The file is missing.
    Added {
        /// The expected content.
        new: String,
    },
    /// The file has other content.
    Changed {
        /// The current content.
        old: String,
        /// The expected content.
        new: String,
    },
    /// The file is no longer generated, but still exists.
    Removed,
}

/// The maximum number of lines shown of each file.
const LINES_OF_EACH_FILE: usize = 200;

impl Difference {
    pub(super) fn from_plan(plan: Plan<'_>) -> Self {
        let mut edited = plan.delete_edited;
        let install = plan.install.into_iter().map(|install| {
            if matches!(install.instead_of, Instead::Edited(_)) {
                edited.push(install.path.clone());
            }
            let new = install.contents.into_owned();
            let change = match install.instead_of {
                Instead::Nothing => Change::Added { new },
                Instead::Ours(old) | Instead::Edited(old) | Instead::Foreign(old) => {
                    Change::Changed { old: String::from_utf8_lossy(&old).into_owned(), new }
                }
            };
            (install.path, change)
        });
        let delete = plan.delete.into_iter().map(|path| (path, Change::Removed));
        let mut files: Vec<_> = install.chain(delete).collect();
        // The manifest follows from the other files.
        if files.iter().any(|(path, _)| path != MANIFEST) {
            files.retain(|(path, _)| path != MANIFEST);
        }
        files.sort_by(|(one, _), (other, _)| one.cmp(other));
        edited.sort();
        Self { files, edited }
    }

    /// Returns true if the folder has the expected content.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Formats the differences as unified diffs.
    #[must_use]
    pub fn unified(&self, palette: &Palette) -> String {
        let mut out = String::new();
        // Writing into a string cannot fail.
        for (path, change) in &self.files {
            match change {
                Change::Added { new } => {
                    let count = new.lines().count();
                    let line = format!("+++ {path} (missing, {count} line{})", if count == 1 { "" } else { "s" });
                    let _ = writeln!(out, "{}", palette.added.over(&line));
                }
                Change::Removed => {
                    let line = format!("--- {path} (no longer produced)");
                    let _ = writeln!(out, "{}", palette.removed.over(&line));
                }
                Change::Changed { old, new } => lines(&mut out, path, old, new, palette),
            }
        }
        out
    }
}

fn lines(out: &mut String, path: &str, old: &str, new: &str, palette: &Palette) {
    let difference = TextDiff::configure().timeout(Duration::from_secs(2)).diff_lines(old, new);
    let names = (format!("{path} (current)"), format!("{path} (generated)"));
    let text = difference.unified_diff().context_radius(3).header(&names.0, &names.1).to_string();
    for line in text.lines().take(LINES_OF_EACH_FILE) {
        let line = plain(line);
        let line = match line.chars().next() {
            Some('+') => palette.added.over(&line),
            Some('-') => palette.removed.over(&line),
            Some('@') => palette.faint.over(&line),
            _ => line,
        };
        let _ = writeln!(out, "{line}");
    }
    let more = text.lines().count().saturating_sub(LINES_OF_EACH_FILE);
    if more > 0 {
        let _ = writeln!(out, "{}", palette.faint.over(&format!("… {more} more lines of {path}")));
    }
}
