//! Repairs the Markdown of the API description for rustdoc: HTML becomes text, code blocks get a language, and dead links become
//! text. The module `comment` makes sure that none of it is run, whatever this module returns.

use std::ops::Range;

use pulldown_cmark::{BrokenLink, CodeBlockKind, CowStr, Event, LinkType, Parser, Tag, TagEnd};

use crate::comment::SHOWN;
use crate::invisible;

/// A replacement of a range of text: start, end, and the new text.
type Edit = (usize, usize, String);

/// A block that encloses a range of text.
enum Around {
    /// A list item whose text begins at this column.
    Item(usize),
    /// A quotation.
    Quote,
}

/// Repairs Markdown of any length.
pub(super) fn block(text: &str) -> String {
    let text = normalized(text);
    let edited = apply(&text, edits(&text));
    // The contents of HTML are Markdown now, since the HTML has become text.
    let edited = if edited.contains("\\<") { apply(&edited, edits(&edited)) } else { edited };
    edited.trim_end().to_owned()
}

/// Repairs Markdown and returns it on one line.
pub(super) fn inline(text: &str) -> String {
    let line = invisible::on_one_line(text);
    block(without_block(&line)).replace('\n', " ")
}

/// Removes the marks at the beginning of a line that would begin a block: of headings, lists, quotations, tables and fences.
/// Marks within the text remain: of code, emphasis, and signs as in `-1` and `#1`.
fn without_block(line: &str) -> &str {
    let mut line = line;
    loop {
        line = line.trim_start_matches([' ', '|', '=', '>']);
        let Some(mark) = line.chars().next() else { return line };
        let rest = line.trim_start_matches(mark);
        let width = line.len() - rest.len();
        let is_apart = rest.is_empty() || rest.starts_with(' ');
        let begins_block = match mark {
            '#' | '-' | '+' | '*' => is_apart,
            '~' => width >= 3,
            // Without a closing run of the same width it would be a fence.
            '`' => !rest.split(|c| c != '`').any(|ticks| ticks.len() == width),
            _ => false,
        };
        if !begins_block {
            return line;
        }
        line = rest;
    }
}

/// Returns text on one line that is also shown where Markdown is not rendered. It is only changed if it contains more than
/// emphasis.
pub(super) fn note(text: &str) -> String {
    let line = invisible::on_one_line(text);
    let is_plain = |event: Event<'_>| {
        matches!(
            event,
            Event::Text(_)
                | Event::Code(_)
                | Event::Start(Tag::Paragraph | Tag::Emphasis | Tag::Strong)
                | Event::End(TagEnd::Paragraph | TagEnd::Emphasis | TagEnd::Strong)
        )
    };
    if Parser::new_ext(&line, SHOWN).all(is_plain) { line } else { inline(&line) }
}

/// Returns a link that rustdoc renders, if the URL is absolute.
pub(super) fn link(url: &str) -> Option<String> {
    let url = url.trim();
    is_absolute(url).then(|| format!("<{url}>"))
}

fn is_absolute(url: &str) -> bool {
    let safe = |c: char| !c.is_whitespace() && !c.is_control() && !matches!(c, '<' | '>');
    (url.starts_with("https://") || url.starts_with("http://")) && url.chars().all(safe)
}

/// Normalizes white space: line ends become `\n`, tabs become spaces. Invisible characters, trailing spaces and common
/// indentation are removed.
fn normalized(text: &str) -> String {
    dedented(invisible::removed(text).trim_matches('\n').lines())
}

/// Removes the indentation that all lines have in common.
fn dedented<'a>(lines: impl Iterator<Item = &'a str>) -> String {
    let lines: Vec<&str> = lines.map(str::trim_end).collect();
    let indent = lines
        .iter()
        .filter(|line| !line.is_empty())
        .map(|line| line.len() - line.trim_start().len())
        .min()
        .unwrap_or(0);
    lines.iter().map(|line| line.get(indent..).unwrap_or(line)).collect::<Vec<_>>().join("\n")
}

/// Finds the changes that make Markdown look in rustdoc as its author meant it.
fn edits(text: &str) -> Vec<Edit> {
    let mut edits = Vec::new();
    let unresolved = |link: BrokenLink<'_>| -> Option<(CowStr<'_>, CowStr<'_>)> {
        let _ = link;
        None
    };
    let parser = Parser::new_with_broken_link_callback(text, SHOWN, Some(unresolved)).into_offset_iter();
    let definitions = parser.reference_definitions().iter().filter(|(_, named)| !is_absolute(&named.dest));
    let mut definitions: Vec<_> =
        definitions.map(|(name, named)| (name.to_lowercase(), named.span.clone(), false)).collect();
    let mut in_link = false;
    let mut in_code = false;
    let mut around: Vec<Around> = Vec::new();
    for (event, range) in parser {
        match event {
            Event::Start(Tag::CodeBlock(kind)) => {
                in_code = true;
                code_block(text, &kind, range.start..range.end, &around, &mut edits);
            }
            Event::End(TagEnd::CodeBlock) => in_code = false,
            Event::Start(
                ref tag @ (Tag::Link { link_type, ref dest_url, ref id, .. }
                | Tag::Image { link_type, ref dest_url, ref id, .. }),
            ) => {
                let id = id.to_lowercase();
                definitions.iter_mut().filter(|(name, ..)| *name == id).for_each(|(.., used)| *used = true);
                let is_dead = dead_link(text, link_type, dest_url, range.start, range.end, &mut edits);
                in_link |= matches!(tag, Tag::Link { .. }) && !is_dead;
            }
            Event::End(TagEnd::Link) => in_link = false,
            Event::Start(Tag::Item) => around.push(Around::Item(content_column(text, range.start))),
            Event::Start(Tag::BlockQuote(_)) => around.push(Around::Quote),
            Event::End(TagEnd::Item | TagEnd::BlockQuote(_)) => drop(around.pop()),
            Event::SoftBreak | Event::HardBreak => edits.extend(led_in(text, range.start, &around)),
            Event::Start(Tag::HtmlBlock) => edits.extend(apart(text, range.start)),
            Event::Html(_) | Event::InlineHtml(_) => {
                escape_each(text, range.start, range.end, &['<', '[', ']'], &mut edits);
            }
            Event::Text(_) if !in_link && !in_code => plain_text(text, range.start, range.end, &mut edits),
            _ => {}
        }
    }
    definition_edits(text, &definitions, &mut edits);
    edits
}

/// Removes the definitions of links that have become text, and escapes those that no link refers to.
fn definition_edits(text: &str, definitions: &[(String, Range<usize>, bool)], edits: &mut Vec<Edit>) {
    for (_, span, is_used) in definitions {
        if *is_used {
            // The links have become text, so their definition is not needed.
            let rest = text.get(span.end..).unwrap_or_default();
            let blank = rest.len() - rest.trim_start_matches('\n').len();
            // A line after a definition cannot be indented code, but it could be once the definition is gone.
            let next = rest.get(blank..).filter(|_| blank == 1).unwrap_or_default();
            let indent = next.len() - next.trim_start_matches(' ').len();
            edits.push((span.start, span.end + blank + indent, String::new()));
        } else {
            // Unreferenced link definitions are probably ordinary text, so escape them.
            escape_each(text, span.start, span.end, &['[', ']', '<'], edits);
        }
    }
}

/// Returns the column at which the text of the list item at `start` begins.
fn content_column(text: &str, start: usize) -> usize {
    let before = text.get(..start).unwrap_or_default();
    let column = before.len() - before.rfind('\n').map_or(0, |at| at + 1);
    let item = text.get(start..).and_then(|item| item.lines().next()).unwrap_or_default();
    // The item of a later line begins with the spaces before it.
    let lead = item.len() - item.trim_start_matches(' ').len();
    let marker = item.get(lead..).and_then(|item| item.find(' ')).map_or(item.len(), |width| lead + width);
    let spaces = item.get(marker..).unwrap_or_default().chars().take_while(|c| *c == ' ').count();
    // After more spaces the item begins with indented code.
    column + marker + if spaces > 4 { 1 } else { spaces }
}

/// Inserts the prefix of the enclosing list items and quotations at the line after `end_of_line`, unless the line seems to begin
/// something else.
fn led_in(text: &str, end_of_line: usize, around: &[Around]) -> Option<Edit> {
    let start = end_of_line + text.get(end_of_line..)?.find('\n')? + 1;
    let line = text.get(start..)?;
    let indent = line.len() - line.trim_start_matches(' ').len();
    let lead = lead(around);
    // A line that would begin a block without its indentation keeps it.
    let begins = |c: char| c.is_ascii_digit() || "-*+#>|=`~_".contains(c);
    let is_led = line.trim_start().starts_with('>')
        || line.get(..indent) == Some(lead.as_str())
        || (around.is_empty() && line.trim_start().starts_with(begins));
    (!is_led).then(|| (start, start + indent, lead))
}

/// Returns the prefix of a line within these list items and quotations.
fn lead(around: &[Around]) -> String {
    let mut lead = String::new();
    for around in around {
        match around {
            Around::Item(column) => lead.extend(std::iter::repeat_n(' ', column.saturating_sub(lead.len()))),
            Around::Quote => lead.push_str("> "),
        }
    }
    lead
}

/// Inserts an empty line before HTML that has become text, which would otherwise join the previous paragraph.
fn apart(text: &str, start: usize) -> Option<Edit> {
    let before = text.get(..start)?;
    let line = before.rfind('\n').map_or(0, |at| at + 1);
    let follows = line > 0 && before.get(line..)?.trim().is_empty() && !before.get(..line)?.ends_with("\n\n");
    follows.then(|| (line, line, "\n".to_owned()))
}

/// Returns true if rustdoc treats the first word after a fence as an attribute of a Rust test.
fn is_rust(word: &str) -> bool {
    let is_error_code = word.strip_prefix('E').is_some_and(|code| code.bytes().all(|digit| digit.is_ascii_digit()));
    matches!(word, "rust" | "ignore" | "custom") || word.starts_with("edition") || is_error_code
}

/// Adds a language to a code block, since rustdoc treats code without a language as Rust. An indented block becomes a fenced one.
fn code_block(text: &str, kind: &CodeBlockKind<'_>, range: Range<usize>, around: &[Around], edits: &mut Vec<Edit>) {
    let source = text.get(range.clone()).unwrap_or_default();
    match kind {
        CodeBlockKind::Fenced(_) => {
            let line = source.lines().next().unwrap_or_default();
            let width = line.chars().take_while(|c| matches!(c, '`' | '~')).count();
            let (fence, info) = line.split_at(width);
            let language: String = info.trim().chars().take_while(char::is_ascii_alphanumeric).collect();
            let known = !language.is_empty() && !is_rust(&language);
            let language = if known { language } else { "text".to_owned() };
            edits.push((range.start + width, range.start + line.len(), language));
            // The end of an enclosing block also ends the code block.
            if around.is_empty() && !is_closed(source, fence) {
                edits.push((range.end, range.end, format!("\n{fence}")));
            }
        }
        CodeBlockKind::Indented => edits.push(fenced(text, range, around)),
    }
}

/// Returns true if the last line of a code block closes it.
fn is_closed(source: &str, fence: &str) -> bool {
    let last = source.trim_end().lines().skip(1).last().unwrap_or_default().trim();
    last.len() >= fence.len() && fence.starts_with(|sign| last.chars().all(|c| c == sign))
}

/// Replaces an indented code block by a fenced one, within its list items and quotations.
fn fenced(text: &str, range: Range<usize>, around: &[Around]) -> Edit {
    let line_start = text.get(..range.start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let quotes = around.iter().filter(|around| matches!(around, Around::Quote)).count();
    let source = text.get(range.clone()).unwrap_or_default();
    let (first, rest) = source.trim_end().split_once('\n').unwrap_or((source.trim_end(), ""));
    // The first line begins after its indentation, or after the mark of a list item.
    let before = text.get(line_start..range.start).unwrap_or_default();
    let indent = " ".repeat(unquoted(before, quotes).chars().count());
    let lines: Vec<String> = std::iter::once(format!("{indent}{first}"))
        .chain(rest.lines().map(|line| unquoted(line, quotes).to_owned()))
        .collect();
    let body = dedented(lines.iter().map(String::as_str));
    let longest = body.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    let lead = lead(around);
    let opening = if before.trim().is_empty() { lead.clone() } else { format!("{} ", before.trim_end()) };
    let body: Vec<String> = body.lines().map(|line| format!("{lead}{line}\n")).collect();
    let body = body.concat();
    let tail = if source.ends_with('\n') { "\n" } else { "" };
    (line_start, range.end, format!("{opening}{fence}text\n{body}{lead}{fence}{tail}"))
}

/// Removes the marks of quotations from a line.
fn unquoted(line: &str, quotes: usize) -> &str {
    (0..quotes).fold(line, |line, _| {
        let inner = line.trim_start().strip_prefix('>');
        inner.map_or(line, |inner| inner.strip_prefix(' ').unwrap_or(inner))
    })
}

/// Replaces a link whose URL is not absolute by its text, since its target does not exist in the documentation. Returns true if
/// it is such a link.
fn dead_link(text: &str, kind: LinkType, url: &str, start: usize, end: usize, edits: &mut Vec<Edit>) -> bool {
    if is_absolute(url) || matches!(kind, LinkType::Email) {
        return false;
    }
    // The range of the parser excludes the empty brackets of `[name][]`.
    let is_left_out = kind == LinkType::Collapsed && text.get(end..).is_some_and(|rest| rest.starts_with("[]"));
    let end = if is_left_out { end + 2 } else { end };
    let source = text.get(start..end).unwrap_or_default();
    let close = match kind {
        LinkType::Inline => source.rfind("]("),
        LinkType::Reference | LinkType::Collapsed => source.rfind("]["),
        LinkType::Shortcut => source.rfind(']'),
        _ => None,
    };
    if let Some(close) = close {
        let open = source.find('[').map_or(0, |at| at + 1);
        edits.push((start, start + open, String::new()));
        edits.push((start + close, end, String::new()));
    } else {
        escape_each(text, start, end, &['[', ']', '<'], edits);
    }
    true
}

fn plain_text(text: &str, start: usize, end: usize, edits: &mut Vec<Edit>) {
    escape_each(text, start, end, &['[', ']'], edits);
    bare_urls(text, start, end, edits);
}

/// Inserts a backslash before each of these characters that is not escaped yet.
fn escape_each(text: &str, start: usize, end: usize, signs: &[char], edits: &mut Vec<Edit>) {
    let source = text.get(start..end).unwrap_or_default();
    let before = text.get(..start).unwrap_or_default();
    let mut escaped = (before.len() - before.trim_end_matches('\\').len()) % 2 == 1;
    for (at, c) in source.char_indices() {
        if signs.contains(&c) && !escaped {
            edits.push((start + at, start + at, "\\".to_owned()));
        }
        // An escaped backslash does not escape the next character.
        escaped = c == '\\' && !escaped;
    }
}

fn bare_urls(text: &str, start: usize, end: usize, edits: &mut Vec<Edit>) {
    let source = text.get(start..end).unwrap_or_default();
    let mut from = 0;
    while let Some(found) = source.get(from..).and_then(|rest| rest.find("http")) {
        let at = from + found;
        let rest = source.get(at..).unwrap_or_default();
        from = at + 4;
        let length = rest
            .find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | ')' | ']' | '`' | '|' | '\\' | '*'))
            .unwrap_or(rest.len());
        let url = rest.get(..length).unwrap_or_default().trim_end_matches(['.', ',', ';', ':', '!', '?', '\'']);
        if is_absolute(url) && url.len() > 8 {
            edits.push((start + at, start + at, "<".to_owned()));
            edits.push((start + at + url.len(), start + at + url.len(), ">".to_owned()));
            from = at + url.len();
        }
    }
}

/// Applies the edits, except those that lie within another one.
fn apply(text: &str, mut edits: Vec<Edit>) -> String {
    // An insertion goes before a replacement at the same position.
    edits.sort_by_key(|(start, end, _)| (*start, start != end, std::cmp::Reverse(*end)));
    let mut result = String::with_capacity(text.len() + 16);
    let mut at = 0;
    for (start, end, replacement) in edits {
        if start < at {
            continue;
        }
        result.push_str(text.get(at..start).unwrap_or_default());
        result.push_str(&replacement);
        at = end;
    }
    result.push_str(text.get(at..).unwrap_or_default());
    result
}

/// Returns a text with a full stop, unless it ends with another mark.
pub(super) fn sentence(text: &str) -> String {
    if text.ends_with(['.', '!', '?', ':', '`']) && !text.ends_with('`') { text.to_owned() } else { format!("{text}.") }
}

#[cfg(test)]
mod tests;
