//! A bound on all retries of a client together, so that a server in trouble is not asked many times as often as usual.

use std::sync::atomic::{AtomicU32, Ordering};

/// What one retry costs, in what one success earns.
const COST: u32 = 5;

/// The retries that a client may still make: each takes a share of it, and calls that succeed at once give it back bit by bit.
///
/// With a budget of 20 there are at most 20 retries without a success between them, and after that one for every 5
/// successes.
#[derive(Debug)]
pub(super) struct RetryBudget {
    left: AtomicU32,
    full: u32,
}

impl RetryBudget {
    /// A full budget of so many retries.
    pub(super) const fn new(retries: u32) -> Self {
        let full = retries.saturating_mul(COST);
        Self { left: AtomicU32::new(full), full }
    }

    /// Takes one retry, if there is one left.
    pub(super) fn take(&self) -> bool {
        self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(COST)).is_ok()
    }

    /// Gives back what a success earns.
    pub(super) fn earn(&self) {
        // Nothing is written while the budget is full, which it nearly always is.
        if self.left.load(Ordering::Relaxed) < self.full {
            let full = self.full;
            let _ =
                self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| (left < full).then(|| left + 1));
        }
    }
}
