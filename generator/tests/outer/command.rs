//! The commands, as xtask and the program call them.

use std::fs;
use std::path::{Path, PathBuf};

use insta::assert_snapshot;
use oaspress::command::{self, Deny, Exit, GenerateOptions, MessageFormat, Mode, Report, SpecOptions};
use oaspress::disk::MANIFEST;
use tempfile::TempDir;

use crate::said::{all_said, said};

const DOCUMENT: &str =
    "openapi: 3.0.3\ninfo: { title: Pets, version: '1' }\nservers: [{ url: https://pets.example }]\npaths: {}\n";

/// A folder with a document, its configuration and room for a crate.
struct TestPlace {
    folder: TempDir,
    options: GenerateOptions,
}

impl TestPlace {
    fn new(document: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let spec = SpecOptions { spec: folder.path().join("api.yaml"), ..SpecOptions::default() };
        fs::write(&spec.spec, document).expect("a file");
        let out = folder.path().join("out");
        let remedy = "cargo xtask generate".to_owned();
        Self { folder, options: GenerateOptions { spec, out, remedy, ..GenerateOptions::default() } }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn generate(&self, format: MessageFormat) -> (Report, String) {
        said(self.folder.path(), format, |console| command::generate(&self.options, console))
    }

    fn lint(&self) -> (Report, String) {
        said(self.folder.path(), MessageFormat::Human, |console| command::lint(&self.options.spec, console))
    }
}

#[test]
fn a_crate_is_written_checked_and_written_again() {
    let mut place = TestPlace::new(DOCUMENT);
    let (report, text) = place.generate(MessageFormat::Human);
    let written = report.written.expect("written");
    assert_eq!((report.exit, report.exit.code()), (Exit::Done, 0));
    assert!(text.starts_with("created Cargo.toml\n"), "{text}");
    let next = "next: `cargo add --path …/out` in the crate that calls the API, which imports the package `pets` with `use pets::…`";
    assert!(text.ends_with(&format!("wrote …/out ({} created)\n{next}\n", written.created.len())), "{text}");
    assert!(text.contains("created src/runtime/ (") && !text.contains("created src/runtime/c"), "{text}");

    let (report, text) = place.generate(MessageFormat::Human);
    assert!(report.written.is_some_and(|written| written.is_nothing()));
    assert_eq!(text, format!("---\n…/out is up to date ({} files)\n", written.created.len()));

    place.options.mode = Mode::Check;
    let (report, text) = place.generate(MessageFormat::Human);
    assert_eq!((report.exit, text.as_str()), (Exit::Done, "---\n…/out is up to date\n"));

    fs::write(place.file("out/Cargo.toml"), "[package]\n").expect("a file");
    let (report, text) = place.generate(MessageFormat::Human);
    assert_eq!((report.exit.code(), report.difference.map(|found| found.files.len())), (1, Some(1)));
    assert!(text.starts_with("--- Cargo.toml (current)\n+++ Cargo.toml (generated)\n"), "{text}");
    let ending = "error: …/out is not what would be generated: one file differs\n  = help: run `cargo xtask generate --force`, which discards the edits of Cargo.toml\n";
    assert!(text.ends_with(ending), "{text}");

    let (_, text) = place.generate(MessageFormat::Json);
    assert!(text.starts_with("{\"type\":\"file\",\"change\":\"changed\",\"path\":\"Cargo.toml\"}\n"), "{text}");
}

#[test]
fn errors_leave_everything_as_it_is() {
    let place = TestPlace::new("openapi: 4.0.0\n");
    let (report, text) = place.generate(MessageFormat::Human);
    assert_eq!((report.exit.code(), report.counts.errors), (1, 1));
    assert!(!place.file("out").exists());
    assert_snapshot!(text, @"
    ---
    error[version]: `openapi: 4.0.0` is not a supported version
     --> …/api.yaml:1:1  #/openapi
      |
    1 | openapi: 4.0.0
      | ^^^^^^^
      = help: write the document in OpenAPI 3.0, 3.1 or 3.2, or in Swagger 2.0

    1 error; …/out is unchanged
    ");
}

#[test]
fn warnings_can_be_denied() {
    let mut place = TestPlace::new(&format!("{DOCUMENT}paths: {{}}\n"));
    assert_eq!(place.lint().0.exit, Exit::Done);
    place.options.spec.deny = Deny::Warnings;
    let (report, text) = place.lint();
    assert_eq!((report.exit, report.counts.warnings), (Exit::Failed, 1));
    assert!(text.ends_with("error: there are warnings, and they are denied\n1 warning\n"), "{text}");
    assert_eq!(place.generate(MessageFormat::Human).0.exit, Exit::Failed);
    assert!(!place.file("out").exists());
}

#[test]
fn the_configuration_beside_the_document_is_read() {
    let mut place = TestPlace::new(DOCUMENT);
    fs::write(place.file("oaspress.toml"), "[crate]\nnmae = 'pets'\n[operations.list]\nmethod = 'all'\n")
        .expect("a file");
    let (report, text) = place.lint();
    assert_eq!((report.exit, report.counts.errors), (Exit::Failed, 2));
    assert_snapshot!(text, @"
    ---
    error[config-unknown-key]: `crate` has no key `nmae`
     --> …/oaspress.toml:2:1
      |
    2 | nmae = 'pets'
      | ^^^^
      = help: did you mean `name`?

    error[config-not-applicable]: the API description has no operation `list`
     --> …/oaspress.toml:3:13
      |
    3 | [operations.list]
      |             ^^^^

    2 errors
    ");
    place.options.spec.config = Some(place.file("other.toml"));
    let (report, text) = place.lint();
    assert_eq!(report.exit, Exit::Failed);
    assert!(text.starts_with("---\nerror: cannot read …/other.toml: "), "{text}");
}

#[test]
fn lints_follow_the_configuration() {
    let place = TestPlace::new(&format!("{DOCUMENT}paths: {{}}\n"));
    fs::write(place.file("oaspress.toml"), "[lint]\nallow = ['duplicate-key']\n").expect("a file");
    assert_eq!(place.lint(), (place.lint().0, "---\nnothing to report\n".to_owned()));
    fs::write(place.file("oaspress.toml"), "[lint]\ndeny = ['duplicate-key']\n").expect("a file");
    let (report, text) = place.lint();
    assert_eq!(report.exit, Exit::Failed);
    assert!(text.starts_with("---\nerror[duplicate-key]: "), "{text}");
}

#[test]
fn the_crate_can_be_named_on_the_way() {
    let mut place = TestPlace::new(DOCUMENT);
    place.options.crate_name = Some("my-pets".to_owned());
    place.generate(MessageFormat::Human);
    let manifest = fs::read_to_string(place.file("out/Cargo.toml")).expect("a manifest");
    assert!(manifest.contains("name = \"my-pets\""), "{manifest}");
    place.options.crate_name = Some("my pets".to_owned());
    let (report, text) = place.generate(MessageFormat::Human);
    assert_eq!(report.exit.code(), 2);
    assert_snapshot!(text, @"
    ---
    error: `my pets` is not a valid crate name
      = help: a crate's name begins with a letter, has only letters, digits, `-` and `_`, and is neither a Rust keyword nor a crate of Rust
    ");
}

#[test]
fn what_the_system_refuses_is_said() {
    let mut place = TestPlace::new(DOCUMENT);
    place.options.spec.spec = place.file("missing.yaml");
    let (report, text) = place.generate(MessageFormat::Human);
    assert_eq!(report.exit.code(), 1);
    assert!(text.starts_with("---\nerror: cannot read …/missing.yaml: "), "{text}");
    let place = TestPlace::new(DOCUMENT);
    fs::create_dir(place.file("out")).expect("a folder");
    fs::write(place.file("out/notes"), "mine").expect("a file");
    assert_snapshot!(place.generate(MessageFormat::Human).1, @"
    ---
    error: …/out is not empty, and oaspress did not write it (it has no `.oaspress-manifest`)
      = help: choose another folder, or use `--force` if nothing in it is lost
    ");
    assert!(!place.file("out").join(MANIFEST).exists());
}

#[test]
fn json_is_one_object_per_line() {
    let place = TestPlace::new(&format!("{DOCUMENT}paths: {{}}\n"));
    let (_, text) = place.generate(MessageFormat::Json);
    let (results, messages) = text.split_once("---\n").expect("both");
    let types: Vec<String> = results
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON")["type"].to_string())
        .collect();
    assert_eq!((types[0].as_str(), types[1].as_str()), ("\"diagnostic\"", "\"file\""));
    assert!(messages.starts_with("1 warning; wrote "), "{messages}");
    let last = results.lines().last().expect("a summary");
    let count = results.matches("\"type\":\"file\"").count();
    assert_eq!(
        last,
        format!(
            "{{\"type\":\"summary\",\"exit\":0,\"errors\":0,\"warnings\":1,\"notes\":0,\"written\":{{\"created\":{count},\
             \"changed\":0,\"deleted\":0,\"unchanged\":0}},\"differing\":null}}"
        )
    );
}

#[test]
fn every_outcome_is_reported_to_programs() {
    let mut place = TestPlace::new(DOCUMENT);
    let results = |place: &TestPlace, format| place.generate(format).1.split_once("---\n").expect("both").0.to_owned();
    place.options.crate_name = Some("no name".to_owned());
    let usage = "{\"type\":\"error\",\"message\":\"`no name` is not a valid crate name\",\"help\":";
    let text = results(&place, MessageFormat::Json);
    assert!(text.starts_with(usage) && text.contains("\n{\"type\":\"summary\",\"exit\":2,"), "{text}");
    place.options.crate_name = Some("a\u{202e}b".to_owned());
    for format in [MessageFormat::Human, MessageFormat::Json, MessageFormat::Github, MessageFormat::Sarif] {
        assert!(!results(&place, format).contains('\u{202e}'), "{format:?}");
    }
    place.options.crate_name = None;
    place.options.mode = Mode::Check;
    let text = results(&place, MessageFormat::Json);
    assert!(text.contains("{\"type\":\"error\",\"message\":\"…/out is not what would be generated: "), "{text}");
    assert!(text.contains("\n{\"type\":\"summary\",\"exit\":1,"), "{text}");
    place.options.spec.spec = place.file("missing.yaml");
    let text = results(&place, MessageFormat::Json);
    assert!(text.starts_with("{\"type\":\"error\",\"message\":\"cannot read …/missing.yaml: "), "{text}");
    let text = results(&place, MessageFormat::Github);
    assert!(text.starts_with("::error title=oaspress::cannot read …/missing.yaml: "), "{text}");
    let log: serde_json::Value = serde_json::from_str(&results(&place, MessageFormat::Sarif)).expect("JSON");
    let invocation = &log["runs"][0]["invocations"][0];
    let told = invocation["toolExecutionNotifications"][0]["message"]["text"].as_str().expect("text");
    assert!(told.starts_with("cannot read ") && invocation["executionSuccessful"] == false, "{log}");
}

#[test]
fn the_configuration_that_is_used_is_named() {
    let place = TestPlace::new(DOCUMENT);
    let lint = |format| all_said(place.folder.path(), format, |console| command::lint(&place.options.spec, console)).1;
    let none = "---\nconfiguration: none (the folder of the document has no `oaspress.toml`)\nnothing to report\n";
    assert_eq!(lint(MessageFormat::Human), none);
    fs::write(place.file("oaspress.toml"), "").expect("a file");
    assert_eq!(lint(MessageFormat::Human), "---\nconfiguration: …/oaspress.toml\nnothing to report\n");
    let configuration = "{\"type\":\"configuration\",\"path\":\"…/oaspress.toml\"}\n";
    assert!(lint(MessageFormat::Json).starts_with(configuration));
}

#[test]
fn codes_are_explained() {
    let explain = |code| said(Path::new("/nowhere"), MessageFormat::Human, |console| command::explain(code, console));
    assert_snapshot!(explain(Some("duplicate-key")).1, @r#"
    warning[duplicate-key] (invalid)

    An object holds the same key more than once, and only the last one counts.

    Example:
        operationId: getB
        the key `operationId` is written twice in one object; only the last one is used

    help: remove or rename all but one of the keys

    In the configuration, `lint.allow = ["duplicate-key"]` hides it, and `lint.deny = ["duplicate-key"]` makes it an error.
    ---
    "#);
    let (report, text) = explain(Some("duplicate-keys"));
    assert_eq!(report.exit.code(), 2);
    assert_snapshot!(text, @"
    ---
    error: no diagnostic, change, key or table is called `duplicate-keys`
      = help: did you mean `duplicate-key`?
    ");
    let (_, all) = explain(None);
    assert_eq!(all.lines().count(), oaspress::diag::Code::ALL.len() + oaspress::diff::Rule::ALL.len() + 1);
}

#[test]
fn tables_of_the_configuration_are_explained() {
    let explain =
        |name| said(Path::new("/nowhere"), MessageFormat::Human, |console| command::explain(Some(name), console)).1;
    assert_snapshot!(explain("[names]"), @"
    table[names]

    names.strip-prefix  prefix that the names of schemas lose
    names.PLACE         Rust name of what is at this place: a JSON pointer, such as `#/webhooks/NAME`, or method and path of an operation

    `oaspress explain KEY` has the default and an example of a key.
    ---
    ");
    for (name, keys) in [
        ("webhooks", 3),
        ("operations.listPets.parameters", 1),
        ("presence.requests", 3),
        ("pagination", 14),
        ("documents", 2),
    ] {
        let text = explain(name);
        assert_eq!(text.lines().filter(|line| line.contains("  ")).count(), keys, "{name}: {text}");
    }
    let (_, json) =
        said(Path::new("/nowhere"), MessageFormat::Json, |console| command::explain(Some("names"), console));
    assert!(json.starts_with("{\"type\":\"key\",\"key\":\"names.strip-prefix\""), "{json}");
}
