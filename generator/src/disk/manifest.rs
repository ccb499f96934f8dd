//! The list of files that the generator has written to a folder.

use std::collections::BTreeSet;

use super::DiskError;
use super::plan::is_plain;

/// The file name of the list.
pub const MANIFEST: &str = ".oaspress-manifest";

const HEADER: &str = "# The files that oaspress has written here, so that it can delete those it no longer writes.\n";

/// Returns the text of the list. It contains only paths, since hashes would change with every file without adding
/// information.
pub(super) fn print<'a>(files: impl IntoIterator<Item = &'a str>) -> String {
    let files: BTreeSet<&str> = files.into_iter().collect();
    let lines = files.into_iter().flat_map(|file| [file, "\n"]);
    std::iter::once(HEADER).chain(lines).collect()
}

/// Parses the list. All paths are validated, since the file may have been edited or merged by hand.
pub(super) fn parse(text: &str) -> Result<BTreeSet<String>, DiskError> {
    let lines = text.lines().map(str::trim_end).filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(|line| if is_plain(line) { Ok(line.to_owned()) } else { Err(DiskError::Path(line.to_owned())) }).collect()
}
