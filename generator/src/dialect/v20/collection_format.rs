//! Rewrites `collectionFormat` into `style` and `explode`. Formats without a style in 3.0 are kept as
//! `x-oaspress-delimiter`, the separator between the items.

use serde_json::{Map, Value, json};

use super::Rewrite;
use crate::diag::{Code, Diagnostic};
use crate::path::SpecPath;

/// The keyword with the separator between the items of a list, if no style of 3.0 defines it.
pub(super) const DELIMITER: &str = "x-oaspress-delimiter";

/// The format of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Csv,
    Ssv,
    Tsv,
    Pipes,
    Multi,
}

/// Removes `collectionFormat` from the parameter, header or field at `place`, and returns the equivalent keywords of
/// 3.0. `location` is `query`, `path`, `header` or `formData`.
pub(super) fn take(
    rewrite: &mut Rewrite<'_>,
    place: &SpecPath,
    raw: &mut Map<String, Value>,
    location: &str,
) -> Map<String, Value> {
    let written = raw.shift_remove("collectionFormat");
    let is_list = raw.get("type").is_some_and(|name| name == "array");
    let said = written.as_ref().and_then(|written| format(rewrite, place, written, location));
    if !is_list {
        return Map::new();
    }
    style(said.unwrap_or(Format::Csv), location)
}

fn format(rewrite: &mut Rewrite<'_>, place: &SpecPath, written: &Value, location: &str) -> Option<Format> {
    let format = match written.as_str().map(str::trim) {
        Some("csv") => Format::Csv,
        Some("ssv") => Format::Ssv,
        Some("tsv") => Format::Tsv,
        Some("pipes") => Format::Pipes,
        Some("multi") if matches!(location, "query" | "formData") => Format::Multi,
        _ => {
            let message = format!(
                "`collectionFormat: {}` is not allowed here; the items are separated by commas",
                plain(written)
            );
            let found = Diagnostic::new(Code::UnsupportedParameter, &place.child("collectionFormat"), message);
            rewrite.diagnostics.push(found.help("use `csv`, `ssv`, `tsv`, `pipes` or, in a query or form, `multi`"));
            return None;
        }
    };
    Some(format)
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Returns the keywords of 3.0 for a format. Empty if it is the default.
fn style(format: Format, location: &str) -> Map<String, Value> {
    let named = matches!(location, "query" | "formData");
    let members = match format {
        Format::Multi => json!({ "style": "form", "explode": true }),
        Format::Csv if named => json!({ "style": "form", "explode": false }),
        Format::Csv => json!({}),
        Format::Ssv if named => json!({ "style": "spaceDelimited", "explode": false }),
        Format::Pipes if named => json!({ "style": "pipeDelimited", "explode": false }),
        Format::Tsv if named => json!({ "style": "form", "explode": false, DELIMITER: "\t" }),
        Format::Ssv => json!({ DELIMITER: " " }),
        Format::Pipes => json!({ DELIMITER: "|" }),
        Format::Tsv => json!({ DELIMITER: "\t" }),
    };
    match members {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::dialect::v20::test::{assert_rewritten, parameters};

    fn list(location: &str, format: &str) -> Value {
        json!({ "in": location, "name": "a", "type": "array", "items": { "type": "string" }, "collectionFormat": format })
    }

    fn assert_style(location: &str, format: &str, mut expected: Value) {
        expected["in"] = json!(location);
        expected["name"] = json!("a");
        expected["schema"] = json!({ "type": "array", "items": { "type": "string" } });
        assert_rewritten(&parameters(&json!([list(location, format)])), "/paths/~1a/get/parameters/0", &expected);
    }

    #[test]
    fn in_queries_every_format_has_a_style_but_tabs() {
        assert_style("query", "csv", json!({ "style": "form", "explode": false }));
        assert_style("query", "multi", json!({ "style": "form", "explode": true }));
        assert_style("query", "ssv", json!({ "style": "spaceDelimited", "explode": false }));
        assert_style("query", "pipes", json!({ "style": "pipeDelimited", "explode": false }));
        assert_style("query", "tsv", json!({ "style": "form", "explode": false, "x-oaspress-delimiter": "\t" }));
    }

    #[test]
    fn in_paths_and_headers_the_delimiter_is_kept() {
        assert_style("header", "csv", json!({}));
        assert_style("path", "pipes", json!({ "x-oaspress-delimiter": "|" }));
        assert_style("header", "ssv", json!({ "x-oaspress-delimiter": " " }));
    }
}
