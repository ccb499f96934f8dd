//! Compares the two YAML parsers: `yaml_serde` reads the values, `granit-parser` locates them when a finding is
//! printed. If they disagreed, a finding would show the wrong line.

use std::path::Path;

use oaspress::Input;
use oaspress::diag::{Diagnostics, Spot};
use oaspress::path::{DocumentId, SpecPath};
use oaspress::source::Sources;
use serde_json::Value;

include!(concat!(env!("OUT_DIR"), "/fixtures.rs"));

/// Text with the most unusual keys and surroundings that YAML allows.
const UNUSUAL: &str = r#"# a comment: with a colon
plain key: 1.10
"double \u00fc \"quoted\"": [a, {b: c, "d e": 0x1F}, [~, .inf, 1e3]]
'single ''quoted''': !custom {tagged: !!str 1}
? explicit
: - - nested
    - key: |
        literal: no key
    - >-
      folded: no key
  - {flow: [1, 2,], empty: , "json":1}
200: yes
true: off
~: null key
"": empty key
a/b~c: {$ref: '#/x', <: less}
ümläut 😀: {"日本": wide}
multi: "two
  lines: no key"
tab:	value
"#;

/// Returns the keys of objects and the elements of arrays with their paths. Elements have no key.
fn places(value: &Value) -> Vec<(SpecPath, Option<String>)> {
    let mut found = Vec::new();
    let mut open = vec![(SpecPath::root(), value)];
    while let Some((place, value)) = open.pop() {
        match value {
            Value::Object(members) => {
                for (key, value) in members {
                    found.push((place.child(key), Some(key.clone())));
                    open.push((place.child(key), value));
                }
            }
            Value::Array(items) => {
                for (index, value) in items.iter().enumerate() {
                    found.push((place.index(index), None));
                    open.push((place.index(index), value));
                }
            }
            _ => {}
        }
    }
    found
}

/// Returns the keys that are located at other text, or not at all.
fn disagreements(name: &str, text: &str) -> Vec<String> {
    let input = Input { name: name.to_owned(), bytes: text.as_bytes().to_vec() };
    let Some(value) = oaspress::internals::load(&input, &mut Diagnostics::new()) else { return Vec::new() };
    let mut sources = Sources::new();
    sources.insert(DocumentId::ROOT, name, text.as_bytes());
    let places = places(&value);
    let wanted: Vec<(&SpecPath, Spot)> = places.iter().map(|(path, _)| (path, Spot::Path)).collect();
    let mut wrong = Vec::new();
    for ((path, key), location) in places.iter().zip(sources.locate(&wanted)) {
        let written = location.and_then(|location| text.get(location.bytes));
        let is_right = match (written, key) {
            (None, _) => false,
            (Some(_), None) => true,
            (Some(written), Some(key)) => {
                written == key || serde_yaml::from_str::<String>(written).is_ok_and(|read| read == *key)
            }
        };
        if !is_right {
            wrong.push(format!("{name}: {path} is found at {written:?}"));
        }
    }
    wrong
}

/// Fails if a key of a fixture is located at other text.
fn check(name: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name).join("openapi.yaml");
    let Ok(text) = std::fs::read_to_string(file) else { return };
    // Keys behind aliases and merge keys have no location.
    if text.contains("<<:") || text.contains(": *") {
        return;
    }
    let wrong = disagreements(name, &text);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn unusual_keys_are_found_where_they_are_written() {
    let input = Input { name: "unusual.yaml".to_owned(), bytes: UNUSUAL.as_bytes().to_vec() };
    let value = oaspress::internals::load(&input, &mut Diagnostics::new()).expect("the text is YAML");
    assert!(places(&value).len() > 30, "{value:#}");
    let wrong = disagreements("unusual.yaml", UNUSUAL);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_fixture_is_compared() {
    let is_yaml =
        |name: &&&str| Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name).join("openapi.yaml").exists();
    assert!(NAMES.iter().filter(is_yaml).count() > 100);
}

#[test]
fn what_an_alias_stands_for_is_found_at_the_alias() {
    let text = "base: &base {x: 1, y: {z: 2}}\ncopy: *base\nmore: {<<: *base, own: 3}\n";
    let mut wrong = disagreements("aliases.yaml", text);
    let shown = ["#/copy/x", "#/copy/y", "#/copy/y/z", "#/more/x", "#/more/y", "#/more/y/z"];
    let mut expected: Vec<String> = shown
        .iter()
        .map(|place| {
            let key = if place.starts_with("#/copy") { "copy" } else { "more" };
            format!("aliases.yaml: {place} is found at Some({key:?})")
        })
        .collect();
    wrong.sort();
    expected.sort();
    assert_eq!(wrong, expected);
}
