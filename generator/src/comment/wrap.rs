//! Breaks long lines of paragraphs at spaces. It changes nothing that a reader of the documentation sees.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::judge::SHOWN;

/// The number of characters that a line may have. The doc comment of a member then ends at column 120.
const WIDTH: usize = 112;

/// The longest indentation of a continued line. A longer one would look like a block of code.
const MAX_INDENT: usize = 3;

/// A line of a comment, and whether some of it comes from the document.
type FlaggedLine = (String, bool);

/// Returns the lines of a comment, whose ranges are in `text`, with long lines of paragraphs broken. `None` if there are none.
pub(super) fn wrapped(text: &str, lines: &[(Range<usize>, bool)]) -> Option<Vec<FlaggedLine>> {
    let line = |range: &Range<usize>| text.get(range.clone()).unwrap_or_default();
    if !lines.iter().any(|(range, _)| is_long(line(range))) {
        return None;
    }
    let is_prose = is_prose(text);
    let joined = joined(text, lines, is_prose);
    let after_joining = text_of(&joined);
    let breaks = Breaks::new(&after_joining, is_prose);
    let mut wrapped = Vec::with_capacity(lines.len() * 2);
    let mut start = 0;
    for (line, foreign) in joined {
        let range = start..start + line.len();
        start = range.end + 1;
        let parts = if is_long(&line) { breaks.parts(&after_joining, &range) } else { vec![line] };
        wrapped.extend(parts.into_iter().map(|part| (part, foreign)));
    }
    if is_prose {
        return Some(wrapped);
    }
    let after = text_of(&wrapped);
    // Markdown has more rules for the beginning of a line than `Breaks` knows. A break that changes the meaning is not made.
    let is_same = [Options::empty(), SHOWN].into_iter().all(|options| read(text, options) == read(&after, options));
    is_same.then_some(wrapped)
}

/// Joins the lines of each paragraph that follow a long one, so that no short rest of it remains.
fn joined(text: &str, lines: &[(Range<usize>, bool)], is_prose: bool) -> Vec<FlaggedLine> {
    let ends = Breaks::new(text, is_prose).line_ends;
    let mut joined: Vec<FlaggedLine> = Vec::with_capacity(lines.len());
    let mut follows_long = false;
    for (range, foreign) in lines {
        let line = text.get(range.clone()).unwrap_or_default();
        let continues = range.start.checked_sub(1).is_some_and(|end| ends.contains(&end));
        match joined.last_mut() {
            Some((before, flag)) if follows_long && continues && flag == foreign => {
                before.push(' ');
                before.push_str(line.trim_start_matches(' '));
            }
            _ => {
                joined.push((line.to_owned(), *foreign));
                follows_long = is_long(line);
            }
        }
    }
    joined
}

fn text_of(lines: &[FlaggedLine]) -> String {
    lines.iter().flat_map(|(line, _)| [line.as_str(), "\n"]).collect()
}

fn is_long(line: &str) -> bool {
    line.len() > WIDTH && line.chars().count() > WIDTH
}

/// Returns true if each line is text that Markdown can only read as part of a paragraph. Most long lines are, and parsing them
/// takes longer than everything else that is done with comments.
fn is_prose(text: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b" ,.;:'\"()/?!%+=-".contains(&byte);
    text.split('\n').all(|line| {
        let begins = line.bytes().next().is_none_or(|byte| byte.is_ascii_alphabetic());
        begins && line.bytes().all(is_plain) && !line.ends_with(' ') && !line.contains("  ")
    })
}

/// The places at which lines of a comment can be broken.
struct Breaks {
    /// The offsets of spaces between words of paragraphs, in order.
    spaces: Vec<usize>,
    /// The offsets of line ends within paragraphs.
    line_ends: BTreeSet<usize>,
    /// The indentation of the content of list items, by the offset of the line in which the item begins.
    indents: BTreeMap<usize, usize>,
}

impl Breaks {
    fn new(text: &str, is_prose: bool) -> Self {
        if is_prose { Self::of_prose(text) } else { Self::of_markdown(text) }
    }

    fn of_prose(text: &str) -> Self {
        let is_within = |at: usize| {
            text.get(..at).is_some_and(|before| !before.is_empty() && !before.ends_with('\n'))
                && text.get(at + 1..).is_some_and(|after| !after.is_empty() && !after.starts_with('\n'))
        };
        let ends = text.match_indices('\n').map(|(at, _)| at).filter(|at| is_within(*at));
        Self { spaces: spaces(text, 0..text.len()).collect(), line_ends: ends.collect(), indents: BTreeMap::new() }
    }

    fn of_markdown(text: &str) -> Self {
        let mut breaks = Self { spaces: Vec::new(), line_ends: BTreeSet::new(), indents: BTreeMap::new() };
        // The number of open elements whose text is not broken, such as headings, tables and links.
        let mut closed = 0_usize;
        let mut begins_item = false;
        for (event, range) in Parser::new_ext(text, SHOWN).into_offset_iter() {
            match &event {
                Event::Start(Tag::Item) => begins_item = true,
                Event::Start(Tag::Paragraph | Tag::List(_)) | Event::End(_) => {}
                _ if begins_item => {
                    let line = text.get(..range.start).map_or(0, |before| before.rfind('\n').map_or(0, |end| end + 1));
                    breaks.indents.insert(line, range.start - line);
                    begins_item = false;
                }
                _ => {}
            }
            match event {
                Event::Start(tag) if !is_flowing(&tag) => closed += 1,
                Event::End(tag) if !is_end_of_flowing(tag) => closed = closed.saturating_sub(1),
                Event::Text(_) if closed == 0 => breaks.spaces.extend(spaces(text, range)),
                Event::SoftBreak if closed == 0 => {
                    breaks.line_ends.insert(range.start);
                }
                _ => {}
            }
        }
        breaks
    }

    /// Splits a line into parts that are as long as possible.
    fn parts(&self, text: &str, line: &Range<usize>) -> Vec<String> {
        let whole = text.get(line.clone()).unwrap_or_default();
        let own = whole.len() - whole.trim_start_matches(' ').len();
        let indent = self.indents.get(&line.start).copied().unwrap_or(own);
        if indent > MAX_INDENT {
            return vec![whole.to_owned()];
        }
        let from = self.spaces.partition_point(|space| *space < line.start);
        let spaces = self.spaces.get(from..).unwrap_or_default().iter().copied().take_while(|space| *space < line.end);
        let mut parts = Vec::new();
        let (mut start, mut last) = (line.start, None);
        let part = |start: usize, end: usize| {
            let text = text.get(start..end).unwrap_or_default();
            if start == line.start { text.to_owned() } else { format!("{:indent$}{text}", "") }
        };
        for space in spaces.chain([line.end]) {
            if let Some(end) = last.filter(|_| part(start, space).chars().count() > WIDTH) {
                parts.push(part(start, end));
                start = end + 1;
            }
            last = Some(space);
        }
        parts.push(part(start, line.end));
        parts
    }
}

/// Returns true for elements whose text can continue on another line. Quotations would have to repeat their mark.
fn is_flowing(tag: &Tag<'_>) -> bool {
    matches!(tag, Tag::Paragraph | Tag::List(_) | Tag::Item | Tag::Emphasis | Tag::Strong | Tag::Strikethrough)
}

fn is_end_of_flowing(tag: TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Paragraph | TagEnd::List(_) | TagEnd::Item | TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough
    )
}

/// Returns the single spaces in a piece of text that a line can end at.
fn spaces(text: &str, range: Range<usize>) -> impl Iterator<Item = usize> {
    let piece = text.get(range.clone()).unwrap_or_default();
    piece.match_indices(' ').map(move |(at, _)| range.start + at).filter(move |at| {
        let (before, after) = (text.get(..*at).unwrap_or_default(), text.get(at + 1..).unwrap_or_default());
        // A backslash at the end of a line, and two spaces, are a hard break.
        !before.ends_with([' ', '\n', '\\']) && can_begin_line(after)
    })
}

/// Returns true if a paragraph goes on with this text at the beginning of a line: it does not look like a heading, a list item, a
/// table or another block.
fn can_begin_line(text: &str) -> bool {
    let word = text.split([' ', '\n']).next().unwrap_or_default();
    let number = word.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_number = number.len() < word.len() && number.starts_with(['.', ')']);
    let first = word.chars().next();
    first
        .is_some_and(|first| first.is_alphanumeric() || matches!(first, '(' | '"' | '\'' | '`' | '[' | '{' | '/' | '$'))
        && !is_number
        && !word.starts_with("```")
        && !word.starts_with("[^")
}

/// Returns the visible text of Markdown: a line end in a paragraph is a space.
#[derive(Debug, PartialEq)]
enum Seen<'t> {
    Text(String),
    Other(Event<'t>),
}

fn read(text: &str, options: Options) -> Vec<Seen<'_>> {
    let mut seen = Vec::new();
    for event in Parser::new_ext(text, options) {
        let text = match &event {
            Event::Text(text) => text,
            Event::SoftBreak => " ",
            _ => {
                seen.push(Seen::Other(event));
                continue;
            }
        };
        if let Some(Seen::Text(before)) = seen.last_mut() {
            before.push_str(text);
        } else {
            seen.push(Seen::Text(text.to_owned()));
        }
    }
    seen
}

#[cfg(test)]
mod tests {
    use super::{Breaks, is_prose};

    #[test]
    fn prose_is_broken_where_a_parser_of_markdown_would() {
        let texts = [
            "One line.\n",
            "Two\nlines: 1. a, 2) b - c; \"d e\" 'f' (g) h/i? j! 5 % + 6 = 7 -- 8... 9\n",
            "A paragraph\nand\n\nanother one\n\n\n",
            "x\n",
            "\n",
        ];
        for text in texts {
            assert!(is_prose(text), "{text:?}");
            let [of_prose, of_markdown] = [Breaks::of_prose(text), Breaks::of_markdown(text)];
            assert_eq!(of_prose.spaces, of_markdown.spaces, "{text:?}");
            assert_eq!(of_prose.line_ends, of_markdown.line_ends, "{text:?}");
            assert_eq!(of_prose.indents, of_markdown.indents, "{text:?}");
        }
        for text in ["- a", "1. a", "a  \nb", "a  b", " a", "`a`", "a *b*", "a_b_", "a\n===", "a & b", "ä", "a ", "(a)"]
        {
            assert!(!is_prose(text), "{text:?}");
        }
    }
}
