//! Decides which arm takes which statuses, so that none is taken twice and the most specific comes first.

use crate::model::StatusPattern;
use crate::rust::{FailureArm, StatusArm, StatusMatch};

/// The statuses that a response of a success takes.
pub(super) fn of_success(status: StatusPattern) -> StatusMatch {
    match status {
        StatusPattern::Code(code) => StatusMatch::Code(code),
        StatusPattern::Range(hundred) => StatusMatch::Range(hundred),
        StatusPattern::Default => StatusMatch::Range(2),
    }
}

/// The statuses that a response of an error takes.
pub(super) fn of_failure(status: StatusPattern) -> StatusMatch {
    match status {
        StatusPattern::Default => StatusMatch::Rest,
        status => of_success(status),
    }
}

/// Whether a status is between 200 and 299.
pub(super) fn is_success(status: StatusPattern) -> bool {
    matches!(status, StatusPattern::Code(200..=299) | StatusPattern::Range(2))
}

/// Whether a status means that the answer is elsewhere.
pub(super) fn is_redirect(status: StatusMatch) -> bool {
    matches!(status, StatusMatch::Code(300..400) | StatusMatch::Range(3))
}

/// An arm of either kind.
pub(super) trait Arm: Clone {
    /// What it takes.
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

/// Every status once, codes before ranges before what is left of ranges, and the rest last.
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
