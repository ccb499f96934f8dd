//! Compares an example with the result of decoding and encoding it.

use serde_json::{Number, Value};

/// The differences between an example and the result.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Difference {
    /// The paths of missing or changed values that the schema declares.
    pub(crate) lost: Vec<String>,
    /// Number of missing values that the schema does not declare.
    pub(crate) undeclared: usize,
    /// Number of values with an equivalent spelling, such as dates and the case of UUIDs.
    pub(crate) normalised: usize,
    /// Number of missing `null`s.
    pub(crate) nulls: usize,
    /// The paths of values that were not in the example.
    pub(crate) added: Vec<String>,
}

/// Compares two values. The paths in `undeclared` may be missing.
pub(crate) fn compare(before: &Value, after: &Value, undeclared: &[String]) -> Difference {
    let mut difference = Difference::default();
    compare_values(before, after, "", undeclared, &mut difference);
    difference
}

fn compare_values(before: &Value, after: &Value, place: &str, undeclared: &[String], difference: &mut Difference) {
    match (before, after) {
        (Value::Object(before), Value::Object(after)) => {
            for (key, value) in before {
                let place = format!("{place}/{}", key.replace('~', "~0").replace('/', "~1"));
                match after.get(key) {
                    Some(after) => compare_values(value, after, &place, undeclared, difference),
                    None if undeclared.contains(&place) => difference.undeclared += 1,
                    None if value.is_null() => difference.nulls += 1,
                    None => difference.lost.push(format!("{place} is gone")),
                }
            }
            let new = after.keys().filter(|key| !before.contains_key(*key));
            difference.added.extend(new.map(|key| format!("{place}/{key}")));
        }
        (Value::Array(before), Value::Array(after)) if before.len() == after.len() => {
            for (index, (before, after)) in before.iter().zip(after).enumerate() {
                compare_values(before, after, &format!("{place}/{index}"), undeclared, difference);
            }
        }
        (Value::Number(before), Value::Number(after)) if same_number(before, after) => {}
        (Value::String(before), Value::String(after)) if before != after && same_text(before, after) => {
            difference.normalised += 1;
        }
        _ if before == after => {}
        _ => difference.lost.push(format!("{place} was {} and is {}", short(before), short(after))),
    }
}

/// Returns true if two numbers are equal, as `1` and `1.0` are, or have the same value as a 32-bit float.
fn same_number(before: &Number, after: &Number) -> bool {
    if before == after {
        return true;
    }
    let (Some(before), Some(after)) = (before.as_f64(), after.as_f64()) else { return false };
    let scale = before.abs().max(after.abs());
    (before - after).abs() <= scale * f64::from(f32::EPSILON)
}

/// Returns true if two strings are the same date-time, UUID or duration.
fn same_text(before: &str, after: &str) -> bool {
    let moment = |text: &str| text.replacen(' ', "T", 1).parse::<jiff::Timestamp>().ok();
    // A date-time without an offset is interpreted as UTC.
    let utc = |text: &str| moment(text).or_else(|| moment(&format!("{text}Z")));
    let time = |text: &str| text.parse::<jiff::civil::Time>().ok();
    let date = |text: &str| text.parse::<jiff::civil::Date>().ok();
    let same = |left: Option<jiff::Timestamp>, right: Option<jiff::Timestamp>| left.is_some() && left == right;
    same(utc(before), utc(after))
        || (time(before).is_some() && time(before) == time(after))
        || (date(before).is_some() && date(before) == date(after))
        || before.eq_ignore_ascii_case(after)
        || before.trim_end_matches('=') == after.trim_end_matches('=')
}

fn short(value: &Value) -> String {
    let text = value.to_string();
    let mut short: String = text.chars().take(60).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Difference, compare};

    #[test]
    fn what_means_the_same_is_no_loss() {
        let before = json!({ "n": 1.0, "at": "2024-01-01T02:00:00+02:00", "x": 1, "none": null, "list": [1] });
        let after = json!({ "n": 1, "at": "2024-01-01T00:00:00Z", "list": [1], "kind": "a" });
        let expected = Difference {
            undeclared: 1,
            normalised: 1,
            nulls: 1,
            added: vec!["/kind".to_owned()],
            ..Difference::default()
        };
        assert_eq!(compare(&before, &after, &["/x".to_owned()]), expected);
    }

    #[test]
    fn what_is_gone_or_changed_is_a_loss() {
        let difference = compare(&json!({ "a": { "b": 1 }, "c": "x" }), &json!({ "a": {}, "c": "y" }), &[]);
        assert_eq!(difference.lost, ["/a/b is gone", "/c was \"x\" and is \"y\""]);
    }
}
