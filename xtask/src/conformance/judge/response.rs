//! Checks that a response was decoded without loss.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::conformance::cases::{ResponseCase, UnionCase};
use crate::conformance::media::Media;
use crate::conformance::model_samples::SampleCase;
use crate::conformance::sample::UNKNOWN_KEY;
use crate::corpus::compare;

/// The result for a response.
pub(super) enum Verdict {
    /// Decoded without loss.
    Whole,
    /// Decoded without loss, except for `null`.
    ButForNull,
    /// Decoded, but data is missing or changed.
    Lost(String),
    /// Not decoded, or decoded as the wrong variant.
    Undecoded(String),
}

/// Compares a response with the result that the program reports.
pub(super) fn judge(case: &ResponseCase, answer: &Value) -> Verdict {
    let text = |key| answer.get(key).and_then(Value::as_str);
    if let Some(error) = text("error").or_else(|| text("message")) {
        return Verdict::Undecoded(error.to_owned());
    }
    let outcome = text("outcome").unwrap_or_default();
    let wanted = if case.status >= 400 { "api" } else { "success" };
    // If the document declares no schema, the variant for undeclared JSON is correct as well.
    let is_any = case.is_any && wanted == "api" && outcome == "other";
    if outcome != wanted && !is_any {
        return Verdict::Undecoded(format!("it is read as `{outcome}` instead of `{wanted}`"));
    }
    if case.body.is_empty() {
        return Verdict::Whole;
    }
    let Some(written) = text("written") else {
        let bytes = text("bytes").and_then(unhex);
        let is_unread = wanted == "api" && case.content_type.as_deref().map(Media::parse) == Some(Media::Json);
        return match bytes {
            Some(_) if is_unread => Verdict::Undecoded("the body of the error is not read".to_owned()),
            Some(bytes) if bytes == case.body.as_bytes() => Verdict::Whole,
            Some(_) => Verdict::Lost("the bytes are others".to_owned()),
            None => Verdict::Undecoded("the body is not read".to_owned()),
        };
    };
    let Ok(written) = serde_json::from_str::<Value>(written) else {
        return Verdict::Undecoded("the written value is not JSON".to_owned());
    };
    let is_json = case.content_type.as_deref().map(Media::parse) == Some(Media::Json);
    let read = serde_json::from_str::<Value>(&case.body).ok().filter(|_| is_json);
    let expected = read.unwrap_or_else(|| Value::String(case.body.clone()));
    // A stream of JSON values that is read whole is returned as text.
    if written.as_str() == Some(case.body.as_str()) {
        return Verdict::Whole;
    }
    let (lost, nulls) = lost(&expected, &written, &case.undeclared, answer, case.is_open);
    match (lost.is_empty(), nulls) {
        (true, 0) => Verdict::Whole,
        (true, _) => Verdict::ButForNull,
        (false, _) => Verdict::Lost(lost.join("; ")),
    }
}

/// Checks the result of decoding a value of a union.
pub(super) fn union(case: &UnionCase, answer: &Value) -> Result<(), String> {
    let text = |key| answer.get(key).and_then(Value::as_str);
    if let Some(error) = text("error").or_else(|| text("message")) {
        return Err(error.to_owned());
    }
    let variant = text("variant").unwrap_or_default();
    let is_right = case.right.contains(variant) || case.is_open && variant == "Unknown";
    if !is_right {
        return Err(format!(
            "it is read as `{variant}` instead of `{}`",
            Vec::from_iter(case.right.clone()).join("` or `")
        ));
    }
    let expected: Value = serde_json::from_str(&case.value).map_err(|error| error.to_string())?;
    let written: Value =
        serde_json::from_str(text("written").unwrap_or_default()).map_err(|error| error.to_string())?;
    let (lost, _) = lost(&expected, &written, &case.undeclared, answer, case.is_open);
    if lost.is_empty() { Ok(()) } else { Err(lost.join("; ")) }
}

/// Checks the result of creating a sample of a model.
pub(super) fn sample(case: &SampleCase, answer: &Value) -> Result<(), String> {
    let text = |key| answer.get(key).and_then(Value::as_str);
    if let Some(error) = text("error").or_else(|| text("message")) {
        return Err(format!("`sample()` fails: {error}"));
    }
    let written: Value =
        serde_json::from_str(text("written").unwrap_or_default()).map_err(|error| error.to_string())?;
    let (lost, _) = lost(&case.json, &written, &BTreeSet::new(), answer, false);
    if lost.is_empty() { Ok(()) } else { Err(lost.join("; ")) }
}

/// Returns the missing or changed parts of a value, and the number of missing `null`s.
fn lost(
    expected: &Value,
    written: &Value,
    undeclared: &BTreeSet<String>,
    answer: &Value,
    is_open: bool,
) -> (Vec<String>, usize) {
    let mut difference = compare(expected, written, &[format!("/{UNKNOWN_KEY}")]);
    // Keys that no schema declares may be missing.
    difference.lost.retain(|lost| {
        let name = lost.strip_suffix(" is gone").and_then(|place| place.rsplit('/').next());
        !name.is_some_and(|name| undeclared.contains(&name.replace("~1", "/").replace("~0", "~")))
    });
    let added = difference.added.iter().map(|place| format!("{place} is new"));
    let mut all: Vec<String> = difference.lost.iter().cloned().chain(added).collect();
    let unknown = answer.get("unknown").and_then(Value::as_u64).unwrap_or(0);
    if unknown > 0 && !is_open && all.is_empty() {
        all.push("a value is read as `Unknown`".to_owned());
    }
    (all, difference.nulls)
}

/// Decodes hexadecimal digits to bytes.
pub(super) fn unhex(text: &str) -> Option<Vec<u8>> {
    let digit = |at: usize| text.get(at..at + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok());
    (0..text.len()).step_by(2).map(digit).collect()
}
