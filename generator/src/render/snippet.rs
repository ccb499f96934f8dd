//! Extracts the line of a diagnostic from its text. It knows nothing of the format around it.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::invisible::{escaped, is_invisible};
use crate::source::Location;
use crate::text;

/// A line of a text and the range to mark, measured in terminal columns.
pub(super) struct Snippet {
    pub(super) line: usize,
    pub(super) text: String,
    pub(super) indent: usize,
    pub(super) width: usize,
}

/// The maximum number of characters shown before and after the beginning of the marked range.
const BEFORE: usize = 40;
const BEHIND: usize = 80;

impl Snippet {
    pub(super) fn new(text: &str, location: &Location) -> Self {
        let line = text::line_at(text, location.bytes.start);
        let start = location.bytes.start.clamp(line.start, line.end);
        let end = location.bytes.end.clamp(start, line.end);
        let before = &text[line.start..start];
        let (marked, behind) = match (text.get(start..end), text.get(end..line.end)) {
            (Some(marked), Some(behind)) => (marked, behind),
            _ => ("", &text[start..line.end]),
        };
        let before = last_characters(before.trim_start_matches('\u{feff}'));
        let room = BEHIND.saturating_sub(marked.chars().count());
        let marked = first_characters(marked, BEHIND);
        let behind = first_characters(behind, room);
        Self {
            line: location.position.line,
            indent: before.width(),
            width: marked.width().max(1),
            text: format!("{before}{marked}{behind}").trim_end().to_owned(),
        }
    }
}

/// Returns the text without characters that control the terminal, break the line or are invisible.
#[must_use]
pub fn plain(text: &str) -> String {
    escaped(text).into_owned()
}

/// Replaces a character that cannot be shown by one of one column, so that the line keeps its length.
fn visible(char: char) -> char {
    match char {
        '\t' => ' ',
        _ if is_invisible(char) || char.width().is_none() => '\u{FFFD}',
        _ => char,
    }
}

fn first_characters(text: &str, count: usize) -> String {
    let mut shown: String = text.chars().take(count).map(visible).collect();
    if text.chars().nth(count).is_some() {
        shown.push('…');
    }
    shown
}

fn last_characters(text: &str) -> String {
    let tail: Vec<char> = text.chars().rev().take(BEFORE + 1).collect();
    let cut = tail.len() > BEFORE;
    let kept = tail.into_iter().take(BEFORE).collect::<Vec<_>>().into_iter().rev().map(visible);
    if cut { std::iter::once('…').chain(kept).collect() } else { kept.collect() }
}
