//! Edits the text of a configuration in place, so that comments and formatting stay. Each edit is parsed again: if the result is
//! not the intended configuration, there is none.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Config, parse};
use crate::diag::Diagnostics;

/// Returns the text with another `[crate] version`; `None` if it cannot be edited.
#[must_use]
pub fn with_version(text: &str, version: &str) -> Option<String> {
    let table = DeTable::parse(text).ok()?;
    let newline = newline(text);
    let (range, inserted) = if let Some((key, value)) = entry(table.get_ref(), "crate") {
        let section = value.get_ref().as_table()?;
        match entry(section, "version") {
            Some((_, old)) => (old.span(), quoted(text.get(old.span())?, version)),
            None => insertion(text, (key, value), section, &format!("version = \"{version}\""))?,
        }
    } else {
        let gap = if text.trim().is_empty() { "" } else { newline };
        let end = if text.is_empty() || text.ends_with('\n') { "" } else { newline };
        (text.len()..text.len(), format!("{end}{gap}[crate]{newline}version = \"{version}\"{newline}"))
    };
    let edited = replaced(text, range, &inserted)?;
    let expected = |config: &mut Config| config.manifest.version = Some(version.to_owned());
    is_intended(text, &edited, expected).then_some(edited)
}

/// Returns the text without accepted changes; `None` if it cannot be edited.
#[must_use]
pub fn without_accepted(text: &str) -> Option<String> {
    let table = DeTable::parse(text).ok()?;
    let (_, changes) = entry(table.get_ref(), "changes")?;
    let (_, accept) = entry(changes.get_ref().as_table()?, "accept")?;
    let lines = accept.get_ref().as_table()?.iter().map(|(key, value)| line(text, key.span().start, value.span().end));
    let mut lines = lines.collect::<Option<Vec<Range<usize>>>>()?;
    lines.sort_by_key(|line| line.start);
    let mut edited = text.to_owned();
    for line in lines.into_iter().rev() {
        edited.replace_range(line, "");
    }
    is_intended(text, &edited, |config| config.changes.accept.clear()).then_some(edited)
}

type Entry<'t> = (&'t Spanned<std::borrow::Cow<'t, str>>, &'t Spanned<DeValue<'t>>);

fn entry<'t>(table: &'t DeTable<'t>, name: &str) -> Option<Entry<'t>> {
    table.iter().find(|(key, _)| key.get_ref() == name)
}

/// Returns the place for a new key of a table that is not empty or has a header, and the text to insert.
fn insertion(text: &str, (key, value): Entry<'_>, section: &DeTable<'_>, pair: &str) -> Option<(Range<usize>, String)> {
    let newline = newline(text);
    let start = text.get(..key.span().start)?.rfind('\n').map_or(0, |end| end + 1);
    let is_header = text.get(start..)?.trim_start().starts_with('[');
    if is_header {
        let name = entry(section, "name").map(|(_, value)| value.span().end);
        let at = end_of_line(text, name.unwrap_or(key.span().end));
        let end = if text.get(..at)?.ends_with('\n') { "" } else { newline };
        return Some((at..at, format!("{end}{pair}{newline}")));
    }
    let inline = value.span();
    if text.get(inline.clone())?.starts_with('{') {
        let comma = if section.is_empty() { " " } else { "," };
        return Some((inline.start + 1..inline.start + 1, format!(" {pair}{comma}")));
    }
    // Dotted keys: `crate.name = "pets"`.
    Some((start..start, format!("crate.{pair}{newline}")))
}

/// Returns the whole line of an entry, if it contains nothing else.
fn line(text: &str, start: usize, end: usize) -> Option<Range<usize>> {
    let begin = text.get(..start)?.rfind('\n').map_or(0, |end| end + 1);
    let rest = text.get(end..)?.lines().next().unwrap_or_default().trim_start();
    // A key in quotes begins before its text.
    let is_alone = text.get(begin..start)?.trim_matches(|char: char| char.is_whitespace() || "'\"".contains(char));
    (is_alone.is_empty() && (rest.is_empty() || rest.starts_with('#'))).then(|| begin..end_of_line(text, end))
}

fn end_of_line(text: &str, at: usize) -> usize {
    text.get(at..).and_then(|rest| rest.find('\n')).map_or(text.len(), |end| at + end + 1)
}

fn newline(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

/// Returns a string in the kind of quotes that another one has.
fn quoted(old: &str, new: &str) -> String {
    let quote = if old.starts_with('\'') { '\'' } else { '"' };
    format!("{quote}{new}{quote}")
}

fn replaced(text: &str, range: Range<usize>, with: &str) -> Option<String> {
    Some(format!("{}{with}{}", text.get(..range.start)?, text.get(range.end..)?))
}

/// Returns true if the edited text is the old configuration with one change.
fn is_intended(old: &str, edited: &str, change: impl Fn(&mut Config)) -> bool {
    let mut found = Diagnostics::new();
    let mut expected = parse(old, &mut found);
    change(&mut expected);
    let mut found = Diagnostics::new();
    parse(edited, &mut found) == expected && !found.has_errors()
}

#[cfg(test)]
mod tests {
    use super::{with_version, without_accepted};

    #[track_caller]
    fn assert_version(text: &str, expected: &str) {
        assert_eq!(with_version(text, "0.2.0").as_deref(), Some(expected));
    }

    #[test]
    fn the_version_is_replaced_and_everything_else_stays() {
        assert_version(
            "# Ours.\n[crate] # the crate\nname = 'pets'\n  version   = \"0.1.0\"   # raised by hand\n\n[client]\n",
            "# Ours.\n[crate] # the crate\nname = 'pets'\n  version   = \"0.2.0\"   # raised by hand\n\n[client]\n",
        );
        assert_version("crate = { version = '0.1.0' }\n", "crate = { version = '0.2.0' }\n");
        assert_version("crate.version = \"0.1.0\"\r\n", "crate.version = \"0.2.0\"\r\n");
    }

    #[test]
    fn a_missing_version_is_inserted() {
        assert_version(
            "[crate]\nname = 'pets' # x\nlicense = 'MIT'\n",
            "[crate]\nname = 'pets' # x\nversion = \"0.2.0\"\nlicense = 'MIT'\n",
        );
        assert_version(
            "[crate] # x\r\nlicense = 'MIT'\r\n",
            "[crate] # x\r\nversion = \"0.2.0\"\r\nlicense = 'MIT'\r\n",
        );
        assert_version("[crate]", "[crate]\nversion = \"0.2.0\"\n");
        assert_version("crate = { name = 'pets' }\n", "crate = { version = \"0.2.0\", name = 'pets' }\n");
        assert_version("crate = {}\n", "crate = { version = \"0.2.0\" }\n");
        assert_version(
            "overlays = []\ncrate.name = 'pets'\n",
            "overlays = []\ncrate.version = \"0.2.0\"\ncrate.name = 'pets'\n",
        );
        assert_version("", "[crate]\nversion = \"0.2.0\"\n");
        assert_version("# Nothing yet.", "# Nothing yet.\n\n[crate]\nversion = \"0.2.0\"\n");
        assert_version(
            "[client]\nbase-url = 'https://a.example'\n",
            "[client]\nbase-url = 'https://a.example'\n\n[crate]\nversion = \"0.2.0\"\n",
        );
    }

    #[test]
    fn a_broken_configuration_is_not_edited() {
        assert_eq!(with_version("[crate\n", "0.2.0"), None);
        assert_eq!(with_version("crate = 1\n", "0.2.0"), None);
        assert_eq!(with_version("[crate]\nversion = '0.1.0'\n", "next"), None);
    }

    #[test]
    fn accepted_changes_are_removed_with_their_lines() {
        let text = "[changes.accept]\n# Keep.\n0123456789ab = 'one' # why\n'abcdef012345' = \"two\"\n\n[crate]\nname = 'pets'\n";
        let expected = "[changes.accept]\n# Keep.\n\n[crate]\nname = 'pets'\n";
        assert_eq!(without_accepted(text).as_deref(), Some(expected));
        assert_eq!(
            without_accepted("changes.accept.0123456789ab = 'one'\n"),
            None,
            "nothing else is known of such a line"
        );
        assert_eq!(without_accepted("[changes]\naccept = { 0123456789ab = 'one' }\n"), None);
        assert_eq!(without_accepted("[crate]\n"), None);
    }
}
