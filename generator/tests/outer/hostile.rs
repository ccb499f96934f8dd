//! Reading documents that are meant to be too much.

use std::fmt::Write as _;

use insta::assert_snapshot;
use oaspress::config::Config;
use oaspress::diag::Diagnostic;
use oaspress::path::DocumentId;
use oaspress::render::json_lines;
use oaspress::source::Sources;
use oaspress::{Input, generate};

use crate::shown::{configured, shown};

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
    error[syntax]: the aliases of the document expand it too much
     --> api.yaml:1:1
      |
    1 | openapi: 3.0.3
      | ^
      = help: write repeated parts once, under `components`, and refer to them with `$ref`
    ");
    assert_snapshot!(shown(&long), @"
    error[syntax]: the aliases of the document expand it too much
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

#[test]
fn deeply_nested_documents_take_little_stack() {
    let schema = |open: &str, inner: &str, close: &str, levels: usize| {
        let schema = open.repeat(levels) + inner + &close.repeat(levels);
        let info = "\"info\": {\"title\": \"T\", \"version\": \"1\"}, \"paths\": {}";
        format!("{{\"openapi\": \"3.1.0\", {info}, \"components\": {{\"schemas\": {{\"A\": {schema}}}}}}}")
    };
    let documents = [
        schema(r#"{"type": "object", "properties": {"a": "#, r#"{"type": "string", "maxLenght": 1}"#, "}}", 60),
        schema(r#"{"type": "array", "items": "#, r#"{"type": "string", "maxLenght": 1}"#, "}", 120),
        schema(r#"{"allOf": ["#, r#"{"type": "string", "maxLenght": 1}"#, "]}", 60),
        schema(r#"{"oneOf": [{"type": "integer"}, "#, r#"{"type": "string", "maxLenght": 1}"#, "]}", 60),
        schema(r#"{"x-a": "#, "1", "}", 120),
        schema(r#"{"default": ["#, "1", "]}", 60),
        schema("[", "1", "]", 100_000),
        schema(r#"{"a": "#, "1", "}", 100_000),
    ];
    let lint = move || {
        for text in documents {
            for name in ["api.json", "api.yaml"] {
                let input = Input { name: name.to_owned(), bytes: text.clone().into_bytes() };
                let outcome = generate(&input, &Config::default());
                let mut sources = Sources::new();
                sources.insert(DocumentId::ROOT, &input.name, &input.bytes);
                assert!(!json_lines(&outcome.diagnostics, &sources).is_empty());
            }
        }
    };
    let thread = std::thread::Builder::new().stack_size(512 * 1024).spawn(lint).expect("a thread");
    thread.join().expect("no overflow");
}

#[test]
fn what_references_repeat_has_an_end() {
    let members = |count: usize, member: &dyn Fn(usize) -> String| (0..count).map(member).collect::<String>();
    let base = members(400, &|n| format!("        p{n}: {{ type: string }}\n"));
    let own = "{ properties: { own: { type: string } } }";
    let child = |n| format!("    C{n}:\n      allOf: [{{ $ref: '#/components/schemas/Base' }}, {own}]\n");
    let children = members(400, &child);
    let text = format!(
        "openapi: 3.0.3\ninfo: {{ title: T, version: '1' }}\npaths: {{}}\ncomponents:\n  schemas:\n    Base:\n      \
         properties:\n{base}{children}"
    );
    let outcome = generate(&Input { name: "api.yaml".to_owned(), bytes: text.into() }, &Config::default());
    let repeats =
        |found: &Diagnostic| found.message.starts_with("the references of the document repeat its parts so often");
    assert!(outcome.files.is_none() && outcome.diagnostics.iter().filter(|found| repeats(found)).count() == 1);
}

/// Returns the component `T0`, a tuple that has `T1` twice, and so on. The last one is a tuple of dates and times.
fn nested_tuples(levels: usize) -> String {
    let pair = |items: &str| format!("{{ type: array, minItems: 2, maxItems: 2, prefixItems: [{items}] }}\n");
    let mut text = String::new();
    for level in 0..levels {
        let item = format!("{{ $ref: '#/components/schemas/T{}' }}", level + 1);
        let _ = write!(text, "    T{level}: {}", pair(&format!("{item}, {item}")));
    }
    let last = "{ type: string, format: date-time }";
    text + &format!("    T{levels}: {}", pair(&format!("{last}, {last}")))
}

#[test]
fn tuples_that_contain_each_other_twice_are_examined_once() {
    let tuples = nested_tuples(40);
    let text = format!(
        "openapi: 3.1.0\ninfo: {{ title: T, version: '1' }}\nservers: [{{ url: 'https://example.com' }}]\npaths:\n  /a:\n    \
         get:\n      operationId: a\n      parameters:\n        - {{ name: t, in: query, content: {{ application/json: {{ \
         schema: {{ $ref: '#/components/schemas/T0' }} }} }} }}\n      responses: {{ '204': {{ description: none }} }}\n\
         components:\n  schemas:\n{tuples}"
    );
    for config in ["", "[types]\ndate-time = 'time'\n"] {
        let (config, _) = configured(config);
        let outcome = generate(&Input { name: "api.yaml".to_owned(), bytes: text.clone().into() }, &config);
        assert!(outcome.files.is_some());
    }
}

#[test]
fn all_json_schemas_together_have_a_bound() {
    let tuples = nested_tuples(7);
    let fields = |count| {
        let mut text = String::new();
        for n in 0..count {
            let _ = writeln!(text, "        p{n}: {{ $ref: '#/components/schemas/T0' }}");
        }
        text
    };
    let (config, _) = configured("[include]\nschemas = ['*']\n[derive]\nschemars = ['*']\n");
    let generated = |count: usize| {
        let text = format!(
            "openapi: 3.1.0\ninfo: {{ title: T, version: '1' }}\nservers: [{{ url: 'https://example.com' }}]\npaths: {{}}\n\
             components:\n  schemas:\n{tuples}    Large:\n      type: object\n      properties:\n{}",
            fields(count)
        );
        generate(&Input { name: "api.yaml".to_owned(), bytes: text.into() }, &config)
    };
    let is_too_large =
        |found: &Diagnostic| found.message.contains("the schemas of all models have more than 200000 parts");
    let outcome = generated(2_000);
    assert_eq!(outcome.diagnostics.iter().filter(|found| is_too_large(found)).count(), 1);
    assert!(!generated(20).diagnostics.iter().any(is_too_large));
}

#[test]
fn keys_have_a_bound() {
    let with = |length: usize| {
        format!("openapi: 3.0.3\ninfo: {{ title: T, version: '1' }}\npaths: {{}}\n? x-{}\n: 1\n", "a".repeat(length))
    };
    assert!(shown(with(5_000)).contains("has more than 4096 bytes"), "{}", shown(with(5_000)));
    assert!(!shown(with(4_000)).contains("error"), "{}", shown(with(4_000)));
}

#[test]
fn of_a_key_that_is_repeated_very_often_some_places_are_shown() {
    let text = format!("{{\"openapi\": \"3.0.3\", \"x-a\": {{{}}}}}", vec!["\"a\": 1"; 10_000].join(", "));
    let said = shown(text);
    assert!(said.contains("the key `a` is written 10000 times in one object"), "{said}");
    assert_eq!(said.matches("is ignored").count(), 10);
}
