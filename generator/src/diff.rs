//! Compares two listings of a crate, and evaluates every difference twice: for clients built from the old document, and
//! for the source of users who update the crate. It depends neither on documents nor on the output of a verdict.

mod changes;
mod compatible;
mod findings;
mod fingerprint;
mod index;
mod limits;
mod matching;
mod reach;
mod rule;
mod runtime;
mod signature;
mod source;
mod version_rule;
mod wire;
mod wire_type;

use std::collections::BTreeMap;

use crate::surface::Surface;
use findings::Findings;
use index::Index;
use matching::Pairs;

pub use index::operation_of;
pub use rule::{Rule, UnknownRule};
pub use version_rule::VersionCheck;

/// The effect on clients built from the old document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Wire {
    /// They work as before.
    #[default]
    None,
    /// They work, but the server behaves differently.
    Behaviour,
    /// Some of their calls may fail.
    MayBreak,
    /// Calls fail.
    Breaks,
}

/// The effect on the source of users who update the crate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Source {
    /// It compiles as before.
    #[default]
    None,
    /// There are new items, or a warning of the compiler.
    Added,
    /// Nearly all of it compiles, but code that relies on type inference may not.
    Inference,
    /// It does not compile.
    Breaks,
    /// It compiles, but behaves differently.
    BreaksSilently,
}

/// The direction of a part of the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// Clients send it.
    Request,
    /// Clients read it.
    Response,
    /// Clients read it from error responses, whose body is kept if it cannot be decoded.
    Error,
}

/// One of the two compared versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Version {
    /// The old one.
    Old,
    /// The new one.
    New,
}

/// The kind of a version change, as Cargo compares versions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum VersionStep {
    /// No change that users notice when they compile.
    #[default]
    Patch,
    /// New items.
    Minor,
    /// Breaking changes of the source.
    Major,
}

impl Wire {
    /// Returns the name for display.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Behaviour => "behavior",
            Self::MayBreak => "may break",
            Self::Breaks => "breaks",
        }
    }
}

impl Source {
    /// Returns the name for display.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Added => "added",
            Self::Inference => "inference",
            Self::Breaks => "breaks",
            Self::BreaksSilently => "breaks silently",
        }
    }

    /// Returns the step that a change with this effect requires.
    #[must_use]
    pub const fn step(self) -> VersionStep {
        match self {
            Self::None => VersionStep::Patch,
            Self::Added | Self::Inference => VersionStep::Minor,
            Self::Breaks | Self::BreaksSilently => VersionStep::Major,
        }
    }
}

impl Side {
    /// Returns the name for display.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Response => "response",
            Self::Error => "error response",
        }
    }
}

impl VersionStep {
    /// Returns the name for display.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }

    /// Returns the step for a version. Below 1.0.0 it is one lower, because Cargo treats such versions so. Below 0.1.0 and between
    /// pre-releases, every version may break.
    #[must_use]
    pub fn from_version(self, version: &str) -> Self {
        let version = semver::Version::parse(version).ok();
        let is_unstable = version.as_ref().is_some_and(|version| (version.major, version.minor) == (0, 0));
        let is_pre_release = version.as_ref().is_some_and(|version| !version.pre.is_empty());
        match (version.is_some_and(|version| version.major == 0), self) {
            _ if is_unstable || is_pre_release => Self::Patch,
            (true, Self::Major) => Self::Minor,
            (true, _) => Self::Patch,
            (false, step) => step,
        }
    }
}

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

/// Compares two versions.
#[must_use]
pub fn diff(old: &Surface, new: &Surface) -> Verdict {
    let (old_index, new_index) = (Index::new(old), Index::new(new));
    let pairs = Pairs::new(&old_index, &new_index);
    let mut findings = Findings::default();
    wire::compare(&pairs, &mut findings);
    source::compare(&pairs, &mut findings);
    runtime::compare(&old.runtime, &new.runtime, &mut findings);
    let changes = changes::changes(&pairs, findings);
    Verdict { changes, old_version: old.version.clone(), new_version: new.version.clone() }
}
