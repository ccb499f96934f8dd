//! Parses references and resolves them to file paths. It does not access files.

use std::borrow::Cow;

/// The file that a reference points to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Target {
    /// The file that contains the reference.
    Here,
    /// The file at this path below the root folder.
    File(String),
    /// A location that must not be read.
    Refused(Refused),
}

/// The reasons why a file must not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refused {
    /// It is a URI with a scheme, such as a network address.
    Address,
    /// It is an absolute path.
    Absolute,
    /// `..` leaves the root folder.
    Above,
}

/// Returns the file and the fragment of a reference in the file at the path `from`.
pub(super) fn target<'r>(from: &str, reference: &'r str) -> (Target, Option<&'r str>) {
    let (path, fragment) = match reference.split_once('#') {
        Some((path, fragment)) => (path, Some(fragment)),
        None => (reference, None),
    };
    if path.is_empty() {
        return (Target::Here, fragment);
    }
    (file(from, path), fragment)
}

fn file(from: &str, path: &str) -> Target {
    // Windows paths: `\` is not valid in a URI.
    let path = path.replace('\\', "/");
    if has_scheme(&path) {
        let drive = path.as_bytes().get(1) == Some(&b':');
        return Target::Refused(if drive { Refused::Absolute } else { Refused::Address });
    }
    if path.starts_with("//") {
        return Target::Refused(Refused::Address);
    }
    if path.starts_with('/') {
        return Target::Refused(Refused::Absolute);
    }
    let decoded = decode(&path);
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in decoded.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                if parts.pop().is_none() {
                    return Target::Refused(Refused::Above);
                }
            }
            name => parts.push(name),
        }
    }
    Target::File(parts.join("/"))
}

/// Returns true for paths with a scheme, such as `https:`, `file:`, `urn:`, and for drive letters such as `C:`.
fn has_scheme(path: &str) -> bool {
    let Some((scheme, _)) = path.split_once(':') else { return false };
    let mut bytes = scheme.bytes();
    bytes.next().is_some_and(|first| first.is_ascii_alphabetic())
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
}

/// Decodes percent-encoding. Returns the text unchanged if the result is not valid UTF-8.
pub(super) fn decode(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let hex = tail.get(..2).filter(|_| first == b'%').and_then(|hex| std::str::from_utf8(hex).ok());
        if let Some(byte) = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            bytes.push(byte);
            rest = tail.get(2..).unwrap_or_default();
        } else {
            bytes.push(first);
            rest = tail;
        }
    }
    String::from_utf8(bytes).map_or(Cow::Borrowed(text), Cow::Owned)
}

/// Returns the relative path from the folder of the file at `from` to the file at `to`.
pub(super) fn relative(from: &str, to: &str) -> String {
    let from: Vec<&str> = from.split('/').collect();
    let to: Vec<&str> = to.split('/').collect();
    let folders = from.len().saturating_sub(1).min(to.len().saturating_sub(1));
    let common = from.iter().zip(&to).take(folders).take_while(|(one, other)| one == other).count();
    let up = from.len().saturating_sub(1).saturating_sub(common);
    let parts = std::iter::repeat_n("..", up).chain(to.into_iter().skip(common));
    parts.collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::{Refused, Target, relative, target};

    #[test]
    fn paths_are_relative_to_the_file_they_stand_in() {
        let lead = |from, reference| target(from, reference);
        let file = |path: &str| Target::File(path.to_owned());
        assert_eq!(lead("api.yaml", "a/b.yaml#/x"), (file("a/b.yaml"), Some("/x")));
        assert_eq!(lead("a/b.yaml", "./c.json"), (file("a/c.json"), None));
        assert_eq!(lead("a/b/c.yaml", "../../d%20e.yaml#"), (file("d e.yaml"), Some("")));
        assert_eq!(lead("a/b.yaml", "#/x"), (Target::Here, Some("/x")));
        assert_eq!(lead("a/b.yaml", r"..\c\d.yaml"), (file("c/d.yaml"), None));
    }

    #[test]
    fn nothing_outside_is_read() {
        let why = |from, reference| match target(from, reference).0 {
            Target::Refused(why) => Some(why),
            _ => None,
        };
        assert_eq!(why("api.yaml", "../b.yaml"), Some(Refused::Above));
        assert_eq!(why("a/api.yaml", "b/../../../c.yaml"), Some(Refused::Above));
        assert_eq!(why("a/api.yaml", "%2e%2e/../c.yaml"), Some(Refused::Above));
        assert_eq!(why("api.yaml", "/etc/passwd"), Some(Refused::Absolute));
        assert_eq!(why("api.yaml", "C:/x.yaml"), Some(Refused::Absolute));
        for address in ["https://example.com/a.yaml", "file:///a.yaml", "//host/a.yaml", "urn:a:b#/x"] {
            assert_eq!(why("api.yaml", address), Some(Refused::Address), "{address}");
        }
    }

    #[test]
    fn a_way_between_files_is_written_as_a_reference_has_it() {
        assert_eq!(relative("api.yaml", "a/b.yaml"), "a/b.yaml");
        assert_eq!(relative("x/api.yaml", "common/b.yaml"), "../common/b.yaml");
        assert_eq!(relative("x/y/api.yaml", "x/b.yaml"), "../b.yaml");
    }
}
