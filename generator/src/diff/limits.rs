//! Compares the rules of values: bounds, lengths, patterns.

use std::cmp::Ordering;

use crate::surface::Item;

/// How a rule changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    /// It allows fewer values, or others.
    Tightened,
    /// It allows more values.
    Loosened,
}

/// Returns the rules that changed, each with a text that shows how.
pub(super) fn changed(old: &Item, new: &Item) -> Vec<(Direction, String)> {
    let keys = old.wire.iter().chain(&new.wire).map(|(key, _)| key.as_str()).filter(|key| is_rule(key));
    let mut keys: Vec<&str> = keys.collect();
    keys.sort_unstable();
    keys.dedup();
    let changes = keys.into_iter().filter_map(|key| {
        let (before, now) = (old.on_wire(key), new.on_wire(key));
        let direction = direction(key, before, now)?;
        let text = match (before, now) {
            (None, Some(now)) => format!("`{key}` is {now}, and was not set"),
            (Some(before), None) => format!("`{key}` is not set, and was {before}"),
            _ => format!("`{key}` is {}, and was {}", now.unwrap_or_default(), before.unwrap_or_default()),
        };
        Some((direction, text))
    });
    changes.collect()
}

fn is_rule(key: &str) -> bool {
    let name = key.rsplit('.').next().unwrap_or(key);
    name.starts_with("max") || name.starts_with("min") || name.starts_with("exclusive") || is_exact(name)
}

fn is_exact(name: &str) -> bool {
    matches!(name, "pattern" | "multipleOf" | "uniqueItems")
}

fn direction(key: &str, old: Option<&str>, new: Option<&str>) -> Option<Direction> {
    let name = key.rsplit('.').next().unwrap_or(key);
    let is_upper = name.starts_with("max") || name == "exclusiveMaximum";
    match (old, new) {
        (old, new) if old == new => None,
        (Some(_), None) => Some(Direction::Loosened),
        (Some(old), Some(new)) if !is_exact(name) => match compare(old, new)? {
            Ordering::Equal => None,
            Ordering::Less if is_upper => Some(Direction::Loosened),
            Ordering::Greater if !is_upper => Some(Direction::Loosened),
            _ => Some(Direction::Tightened),
        },
        _ => Some(Direction::Tightened),
    }
}

fn compare(old: &str, new: &str) -> Option<Ordering> {
    match (old.parse::<i128>(), new.parse::<i128>()) {
        (Ok(old), Ok(new)) => Some(old.cmp(&new)),
        _ => old.parse::<f64>().ok()?.partial_cmp(&new.parse::<f64>().ok()?),
    }
}

#[cfg(test)]
mod tests {
    use super::{Direction, direction};

    #[test]
    fn bounds_have_a_direction() {
        let change = |key, old, new| direction(key, Some(old), Some(new));
        assert_eq!(change("maxLength", "10", "5"), Some(Direction::Tightened));
        assert_eq!(change("items.maxLength", "5", "10"), Some(Direction::Loosened));
        assert_eq!(change("minimum", "1", "0.5"), Some(Direction::Loosened));
        assert_eq!(change("minimum", "1", "1.0"), None);
        assert_eq!(change("pattern", "a", "b"), Some(Direction::Tightened));
        assert_eq!(direction("pattern", Some("a"), None), Some(Direction::Loosened));
    }
}
