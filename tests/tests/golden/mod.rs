//! The snapshot of a fixture: the findings, the text form of the crate, and the files that the fixture is about.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use oaspress::Understanding;
use oaspress::outline::Section;
use oaspress::render::{self, Palette};
use similar::{ChangeTag, TextDiff};

use crate::fixture::Fixture;

/// The fixture with which the common sections of all others are compared.
const REFERENCE: &str = "reference";

/// Sections that are nearly the same in every crate. A snapshot shows their difference to those of [`REFERENCE`].
const COMMON: &[&str] = &["manifest", "exports", "client", "blocking", "error"];

/// Long texts, by the beginning of their names. A snapshot shows them only if `fixture.toml` lists them.
const TEXTS: &[&str] = &["root", "readme", "guide/"];

/// The contents of `fixture.toml`: what a snapshot shows in addition, by the beginning of the names.
#[derive(Debug, Default)]
struct Shown {
    /// Sections of the text form that are shown whole.
    sections: Vec<String>,
    /// Generated files.
    files: Vec<String>,
}

impl Shown {
    fn read(name: &str, fixture: &Fixture) -> Self {
        let Some(text) = fixture.read("fixture.toml") else { return Self::default() };
        let text = String::from_utf8(text).expect("it is UTF-8");
        let table: toml::Table = text.parse().unwrap_or_else(|error| panic!("{name}: {error}"));
        let list = |key: &str| {
            let entries = table.get(key).and_then(toml::Value::as_array).into_iter().flatten();
            entries.map(|entry| entry.as_str().unwrap_or_default().to_owned()).collect()
        };
        let unknown = table.keys().find(|key| !["sections", "files"].contains(&key.as_str()));
        assert_eq!(unknown, None, "{name}: fixture.toml has an unknown key");
        Self { sections: list("sections"), files: list("files") }
    }
}

/// Returns the text of the snapshot of a fixture.
pub(crate) fn of_fixture(name: &str, fixture: &Fixture) -> String {
    let (understood, diagnosis, sources) = fixture.understand("openapi.yaml");
    let mut text = render::human(&diagnosis.diagnostics, &sources, &Palette::default());
    let shown = Shown::read(name, fixture);
    match understood {
        None => text.push_str("\nno files\n"),
        Some(understood) => {
            sections(&understood.outline(), &shown, &mut text);
            files(&understood, &shown, &mut text);
        }
    }
    text
}

/// Returns the constant paragraphs of the documentation of all fixtures, without those of the long texts.
pub(crate) fn phrases(names: &[&str]) -> String {
    let mut phrases = BTreeSet::new();
    for name in names {
        let sections = Fixture::named(name).understand("openapi.yaml").0.map(|understood| understood.outline());
        for section in sections.into_iter().flatten().filter(|section| !begins(&section.name, TEXTS)) {
            phrases.extend(section.phrases);
        }
    }
    phrases.into_iter().map(|phrase| phrase + "\n\n").collect()
}

/// Appends the sections of the text form.
fn sections(sections: &[Section], shown: &Shown, text: &mut String) {
    assert_used(&shown.sections, sections.iter().map(|section| section.name.as_str()));
    let client = sections.iter().find(|section| section.name == "client");
    let of_client = client.map(|section| difference("client", &section.lines)).unwrap_or_default();
    for Section { name, lines, .. } in sections {
        if begins(name, &shown.sections) || !COMMON.contains(&name.as_str()) && !begins(name, TEXTS) {
            text.extend(["\n===== ", name.as_str(), "\n"]);
            append(lines, text);
        } else if COMMON.contains(&name.as_str()) {
            let difference = difference(name, lines);
            if name == "blocking" && !difference.is_empty() && difference == of_client {
                text.push_str("\n===== blocking differs as client\n");
            } else if !difference.is_empty() {
                text.extend(["\n===== ", name.as_str(), " differs from that of `", REFERENCE, "`\n"]);
                append(&difference, text);
            }
        }
    }
}

/// Appends the files that the fixture is about.
fn files(understood: &Understanding, shown: &Shown, text: &mut String) {
    if shown.files.is_empty() {
        return;
    }
    let files = understood.files();
    assert_used(&shown.files, files.iter().map(|(path, _)| path));
    for (path, contents) in files.iter().filter(|(path, _)| begins(path, &shown.files)) {
        text.extend(["\n===== file ", path, "\n", contents]);
    }
}

fn append(lines: &[String], text: &mut String) {
    for line in lines {
        text.push_str(line);
        text.push('\n');
    }
}

/// Returns the lines that a section of [`REFERENCE`] does not have, and those that only that has.
fn difference(name: &str, lines: &[String]) -> Vec<String> {
    static OUTLINE: LazyLock<Vec<Section>> = LazyLock::new(|| {
        let understood = Fixture::named(REFERENCE).understand("openapi.yaml").0;
        understood.expect("the reference has no errors").outline()
    });
    let reference = OUTLINE.iter().find(|section| section.name == name);
    let reference = reference.map(|section| section.lines.as_slice()).unwrap_or_default();
    let (old, new): (Vec<&str>, Vec<&str>) =
        (reference.iter().map(String::as_str).collect(), lines.iter().map(String::as_str).collect());
    TextDiff::from_slices(&old, &new)
        .iter_all_changes()
        .filter_map(|change| match change.tag() {
            ChangeTag::Equal => None,
            ChangeTag::Delete => Some(format!("- {}", change.value())),
            ChangeTag::Insert => Some(format!("+ {}", change.value())),
        })
        .collect()
}

/// Returns true if a name begins with one of these texts.
fn begins(name: &str, beginnings: &[impl AsRef<str>]) -> bool {
    beginnings.iter().any(|begin| name.starts_with(begin.as_ref()))
}

/// Checks that each entry of `fixture.toml` is the beginning of a name.
fn assert_used<'a>(entries: &[String], names: impl Iterator<Item = &'a str>) {
    let names: Vec<&str> = names.collect();
    for entry in entries {
        assert!(
            names.iter().any(|name| name.starts_with(entry.as_str())),
            "nothing begins with `{entry}` of fixture.toml"
        );
    }
}
