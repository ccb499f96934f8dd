//! Names: ordinary ones, and those that collide with Rust, with generated code or with another name of the document.

use crate::draft::{Draft, Version};
use crate::words::{KEYWORDS, MEMBERS, NOUNS, ODD, PREFIXES, RUNTIME, SUFFIXES, TYPES};

/// What is named: it decides which characters are allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// A component: letters, digits, `.`, `-` and `_`.
    Component,
    /// A property, an operation, a tag, a value of an enumeration, a parameter of a query: any text.
    Free,
    /// A parameter of a path: any text without the signs that end it.
    Segment,
    /// A name of a header or cookie: a token.
    Token,
}

/// Makes a name.
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

/// Removes what the role does not allow.
fn restricted(draft: &Draft<'_, '_>, role: Role, raw: String) -> String {
    let keep = |allowed: fn(char) -> bool| -> String { raw.chars().filter(|&c| allowed(c)).collect() };
    let name = match role {
        Role::Free => return raw,
        // Names of definitions may be any text in 2.0, but references to them are URIs.
        Role::Component if draft.version == Version::V20 => keep(|c| c.is_ascii_alphanumeric() || "._-«»,".contains(c)),
        Role::Component => keep(|c| c.is_ascii_alphanumeric() || "._-".contains(c)),
        Role::Segment => keep(|c| !c.is_control() && !"{}/?#*+\\".contains(c)),
        Role::Token => keep(|c| c.is_ascii_alphanumeric() || "-_.!$".contains(c)),
    };
    if name.trim().is_empty() { "x".to_owned() } else { name }
}

/// One or two nouns, in a usual spelling.
fn ordinary(draft: &mut Draft<'_, '_>) -> String {
    let count = draft.between(1, 3);
    let words: Vec<&str> = (0..count).map(|_| draft.word(NOUNS)).collect();
    spelt(draft, &words.join(" "))
}

/// A word of a list, as it is or in another spelling.
fn cased(draft: &mut Draft<'_, '_>, words: &[&'static str]) -> String {
    let word = draft.word(words).to_owned();
    if draft.chance(40) { spelt(draft, &word) } else { word }
}

/// Another spelling of a name that something has, or that name with a word before or behind it.
fn derived(draft: &mut Draft<'_, '_>) -> String {
    let Some(name) = draft.used_name() else { return ordinary(draft) };
    // Names of names grow without end.
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

/// A name that is longer than a file name may be.
fn long(draft: &mut Draft<'_, '_>) -> String {
    let word = draft.word(NOUNS);
    let count = draft.between(30, 60);
    format!("{word}_").repeat(count)
}

/// The words of a text in one of the usual spellings.
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
