//! Compares the crates of one API that is described in several versions of OpenAPI. They must be identical, byte for
//! byte. The snapshot of the fixture guards their content.

mod fixture;

use std::fs;
use std::path::Path;

use fixture::Fixture;
use oaspress::config;
use oaspress::diag::Diagnostics;
use oaspress::file_tree::FileTree;
use oaspress::surface::{self, Surface};
use oaspress::{Input, Outcome};
use serde_json::Value;

fn generated(document: &str) -> Outcome {
    Fixture::named("versions").generate_from(document).0
}

#[test]
fn the_version_of_a_document_does_not_show_in_the_crate() {
    let expected = Fixture::named("versions").generate().0.files.expect("a crate of 3.0");
    for document in ["swagger-2.0.yaml", "openapi-3.1.yaml"] {
        let files = generated(document).files.unwrap_or_else(|| panic!("no crate of {document}"));
        assert_same(&files, &expected, document);
    }
}

fn assert_same(files: &FileTree, expected: &FileTree, document: &str) {
    let names = |files: &FileTree| files.iter().map(|(path, _)| path.to_owned()).collect::<Vec<_>>();
    assert_eq!(names(files), names(expected), "the files of {document}");
    for ((path, contents), (_, expected)) in files.iter().zip(expected.iter()) {
        if path == surface::FILE {
            assert_eq!(without_identities(contents), without_identities(expected), "{path} of {document}");
        } else {
            assert_eq!(contents, expected, "{path} of {document}");
        }
    }
}

/// Returns a listing without the locations in the document, which differ by version.
fn without_identities(listing: &str) -> String {
    let mut listing: Surface = listing.parse().unwrap_or_else(|error| panic!("{error}"));
    for item in &mut listing.items {
        item.identity.clear();
    }
    listing.to_string()
}

/// The document of `kirim`, converted to 3.1, generates the same crate.
#[test]
fn the_flagship_is_the_same_from_a_document_of_3_1() {
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    let read = |file: &str| fs::read_to_string(spec.join(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
    let config = config::parse(&read("oaspress.toml"), &mut Diagnostics::new());
    let written = read("contacts.yaml");
    let mut document: Value = serde_yaml::from_str(&written).expect("YAML");
    document["openapi"] = Value::from("3.1.1");
    let rewritten = in_words_of_31(&mut document);
    assert!(rewritten >= 10, "only {rewritten} schemas are in other words");

    let generate =
        |bytes: Vec<u8>| oaspress::generate(&Input { name: "contacts.yaml".to_owned(), bytes }, &config).files;
    let expected = generate(written.into_bytes()).expect("the flagship");
    let files = generate(document.to_string().into_bytes()).expect("the flagship from 3.1");
    assert_same(&files, &expected, "the document of 3.1");
}

/// Rewrites `nullable` as a type and `example` as an array, and returns the number of changes.
fn in_words_of_31(value: &mut Value) -> usize {
    let mut count = 0;
    if let Value::Object(raw) = value {
        if raw.get("nullable") == Some(&Value::Bool(true)) && raw.contains_key("type") {
            raw.shift_remove("nullable");
            raw["type"] = Value::from(vec![raw["type"].take(), Value::from("null")]);
            count += 1;
        }
        let is_schema = raw.contains_key("type") && !raw.contains_key("in");
        if let Some(example) = raw.get_mut("example").filter(|_| is_schema).map(Value::take) {
            raw.shift_remove("example");
            raw.insert("examples".to_owned(), Value::Array(vec![example]));
            count += 1;
        }
    }
    match value {
        Value::Object(raw) => count += raw.values_mut().map(in_words_of_31).sum::<usize>(),
        Value::Array(items) => count += items.iter_mut().map(in_words_of_31).sum::<usize>(),
        _ => {}
    }
    count
}
