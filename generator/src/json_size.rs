//! The size of JSON values, by which limits are set.

use serde_json::Value;

/// Returns the number of values in a value, itself included.
pub(crate) fn json_size(value: &Value) -> usize {
    let mut count = 0;
    let mut next = vec![value];
    while let Some(value) = next.pop() {
        count += 1;
        match value {
            Value::Object(members) => next.extend(members.values()),
            Value::Array(items) => next.extend(items),
            _ => {}
        }
    }
    count
}
