//! The files of a document and the references between them. It reads no files.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use serde_json::{Map, Value};

/// All files of a document.
#[derive(Debug)]
pub struct Files {
    root: PathBuf,
    values: BTreeMap<PathBuf, Value>,
}

/// The maximum length of a chain of references.
const MAX_HOPS: usize = 32;

/// A value and the file that contains it.
#[derive(Debug, Clone, Copy)]
pub struct RawPlace<'f> {
    /// The file.
    pub file: &'f Path,
    /// The value.
    pub value: &'f Value,
}

impl<'f> RawPlace<'f> {
    /// Returns a member of the value.
    #[must_use]
    pub fn child(&self, key: &str) -> Option<Self> {
        Some(self.with(self.value.get(key)?))
    }

    /// Returns a place of another value in the same file.
    #[must_use]
    pub fn with(&self, value: &'f Value) -> Self {
        Self { file: self.file, value }
    }

    /// Returns the value if it is an object.
    #[must_use]
    pub fn object(self) -> Option<&'f Map<String, Value>> {
        self.value.as_object()
    }
}

impl Files {
    /// Creates the files of a document, by their paths. `root` is the path of the document itself.
    #[must_use]
    pub fn new(root: PathBuf, values: BTreeMap<PathBuf, Value>) -> Self {
        Self { root, values }
    }

    /// Returns the root value of the first file.
    #[must_use]
    pub fn root(&self) -> RawPlace<'_> {
        let value = self.values.get(&self.root).unwrap_or(&Value::Null);
        RawPlace { file: &self.root, value }
    }

    /// Follows references until a value that is not a reference.
    #[must_use]
    pub fn follow<'f>(&'f self, place: RawPlace<'f>) -> Option<RawPlace<'f>> {
        self.follow_within(place, MAX_HOPS)
    }

    /// Follows the reference at a place once.
    #[must_use]
    pub fn step<'f>(&'f self, place: RawPlace<'f>) -> Option<RawPlace<'f>> {
        self.target(&place, place.value.get("$ref")?.as_str()?, MAX_HOPS)
    }

    /// Resolves a reference that is written at a place.
    #[must_use]
    pub fn named<'f>(&'f self, place: RawPlace<'f>, reference: &str) -> Option<RawPlace<'f>> {
        self.target(&place, reference, MAX_HOPS)
    }

    /// Returns the root value of the first file for changes.
    pub fn root_mut(&mut self) -> &mut Value {
        self.values.entry(self.root.clone()).or_insert(Value::Null)
    }

    /// Returns the root values of all files for changes.
    pub fn documents_mut(&mut self) -> impl Iterator<Item = &mut Value> {
        self.values.values_mut()
    }

    /// Creates a document of a single file.
    #[must_use]
    pub fn from_document(document: Value) -> Self {
        let root = PathBuf::from("document.json");
        Self { values: BTreeMap::from([(root.clone(), document)]), root }
    }

    fn follow_within<'f>(&'f self, mut place: RawPlace<'f>, hops: usize) -> Option<RawPlace<'f>> {
        for hops in (0..hops).rev() {
            let Some(reference) = place.value.get("$ref").and_then(Value::as_str) else { return Some(place) };
            place = self.target(&place, reference, hops)?;
        }
        None
    }

    /// Returns the target of a reference. Follows references along the pointer.
    fn target<'f>(&'f self, place: &RawPlace<'f>, reference: &str, hops: usize) -> Option<RawPlace<'f>> {
        let (file, pointer) = reference.split_once('#').unwrap_or((reference, ""));
        let (file, value) = match file {
            "" => self.values.get_key_value(place.file)?,
            file => self.values.get_key_value(&beside(place.file, file))?,
        };
        let mut at = RawPlace { file, value };
        if !pointer.is_empty() && !pointer.starts_with('/') {
            return anchored(value, pointer).map(|value| at.with(value));
        }
        for token in pointer.split('/').skip(1) {
            at = self.follow_within(at, hops)?;
            at = at.with(member(at.value, token)?);
        }
        Some(at)
    }
}

/// Returns the schema with this `$anchor` or `$dynamicAnchor`.
fn anchored<'v>(value: &'v Value, name: &str) -> Option<&'v Value> {
    let is_it = |key: &str| value.get(key).and_then(Value::as_str) == Some(name);
    match value {
        Value::Object(_) if is_it("$anchor") || is_it("$dynamicAnchor") => Some(value),
        Value::Object(members) => members.values().find_map(|member| anchored(member, name)),
        Value::Array(items) => items.iter().find_map(|item| anchored(item, name)),
        _ => None,
    }
}

/// Returns a member by a token of a pointer, which may be percent-encoded.
fn member<'v>(value: &'v Value, token: &str) -> Option<&'v Value> {
    if !token.contains(['~', '%']) && value.is_object() {
        return value.get(token);
    }
    let plain = |token: &str| token.replace("~1", "/").replace("~0", "~");
    let decoded = token.replace("%7B", "{").replace("%7D", "}").replace("%20", " ").replace("%24", "$");
    [plain(token), plain(&decoded)].iter().find_map(|key| match value {
        Value::Array(list) => list.get(key.parse::<usize>().ok()?),
        _ => value.get(key),
    })
}

/// Returns the path of a file that a reference in another file names.
#[must_use]
pub fn beside(file: &Path, name: &str) -> PathBuf {
    tidy(&file.parent().unwrap_or(Path::new("")).join(name.replace("%20", " ")))
}

/// Removes `.` and `..` from a path.
#[must_use]
pub fn tidy(path: &Path) -> PathBuf {
    let mut tidy = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if tidy.file_name().is_some() => {
                tidy.pop();
            }
            other => tidy.push(other),
        }
    }
    tidy
}
