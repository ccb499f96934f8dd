//! Creates strings and numbers that satisfy the constraints of a schema.

use std::collections::HashMap;

use regex_syntax::hir::{Class, Hir, HirKind};
use serde_json::{Value, json};

use super::merge::Merged;

/// Returns a string that satisfies the supported constraints. `plain` is the string for schemas without constraints.
/// `known` caches the strings for patterns.
pub(super) fn text(merged: &Merged<'_>, plain: &str, known: &mut HashMap<(String, usize), Option<String>>) -> String {
    let keyword = |key| merged.rest.get(key).and_then(Value::as_str);
    let length = (merged.count("minLength").unwrap_or(0), merged.count("maxLength").unwrap_or(usize::MAX));
    let formatted = match keyword("format") {
        Some("date-time") => Some("2024-05-06T07:08:09Z"),
        Some("date") => Some("2024-05-06"),
        Some("time") => Some("07:08:09Z"),
        Some("duration") => Some("PT1H"),
        Some("uuid") => Some("3fa85f64-5717-4562-b3fc-2c963f66afa6"),
        Some("email") => Some("ada@example.com"),
        Some("hostname") => Some("www.example.com"),
        Some("ipv4" | "ip") => Some("192.0.2.1"),
        Some("ipv6") => Some("2001:db8::1"),
        Some("uri" | "url" | "uri-reference") => Some("https://example.com/a"),
        Some("byte" | "base64") => Some("aGVsbG8="),
        _ => None,
    };
    if let Some(pattern) = keyword("pattern") {
        let known = known.entry((pattern.to_owned(), length.0)).or_insert_with(|| matching(pattern, length.0));
        return known.clone().or_else(|| example(merged)).unwrap_or_else(|| plain.to_owned());
    }
    if let Some(formatted) = formatted {
        return formatted.to_owned();
    }
    sized(plain, length)
}

fn example(merged: &Merged<'_>) -> Option<String> {
    let examples = merged.rest.get("examples").and_then(|examples| examples.get(0));
    let all = [merged.rest.get("example"), merged.rest.get("default"), examples];
    all.into_iter().flatten().find_map(Value::as_str).map(str::to_owned)
}

fn sized(text: &str, (least, most): (usize, usize)) -> String {
    let least = least.min(4096);
    let mut sized: String = text.chars().take(most).collect();
    while sized.chars().count() < least {
        sized.push('x');
    }
    sized
}

/// Returns a string that matches a pattern and has at least `least` characters.
fn matching(pattern: &str, least: usize) -> Option<String> {
    // JavaScript allows `\/` for a slash; the parser does not.
    let pattern = without_lookarounds(&pattern.replace("\\/", "/"));
    let hir = regex_syntax::Parser::new().parse(&pattern).ok()?;
    (1..=40).find_map(|repeats| {
        let mut text = String::new();
        write(&hir, repeats, &mut text);
        (text.chars().count() >= least.max(1)).then_some(text)
    })
}

/// Removes the assertions that the parser does not support. The validator checks whether the string satisfies them.
fn without_lookarounds(pattern: &str) -> String {
    let mut rest = pattern;
    let mut kept = String::new();
    while let Some((at, group)) = ["(?=", "(?!", "(?<=", "(?<!"]
        .iter()
        .filter_map(|start| rest.find(start))
        .min()
        .and_then(|at| Some((at, group(&rest[at..])?)))
    {
        kept.push_str(&rest[..at]);
        rest = &rest[at + group.len()..];
    }
    kept + rest
}

/// Returns the group at the beginning of a pattern, up to its closing parenthesis.
fn group(pattern: &str) -> Option<&str> {
    let mut depth = 0_usize;
    let mut is_class = false;
    let mut letters = pattern.char_indices();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '\\' => {
                letters.next();
            }
            ']' => is_class = false,
            '[' => is_class = true,
            '(' if !is_class => depth += 1,
            ')' if !is_class => depth = depth.checked_sub(1)?,
            _ => {}
        }
        if depth == 0 {
            return pattern.get(..=at);
        }
    }
    None
}

fn write(hir: &Hir, repeats: u32, text: &mut String) {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => text.push_str(&String::from_utf8_lossy(&literal.0)),
        HirKind::Class(Class::Unicode(class)) => {
            let all = || class.iter().flat_map(|range| range.start()..=range.end());
            let chosen = all().take(400).find(char::is_ascii_alphanumeric).or_else(|| all().find(|c| !c.is_control()));
            text.extend(chosen);
        }
        HirKind::Class(Class::Bytes(_)) => text.push('a'),
        HirKind::Repetition(repetition) => {
            let most = repetition.max.unwrap_or(u32::MAX);
            for _ in 0..repetition.min.max(repeats).min(most) {
                write(&repetition.sub, repeats.min(2), text);
            }
        }
        HirKind::Capture(capture) => write(&capture.sub, repeats, text),
        HirKind::Concat(parts) => parts.iter().for_each(|part| write(part, repeats, text)),
        HirKind::Alternation(parts) => {
            if let Some(part) = parts.first() {
                write(part, repeats, text);
            }
        }
    }
}

/// Returns a number that satisfies the constraints.
pub(super) fn number(merged: &Merged<'_>, is_integer: bool) -> Value {
    let step = merged.number("multipleOf").filter(|step| *step > 0.0);
    let unit = step.unwrap_or(if is_integer { 1.0 } else { 0.25 });
    let least = merged.number("exclusiveMinimum").map(|bound| bound + unit).or_else(|| {
        let is_exclusive = merged.rest.get("exclusiveMinimum") == Some(&json!(true));
        merged.number("minimum").map(|bound| if is_exclusive { bound + unit } else { bound })
    });
    let most = merged.number("exclusiveMaximum").map(|bound| bound - unit).or_else(|| {
        let is_exclusive = merged.rest.get("exclusiveMaximum") == Some(&json!(true));
        merged.number("maximum").map(|bound| if is_exclusive { bound - unit } else { bound })
    });
    let usual = if is_integer { 12.0 } else { 12.5 };
    let mut value: f64 = usual;
    value = value.max(least.unwrap_or(value)).min(most.unwrap_or(f64::MAX));
    if let Some(step) = step {
        let rounded = (value / step).floor() * step;
        value = if rounded < least.unwrap_or(f64::MIN) { rounded + step } else { rounded };
    }
    if is_integer {
        let value = if value < least.unwrap_or(f64::MIN) { value.ceil() } else { value.trunc() };
        #[expect(clippy::cast_possible_truncation, reason = "a sample of an integer is far inside of its range")]
        return json!(value as i64);
    }
    json!(value)
}

#[cfg(test)]
mod tests {
    use super::matching;

    #[test]
    fn texts_match_their_patterns() {
        assert_eq!(matching("^[a-z]{3}-\\d+$", 0).as_deref(), Some("aaa-0"));
        assert_eq!(matching("^(cat|dog)s?$", 4).as_deref(), Some("cats"));
        assert_eq!(matching("^a+$", 5).as_deref(), Some("aaaaa"));
        assert_eq!(matching("^(?![a-f]{8}-(x|[)]))^[a-z]+$", 0).as_deref(), Some("a"));
        assert_eq!(matching("^a(?<=a)b(?=c", 0), None);
        assert_eq!(matching("(?=x)", 0), None);
    }
}
