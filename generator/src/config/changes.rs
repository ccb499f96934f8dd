//! Reads `[changes]`: the changes since the last release that are accepted.

use std::collections::BTreeMap;

use super::section::Section;
use super::value;
use crate::diag::Diagnostics;

/// `[changes]`: how changes since the last release are judged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// `[changes.accept]`: the fingerprints of changes that do not count, with a reason each.
    pub accept: BTreeMap<String, String>,
}

pub(super) fn read(mut table: Section<'_>, diagnostics: &mut Diagnostics) -> Changes {
    let mut accept = BTreeMap::new();
    let accepted = table.table("accept", diagnostics);
    for (fingerprint, entry) in accepted.iter().flat_map(Section::entries) {
        if !is_fingerprint(fingerprint) {
            let message = format!("`{fingerprint}` is not the fingerprint of a change");
            let help = "`oaspress diff` shows the fingerprint of each change: twelve hexadecimal digits";
            value::invalid(&entry.place, message, help, diagnostics);
            continue;
        }
        let found = entry.string(diagnostics).map(|text| (text, entry.place));
        if let Some(reason) = found.and_then(|found| value::text(found, diagnostics)) {
            accept.insert(fingerprint.to_owned(), reason);
        }
    }
    table.finish(diagnostics);
    Changes { accept }
}

/// Returns true if a text has the form of a fingerprint: twelve hexadecimal digits in lower case.
fn is_fingerprint(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}
