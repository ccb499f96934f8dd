//! Reading documents: what is accepted, what it becomes, and what is said about the rest.

use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::shown::{load, shown};

fn value(yaml: &str) -> Value {
    let document = format!("openapi: 3.0.3\n{yaml}");
    let (value, found) = load(document.as_bytes());
    assert_eq!(found, [], "{document}");
    value.expect("a document")["x"].clone()
}

#[test]
fn broken_json_is_shown_where_it_breaks() {
    assert_snapshot!(shown("{\n  \"openapi\": \"3.0.3\",\n  \"info\" {}\n}\n"), @r#"
    error[syntax]: expected `:`
     --> api.yaml:3:10
      |
    3 |   "info" {}
      |          ^
    "#);
    assert_snapshot!(shown("{\"openapi\": \"3.0.3\", \"paths\": {\"/ä\": {\"get\": tru}}"), @r#"
    error[syntax]: expected ident
     --> api.yaml:1:49
      |
    1 | …i": "3.0.3", "paths": {"/ä": {"get": tru}}
      |                                          ^
      = help: a value without quotes can only be a number, `true`, `false` or `null`
    "#);
    assert_snapshot!(shown("{\"openapi\": \"3.0.3\", \"paths\": {"), @r#"
    error[syntax]: EOF while parsing an object
     --> api.yaml:1:31
      |
    1 | {"openapi": "3.0.3", "paths": {
      |                               ^
      = help: the text ends too early: is it cut off?
    "#);
}

#[test]
fn broken_yaml_is_shown_where_it_breaks() {
    assert_snapshot!(shown("openapi: 3.0.3\ninfo:\n  title: a: b\n"), @"
    error[syntax]: mapping values are not allowed in this context
     --> api.yaml:3:11
      |
    3 |   title: a: b
      |           ^
      = help: put text that contains a colon and a space in quotes
    ");
    assert_snapshot!(shown("openapi: 3.0.3\ninfo:\n\ttitle: Pets\n"), @"
    error[syntax]: found character that cannot start any token, while scanning for the next token
     --> api.yaml:3:1
      |
    3 |  title: Pets
      | ^
      = help: indent with spaces: YAML allows no tabs there
    ");
    assert_snapshot!(shown("openapi: 3.0.3\ninfo: *nothing\n"), @"
    error[syntax]: unknown anchor
     --> api.yaml:2:7
      |
    2 | info: *nothing
      |       ^
    ");
    assert_snapshot!(shown("openapi: 3.0.3\ninfo: {[1]: 2}\n"), @"
    error[syntax]: info: invalid type: sequence, expected a key that is a plain scalar
     --> api.yaml:2:8
      |
    2 | info: {[1]: 2}
      |        ^
    ");
    assert_snapshot!(shown("openapi: 3.0.3\n---\nopenapi: 3.0.3\n"), @"
    error[syntax]: the file contains more than one YAML document
     --> api.yaml:2:1
      |
    2 | ---
      | ^
      = help: write each to a separate file
    ");
    assert_snapshot!(shown("openapi: 3.0.3\ninfo: \"a\u{1}b\"\n"), @r#"
    error[syntax]: the character U+0001 is not allowed in YAML
     --> api.yaml:2:9
      |
    2 | info: "a�b"
      |         ^
      = help: remove it, or write it as `\u0001` in double quotes
    "#);
}

#[test]
fn what_is_no_text_is_refused() {
    assert_snapshot!(shown(b"openapi: 3.0.3\ninfo: { title: Caf\xE9 }\n\0"), @"
    error[syntax]: the text is not UTF-8: the byte 0xE9 is invalid here
     --> api.yaml:2:19
      |
    2 | info: { title: Caf� }
      |                   ^
      = help: save it as UTF-8
    ");
    assert_snapshot!(shown(b"\xFF\xFE\0\0o\0\0\0"), @"
    error[syntax]: the text is encoded as UTF-32
     --> api.yaml:1:1
      |
    1 | ����o���
      | ^
      = help: save it as UTF-8
    ");
    assert_snapshot!(shown("<!doctype html>\n<title>Pets</title>\n"), @"
    error[syntax]: this is markup, such as HTML or XML, and not JSON or YAML
     --> api.yaml:1:1
      |
    1 | <!doctype html>
      | ^^^^^^^^^^^^^^^
      = help: a web page that displays the document usually links to the document itself
    ");
}

#[test]
fn a_key_that_is_written_again_is_shown_with_the_earlier_ones() {
    assert_snapshot!(shown("openapi: 3.0.3\npaths:\n  /a: 1\n  /b: 2\n  '/a': 3\n"), @"
    warning[duplicate-key]: the key `/a` is written twice in one object; only the last one is used
     --> api.yaml:5:3  #/paths/~1a
      |
    5 |   '/a': 3
      |   ^^^^
     ::: api.yaml:3:3  #/paths/~1a  is ignored
      |
    3 |   /a: 1
      |   --
      = help: remove or rename the others
    ");
    assert_snapshot!(shown("{\"openapi\": \"3.0.3\", \"x\": [{\"a/b\": 1,\n \"a\\u002Fb\": 2,\n \"a/b\": 3}]}"), @r#"
    warning[duplicate-key]: the key `a/b` is written 3 times in one object; only the last one is used
     --> api.yaml:3:2  #/x/0/a~1b
      |
    3 |  "a/b": 3}]}
      |  ^^^^^
     ::: api.yaml:1:29  #/x/0/a~1b  is ignored
      |
    1 | {"openapi": "3.0.3", "x": [{"a/b": 1,
      |                             -----
     ::: api.yaml:2:2  #/x/0/a~1b  is ignored
      |
    2 |  "a\u002Fb": 2,
      |  ----------
      = help: remove or rename the others
    "#);
}

#[test]
fn the_last_of_equal_keys_counts_in_the_place_of_the_first() {
    for text in ["openapi: 3.0.3\na: 1\nb: 2\na: 3\n", "{\"openapi\":\"3.0.3\",\"a\":1,\"b\":2,\"a\":3}"] {
        let value = load(text.as_bytes()).0.expect("a document");
        assert_eq!(value.to_string(), r#"{"openapi":"3.0.3","a":3,"b":2}"#);
    }
}

#[test]
fn versions_that_are_not_read_are_recognised() {
    assert_snapshot!(shown("openapi: 4.0.0\n"), @"
    error[version]: `openapi: 4.0.0` is not a supported version
     --> api.yaml:1:1  #/openapi
      |
    1 | openapi: 4.0.0
      | ^^^^^^^
      = help: write the document in OpenAPI 3.0, 3.1 or 3.2, or in Swagger 2.0
    ");
    assert_snapshot!(shown("info: {}\n"), @"
    error[version]: the document has no `openapi` keyword, which declares its version
     --> api.yaml:1:1
      |
    1 | info: {}
      | ^
      = help: an OpenAPI document begins with `openapi: 3.0.3`
    ");
    assert_snapshot!(shown("{\"openAPI\": \"3.0.0\"}"), @r#"
    error[version]: the document has no `openapi` keyword, which declares its version
     --> api.yaml:1:2  #/openAPI
      |
    1 | {"openAPI": "3.0.0"}
      |  ^^^^^^^^^
      = help: `openAPI` is probably meant to be `openapi`
    "#);
    assert_snapshot!(shown("asyncapi: 3.0.0\n"), @"
    error[version]: this is an AsyncAPI document, not an OpenAPI document
     --> api.yaml:1:1  #/asyncapi
      |
    1 | asyncapi: 3.0.0
      | ^^^^^^^^
    ");
    assert_snapshot!(shown("openapi: [3, 0, 3]\n"), @"
    error[version]: `openapi` is an array, not a version
     --> api.yaml:1:1  #/openapi
      |
    1 | openapi: [3, 0, 3]
      | ^^^^^^^
      = help: write it as a string: `openapi: 3.0.3`
    ");
    assert_snapshot!(shown("- openapi: 3.0.3\n"), @"
    error[version]: the document is an array, not an object
     --> api.yaml:1:1
      |
    1 | - openapi: 3.0.3
      | ^
      = help: an OpenAPI document begins with `openapi: 3.0.3`
    ");
    assert_snapshot!(shown(""), @"
    error[version]: the document is empty, not an object
     --> api.yaml:1:1
      |
    1 | 
      | ^
      = help: an OpenAPI document begins with `openapi: 3.0.3`
    ");
}

#[test]
fn versions_that_are_written_oddly_are_read_with_a_remark() {
    assert_snapshot!(shown("openapi: 3.0\n"), @"
    warning[odd-version]: `openapi` is written as `3.0`
     --> api.yaml:1:1  #/openapi
      |
    1 | openapi: 3.0
      | ^^^^^^^
      = help: write `openapi: 3.0.3`; it was read as OpenAPI 3.0
    ");
    assert_snapshot!(shown("{\"openapi\": \"3.0\"}"), @r#"
    warning[odd-version]: `openapi` is written as `"3.0"`
     --> api.yaml:1:2  #/openapi
      |
    1 | {"openapi": "3.0"}
      |  ^^^^^^^^^
      = help: write `openapi: 3.0.3`; it was read as OpenAPI 3.0
    "#);
    for version in ["3.0", "'3.0'", "v3.0.1", "3.0.0-rc2"] {
        assert!(load(format!("openapi: {version}\n").as_bytes()).0.is_some(), "{version}");
    }
}

#[test]
fn yaml_keys_become_the_strings_that_are_written() {
    let text = "x:\n  200: a\n  true: b\n  null: c\n  ~: d\n  1.0: e\n  0x10: f\n  'on': g\n  2024-01-01: h\n  '': i\n";
    let keys: Vec<_> = value(text).as_object().expect("an object").keys().cloned().collect();
    assert_eq!(keys, ["200", "true", "null", "~", "1.0", "0x10", "on", "2024-01-01", ""]);
}

#[test]
fn yaml_values_become_json() {
    let text = "x: [.inf, -.inf, .nan, 1e400, 18446744073709551615, 18446744073709551616, -9223372036854775809, 0o17, \
                007, 1_000, yes, ~, '', 2024-01-01, !!str 1, !own 2, !own { a: !own [b] }]\n";
    let expected = json!([
        ".inf", "-.inf", ".nan", "1e400", 18_446_744_073_709_551_615_u64, 18_446_744_073_709_551_616.0,
        -9_223_372_036_854_775_809.0, 15, "007", "1_000", "yes", null, "", "2024-01-01", "1", 2, {"a": ["b"]}
    ]);
    assert_eq!(value(text), expected);
}

#[test]
fn aliases_and_merge_keys_are_resolved() {
    let text = "y: &y { a: 1, b: 2 }\nz: &z { b: 3, c: 4 }\nx:\n  one: *y\n  two: { <<: *y, a: 0 }\n  \
                three: { <<: [*y, *z] }\n  four: { b: 9, <<: *z, d: 5, <<: *y }\n  five: { <<: 1 }\n";
    let expected = json!({
        "one": {"a": 1, "b": 2}, "two": {"a": 0, "b": 2}, "three": {"a": 1, "b": 2, "c": 4},
        "four": {"b": 9, "d": 5, "c": 4, "a": 1}, "five": {"<<": 1}
    });
    assert_eq!(value(text), expected);
    let (json, _) = load(br#"{"openapi": "3.0.3", "<<": {"a": 1}}"#);
    assert_eq!(json.expect("a document")["<<"], json!({"a": 1}));
}

#[test]
fn json_that_is_only_yaml_is_read_all_the_same() {
    let (value, found) = load(b"{ openapi: 3.0.3, # a comment\n  \"x\": [1, 2,], }\n");
    assert_eq!((value, found), (Some(json!({"openapi": "3.0.3", "x": [1, 2]})), vec![]));
}

#[test]
fn encodings_make_no_difference() {
    let text = "openapi: 3.0.3\nx: ü\n";
    let utf16 = |order: fn(u16) -> [u8; 2]| format!("\u{feff}{text}").encode_utf16().flat_map(order).collect();
    let all: [Vec<u8>; 4] =
        [text.into(), format!("\u{feff}{text}").into(), utf16(u16::to_le_bytes), utf16(u16::to_be_bytes)];
    for bytes in all {
        assert_eq!(load(&bytes).0, Some(json!({"openapi": "3.0.3", "x": "ü"})));
    }
    let marked = b"\xEF\xBB\xBFopenapi: 3.0.3\na: 1\na: 2\n";
    assert_snapshot!(shown(marked), @"
    warning[duplicate-key]: the key `a` is written twice in one object; only the last one is used
     --> api.yaml:3:1  #/a
      |
    3 | a: 2
      | ^
     ::: api.yaml:2:1  #/a  is ignored
      |
    2 | a: 1
      | -
      = help: remove or rename the others
    ");
}
