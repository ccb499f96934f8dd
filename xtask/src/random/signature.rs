//! The class of a failure: the command, the first line of the message without names, and the kind of file.

use std::fmt;

use crate::corpus::Command;

/// The stage in which a document failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stage {
    /// The generator panicked, hung, or rejected the document.
    Generate,
    /// A compiler or linter reported an error or warning.
    Compile(Command),
}

/// A class of failures.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Signature {
    pub(super) stage: Stage,
    /// The message without names.
    words: String,
    /// The kind of the file in the message.
    file: String,
}

impl Signature {
    /// Classifies a message.
    pub(super) fn new(stage: Stage, message: &str) -> Self {
        let first = message.lines().next().unwrap_or_default();
        let file = message.lines().find_map(|line| line.trim_start().strip_prefix("--> ")).unwrap_or_default();
        Self { stage, words: without_names(first), file: kind_of_file(file) }
    }
}

impl fmt::Display for Signature {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let stage = match self.stage {
            Stage::Generate => "generate",
            Stage::Compile(Command::Check) => "check",
            Stage::Compile(Command::CheckAllFeatures) => "check --all-features",
            Stage::Compile(Command::CheckLibrary) => "check --lib --all-features",
            Stage::Compile(Command::Clippy) => "clippy",
            Stage::Compile(Command::Doc) => "doc",
        };
        write!(formatter, "{stage}: {}", self.words)?;
        if self.file.is_empty() { Ok(()) } else { write!(formatter, " in {}", self.file) }
    }
}

/// Replaces quoted names and numbers.
fn without_names(line: &str) -> String {
    let mut words = String::new();
    for (index, part) in line.split('`').enumerate() {
        if index % 2 == 1 {
            words.push_str("`_`");
        } else {
            words.extend(part.chars().map(|c| if c.is_ascii_digit() && !line.starts_with("error[") { '0' } else { c }));
        }
    }
    words
}

/// Returns the folder of a file, such as `src/models` for `src/models/pet.rs:1:2`, or the file itself at the top
/// level, such as `src/client.rs`.
fn kind_of_file(place: &str) -> String {
    let path = place.split(':').next().unwrap_or_default();
    let path = path.find("src/").or(path.find("tests/")).map_or(path, |at| &path[at..]);
    match path.match_indices('/').nth(1) {
        Some((at, _)) => path[..at].to_owned(),
        None => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Signature, Stage};
    use crate::corpus::Command;

    #[test]
    fn names_and_places_do_not_matter() {
        let message = |name: &str, file: &str| format!("error[E0433]: cannot find `{name}`\n  --> {file}:3:4\n");
        let class = |name, file| Signature::new(Stage::Compile(Command::Check), &message(name, file));
        assert_eq!(class("A", "crates/x/src/models/a.rs"), class("B", "crates/y/src/models/b.rs"));
        assert_ne!(class("A", "src/models/a.rs"), class("A", "src/operations/a.rs"));
        assert_eq!(class("A", "src/models/a.rs").to_string(), "check: error[E0433]: cannot find `_` in src/models");
    }
}
