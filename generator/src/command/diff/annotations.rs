//! Formats changes as annotations for GitHub Actions, which are displayed at their lines.

use std::fmt::Write as _;

use super::{Placed, source, step, stops, wire, word};
use crate::diag::Severity;
use crate::diff::{Source, Verdict, Wire};
use crate::render::{Annotation, annotation};

/// Returns a workflow command for each change that breaks or may break clients, and one for the verdict.
pub(super) fn text(verdict: &Verdict, placed: &[Placed<'_>]) -> String {
    let mut out = String::new();
    for Placed { change, place } in placed {
        let severity = match (change.wire, change.source) {
            _ if change.accepted.is_some() => Severity::Note,
            (Wire::Breaks, _) | (_, Source::Breaks | Source::BreaksSilently) => Severity::Error,
            (Wire::MayBreak | Wire::Behaviour, _) | (_, Source::Inference) => Severity::Warning,
            _ => Severity::Note,
        };
        let mut message = change.message.clone();
        let _ = write!(message, "\nwire: {}\nsource: {}", wire(change), source(change));
        if !change.help.is_empty() {
            let _ = write!(message, "\n{}", change.help);
        }
        if let Some(reason) = &change.accepted {
            let _ = write!(message, "\naccepted: {reason}");
        }
        let _ = write!(message, "\nfingerprint: {}", change.fingerprint);
        out.push_str(&annotation(&Annotation {
            severity,
            title: &format!("{}: {}", word(change), change.rule),
            file: place.as_ref().map(|(file, _)| file.as_str()),
            position: place.as_ref().map(|(_, location)| location.position),
            message: &message,
        }));
    }
    let message = [Some(step(verdict)), stops(verdict)].into_iter().flatten().collect::<Vec<_>>().join("\n");
    let verdict =
        Annotation { severity: Severity::Note, title: "API changes", file: None, position: None, message: &message };
    out.push_str(&annotation(&verdict));
    out
}
