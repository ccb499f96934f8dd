//! Finding the lines of places in all three syntaxes.

use oaspress::diag::{Position, Spot};
use oaspress::path::{DocumentId, SpecPath};
use oaspress::source::Sources;

fn pointer(document: DocumentId, pointer: &str) -> SpecPath {
    SpecPath::parse(document, pointer).expect("a pointer")
}

/// Line, column and marked text of the places that JSON pointers lead to.
fn located(document: DocumentId, text: &str, pointers: &[&str]) -> Vec<String> {
    let mut sources = Sources::new();
    sources.insert(document, "text", text.as_bytes());
    let places: Vec<_> = pointers.iter().map(|path| pointer(document, path)).collect();
    let asked: Vec<_> = places.iter().map(|place| (place, Spot::Path)).collect();
    let shown = |found: Option<oaspress::source::Location>| {
        found.map_or("nowhere".to_owned(), |found| {
            let Position { line, column } = found.position;
            format!("{line}:{column} {}", &text[found.bytes])
        })
    };
    sources.locate(&asked).into_iter().map(shown).collect()
}

#[test]
fn yaml_keys_and_elements_are_found() {
    let text = "# ä\nopenapi: 3.0.3\npaths:\n  /é/{id}:\n    get: { tags: [a, \"b\"], 200: 1 }\n  'it''s':\n  - x: 1\n  - y\n\
                long: |\n  a\n  b\nlast:\n  - >\n   folded\n";
    let pointers = [
        "",
        "/openapi",
        "/paths/~1é~1{id}/get",
        "/paths/~1é~1{id}/get/tags/1",
        "/paths/~1é~1{id}/get/200",
        "/paths/it's",
        "/paths/it's/0/x",
        "/paths/it's/1",
        "/long",
        "/last/0",
    ];
    assert_eq!(
        located(DocumentId::ROOT, text, &pointers),
        [
            "2:1 o",
            "2:1 openapi",
            "5:5 get",
            "5:22 \"b\"",
            "5:28 200",
            "6:3 'it''s'",
            "7:5 x",
            "8:5 y",
            "9:1 long",
            "14:4 folded\n",
        ]
    );
}

#[test]
fn json_keys_and_elements_are_found() {
    let text = "{\"openapi\": \"3.0.3\",\r\n \"ä\": {\"a\\u002Fb\": [1, {\"c\": [true]},\n\"ü\"]}}";
    let pointers = ["", "/openapi", "/ä", "/ä/a~1b", "/ä/a~1b/0", "/ä/a~1b/1", "/ä/a~1b/1/c/0", "/ä/a~1b/2"];
    assert_eq!(
        located(DocumentId::ROOT, text, &pointers),
        ["1:1 {", "1:2 \"openapi\"", "2:2 \"ä\"", "2:8 \"a\\u002Fb\"", "2:21 1", "2:24 {", "2:31 true", "3:1 \"ü\""]
    );
}

#[test]
fn toml_keys_and_elements_are_found() {
    let text = "[crate]\nname = \"x\"\n[security.\"My Key\"]\nenvironment = 1\n[lint]\ndeny = [\n  \"a\",\n  \"b\",\n]\n\
                operations.list.pagination = { cursor = 1 }\n";
    let pointers = [
        "/crate",
        "/crate/name",
        "/security/My Key/environment",
        "/lint/deny/1",
        "/lint/operations/list/pagination/cursor",
    ];
    assert_eq!(
        located(DocumentId::CONFIG, text, &pointers),
        ["1:2 crate", "2:1 name", "4:1 environment", "8:3 \"b\"", "10:32 cursor"]
    );
}

#[test]
fn what_is_not_written_is_where_the_nearest_thing_above_is() {
    let yaml = "a: &a\n  b: { c: 1 }\nd: *a\ne:\n  <<: *a\n";
    assert_eq!(
        located(DocumentId::ROOT, yaml, &["/a/b/x", "/d/b/c", "/e/b/c", "/nothing", "/a/0"]),
        ["2:3 b", "3:1 d", "4:1 e", "1:1 a", "1:1 a"]
    );
    let json = "{\"a\": [1]}";
    assert_eq!(located(DocumentId::ROOT, json, &["/a/7", "/a/b", "/x/y"]), ["1:2 \"a\"", "1:2 \"a\"", "1:1 {"]);
    let mut sources = Sources::new();
    sources.insert(DocumentId::ROOT, "x", b"");
    let elsewhere = SpecPath::in_document(DocumentId::new(7)).child("x");
    assert_eq!(sources.locate(&[(&elsewhere, Spot::Path)]), [None]);
}

#[test]
fn what_is_within_a_repeated_key_is_in_the_last_one() {
    for text in ["a:\n  x: 1\n  y: 1\na:\n  x: 1\n", "{\"a\":\n{\"x\": 1,\n\"y\": 1},\n\"a\":\n{\"x\": 1}}"] {
        let found = located(DocumentId::ROOT, text, &["/a", "/a/x", "/a/y"]);
        let lines: Vec<_> = found.iter().map(|found| found.split(':').next().unwrap_or_default()).collect();
        assert!(lines == ["4", "5", "4"], "{text}: {found:?}");
    }
}

#[test]
fn a_text_that_only_the_loader_can_read_is_found_up_to_there() {
    let text = "a: 1\nb:\n  c: 2\n@: 3\nd: 4\n";
    assert_eq!(located(DocumentId::ROOT, text, &["/a", "/b/c", "/d"]), ["1:1 a", "3:3 c", "1:1 a"]);
}

#[test]
fn a_large_document_in_one_line_takes_no_time() {
    use std::fmt::Write as _;
    let mut text = String::from("{\"openapi\":\"3.0.3\",\"paths\":{");
    for number in 0..30_000 {
        let _ = write!(
            text,
            "\"/path/{number}\":{{\"get\":{{\"operationId\":\"operation{number}\",\"responses\":{{}}}}}},"
        );
    }
    text.push_str("\"/\":{}}}");
    assert!(text.len() > 2_000_000);
    let mut sources = Sources::new();
    sources.insert(DocumentId::ROOT, "large.json", text.as_bytes());
    let places: Vec<_> = (0..30_000)
        .step_by(10)
        .map(|number| pointer(DocumentId::ROOT, &format!("/paths/~1path~1{number}/get/operationId")))
        .collect();
    let asked: Vec<_> = places.iter().map(|place| (place, Spot::Path)).collect();
    let found = sources.locate(&asked);
    assert!(
        found.iter().all(|found| found.as_ref().is_some_and(|found| &text[found.bytes.clone()] == "\"operationId\""))
    );
}
