//! Visits all objects of a tree, at any depth and without recursion. The pointer to an object is kept in one text, so a visit
//! allocates nothing.

use serde_json::{Map, Value};

use crate::path::{push_token, unescape};

/// The last token of a pointer.
enum Token<'v> {
    None,
    Key(&'v str),
    Index(usize),
}

/// A value that is still to be visited.
struct Open<'v> {
    /// The length of the pointer to its owner.
    owner: usize,
    token: Token<'v>,
    value: &'v Value,
}

/// Calls a function with the JSON pointer to each object, and its members. The later members of an object come first. The inner
/// objects are left out if the function returns false.
pub(crate) fn each_object<'v>(tree: &'v Value, mut visit: impl FnMut(&str, &'v Map<String, Value>) -> bool) {
    let mut pointer = String::new();
    let mut open = vec![Open { owner: 0, token: Token::None, value: tree }];
    while let Some(Open { owner, token, value }) = open.pop() {
        // All values that were visited since its owner are within that, so the beginning is still the pointer to the owner.
        pointer.truncate(owner);
        match token {
            Token::None => {}
            Token::Key(key) => push_token(&mut pointer, key),
            Token::Index(index) => push_token(&mut pointer, &index.to_string()),
        }
        let owner = pointer.len();
        let inner = |(token, value)| Open { owner, token, value };
        match value {
            Value::Object(members) if visit(&pointer, members) => {
                let members = members.iter().filter(|(_, value)| is_deep(value));
                open.extend(members.map(|(key, value)| inner((Token::Key(key), value))));
            }
            Value::Array(items) => {
                let items = items.iter().enumerate().filter(|(_, value)| is_deep(value));
                open.extend(items.map(|(index, value)| inner((Token::Index(index), value))));
            }
            _ => {}
        }
    }
}

/// Returns the text of `$ref`. The keys are compared in order: most objects have few, and a lookup hashes the key.
pub(crate) fn reference(members: &Map<String, Value>) -> Option<&str> {
    members.iter().find(|(key, _)| *key == "$ref").and_then(|(_, value)| value.as_str())
}

/// Returns the value at a JSON pointer, as [`Value::pointer`] does, without a copy of each token.
pub(crate) fn value_at<'v>(tree: &'v Value, pointer: &str) -> Option<&'v Value> {
    if pointer.is_empty() {
        return Some(tree);
    }
    pointer.strip_prefix('/')?.split('/').try_fold(tree, |value, token| match value {
        Value::Object(members) => members.get(&*unescape(token)),
        Value::Array(items) => {
            let is_index = token == "0" || !token.starts_with(['0', '+']);
            items.get(token.parse::<usize>().ok().filter(|_| is_index)?)
        }
        _ => None,
    })
}

const fn is_deep(value: &Value) -> bool {
    matches!(value, Value::Object(_) | Value::Array(_))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{each_object, reference, value_at};

    #[test]
    fn each_object_is_visited_with_its_pointer() {
        let tree = json!({ "a/b": [{ "c": 1 }, [{}]], "d": { "e~": {}, "f": "text" }, "g": {} });
        let mut pointers = Vec::new();
        each_object(&tree, |pointer, members| {
            assert_eq!(tree.pointer(pointer).and_then(|value| value.as_object()), Some(members));
            pointers.push(pointer.to_owned());
            true
        });
        assert_eq!(pointers, ["", "/g", "/d", "/d/e~0", "/a~1b/1/0", "/a~1b/0"]);
    }

    #[test]
    fn values_are_found_as_serde_json_finds_them() {
        let tree = json!({ "a/b": [{ "~1": 1 }, 2], "": { "": 3 }, "~": null });
        let pointers = [
            "",
            "/",
            "//",
            "a",
            "/a~1b",
            "/a~1b/0/~01",
            "/a~1b/1",
            "/a~1b/01",
            "/a~1b/+1",
            "/a~1b/2",
            "/~0",
            "/~0/x",
            "/a/b",
        ];
        for pointer in pointers {
            assert_eq!(value_at(&tree, pointer), tree.pointer(pointer), "{pointer}");
        }
        assert_eq!(json!({ "x": 1, "$ref": "#/a" }).as_object().and_then(reference), Some("#/a"));
        assert_eq!(json!({ "x": "#/a", "$ref": 1 }).as_object().and_then(reference), None);
    }

    #[test]
    fn the_inner_objects_can_be_left_out() {
        let tree = json!({ "a": { "b": { "c": {} } }, "d": {} });
        let mut pointers = Vec::new();
        each_object(&tree, |pointer, members| {
            pointers.push(pointer.to_owned());
            !members.contains_key("b")
        });
        assert_eq!(pointers, ["", "/d", "/a"]);
    }
}
