//! One of several tries of a call.

use std::time::Duration;

use http::StatusCode;

use super::error::TransportKind;

/// A try that was followed by another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Attempt {
    /// How it ended.
    pub end: AttemptEnd,
    /// How long it took until then.
    pub elapsed: Duration,
    /// How long the client waited before the next try.
    pub wait: Duration,
}

/// How many tries there were, the last one included.
pub(super) fn tries(attempts: &[Attempt]) -> u32 {
    u32::try_from(attempts.len()).unwrap_or(u32::MAX).saturating_add(1)
}

/// How a try ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AttemptEnd {
    /// With an answer of this status.
    Status(StatusCode),
    /// Without one, or with a part of one.
    Failure(TransportKind),
}
