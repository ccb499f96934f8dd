//! One call, from its first try to its end.

use std::sync::Arc;
use std::time::{Duration, Instant};

use http::{Request, StatusCode};
use jiff::Timestamp;
use serde_json::Value;

use super::attempt::{Attempt, AttemptEnd};
use super::body::{Body, Collected, Excess};
use super::error::{Fault, TransportError, TransportKind};
use super::meta::Meta;
use super::random;
use super::raw::{ERROR_BODY_LIMIT, RawResponse};
use super::retry::{Outcome, Replay, RetryPolicy};
use super::retry_budget::RetryBudget;
use super::target::Target;
#[cfg(feature = "blocking")]
use super::transport::Deadline;
use super::transport::{Transport, until};

/// What all calls of a client share.
pub(super) struct Engine {
    pub(super) target: Target,
    pub(super) transport: Arc<dyn Transport>,
    pub(super) retry: RetryPolicy,
    pub(super) budget: RetryBudget,
    pub(super) timeout: Option<Duration>,
    pub(super) idle_timeout: Option<Duration>,
    pub(super) max_response_size: usize,
}

/// What holds for one call.
#[derive(Clone, Copy)]
pub(super) struct Plan {
    pub(super) started: Instant,
    pub(super) deadline: Option<Instant>,
    pub(super) replay: Replay,
    /// The codes of 409 answers that say that the same call is still being worked on.
    pub(super) in_progress: &'static [&'static str],
    pub(super) retry: RetryPolicy,
    pub(super) reading: Reading,
    /// The longest time in which nothing of a body comes that is read as it comes.
    #[cfg(feature = "blocking")]
    pub(super) idle_timeout: Option<Duration>,
}

#[cfg(feature = "blocking")]
impl Plan {
    /// The request, with the deadline for transports that have to heed it themselves.
    fn told(self, mut request: Request<Body>) -> Request<Body> {
        let covers_body = self.reading == Reading::Whole;
        let deadline = Deadline { at: self.deadline, covers_body, idle_timeout: self.idle_timeout };
        request.extensions_mut().insert(deadline);
        request
    }
}

/// How much of a success is read before it is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// All of it.
    Whole,
    /// What comes before the body.
    Head,
}

/// An answer with its whole body, or a success whose body is still to come.
pub(super) enum Answer {
    Whole(RawResponse),
    Open(Meta, Body),
}

impl Engine {
    /// Tries until there is an answer that counts, or no more tries are left, or no more time.
    pub(super) async fn drive(&self, request: Request<Body>, plan: Plan) -> Result<Answer, Fault> {
        let mut attempts: Vec<Attempt> = Vec::new();
        loop {
            let begun = Instant::now();
            let answer = self.attempt(request.clone(), plan).await;
            let tries = u32::try_from(attempts.len()).unwrap_or(u32::MAX);
            let wait = wait(&answer, plan, tries).filter(|_| request.body().is_replayable() && self.budget.take());
            let Some(wait) = wait else {
                if answer.as_ref().is_ok_and(|answer| answer.meta().status().is_success()) {
                    self.budget.earn();
                }
                return match answer {
                    Ok(answer) => Ok(answer.tried(attempts, plan.started.elapsed())),
                    Err(failure) => Err(failure.tried(attempts, request.uri().host()).into()),
                };
            };
            let end = match &answer {
                Ok(answer) => AttemptEnd::Status(answer.meta().status()),
                Err(failure) => AttemptEnd::Failure(failure.kind()),
            };
            attempts.push(Attempt { end, elapsed: begun.elapsed(), wait });
            drop(answer);
            self.transport.sleep(wait).await;
        }
    }

    /// Sends a request once, and reads the answer to its end or as far as it is of use.
    async fn attempt(&self, request: Request<Body>, plan: Plan) -> Result<Answer, TransportError> {
        fn late<T>() -> Result<T, TransportError> {
            Err(TransportError::new(TransportKind::Timeout))
        }
        let transport = self.transport.as_ref();
        #[cfg(feature = "blocking")]
        let request = plan.told(request);
        let answer = until(transport, plan.deadline, transport.send(request)).await.unwrap_or_else(late)?;
        let (head, mut body) = answer.into_parts();
        let meta = Meta::new(head.status, head.headers);
        let is_error = !head.status.is_success();
        if plan.reading == Reading::Head && !is_error {
            return Ok(Answer::Open(meta, body));
        }
        let (bound, excess) =
            if is_error { (ERROR_BODY_LIMIT, Excess::Cut) } else { (self.max_response_size, Excess::Refuse) };
        let mut collected = Collected::new(meta.headers());
        let reading = collected.read(&mut body, bound, excess);
        let read = until(transport, plan.deadline, reading).await.unwrap_or_else(late);
        let body = match read {
            Err(failure) if !is_error => return Err(failure.of_answer().after(meta)),
            // Half the body of an error answer still says more than that the connection broke.
            _ if is_error => self.target.credentials().redact(collected.into_bytes()),
            _ => collected.into_bytes(),
        };
        Ok(Answer::Whole(RawResponse::new(meta, body)))
    }
}

/// How long to wait before the next try, or none if there is to be none.
fn wait(answer: &Result<Answer, TransportError>, plan: Plan, retries: u32) -> Option<Duration> {
    let outcome = match answer {
        Ok(answer) if answer.is_in_progress(plan.in_progress) => Outcome::InProgress(answer.meta().headers()),
        Ok(answer) => Outcome::Answer(answer.meta().status(), answer.meta().headers()),
        Err(failure) => Outcome::Failure(failure),
    };
    let wait = plan.retry.delay(outcome, plan.replay, retries, Timestamp::now(), random::unit())?;
    let next = Instant::now().checked_add(wait);
    let in_time = plan.deadline.is_none_or(|deadline| next.is_some_and(|next| next < deadline));
    in_time.then_some(wait)
}

impl Answer {
    pub(super) const fn meta(&self) -> &Meta {
        match self {
            Self::Whole(response) => response.meta(),
            Self::Open(meta, _) => meta,
        }
    }

    /// With the tries before it, and how long it all took.
    fn tried(self, attempts: Vec<Attempt>, elapsed: Duration) -> Self {
        match self {
            Self::Whole(response) => Self::Whole(response.map_meta(|meta| meta.tried(attempts, elapsed))),
            Self::Open(meta, body) => Self::Open(meta.tried(attempts, elapsed), body),
        }
    }

    /// The answer with what is there of its body.
    pub(super) fn whole(self) -> RawResponse {
        match self {
            Self::Whole(response) => response,
            Self::Open(meta, body) => RawResponse::new(meta, body.bytes().cloned().unwrap_or_default()),
        }
    }

    /// Whether it says that the same call is still being worked on: 409 with one of these codes anywhere in its body.
    fn is_in_progress(&self, codes: &[&str]) -> bool {
        let Self::Whole(response) = self else { return false };
        response.meta().status() == StatusCode::CONFLICT
            && !codes.is_empty()
            && serde_json::from_slice(response.body()).is_ok_and(|body: Value| mentions(&body, codes))
    }
}

/// Whether one of the texts in a value is one of the codes; what was read is not deep.
fn mentions(value: &Value, codes: &[&str]) -> bool {
    match value {
        Value::String(text) => codes.contains(&text.as_str()),
        Value::Array(items) => items.iter().any(|item| mentions(item, codes)),
        Value::Object(fields) => fields.values().any(|field| mentions(field, codes)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}
