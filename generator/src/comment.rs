//! Documentation comments in which every piece of text has a known origin, so that text of a document is never run as a
//! doctest.
//!
//! Only literals of the generator and checked Rust source count as text of the generator. All other text counts as text
//! of the document, whatever its source: there is no conversion from a `String` to text of the generator. The form of
//! the output is decided for the whole comment, as rustdoc parses it, and the text is not accessible otherwise.
//!
//! * Text of the document that would become raw HTML or a dangerous link, or that would hide an example of the generator,
//!   is escaped until it is plain text.
//! * Text of the document that can begin a code block is written as `#[cfg_attr(not(doctest), doc = "…")]`, which
//!   `cargo doc` shows and `cargo test` never sees.

mod judge;
mod wrap;

pub(crate) use judge::SHOWN;

use std::borrow::Cow;
use std::fmt::Write as _;

use proc_macro2::Literal;

use crate::invisible;
use judge::Medium;

/// Markdown of known origin.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Comment {
    segments: Vec<Segment>,
}

/// A piece of text with its origin.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Segment {
    origin: Origin,
    text: Cow<'static, str>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Origin {
    /// A literal of the generator, or a name or source that it has written.
    Generator,
    /// Any other text.
    Document,
}

/// A line of the final comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The text, without the space after `///`. All hidden lines are one `Line`.
    pub text: String,
    /// True if the line must be hidden from `cargo test`.
    pub hidden_from_doctest: bool,
}

impl Line {
    /// Returns the line as a doc comment above an item.
    #[must_use]
    pub fn outer(&self) -> String {
        self.written("///", "#")
    }

    /// Returns the line as a doc comment at the beginning of a file.
    #[must_use]
    pub fn inner(&self) -> String {
        self.written("//!", "#!")
    }

    fn written(&self, slashes: &str, hash: &str) -> String {
        if self.hidden_from_doctest {
            return format!("{hash}[cfg_attr(not(doctest), doc = {})]", self.literal());
        }
        format!("{slashes} {}", self.text).trim_end().to_owned()
    }

    /// Returns the text as a literal; a raw one if it has several lines.
    #[must_use]
    pub fn literal(&self) -> Literal {
        let usual = invisible::literal(&self.text);
        if !self.text.contains('\n') {
            return usual;
        }
        let longest = self.text.split(|c| c != '#').map(str::len).max().unwrap_or(0);
        let hashes = "#".repeat(if self.text.contains('"') { longest + 1 } else { 0 });
        format!("r{hashes}\"{}\"{hashes}", self.text).parse().unwrap_or(usual)
    }
}

/// A paragraph of a comment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Paragraph {
    /// The whole text.
    pub text: String,
    /// The constant text of the generator, with `…` in place of each other text.
    pub template: String,
    /// The other texts, in order: names, and text of the document.
    pub values: Vec<String>,
}

impl Paragraph {
    /// Returns true if the paragraph is a constant of the generator.
    #[must_use]
    pub const fn is_constant(&self) -> bool {
        self.values.is_empty()
    }

    fn push(&mut self, piece: &str, is_constant: bool) {
        let continues_value = !self.values.is_empty() && self.template.ends_with('…');
        self.text.push_str(piece);
        match self.values.last_mut() {
            _ if is_constant => self.template.push_str(piece),
            Some(value) if continues_value => value.push_str(piece),
            _ => {
                self.template.push('…');
                self.values.push(piece.to_owned());
            }
        }
    }
}

impl From<&'static str> for Comment {
    fn from(text: &'static str) -> Self {
        Self::from_origin(Origin::Generator, Cow::Borrowed(text))
    }
}

impl From<String> for Comment {
    fn from(text: String) -> Self {
        let clean = match invisible::removed(&text) {
            Cow::Borrowed(_) => text,
            Cow::Owned(clean) => clean,
        };
        Self::from_origin(Origin::Document, Cow::Owned(clean))
    }
}

impl Comment {
    fn from_origin(origin: Origin, text: Cow<'static, str>) -> Self {
        Self { segments: if text.is_empty() { Vec::new() } else { vec![Segment { origin, text }] } }
    }

    /// Changes the text of the generator, and keeps that of the document.
    #[must_use]
    pub fn map_generated(&self, change: impl Fn(&str) -> String) -> Self {
        let segments = self.segments.iter().map(|segment| match segment.origin {
            Origin::Generator => Segment { origin: Origin::Generator, text: Cow::Owned(change(&segment.text)) },
            Origin::Document => segment.clone(),
        });
        Self { segments: segments.collect() }
    }

    /// Creates an empty comment.
    #[must_use]
    pub const fn new() -> Self {
        Self { segments: Vec::new() }
    }

    /// Creates a comment from a name of the generated crate, or a path of names. Anything else counts as text of the
    /// document.
    #[must_use]
    pub fn name(name: &str) -> Self {
        let is_name = name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | ':' | '#' | '-'));
        Self::from_origin(if is_name { Origin::Generator } else { Origin::Document }, Cow::Owned(name.to_owned()))
    }

    /// Creates inline code from any text of the document.
    #[must_use]
    pub fn code(text: &str) -> Self {
        if text.is_empty() { "the empty string".into() } else { inline_code(text).into() }
    }

    /// Creates a comment from Rust source for a code block that the generator opens itself. Source that could end the
    /// block counts as text of the document, and a block with such text is left out.
    #[must_use]
    pub fn source(source: &str) -> Self {
        let ends_block = |line: &str| line.trim_start().starts_with(['`', '~']);
        let is_safe = !source.lines().any(ends_block) && !source.contains(|c| invisible::is_invisible(c) && c != '\n');
        if is_safe {
            Self::from_origin(Origin::Generator, Cow::Owned(source.to_owned()))
        } else {
            source.to_owned().into()
        }
    }

    /// Creates an example of the generator: a code block that rustdoc compiles, with `info` after its fence.
    #[must_use]
    pub fn example(info: &'static str, source: &str) -> Self {
        Self::from("```").and(info).and("\n").and(Self::source(source)).and("\n```")
    }

    /// Replaces the placeholders `{}` of a literal, in order.
    #[must_use]
    pub fn fill(template: &'static str, values: impl IntoIterator<Item = Self>) -> Self {
        let mut pieces = template.split("{}");
        let mut comment = Self::from(pieces.next().unwrap_or_default());
        let mut values = values.into_iter();
        for piece in pieces {
            comment.push(values.next().unwrap_or_default());
            comment.push(piece);
        }
        comment
    }

    /// Joins comments with a literal between them.
    #[must_use]
    pub fn joined(parts: impl IntoIterator<Item = Self>, between: &'static str) -> Self {
        let mut comment = Self::new();
        for (index, part) in parts.into_iter().enumerate() {
            if index > 0 {
                comment.push(between);
            }
            comment.push(part);
        }
        comment
    }

    /// Appends text.
    pub fn push(&mut self, more: impl Into<Self>) {
        self.segments.extend(more.into().segments);
    }

    /// Returns the comment with more text appended.
    #[must_use]
    pub fn and(mut self, more: impl Into<Self>) -> Self {
        self.push(more);
        self
    }

    /// Appends a paragraph, a list or another block.
    pub fn push_block(&mut self, more: impl Into<Self>) {
        let more = more.into();
        if !more.is_empty() && !self.is_empty() {
            self.end_line();
            self.push("\n\n");
        }
        self.push(more);
    }

    /// Removes the line ends after the last text.
    fn end_line(&mut self) {
        if let Some(last) = self.segments.last_mut() {
            match &mut last.text {
                Cow::Borrowed(text) => *text = text.trim_end_matches('\n'),
                Cow::Owned(text) => text.truncate(text.trim_end_matches('\n').len()),
            }
        }
    }

    /// Returns the comment with another block appended.
    #[must_use]
    pub fn and_block(mut self, more: impl Into<Self>) -> Self {
        self.push_block(more);
        self
    }

    /// Returns true if the comment has no text.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.segments.is_empty()
    }

    /// Returns true if the comment begins with a paragraph, which can continue a line of other text.
    #[must_use]
    pub fn begins_with_paragraph(&self) -> bool {
        judge::begins_with_paragraph(&self.text())
    }

    /// Returns the comment with all lines except the first indented by two spaces, as the content of a list item.
    #[must_use]
    pub fn hanging(self) -> Self {
        let mut begins_line = false;
        let segments = self.segments.into_iter().map(|Segment { origin, text }| {
            let mut indented = String::with_capacity(text.len() + 8);
            for c in text.chars() {
                if begins_line && c != '\n' {
                    indented.push_str("  ");
                }
                begins_line = c == '\n';
                indented.push(c);
            }
            Segment { origin, text: Cow::Owned(indented) }
        });
        Self { segments: segments.collect() }
    }

    /// Returns the lines of the Rust comment. Long lines of paragraphs are broken.
    #[must_use]
    pub fn lines(&self) -> Vec<Line> {
        judge::lines(self, Medium::Source)
    }

    /// Returns the text of a Markdown file. In it, nothing can be hidden from rustdoc.
    #[must_use]
    pub fn page(&self) -> String {
        let lines = judge::lines(self, Medium::Page);
        let is_hidden = lines.iter().any(|line| line.hidden_from_doctest);
        let lines = if is_hidden { judge::lines(&self.escaped(), Medium::Page) } else { lines };
        lines.into_iter().map(|line| line.text + "\n").collect()
    }

    /// Returns the text as paragraphs, before it is decided how the lines are written.
    #[must_use]
    pub fn paragraphs(&self) -> Vec<Paragraph> {
        let mut paragraphs = vec![Paragraph::default()];
        for Segment { origin, text } in &self.segments {
            let is_constant = *origin == Origin::Generator && matches!(text, Cow::Borrowed(_));
            for (index, piece) in text.split("\n\n").enumerate() {
                if index > 0 {
                    paragraphs.push(Paragraph::default());
                }
                if let Some(paragraph) = paragraphs.last_mut().filter(|_| !piece.is_empty()) {
                    paragraph.push(piece, is_constant);
                }
            }
        }
        paragraphs.retain(|paragraph| !paragraph.text.trim().is_empty());
        paragraphs
    }

    fn text(&self) -> String {
        self.segments.iter().map(|segment| &*segment.text).collect()
    }

    /// Returns the comment with the text of the document escaped to plain paragraphs.
    fn escaped(&self) -> Self {
        let segments = self.segments.iter().map(|segment| match segment.origin {
            Origin::Generator => segment.clone(),
            Origin::Document => Segment { origin: Origin::Document, text: Cow::Owned(plain(&segment.text)) },
        });
        Self { segments: segments.collect() }
    }
}

/// Returns any text as inline code on one line. Invisible characters are escaped.
#[must_use]
pub(crate) fn inline_code(text: &str) -> String {
    let text = invisible::shown(text);
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') || text.trim().is_empty() { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// Escapes every character that can have a meaning in Markdown, and removes indentation.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len() + 16);
    let mut previous = '.';
    for c in text.chars() {
        match c {
            ' ' if matches!(previous, '\n' | ' ') => continue,
            _ if c.is_ascii_punctuation() => drop(write!(plain, "\\{c}")),
            _ => plain.push(c),
        }
        previous = c;
    }
    plain
}

#[cfg(test)]
mod tests;
