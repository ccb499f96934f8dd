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
pub(super) fn tidied<A: Arm>(arms: Vec<A>) -> Vec<A> {
    let mut single: Vec<(StatusMatch, usize)> = Vec::new();
    let mut arms = arms;
    for (index, arm) in arms.iter_mut().enumerate() {
        let own = std::mem::take(arm.statuses());
        let within = |status: &StatusMatch| match status {
            StatusMatch::Code(code) => own.contains(&StatusMatch::Range(code / 100)),
            _ => false,
        };
        for status in own.iter().filter(|status| !within(status)) {
            if !single.iter().any(|(taken, _)| taken == status) {
                single.push((*status, index));
            }
        }
    }
    let codes: Vec<u16> = single
        .iter()
        .filter_map(|(status, _)| if let StatusMatch::Code(code) = status { Some(code / 100) } else { None })
        .collect();
    let mut tidied: Vec<(u8, usize, A)> = Vec::new();
    single.sort_unstable();
    for (status, index) in single {
        let (rank, status) = match status {
            StatusMatch::Range(hundred) if codes.contains(&hundred) => (1, StatusMatch::RestOf(hundred)),
            StatusMatch::Rest => (2, status),
            _ => (0, status),
        };
        let place = tidied.iter_mut().find(|(of, arm, _)| *of == rank && rank == 0 && *arm == index);
        if let Some((_, _, arm)) = place {
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
