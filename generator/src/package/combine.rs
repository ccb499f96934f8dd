//! Combines the findings of documents. A key of the top level has to apply to at least one document, and so has an action of an
//! overlay. Findings about the configuration are reported once.

use std::collections::{BTreeMap, BTreeSet};

use crate::config::{Document, is_of_entry};
use crate::diag::{Code, Diagnostic};
use crate::overlay;
use crate::path::{DocumentId, SpecPath};

/// The findings of a document.
pub(super) struct OfDocument<'a> {
    pub(super) document: &'a Document,
    /// The findings in the order in which they were made, each with its place in the configuration or files of the document.
    pub(super) found: Vec<(SpecPath, Diagnostic)>,
    /// The names of its overlays and further files.
    pub(super) files: BTreeSet<String>,
}

/// Combines the findings. `file` returns the name of a file: several documents can have the same file, whose findings are reported
/// once.
pub(super) fn combined<'f>(
    documents: Vec<OfDocument<'_>>,
    file: impl Fn(DocumentId) -> Option<&'f str>,
) -> Vec<Diagnostic> {
    let keys = Keys::new(&documents);
    let overlays = Overlays::new(&documents, &file);
    let mut of_configuration = BTreeSet::new();
    let mut of_files = BTreeSet::new();
    let mut all = Vec::new();
    for one in documents {
        let mut of_document = Vec::new();
        for (place, mut found) in one.found {
            let is_first = if found.place.document().is_toml() {
                if is_unused(&found) && !is_of_entry(&found.place) {
                    if keys.apply(&place) {
                        continue;
                    }
                    if keys.are_unused(&place) {
                        found.message =
                            found.message.replacen("the API description has no", "no API description has the", 1);
                    }
                }
                of_configuration.insert((found.code, found.place.clone(), found.message.clone()))
            } else if overlays.are_effective(&found, &file) {
                continue;
            } else {
                let place = (file(found.place.document()), found.place.pointer().to_owned());
                let key = (found.code, place, found.message.clone());
                let is_first = !of_files.contains(&key);
                of_document.push(key);
                is_first
            };
            all.extend(is_first.then_some(found));
        }
        of_files.extend(of_document);
    }
    all
}

/// The keys of the top level, by document.
struct Keys<'a> {
    documents: Vec<(&'a Document, BTreeSet<SpecPath>)>,
}

impl<'a> Keys<'a> {
    fn new(documents: &[OfDocument<'a>]) -> Self {
        let unused = |one: &OfDocument<'_>| {
            one.found.iter().filter(|(_, found)| is_unused(found)).map(|(place, _)| place.clone()).collect()
        };
        Self { documents: documents.iter().map(|one| (one.document, unused(one))).collect() }
    }

    /// Returns true if a key applies to a document: this has what the key and the tables around it name, and no value of its own.
    fn apply(&self, place: &SpecPath) -> bool {
        self.documents.iter().any(|(document, unused)| {
            let mut around = std::iter::successors(Some(place.clone()), SpecPath::parent);
            !document.replaces(place) && !around.any(|place| unused.contains(&place))
        })
    }

    /// Returns true if no document has what the key names.
    fn are_unused(&self, place: &SpecPath) -> bool {
        self.documents.iter().all(|(_, unused)| unused.contains(place))
    }
}

fn is_unused(found: &Diagnostic) -> bool {
    found.code == Code::ConfigNotApplicable && found.place.document() == DocumentId::CONFIG
}

/// The findings that an overlay or one of its actions does not apply to a document.
struct Overlays {
    /// The number of documents with a finding, by its code and place in the overlay.
    reported: BTreeMap<(Code, String, String), usize>,
    /// The files of each document.
    files: Vec<BTreeSet<String>>,
}

impl Overlays {
    fn new<'f>(documents: &[OfDocument<'_>], file: &impl Fn(DocumentId) -> Option<&'f str>) -> Self {
        let mut reported = BTreeMap::new();
        for document in documents {
            let keys: BTreeSet<_> = document.found.iter().filter_map(|(_, found)| overlay_key(found, file)).collect();
            for key in keys {
                *reported.entry(key).or_default() += 1;
            }
        }
        Self { reported, files: documents.iter().map(|document| document.files.clone()).collect() }
    }

    /// Returns true for such a finding that another document with the overlay does not have.
    fn are_effective<'f>(&self, found: &Diagnostic, file: &impl Fn(DocumentId) -> Option<&'f str>) -> bool {
        let Some(key) = overlay_key(found, file) else { return false };
        let applied = self.files.iter().filter(|files| files.contains(&key.1)).count();
        self.reported.get(&key).is_some_and(|reported| *reported < applied)
    }
}

/// Returns the code, file and place of a finding that an overlay does not apply to a document.
fn overlay_key<'f>(
    found: &Diagnostic,
    file: &impl Fn(DocumentId) -> Option<&'f str>,
) -> Option<(Code, String, String)> {
    let file = file(found.place.document()).filter(|_| overlay::depends_on_document(found))?;
    Some((found.code, file.to_owned(), found.place.pointer().to_owned()))
}
