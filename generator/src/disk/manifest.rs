//! The list of files that the generator has written to a folder, with their hashes, and the crate that they are.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use twox_hash::XxHash3_128;

use super::DiskError;
use super::plan::is_plain;

/// The file name of the list.
pub const MANIFEST: &str = ".oaspress-manifest";

const HEADER: &str = "\
# The files that oaspress has written here, each with its hash (XXH3, 128 bits). It deletes those that it no longer writes, and
# does not overwrite those that were edited.
";

/// The line with the name of the crate begins with this.
const CRATE: &str = "crate ";

/// The first line of a list contains this, if its hashes are of an earlier kind. They are not compared.
const EARLIER: &str = "SHA-256";

/// The number of digits of a hash.
const DIGITS: usize = 32;

/// The hash of a file, in hexadecimal digits.
pub(super) type Hash = String;

/// The content of the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Manifest {
    /// The name of the crate; `None` if the list is from a version without it.
    pub(super) crate_name: Option<String>,
    /// The files with their hashes. A file has no hash if the list is from a version without hashes, and several after an
    /// interrupted run or a merge.
    pub(super) files: BTreeMap<String, BTreeSet<Hash>>,
}

impl Manifest {
    /// Returns the list of files that are written.
    pub(super) fn new<'a>(crate_name: &str, files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let files = files.into_iter();
        let files = files.map(|(path, text)| (path.to_owned(), BTreeSet::from([hash(text.as_bytes())])));
        Self { crate_name: Some(crate_name.to_owned()), files: files.collect() }
    }

    /// Adds the files and hashes of another list.
    pub(super) fn extend(&mut self, other: &Self) {
        for (path, hashes) in &other.files {
            self.files.entry(path.clone()).or_default().extend(hashes.iter().cloned());
        }
    }

    /// Returns true if the generator wrote these bytes to a path.
    pub(super) fn wrote(&self, path: &str, bytes: &[u8]) -> bool {
        self.files.get(path).is_some_and(|hashes| hashes.is_empty() || hashes.contains(&hash(bytes)))
    }

    /// Returns the text of the list, sorted by path.
    pub(super) fn print(&self) -> String {
        let mut text = HEADER.to_owned();
        if let Some(name) = &self.crate_name {
            let _ = writeln!(text, "{CRATE}{name}");
        }
        for (path, hashes) in &self.files {
            for hash in hashes {
                let _ = writeln!(text, "{hash} {path}");
            }
            if hashes.is_empty() {
                let _ = writeln!(text, "{path}");
            }
        }
        text
    }

    /// Parses the list. All paths are validated, since the file may have been edited. The marks of a merge conflict are skipped, so
    /// that the lines of both sides count.
    pub(super) fn parse(text: &str) -> Result<Self, DiskError> {
        let mut manifest = Self::default();
        let is_mark =
            |line: &&str| ["<<<<<<<", "|||||||", "=======", ">>>>>>>"].iter().any(|mark| line.starts_with(mark));
        let is_earlier = text.lines().next().is_some_and(|line| line.contains(EARLIER));
        let lines = text.lines().map(str::trim_end).filter(|line| !line.is_empty() && !line.starts_with('#'));
        for line in lines.filter(|line| !is_mark(line)) {
            if let Some(name) = line.strip_prefix(CRATE) {
                manifest.crate_name = Some(name.to_owned());
                continue;
            }
            let (hash, path) = match line.split_once(' ') {
                Some((hash, path)) if is_hash(hash) => (Some(hash), path),
                _ => (None, line),
            };
            if !is_plain(path) {
                return Err(DiskError::Path(path.to_owned()));
            }
            manifest.files.entry(path.to_owned()).or_default().extend(hash.filter(|_| !is_earlier).map(str::to_owned));
        }
        Ok(manifest)
    }
}

/// Returns the hash of a text. Line ends do not count, since a version control system may change them.
fn hash(bytes: &[u8]) -> Hash {
    const CRLF: &[u8] = b"\r\n";
    if !bytes.contains(&b'\r') {
        return format!("{:032x}", XxHash3_128::oneshot(bytes));
    }
    let lines = bytes.split_inclusive(|byte| *byte == b'\n');
    let unix: Vec<&[u8]> = lines
        .flat_map(|line| match line.strip_suffix(CRLF) {
            Some(line) => [line, b"\n"],
            None => [line, b""],
        })
        .collect();
    format!("{:032x}", XxHash3_128::oneshot(&unix.concat()))
}

fn is_hash(text: &str) -> bool {
    text.len() == DIGITS && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::{HEADER, Manifest, hash};

    #[test]
    fn a_hash_is_xxh3_with_line_feeds() {
        // `printf 'one\ntwo\n' | xxhsum -H2`
        assert_eq!(hash(b"one\ntwo\n"), "c796d15e493d134d5d953b5446c61440");
        assert_eq!(hash(b"one\r\ntwo\r\n"), hash(b"one\ntwo\n"));
        assert_ne!(hash(b"one\rtwo\n"), hash(b"one\ntwo\n"));
        assert_ne!(hash(b"one\ntwo"), hash(b"one\ntwo\n"));
    }

    #[test]
    fn a_list_is_read_as_it_is_written() {
        let manifest = Manifest::new("pets", [("src/lib.rs", "x\n"), ("Cargo.toml", "y\n")]);
        assert_eq!(Manifest::parse(&manifest.print()).expect("a list"), manifest);
        let windows = manifest.print().replace('\n', "\r\n");
        assert_eq!(Manifest::parse(&windows).expect("a list"), manifest);
    }

    #[test]
    fn a_list_without_hashes_claims_every_content() {
        let manifest = Manifest::parse("# Old.\nCargo.toml\nsrc/a b.rs\n").expect("a list");
        assert!(manifest.wrote("Cargo.toml", b"x") && manifest.wrote("src/a b.rs", b"y"));
        assert!(!manifest.wrote("src/lib.rs", b"x") && manifest.crate_name.is_none());
    }

    #[test]
    fn hashes_of_an_earlier_kind_are_not_compared() {
        let hash = "c3f9c8c283a2b1f2f1896f27a01cbe3c";
        let manifest = Manifest::parse(&format!("# … hash (SHA-256 …)\n# …\ncrate pets\n{hash} a\n")).expect("a list");
        assert!(manifest.wrote("a", b"x") && !manifest.wrote("b", b"x"));
    }

    #[test]
    fn both_sides_of_a_merge_count() {
        let (ours, theirs) = (Manifest::new("pets", [("a", "1")]), Manifest::new("pets", [("a", "2")]));
        let lines = |manifest: &Manifest| manifest.print().replace(HEADER, "").replace("crate pets\n", "");
        let text = format!("crate pets\n<<<<<<< HEAD\n{}=======\n{}>>>>>>> other\n", lines(&ours), lines(&theirs));
        let merged = Manifest::parse(&text).expect("a list");
        assert!(merged.wrote("a", b"1") && merged.wrote("a", b"2") && !merged.wrote("a", b"3"));
        let mut both = ours;
        both.extend(&theirs);
        assert_eq!(both, merged);
    }
}
