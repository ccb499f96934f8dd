//! `src/guide.rs`: modules that contain only documentation, and the files with their texts.

use std::fmt::Write as _;

use super::HEADER;
use crate::emit::Place;
use crate::rust::{Chapter, Crate};

/// Returns the files of the guide.
pub(super) fn files(chapters: &[Chapter]) -> impl Iterator<Item = (String, String)> {
    let (mut root, texts) = parts(chapters, "crate");
    root.push_str("\n#[cfg(doctest)]\n#[doc = include_str!(\"../README.md\")]\nmod readme {}\n");
    let all = std::iter::once(("guide.rs".to_owned(), root)).chain(texts);
    all.map(|(path, text)| (format!("src/{path}"), text))
}

/// Returns the files of the guide to a document.
pub(super) fn files_of_document(document: &Crate) -> impl Iterator<Item = (String, String)> {
    let module = document.module_name();
    let place = Place::new(document, &[]);
    let chapters = document.guide.iter().map(|chapter| Chapter { text: place.docs(&chapter.text), ..chapter.clone() });
    let chapters: Vec<Chapter> = chapters.collect();
    let (root, texts) = parts(&chapters, "module");
    let texts: Vec<_> = texts.collect();
    let all = std::iter::once(("guide.rs".to_owned(), root)).chain(texts);
    all.map(move |(path, text)| (format!("src/{module}/{path}"), text))
}

/// Returns the text of the module, and the files with the chapters.
fn parts<'c>(chapters: &'c [Chapter], what: &str) -> (String, impl Iterator<Item = (String, String)> + use<'c>) {
    let mut root = format!("{HEADER}\n//! The guide to this {what}, with a chapter per task.\n");
    for Chapter { name, title, .. } in chapters {
        let _ = write!(root, "\n/// {title}.\n///\n#[doc = include_str!(\"guide/{name}.md\")]\npub mod {name} {{}}\n");
    }
    (root, chapters.iter().map(|chapter| (format!("guide/{}.md", chapter.name), chapter.text.page())))
}
