//! Overlays from files: where they are looked for, where findings lead, and the document that results.

use std::fs;
use std::path::Path;

use oaspress::command::{self, Exit, GenerateOptions, MessageFormat, Report, ShapeOptions, SpecOptions};
use tempfile::TempDir;

use crate::said::said;

const DOCUMENT: &str =
    "openapi: 3.0.3\ninfo: { title: Pets, version: 1.10 }\nservers: [{ url: https://pets.example }]\npaths: {}\n";

fn overlay(title: &str) -> String {
    format!(
        "overlay: 1.0.0\ninfo: {{ title: o, version: '1' }}\nactions: [{{ target: $.info, update: {{ title: {title} }} }}]\n"
    )
}

/// A folder with a document.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in [("api.yaml", DOCUMENT)].iter().chain(files) {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    folder
}

fn shape(folder: &Path, overlays: &[&str], out: Option<&str>) -> (Report, String) {
    let overlays = overlays.iter().map(|name| folder.join(name)).collect();
    let spec = SpecOptions { spec: folder.join("api.yaml"), overlays, ..SpecOptions::default() };
    let options = ShapeOptions { spec, out: out.map(|out| folder.join(out)) };
    said(folder, MessageFormat::Human, |console| command::shape(&options, console))
}

#[test]
fn those_of_the_configuration_come_first_and_are_relative_to_it() {
    let config = "overlays = [\"fixes/first.yaml\"]\n";
    let first = overlay("First");
    let folder =
        folder(&[("oaspress.toml", config), ("fixes/first.yaml", &first), ("second.yaml", &overlay("Second"))]);
    let (report, text) = shape(folder.path(), &[], None);
    assert_eq!(report.exit, Exit::Done);
    let expected =
        "openapi: 3.0.3\ninfo:\n  title: First\n  version: '1.10'\nservers:\n- url: https://pets.example\npaths: {}\n";
    assert!(text.starts_with(&format!("{expected}---\nalso read …/fixes/first.yaml\n")), "{text}");
    let (_, text) = shape(folder.path(), &["second.yaml"], None);
    assert!(text.contains("title: Second"), "{text}");
}

#[test]
fn the_document_is_written_as_json_where_the_name_says_so() {
    let folder = folder(&[("o.yaml", &overlay("Cats"))]);
    let (report, text) = shape(folder.path(), &["o.yaml"], Some("out.json"));
    assert_eq!(report.exit, Exit::Done);
    assert!(text.starts_with("---\nalso read …/o.yaml\n") && text.ends_with("wrote …/out.json\n"), "{text}");
    let written = fs::read_to_string(folder.path().join("out.json")).expect("written");
    assert!(written.starts_with("{\n  \"openapi\": \"3.0.3\",\n  \"info\": {\n    \"title\": \"Cats\""), "{written}");
    let (_, text) = shape(folder.path(), &["o.yaml"], Some("out.yaml"));
    assert!(text.ends_with("wrote …/out.yaml\n"), "{text}");
    let written = fs::read_to_string(folder.path().join("out.yaml")).expect("written");
    assert!(written.contains("  title: Cats\n  version: '1.10'\n"), "{written}");
}

#[test]
fn nothing_is_written_if_an_overlay_is_wrong() {
    let folder = folder(&[("o.yaml", "overlay: 2.0.0\n")]);
    let (report, text) = shape(folder.path(), &["o.yaml"], Some("out.yaml"));
    assert_eq!(report.exit, Exit::Failed);
    assert!(text.contains("--> …/o.yaml:1:1") && text.ends_with("nothing is written\n"), "{text}");
    assert!(!folder.path().join("out.yaml").exists());
}

#[test]
fn a_missing_overlay_is_an_error_with_its_name() {
    let folder = folder(&[("oaspress.toml", "overlays = [\"none.yaml\"]\n")]);
    let (report, text) = shape(folder.path(), &[], None);
    assert_eq!(report.exit, Exit::Failed);
    assert!(text.starts_with("---\nerror: cannot read …/none.yaml: "), "{text}");
}

#[test]
fn findings_in_what_an_overlay_wrote_lead_to_its_line() {
    let actions =
        "overlay: 1.1.0\ninfo: { title: o, version: '1' }\nactions:\n  - target: $\n    update:\n      tagz: []\n";
    let folder = folder(&[("o.yaml", actions)]);
    let overlays = vec![folder.path().join("o.yaml")];
    let spec = SpecOptions { spec: folder.path().join("api.yaml"), overlays, ..SpecOptions::default() };
    let options = GenerateOptions { spec, out: folder.path().join("out"), ..GenerateOptions::default() };
    let (report, text) = said(folder.path(), MessageFormat::Human, |console| command::generate(&options, console));
    assert_eq!(report.exit, Exit::Done);
    assert!(text.contains("warning[unknown-keyword]: `tagz`") && text.contains("--> …/o.yaml:6:7"), "{text}");
}

#[test]
fn a_document_of_several_files_becomes_one() {
    let document = "openapi: 3.0.3\ninfo: { title: Pets, version: '1' }\npaths: { /a: { $ref: paths/a.yaml }, /b: { $ref: none.yaml } }\n";
    let folder = folder(&[("paths/a.yaml", "get: { responses: {} }\n")]);
    fs::write(folder.path().join("api.yaml"), document).expect("a file");
    let (_, text) = shape(folder.path(), &[], None);
    assert!(text.contains("  /b:\n    $ref: none.yaml\n") && text.contains("get:\n"), "{text}");
}
