//! Filters from the configuration and the command line: what is said of them.

use std::fs;

use oaspress::command::{self, Exit, MessageFormat, Report, SpecOptions, Verbosity};

use crate::said::said;

const DOCUMENT: &str = "\
openapi: 3.0.3
info: { title: Pets, version: '1' }
servers: [{ url: https://pets.example }]
paths:
  /a: { get: { operationId: a, tags: [x], responses: { '204': { description: '' } } } }
  /b: { get: { operationId: b, tags: [y], responses: { nonsense: 1 } } }
components: { schemas: { Unused: { type: nonsense } } }
";

fn lint(options: SpecOptions, format: MessageFormat) -> (Report, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let spec = folder.path().join("api.yaml");
    fs::write(&spec, DOCUMENT).expect("a file");
    let options = SpecOptions { spec, ..options };
    said(folder.path(), format, |console| command::lint(&options, console))
}

fn including(filters: &[&str]) -> SpecOptions {
    SpecOptions { include: filters.iter().map(|&filter| filter.to_owned()).collect(), ..SpecOptions::default() }
}

#[test]
fn what_is_left_out_is_not_checked_and_counted() {
    let (report, text) = lint(including(&["tag:x"]), MessageFormat::Human);
    assert_eq!(report.exit, Exit::Done);
    assert_eq!(text, "---\nleft out 1 of 2 operations and 1 of 1 schemas\nnothing to report\n");
    let verbose = SpecOptions { verbosity: Verbosity::Verbose, ..including(&["tag:x"]) };
    let (_, text) = lint(verbose, MessageFormat::Human);
    let listed = "left out operation GET /b\nleft out schema Unused\n";
    assert_eq!(text, format!("---\n{listed}left out 1 of 2 operations and 1 of 1 schemas\nnothing to report\n"));
    let (_, text) = lint(including(&["path:/a"]), MessageFormat::Json);
    assert!(text.starts_with("{\"type\":\"left-out\",\"kind\":\"operation\",\"name\":\"GET /b\"}\n"), "{text}");
}

#[test]
fn a_filter_that_selects_nothing_is_an_error() {
    let (report, text) = lint(including(&["tag:z"]), MessageFormat::Human);
    assert_eq!(report.exit, Exit::Failed);
    assert!(text.contains("error[config-not-applicable]: `z` selects nothing in `tags`"), "{text}");
    assert!(text.contains("did you mean `x`?"), "{text}");
}

#[test]
fn a_filter_that_is_written_wrongly_is_a_matter_of_usage() {
    for (filter, expected) in [
        ("tags:x", "error: `--include tags:x` is not a filter\n  = help: did you mean `tag`?\n"),
        ("tag:", "error: `--include tag:` has no pattern\n  = help: write it after a colon, as in `tag:*`\n"),
        ("deprecated", "error: `--include deprecated` is not a filter\n"),
    ] {
        let (report, text) = lint(including(&[filter]), MessageFormat::Human);
        assert_eq!(report.exit, Exit::Usage);
        assert!(text.contains(expected), "{text}");
    }
}
