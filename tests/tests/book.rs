//! Checks the book, the README and ARCHITECTURE.md: links, the summary, the keys and examples of the configuration, and
//! that every example in Rust is compiled.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use oaspress::diag::Diagnostics;

const BOOK: &str = "generator/book/src";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn text(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Returns the paths of the files in a folder with this ending, sorted.
fn files(folder: &str, ending: &str) -> Vec<String> {
    let entries = fs::read_dir(root().join(folder)).expect("a folder");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let names = paths.filter(|path| path.extension().is_some_and(|end| end == ending));
    let mut names: Vec<String> =
        names.map(|path| format!("{folder}/{}", path.file_name().expect("a name").to_string_lossy())).collect();
    names.sort();
    names
}

/// Returns the paths of the pages of the book.
fn pages() -> Vec<String> {
    [files(BOOK, "md"), files(&format!("{BOOK}/recipes"), "md")].concat()
}

/// Returns the lines of a page outside of blocks of code.
fn prose(text: &str) -> impl Iterator<Item = &str> {
    let mut is_code = false;
    text.lines().filter(move |line| {
        let is_fence = line.starts_with("```");
        is_code ^= is_fence;
        !is_code && !is_fence && !line.starts_with("    ")
    })
}

/// Returns the blocks of code in a language.
fn blocks(text: &str, language: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut open: Option<(bool, String)> = None;
    for line in text.lines() {
        match (line.strip_prefix("```"), open.as_mut()) {
            (Some(info), None) => open = Some((info.split(',').next() == Some(language), String::new())),
            (Some(_), Some(_)) => {
                blocks.extend(open.take().filter(|(is_wanted, _)| *is_wanted).map(|(_, block)| block));
            }
            (None, Some((_, block))) => block.extend([line, "\n"]),
            (None, None) => {}
        }
    }
    blocks
}

/// Returns the targets of all links, without code.
fn links(text: &str) -> Vec<String> {
    let mut links = Vec::new();
    for line in prose(text) {
        let plain: Vec<&str> = line.split('`').step_by(2).collect();
        for part in plain.join("`").split("](").skip(1) {
            links.extend(part.split_once(')').map(|(target, _)| target.to_owned()));
        }
    }
    links
}

/// Returns the anchors of all headings, as GitHub and mdBook make them.
fn anchors(text: &str) -> BTreeSet<String> {
    let headings = prose(text).filter(|line| line.starts_with('#'));
    let anchor = |heading: &str| -> String {
        let lower = heading.trim_start_matches('#').trim().to_lowercase();
        let kept = lower.chars().filter(|char| char.is_alphanumeric() || " -_".contains(*char));
        kept.map(|char| if char == ' ' { '-' } else { char }).collect()
    };
    headings.map(anchor).collect()
}

/// Returns the problem of a relative link, if it has one.
fn problem(page: &str, link: &str) -> Option<String> {
    let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
    let folder = Path::new(page).parent().expect("a folder");
    let target = if path.is_empty() { PathBuf::from(page) } else { folder.join(path) };
    let within = path.strip_prefix("../").filter(|_| page.starts_with(&format!("{BOOK}/recipes"))).unwrap_or(path);
    if page.starts_with(BOOK) && within.contains("..") {
        return Some(format!("{page}: {link} leads out of the book, where no reader of its pages gets"));
    }
    let Ok(metadata) = fs::metadata(root().join(&target)) else {
        return Some(format!("{page}: {link} leads to no file"));
    };
    if anchor.is_empty() {
        return None;
    }
    let is_there = metadata.is_file() && anchors(&text(&target.to_string_lossy())).contains(anchor);
    (!is_there).then(|| format!("{page}: {link} leads to no heading"))
}

#[test]
fn relative_links_lead_somewhere() {
    let top = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md"].map(str::to_owned);
    let (mut problems, mut count) = (Vec::new(), 0);
    for page in top.into_iter().chain(pages()) {
        let links = links(&text(&page));
        let relative = links.iter().filter(|link| !link.starts_with("https://"));
        for link in relative {
            count += 1;
            problems.extend(problem(&page, link));
        }
    }
    assert!(count > 60, "only {count} links");
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn dead_links_are_found() {
    assert!(problem("README.md", "ARCHITECTURE.md#invariants").is_none());
    for dead in ["NONE.md", "ARCHITECTURE.md#none", "#none"] {
        assert!(problem("README.md", dead).is_some(), "{dead}");
    }
    assert!(problem("generator/book/src/faq.md", "../../../README.md").is_some());
    assert_eq!(links("[a](b) `[c](d)`\n```\n[e](f)\n```\n"), ["b"]);
    assert!(anchors("# Use `a`, and b\n").contains("use-a-and-b"));
}

#[test]
fn every_page_is_in_the_summary() {
    let listed: BTreeSet<String> = links(&text(&format!("{BOOK}/SUMMARY.md"))).into_iter().collect();
    let pages = pages().into_iter().map(|page| page[BOOK.len() + 1..].to_owned());
    let pages: BTreeSet<String> = pages.filter(|page| page != "SUMMARY.md").collect();
    assert_eq!(listed, pages);
}

#[test]
fn every_example_in_rust_is_compiled() {
    let compiled = text("tests/src/book.rs");
    for page in pages() {
        let rust = blocks(&text(&page), "rust");
        let name = &page[BOOK.len() + 1..];
        // The examples of the quick start and of several descriptions are in fixtures, and those about modules are compiled by the test
        // target `module_form`.
        if !rust.is_empty() && !["quick-start.md", "module.md", "documents.md"].contains(&name) {
            assert!(compiled.contains(&format!("\"{name}\"")), "tests/src/book.rs lacks {page}");
        }
    }
}

#[test]
fn every_block_of_code_has_a_language() {
    for page in pages() {
        let unnamed = blocks(&text(&page), "");
        assert!(unnamed.is_empty(), "rustdoc takes this for Rust, in {page}: {unnamed:?}");
    }
}

#[test]
fn the_quick_start_is_a_fixture() {
    let page = text(&format!("{BOOK}/quick-start.md"));
    assert_eq!(blocks(&page, "yaml")[0], text("tests/fixtures/library/openapi.yaml"));
    let program = &blocks(&page, "rust")[0];
    let (_, function) = program.split_once("\n\n").expect("a `main`, and a function");
    assert!(text("tests/fixtures/library/behaviour.rs").contains(function), "behaviour.rs lacks:\n{function}");
}

#[test]
fn examples_of_the_configuration_are_valid() {
    let mut count = 0;
    for page in pages() {
        for block in blocks(&text(&page), "toml") {
            // Manifests are not configurations.
            if ["[dependencies]", "[dev-dependencies]", "[build-dependencies]"]
                .iter()
                .any(|table| block.starts_with(table))
            {
                continue;
            }
            count += 1;
            let mut diagnostics = Diagnostics::new();
            if block.starts_with("# oaspress.lock") {
                let _ = oaspress::config::parse_lock(&block, &mut diagnostics);
            } else {
                let _ = oaspress::config::parse(&block, &mut diagnostics);
            }
            let found: Vec<String> = diagnostics.into_vec().into_iter().map(|found| found.message).collect();
            assert!(found.is_empty(), "{page}: {found:?} in\n{block}");
        }
    }
    assert!(count > 12, "only {count} examples");
}
