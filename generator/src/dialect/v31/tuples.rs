//! `prefixItems: [A, B]` is a list of what is `A` or `B`, whose order is said in words. So is `items: [A, B]`, as JSON
//! Schema had it before.

use serde_json::{Value, json};

use super::schema::Schema;

pub(super) fn rewrite(schema: &mut Schema<'_>) {
    let keyword = if schema.list("prefixItems").is_some() { "prefixItems" } else { "items" };
    let Some(Value::Array(prefix)) = schema.raw.get(keyword).cloned() else { return };
    let owner = schema.path();
    let rest_keyword = if keyword == "items" { "additionalItems" } else { "items" };
    let rest = schema.take(rest_keyword).filter(|rest| rest.as_object().is_some_and(|rest| !rest.is_empty()));
    schema.take(keyword);
    schema.say(in_order(&prefix));
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
    schema.moves.made(&owner.child("items"), &owner.child(keyword));
    for (index, before) in before.iter().enumerate() {
        schema.moves.moved(before, &owner.child("items").child("anyOf").index(index));
    }
}

/// Whether two schemas differ in nothing but words.
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

fn in_order(prefix: &[Value]) -> String {
    let words: Vec<String> = prefix.iter().map(word).collect();
    format!("in this order: {}", words.join(", "))
}

/// What an item is called: by its title, the component that it is, or its type.
fn word(item: &Value) -> String {
    let text = |keyword: &str| item.get(keyword).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty());
    let reference = || text("$ref").and_then(|reference| reference.rsplit('/').next());
    text("title").or_else(reference).or_else(|| text("type")).unwrap_or("anything").to_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::dialect::v31::tests::{rewritten, written};

    #[test]
    fn a_tuple_is_a_list_of_alternatives() {
        let (after, moves) = rewritten(&json!({
            "type": "array",
            "prefixItems": [{ "type": "string", "title": "unit" }, { "type": "number" }],
            "items": false,
        }));
        let expected = json!({
            "type": "array",
            "x-oaspress-words": ["in this order: unit, number"],
            "items": { "anyOf": [{ "type": "string", "title": "unit" }, { "type": "number" }] },
        });
        assert_eq!(after, expected);
        assert_eq!(written(&moves, "/items/anyOf/1/type"), "/prefixItems/1/type");
        assert_eq!(written(&moves, "/items"), "/prefixItems");
    }

    #[test]
    fn a_tuple_of_one_type_is_a_list_of_it() {
        let (after, moves) = rewritten(&json!({
            "items": [{ "type": "number", "title": "latitude" }, { "type": "number", "title": "longitude" }],
        }));
        let expected = json!({
            "x-oaspress-words": ["in this order: latitude, longitude"],
            "type": "array",
            "items": { "type": "number", "title": "latitude" },
        });
        assert_eq!(after, expected);
        assert_eq!(written(&moves, "/items/type"), "/items/0/type");
    }
}
