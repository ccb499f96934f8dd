//! The successes of an operation while its responses are lowered.

use super::reading::Reading;
use crate::model::Response;

/// A declared success: the response, the name of its variant, and how its body is read.
pub(super) struct Success<'a> {
    pub(super) response: &'a Response,
    pub(super) variant: &'a str,
    pub(super) reading: Reading,
}
