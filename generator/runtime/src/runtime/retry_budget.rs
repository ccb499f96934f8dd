//! A limit for all retries of a client together, so that an overloaded server does not get several times its usual
//! load.

use std::sync::atomic::{AtomicU32, Ordering};

/// The cost of a retry in units; a success earns one unit.
const COST: u32 = 5;

/// The retries that a client may still make. Every retry takes a share, and every successful call returns a part of
/// one.
///
/// With a budget of 20 there are at most 20 retries without a success between them, and after that one for every 5
/// successes.
#[derive(Debug)]
pub(super) struct RetryBudget {
    left: AtomicU32,
    full: u32,
}

impl RetryBudget {
    /// Creates a full budget of this many retries.
    pub(super) const fn new(retries: u32) -> Self {
        let full = retries.saturating_mul(COST);
        Self { left: AtomicU32::new(full), full }
    }

    /// Takes one retry, if there is one left.
    pub(super) fn take(&self) -> bool {
        self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(COST)).is_ok()
    }

    /// Adds the share of a success.
    pub(super) fn earn(&self) {
        // Nothing is written while the budget is full, which is the usual case.
        if self.left.load(Ordering::Relaxed) < self.full {
            let full = self.full;
            let _ =
                self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| (left < full).then(|| left + 1));
        }
    }
}
