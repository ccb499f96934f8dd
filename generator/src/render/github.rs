//! Renders annotations of pull requests as GitHub's workflow commands.

use super::located;
use crate::diag::{Diagnostic, Position, Severity};
use crate::invisible;
use crate::source::Sources;

/// An annotation of a file, or of the whole pull request.
#[derive(Clone, Debug)]
pub struct Annotation<'a> {
    /// The severity, which selects the command: `error`, `warning` or `notice`.
    pub severity: Severity,
    /// A short title.
    pub title: &'a str,
    /// The file.
    pub file: Option<&'a str>,
    /// The position in the file.
    pub position: Option<Position>,
    /// The message, which may have several lines.
    pub message: &'a str,
}

/// Returns a line with one annotation per diagnostic, in the order of [`human`](super::human).
#[must_use]
pub fn github(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let mut out = String::new();
    for located in located(diagnostics, sources) {
        let found = located.diagnostic;
        out.push_str(&annotation(&Annotation {
            severity: found.severity,
            title: found.code.name(),
            file: sources.get(found.place.document()).map(|source| source.name.as_str()),
            position: located.place.map(|place| place.position),
            message: &with_help(&format!("{} ({})", found.message, found.place), &found.help),
        }));
    }
    out
}

/// Returns the annotation for an error without a place.
#[must_use]
pub fn github_error(message: &str, help: &str) -> String {
    let message = &with_help(message, help);
    annotation(&Annotation { severity: Severity::Error, title: "oaspress", file: None, position: None, message })
}

/// Returns an annotation as a line.
#[must_use]
pub fn annotation(annotation: &Annotation<'_>) -> String {
    let command = match annotation.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let file = annotation.file.map(|file| format!("file={},", property(file))).unwrap_or_default();
    let position = annotation.position.map(|at| format!("line={},col={},", at.line, at.column)).unwrap_or_default();
    format!("::{command} {file}{position}title={}::{}\n", property(annotation.title), data(annotation.message))
}

fn with_help(message: &str, help: &str) -> String {
    if help.is_empty() { message.to_owned() } else { format!("{message}\nhelp: {help}") }
}

/// Escapes a message for a workflow command and removes invisible characters.
fn data(text: &str) -> String {
    let lines: Vec<_> = text.lines().map(invisible::removed).collect();
    lines.join("\n").replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes the value of a property, in which `:` and `,` are escaped as well.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
