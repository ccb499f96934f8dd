//! Rewrites `exclusiveMinimum: 3` into `minimum: 3` with `exclusiveMinimum: true`.

use serde_json::Value;

use super::schema::Schema;

pub(super) fn rewrite(schema: &mut Schema<'_>) {
    bound(schema, "minimum", "exclusiveMinimum", |exclusive, inclusive| exclusive >= inclusive);
    bound(schema, "maximum", "exclusiveMaximum", |exclusive, inclusive| exclusive <= inclusive);
}

/// Rewrites one bound. If there are two bounds, the tighter one wins.
fn bound(schema: &mut Schema<'_>, inclusive: &str, exclusive: &str, tighter: fn(f64, f64) -> bool) {
    let Some(number) = schema.raw.get(exclusive).filter(|value| value.is_number()).cloned() else { return };
    let other = schema.raw.get(inclusive).and_then(Value::as_f64);
    let counts = match (number.as_f64(), other) {
        (Some(exclusive), Some(inclusive)) => tighter(exclusive, inclusive),
        _ => true,
    };
    if counts {
        let owner = schema.path();
        schema.raw.insert(inclusive.to_owned(), number);
        schema.raw.insert(exclusive.to_owned(), Value::Bool(true));
        schema.source_map.derived(&owner.child(inclusive), &owner.child(exclusive));
    } else {
        schema.raw.shift_remove(exclusive);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::dialect::v31::tests::{rewritten, written};

    #[test]
    fn an_exclusive_bound_is_a_bound_with_a_flag() {
        let (after, source_map) = rewritten(&json!({ "exclusiveMinimum": 0, "maximum": 9 }));
        assert_eq!(after, json!({ "exclusiveMinimum": true, "maximum": 9, "minimum": 0 }));
        assert_eq!(written(&source_map, "/minimum"), "/exclusiveMinimum");
    }

    #[test]
    fn the_tighter_of_two_bounds_counts() {
        let (after, _) = rewritten(&json!({ "minimum": 5, "exclusiveMinimum": 3 }));
        assert_eq!(after, json!({ "minimum": 5 }));
        let (after, _) = rewritten(&json!({ "maximum": 5, "exclusiveMaximum": 5 }));
        assert_eq!(after, json!({ "maximum": 5, "exclusiveMaximum": true }));
    }
}
