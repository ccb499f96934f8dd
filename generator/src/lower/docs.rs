//! Writes the documentation of items from the document's words.

use serde_json::Value;

use super::markdown;
use crate::model::{Access, Docs, Parameter, Property, Response, StatusPattern, StringRules};
use crate::rust::{self, Argument, Literal};

/// The documentation of what one response means.
pub(super) fn response(response: &Response) -> String {
    let status = status(response.status);
    match response.description.trim() {
        "" => format!("{status}."),
        text => format!("{status}: {}", markdown::block(text)),
    }
}

/// What one error means, on one line.
pub(super) fn refusal(response: &Response) -> String {
    let status = status(response.status);
    match first_line(&response.description).as_str() {
        "" => status,
        text => format!("{status}: {text}"),
    }
}

fn status(pattern: StatusPattern) -> String {
    match pattern {
        StatusPattern::Code(code) => code.to_string(),
        StatusPattern::Range(hundred) => format!("{hundred}XX"),
        StatusPattern::Default => "any other status".to_owned(),
    }
}

/// The documentation of a type.
pub(super) fn schema(docs: &Docs, fallback: &str) -> String {
    let mut parts = words(docs);
    if parts.is_empty() {
        parts.push(format!("`{fallback}` of the API's document."));
    }
    parts.extend(facts(docs, None));
    parts.join("\n\n")
}

/// The documentation of a field; without words of its own it takes those of its type.
pub(super) fn property(property: &Property, of_type: Option<&Docs>) -> String {
    let mut parts = words(&property.docs);
    if parts.is_empty() {
        let line = of_type.map(line).filter(|line| !line.is_empty());
        parts.push(line.unwrap_or_else(|| format!("{}.", code(&property.name))));
    }
    parts.extend(facts(&property.docs, property.default.as_ref()));
    match property.access {
        Access::ReadWrite => {}
        Access::ReadOnly => parts.push("Set by the server alone, and not sent to it.".to_owned()),
        Access::WriteOnly => parts.push("Never sent by the server.".to_owned()),
    }
    parts.join("\n\n")
}

/// The documentation of a parameter's setter; of what is an argument instead only what its name does not say.
pub(super) fn parameter(parameter: &Parameter, rules: Option<&StringRules>) -> String {
    let mut parts = words(&parameter.docs);
    if parts.is_empty() && !parameter.required {
        parts.push(format!("Sets {}.", code(&parameter.name)));
    }
    if parameter.docs.constraints.is_empty() {
        parts.extend(rules.and_then(self::rules));
    }
    parts.extend(facts(&parameter.docs, parameter.default.as_ref()));
    parts.join("\n\n")
}

/// The rules of a checked string as a sentence.
pub(super) fn rules(rules: &StringRules) -> Option<String> {
    let length = match (rules.min_length, rules.max_length) {
        (None, None) => None,
        (Some(min), None) => Some(format!("has {}", characters("at least", min))),
        (None, Some(max)) => Some(format!("has {}", characters("at most", max))),
        (Some(min), Some(max)) if min == max => Some(format!("has {}", characters("exactly", min))),
        (Some(min), Some(max)) => Some(format!("has {min} to {max} characters")),
    };
    let pattern = rules.pattern.as_deref().map(|pattern| format!("matches {}", code(pattern)));
    let parts: Vec<String> = pattern.into_iter().chain(length).collect();
    (!parts.is_empty()).then(|| sentence(&capital(&parts.join(" and "))))
}

fn characters(word: &str, count: u64) -> String {
    format!("{word} {count} character{}", if count == 1 { "" } else { "s" })
}

/// The documentation of a checked string.
pub(super) fn checked_string(docs: &Docs, text: &StringRules) -> String {
    let mut parts = words(docs);
    if parts.is_empty() {
        parts.push("A string that is checked before it is sent.".to_owned());
    }
    parts.extend(rules(text));
    let bare = Docs { constraints: Vec::new(), ..docs.clone() };
    parts.extend(facts(&bare, None));
    parts.join("\n\n")
}

/// The documentation of a field's setter.
pub(super) fn setter(field: &str, property: &Property) -> String {
    let mut text = format!("Sets [`{0}`](Self::{0}).", field.trim_start_matches("r#"));
    if field.starts_with("r#") {
        text = format!("Sets {}.", code(&property.name));
    }
    text
}

/// The documentation of the setter that makes a field `null`.
pub(super) fn null_setter(field: &str) -> String {
    format!("Sets {} to `null`, which clears it; left alone it is not sent.", code(field.trim_start_matches("r#")))
}

/// The documentation of `new`.
pub(super) fn constructor(name: &str, arguments: &[Argument]) -> String {
    if arguments.is_empty() {
        format!("{} with all else left out.", a(&code(name)))
    } else {
        format!("{} with what it must have; all else is left out.", a(&code(name)))
    }
}

fn a(noun: &str) -> String {
    let vowel = noun.trim_start_matches('`').starts_with(['A', 'E', 'I', 'O', 'a', 'e', 'i', 'o']);
    format!("{} {noun}", if vowel { "An" } else { "A" })
}

/// The documentation of a value of an enumeration.
pub(super) fn value(literal: &Literal, description: Option<&str>) -> String {
    let value = match literal {
        Literal::Text(text) => code(text),
        Literal::Integer(number) => code(&number.to_string()),
    };
    match description.map(str::trim) {
        Some(text) if !text.is_empty() => format!("{value}: {}", markdown::inline(text)),
        _ => value,
    }
}

/// One line about a thing: its first sentence.
pub(super) fn line(docs: &Docs) -> String {
    first_line(docs.description.as_deref().or(docs.title.as_deref()).unwrap_or_default())
}

/// The first sentence of a text.
fn first_line(text: &str) -> String {
    let first = text.trim().split("\n\n").next().unwrap_or_default();
    let line = first.split_whitespace().collect::<Vec<_>>().join(" ");
    let end = line.match_indices(". ").map(|(at, _)| at + 1).find(|&at| at > 8);
    markdown::inline(line.get(..end.unwrap_or(line.len())).unwrap_or_default())
}

/// The document's own words: title and description.
pub(super) fn words(docs: &Docs) -> Vec<String> {
    let mut parts = Vec::new();
    let title = docs.title.as_deref().map(str::trim).filter(|title| !title.is_empty());
    let description = docs.description.as_deref().map(str::trim).filter(|description| !description.is_empty());
    if let Some(title) = title.filter(|title| !description.is_some_and(|description| description.starts_with(*title))) {
        parts.push(sentence(&markdown::inline(title)));
    }
    if let Some(description) = description {
        parts.push(markdown::block(description));
    }
    parts
}

/// What the document says in figures: constraints, default, example, that it is deprecated.
pub(super) fn facts(docs: &Docs, default: Option<&Value>) -> Vec<String> {
    let mut parts = Vec::new();
    if !docs.constraints.is_empty() {
        parts.push(sentence(&capital(&docs.constraints.join(", "))));
    }
    if let Some(default) = default.and_then(short) {
        parts.push(format!("Default: {default}"));
    }
    if let Some(example) = docs.example.as_ref().and_then(short) {
        parts.push(format!("Example: {example}"));
    }
    if let Some(deprecated) = &docs.deprecated {
        parts.push(match deprecated.reason.as_deref().map(str::trim) {
            Some(reason) if !reason.is_empty() => format!("**Deprecated**: {}", sentence(&markdown::inline(reason))),
            _ => "**Deprecated**.".to_owned(),
        });
    }
    if let Some(url) = docs.external_docs.as_deref().and_then(markdown::link) {
        parts.push(format!("See {url}."));
    }
    parts
}

/// `#[deprecated]`, where the document says so.
pub(super) fn deprecated(docs: &Docs) -> Option<rust::Deprecated> {
    docs.deprecated.as_ref().map(|deprecated| rust::Deprecated { reason: deprecated.reason.clone() })
}

/// A value in a line of documentation, unless it is too long for one.
fn short(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    (!text.trim().is_empty() && text.chars().count() <= 80 && !text.contains(['\n', '\r'])).then(|| code(&text))
}

/// Text as inline code, whatever it holds.
pub(super) fn code(text: &str) -> String {
    let text: String = text.chars().map(|c| if markdown::steers(c) { ' ' } else { c }).collect();
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') || text.trim().is_empty() { " " } else { "" };
    if text.is_empty() { "the empty string".to_owned() } else { format!("{fence}{pad}{text}{pad}{fence}") }
}

fn sentence(text: &str) -> String {
    if text.ends_with(['.', '!', '?', ':', '`']) && !text.ends_with('`') { text.to_owned() } else { format!("{text}.") }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
