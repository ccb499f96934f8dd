//! Renders diagnostics for people. It knows nothing of terminals.

use std::fmt::Write as _;

use super::cut::{Cut, cut_off};
use super::snippet::{Snippet, plain};
use super::{Located, Paint, Palette, located};
use crate::diag::{Diagnostic, Severity};
use crate::path::SpecPath;
use crate::source::{Location, Sources};

/// Returns one block per diagnostic, the most severe last, and a line per code about those that are not shown.
///
/// Of more than 10 warnings or notes with the same code and similar places, it shows 3, and of more than 10 with the same code 9. The
/// rest is counted, and the line names the first places. Of errors, it shows 10 with the same code and similar places.
#[must_use]
pub fn human(diagnostics: &[Diagnostic], sources: &Sources, palette: &Palette) -> String {
    let Cut { shown, hidden } = cut_off(located(diagnostics, sources));
    let mut out = String::new();
    for severity in [Severity::Note, Severity::Warning, Severity::Error] {
        for located in shown.iter().filter(|located| located.diagnostic.severity == severity) {
            block(&mut out, located, sources, palette);
        }
        for ((_, code), others) in hidden.iter().filter(|((other, _), _)| *other == severity) {
            let head = palette.severity(severity).over(&format!("{}[{code}]", severity.name()));
            let places = places(others, sources);
            let _ = writeln!(out, "{head}: {} more of this kind{places}\n", others.len());
        }
    }
    out
}

/// Returns the first places of findings that are not shown.
fn places(others: &[Located<'_>], sources: &Sources) -> String {
    const FEW: usize = 5;
    let place = |located: &Located<'_>| {
        let name = &sources.get(located.diagnostic.place.document())?.name;
        let at = located.place.as_ref()?.position;
        Some(plain(&format!("{name}:{}:{}", at.line, at.column)))
    };
    let mut shown: Vec<String> = others.iter().filter_map(place).take(FEW).collect();
    shown.dedup();
    let rest = "`--message-format json` lists all of them";
    match (shown.is_empty(), others.len() > shown.len()) {
        (true, _) => format!("; {rest}"),
        (false, true) => format!(", at {}, …; {rest}", shown.join(", ")),
        (false, false) => format!(", at {}", shown.join(", ")),
    }
}

/// Writes a diagnostic. Writing to a string cannot fail, so this function and the others ignore the results.
fn block(out: &mut String, located: &Located<'_>, sources: &Sources, palette: &Palette) {
    let found = located.diagnostic;
    let paint = palette.severity(found.severity);
    let head = paint.over(&format!("{}[{}]", found.severity.name(), found.code));
    let _ = writeln!(out, "{head}: {}", palette.strong.over(&plain(&found.message)));
    let width = gutter(located);
    let arrow = format!("{:width$}-->", "");
    let place = Part { arrow: &arrow, mark: '^', paint, width };
    place.write(out, &found.place, located.place.as_ref(), "", sources, palette);
    for (related, location) in found.related.iter().zip(&located.related) {
        let arrow = format!("{:width$}:::", "");
        let part = Part { arrow: &arrow, mark: '-', paint: &palette.note, width };
        part.write(out, &related.place, location.as_ref(), &related.message, sources, palette);
    }
    if !found.help.is_empty() {
        let bar = palette.faint.over(&format!("{:width$} =", ""));
        let _ = writeln!(out, "{bar} help: {}", plain(&found.help));
    }
    out.push('\n');
}

/// Returns the width of the longest line number.
fn gutter(located: &Located<'_>) -> usize {
    let lines = std::iter::once(&located.place).chain(&located.related).flatten();
    lines.map(|place| place.position.line.to_string().len()).max().unwrap_or(1)
}

/// The format of one place of a diagnostic.
struct Part<'a> {
    arrow: &'a str,
    mark: char,
    paint: &'a Paint,
    width: usize,
}

impl Part<'_> {
    fn write(
        &self,
        out: &mut String,
        path: &SpecPath,
        location: Option<&Location>,
        remark: &str,
        sources: &Sources,
        palette: &Palette,
    ) {
        let source = sources.get(path.document());
        let mut place = String::new();
        if let Some(source) = source {
            place.push_str(&plain(&source.name));
        }
        if let Some(location) = location {
            let _ = write!(place, ":{}:{}", location.position.line, location.position.column);
        }
        let shown = path.to_string();
        if !place.is_empty() && !speaks_for_itself(path) {
            place.push_str("  ");
        }
        if place.is_empty() || !speaks_for_itself(path) {
            place.push_str(&plain(&shown));
        }
        let arrow = palette.faint.over(self.arrow);
        let _ = write!(out, "{arrow} {place}");
        let _ = writeln!(out, "{}{}", if remark.is_empty() { "" } else { "  " }, plain(remark));
        if let (Some(source), Some(location)) = (source, location) {
            self.write_line(out, &Snippet::new(&source.text, location), palette);
        }
    }

    fn write_line(&self, out: &mut String, snippet: &Snippet, palette: &Palette) {
        let width = self.width;
        let bar = palette.faint.over(&format!("{:width$} |", ""));
        let numbered = palette.faint.over(&format!("{:width$} |", snippet.line));
        let marks = self.paint.over(&self.mark.to_string().repeat(snippet.width));
        let _ = writeln!(out, "{bar}");
        let _ = writeln!(out, "{numbered} {}", snippet.text);
        let _ = writeln!(out, "{bar} {:indent$}{marks}", "", indent = snippet.indent);
    }
}

/// Returns true if the file name or the line is sufficient to describe a place: for the root of a document, and for keys of the
/// configuration and of the lock.
fn speaks_for_itself(path: &SpecPath) -> bool {
    *path == SpecPath::in_document(path.document()) || path.document().is_toml()
}
