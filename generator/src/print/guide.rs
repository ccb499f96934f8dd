//! `src/guide.rs`: modules that contain only documentation, and the files with their texts.

use std::fmt::Write as _;

use super::HEADER;
use crate::rust::Chapter;

/// Returns the files of the guide.
pub(super) fn files(chapters: &[Chapter]) -> impl Iterator<Item = (String, String)> {
    let mut root = format!("{HEADER}\n//! The guide to this crate, with a chapter per task.\n");
    for Chapter { name, title, .. } in chapters {
        let _ = write!(root, "\n/// {title}.\n///\n#[doc = include_str!(\"guide/{name}.md\")]\npub mod {name} {{}}\n");
    }
    root.push_str("\n#[cfg(doctest)]\n#[doc = include_str!(\"../README.md\")]\nmod readme {}\n");
    let root = ("src/guide.rs".to_owned(), root);
    let texts = chapters.iter().map(|chapter| (format!("src/guide/{}.md", chapter.name), chapter.text.page()));
    std::iter::once(root).chain(texts)
}
