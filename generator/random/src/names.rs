//! Names: ordinary ones, and names that collide with Rust, with generated code or with each other.

use crate::draft::{Draft, Version};
use crate::words::{KEYWORDS, MEMBERS, NOUNS, ODD, PREFIXES, RUNTIME, SUFFIXES, TYPES};

/// The kind of named item, which determines the allowed characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// A component: letters, digits, `.`, `-` and `_`.
    Component,
    /// A property, an operation, a tag, an enumeration value or a query parameter: any characters.
    Free,
    /// A path parameter: any characters that do not end the template expression.
    Segment,
    /// The name of a header or cookie: a token.
    Token,
}

/// Returns a name.
pub(crate) fn name(draft: &mut Draft<'_, '_>, role: Role) -> String {
    let raw = match draft.between(0, 99) {
        0..=29 => ordinary(draft),
        30..=39 => cased(draft, KEYWORDS),
        40..=49 => cased(draft, TYPES),
        50..=62 => cased(draft, RUNTIME),
        63..=74 => cased(draft, MEMBERS),
        75..=91 => derived(draft),
        92..=98 => draft.word(ODD).to_owned(),
        _ => long(draft),
    };
    restricted(draft, role, raw)
}

/// Removes the characters that the role does not allow.
fn restricted(draft: &Draft<'_, '_>, role: Role, raw: String) -> String {
    let keep = |allowed: fn(char) -> bool| -> String { raw.chars().filter(|&c| allowed(c)).collect() };
    let name = match role {
        Role::Free => return raw,
        // 2.0 allows any characters in names of definitions, but references to them are URIs.
        Role::Component if draft.version == Version::V20 => keep(|c| c.is_ascii_alphanumeric() || "._-«»,".contains(c)),
        Role::Component => keep(|c| c.is_ascii_alphanumeric() || "._-".contains(c)),
        Role::Segment => keep(|c| !c.is_control() && !"{}/?#*+\\".contains(c)),
        Role::Token => keep(|c| c.is_ascii_alphanumeric() || "-_.!$".contains(c)),
    };
    if name.trim().is_empty() { "x".to_owned() } else { name }
}

/// Returns one or two nouns, in a common spelling.
fn ordinary(draft: &mut Draft<'_, '_>) -> String {
    let count = draft.between(1, 3);
    let words: Vec<&str> = (0..count).map(|_| draft.word(NOUNS)).collect();
    spelt(draft, &words.join(" "))
}

/// Returns a word of a list, unchanged or in another spelling.
fn cased(draft: &mut Draft<'_, '_>, words: &[&'static str]) -> String {
    let word = draft.word(words).to_owned();
    if draft.chance(40) { spelt(draft, &word) } else { word }
}

/// Returns an existing name in another spelling, or with a prefix or suffix.
fn derived(draft: &mut Draft<'_, '_>) -> String {
    let Some(name) = draft.used_name() else { return ordinary(draft) };
    // Limits the length, since names are derived from derived names.
    let name: String = name.chars().take(60).collect();
    match draft.between(0, 9) {
        0 => name,
        1..=3 => spelt(draft, &name),
        4..=6 => {
            let suffix = draft.word(SUFFIXES);
            spelt(draft, &format!("{name} {suffix}"))
        }
        7 => {
            let prefix = draft.word(PREFIXES);
            spelt(draft, &format!("{prefix} {name}"))
        }
        8 => {
            let sign = draft.word(&["_", "-", ".", "$", "1", "__"]);
            format!("{name}{sign}")
        }
        _ => {
            let sign = draft.word(&["_", "-", "$", "@", "__"]);
            format!("{sign}{name}")
        }
    }
}

/// Returns a name that is too long for a file name.
fn long(draft: &mut Draft<'_, '_>) -> String {
    let word = draft.word(NOUNS);
    let count = draft.between(30, 60);
    format!("{word}_").repeat(count)
}

/// Returns the words of a text in one of the common spellings.
fn spelt(draft: &mut Draft<'_, '_>, text: &str) -> String {
    let words: Vec<&str> = text.split([' ', '_', '-']).filter(|word| !word.is_empty()).collect();
    if words.is_empty() {
        return text.to_owned();
    }
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>()).unwrap_or_default()
    };
    match draft.between(0, 7) {
        0 => words.concat().to_lowercase(),
        1 => words.join("_").to_lowercase(),
        2 => words.join("-").to_lowercase(),
        3 => words.join("_").to_uppercase(),
        4 => words.concat().to_uppercase(),
        5 => words[0].to_lowercase() + &words[1..].iter().map(|word| capital(word)).collect::<String>(),
        6 => words.iter().map(|word| capital(word)).collect::<Vec<_>>().join("."),
        _ => words.iter().map(|word| capital(word)).collect(),
    }
}
