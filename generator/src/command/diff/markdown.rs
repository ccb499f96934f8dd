//! Formats changes as Markdown for the text of a pull request.

use std::fmt::Write as _;

use super::{Placed, source, step, stops, wire, word};
use crate::diff::{Change, Source, Verdict, Wire};
use crate::render::plain;

/// Returns the verdict, a table of breaking changes and a table of the other changes.
pub(super) fn text(verdict: &Verdict, placed: &[Placed<'_>]) -> String {
    let mut out = format!("## API changes\n\n{}.", sentence(&step(verdict)));
    if let Some(stops) = stops(verdict) {
        let _ = write!(out, " {}.", cell(&sentence(&stops)));
    }
    out.push('\n');
    let (accepted, counted): (Vec<_>, Vec<_>) = placed.iter().partition(|one| one.change.accepted.is_some());
    let (breaking, rest): (Vec<_>, Vec<_>) = counted.into_iter().partition(|one| is_breaking(one.change));
    if !breaking.is_empty() {
        out.push_str("\n### Breaking\n\n");
        table(&mut out, &breaking);
    }
    for (title, placed) in [("Other changes", &rest), ("Accepted changes", &accepted)] {
        if !placed.is_empty() {
            let _ = write!(out, "\n<details><summary>{title} ({})</summary>\n\n", placed.len());
            table(&mut out, placed);
            out.push_str("\n</details>\n");
        }
    }
    out
}

fn is_breaking(change: &Change) -> bool {
    change.wire >= Wire::MayBreak || change.source >= Source::Breaks
}

fn table(out: &mut String, placed: &[&Placed<'_>]) {
    out.push_str("| change | wire | source | rule | fingerprint |\n|---|---|---|---|---|\n");
    for one in placed {
        let change = one.change;
        let help = if change.help.is_empty() { String::new() } else { format!("<br>{}", cell(&change.help)) };
        let reason =
            change.accepted.as_ref().map(|reason| format!("<br>Accepted: {}", cell(reason))).unwrap_or_default();
        let _ = writeln!(
            out,
            "| **{}**: {}{help}{reason} | {} | {} | `{}` | `{}` |",
            word(change),
            cell(&change.message),
            cell(&wire(change)),
            cell(&source(change)),
            change.rule,
            change.fingerprint
        );
    }
}

/// Escapes text so that it contains no table, HTML or mention of a user outside of code.
pub(super) fn cell(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut is_code = false;
    for c in plain(text).chars() {
        is_code ^= c == '`';
        match c {
            '|' => shown.push_str("\\|"),
            '<' if !is_code => shown.push_str("&lt;"),
            '*' | '_' | '[' | ']' | '#' | '~' | '@' if !is_code => {
                shown.push('\\');
                shown.push(c);
            }
            _ => shown.push(c),
        }
    }
    shown
}

/// Capitalizes the first letter.
pub(super) fn sentence(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}
