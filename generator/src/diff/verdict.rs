//! The changes between two listings.

use std::collections::BTreeMap;

use super::effect::{Side, Source, Version, VersionStep, Wire};
use super::rule::Rule;

/// A change of the API or of the crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The kind of change.
    pub rule: Rule,
    /// A description of the change, without a full stop.
    pub message: String,
    /// The effect on clients built from the old document.
    pub wire: Wire,
    /// The directions that the effect on the wire has.
    pub sides: Vec<Side>,
    /// The effect on the source of users.
    pub source: Source,
    /// The items of the crate that source breaks at, or that are new.
    pub items: Vec<String>,
    /// The operations whose calls break.
    pub operations: Vec<String>,
    /// The part of the API, as in the listing; empty for the crate itself.
    pub identity: String,
    /// The module of the document with the part, if the crate has several documents; otherwise empty.
    pub document: String,
    /// The version that has the part.
    pub version: Version,
    /// The remedy for users; empty if there is nothing to do.
    pub help: String,
    /// The identifier of the change: it stays the same while the rule, the part and the message do.
    pub fingerprint: String,
    /// The reason for which the configuration accepts the change. An accepted change does not count.
    pub accepted: Option<String>,
}

/// All changes between two versions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// The changes: those that count, the worst first, and then the accepted ones.
    pub changes: Vec<Change>,
    /// The version of the old crate.
    pub old_version: String,
    /// The version of the new crate.
    pub new_version: String,
}

impl Verdict {
    /// Accepts changes by fingerprint, with a reason each. Returns the fingerprints that no change has.
    pub fn accept<'r>(&mut self, reasons: &'r BTreeMap<String, String>) -> Vec<&'r str> {
        for change in &mut self.changes {
            change.accepted = reasons.get(&change.fingerprint).cloned();
        }
        self.changes.sort_by_key(|change| change.accepted.is_some());
        let is_used = |fingerprint: &str| self.changes.iter().any(|change| change.fingerprint == fingerprint);
        reasons.keys().map(String::as_str).filter(|fingerprint| !is_used(fingerprint)).collect()
    }

    /// Returns the changes that are not accepted.
    pub fn counted(&self) -> impl Iterator<Item = &Change> {
        self.changes.iter().filter(|change| change.accepted.is_none())
    }

    /// Returns the step that the changes require from version 1.0.0 on.
    #[must_use]
    pub fn full_step(&self) -> VersionStep {
        self.counted().map(|change| change.source.step()).max().unwrap_or_default()
    }

    /// Returns the step that the changes require from the version of the old crate.
    #[must_use]
    pub fn step(&self) -> VersionStep {
        self.full_step().from_version(&self.old_version)
    }

    /// Returns the worst effect on clients built from the old document.
    #[must_use]
    pub fn wire(&self) -> Wire {
        self.counted().map(|change| change.wire).max().unwrap_or_default()
    }

    /// Returns the operations at which clients built from the old document stop working.
    #[must_use]
    pub fn broken_operations(&self) -> Vec<&str> {
        let breaking = self.counted().filter(|change| change.wire == Wire::Breaks);
        let mut operations: Vec<&str> = breaking.flat_map(|change| &change.operations).map(String::as_str).collect();
        operations.sort_unstable();
        operations.dedup();
        operations
    }
}
