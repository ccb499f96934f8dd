//! Formats changes as JSON, one object per line.

use serde_json::{Value, json};

use super::Placed;
use crate::diff::{Side, Verdict, Version};
use crate::invisible::escaped_json;

/// Returns a line per change, with `type` `change`, and one with `type` `verdict`.
pub(super) fn text(verdict: &Verdict, placed: &[Placed<'_>]) -> String {
    let mut out = String::new();
    let mut line = |value: &serde_json::Value| {
        out.push_str(&escaped_json(&value.to_string()));
        out.push('\n');
    };
    for Placed { change, place } in placed {
        let position = place.as_ref().map(|(_, location)| location.position);
        line(&json!({
            "type": "change",
            "rule": change.rule.name(),
            "message": change.message,
            "wire": change.wire.name(),
            "sides": change.sides.iter().copied().map(Side::name).collect::<Vec<_>>(),
            "operations": change.operations,
            "source": change.source.name(),
            "items": change.items,
            "identity": change.identity,
            "version": match change.version { Version::Old => "old", Version::New => "new" },
            "file": place.as_ref().map(|(file, _)| file),
            "line": position.map(|position| position.line),
            "column": position.map(|position| position.column),
            "help": change.help,
            "fingerprint": change.fingerprint,
            "accepted": change.accepted,
        }));
    }
    line(&self::verdict(verdict));
    out
}

/// Returns the verdict as a JSON object.
pub(in crate::command) fn verdict(verdict: &Verdict) -> Value {
    let counted = verdict.counted().count();
    json!({
        "type": "verdict",
        "changes": counted,
        "accepted": verdict.changes.len() - counted,
        "version": verdict.old_version,
        "step": verdict.step().name(),
        "full-step": verdict.full_step().name(),
        "wire": verdict.wire().name(),
        "broken-operations": verdict.broken_operations(),
    })
}
