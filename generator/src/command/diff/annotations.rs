//! Writes changes as annotations of GitHub's workflows, which show them at their lines.

use std::fmt::Write as _;

use super::{Placed, source, step, stops, wire, word};
use crate::diff::{Source, Verdict, Wire};

/// Returns a workflow command per change that breaks or may break, and one for the verdict.
pub(super) fn text(verdict: &Verdict, placed: &[Placed<'_>]) -> String {
    let mut out = String::new();
    for Placed { change, place } in placed {
        let level = match (change.wire, change.source) {
            (Wire::Breaks, _) | (_, Source::Breaks | Source::BreaksSilently) => "error",
            (Wire::MayBreak | Wire::Behaviour, _) | (_, Source::Inference) => "warning",
            _ => "notice",
        };
        let mut properties = vec![format!("title={}", property(&format!("{}: {}", word(change), change.rule)))];
        if let Some((file, location)) = place {
            let position = location.position;
            properties.push(format!("file={}", property(file)));
            properties.push(format!("line={},col={}", position.line, position.column));
        }
        let mut message = change.message.clone();
        let _ = write!(message, "\nwire: {}\nsource: {}", wire(change), source(change));
        if !change.help.is_empty() {
            let _ = write!(message, "\n{}", change.help);
        }
        let _ = writeln!(out, "::{level} {}::{}", properties.join(","), data(&message));
    }
    let verdict = [Some(step(verdict)), stops(verdict)].into_iter().flatten().collect::<Vec<_>>().join("\n");
    let _ = writeln!(out, "::notice title=API changes::{}", data(&verdict));
    out
}

/// Escapes the text of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes a property of a command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
