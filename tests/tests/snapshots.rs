//! Compares what comes out of every fixture, findings and files, with the snapshot beside its document.
//!
//! Whether the files are Rust that compiles is the business of the target `compile`, so that an emitter that broke can
//! still be looked at and blessed.

mod fixture;

use fixture::Fixture;
use oaspress::render::{self, Palette};

include!(concat!(env!("OUT_DIR"), "/fixtures.rs"));

/// What is the same in every crate, and said at the top of every snapshot.
const LEFT_OUT: &[&str] = &["rustfmt.toml", "src/guide", "src/runtime/"];

fn check(name: &str) {
    let fixture = Fixture::named(name);
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(&fixture.directory);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("expected", shown(&fixture)));
}

fn shown(fixture: &Fixture) -> String {
    let (outcome, sources) = fixture.generate();
    let mut text = format!("left out: {}\n\n", LEFT_OUT.join(", "));
    text.push_str(&render::human(&outcome.diagnostics, &sources, &Palette::default()));
    let Some(files) = outcome.files else {
        text.push_str("\nno files\n");
        return text;
    };
    for (path, contents) in files.iter() {
        if !LEFT_OUT.iter().any(|left_out| path.starts_with(left_out)) {
            text.extend(["\n===== ", path, " =====\n\n", contents]);
        }
    }
    text
}

#[test]
fn every_directory_has_a_test() {
    assert!(NAMES.contains(&"basics"));
}
