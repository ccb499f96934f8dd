//! Reads a whole comment as rustdoc does, and decides how its lines are written.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag};

use super::{Comment, Line, Origin, wrap};

/// The extensions of `CommonMark` that rustdoc uses to display a comment. It does not use them to find doctests.
pub(crate) const SHOWN: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_SMART_PUNCTUATION);

/// A comment as one text, with the lines that have text of the document.
struct Layout {
    text: String,
    /// Every line without its end, and whether some of it comes from the document.
    lines: Vec<(Range<usize>, bool)>,
}

/// Where a comment is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Medium {
    /// In Rust source, whose lines have a maximum length.
    Source,
    /// In a Markdown file.
    Page,
}

/// Returns the lines of a comment. Text of the document is escaped where it would be more than Markdown. Adjacent lines of the
/// document are hidden from doctests if one of them can begin a block of code.
pub(super) fn lines(comment: &Comment, medium: Medium) -> Vec<Line> {
    let mut layout = Layout::new(comment);
    if !layout.is_sound() {
        layout = Layout::new(&comment.escaped());
    }
    // Hidden text is a literal, whose lines would not be indented.
    if medium == Medium::Source
        && !layout.can_begin_code()
        && let Some(wrapped) = wrap::wrapped(&layout.text, &layout.lines)
    {
        layout = Layout::from_lines(&wrapped);
    }
    let mut lines: Vec<Line> = Vec::with_capacity(layout.lines.len());
    for run in layout.lines.chunk_by(|(_, before), (_, after)| before == after) {
        let texts = || run.iter().map(|(range, _)| layout.text.get(range.clone()).unwrap_or_default());
        if run.iter().any(|(_, foreign)| *foreign) && texts().any(can_begin_code) {
            lines.push(Line { text: texts().collect::<Vec<_>>().join("\n"), hidden_from_doctest: true });
        } else {
            lines.extend(texts().map(|text| Line { text: text.to_owned(), hidden_from_doctest: false }));
        }
    }
    lines
}

/// Returns true if Markdown begins with a paragraph.
pub(super) fn begins_with_paragraph(text: &str) -> bool {
    matches!(Parser::new_ext(text, SHOWN).next(), Some(Event::Start(Tag::Paragraph)))
}

impl Layout {
    /// Joins the segments as rustdoc does: without the indentation that all lines have.
    fn new(comment: &Comment) -> Self {
        let mut lines: Vec<(String, bool)> = vec![(String::new(), false)];
        for segment in &comment.segments {
            let mut pieces = segment.text.split('\n').enumerate().peekable();
            while let Some((index, piece)) = pieces.next() {
                if index > 0 {
                    lines.push((String::new(), false));
                }
                // An empty line belongs to the text that it is within, and to none of two texts that it is between.
                let is_within = index > 0 && pieces.peek().is_some();
                if let Some((line, foreign)) = lines.last_mut() {
                    line.push_str(piece);
                    *foreign |= segment.origin == Origin::Document && (is_within || !piece.trim().is_empty());
                }
            }
        }
        for (line, _) in &mut lines {
            line.truncate(line.trim_end().len());
        }
        drop_foreign_examples(&mut lines);
        while lines.last().is_some_and(|(line, _)| line.is_empty()) {
            lines.pop();
        }
        Self::from_lines(&lines)
    }

    /// Joins lines, whose flags state whether some of their text comes from the document.
    fn from_lines(lines: &[(String, bool)]) -> Self {
        let indents = lines.iter().filter(|(line, _)| !line.is_empty());
        let indent = indents.map(|(line, _)| line.len() - line.trim_start_matches(' ').len()).min().unwrap_or(0);
        let mut layout = Self { text: String::new(), lines: Vec::with_capacity(lines.len()) };
        for (line, foreign) in lines {
            let start = layout.text.len();
            layout.text.push_str(line.get(indent..).unwrap_or_default());
            layout.lines.push((start..layout.text.len(), *foreign));
            layout.text.push('\n');
        }
        layout
    }

    fn foreign_lines(&self) -> impl Iterator<Item = &str> {
        self.lines.iter().filter(|(_, foreign)| *foreign).filter_map(|(range, _)| self.text.get(range.clone()))
    }

    /// Returns true if some text of the document has to be hidden from doctests.
    fn can_begin_code(&self) -> bool {
        self.foreign_lines().any(can_begin_code)
    }

    /// Returns true if the comment has no raw HTML, no link that runs anything, and every example of the generator.
    fn is_sound(&self) -> bool {
        let has_sign =
            |line: &str| line.bytes().fold(false, |has, byte| has | matches!(byte, b'<' | b']' | b'`' | b'~'));
        let may_matter =
            |line: &str| has_sign(line) && ["<", "](", "]:", "```", "~~~"].iter().any(|sign| line.contains(sign));
        if !self.foreign_lines().any(may_matter) {
            return true;
        }
        let examples = self.examples();
        [Options::empty(), SHOWN].into_iter().all(|options| self.is_sound_with(options, &examples))
    }

    fn is_sound_with(&self, options: Options, examples: &[Range<usize>]) -> bool {
        let mut seen = 0;
        for (event, range) in Parser::new_ext(&self.text, options).into_offset_iter() {
            match event {
                Event::Html(_) | Event::InlineHtml(_) | Event::Start(Tag::HtmlBlock) => return false,
                Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) if !is_harmless(&dest_url) => {
                    return false;
                }
                Event::Start(Tag::CodeBlock(_)) => {
                    let end = range.start + self.text.get(range.clone()).unwrap_or_default().trim_end().len();
                    seen += usize::from(examples.contains(&(range.start..end)));
                }
                _ => {}
            }
        }
        seen == examples.len()
    }

    /// The blocks of code that the generator wrote.
    fn examples(&self) -> Vec<Range<usize>> {
        let is_fence = |range: &Range<usize>| self.text.get(range.clone()).is_some_and(|line| line.starts_with("```"));
        let mut fences =
            self.lines.iter().filter(|(range, foreign)| !foreign && is_fence(range)).map(|(range, _)| range);
        let mut examples = Vec::new();
        while let (Some(open), Some(close)) = (fences.next(), fences.next()) {
            examples.push(open.start..close.end);
        }
        examples
    }
}

/// Removes the blocks of code of the generator that contain text of the document, because they would be run unchanged.
fn drop_foreign_examples(lines: &mut Vec<(String, bool)>) {
    let mut open = None;
    let mut index = 0;
    while let Some((line, foreign)) = lines.get(index) {
        let is_fence = !foreign && line.starts_with("```");
        index += 1;
        match open {
            None if is_fence => open = Some(index - 1),
            Some(start) if is_fence => {
                open = None;
                if lines.get(start..index).is_some_and(|block| block.iter().any(|(_, foreign)| *foreign)) {
                    lines.drain(start..index);
                    index = start;
                }
            }
            _ => {}
        }
    }
}

/// Returns true for links to the web, to mailboxes, and to items and pages of the documentation.
fn is_harmless(url: &str) -> bool {
    let scheme_end =
        url.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '+' | '.' | '-'))).unwrap_or(url.len());
    let (scheme, rest) = url.split_at(scheme_end);
    let is_path = !rest.starts_with(':') || rest.starts_with("::");
    let is_known = ["http", "https", "mailto"].iter().any(|known| scheme.eq_ignore_ascii_case(known));
    (is_path && !url.contains(|c: char| c.is_control() || c.is_whitespace())) || is_known
}

/// Returns true if a line can begin a block of code, whatever is before it: it has a fence, or behind any number of marks of
/// quotations, list items and footnotes an indentation of four columns.
fn can_begin_code(line: &str) -> bool {
    let has_sign = line.bytes().fold(false, |has, byte| has | matches!(byte, b'`' | b'~'));
    if has_sign && (line.contains("```") || line.contains("~~~")) {
        return true;
    }
    let mut rest = line;
    loop {
        let marks =
            rest.find(|c: char| !(c == ' ' || c.is_ascii_digit() || ">-*+.)".contains(c))).unwrap_or(rest.len());
        let (lead, text) = rest.split_at(marks);
        if lead.contains("    ") {
            return true;
        }
        // A footnote holds blocks, too.
        match text.strip_prefix("[^").and_then(|note| note.split_once("]:")) {
            Some((_, content)) => rest = content,
            None => return false,
        }
    }
}
