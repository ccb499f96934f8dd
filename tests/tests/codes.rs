//! Checks that every code of a finding occurs in the snapshot of a fixture, or of a command.

use std::fs;
use std::path::Path;

use oaspress::diag::Code;

/// Returns the snapshots of all fixtures and commands.
fn snapshots() -> String {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let mut snapshots = String::new();
    for entry in fs::read_dir(fixtures).expect("there are fixtures") {
        let snapshot = entry.expect("it is listed").path().join("expected.snap");
        snapshots.push_str(&fs::read_to_string(snapshot).unwrap_or_default());
    }
    // Findings about a release need a folder with one, which fixtures do not have.
    let commands = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generator/tests/outer/snapshots");
    for entry in fs::read_dir(commands).expect("there are snapshots") {
        snapshots.push_str(&fs::read_to_string(entry.expect("it is listed").path()).unwrap_or_default());
    }
    snapshots
}

#[test]
fn every_code_appears_in_a_snapshot() {
    let snapshots = snapshots();
    let missing: Vec<_> =
        Code::ALL.iter().map(|code| code.name()).filter(|name| !snapshots.contains(&format!("[{name}]"))).collect();
    assert!(missing.is_empty(), "no fixture shows these codes (call it `diagnostic-<code>`): {missing:?}");
}

/// The example of a code is a finding of a fixture, with a part of the line that the finding shows.
#[test]
fn the_example_of_every_code_is_in_a_snapshot() {
    let snapshots = snapshots();
    let mut wrong = Vec::new();
    for code in Code::ALL {
        let example = code.explanation();
        let head = format!("[{code}]: {}\n", example.message);
        let mut findings = snapshots.split(&head).skip(1).map(|rest| rest.split("\n\n").next().unwrap_or_default());
        if !findings.any(|finding| finding.contains(example.source)) {
            wrong.push(format!("{code}: {}", example.message));
        }
        assert!(!example.fix.is_empty() && !example.fix.ends_with('.'), "{code}");
    }
    assert!(wrong.is_empty(), "no fixture shows these findings:\n{}", wrong.join("\n"));
}
