//! Compares two listings of a crate, and evaluates every difference twice: for clients built from the old document, and
//! for the source of users who update the crate. It depends neither on documents nor on the output of a verdict.

mod changes;
mod compatible;
mod documents;
mod effect;
mod findings;
mod fingerprint;
mod identity;
mod index;
mod left_out;
mod limits;
mod matching;
mod reach;
mod rule;
mod runtime;
mod shared_models;
mod signature;
mod source;
mod verdict;
mod version_rule;
mod wire;
mod wire_type;

use crate::surface::Surface;
use findings::Findings;
use index::Index;
use matching::Pairs;

pub use effect::{Side, Source, Version, VersionStep, Wire};
pub use identity::operation_of;
pub(crate) use left_out::leave_out;
pub use rule::{Rule, UnknownRule};
pub use verdict::{Change, Verdict};
pub use version_rule::VersionCheck;

/// Compares two versions.
#[must_use]
pub fn diff(old: &Surface, new: &Surface) -> Verdict {
    let (old, new) = (&*old.expanded(), &*new.expanded());
    let mut changes = changes_of(old, new);
    changes.extend(documents::changes(old, new, changes_of));
    changes::by_severity(&mut changes);
    Verdict { changes, old_version: old.version.clone(), new_version: new.version.clone() }
}

/// Returns the changes of the items of two listings, without those of the documents.
fn changes_of(old: &Surface, new: &Surface) -> Vec<Change> {
    let (old_index, new_index) = (Index::new(old), Index::new(new));
    let pairs = Pairs::new(&old_index, &new_index);
    let mut findings = Findings::default();
    wire::compare(&pairs, &mut findings);
    source::compare(&pairs, &mut findings);
    runtime::compare(&old.runtime, &new.runtime, &mut findings);
    changes::changes(&pairs, findings)
}
