//! Fingerprints of bytes, and the comparison of a folder with its manifest. It changes nothing.

use std::collections::BTreeSet;
use std::path::Path;

use twox_hash::XxHash3_128;

use super::exists;
use super::manifest::{MANIFEST, Manifest};
use super::plan::{now, refuse_links};
use super::write::STAGING;
use crate::file_tree::FileTree;

/// Returns the fingerprint of a text or of a file: XXH3 with 128 bits, in hexadecimal digits.
#[must_use]
pub fn fingerprint(bytes: &[u8]) -> String {
    format!("{:032x}", XxHash3_128::oneshot(bytes))
}

/// Returns the fingerprint of the manifest that a folder with these files has, the crate `crate_name`.
#[must_use]
pub fn manifest_fingerprint(tree: &FileTree, crate_name: &str) -> String {
    fingerprint(Manifest::new(crate_name, tree.iter()).print().as_bytes())
}

/// Returns the files of a folder, if writing the files of the manifest with this fingerprint would change nothing. A file with
/// carriage returns counts as changed, since the hashes in a manifest do not depend on line ends.
#[must_use]
pub fn unchanged(dir: &Path, manifest: &str) -> Option<Vec<String>> {
    let nothing = BTreeSet::new();
    let read = |path: &str| {
        refuse_links(dir, path, &nothing).ok()?;
        now(dir, path, &nothing).ok()?
    };
    let text = read(MANIFEST).filter(|bytes| fingerprint(bytes) == manifest && !exists(&dir.join(STAGING)))?;
    let listed = Manifest::parse(std::str::from_utf8(&text).ok()?).ok()?;
    let is_unchanged =
        |path: &str| read(path).is_some_and(|bytes| !bytes.contains(&b'\r') && listed.wrote(path, &bytes));
    let paths = listed.files.keys();
    paths.map(|path| is_unchanged(path).then(|| path.clone())).collect()
}
