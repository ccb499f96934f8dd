//! Describes constraints in words.

use serde_json::Value;

use crate::comment::{Comment, inline_code};
use crate::lower::markdown;
use crate::model::{Bound, Constraint, Counted, Unchecked};

/// Describes constraints in a sentence. Returns `None` without a constraint.
pub(super) fn sentence(constraints: &[Constraint]) -> Option<Comment> {
    let phrases: Vec<String> = constraints.iter().flat_map(phrases).collect();
    (!phrases.is_empty()).then(|| markdown::sentence(&capital(&phrases.join(", "))).into())
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// Returns the phrases that describe a constraint.
fn phrases(constraint: &Constraint) -> Vec<String> {
    let words = match constraint {
        Constraint::Range { least, most } => return range(least.as_ref(), most.as_ref()),
        Constraint::EachItem(inner) => return each("each item", inner),
        Constraint::EachValue(inner) => return each("each value", inner),
        Constraint::MultipleOf(step) => format!("a multiple of {step}"),
        Constraint::Count { of, least, most } => return count(*of, *least, *most).into_iter().collect(),
        Constraint::Pattern(pattern) => format!("matches {}", inline_code(pattern)),
        Constraint::UniqueItems => "unique items".to_owned(),
        Constraint::Values(values) => return listed(values).into_iter().collect(),
        Constraint::Format(format) => format!("in the format {}", inline_code(format)),
        Constraint::Unchecked(constraint) => unchecked(constraint),
    };
    vec![words]
}

fn each(what: &str, inner: &Constraint) -> Vec<String> {
    phrases(inner).iter().map(|words| format!("{what} {words}")).collect()
}

fn range(least: Option<&Bound>, most: Option<&Bound>) -> Vec<String> {
    if let (Some(least), Some(most)) = (least, most)
        && !least.exclusive
        && !most.exclusive
    {
        let is_single = least.value == most.value;
        return vec![if is_single {
            format!("exactly {}", least.value)
        } else {
            format!("between {} and {}", least.value, most.value)
        }];
    }
    let bound = |bound: &Bound, inclusive: &str, exclusive: &str| {
        format!("{} {}", if bound.exclusive { exclusive } else { inclusive }, bound.value)
    };
    let least = least.map(|least| bound(least, "at least", "more than"));
    least.into_iter().chain(most.map(|most| bound(most, "at most", "less than"))).collect()
}

fn count(of: Counted, least: Option<u64>, most: Option<u64>) -> Option<String> {
    let (one, many) = match of {
        Counted::Characters => ("character", "characters"),
        Counted::Items => ("item", "items"),
        Counted::Keys => ("key", "keys"),
    };
    let noun = |count| if count == 1 { one } else { many };
    match (least, most) {
        (None, None) => None,
        (Some(least), None) => Some(format!("at least {least} {}", noun(least))),
        (None, Some(most)) => Some(format!("at most {most} {}", noun(most))),
        (Some(least), Some(most)) if least == most => Some(format!("exactly {most} {}", noun(most))),
        (Some(least), Some(most)) => Some(format!("between {least} and {most} {}", noun(most))),
    }
}

fn listed(values: &[Value]) -> Option<String> {
    let words: Vec<String> = values
        .iter()
        .map(|value| match value {
            Value::String(text) => inline_code(text),
            other => other.to_string(),
        })
        .collect();
    let (last, rest) = words.split_last()?;
    Some(if rest.is_empty() { format!("only {last}") } else { format!("one of {} and {last}", rest.join(", ")) })
}

fn unchecked(constraint: &Unchecked) -> String {
    let codes = |texts: &[String]| -> Vec<String> { texts.iter().map(|text| inline_code(text)).collect() };
    match constraint {
        Unchecked::Conditional => "further constraints depend on the value".to_owned(),
        Unchecked::With(key) => format!("further constraints apply with {}", inline_code(key)),
        Unchecked::Requires(key, required) => {
            format!("{} requires {}", inline_code(key), codes(required).join(" and "))
        }
        Unchecked::Encoding(encoding) => format!("encoded as {}", inline_code(encoding)),
        Unchecked::Content(media_type) => format!("contains {}", inline_code(media_type)),
        Unchecked::KeysMatch(pattern) => format!("keys match {}", inline_code(pattern)),
        Unchecked::Keys(keys) => format!("keys are {}", codes(keys).join(", ")),
        Unchecked::KeysOf(schema) => format!("keys are those of {}", inline_code(schema)),
        Unchecked::InOrder(names) => {
            let names: Vec<&str> = names.iter().map(|name| name.as_deref().unwrap_or("anything")).collect();
            format!("in this order: {}", names.join(", "))
        }
    }
}
