//! An attempt of a call.

use std::time::Duration;

use http::StatusCode;

use crate::runtime::error::TransportKind;

/// An attempt that was followed by another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Attempt {
    /// The result of the attempt.
    pub end: AttemptEnd,
    /// The time from the start of the attempt to its end.
    pub elapsed: Duration,
    /// The time that the client waited before the next attempt.
    pub wait: Duration,
}

/// Returns the number of attempts, including the last one.
pub(crate) fn attempt_count(attempts: &[Attempt]) -> u32 {
    u32::try_from(attempts.len()).unwrap_or(u32::MAX).saturating_add(1)
}

/// The result of an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AttemptEnd {
    /// A response with this status.
    Status(StatusCode),
    /// A failure without a response, or while the response was read.
    Failure(TransportKind),
}
