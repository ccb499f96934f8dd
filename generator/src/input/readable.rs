//! Decides whether a reference may read a file, only from its path. Accesses no file.

use super::NoFile;

/// The endings of the files that a document can consist of.
pub const ENDINGS: [&str; 3] = [".yaml", ".yml", ".json"];

/// Returns why the document at `document` may not refer to the file at `path`: it is hidden, or it is not called as a document is.
///
/// Both paths are below the root folder. A folder of the document itself may be hidden: the user has named it with the document.
#[must_use]
pub fn refusal(path: &str, document: &str) -> Option<NoFile> {
    let folders = document.split('/').count().saturating_sub(1);
    let shared = path.split('/').zip(document.split('/').take(folders)).take_while(|(one, other)| one == other).count();
    if path.split('/').skip(shared).any(|part| part.starts_with('.')) {
        return Some(NoFile::Hidden);
    }
    let folded = path.to_ascii_lowercase();
    (!ENDINGS.iter().any(|ending| folded.ends_with(ending))).then_some(NoFile::Ending)
}

/// Returns true if one of the `allowed` paths is that of the file, or that of a folder around it.
#[must_use]
pub fn is_allowed<S: AsRef<str>>(path: &str, allowed: impl IntoIterator<Item = S>) -> bool {
    allowed.into_iter().any(|allowed| covers(allowed.as_ref(), path))
}

/// Returns true if `allowed` is the path of the file, or that of a folder around it.
#[must_use]
pub fn covers(allowed: &str, path: &str) -> bool {
    let allowed = allowed.strip_prefix("./").unwrap_or(allowed).trim_end_matches('/');
    path.strip_prefix(allowed).is_some_and(|rest| !allowed.is_empty() && (rest.is_empty() || rest.starts_with('/')))
}

#[cfg(test)]
mod tests {
    use super::{covers, refusal};
    use crate::input::NoFile;

    #[test]
    fn only_visible_documents_are_read() {
        for path in ["pet.yaml", "a/b.yml", "a.b/c.JSON"] {
            assert_eq!(refusal(path, "api.yaml"), None, "{path}");
        }
        for path in [".env", ".pet.yaml", "a/.b/c.yaml", ".git/config", "a/..b.yaml", ".yaml"] {
            assert_eq!(refusal(path, "api.yaml"), Some(NoFile::Hidden), "{path}");
        }
        for path in ["id_rsa", "about.md", "a.yaml/b", "a.yaml.txt", "yaml", ""] {
            assert_eq!(refusal(path, "api.yaml"), Some(NoFile::Ending), "{path}");
        }
    }

    #[test]
    fn the_folder_of_the_document_may_be_hidden() {
        assert_eq!(refusal(".specs/pet.yaml", ".specs/api.yaml"), None);
        assert_eq!(refusal(".specs/.pet.yaml", ".specs/api.yaml"), Some(NoFile::Hidden));
        assert_eq!(refusal(".other/pet.yaml", ".specs/api.yaml"), Some(NoFile::Hidden));
        assert_eq!(refusal(".api.yaml/pet.yaml", ".api.yaml"), Some(NoFile::Hidden));
    }

    #[test]
    fn files_and_folders_are_allowed_by_their_paths() {
        for (allowed, path) in [("a.md", "a.md"), ("a", "a/b/.c"), ("a/", "a/b"), ("./a.md", "a.md")] {
            assert!(covers(allowed, path), "{allowed} {path}");
        }
        for (allowed, path) in [("a.md", "b/a.md"), ("a", "ab"), ("", "a"), ("/", "a"), (".", "a"), ("a/b", "a")] {
            assert!(!covers(allowed, path), "{allowed} {path}");
        }
    }
}
