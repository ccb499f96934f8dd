//! Matches paths with templates in time that is proportional to their lengths.

use crate::path::percent_decode;

/// A part of a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part<'t> {
    Literal(&'t str),
    /// A parameter. Only `{+name}` and `{name*}` span segments.
    Value {
        name: &'t str,
        spans: bool,
    },
}

/// For each offset in a text, the offset after the part that begins there. `None` if the part, or one after it, does not
/// match there.
type Ends = Vec<Option<usize>>;

/// Returns true if a text matches a pattern in which `{name}` stands for any text but nothing.
pub(super) fn matches(pattern: &str, text: &str) -> bool {
    capture(pattern, text).is_some()
}

/// Returns the values of the parameters if a path matches a template. Only `{+name}` and `{name*}` span segments.
pub(super) fn capture(template: &str, path: &str) -> Option<Vec<(String, String)>> {
    let mut values = Vec::new();
    if template.contains(['+', '*']) {
        within(template, path, &mut values)?;
        return Some(values);
    }
    // Most templates differ in a segment without parameters.
    let mut segments = path.split('/');
    for own in template.split('/') {
        let segment = segments.next()?;
        if own.contains('{') {
            within(own, segment, &mut values)?;
        } else if own != segment && plain(own) != plain(segment) {
            return None;
        }
    }
    segments.next().is_none().then_some(values)
}

/// Matches a text from its end: whether a part matches at an offset depends on the parts after it only, so each offset
/// is visited once per part.
fn within(template: &str, text: &str, values: &mut Vec<(String, String)>) -> Option<()> {
    let parts = parts(template)?;
    let has_room = parts.iter().filter(|part| matches!(part, Part::Value { .. })).count() <= text.len();
    if !has_room || matches!(parts.first(), Some(Part::Literal(first)) if parts.len() > 1 && !text.starts_with(first)) {
        return None;
    }
    let mut is_end: Vec<bool> = (0..=text.len()).map(|at| at == text.len()).collect();
    let mut all: Vec<Ends> = Vec::new();
    for (number, part) in parts.iter().enumerate().rev() {
        let ends = match *part {
            Part::Literal(literal) if number + 1 == parts.len() => last_literal(literal, text),
            Part::Literal(literal) => inner_literal(literal, text, &is_end),
            Part::Value { spans, .. } => value(spans, text, &is_end),
        };
        is_end = ends.iter().map(Option::is_some).collect();
        all.push(ends);
    }
    let mut at = 0;
    for (part, ends) in parts.iter().zip(all.iter().rev()) {
        let end = ends.get(at).copied().flatten()?;
        if let Part::Value { name, .. } = part {
            values.push(((*name).to_owned(), plain(text.get(at..end)?)));
        }
        at = end;
    }
    Some(())
}

/// Splits a template into its parts. `None` if its braces are not balanced.
fn parts(template: &str) -> Option<Vec<Part<'_>>> {
    let mut parts = Vec::new();
    let mut rest = template;
    while let Some((literal, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}')?;
        if !literal.is_empty() {
            parts.push(Part::Literal(literal));
        }
        let spans = name.starts_with('+') || name.ends_with(['*', '+']);
        parts.push(Part::Value { name: name.trim_matches(['+', '*']), spans });
        rest = after;
    }
    if !rest.is_empty() {
        parts.push(Part::Literal(rest));
    }
    Some(parts)
}

/// Matches the literal at the end of a template, in which both sides may be percent-encoded. It compares backwards, so that each
/// byte is decoded once.
fn last_literal(literal: &str, text: &str) -> Ends {
    let mut ends: Ends = vec![None; text.len() + 1];
    let mut rest = text.as_bytes();
    for wanted in plain(literal).bytes().rev() {
        match last_byte(rest) {
            Some((byte, before)) if byte == wanted => rest = before,
            _ => return ends,
        }
    }
    if let Some(end) = ends.get_mut(rest.len()).filter(|_| text.is_char_boundary(rest.len())) {
        *end = Some(text.len());
    }
    ends
}

/// Returns the last byte of a text, which may be percent-encoded, and the text before it.
fn last_byte(text: &[u8]) -> Option<(u8, &[u8])> {
    if let [before @ .., b'%', high, low] = text
        && let Some(byte) = hex(*high).zip(hex(*low)).map(|(high, low)| high * 16 + low)
    {
        return Some((byte, before));
    }
    text.split_last().map(|(byte, before)| (*byte, before))
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

/// Matches a literal before a parameter.
fn inner_literal(literal: &str, text: &str, is_end: &[bool]) -> Ends {
    let mut ends: Ends = vec![None; text.len() + 1];
    for at in occurrences(literal.as_bytes(), text.as_bytes()) {
        let end = at + literal.len();
        if let Some(one) = ends.get_mut(at).filter(|_| is_end.get(end) == Some(&true)) {
            *one = Some(end);
        }
    }
    ends
}

/// Returns the offsets of all occurrences, which may overlap, in linear time: the search by Knuth, Morris and Pratt.
fn occurrences(wanted: &[u8], text: &[u8]) -> Vec<usize> {
    let mut borders: Vec<usize> = Vec::with_capacity(wanted.len());
    // The length of the longest beginning of `wanted` that ends before the next byte.
    let next = |borders: &[usize], mut length: usize, byte: u8| loop {
        if wanted.get(length) == Some(&byte) {
            return length + 1;
        }
        match length.checked_sub(1) {
            Some(last) => length = borders.get(last).copied().unwrap_or_default(),
            None => return 0,
        }
    };
    for (at, byte) in wanted.iter().enumerate() {
        let border = if at == 0 { 0 } else { next(&borders, borders[at - 1], *byte) };
        borders.push(border);
    }
    let mut found = Vec::new();
    let mut length = 0;
    for (at, byte) in text.iter().enumerate() {
        length = next(&borders, length, *byte);
        if length == wanted.len() {
            found.push(at + 1 - length);
        }
    }
    found
}

/// Matches the longest value, since the next literal is most often the rest of the segment.
fn value(spans: bool, text: &str, is_end: &[bool]) -> Ends {
    let mut ends: Ends = vec![None; text.len() + 1];
    let mut longest = None;
    for (at, end) in ends.iter_mut().enumerate().rev() {
        if !spans && text.as_bytes().get(at) == Some(&b'/') {
            longest = None;
        }
        *end = longest.filter(|_| text.is_char_boundary(at));
        if is_end.get(at) == Some(&true) {
            longest = longest.or(Some(at));
        }
    }
    ends
}

/// Decodes percent-encoding.
fn plain(text: &str) -> String {
    percent_decode(text).unwrap_or_else(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::capture;

    fn captured(template: &str, path: &str) -> Option<String> {
        let values = capture(template, path)?;
        Some(values.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn values_are_as_long_as_possible() {
        assert_eq!(captured("/a/{x}", "/a/b%20c").as_deref(), Some("x=b c"));
        assert_eq!(captured("/{x}.{y}", "/a.b.c").as_deref(), Some("x=a.b y=c"));
        assert_eq!(captured("/{x}{y}", "/abc").as_deref(), Some("x=ab y=c"));
        assert_eq!(captured("/{x}:close", "/7%3Aclose").as_deref(), Some("x=7"));
        assert_eq!(captured("/v{x}", "/v1").as_deref(), Some("x=1"));
        assert_eq!(captured("/{+x}/end", "/ä/b/end").as_deref(), Some("x=ä/b"));
        assert_eq!(captured("/{x*}", "/a/b").as_deref(), Some("x=a/b"));
        assert_eq!(captured("/a", "/%61").as_deref(), Some(""));
        for (template, path) in [("/{x}", "/"), ("/{x}", "/a/b"), ("/{x", "/a"), ("/{x}{y}", "/a"), ("/a", "/a/")] {
            assert_eq!(captured(template, path), None, "{template} {path}");
        }
    }

    #[test]
    fn literals_are_found_in_linear_time() {
        // With a quadratic search, this test would not end within minutes.
        let many = "a".repeat(2_000_000);
        for (template, path) in [
            (format!("/{{x}}{}b{{y}}", &many[..1_000_000]), format!("/{many}")),
            (format!("/{{x}}b{}", &many[..1_000_000]), format!("/{many}")),
            (format!("/{{x}}b{}", &many[..1000]), format!("/{}", "%61".repeat(600_000))),
        ] {
            assert_eq!(captured(&template, &path), None);
        }
        assert_eq!(captured("/{x}%3Aa", "/7:%61").as_deref(), Some("x=7"));
        assert_eq!(captured("/{x}aa{y}", "/1aaa2").as_deref(), Some("x=1a y=2"));
        assert_eq!(captured("/{x}ä", "/7%C3%A4").as_deref(), Some("x=7"));
        assert_eq!(captured("/{x}%", "/7%").as_deref(), Some("x=7"));
    }

    #[test]
    fn the_time_is_not_polynomial() {
        let path = format!("/{}!", "a-".repeat(1000));
        for part in ["{x}-", "{x}", "{+x}-", "{+x}-/"] {
            // With backtracking, this would never end.
            assert_eq!(captured(&format!("/{}#", part.repeat(30)), &path), None);
        }
    }
}
