//! Compares every fixture with the snapshot beside its document: the findings, the text form of the crate, and the files
//! that the fixture is about.
//!
//! The target `compile` compiles the files of all fixtures. The tests are separate, so that the output of a broken emitter
//! can still be inspected and accepted.

mod fixture;
mod golden;

use std::collections::HashSet;
use std::path::Path;

use fixture::{Fixture, Prepared};
use oaspress::internals::{
    self,
    model::{Api, Docs, Shape},
};
use serde_json::Value;

include!(concat!(env!("OUT_DIR"), "/fixtures.rs"));

/// Compares the snapshot of a fixture.
fn check(name: &str) {
    let fixture = Fixture::named(name);
    at(&fixture.directory).bind(|| insta::assert_snapshot!("expected", golden::of_fixture(name, &fixture)));
}

/// Returns the settings for a snapshot in this folder.
fn at(folder: &Path) -> insta::Settings {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(folder);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings
}

/// The documentation that is the same in every crate. The other snapshots show only its first words.
#[test]
fn constant_documentation_is_as_expected() {
    let phrases = golden::phrases(NAMES);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    at(&folder).bind(|| insta::assert_snapshot!("phrases", phrases));
}

#[test]
fn every_directory_has_a_test() {
    assert!(NAMES.contains(&"basics"));
}

#[test]
fn every_fixture_is_described() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let text = std::fs::read_to_string(folder.join("README.md")).expect("the list can be read");
    let mut described: Vec<&str> = text
        .lines()
        .filter_map(|line| line.strip_prefix("* `")?.split_once("`: "))
        .filter(|(_, description)| description.len() > 5)
        .map(|(name, _)| name)
        .collect();
    described.sort_unstable();
    let (findings, features): (Vec<&str>, Vec<&str>) =
        NAMES.iter().copied().partition(|name| name.starts_with("diagnostic-") && !described.contains(name));
    assert_eq!(described, features, "README.md has a line `* `NAME`: …` per fixture");
    for name in findings {
        let shown = std::fs::read_to_string(folder.join(name).join("expected.snap")).expect("it has a snapshot");
        let code = name.trim_start_matches("diagnostic-");
        assert!(shown.contains(&format!("[{code}]")), "`{name}` does not have the finding `{code}`");
    }
}

#[test]
fn stages_before_lower_pass_on_what_the_api_description_says() {
    let mut written = Vec::new();
    let mut checked = 0;
    for name in NAMES {
        let Prepared { input, files, config, .. } = Fixture::named(name).prepare("openapi.yaml");
        if !config.documents.is_empty() {
            continue;
        }
        let understood = oaspress::understand(&input, &files, &config).0;
        let read = oaspress::shape(&input, &files, &config).0;
        let (Some(read), Some(understood)) = (read, understood) else { continue };
        let mut known = Vec::new();
        strings(&read, &mut known);
        let all = known.join("\n");
        let known: HashSet<&str> = known.iter().map(String::as_str).collect();
        let mut texts = Vec::new();
        strings(&understood.document, &mut texts);
        documentation(&understood.api, &mut texts);
        // A summary and a description can be two paragraphs of one text.
        let paragraphs = texts.iter().flat_map(|text| text.split("\n\n"));
        let foreign = paragraphs.filter(|text| text.trim().contains(' '));
        let foreign = foreign.filter(|text| !known.contains(text) && !all.contains(text.trim()));
        written.extend(foreign.map(|text| format!("{name}: {text}")));
        checked += 1;
    }
    assert!(checked > 100, "only {checked} fixtures were generated");
    assert!(written.is_empty(), "only `lower` writes documentation:\n{}", written.join("\n"));
}

#[test]
fn declarations_are_formatted_as_by_a_parser() {
    let mut checked = 0;
    for name in NAMES {
        let Prepared { input, files, config, .. } = Fixture::named(name).prepare("openapi.yaml");
        if !config.documents.is_empty() {
            continue;
        }
        let Some(understood) = oaspress::understand(&input, &files, &config).0 else { continue };
        let direct = internals::print(&understood.crate_);
        for (path, parsed) in internals::print_parsed(&understood.crate_).iter() {
            assert_eq!(direct.get(path), Some(parsed), "{name}: {path}");
            checked += 1;
        }
    }
    assert!(checked > 500, "only {checked} files were compared");
}

/// Collects the keys and the texts of a document.
fn strings(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) => found.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| strings(item, found)),
        Value::Object(members) => members.iter().for_each(|(key, value)| {
            found.push(key.clone());
            strings(value, found);
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Collects the texts that become documentation.
fn documentation(api: &Api, found: &mut Vec<String>) {
    let mut of = |docs: &Docs| {
        found.extend(docs.title.iter().chain(&docs.description).cloned());
        found.extend(docs.constraints.iter().flat_map(|constraint| constraint.texts()).map(str::to_owned));
        found.extend(docs.deprecated.iter().filter_map(|deprecated| deprecated.reason.clone()));
    };
    for schema in &api.schemas {
        of(&schema.docs);
        if let Shape::Struct(shape) = &schema.shape {
            shape.properties.iter().for_each(|property| of(&property.docs));
        }
    }
    for operation in &api.operations {
        of(&operation.docs);
        operation.parameters.iter().for_each(|parameter| of(&parameter.docs));
        operation.body.iter().for_each(|body| of(&body.docs));
        operation.responses.iter().flat_map(|response| &response.headers).for_each(|header| of(&header.docs));
    }
    let responses = api.operations.iter().flat_map(|operation| &operation.responses);
    found.extend(responses.map(|response| response.description.clone()));
    found.extend(api.tags.iter().filter_map(|tag| tag.description.clone()));
    found.extend(api.security_schemes.iter().filter_map(|scheme| scheme.description.clone()));
}
