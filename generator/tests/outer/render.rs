//! Writing diagnostics down.

use insta::assert_snapshot;
use oaspress::diag::{Code, Diagnostic, Diagnostics, Position, Spot};
use oaspress::path::{DocumentId, SpecPath};
use oaspress::render::{Counts, Paint, Palette, github, human, json_lines, sarif};
use oaspress::source::Sources;

const TEXT: &str = "openapi: 3.0.3\ninfo:\n  title: Pets\n  verison: 1\n日本語: { x: 1 }\n";

fn sources() -> Sources {
    let mut sources = Sources::new();
    sources.insert(DocumentId::ROOT, "api.yaml", TEXT.as_bytes());
    sources
}

fn misspelt() -> Diagnostic {
    let info = SpecPath::root().child("info");
    Diagnostic::new(Code::UnknownKeyword, &info.child("verison"), "`verison` is no keyword of an info object")
        .help("did you mean `version`?")
        .related(&info, "the info object")
}

#[test]
fn a_diagnostic_shows_place_line_and_help() {
    assert_snapshot!(human(&[misspelt()], &sources(), &Palette::default()), @"
    warning[unknown-keyword]: `verison` is no keyword of an info object
     --> api.yaml:4:3  #/info/verison
      |
    4 |   verison: 1
      |   ^^^^^^^
     ::: api.yaml:2:1  #/info  the info object
      |
    2 | info:
      | ----
      = help: did you mean `version`?
    ");
    assert_snapshot!(json_lines(&[misspelt()], &sources()), @r##"{"type":"diagnostic","code":"unknown-keyword","severity":"warning","kind":"ignored","message":"`verison` is no keyword of an info object","help":"did you mean `version`?","file":"api.yaml","line":4,"column":3,"pointer":"#/info/verison","source":"  verison: 1","related":[{"message":"the info object","file":"api.yaml","line":2,"column":1,"pointer":"#/info","source":"info:"}]}"##);
}

#[test]
fn a_diagnostic_annotates_a_pull_request() {
    let found = misspelt().help("50% of it,\nor: `version`");
    assert_eq!(
        github(&[found], &sources()),
        "::warning file=api.yaml,line=4,col=3,title=unknown-keyword::`verison` is no keyword of an info object (#/info/verison)%0A\
         help: 50%25 of it,%0Aor: `version`\n"
    );
    let mut odd = Sources::new();
    odd.insert(DocumentId::ROOT, "a:b,c%.yaml", TEXT.as_bytes());
    let text = github(&[misspelt()], &odd);
    assert!(text.starts_with("::warning file=a%3Ab%2Cc%25.yaml,line=4,"), "{text}");
}

#[test]
fn a_diagnostic_is_a_result_of_a_sarif_log() {
    let log: serde_json::Value = serde_json::from_str(&sarif(&[misspelt()], &sources())).expect("JSON");
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    assert_eq!(run["tool"]["driver"]["rules"][0]["id"], "unknown-keyword");
    let result = &run["results"][0];
    assert_eq!((&result["ruleId"], &result["ruleIndex"]), (&"unknown-keyword".into(), &0.into()));
    assert_eq!(result["level"], "warning");
    let expected = serde_json::json!({
        "logicalLocations": [{ "fullyQualifiedName": "#/info/verison" }],
        "physicalLocation": {
            "artifactLocation": { "uri": "api.yaml" },
            "region": { "startLine": 4, "startColumn": 3, "endColumn": 10 },
        },
    });
    assert_eq!(result["locations"][0], expected);
    assert_eq!(result["relatedLocations"][0]["message"]["text"], "the info object");
}

#[test]
fn the_marks_are_below_what_they_mark() {
    let place = SpecPath::root().child("日本語");
    let found = [
        Diagnostic::new(Code::Unused, &place, "wide"),
        Diagnostic::new(Code::Unused, &place.child("x"), "behind wide"),
    ];
    assert_snapshot!(human(&found, &sources(), &Palette::default()), @"
    note[unused]: wide
     --> api.yaml:5:1  #/日本語
      |
    5 | 日本語: { x: 1 }
      | ^^^^^^

    note[unused]: behind wide
     --> api.yaml:5:8  #/日本語/x
      |
    5 | 日本語: { x: 1 }
      |           ^
    ");
}

#[test]
fn a_place_without_a_text_is_shown_without_a_line() {
    let elsewhere = SpecPath::in_document(DocumentId::new(3)).child("x");
    let found = [Diagnostic::new(Code::DanglingRef, &elsewhere, "nothing is there")];
    assert_snapshot!(human(&found, &sources(), &Palette::default()), @"
    warning[dangling-ref]: nothing is there
     --> #/x
    ");
    assert_snapshot!(json_lines(&found, &sources()), @r##"{"type":"diagnostic","code":"dangling-ref","severity":"warning","kind":"invalid","message":"nothing is there","help":null,"file":null,"line":null,"column":null,"pointer":"#/x","source":null,"related":[]}"##);
}

#[test]
fn a_long_line_is_cut_around_the_place() {
    let text =
        format!("{{\"openapi\":\"3.0.3\",\"x\":\"{}\",\"y\":{{\"z\":\"{}\"}}}}", "a".repeat(5000), "b".repeat(5000));
    let mut sources = Sources::new();
    sources.insert(DocumentId::ROOT, "api.json", text.as_bytes());
    let found = [Diagnostic::new(Code::Unused, &SpecPath::root().child("y").child("z"), "far away")];
    assert_snapshot!(human(&found, &sources, &Palette::default()), @r#"
    note[unused]: far away
     --> api.json:1:5032  #/y/z
      |
    1 | …aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","y":{"z":"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb…
      |                                          ^^^
    "#);
}

#[test]
fn what_a_document_says_cannot_steer_the_terminal() {
    let text = "openapi: 3.0.3\n\"a\\e[31m\": \u{202e}x\ty\n";
    let mut sources = Sources::new();
    sources.insert(DocumentId::ROOT, "api\u{1b}[1m.yaml", text.as_bytes());
    let place = SpecPath::root().child("a\u{1b}[31m");
    let found = [Diagnostic::new(Code::Unused, &place, "`a\u{1b}[31m\n` is odd").help("\u{2028}")];
    assert_snapshot!(human(&found, &sources, &Palette::default()), @r#"
    note[unused]: `a\u{1b}[31m\n` is odd
     --> api\u{1b}[1m.yaml:2:1  #/a\u{1b}[31m
      |
    2 | "a\e[31m": �x y
      | ^^^^^^^^^
      = help: \u{2028}
    "#);
}

#[test]
fn much_of_one_kind_is_counted() {
    let at = |code, pointer: &str| {
        let place = SpecPath::parse(DocumentId::ROOT, pointer).expect("a pointer");
        (0..25).map(|n| Diagnostic::new(code, &place.child(&n.to_string()), "here")).collect::<Vec<_>>()
    };
    let of =
        |code| ["/paths/~1a/get/parameters", "/paths/~1b/get/responses", "/tags"].map(|place| at(code, place)).concat();
    let all = [of(Code::Unused), of(Code::Version)].concat();
    let text = human(&all, &sources(), &Palette::default());
    let count = |start: &str| text.lines().filter(|line| line.starts_with(start)).count();
    assert_eq!((count("note[unused]: here"), count("error[version]: here")), (9, 30), "3 notes and 10 errors a place");
    for rest in ["note[unused]: 66", "error[version]: 45"] {
        let line =
            format!("\n{rest} more of this kind, at api.yaml:1:1, …; `--message-format json` lists all of them\n");
        assert!(text.contains(&line), "{text}");
    }
    assert!(text.find("note[unused]: 66") < text.find("error[version]: here"), "errors come last");
    assert_eq!(json_lines(&all, &sources()).lines().count(), 150);
    assert_eq!(Counts::new(&all).to_string(), "75 errors, 75 notes");
}

#[test]
fn much_of_one_kind_in_many_places_is_counted() {
    let places =
        ["get", "put", "post", "patch", "head", "trace", "delete", "options", "query", "servers", "summary", "x"];
    let all: Vec<_> = places
        .map(|key| Diagnostic::new(Code::PatternNotChecked, &SpecPath::root().child(key).child("schema"), "here"))
        .to_vec();
    let count = |count: usize| {
        let text = human(&all[..count], &sources(), &Palette::default());
        let rest = text.contains(&format!(": {} more of this kind", count.saturating_sub(9)));
        (text.matches("note[pattern-not-checked]: here").count(), rest)
    };
    assert_eq!(count(10), (10, false));
    assert_eq!(count(11), (9, true));
    assert_eq!(count(12), (9, true));
}

#[test]
fn a_single_finding_is_not_replaced_by_a_line_that_counts_it() {
    let place = SpecPath::root().child("tags");
    let all: Vec<_> = (0..12).map(|n| Diagnostic::new(Code::Unused, &place.index(n), format!("finding {n}"))).collect();
    let shown = |count: usize| human(&all[..count], &sources(), &Palette::default());
    assert!(shown(10).contains("finding 9") && !shown(10).contains("more of this kind"), "{}", shown(10));
    assert!(shown(11).contains("finding 2") && !shown(11).contains("finding 3"), "{}", shown(11));
    assert!(shown(11).contains("note[unused]: 8 more of this kind"), "{}", shown(11));
    let errors: Vec<_> =
        (0..11).map(|n| Diagnostic::new(Code::Version, &place.index(n), format!("error {n}"))).collect();
    let text = human(&errors, &sources(), &Palette::default());
    assert!(text.contains("error 10") && !text.contains("more of this kind"), "{text}");
}

#[test]
fn the_places_of_findings_that_are_not_shown_are_listed() {
    let lines: String = (0..12).fold(String::new(), |lines, n| lines + &format!("  k{n}: 1\n"));
    let mut sources = Sources::new();
    sources.insert(DocumentId::ROOT, "api.yaml", format!("x:\n{lines}").as_bytes());
    let place = SpecPath::root().child("x");
    let all: Vec<_> =
        (0..12).map(|n| Diagnostic::new(Code::Unused, &place.child(&format!("k{n}")), "no effect")).collect();
    let last = |count: usize| -> String {
        human(&all[..count], &sources, &Palette::default()).trim_end().lines().last().unwrap_or_default().to_owned()
    };
    assert_eq!(
        last(12),
        "note[unused]: 9 more of this kind, at api.yaml:5:3, api.yaml:6:3, api.yaml:7:3, api.yaml:8:3, api.yaml:9:3, …; `--message-format json` lists all of them"
    );
}

#[test]
fn what_matters_most_comes_last_and_otherwise_the_order_is_that_of_the_text() {
    let at = |line| Spot::At(Position { line, column: 1 });
    let root = SpecPath::root();
    let found = [
        Diagnostic::new(Code::Version, &root, "error in line 1").at(at(1)),
        Diagnostic::new(Code::Unused, &root, "note in line 3").at(at(3)),
        Diagnostic::new(Code::WrongType, &root, "warning in line 4").at(at(4)),
        Diagnostic::new(Code::UnknownKeyword, &root, "warning in line 2").at(at(2)),
    ];
    let text = human(&found, &sources(), &Palette::default());
    let heads: Vec<_> = text.lines().filter(|line| line.contains("]: ")).collect();
    assert_eq!(
        heads,
        [
            "note[unused]: note in line 3",
            "warning[unknown-keyword]: warning in line 2",
            "warning[wrong-type]: warning in line 4",
            "error[version]: error in line 1",
        ]
    );
}

#[test]
fn colours_are_around_the_parts_that_have_one() {
    let paint = |name: &str| Paint { on: format!("<{name}>"), off: format!("</{name}>") };
    let palette = Palette {
        warning: paint("warning"),
        note: paint("note"),
        strong: paint("b"),
        faint: paint("faint"),
        ..Palette::default()
    };
    assert_snapshot!(human(&[misspelt()], &sources(), &palette), @"
    <warning>warning[unknown-keyword]</warning>: <b>`verison` is no keyword of an info object</b>
    <faint> --></faint> api.yaml:4:3  #/info/verison
    <faint>  |</faint>
    <faint>4 |</faint>   verison: 1
    <faint>  |</faint>   <warning>^^^^^^^</warning>
    <faint> :::</faint> api.yaml:2:1  #/info  the info object
    <faint>  |</faint>
    <faint>2 |</faint> info:
    <faint>  |</faint> <note>----</note>
    <faint>  =</faint> help: did you mean `version`?
    ");
}

#[test]
fn levels_can_be_raised_and_lowered() {
    let mut diagnostics = Diagnostics::new();
    let place = SpecPath::root();
    for code in [Code::Unused, Code::WrongType, Code::Version, Code::UnknownKeyword] {
        diagnostics.push(Diagnostic::new(code, &place, "x"));
    }
    diagnostics.apply_levels(&[Code::Unused], &[Code::WrongType, Code::Version]);
    let left: Vec<_> = diagnostics.iter().map(|found| format!("{}[{}]", found.severity.name(), found.code)).collect();
    assert_eq!(left, ["error[unused]", "error[version]", "warning[unknown-keyword]"]);
}
