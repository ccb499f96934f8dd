//! Writes diagnostics as the annotations of GitHub's workflow commands.

use super::located;
use crate::diag::{Diagnostic, Severity};
use crate::invisible;
use crate::source::Sources;

/// Returns one `::error`, `::warning` or `::notice` command per diagnostic, a line each, in the order of [`human`](super::human).
#[must_use]
pub fn github(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let mut out = String::new();
    for located in located(diagnostics, sources) {
        let found = located.diagnostic;
        let file = sources.get(found.place.document()).map(|source| source.name.as_str());
        let mut message = format!("{} ({})", found.message, found.place);
        if !found.help.is_empty() {
            message.push_str("\nhelp: ");
            message.push_str(&found.help);
        }
        let position = located.place.map(|place| place.position);
        let at = [
            file.map(|file| format!("file={}", property(file))),
            position.map(|position| format!("line={},col={}", position.line, position.column)),
            Some(format!("title={}", found.code.name())),
        ];
        let at: Vec<String> = at.into_iter().flatten().collect();
        out.push_str(&annotation(found.severity, &at.join(","), &message));
    }
    out
}

/// Returns the command for an error that has no place.
#[must_use]
pub fn github_error(message: &str, help: &str) -> String {
    let message = if help.is_empty() { message.to_owned() } else { format!("{message}\nhelp: {help}") };
    annotation(Severity::Error, "title=oaspress", &message)
}

fn annotation(severity: Severity, properties: &str, message: &str) -> String {
    let command = match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    format!("::{command} {properties}::{}\n", data(message))
}

/// A message as workflow commands escape it. Invisible characters are removed.
fn data(text: &str) -> String {
    let lines: Vec<_> = text.lines().map(invisible::removed).collect();
    lines.join("\n").replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property, in which `:` and `,` are escaped as well.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
