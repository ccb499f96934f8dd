//! A limit for all retries of one or several clients together, so that an overloaded server does not get several times its
//! usual load.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// The cost of a retry in units; a success earns one unit.
const COST: u32 = 5;

/// The retries that a client may still make. Every retry takes a share, and every successful call returns a part of
/// one.
///
/// With a budget of 20 there are at most 20 retries without a success between them, and after that one for every 5
/// successes. Clones share the same retries, so several clients can have a budget together.
#[derive(Debug, Clone)]
pub struct RetryBudget(Arc<Units>);

#[derive(Debug)]
struct Units {
    left: AtomicU32,
    full: u32,
}

impl RetryBudget {
    /// Creates a full budget of this many retries.
    #[must_use]
    pub fn new(retries: u32) -> Self {
        let full = retries.saturating_mul(COST);
        Self(Arc::new(Units { left: AtomicU32::new(full), full }))
    }

    /// Returns the number of retries that are left.
    #[must_use]
    pub fn left(&self) -> u32 {
        self.0.left.load(Ordering::Relaxed) / COST
    }

    /// Takes one retry, if there is one left.
    pub(crate) fn take(&self) -> bool {
        self.0.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(COST)).is_ok()
    }

    /// Adds the share of a success.
    pub(super) fn earn(&self) {
        let Units { left, full } = &*self.0;
        // Nothing is written while the budget is full, which is the usual case.
        if left.load(Ordering::Relaxed) < *full {
            let _ = left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| (left < *full).then(|| left + 1));
        }
    }
}
