//! Summarizes the effects of a new crate version on users of the old one, if the folder contains a listing.

use std::path::Path;

use super::diff::{step, stops};
use crate::diff::{Verdict, diff};
use crate::disk;
use crate::file_tree::FileTree;
use crate::surface::{self, Surface};

/// Returns up to three lines. Returns none if the folder has no listing, or if nothing changes.
pub(super) fn lines(out: &Path, files: &FileTree) -> Vec<String> {
    let path = out.join(surface::FILE);
    if !disk::is_file(&path) {
        return Vec::new();
    }
    let (Ok(input), Some(new)) = (disk::read_input(&path), files.get(surface::FILE)) else { return Vec::new() };
    if input.bytes == new.as_bytes() {
        return Vec::new();
    }
    let old = String::from_utf8_lossy(&input.bytes).parse::<Surface>();
    match (old, new.parse::<Surface>()) {
        (Ok(old), Ok(new)) => shown(&diff(&old, &new)),
        (Err(error), _) => vec![format!("{} cannot be compared: {error}", path.display())],
        _ => Vec::new(),
    }
}

fn shown(verdict: &Verdict) -> Vec<String> {
    let mut lines = vec![step(verdict)];
    if verdict.changes.is_empty() {
        return lines;
    }
    lines.extend(stops(verdict));
    lines.push(format!("`oaspress diff OLD NEW` lists them, with the old `{}` or document as OLD", surface::FILE));
    lines
}
