//! Compares the findings and files of every fixture with the snapshot beside its document.
//!
//! The target `compile` compiles the files. The tests are separate, so that the output of a broken emitter can still
//! be inspected and accepted.

mod fixture;

use fixture::Fixture;
use oaspress::render::{self, Palette};

include!(concat!(env!("OUT_DIR"), "/fixtures.rs"));

/// Files that are never shown. The runtime has its own tests, and the rest is identical in every crate.
const NEVER: &[&str] = &["rustfmt.toml", "src/guide", "src/runtime/"];

/// Files that are nearly identical in every crate. They are shown only if `fixture.toml` lists them.
const BOILERPLATE: &[&str] = &["Cargo.toml", "README.md", "api.txt", "src/blocking.rs", "src/client.rs", "src/lib.rs"];

fn check(name: &str) {
    let fixture = Fixture::named(name);
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(&fixture.directory);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("expected", shown(name, &fixture)));
}

fn shown(name: &str, fixture: &Fixture) -> String {
    let (outcome, sources) = fixture.generate();
    let mut text = render::human(&outcome.diagnostics, &sources, &Palette::default());
    let Some(files) = outcome.files else {
        text.push_str("\nno files\n");
        return text;
    };
    let listed = listed(name, fixture);
    for begin in listed.iter().flatten() {
        assert!(
            files.iter().any(|(path, _)| path.starts_with(begin.as_str())),
            "`{begin}` of fixture.toml is not generated"
        );
    }
    for (path, contents) in files.iter() {
        let is_shown = match &listed {
            Some(listed) => listed.iter().any(|begin| path.starts_with(begin.as_str())),
            None => !BOILERPLATE.contains(&path),
        };
        if is_shown && !NEVER.iter().any(|never| path.starts_with(never)) {
            text.extend(["\n===== ", path, " =====\n\n", contents]);
        }
    }
    text
}

/// Returns `files` of `fixture.toml`: prefixes of the paths that the fixture is about. `None` without that file.
fn listed(name: &str, fixture: &Fixture) -> Option<Vec<String>> {
    let text = String::from_utf8(fixture.read("fixture.toml")?).expect("it is UTF-8");
    let table: toml::Table = text.parse().unwrap_or_else(|error| panic!("{name}: {error}"));
    let files = table.get("files").and_then(toml::Value::as_array);
    let files = files.unwrap_or_else(|| panic!("{name}: fixture.toml has no list `files`"));
    Some(files.iter().map(|begin| begin.as_str().unwrap_or_default().to_owned()).collect())
}

#[test]
fn every_directory_has_a_test() {
    assert!(NAMES.contains(&"basics"));
}
