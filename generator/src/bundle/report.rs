//! Reports dangling references. All references to the same missing file are one finding.

use std::collections::{BTreeMap, HashSet};

use super::store::{Lost, Why};
use super::uri::Refused;
use super::{NoFile, Unread};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::path::{DocumentId, SpecPath};

/// The findings so far.
#[derive(Debug, Default)]
pub(super) struct Report {
    found: Vec<(Diagnostic, usize)>,
    /// The index of the finding about a file, by file.
    files: BTreeMap<String, usize>,
    reported: HashSet<SpecPath>,
}

impl Report {
    /// Adds a finding, unless there is already one for its place.
    pub(super) fn once(&mut self, found: Diagnostic) {
        if self.reported.insert(found.place.clone()) {
            self.found.push((found, 1));
        }
    }

    /// Reports a dangling reference.
    pub(super) fn lost(&mut self, lost: Lost, paths: &BTreeMap<DocumentId, String>) {
        let Lost { place, text, why } = lost;
        let file = text.split('#').next().unwrap_or_default();
        let (name, found) = match why {
            Why::Known => return,
            Why::Refused(refused) => (file.to_owned(), self::refused(refused, file, &place)),
            Why::Unread(path, unread) => {
                let found = self::unread(unread, &path, file, &place, paths);
                (path, found)
            }
            Why::Dangling(nearest) => {
                let found = Diagnostic::new(Code::DanglingRef, &place, format!("`{text}` does not exist"));
                return self.once(match nearest {
                    Some(nearest) => found.help(format!("did you mean `{nearest}`?")),
                    None => found,
                });
            }
            Why::Cycle => {
                let message = format!("`{text}` refers back to itself and to nothing else");
                let help = "replace one of the references in the cycle by a schema";
                return self.once(Diagnostic::new(Code::RefCycle, &place, message).help(help));
            }
        };
        if !self.reported.insert(place) {
            return;
        }
        if let Some((_, count)) = self.files.get(&name).and_then(|&index| self.found.get_mut(index)) {
            *count += 1;
        } else {
            self.files.insert(name, self.found.len());
            self.found.push((found, 1));
        }
    }

    /// Adds the findings to `diagnostics`.
    pub(super) fn finish(self, diagnostics: &mut Diagnostics) {
        diagnostics.extend(self.found.into_iter().map(|(mut found, count)| {
            if count > 1 {
                found.message = format!("{}; {count} references refer to it", found.message);
            }
            found
        }));
    }
}

fn refused(refused: Refused, file: &str, place: &SpecPath) -> Diagnostic {
    let (message, help) = match refused {
        Refused::Address => (
            format!("`{file}` is a URL; files are never downloaded"),
            "save the file next to the document, and refer to it by its relative path",
        ),
        Refused::Absolute => (
            format!("`{file}` is an absolute path, which is not followed"),
            "refer to the file by its path relative to the one with the reference",
        ),
        Refused::Above => (format!("`{file}` is outside of the root folder; it is not read"), ROOT),
    };
    Diagnostic::new(Code::ExternalRef, place, message).help(help)
}

const ROOT: &str = "set `--root DIR` to the folder that contains all files of the document";

fn unread(
    unread: Unread,
    path: &str,
    file: &str,
    place: &SpecPath,
    paths: &BTreeMap<DocumentId, String>,
) -> Diagnostic {
    let new = |code, message: String| Diagnostic::new(code, place, message);
    let file = match file.rsplit('/').next() {
        _ if !file.is_empty() => file,
        _ => paths.get(&place.document()).map_or("", String::as_str),
    };
    match unread {
        Unread::Unavailable(NoFile::Alone) => {
            new(Code::ExternalRef, format!("`{file}` is another document, which is not read"))
                .help("bundle the documents into one")
        }
        Unread::Unavailable(NoFile::Outside) => {
            let message = format!("`{file}` leads out of the root folder through a symbolic link; it is not read");
            new(Code::ExternalRef, message).help(ROOT)
        }
        Unread::Unavailable(NoFile::Hidden) => {
            new(Code::ExternalRef, format!("`{file}` is hidden; it is not read")).help(allow(path))
        }
        Unread::Unavailable(NoFile::Ending) => {
            let message = format!("`{file}` does not end in `.yaml`, `.yml` or `.json`; it is not read");
            new(Code::ExternalRef, message).help(allow(path))
        }
        Unread::Unavailable(NoFile::Missing) => {
            let help = "get the other files of the description as well, each at the place to which the references lead";
            new(Code::MissingFile, format!("the file `{file}` does not exist")).help(help)
        }
        Unread::Unavailable(NoFile::Refused(why)) => {
            new(Code::UnreadableFile, format!("`{file}` cannot be read: {why}"))
        }
        // The file may be any file on the system, so neither its text nor the parser's message is shown.
        Unread::Broken(Some(at)) => {
            let (line, column) = (at.line, at.column);
            let message = format!("`{file}` cannot be read as JSON or YAML: reading ends at {line}:{column}");
            new(Code::UnreadableFile, message).help("`oaspress lint` with this file shows the error")
        }
        Unread::Broken(None) => {
            let message = format!("`{file}` contains neither an object nor a list; it is not read");
            new(Code::UnreadableFile, message).help(allow(path))
        }
    }
}

fn allow(path: &str) -> String {
    format!(
        "`--allow {path}`, or `allow = [{path:?}]` under `[files]` in the configuration, lets the document refer to it"
    )
}
