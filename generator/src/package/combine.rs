//! Combines the findings of documents. A key of the top level has to apply to at least one document, and findings about the
//! configuration are reported once.

use std::collections::BTreeSet;

use crate::config::{Document, is_of_entry};
use crate::diag::{Code, Diagnostic};
use crate::path::{DocumentId, SpecPath};

/// The findings of a document.
pub(super) struct OfDocument<'a> {
    pub(super) document: &'a Document,
    /// The findings in the order in which they were made, each with its place in the configuration or files of the document.
    pub(super) found: Vec<(SpecPath, Diagnostic)>,
}

impl OfDocument<'_> {
    /// Returns the keys of the configuration that do not apply to the document.
    fn unused(&self) -> BTreeSet<&SpecPath> {
        self.found.iter().filter(|(_, found)| is_unused(found)).map(|(place, _)| place).collect()
    }
}

pub(super) fn combined(documents: Vec<OfDocument<'_>>) -> Vec<Diagnostic> {
    let unused: Vec<BTreeSet<SpecPath>> =
        documents.iter().map(|one| one.unused().into_iter().cloned().collect()).collect();
    let entries: Vec<&Document> = documents.iter().map(|one| one.document).collect();
    // A key applies to a document if the document has what the key and the tables around it name.
    let applies = |(entry, unused): (&&Document, &BTreeSet<SpecPath>), place: &SpecPath| {
        let mut around = std::iter::successors(Some(place.clone()), SpecPath::parent);
        !entry.replaces(place) && !around.any(|place| unused.contains(&place))
    };
    let mut reported = BTreeSet::new();
    let mut all = Vec::new();
    for (place, mut found) in documents.into_iter().flat_map(|one| one.found) {
        if !found.place.document().is_toml() {
            all.push(found);
            continue;
        }
        if is_unused(&found) && !is_of_entry(&found.place) {
            if entries.iter().zip(&unused).any(|document| applies(document, &place)) {
                continue;
            }
            if unused.iter().all(|unused| unused.contains(&place)) {
                found.message = found.message.replacen("the API description has no", "no API description has the", 1);
            }
        }
        if reported.insert((found.code, found.place.clone(), found.message.clone())) {
            all.push(found);
        }
    }
    all
}

fn is_unused(found: &Diagnostic) -> bool {
    found.code == Code::ConfigNotApplicable && found.place.document() == DocumentId::CONFIG
}
