//! Writes diagnostics down for people; knows nothing of terminals.

use std::fmt::Write as _;

use super::cut::cut_off;
use super::snippet::{Snippet, plain};
use super::{Located, Paint, Palette, located};
use crate::diag::Diagnostic;
use crate::path::{DocumentId, SpecPath};
use crate::source::{Location, Sources};

/// Returns one block per diagnostic, the most severe last, and a line about those that were left out.
///
/// Of each code, 10 findings at places of one kind are shown, and of warnings and notes at most 20. The rest is counted.
#[must_use]
pub fn human(diagnostics: &[Diagnostic], sources: &Sources, palette: &Palette) -> String {
    let (shown, hidden) = cut_off(located(diagnostics, sources));
    let mut out = String::new();
    for located in &shown {
        block(&mut out, located, sources, palette);
    }
    for (code, count) in hidden {
        let severity = code.severity().name();
        let paint = palette.of(code.severity());
        let _ = writeln!(
            out,
            "{}: {count} more of this kind; as JSON all of them are listed\n",
            paint.over(&format!("{severity}[{code}]"))
        );
    }
    out
}

/// Writing into a string cannot fail, so the results are not looked at, here and below.
fn block(out: &mut String, located: &Located<'_>, sources: &Sources, palette: &Palette) {
    let found = located.diagnostic;
    let paint = palette.of(found.severity);
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

/// The room that the longest line number takes.
fn gutter(located: &Located<'_>) -> usize {
    let lines = std::iter::once(&located.place).chain(&located.related).flatten();
    lines.map(|place| place.position.line.to_string().len()).max().unwrap_or(1)
}

/// How one place of a diagnostic is shown.
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

/// The root of a document says no more than the file's name does, and a key of the configuration no more than its line.
fn speaks_for_itself(path: &SpecPath) -> bool {
    *path == SpecPath::in_document(path.document()) || path.document() == DocumentId::CONFIG
}
