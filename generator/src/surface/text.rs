//! Writes a listing as text, one item a line, and parses it.
//!
//! A line is `KIND PATH SIGNATURE`, then, each after two spaces: `#[MARKS]`, `@ IDENTITY` and `| KEY=VALUE …`.

use std::fmt;

use super::{Item, ItemKind, Surface};
use crate::invisible::escaped_json;
use crate::text::top_level;

/// How the first line begins.
const FIRST: &str = "# oaspress api 1";

const HEADER: &str = "\
# The public API of this crate: an item a line, and behind `|` what it is on the wire.
# It is an output: `oaspress generate` rewrites it, and `oaspress diff OLD NEW` compares two of them.
";

/// The header of the listing of a release.
const RELEASED_HEADER: &str = "\
# The public API of the last release of this crate: `oaspress release` writes it, and `oaspress generate` compares with it.
";

/// Returns the text of the listing of a release.
#[must_use]
pub fn released(listing: &str) -> String {
    listing.replacen(HEADER, RELEASED_HEADER, 1)
}

/// A line that cannot be parsed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// The line, from 1.
    pub line: usize,
    /// The reason.
    pub message: String,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.message)
    }
}

/// Returns true if a text is a listing, and not a document.
#[must_use]
pub fn is_listing(text: &str) -> bool {
    text.trim_start_matches('\u{feff}').starts_with("# oaspress api ")
}

/// Returns the name of the crate of a listing; empty if the text is not a listing.
#[must_use]
pub fn crate_name(listing: &str) -> &str {
    let line = listing.lines().find_map(|line| line.strip_prefix("crate "));
    line.and_then(|line| line.split(' ').next()).unwrap_or_default()
}

impl fmt::Display for Surface {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{FIRST}\n{HEADER}")?;
        writeln!(f, "crate {} {}", quoted(&self.name), quoted(&self.version))?;
        writeln!(f, "runtime {}\n", quoted(&self.runtime))?;
        self.items.iter().try_for_each(|item| writeln!(f, "{item}"))?;
        for (index, (module, listing)) in self.documents.iter().enumerate() {
            let between = if index == 0 && self.items.is_empty() { "" } else { "\n" };
            writeln!(f, "{between}document {module}\n")?;
            listing.items.iter().try_for_each(|item| writeln!(f, "{item}"))?;
        }
        Ok(())
    }
}

impl fmt::Display for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}{}", self.kind.name(), quoted_path(&self.path), self.signature)?;
        if !self.marks.is_empty() {
            write!(f, "  #[{}]", self.marks.join(", "))?;
        }
        if !self.identity.is_empty() {
            write!(f, "  @ {}", on_one_line(&self.identity))?;
        }
        if !self.wire.is_empty() {
            f.write_str("  |")?;
        }
        self.wire.iter().try_for_each(|(key, value)| write!(f, " {}={}", quoted(key), quoted(value)))
    }
}

/// Names of parameters in brackets are text of the document.
fn quoted_path(path: &str) -> String {
    match path.split_once('[') {
        Some((path, name)) => {
            let name = name.strip_suffix(']').unwrap_or(name);
            format!("{path}[{}]", if name.contains(']') { json(name) } else { quoted(name) })
        }
        None => path.to_owned(),
    }
}

/// A word unchanged, or as JSON if it contains something else than plain characters.
fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "_-./:+*{}()<>?#$,&'~@!%;^|\\[]".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    json(word)
}

fn json(text: &str) -> String {
    escaped_json(&serde_json::Value::from(text).to_string()).into_owned()
}

/// An identity unchanged, or as JSON if its end would not be found.
fn on_one_line(identity: &str) -> String {
    let is_odd = identity.contains("  ") || identity.starts_with('"') || identity.ends_with(' ');
    if is_odd || crate::invisible::has_invisible(identity) {
        // Two spaces end it.
        json(identity).replace("  ", " \\u0020")
    } else {
        identity.to_owned()
    }
}

impl std::str::FromStr for Surface {
    type Err = Unreadable;

    fn from_str(text: &str) -> Result<Self, Unreadable> {
        let mut surface = Self::default();
        let mut document = String::new();
        let first = text.lines().next().unwrap_or_default();
        if !is_listing(text) || first.trim_start_matches('\u{feff}').trim_end() != FIRST {
            let message = format!("it does not begin with `{FIRST}`, so another version of oaspress wrote it");
            return Err(Unreadable { line: 1, message });
        }
        for (number, line) in (1..).zip(text.lines()) {
            let unreadable = |message: &str| Unreadable { line: number, message: message.to_owned() };
            let line = line.trim_end();
            let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
            match word {
                "" => {}
                _ if word.starts_with('#') => {}
                "crate" => {
                    let mut words = Words(rest);
                    let read = (words.word(" "), words.word(" "));
                    let (Some(name), Some(version)) = read else {
                        return Err(unreadable("a name and a version are missing"));
                    };
                    (surface.name, surface.version) = (name, version);
                }
                "runtime" => surface.runtime = Words(rest).word(" ").unwrap_or_default(),
                "document" => {
                    rest.clone_into(&mut document);
                    surface.documents.insert(document.clone(), Self::default());
                }
                _ => {
                    let item = item(word, rest).map_err(unreadable)?;
                    match surface.documents.get_mut(&document) {
                        Some(of_document) => of_document.items.push(item),
                        None => surface.items.push(item),
                    }
                }
            }
        }
        Ok(surface)
    }
}

fn item(kind: &str, rest: &str) -> Result<Item, &'static str> {
    let kind = ItemKind::ALL.iter().find(|one| one.name() == kind);
    let kind = *kind.ok_or("no kind of item is called so")?;
    let (path, rest) = path(rest).ok_or("the path does not end")?;
    let (before, wire) = cut(rest, "  | ");
    let (before, identity) = cut(before, "  @ ");
    let (signature, marks) = cut(before, "  #[");
    let mut item = Item::new(kind, path, signature);
    if let Some(marks) = marks {
        let marks = marks.strip_suffix(']').ok_or("the marks do not end")?;
        item.marks = top_level(marks).map(str::to_owned).collect();
    }
    if let Some(identity) = identity {
        item.identity = if identity.starts_with('"') {
            serde_json::from_str(identity).map_err(|_| "the identity is not a JSON string")?
        } else {
            identity.to_owned()
        };
    }
    let mut words = Words(wire.unwrap_or_default());
    while !words.0.is_empty() {
        let key = words.word("=").ok_or("a key is not a JSON string")?;
        let value = words.word(" ").ok_or("a value is not a JSON string")?;
        item.wire.push((key, value));
    }
    Ok(item)
}

/// The path at the beginning, and what follows it.
fn path(text: &str) -> Option<(String, &str)> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b':' if bytes.get(at + 1) == Some(&b':') => at += 2,
            b'_' | b'#' | b'-' => at += 1,
            byte if byte.is_ascii_alphanumeric() || !byte.is_ascii() => at += 1,
            _ => break,
        }
    }
    let (path, rest) = text.split_at_checked(at)?;
    let Some(inside) = rest.strip_prefix('[') else { return Some((path.to_owned(), rest)) };
    let mut words = Words(inside);
    let name = words.word("]")?;
    Some((format!("{path}[{name}]"), words.0))
}

/// Splits a text at the first occurrence of a separator.
fn cut<'t>(text: &'t str, separator: &str) -> (&'t str, Option<&'t str>) {
    match text.find(separator) {
        Some(at) => (&text[..at], text.get(at + separator.len()..)),
        None => (text, None),
    }
}

/// Words, plain or as JSON strings.
struct Words<'t>(&'t str);

impl Words<'_> {
    /// The next word, which this text ends.
    fn word(&mut self, end: &str) -> Option<String> {
        if !self.0.starts_with('"') {
            let (word, rest) = self.0.split_once(end).unwrap_or((self.0, ""));
            self.0 = rest;
            return Some(word.to_owned());
        }
        let mut values = serde_json::Deserializer::from_str(self.0).into_iter::<String>();
        let word = values.next()?.ok()?;
        let rest = self.0.get(values.byte_offset()..)?;
        self.0 = rest.strip_prefix(end).unwrap_or(rest);
        Some(word)
    }
}

#[cfg(test)]
mod tests {
    use super::{Item, ItemKind, Surface};

    fn listing(items: Vec<Item>) -> Surface {
        Surface {
            name: "pets".to_owned(),
            version: "1.0.0".to_owned(),
            runtime: "abc".to_owned(),
            items,
            ..Surface::default()
        }
    }

    #[test]
    fn odd_texts_survive() {
        let item = Item::new(ItemKind::Argument, "operations::Get[a]b c\u{200b}]", ": impl Into<String>")
            .mark("derive(Clone, Debug)")
            .mark("from(models::A, BTreeMap<String, models::B>)")
            .at("GET /a  | b/{c} query: @ x")
            .wire("pattern", "^ |=\"\\d$")
            .wire("text/plain; charset=utf-8", "[models::Pet]")
            .wire("empty", "");
        let plain =
            Item::new(ItemKind::Field, "models::Pet::r#type", ": Option<(String, i64)>").at("#/components/schemas/Pet");
        let listing = listing(vec![item, plain]);
        let read: Surface = listing.to_string().parse().expect("it is a listing");
        assert_eq!(read.items, listing.items);
        assert_eq!((read.name, read.version, read.runtime), (listing.name, listing.version, listing.runtime));
    }

    #[test]
    fn a_broken_line_is_named() {
        let text = listing(Vec::new()).to_string();
        let error = |line: &str| format!("{text}{line}\n").parse::<Surface>().expect_err("it is broken").to_string();
        assert_eq!(error("<<<<<<< HEAD"), "line 8: no kind of item is called so");
        assert_eq!(error("field models::Pet::name: String  | name=\"x"), "line 8: a value is not a JSON string");
        assert_eq!(error("field models::Pet::name: String  #[deprecated"), "line 8: the marks do not end");
        assert!("openapi: 3.0.0".parse::<Surface>().is_err());
    }
}
