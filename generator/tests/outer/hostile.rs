//! Reading documents that are meant to be too much.

use std::fmt::Write as _;

use insta::assert_snapshot;

use crate::shown::shown;

#[test]
fn nesting_has_an_end() {
    assert_snapshot!(shown(format!("{{\"openapi\": \"3.0.3\", \"x\": {}1{}}}", "[".repeat(200), "]".repeat(200))), @"
    error[syntax]: the document is nested more than 128 levels deep
     --> api.yaml:1:153
      |
    1 | …[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]…
      |                                          ^
      = help: give inner schemas a name under `components` and refer to them with `$ref`
    ");
    assert_snapshot!(shown(format!("openapi: 3.0.3\nx: {}1{}\n", "[".repeat(200), "]".repeat(200))), @"
    error[syntax]: the document is nested more than 128 levels deep
     --> api.yaml:2:131
      |
    2 | …[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]…
      |                                          ^
      = help: give inner schemas a name under `components` and refer to them with `$ref`
    ");
    let mut deep = "openapi: 3.0.3\n".to_owned();
    for level in 0..200 {
        let _ = writeln!(deep, "{}x:", " ".repeat(level));
    }
    assert_snapshot!(shown(deep), @"
    error[syntax]: the document is nested more than 128 levels deep
       --> api.yaml:130:129
        |
    130 | …                                        x:
        |                                          ^
        = help: give inner schemas a name under `components` and refer to them with `$ref`
    ");
}

#[test]
fn hostile_documents_are_rejected() {
    let mut bomb = "openapi: 3.0.3\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..12 {
        let list = vec![format!("*a{}", level - 1); 10].join(", ");
        let _ = writeln!(bomb, "a{level}: &a{level} [{list}]");
    }
    let long = format!("openapi: 3.0.3\nx: &x {}\ny: [{}]\n", "z".repeat(100_000), "*x, ".repeat(10_000));
    let endless = "openapi: 3.0.3\nx: &x [*x, *x]\n".to_owned();
    let brackets = |count| format!("openapi: 3.0.3\nx: {}", "[".repeat(count));
    assert_snapshot!(shown(&bomb), @"
    error[syntax]: the aliases of the document expand it beyond all measure
     --> api.yaml:1:1
      |
    1 | openapi: 3.0.3
      | ^
      = help: write repeated parts once, under `components`, and refer to them with `$ref`
    ");
    assert_snapshot!(shown(&long), @"
    error[syntax]: the aliases of the document expand it beyond all measure
     --> api.yaml:2:4
      |
    2 | x: &x zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz…
      |    ^
      = help: write repeated parts once, under `components`, and refer to them with `$ref`
    ");
    assert_snapshot!(shown(&endless), @"
    error[syntax]: the document is nested more than 128 levels deep
     --> api.yaml:2:4
      |
    2 | x: &x [*x, *x]
      |    ^
      = help: give inner schemas a name under `components` and refer to them with `$ref`
    ");
    for text in [brackets(100_000), "{\"openapi\":".repeat(100_000), "? ".repeat(100_000), "- ".repeat(100_000)] {
        assert!(shown(&text).contains("the document is nested more than 128 levels deep"));
    }
}

#[test]
fn no_bytes_are_too_strange() {
    for text in
        ["\0", "\u{feff}", "---", "...", "%YAML 9.9\n---\n", "!", "&a", "*a", "? ", "- - -", "{", "}", "[,]", "\"", "'"]
    {
        let _ = shown(text);
        let _ = shown(format!("openapi: 3.0.3\nx: {text}"));
        let _ = shown(format!("openapi: 3.0.3\n{text}: x\n"));
    }
    let document =
        "openapi: 3.0.3\ninfo: { title: \"é\", version: '1' }\npaths:\n  /a:\n    get: |\n      x\n".as_bytes();
    for end in 0..document.len() {
        let _ = shown(&document[..end]);
        let _ = shown([&document[..end], b"\xFF", &document[end..]].concat());
    }
}
