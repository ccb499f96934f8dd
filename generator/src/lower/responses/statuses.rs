//! Decides which arm matches which statuses, so that no status is matched twice and exact codes come first.

use crate::model::StatusPattern;
use crate::rust::{FailureArm, StatusArm, StatusMatch};

/// Returns the statuses of a declared success.
pub(super) fn of_success(status: StatusPattern) -> StatusMatch {
    match status {
        StatusPattern::Code(code) => StatusMatch::Code(code),
        StatusPattern::Range(hundred) => StatusMatch::Range(hundred),
        StatusPattern::Default => StatusMatch::Range(2),
    }
}

/// Returns the statuses of a declared error.
pub(super) fn of_failure(status: StatusPattern) -> StatusMatch {
    match status {
        StatusPattern::Default => StatusMatch::Rest,
        status => of_success(status),
    }
}

/// Returns true if a status is between 200 and 299.
pub(super) fn is_success(status: StatusPattern) -> bool {
    matches!(status, StatusPattern::Code(200..=299) | StatusPattern::Range(2))
}

/// Returns true if a status is a redirect.
pub(super) fn is_redirect(status: StatusMatch) -> bool {
    matches!(status, StatusMatch::Code(300..400) | StatusMatch::Range(3))
}

/// A match arm for successes or errors.
pub(super) trait Arm: Clone {
    /// Returns the statuses that the arm matches.
    fn statuses(&mut self) -> &mut Vec<StatusMatch>;
}

impl Arm for StatusArm {
    fn statuses(&mut self) -> &mut Vec<StatusMatch> {
        &mut self.statuses
    }
}

impl Arm for FailureArm {
    fn statuses(&mut self) -> &mut Vec<StatusMatch> {
        &mut self.statuses
    }
}

/// Removes duplicate statuses and orders the arms: exact codes and full ranges, then partial ranges, then the catch-all.
pub(super) fn tidied<A: Arm>(mut arms: Vec<A>) -> Vec<A> {
    let mut owners = owners(&mut arms);
    owners.sort_unstable();
    let code_ranges: Vec<u16> = owners
        .iter()
        .filter_map(|(status, _)| if let StatusMatch::Code(code) = status { Some(code / 100) } else { None })
        .collect();
    let mut tidied: Vec<(u8, usize, A)> = Vec::new();
    for (status, index) in owners {
        // A range of which some codes have arms of their own comes after them, and matches the other codes only.
        let (rank, status) = match status {
            StatusMatch::Range(hundred) if code_ranges.contains(&hundred) => (1, StatusMatch::RestOf(hundred)),
            StatusMatch::Rest => (2, status),
            _ => (0, status),
        };
        // Statuses of the first rank exclude each other, so those of one arm are written as one pattern. An arm of a later rank
        // is a copy: merged with the first one it would match before the exact codes.
        let merged = tidied.iter_mut().find(|(of, arm, _)| *of == rank && rank == 0 && *arm == index);
        if let Some((_, _, arm)) = merged {
            arm.statuses().push(status);
        } else if let Some(arm) = arms.get(index) {
            let mut arm = arm.clone();
            *arm.statuses() = vec![status];
            tidied.push((rank, index, arm));
        }
    }
    tidied.sort_by_key(|(rank, ..)| *rank);
    tidied.into_iter().map(|(.., arm)| arm).collect()
}

/// Takes the statuses out of the arms. Each belongs to the first arm that has it, except for codes within a range of the same arm.
fn owners<A: Arm>(arms: &mut [A]) -> Vec<(StatusMatch, usize)> {
    let mut owners: Vec<(StatusMatch, usize)> = Vec::new();
    for (index, arm) in arms.iter_mut().enumerate() {
        let own = std::mem::take(arm.statuses());
        let is_in_range = |status: &StatusMatch| match status {
            StatusMatch::Code(code) => own.contains(&StatusMatch::Range(code / 100)),
            _ => false,
        };
        for status in own.iter().filter(|status| !is_in_range(status)) {
            if !owners.iter().any(|(taken, _)| taken == status) {
                owners.push((*status, index));
            }
        }
    }
    owners
}
