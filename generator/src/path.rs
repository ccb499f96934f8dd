//! Identifies a place in a document by the document and a JSON pointer. This module does not depend on lines, columns
//! or the content of documents.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

/// The id of a document that a run reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocumentId(u32);

impl DocumentId {
    /// The document that the run was started with.
    pub const ROOT: Self = Self(0);
    /// The configuration, `oaspress.toml`.
    pub const CONFIG: Self = Self(u32::MAX);
    /// The lock, `oaspress.lock`.
    pub const LOCK: Self = Self(u32::MAX - 1);

    /// Returns true for the configuration and for the lock, which are TOML texts.
    #[must_use]
    pub fn is_toml(self) -> bool {
        [Self::CONFIG, Self::LOCK].contains(&self)
    }

    /// Creates the id of the document number `index`. 0 is the root document.
    #[must_use]
    pub const fn new(index: u32) -> Self {
        Self(index)
    }

    /// Returns the number of the document. 0 is the root document.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// A place in a document: the document and a JSON pointer into it.
///
/// Cheap to clone. Places are ordered by document, then token by token, with array indices by their value. This order
/// is for maps and stable output; it is not the order of the text.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct SpecPath {
    document: DocumentId,
    pointer: Arc<str>,
}

impl SpecPath {
    /// Returns the root of the root document, `#`.
    #[must_use]
    pub fn root() -> Self {
        Self::in_document(DocumentId::ROOT)
    }

    /// Returns the root of the configuration.
    #[must_use]
    pub fn config() -> Self {
        Self::in_document(DocumentId::CONFIG)
    }

    /// Returns the root of the lock.
    #[must_use]
    pub fn lock() -> Self {
        Self::in_document(DocumentId::LOCK)
    }

    /// Returns the root of `document`.
    #[must_use]
    pub fn in_document(document: DocumentId) -> Self {
        Self { document, pointer: Arc::from("") }
    }

    /// Parses a JSON pointer, with or without a leading `#`: `#/paths/~1pets` or `/paths/~1pets`.
    ///
    /// Returns `None` if it is neither empty nor begins with `/`, or if it contains a `~` that is not part of `~0` or
    /// `~1`.
    #[must_use]
    pub fn parse(document: DocumentId, pointer: &str) -> Option<Self> {
        let pointer = pointer.strip_prefix('#').unwrap_or(pointer);
        let shaped = pointer.is_empty() || pointer.starts_with('/');
        let escaped = pointer.split('~').skip(1).all(|rest| rest.starts_with(['0', '1']));
        (shaped && escaped).then(|| Self { document, pointer: Arc::from(pointer) })
    }

    /// Returns the document that contains the place.
    #[must_use]
    pub fn document(&self) -> DocumentId {
        self.document
    }

    /// Returns the same place in another document.
    #[must_use]
    pub fn with_document(&self, document: DocumentId) -> Self {
        Self { document, pointer: Arc::clone(&self.pointer) }
    }

    /// Returns the JSON pointer, escaped, without the document: `/paths/~1pets/get`. Empty for the root.
    #[must_use]
    pub fn pointer(&self) -> &str {
        &self.pointer
    }

    /// Returns the member `key` of the object at this place.
    #[must_use]
    pub fn child(&self, key: &str) -> Self {
        self.join(&escape(key))
    }

    /// Returns the element `index` of the array at this place.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        self.join(&index.to_string())
    }

    /// Returns the place that contains this one. `None` for the root.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        let (parent, _) = self.pointer.rsplit_once('/')?;
        Some(Self { document: self.document, pointer: Arc::from(parent) })
    }

    /// Returns the last token, unescaped: the key or index of this place. `None` for the root.
    #[must_use]
    pub fn last(&self) -> Option<Cow<'_, str>> {
        self.pointer.rsplit_once('/').map(|(_, token)| unescape(token))
    }

    /// Returns the tokens from the root down, unescaped.
    pub fn tokens(&self) -> impl Iterator<Item = Cow<'_, str>> {
        self.pointer.split('/').skip(1).map(unescape)
    }

    /// Returns true if this place is `other` or within it.
    #[must_use]
    pub fn starts_with(&self, other: &Self) -> bool {
        self.document == other.document
            && self.pointer.strip_prefix(&*other.pointer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    fn join(&self, token: &str) -> Self {
        let mut pointer = String::with_capacity(self.pointer.len() + 1 + token.len());
        pointer.push_str(&self.pointer);
        pointer.push('/');
        pointer.push_str(token);
        Self { document: self.document, pointer: Arc::from(pointer) }
    }

    /// Returns the place of a pointer that [`push_token`] has written.
    pub(crate) fn of_pointer(document: DocumentId, pointer: &str) -> Self {
        Self { document, pointer: Arc::from(pointer) }
    }
}

/// Writes `#/paths/~1pets/get`. A place in the configuration or in the lock is written as a dotted TOML key, such as
/// `client.base-url-environment`.
impl fmt::Display for SpecPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.document.is_toml() {
            return write!(f, "#{}", self.pointer);
        }
        for (position, token) in self.tokens().enumerate() {
            let dot = if position == 0 { "" } else { "." };
            let bare = !token.is_empty() && token.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
            if bare {
                write!(f, "{dot}{token}")?;
            } else {
                write!(f, "{dot}{token:?}")?;
            }
        }
        Ok(())
    }
}

impl fmt::Debug for SpecPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl PartialOrd for SpecPath {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for SpecPath {
    fn cmp(&self, other: &Self) -> Ordering {
        self.document.cmp(&other.document).then_with(|| {
            // Tokens that both have decide nothing.
            let equal = self.pointer.bytes().zip(other.pointer.bytes()).take_while(|(one, other)| one == other).count();
            let start = self.pointer.get(..equal).and_then(|both| both.rfind('/')).unwrap_or(0);
            token_ranks(&self.pointer, start).cmp(token_ranks(&other.pointer, start))
        })
    }
}

/// Returns the ranks of the tokens from a `/` on.
fn token_ranks(pointer: &str, start: usize) -> impl Iterator<Item = (bool, Option<u64>, &str)> {
    pointer.get(start..).unwrap_or_default().split('/').skip(1).map(token_rank)
}

/// Returns the rank of a token: indices come first and by value, then keys by their bytes. The token itself makes the
/// order total (`7` and `07` differ).
fn token_rank(token: &str) -> (bool, Option<u64>, &str) {
    let index = token.parse::<u64>().ok().filter(|_| token.bytes().all(|b| b.is_ascii_digit()));
    (index.is_none(), index, token)
}

/// Appends a key or an index to a JSON pointer.
pub(crate) fn push_token(pointer: &mut String, key: &str) {
    pointer.push('/');
    pointer.push_str(&escape(key));
}

fn escape(key: &str) -> Cow<'_, str> {
    if key.contains(['~', '/']) { Cow::Owned(key.replace('~', "~0").replace('/', "~1")) } else { Cow::Borrowed(key) }
}

/// Returns the key that a token of a pointer represents.
pub(crate) fn unescape(token: &str) -> Cow<'_, str> {
    if token.contains('~') { Cow::Owned(token.replace("~1", "/").replace("~0", "~")) } else { Cow::Borrowed(token) }
}

/// Decodes the percent-encoding of a token of a reference. Returns `None` if it has none.
pub(crate) fn percent_decode(token: &str) -> Option<String> {
    if !token.contains('%') {
        return None;
    }
    let mut bytes = Vec::with_capacity(token.len());
    let mut rest = token.as_bytes();
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
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::{DocumentId, SpecPath};

    #[test]
    fn is_written_as_an_escaped_pointer() {
        let path = SpecPath::root().child("paths").child("/pets/~{id}").child("parameters").index(10);
        assert_eq!(path.to_string(), "#/paths/~1pets~1~0{id}/parameters/10");
        assert_eq!(path.tokens().collect::<Vec<_>>(), ["paths", "/pets/~{id}", "parameters", "10"]);
        assert_eq!(path.last().as_deref(), Some("10"));
        assert_eq!(path.parent().and_then(|p| p.parent()), SpecPath::parse(DocumentId::ROOT, "#/paths/~1pets~1~0{id}"));
    }

    #[test]
    fn the_root_and_the_empty_key_are_different() {
        let root = SpecPath::root();
        assert_eq!((root.to_string().as_str(), root.parent(), root.last()), ("#", None, None));
        let empty = root.child("");
        assert_eq!((empty.to_string().as_str(), empty.last().as_deref()), ("#/", Some("")));
        assert_eq!(empty.parent(), Some(root));
    }

    #[test]
    fn a_place_in_the_configuration_is_a_dotted_key() {
        let path = SpecPath::config().child("names").child("#/components/schemas/Foo");
        assert_eq!(path.to_string(), r##"names."#/components/schemas/Foo""##);
    }

    #[test]
    fn is_ordered_as_a_tree_with_indices_by_value() {
        let parse = |pointer| SpecPath::parse(DocumentId::ROOT, pointer).expect("a pointer");
        let mut paths = ["/a/10", "/a-b", "/a/9", "/a", "/a/9a", "", "/a/x"].map(parse);
        paths.sort();
        let shown: Vec<_> = paths.iter().map(ToString::to_string).collect();
        assert_eq!(shown, ["#", "#/a", "#/a/9", "#/a/10", "#/a/9a", "#/a/x", "#/a-b"]);
        assert!(parse("/a/9").starts_with(&parse("/a")) && !parse("/a-b").starts_with(&parse("/a")));
    }

    #[test]
    fn refuses_what_is_no_pointer() {
        for text in ["#paths", "x", "#/a~2", "#/a~"] {
            assert_eq!(SpecPath::parse(DocumentId::ROOT, text), None, "{text}");
        }
    }
}
