//! A call, from its options to its result, with all its attempts.
//!
//! * `operation` is the trait of operations, `options` the options of one call, and `call_spec` the description that the other modules
//!   use in place of an operation. `sending` is the future of a call.
//! * `execute` runs a call by its `plan`. `retry`, `retry_rule`, `retry_after` and `retry_budget` decide whether it is attempted again,
//!   `rate_limit` and `rate_limiter` when, `redirect` and `location` where, and `idempotency` marks repeated attempts.
//! * `interceptor` has the hooks on requests and responses, and `interception` runs an attempt with them.
//! * `observer` and `span` report a call, and `instrument` notifies both. `attempt` describes an attempt.
//! * `random` has the random numbers for all of them.

pub mod attempt;
pub(crate) mod call_spec;
pub mod conditional;
pub(crate) mod execute;
pub mod idempotency;
mod instrument;
mod interception;
pub mod interceptor;
pub mod location;
pub mod observer;
pub mod operation;
pub mod options;
pub(crate) mod plan;
pub mod random;
pub mod rate_limit;
pub(crate) mod rate_limiter;
pub(crate) mod redirect;
pub mod retry;
pub mod retry_after;
pub(crate) mod retry_budget;
pub mod retry_rule;
pub mod sending;
mod span;
