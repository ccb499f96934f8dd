//! OpenAPI 3.2 applies the encoding of a list to each of its items; earlier versions leave it open. Marked by `x-oaspress-of-items`.

use serde_json::Value;

/// Declares that the encoding of a list applies to each item.
const OF_ITEMS: &str = "x-oaspress-of-items";

/// Marks an encoding of OpenAPI 3.2.
pub(super) fn rewrite(encoding: &mut Value) {
    if let Value::Object(encoding) = encoding {
        encoding.insert(OF_ITEMS.to_owned(), Value::Bool(true));
    }
}
