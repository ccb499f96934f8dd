//! Formats changes as text for terminals.

use std::fmt::Write as _;

use super::{Placed, source, step, stops, wire, word};
use crate::diff::{Change, Source, Verdict, Wire};
use crate::render::{Paint, Palette, plain};

/// Returns a block per change, the most severe first, followed by the verdict.
pub(super) fn text(verdict: &Verdict, placed: &[Placed<'_>], palette: &Palette) -> String {
    let mut out = String::new();
    for one in placed {
        block(&mut out, one, palette);
    }
    if !verdict.changes.is_empty() {
        out.push('\n');
    }
    let _ = writeln!(out, "{}", palette.strong.over(&step(verdict)));
    if let Some(stops) = stops(verdict) {
        let _ = writeln!(out, "{}", palette.error.over(&plain(&stops)));
    }
    out
}

fn block(out: &mut String, placed: &Placed<'_>, palette: &Palette) {
    let change = placed.change;
    let head = paint(change, palette).over(&format!("{}[{}]", word(change), change.rule));
    let _ = writeln!(out, "{head}: {}", palette.strong.over(&plain(&change.message)));
    let arrow = palette.faint.over("  -->");
    match &placed.place {
        Some((file, location)) => {
            let position = location.position;
            let _ = writeln!(out, "{arrow} {}:{}:{}", plain(file), position.line, position.column);
        }
        None if change.identity.contains('/') => {
            let _ = writeln!(out, "{arrow} {}", plain(&change.identity));
        }
        None => {}
    }
    let mut line = |name: &str, text: &str| {
        let _ = writeln!(out, "{} {name}: {}", palette.faint.over("   ="), plain(text));
    };
    if change.wire > Wire::None {
        line("wire", &wire(change));
    }
    if change.source > Source::None {
        line("source", &source(change));
    }
    if !change.help.is_empty() {
        line("help", &change.help);
    }
    if let Some(reason) = &change.accepted {
        line("accepted", reason);
    }
    line("fingerprint", &change.fingerprint);
}

fn paint<'p>(change: &Change, palette: &'p Palette) -> &'p Paint {
    match (change.wire, change.source) {
        _ if change.accepted.is_some() => &palette.note,
        (Wire::Breaks, _) | (_, Source::Breaks | Source::BreaksSilently) => &palette.error,
        (Wire::MayBreak | Wire::Behaviour, _) | (_, Source::Inference) => &palette.warning,
        _ => &palette.note,
    }
}
