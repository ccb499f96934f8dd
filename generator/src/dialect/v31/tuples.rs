//! Rewrites `prefixItems: [A, B]`. If exactly these items are allowed, the array is a tuple. If fewer or more are
//! allowed, it is a list of `A` or `B`, whose order is documented. `items: [A, B]`, the older syntax of JSON Schema, is
//! treated the same.

use std::ops::RangeInclusive;

use serde_json::{Value, json};

use super::schema::Schema;
use crate::keywords::Unchecked;

/// The keyword that marks a schema whose `prefixItems` are all of its items, each exactly once.
const TUPLE: &str = "x-oaspress-tuple";

/// The supported lengths of tuples. The standard library implements its traits only up to the maximum.
const LENGTHS: RangeInclusive<usize> = 2..=12;

pub(super) fn rewrite(schema: &mut Schema<'_>) {
    let keyword = if schema.list("prefixItems").is_some() { "prefixItems" } else { "items" };
    let Some(Value::Array(prefix)) = schema.raw.get(keyword).cloned() else { return };
    if is_tuple(schema, keyword, prefix.len()) { tuple(schema, keyword, prefix) } else { list(schema, keyword, prefix) }
}

/// Returns true if an array has exactly these items.
fn is_tuple(schema: &Schema<'_>, keyword: &str, length: usize) -> bool {
    let count =
        |keyword: &str| schema.raw.get(keyword).and_then(Value::as_u64).and_then(|count| usize::try_from(count).ok());
    let denied = |keyword: &str| schema.raw.get(keyword).is_some_and(|rest| *rest == Value::Bool(false));
    let ends = denied(rest_keyword(keyword)) || denied("unevaluatedItems") || count("maxItems") == Some(length);
    LENGTHS.contains(&length) && ends && count("minItems") == Some(length)
}

/// Returns the keyword for the items after the listed ones.
fn rest_keyword(keyword: &str) -> &'static str {
    if keyword == "items" { "additionalItems" } else { "items" }
}

fn tuple(schema: &mut Schema<'_>, keyword: &str, prefix: Vec<Value>) {
    let before = schema.path().child(keyword);
    let rest = rest_keyword(keyword);
    for keyword in [keyword, rest, "unevaluatedItems", "minItems", "maxItems"] {
        schema.take(keyword);
    }
    schema.raw.entry("type").or_insert_with(|| Value::from("array"));
    schema.raw.insert(TUPLE.to_owned(), Value::Bool(true));
    let title = |item: &Value| item.get("title")?.as_str().map(str::to_owned);
    let titles: Vec<Option<String>> = prefix.iter().map(title).collect();
    if titles.iter().all(Option::is_some) {
        schema.constrain(&Unchecked::InOrder(titles));
    }
    schema.put("prefixItems", Value::Array(prefix), &before);
}

fn list(schema: &mut Schema<'_>, keyword: &str, prefix: Vec<Value>) {
    let owner = schema.path();
    let rest_keyword = rest_keyword(keyword);
    let rest = schema.take(rest_keyword).filter(|rest| rest.as_object().is_some_and(|rest| !rest.is_empty()));
    schema.take(keyword);
    schema.constrain(&Unchecked::InOrder(prefix.iter().map(called).collect()));
    schema.raw.entry("type").or_insert_with(|| Value::from("array"));

    let places = (0..prefix.len()).map(|index| owner.child(keyword).index(index)).chain([owner.child(rest_keyword)]);
    let mut items: Vec<(Value, _)> = prefix.into_iter().chain(rest).zip(places).collect();
    let all_alike = items.windows(2).all(|pair| matches!(pair, [(left, _), (right, _)] if same_type(left, right)));
    if all_alike {
        items.truncate(1);
        if let Some((item, before)) = items.pop() {
            schema.put("items", item, &before);
        }
        return;
    }
    let (alternatives, before): (Vec<Value>, Vec<_>) = items.into_iter().unzip();
    schema.raw.insert("items".to_owned(), json!({ "anyOf": alternatives }));
    schema.source_map.derived(&owner.child("items"), &owner.child(keyword));
    for (index, before) in before.iter().enumerate() {
        schema.source_map.moved(before, &owner.child("items").child("anyOf").index(index));
    }
}

/// Returns true if two schemas only differ in annotations.
fn same_type(left: &Value, right: &Value) -> bool {
    let plain = |value: &Value| {
        let mut raw = value.as_object().cloned().unwrap_or_default();
        for keyword in ["title", "description", "example", "examples", "default", "$comment"] {
            raw.shift_remove(keyword);
        }
        raw
    };
    plain(left) == plain(right)
}

/// Returns the name of an item: its title, the component that it refers to, or its type.
fn called(item: &Value) -> Option<String> {
    let text = |keyword: &str| item.get(keyword).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty());
    let reference = || text("$ref").and_then(|reference| reference.rsplit('/').next());
    text("title").or_else(reference).or_else(|| text("type")).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::dialect::v31::tests::{rewritten, written};

    #[test]
    fn a_list_that_may_be_shorter_is_one_of_alternatives() {
        let (after, source_map) = rewritten(&json!({
            "type": "array",
            "prefixItems": [{ "type": "string", "title": "unit" }, { "type": "number" }],
            "items": false,
        }));
        let expected = json!({
            "type": "array",
            "x-oaspress-unchecked": [{ "inOrder": ["unit", "number"] }],
            "items": { "anyOf": [{ "type": "string", "title": "unit" }, { "type": "number" }] },
        });
        assert_eq!(after, expected);
        assert_eq!(written(&source_map, "/items/anyOf/1/type"), "/prefixItems/1/type");
        assert_eq!(written(&source_map, "/items"), "/prefixItems");
    }

    #[test]
    fn a_list_with_exactly_these_items_is_a_tuple() {
        let prefix = json!([{ "type": "string" }, { "type": "number" }]);
        let expected = json!({ "type": "array", "x-oaspress-tuple": true, "prefixItems": prefix });
        for (closed, was) in [
            (json!({ "prefixItems": prefix, "items": false, "minItems": 2 }), "/prefixItems/1"),
            (json!({ "prefixItems": prefix, "unevaluatedItems": false, "minItems": 2 }), "/prefixItems/1"),
            (json!({ "prefixItems": prefix, "maxItems": 2, "minItems": 2 }), "/prefixItems/1"),
            (json!({ "items": prefix, "additionalItems": false, "minItems": 2 }), "/items/1"),
        ] {
            let (after, source_map) = rewritten(&closed);
            assert_eq!(after, expected, "{closed}");
            assert_eq!(written(&source_map, "/prefixItems/1"), was);
        }
        for open in [
            json!({ "prefixItems": prefix, "minItems": 2 }),
            json!({ "prefixItems": prefix, "items": false }),
            json!({ "prefixItems": prefix, "items": false, "minItems": 1 }),
            json!({ "prefixItems": prefix, "maxItems": 3, "minItems": 2 }),
            json!({ "prefixItems": [{ "type": "string" }], "maxItems": 1, "minItems": 1 }),
        ] {
            assert_eq!(rewritten(&open).0.get("x-oaspress-tuple"), None, "{open}");
        }
    }

    #[test]
    fn a_list_of_one_type_is_a_list_of_it() {
        let (after, source_map) = rewritten(&json!({
            "items": [{ "type": "number", "title": "latitude" }, { "type": "number", "title": "longitude" }],
        }));
        let expected = json!({
            "x-oaspress-unchecked": [{ "inOrder": ["latitude", "longitude"] }],
            "type": "array",
            "items": { "type": "number", "title": "latitude" },
        });
        assert_eq!(after, expected);
        assert_eq!(written(&source_map, "/items/type"), "/items/0/type");
    }
}
