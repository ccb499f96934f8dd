//! Puts the constraints of a schema into words, for documentation.

use serde_json::{Map, Value};

use crate::comment::inline_code;
use crate::keywords::{Holds, Verdict, judge};
use crate::resolve::Tree;

use super::formats;

/// Whether the rules of a string are expressed by its type, or have to be put into words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::analyze) enum Strings {
    /// The type expresses them.
    Expressed,
    /// They are put into words.
    InWords,
}

/// What `dialect` found that OpenAPI 3.0 has no keyword for, in words.
const WORDS: &str = "x-oaspress-words";

/// The constraints that one schema has by itself.
pub(super) fn words(raw: &Map<String, Value>, strings: Strings) -> Vec<String> {
    if !raw.keys().any(|keyword| constrains(keyword)) {
        return Vec::new();
    }
    let mut words = Vec::new();
    words.extend(numbers(raw));
    if strings == Strings::InWords {
        words.extend(characters(count(raw, "minLength"), count(raw, "maxLength")));
        words.extend(Tree::member(raw, "pattern").and_then(Value::as_str).map(pattern));
    }
    words.extend(items(count(raw, "minItems"), count(raw, "maxItems"), "item", "items"));
    if Tree::member(raw, "uniqueItems") == Some(&Value::Bool(true)) {
        words.push("no two items alike".to_owned());
    }
    words.extend(items(count(raw, "minProperties"), count(raw, "maxProperties"), "key", "keys"));
    let texts = Tree::member(raw, "type").is_some_and(|ty| ty == "string");
    let values = raw.get("enum").and_then(Value::as_array).filter(|_| !texts);
    words.extend(values.and_then(|values| listed(values)));
    if let Some(format) = Tree::member(raw, "format").and_then(Value::as_str).filter(|format| !formats::known(format)) {
        words.push(format!("in the format {}", inline_code(format)));
    }
    let said = Tree::member(raw, WORDS).and_then(Value::as_array).into_iter().flatten();
    words.extend(said.filter_map(Value::as_str).map(str::to_owned));
    words
}

fn constrains(keyword: &str) -> bool {
    keyword.starts_with("min")
        || keyword.starts_with("max")
        || keyword.starts_with("exclusive")
        || matches!(keyword, "enum" | "pattern" | "format" | "uniqueItems" | "multipleOf" | WORDS)
}

/// Values that no enumeration expresses: those that are neither all strings nor all whole.
fn listed(values: &[Value]) -> Option<String> {
    const SHOWN: usize = 20;
    let values: Vec<&Value> = values.iter().filter(|value| !value.is_null()).collect();
    let whole = |value: &&Value| value.as_f64().is_some_and(|number| number.fract() == 0.0);
    let expressed = values.iter().all(|value| value.is_string()) || values.iter().all(whole);
    if expressed || values.len() > SHOWN || values.iter().any(|value| value.is_array() || value.is_object()) {
        return None;
    }
    let mut words: Vec<String> = values.iter().map(|value| spelt(value)).collect();
    words.dedup();
    if words.len() > 1 && values.iter().all(|value| value.is_boolean()) {
        return None;
    }
    let (last, rest) = words.split_last()?;
    Some(if rest.is_empty() { format!("only {last}") } else { format!("one of {} and {last}", rest.join(", ")) })
}

fn spelt(value: &Value) -> String {
    match value {
        Value::String(text) => inline_code(text),
        other => other.to_string(),
    }
}

/// The rules of a string in words.
pub(in crate::analyze) fn rules(rules: &crate::model::StringRules) -> Vec<String> {
    let mut words: Vec<String> = characters(rules.min_length, rules.max_length).into_iter().collect();
    words.extend(rules.pattern.as_deref().map(pattern));
    words
}

fn pattern(pattern: &str) -> String {
    format!("matches {}", inline_code(pattern))
}

fn characters(least: Option<u64>, most: Option<u64>) -> Option<String> {
    items(least, most, "character", "characters")
}

fn items(least: Option<u64>, most: Option<u64>, one: &str, many: &str) -> Option<String> {
    let noun = |count| if count == 1 { one } else { many };
    match (least.filter(|&least| least > 0), most) {
        (None, None) => None,
        (Some(least), None) => Some(format!("at least {least} {}", noun(least))),
        (None, Some(most)) => Some(format!("at most {most} {}", noun(most))),
        (Some(least), Some(most)) if least == most => Some(format!("exactly {most} {}", noun(most))),
        (Some(least), Some(most)) => Some(format!("between {least} and {most} {}", noun(most))),
    }
}

/// A bound of a number: inclusive or not.
struct Bound {
    value: String,
    exclusive: bool,
}

fn numbers(raw: &Map<String, Value>) -> Vec<String> {
    let least = bound(raw, "minimum", "exclusiveMinimum");
    let most = bound(raw, "maximum", "exclusiveMaximum");
    let mut words = Vec::new();
    match (least, most) {
        (Some(least), Some(most)) if !least.exclusive && !most.exclusive => {
            words.push(if least.value == most.value {
                format!("exactly {}", least.value)
            } else {
                format!("between {} and {}", least.value, most.value)
            });
        }
        (least, most) => {
            words
                .extend(least.map(|bound| {
                    format!("{} {}", if bound.exclusive { "more than" } else { "at least" }, bound.value)
                }));
            words.extend(
                most.map(|bound| format!("{} {}", if bound.exclusive { "less than" } else { "at most" }, bound.value)),
            );
        }
    }
    words.extend(number(raw, "multipleOf").map(|step| format!("a multiple of {step}")));
    words
}

/// `exclusive` is a flag in OpenAPI 3.0 and a bound of its own in later versions.
fn bound(raw: &Map<String, Value>, inclusive: &str, exclusive: &str) -> Option<Bound> {
    if let Some(Value::Number(value)) = Tree::member(raw, exclusive) {
        return Some(Bound { value: value.to_string(), exclusive: true });
    }
    let value = number(raw, inclusive)?;
    Some(Bound { value, exclusive: Tree::member(raw, exclusive) == Some(&Value::Bool(true)) })
}

fn number(raw: &Map<String, Value>, keyword: &str) -> Option<String> {
    let value = Tree::member(raw, keyword)?;
    match judge(Holds::Number, value) {
        Verdict::Fits => Some(value.to_string()),
        Verdict::Mended(mended) => Some(mended.to_string()),
        Verdict::Empty | Verdict::Wrong => None,
    }
}

fn count(raw: &Map<String, Value>, keyword: &str) -> Option<u64> {
    let value = Tree::member(raw, keyword)?;
    match judge(Holds::Count, value) {
        Verdict::Fits => value.as_u64(),
        Verdict::Mended(mended) => mended.as_u64(),
        Verdict::Empty | Verdict::Wrong => None,
    }
}
