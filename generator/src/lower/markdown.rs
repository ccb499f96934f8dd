//! Makes the document's Markdown safe for rustdoc: no doctests, no raw HTML, no links that lead nowhere.

use pulldown_cmark::{BrokenLink, CodeBlockKind, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd};

/// What rustdoc knows beyond `CommonMark`, as far as it matters here.
const EXTENSIONS: Options = Options::ENABLE_TABLES.union(Options::ENABLE_STRIKETHROUGH);

/// A piece of text to be replaced: byte range and replacement.
type Edit = (usize, usize, String);

/// What a piece of text is in.
enum Around {
    /// A list item whose text begins at this column.
    Item(usize),
    /// A quotation.
    Quote,
}

/// Markdown of any length.
pub(super) fn block(text: &str) -> String {
    let text = normalised(text);
    let edited = apply(&text, edits(&text));
    // What stood in HTML is Markdown now that the HTML is text.
    let edited = if edited.contains("\\<") { apply(&edited, edits(&edited)) } else { edited };
    edited.trim_end().to_owned()
}

/// Markdown on one line.
pub(super) fn inline(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let line = line.trim_start_matches(['#', '>', '-', '*', '+', ' ', '`']).to_owned();
    block(&line).replace('\n', " ")
}

/// A link that rustdoc takes as it is.
pub(super) fn link(url: &str) -> Option<String> {
    let url = url.trim();
    is_absolute(url).then(|| format!("<{url}>"))
}

fn is_absolute(url: &str) -> bool {
    let safe = |c: char| !c.is_whitespace() && !c.is_control() && !matches!(c, '<' | '>');
    (url.starts_with("https://") || url.starts_with("http://")) && url.chars().all(safe)
}

/// Whether a character only tells how others are shown. The compiler refuses those that turn the direction of text in a comment.
pub(super) fn steers(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Line ends as `\n`, tabs as spaces, no other control characters, no spaces at the end of lines.
fn normalised(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n").replace('\t', "    ");
    let text: String = text.chars().filter(|&c| c == '\n' || !steers(c)).collect();
    let lines: Vec<&str> = text.trim_matches('\n').lines().map(str::trim_end).collect();
    let indent = lines
        .iter()
        .filter(|line| !line.is_empty())
        .map(|line| line.len() - line.trim_start().len())
        .min()
        .unwrap_or(0);
    lines.iter().map(|line| line.get(indent..).unwrap_or(line)).collect::<Vec<_>>().join("\n")
}

fn edits(text: &str) -> Vec<Edit> {
    let mut edits = Vec::new();
    let unresolved = |link: BrokenLink<'_>| -> Option<(CowStr<'_>, CowStr<'_>)> {
        let _ = link;
        None
    };
    let parser = Parser::new_with_broken_link_callback(text, EXTENSIONS, Some(unresolved)).into_offset_iter();
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
                code_block(text, &kind, range.start, range.end, &mut edits);
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
    for (_, span, used) in definitions {
        if used {
            // The links are text now, and have no use for where they led.
            let rest = text.get(span.end..).unwrap_or_default();
            let blank = rest.len() - rest.trim_start_matches('\n').len();
            edits.push((span.start, span.end + blank, String::new()));
        } else {
            // What nobody refers to was hardly meant to be unseen.
            escape_each(text, span.start, span.end, &['[', ']', '<'], &mut edits);
        }
    }
    edits
}

/// The column at which the text of the list item at `start` begins.
fn content_column(text: &str, start: usize) -> usize {
    let before = text.get(..start).unwrap_or_default();
    let column = before.len() - before.rfind('\n').map_or(0, |at| at + 1);
    let item = text.get(start..).and_then(|item| item.lines().next()).unwrap_or_default();
    // The item of a later line begins with the spaces before it.
    let lead = item.len() - item.trim_start_matches(' ').len();
    let marker = item.get(lead..).and_then(|item| item.find(' ')).map_or(item.len(), |width| lead + width);
    let spaces = item.get(marker..).unwrap_or_default().chars().take_while(|c| *c == ' ').count();
    column + marker + spaces
}

/// Begins the line behind `end_of_line` as the list items and quotations that it is in ask for, where it would otherwise
/// seem to be meant for something else.
fn led_in(text: &str, end_of_line: usize, around: &[Around]) -> Option<Edit> {
    let start = end_of_line + text.get(end_of_line..)?.find('\n')? + 1;
    let line = text.get(start..)?;
    let indent = line.len() - line.trim_start_matches(' ').len();
    let mut lead = String::new();
    for around in around {
        match around {
            Around::Item(column) => lead.extend(std::iter::repeat_n(' ', column.saturating_sub(lead.len()))),
            Around::Quote => lead.push_str("> "),
        }
    }
    // What would begin something of its own without its spaces keeps them.
    let begins = |c: char| c.is_ascii_digit() || "-*+#>|=`~_".contains(c);
    let is_led = line.trim_start().starts_with('>')
        || line.get(..indent) == Some(lead.as_str())
        || (around.is_empty() && line.trim_start().starts_with(begins));
    (!is_led).then(|| (start, start + indent, lead))
}

/// Puts an empty line before HTML, which is text from now on, and would be of the paragraph before it.
fn apart(text: &str, start: usize) -> Option<Edit> {
    let before = text.get(..start)?;
    let line = before.rfind('\n').map_or(0, |at| at + 1);
    let follows = line > 0 && before.get(line..)?.trim().is_empty() && !before.get(..line)?.ends_with("\n\n");
    follows.then(|| (line, line, "\n".to_owned()))
}

/// Whether rustdoc takes the first word behind a fence for a word about a test in Rust.
fn is_rust(word: &str) -> bool {
    let is_error_code = word.strip_prefix('E').is_some_and(|code| code.bytes().all(|digit| digit.is_ascii_digit()));
    matches!(word, "rust" | "ignore" | "custom") || word.starts_with("edition") || is_error_code
}

/// An indented block is code for rustdoc, and code without a language is a test.
fn code_block(text: &str, kind: &CodeBlockKind<'_>, start: usize, end: usize, edits: &mut Vec<Edit>) {
    let source = text.get(start..end).unwrap_or_default();
    match kind {
        CodeBlockKind::Fenced(_) => {
            let line = source.lines().next().unwrap_or_default();
            let fence = line.chars().take_while(|c| matches!(c, '`' | '~')).count();
            let language: String =
                line.get(fence..).unwrap_or_default().trim().chars().take_while(char::is_ascii_alphanumeric).collect();
            let known = !language.is_empty() && !is_rust(&language);
            let language = if known { language } else { "text".to_owned() };
            let closed = source.lines().count() > 1 && source.trim_end().ends_with(line.get(..fence).unwrap_or("```"));
            edits.push((start + fence, start + line.len(), language));
            if !closed {
                edits.push((end, end, format!("\n{}", line.get(..fence).unwrap_or("```"))));
            }
        }
        CodeBlockKind::Indented => {
            let line_start = text.get(..start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
            let lines = text.get(line_start..end).unwrap_or_default().trim_end().lines();
            let body: Vec<&str> = lines.map(|line| line.trim_start_matches(' ')).collect();
            let body = body.join(
                "
",
            ) + "
";
            let tail = if source.ends_with('\n') { "\n" } else { "" };
            let fence = if body.contains("```") { "~~~~" } else { "```" };
            edits.push((line_start, end, format!("{fence}text\n{body}{fence}{tail}")));
        }
    }
}

/// A link to anything but a whole URL leads nowhere from here: its text stays. Gives whether it is such a link.
fn dead_link(text: &str, kind: LinkType, url: &str, start: usize, end: usize, edits: &mut Vec<Edit>) -> bool {
    if is_absolute(url) || matches!(kind, LinkType::Email) {
        return false;
    }
    // The parser leaves the empty brackets of `[name][]` out.
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

/// Puts a backslash before each of these characters that has none.
fn escape_each(text: &str, start: usize, end: usize, signs: &[char], edits: &mut Vec<Edit>) {
    let source = text.get(start..end).unwrap_or_default();
    for (at, c) in source.char_indices() {
        let escaped = text.get(..start + at).is_some_and(|before| before.ends_with('\\'));
        if signs.contains(&c) && !escaped {
            edits.push((start + at, start + at, "\\".to_owned()));
        }
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

/// Makes the edits, the ones that lie within another left out.
fn apply(text: &str, mut edits: Vec<Edit>) -> String {
    // What is only put in goes before what is replaced from the same place on.
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

#[cfg(test)]
mod tests {
    use super::{block, inline};

    #[test]
    fn no_text_becomes_a_test_or_a_dead_link() {
        let cases = [
            ("see [the page](/guide) now", "see the page now"),
            ("see [https://x.test/a](/a)", "see <https://x.test/a>"),
            ("see [the [1] page](/a)", "see the \\[1\\] page"),
            ("see [the page](https://x.test/a)", "see [the page](https://x.test/a)"),
            ("an [id] here", "an \\[id\\] here"),
            ("an [`Id`][id]\n\n[id]: crate::Id\n", "an `Id`"),
            (
                "an [`Id`] or [ID][], [of x][id]\n\n[id]: ../id.html\n[`Id`]: crate::Id\n\nend",
                "an `Id` or ID, of x\n\nend",
            ),
            ("an [Id]\n\n[id]: https://x.test\n", "an [Id]\n\n[id]: https://x.test"),
            ("see ![a plan][plan]\n\n[Plan]: ./plan.png", "see a plan"),
            ("an id\n\n[optional]: yes", "an id\n\n\\[optional\\]: yes"),
            ("at https://x.test/a.", "at <https://x.test/a>."),
            ("a <b>c</b> d", "a \\<b>c\\</b> d"),
            ("a\n\n    let x;\n", "a\n\n```text\nlet x;\n```"),
            ("```\nlet x;\n```", "```text\nlet x;\n```"),
            ("```rust\nlet x;\n```", "```text\nlet x;\n```"),
            ("```json\n{}\n```", "```json\n{}\n```"),
            ("```json\n{}", "```json\n{}\n```"),
            ("- one\n - two\nof it", "- one\n - two\n   of it"),
            ("> one\nof it", "> one\n> of it"),
            ("> - one\nof it\n> of it", "> - one\n>   of it\n> of it"),
            ("- one\n<!-- note -->", "- one\n\n\\<!-- note -->"),
            ("<p>\n</p>", "\\<p>\n\\</p>"),
            ("<p>\n- a\nb [c]\n</p>", "\\<p>\n- a\n  b \\[c\\]\n  \\</p>"),
            ("<pre>\n\n    let x;\n</pre>", "\\<pre>\n\n```text\nlet x;\n```\n\\</pre>"),
            ("```edition2021\nlet x;\n```", "```text\nlet x;\n```"),
        ];
        for (raw, expected) in cases {
            assert_eq!(block(raw), expected, "{raw}");
        }
        assert_eq!(
            block("- one\nof two\n  - inner\n   line\n\n1. next\n     line"),
            "- one\n  of two\n  - inner\n    line\n\n1. next\n   line"
        );
        assert_eq!(inline("# Title\nof two"), "Title of two");
    }
}
