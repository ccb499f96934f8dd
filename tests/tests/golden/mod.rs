//! The snapshot of a fixture: the findings, the text form of the crate, and the files that the fixture is about.

use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

use oaspress::file_tree::FileTree;
use oaspress::internals::Section;
use oaspress::render::{self, Palette};
use similar::{ChangeTag, TextDiff};

use crate::fixture::{Fixture, Prepared};

/// The fixture with which the common sections of all others are compared.
const REFERENCE: &str = "reference";

/// Sections that are nearly the same in every crate. A snapshot shows their difference to those of [`REFERENCE`].
const COMMON: &[&str] = &["manifest", "exports", "client", "blocking", "error"];

/// Long texts, by the beginning of their names. A snapshot shows them only if `fixture.toml` lists them.
const TEXTS: &[&str] = &["root", "readme", "guide/"];

/// Of so many further similar sections, a snapshot shows the names.
const SIMILAR: usize = 3;

/// The contents of `fixture.toml`: what a snapshot shows, by the beginning of the names.
#[derive(Debug, Default)]
struct Shown {
    /// Sections of the text form that are shown whole.
    sections: Vec<String>,
    /// Generated files.
    files: Vec<String>,
    /// Sections of which only one is shown if they differ only in numbers.
    similar: Vec<String>,
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
        let unknown = table.keys().find(|key| !["sections", "files", "similar"].contains(&key.as_str()));
        assert_eq!(unknown, None, "{name}: fixture.toml has an unknown key");
        Self { sections: list("sections"), files: list("files"), similar: list("similar") }
    }
}

/// Returns the text of the snapshot of a fixture.
pub(crate) fn of_fixture(name: &str, fixture: &Fixture) -> String {
    let (outcome, sources) = fixture.generate();
    let mut text = render::human(&outcome.diagnostics, &sources, &Palette::default());
    let shown = Shown::read(name, fixture);
    match outcome.files {
        None => text.push_str("\nno files\n"),
        Some(generated) => {
            let (mut outline, title) = titled_outline(fixture);
            let modules = fixture.prepare("openapi.yaml").config.documents.into_iter().map(|entry| entry.module);
            for module in modules.collect::<Vec<_>>() {
                outline.retain(|section| !is_common_of(&module, section, &shown));
            }
            sections(&outline, &shown, &Names::new(name, title), &mut text);
            files(&generated, &shown, &mut text);
        }
    }
    text
}

/// Returns the constant paragraphs of the documentation of all fixtures, without those of the long texts.
pub(crate) fn phrases(names: &[&str]) -> String {
    let mut phrases = BTreeSet::new();
    for name in names {
        let sections = outline(&Fixture::named(name)).into_iter();
        for section in sections.filter(|section| {
            !section.name.split('/').any(|part| part == "guide")
                && !begins(section.name.rsplit('/').next().unwrap_or_default(), TEXTS)
        }) {
            phrases.extend(section.phrases);
        }
    }
    phrases.into_iter().map(|phrase| phrase + "\n\n").collect()
}

/// Returns the text form of the crate of a fixture; no sections if there are errors.
fn outline(fixture: &Fixture) -> Vec<Section> {
    titled_outline(fixture).0
}

/// Returns the text form of the crate of a fixture, and the title of its API if the crate has only one.
fn titled_outline(fixture: &Fixture) -> (Vec<Section>, Option<String>) {
    let prepared = fixture.prepare("openapi.yaml");
    let Prepared { input, files, config, .. } = &prepared;
    if !config.documents.is_empty() {
        let understood = oaspress::understand_all(&prepared.described(), config).0;
        return (understood.map(|understood| understood.outline()).unwrap_or_default(), None);
    }
    match oaspress::understand(input, files, config).0 {
        Some(understood) => (understood.outline(), Some(understood.api.info.title)),
        None => (Vec::new(), None),
    }
}

/// Returns true for the sections of one of several documents that a snapshot does not show.
fn is_common_of(module: &str, section: &Section, shown: &Shown) -> bool {
    let own = section.name.strip_prefix(module).and_then(|rest| rest.strip_prefix('/'));
    own.is_some_and(|own| COMMON.contains(&own) || begins(own, TEXTS)) && !begins(&section.name, &shown.sections)
}

/// Appends the sections of the text form.
fn sections(sections: &[Section], shown: &Shown, names: &Names<'_>, text: &mut String) {
    assert_used(&shown.sections, sections.iter().map(|section| section.name.as_str()));
    let client = sections.iter().find(|section| section.name == "client");
    let alike = alike(sections, &shown.similar);
    for section in sections {
        let Section { name, title, lines, .. } = section;
        let is_common = COMMON.contains(&name.as_str());
        if begins(name, &shown.sections) || !is_common && !begins(name, TEXTS) {
            let further = match alike.get(&without_numbers(section)).map(Vec::as_slice) {
                Some([first, further @ ..]) if first == name => further,
                Some(names) if names.contains(&name.as_str()) => continue,
                _ => &[],
            };
            text.extend(["===== ", title.as_str(), "\n"]);
            append(lines, text);
            if !further.is_empty() {
                text.extend(["with other numbers: ", &further.join(", "), "\n"]);
            }
        } else if is_common && !(name == "blocking" && client.is_some_and(|client| parts(client) == parts(section))) {
            let difference = difference(section, names);
            if !difference.is_empty() {
                text.extend(["===== ", name.as_str(), " differs from that of `", REFERENCE, "`\n"]);
                append(&difference, text);
            }
        }
    }
}

/// Returns the names of the sections that only differ in numbers, among those whose names begin with one of these texts.
fn alike<'s>(sections: &'s [Section], beginnings: &[String]) -> HashMap<String, Vec<&'s str>> {
    let mut alike = HashMap::<String, Vec<&str>>::new();
    for section in sections.iter().filter(|section| begins(&section.name, beginnings)) {
        alike.entry(without_numbers(section)).or_default().push(&section.name);
    }
    alike.retain(|_, names| names.len() > SIMILAR);
    assert_used(beginnings, alike.values().flatten().copied());
    alike
}

/// Returns the text of a section with a placeholder for each number.
fn without_numbers(section: &Section) -> String {
    let text = format!("{}\n{}", section.title, section.lines.join("\n"));
    let pieces = text.split(|c: char| c.is_ascii_digit()).filter(|piece| !piece.is_empty());
    pieces.collect::<Vec<_>>().join("#")
}

/// The names of a crate that its common sections contain, as its folder and its document declare them.
struct Names<'n> {
    /// The name of the package.
    package: &'n str,
    /// The title of its API, if it is plain. Other titles are shown.
    title: Option<String>,
}

impl<'n> Names<'n> {
    fn new(package: &'n str, title: Option<String>) -> Self {
        Self { package, title: title.filter(|title| is_plain(title)) }
    }

    /// Returns a line of [`REFERENCE`] as it would be in a crate with these names.
    fn in_place(&self, line: &str) -> String {
        let line = line.replace("package reference ", &format!("package {} ", self.package));
        match &self.title {
            Some(title) => line.replace("of the Reference", &format!("of the {title}")),
            None => line,
        }
    }
}

/// Returns true if a title needs no escapes, and is written after `the`.
fn is_plain(title: &str) -> bool {
    let is_plain = title.chars().all(|c| c.is_ascii_alphanumeric() || c == ' ');
    is_plain && !title.is_empty() && title.trim() == title && !title.to_lowercase().starts_with("the ")
}

/// Returns the lines of a client without documentation. The blocking client differs from the other one only in that.
fn parts(client: &Section) -> Vec<&str> {
    let lines = client.lines.iter().map(|line| line.split("///").next().unwrap_or_default().trim_end());
    lines.map(|line| line.trim_start_matches("blocking ")).filter(|line| !line.is_empty()).collect()
}

/// Appends the files that the fixture is about.
fn files(files: &FileTree, shown: &Shown, text: &mut String) {
    assert_used(&shown.files, files.iter().map(|(path, _)| path));
    for (path, contents) in files.iter().filter(|(path, _)| begins(path, &shown.files)) {
        text.extend(["===== file ", path, "\n", contents]);
    }
}

fn append(lines: &[String], text: &mut String) {
    for line in lines {
        text.push_str(line);
        text.push('\n');
    }
}

/// Returns the lines that a section of [`REFERENCE`] does not have, and those that only that has. The generator's own words in
/// documentation are compared, and not shown: a change of them is shown by the fixtures that have the section, and by the phrases.
fn difference(section: &Section, names: &Names<'_>) -> Vec<String> {
    static OUTLINE: LazyLock<Vec<Section>> = LazyLock::new(|| outline(&Fixture::named(REFERENCE)));
    let all = |section: &Section| std::iter::once(section.title.clone()).chain(section.lines.clone());
    let reference = OUTLINE.iter().find(|reference| reference.name == section.name);
    let old: Vec<String> = reference.into_iter().flat_map(all).map(|line| names.in_place(&line)).collect();
    let new: Vec<String> = all(section).collect();
    let brief = |section: Option<&Section>, index: Option<usize>| section?.brief.get(index?).cloned();
    TextDiff::from_slices(&borrowed(&old), &borrowed(&new))
        .iter_all_changes()
        .filter_map(|change| match change.tag() {
            ChangeTag::Equal => None,
            ChangeTag::Delete => Some(("-", names.in_place(&brief(reference, change.old_index())?))),
            ChangeTag::Insert => Some(("+", brief(Some(section), change.new_index())?)),
        })
        .filter(|(_, line)| !line.is_empty())
        .map(|(sign, line)| format!("{sign} {line}"))
        .collect()
}

fn borrowed(lines: &[String]) -> Vec<&str> {
    lines.iter().map(String::as_str).collect()
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
