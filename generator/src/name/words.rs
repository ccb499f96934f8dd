//! Converts original names to identifiers. It knows nothing of scopes and clashes.

use std::borrow::Cow;

use heck::{ToSnakeCase, ToUpperCamelCase};

use super::mixed_case::{Case, joined};
use crate::file_tree::is_device;

/// The kind of the named item, which determines the word before a leading digit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Noun {
    Schema,
    Value,
    Operation,
    Field,
    Module,
}

impl Noun {
    fn word(self) -> &'static str {
        match self {
            Self::Schema => "schema",
            Self::Value => "value",
            Self::Operation => "operation",
            Self::Field => "field",
            Self::Module => "module",
        }
    }
}

/// Converts a name to `PascalCase`; the result is always a valid identifier.
pub(super) fn pascal(raw: &str, noun: Noun) -> String {
    let name = match lowercase_words(raw) {
        Some(words) => words.fold(String::with_capacity(raw.len()), |mut name, word| {
            name.extend(word.chars().next().map(|first| first.to_ascii_uppercase()));
            name.push_str(word.get(1..).unwrap_or_default());
            name
        }),
        None => led_by_letter(plain(raw, Case::Pascal).to_upper_camel_case(), noun.word()),
    };
    let name = if name.starts_with(|first: char| first.is_ascii_digit()) {
        format!("{}{name}", noun.word().to_upper_camel_case())
    } else {
        name
    };
    if name == "Self" { "SelfValue".to_owned() } else { name }
}

/// Converts a name to `snake_case`; the result is always a valid identifier. A keyword becomes a raw identifier.
pub(super) fn snake(raw: &str, noun: Noun) -> String {
    if let Some(words) = lowercase_words(raw) {
        return escape_keyword(words.fold(String::with_capacity(raw.len()), |mut name, word| {
            if !name.is_empty() {
                name.push('_');
            }
            name.push_str(word);
            name
        }));
    }
    let name = led_by_letter(plain(raw, Case::Snake).to_snake_case(), noun.word());
    let name =
        if name.starts_with(|first: char| first.is_ascii_digit()) { format!("{}_{name}", noun.word()) } else { name };
    escape_keyword(name)
}

/// Converts a name in `PascalCase` to `UPPER_CASE`.
pub(super) fn constant(name: &str) -> String {
    joined(name, Case::Snake).to_snake_case().to_ascii_uppercase()
}

/// Converts a name to `snake_case` for a file. A keyword gets an underscore, and so does a name that Windows reserves.
pub(super) fn module(raw: &str) -> String {
    let name = snake(raw, Noun::Module);
    match name.strip_prefix("r#") {
        Some(keyword) => format!("{keyword}_"),
        None if is_device(&name) => format!("{name}_"),
        None => name,
    }
}

/// The maximum length of a file name in bytes, without its extension. File systems allow 255, some encrypted ones 143.
const MAX_FILE: usize = 100;

/// Returns a name that is short enough for a file. A longer one is truncated and gets eight hexadecimal digits that depend on all
/// of it.
pub(super) fn file(name: &str) -> String {
    if name.len() <= MAX_FILE {
        return name.to_owned();
    }
    let hash = name.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    let begins: String = name.chars().take(MAX_FILE - "_00000000".len()).collect();
    format!("{}_{hash:08x}", begins.trim_end_matches('_'))
}

/// Returns the words of a name in lowercase ASCII that begins with a letter, as most names do. They need no further rules.
fn lowercase_words(raw: &str) -> Option<impl Iterator<Item = &str>> {
    let is_plain = |byte: u8| byte.is_ascii() && !byte.is_ascii_uppercase() && byte != b'\'';
    let is_simple = raw.starts_with(|first: char| first.is_ascii_lowercase()) && raw.bytes().all(is_plain);
    is_simple.then(|| raw.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()))
}

fn led_by_letter(name: String, fallback: &str) -> String {
    if name.is_empty() { fallback.to_owned() } else { name }
}

/// Returns the text in ASCII letters, digits and separators. Text without letters and digits is spelled out.
fn plain(raw: &str, case: Case) -> String {
    let text = if raw.is_ascii() { Cow::Borrowed(raw) } else { Cow::Owned(deunicode::deunicode(raw)) };
    let text = text.trim();
    if text.is_empty() {
        return "empty".to_owned();
    }
    if !text.contains(|c: char| c.is_ascii_alphanumeric()) {
        return signs(text, "minus");
    }
    let (sign, rest) = match text.strip_prefix(['+', '-']) {
        Some(rest) if rest.starts_with(|c: char| c.is_ascii_digit()) => (sign_word(text), rest),
        _ => ("", text),
    };
    let spaced: String = joined(rest, case).chars().map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).collect();
    format!("{sign}{spaced}")
}

fn sign_word(text: &str) -> &'static str {
    if text.starts_with('+') { "plus " } else { "minus " }
}

/// Replaces every sign by a word and keeps the letters: `a dot b` for `a.b`, `filter list` for `filter[]`, `List of Pet` for
/// `List<Pet>`.
pub(super) fn spell(text: &str) -> String {
    let text = deunicode::deunicode(text);
    let groups = text.find('<').zip(text.rfind('>')).is_some_and(|(opens, closes)| opens < closes);
    let signs = if groups { GROUPING.iter().chain(SPELT) } else { [].iter().chain(SPELT) };
    let mut words = String::new();
    let mut rest = text.as_str();
    while let Some(c) = rest.chars().next() {
        let length = if let Some((sign, word)) = signs.clone().find(|(sign, _)| rest.starts_with(sign)) {
            words.extend([" ", word, " "]);
            sign.len()
        } else {
            push_spelled(&mut words, c, "dash");
            c.len_utf8()
        };
        rest = rest.get(length..).unwrap_or_default();
    }
    words
}

/// Signs that mean more in combination, or between letters, than each separately.
const SPELT: &[(&str, &str)] = &[
    ("[]", "list"),
    ("[", "key"),
    ("]", ""),
    ("<=", "at most"),
    (">=", "at least"),
    ("!=", "not equal"),
    ("<", "less than"),
    (">", "greater than"),
];

/// Signs that enclose the arguments of a generic type.
const GROUPING: &[(&str, &str)] = &[("<<", "of"), (">>", ""), ("<", "of"), (">", "")];

fn signs(text: &str, hyphen: &'static str) -> String {
    let mut words = String::new();
    deunicode::deunicode(text).chars().for_each(|c| push_spelled(&mut words, c, hyphen));
    words
}

fn push_spelled(words: &mut String, c: char, hyphen: &'static str) {
    if c.is_ascii_alphanumeric() {
        words.push(c);
    } else {
        words.extend([" ", if c == '-' { hyphen } else { sign_name(c) }, " "]);
    }
}

fn sign_name(c: char) -> &'static str {
    match c {
        '=' => "equal",
        '<' => "less",
        '>' => "greater",
        '!' => "not",
        '+' => "plus",
        '*' => "star",
        '/' => "slash",
        '\\' => "backslash",
        '%' => "percent",
        '&' => "and",
        '|' => "or",
        '^' => "caret",
        '~' => "tilde",
        '.' => "dot",
        ',' => "comma",
        ':' => "colon",
        ';' => "semicolon",
        '?' => "question",
        '@' => "at",
        '#' => "hash",
        '$' => "dollar",
        '_' => "underscore",
        '(' | ')' => "parenthesis",
        '[' | ']' => "bracket",
        '{' | '}' => "brace",
        '\'' | '"' | '`' => "quote",
        c if c.is_whitespace() => "space",
        _ => "sign",
    }
}

/// Returns a word for the case of a text, which distinguishes `ASC` from `asc`, and `userId` from `user_id`.
pub(super) fn case(raw: &str) -> &'static str {
    let upper = raw.chars().any(char::is_uppercase);
    let lower = raw.chars().any(char::is_lowercase);
    match (upper, lower, raw.starts_with(char::is_uppercase)) {
        (true, false, _) => "upper",
        (false, true, _) => "lower",
        (true, true, true) => "pascal",
        (true, true, false) => "camel",
        (false, false, _) => "",
    }
}

/// Returns the alternative for a name that is taken: with its signs spelled out, or with the word for its case, or with this
/// word.
pub(super) fn qualified(raw: &str, name: &str, word: &str, form: impl Fn(&str) -> String) -> String {
    let spelled = spell(raw);
    let candidates = [spelled.clone(), format!("{spelled} {}", case(raw)), format!("{raw} {word}")];
    candidates
        .iter()
        .map(|candidate| form(candidate))
        .find(|candidate| candidate != name)
        .unwrap_or_else(|| name.to_owned())
}

/// The words that are not valid as plain identifiers in edition 2024.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum",
    "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move",
    "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

fn escape_keyword(name: String) -> String {
    if matches!(name.as_str(), "self" | "super" | "crate" | "_") {
        format!("{name}_")
    } else if KEYWORDS.contains(&name.as_str()) {
        format!("r#{name}")
    } else {
        name
    }
}

/// Prefixes a name with a word, to resolve a clash.
pub(super) fn qualified_by(raw: &str, word: &str) -> String {
    format!("{word} {raw}")
}

#[cfg(test)]
mod tests {
    use heck::{ToSnakeCase as _, ToUpperCamelCase as _};

    use super::{MAX_FILE, Noun, file, module, pascal, snake, spell};

    #[test]
    fn words_of_types_and_values() {
        let cases = [
            ("whatsapp_account", "WhatsappAccount"),
            ("HTTPServer", "HttpServer"),
            ("3d_secure", "Value3dSecure"),
            ("+1", "Plus1"),
            ("-1", "Minus1"),
            ("!=", "NotEqual"),
            ("", "Empty"),
            ("self", "SelfValue"),
            ("北京", "BeiJing"),
            ("🙂", "SlightSmile"),
            ("$ref", "Ref"),
        ];
        for (raw, expected) in cases {
            assert_eq!(pascal(raw, Noun::Value), expected, "{raw}");
        }
    }

    #[test]
    fn signs_are_spelled_as_a_person_would() {
        for (raw, expected) in [
            ("filter[]", "filter_list"),
            ("page[size]", "page_key_size"),
            ("filter[a][]", "filter_key_a_list"),
            ("a.b", "a_dot_b"),
            ("a-b", "a_dash_b"),
            ("$top", "dollar_top"),
            ("@type", "at_type"),
            ("_id", "underscore_id"),
            ("x<y", "x_less_than_y"),
            ("created>=", "created_at_least"),
            ("List<Pet>", "list_of_pet"),
            ("List«Map«Pet»»", "list_of_map_of_pet"),
        ] {
            assert_eq!(snake(&spell(raw), Noun::Field), expected, "{raw}");
        }
    }

    #[test]
    fn names_in_lowercase_are_converted_as_all_others() {
        let slow = |raw: &str| {
            let spaced: String = raw.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).collect();
            (spaced.to_upper_camel_case(), super::escape_keyword(spaced.to_snake_case()))
        };
        for raw in ["a", "simple-user", "a__b_", "x2y 3z", "s3.bucket", "v1/2", "type", "a\u{b}b", "e2e-_4"] {
            assert_eq!((pascal(raw, Noun::Value), snake(raw, Noun::Value)), slow(raw), "{raw}");
        }
    }

    #[test]
    fn words_of_fields() {
        let cases = [
            ("createdAt", "created_at"),
            ("type", "r#type"),
            ("gen", "r#gen"),
            ("self", "self_"),
            ("_", "underscore"),
            ("2fa", "field_2fa"),
            ("X-Request-Id", "x_request_id"),
        ];
        for (raw, expected) in cases {
            assert_eq!(snake(raw, Noun::Field), expected, "{raw}");
        }
        assert_eq!(module("Type"), "type_");
        assert_eq!(file("pets"), "pets");
        assert_eq!(file(&"x_".repeat(50)), "x_".repeat(50));
        let [first, second] = ["a", "b"].map(|end| file(&format!("{}{end}", "long_".repeat(60))));
        assert!(first != second && first.len() <= MAX_FILE && first.starts_with("long_long_"), "{first} {second}");
        assert_eq!(["Aux", "COM1", "Company"].map(module), ["aux_", "com1_", "company"]);
    }
}
