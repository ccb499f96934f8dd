//! Compares the findings and files of every fixture with the snapshot beside its document.
//!
//! The target `compile` compiles the files. The tests are separate, so that the output of a broken emitter can still
//! be inspected and accepted.

mod fixture;

use std::collections::HashSet;

use fixture::{Fixture, Prepared};
use oaspress::model::{Api, Docs, Shape};
use oaspress::render::{self, Palette};
use serde_json::Value;

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

#[test]
fn stages_before_lower_pass_on_what_the_api_description_says() {
    let mut written = Vec::new();
    let mut checked = 0;
    for name in NAMES {
        let Prepared { input, files, config, .. } = Fixture::named(name).prepare("openapi.yaml");
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
