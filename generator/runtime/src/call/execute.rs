//! The execution of a call, from its first attempt to its end.

use std::pin::pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use http::response::Parts;
use http::{Request, Response, StatusCode};
use jiff::Timestamp;
use serde_json::Value;

use super::attempt::Attempt;
use super::instrument::{self, Instrument};
use super::operation::Endpoint;
use super::random;
use super::rate_limiter::{Permit, RateLimiter};
use super::redirect::{self, Redirects};
use super::retry::{Replay, RetryOutcome, RetryPolicy};
use super::retry_budget::RetryBudget;
use crate::runtime::client::client_config::ClientConfig;
use crate::runtime::client::settings::Settings;
use crate::runtime::codec::json;
use crate::runtime::credentials::redaction::Secrets;
use crate::runtime::credentials::token_refresh::TokenRefresh;
use crate::runtime::error::{Fault, TransportError, TransportKind};
use crate::runtime::response::meta::Meta;
use crate::runtime::response::raw::{ERROR_BODY_LIMIT, RawResponse};
use crate::runtime::transport::body::{Body, Collected, Excess};
#[cfg(feature = "blocking")]
use crate::runtime::transport::interface::Deadline;
use crate::runtime::transport::interface::{Alarm, Transport};

/// The state that all calls of a client share.
pub(crate) struct ClientInner {
    pub(crate) config: ClientConfig,
    pub(crate) transport: Arc<dyn Transport>,
    /// True if the transport reads the extensions of requests. The transport over `reqwest` does not.
    pub(crate) tells: bool,
    pub(crate) budget: RetryBudget,
    pub(crate) settings: Settings,
    pub(crate) rate_limiter: Option<RateLimiter>,
}

/// The settings of a call.
#[derive(Clone, Copy)]
pub(crate) struct Plan<'a> {
    pub(crate) endpoint: Endpoint,
    pub(crate) started: Instant,
    pub(crate) deadline: Option<Instant>,
    pub(crate) replay: Replay,
    /// The error codes of 409 responses to a call that the server is still working on.
    pub(crate) in_progress: &'static [&'static str],
    /// Statuses outside of 200 to 299 that are not errors.
    pub(crate) expected: &'static [u16],
    pub(crate) redirects: Redirects,
    pub(crate) retry: RetryPolicy,
    pub(crate) reading: Reading,
    /// Rebuilds the request with other tokens, if it contains tokens from a source.
    pub(crate) token_refresh: Option<&'a TokenRefresh<'a>>,
    /// The idle timeout of a streaming body.
    #[cfg(feature = "blocking")]
    pub(crate) idle_timeout: Option<Duration>,
}

impl Plan<'_> {
    /// Returns a request with the extensions that a transport may read.
    fn told(&self, request: &Request<Body>) -> Request<Body> {
        let mut request = request.clone();
        let told = request.extensions_mut();
        if self.endpoint != Endpoint::default() {
            told.insert(self.endpoint);
        }
        // The blocking transport enforces the deadline itself.
        #[cfg(feature = "blocking")]
        told.insert(Deadline {
            at: self.deadline,
            covers_body: self.reading == Reading::Whole,
            idle_timeout: self.idle_timeout,
        });
        request
    }
}

/// The part of a success that is read before it is returned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reading {
    /// The whole response.
    Whole,
    /// The status and the headers.
    Head,
}

/// A response with its whole body, or a success whose body was not read yet.
pub(crate) enum Answer {
    Whole(RawResponse),
    Open(Meta, Body),
}

impl ClientInner {
    /// Attempts the call until a response is final, no retries are left, or the deadline has passed. Reports to the
    /// observer.
    //
    // The futures are nested and are copied when they are created. So large values are borrowed, and parts that are
    // seldom needed are on the heap.
    pub(crate) async fn execute(&self, request: &Request<Body>, plan: &mut Plan<'_>) -> Result<Answer, Fault> {
        let _permit = self.turn(plan).await?;
        let instrument = Instrument::begin(self, request, plan.endpoint, plan.started);
        match instrument.map(|instrument| Box::pin(self.watched(request, plan, instrument))) {
            Some(watched) => watched.await,
            None => self.tries(request, plan, None).await,
        }
    }

    async fn watched(
        &self,
        request: &Request<Body>,
        plan: &Plan<'_>,
        mut instrument: Instrument<'_>,
    ) -> Result<Answer, Fault> {
        instrument.span().run(self.tries(request, plan, Some(&mut instrument))).await
    }

    /// Waits until the rate limiter admits the call. The deadline of the call is moved by the time that it waited.
    async fn turn(&self, plan: &mut Plan<'_>) -> Result<Option<Permit<'_>>, TransportError> {
        let Some(rate_limiter) = &self.rate_limiter else { return Ok(None) };
        let begun = self.transport.now();
        let permit = rate_limiter.turn(self.transport.as_ref()).await?;
        let waited = self.transport.now().saturating_duration_since(begun);
        plan.started = plan.started.checked_add(waited).unwrap_or(plan.started);
        plan.deadline = plan.deadline.and_then(|deadline| deadline.checked_add(waited));
        Ok(Some(permit))
    }

    async fn tries(
        &self,
        request: &Request<Body>,
        plan: &Plan<'_>,
        mut instrument: Option<&mut Instrument<'_>>,
    ) -> Result<Answer, Fault> {
        // A 401 renews the tokens once and sends the request again immediately. This is neither a retry nor limited by
        // the retry policy: the server has rejected the request without acting on it. All other attempts count as
        // retries.
        let mut attempts: Vec<Attempt> = Vec::new();
        let (mut retries, mut token_refresh) = (0, plan.token_refresh);
        let mut alarm = Alarm::at(self.transport.as_ref(), plan.deadline);
        let mut other: Option<Box<Request<Body>>> = None;
        loop {
            let request = other.as_deref().unwrap_or(request);
            let begun = self.transport.now();
            let answer = self.attempt(request, plan, &mut alarm).await;
            let elapsed = self.transport.now().saturating_duration_since(begun);
            // `take_if` allows one refresh per call. Fetching the token is bounded by the deadline of the call.
            let renewed = match token_refresh.take_if(|_| is_refused(&answer, request)) {
                Some(token_refresh) => {
                    alarm.until(Box::pin(token_refresh.instead_of(request)).as_mut()).await.flatten()
                }
                None => None,
            };
            let wait = match &renewed {
                Some(_) => Some(Duration::ZERO),
                None => self.wait(&answer, request, plan, retries),
            };
            if let Some(instrument) = &mut instrument {
                instrument.tried(&answer, elapsed, wait);
            }
            let Some(wait) = wait else {
                return self.last(answer, request, attempts, plan);
            };
            // The response is dropped before the wait, which may be long.
            attempts.push(Attempt { end: instrument::end(&answer), elapsed, wait });
            drop(answer);
            if let Some(renewed) = renewed {
                other = Some(Box::new(renewed));
            } else {
                retries += 1;
                self.transport.sleep(wait).await;
                if let Some(rate_limiter) = &self.rate_limiter {
                    rate_limiter.spend();
                }
            }
        }
    }

    /// Ends a call with its last response or failure.
    fn last(
        &self,
        answer: Result<Answer, TransportError>,
        request: &Request<Body>,
        attempts: Vec<Attempt>,
        plan: &Plan<'_>,
    ) -> Result<Answer, Fault> {
        if answer.as_ref().is_ok_and(|answer| answer.meta().status().is_success()) {
            self.budget.earn();
        }
        let elapsed = self.transport.now().saturating_duration_since(plan.started);
        match answer {
            Ok(answer) => Ok(answer.tried(attempts, elapsed)),
            Err(failure) => Err(failure.tried(attempts, request.uri().host()).into()),
        }
    }

    /// Returns how long to wait before the next attempt, or `None` after the last attempt.
    fn wait(
        &self,
        answer: &Result<Answer, TransportError>,
        request: &Request<Body>,
        plan: &Plan<'_>,
        retries: u32,
    ) -> Option<Duration> {
        let outcome = match answer {
            Ok(answer) if answer.is_in_progress(plan.in_progress) => RetryOutcome::InProgress(answer.meta().headers()),
            Ok(answer) => RetryOutcome::Answer(answer.meta().status(), answer.meta().headers()),
            Err(failure) => RetryOutcome::Failure(failure),
        };
        let wait = plan.retry.delay(outcome, plan.replay, retries, Timestamp::now(), random::unit())?;
        let now = self.transport.now();
        // A retry also waits until the rate limit allows it. If that wait is too long, there is no retry.
        let wait = match &self.rate_limiter {
            Some(rate_limiter) => wait.max(rate_limiter.rest(now)?),
            None => wait,
        };
        let next = now.checked_add(wait);
        let in_time = plan.deadline.is_none_or(|deadline| next.is_some_and(|next| next < deadline));
        // The budget is taken last, so that a retry which is impossible for another reason costs nothing.
        (in_time && request.body().is_replayable() && self.budget.take()).then_some(wait)
    }

    /// Sends a request once, and reads the whole response, or only its head for a streaming call.
    async fn attempt(
        &self,
        request: &Request<Body>,
        plan: &Plan<'_>,
        alarm: &mut Alarm<'_>,
    ) -> Result<Answer, TransportError> {
        fn late<T>() -> Result<T, TransportError> {
            Err(TransportError::new(TransportKind::Timeout))
        }
        let answer = alarm.until(pin!(self.follow(request, plan))).await.unwrap_or_else(late)?;
        let (Parts { status, headers, .. }, mut body) = answer.into_parts();
        let is_error = !status.is_success() && !plan.expected.contains(&status.as_u16());
        let secrets = Secrets::new(request, self.config.credentials());
        let meta = Meta::new(status, secrets.redact_headers(headers, is_error)).lacking(request.extensions().get());
        if let Some(rate_limiter) = &self.rate_limiter {
            rate_limiter.learn(&meta, self.transport.now());
        }
        if plan.reading == Reading::Head && !is_error {
            return Ok(Answer::Open(meta, body));
        }
        let (bound, excess) =
            if is_error { (ERROR_BODY_LIMIT, Excess::Cut) } else { (self.settings.max_response_size, Excess::Refuse) };
        let mut collected = Collected::new(meta.headers());
        let read = alarm.until(pin!(collected.read(&mut body, bound, excess))).await.unwrap_or_else(late);
        let body = match read {
            Err(failure) if !is_error => return Err(failure.of_answer().after(meta)),
            // A truncated error body is more useful than a transport error.
            _ if is_error => secrets.redact(collected.into_bytes()),
            _ => collected.into_bytes(),
        };
        Ok(Answer::Whole(RawResponse::new(meta, body)))
    }

    /// Sends a request and follows redirects until there is a final response.
    async fn follow(&self, request: &Request<Body>, plan: &Plan<'_>) -> Result<Response<Body>, TransportError> {
        let answer = self.transport.send(self.outgoing(request, plan)).await?;
        if plan.redirects == Redirects::Stop {
            return Ok(answer);
        }
        let next = redirect::next(request, answer.status(), answer.headers(), self.config.allows_plain_http());
        match next.map(|next| Box::pin(self.redirected(next, plan))) {
            Some(redirected) => {
                drop(answer);
                redirected.await
            }
            None => Ok(answer),
        }
    }

    fn outgoing(&self, request: &Request<Body>, plan: &Plan<'_>) -> Request<Body> {
        if self.tells { plan.told(request) } else { request.clone() }
    }

    /// Follows redirects from the first target on. At the limit, the last redirect is returned as the response.
    async fn redirected(&self, first: Request<Body>, plan: &Plan<'_>) -> Result<Response<Body>, TransportError> {
        let mut request = first;
        for _ in 1..redirect::MOST {
            let answer = self.transport.send(self.outgoing(&request, plan)).await?;
            match redirect::next(&request, answer.status(), answer.headers(), self.config.allows_plain_http()) {
                Some(next) => request = next,
                None => return Ok(answer),
            }
        }
        self.transport.send(self.outgoing(&request, plan)).await
    }
}

/// Returns true if the server rejected a token and the request can be sent again with another one.
fn is_refused(answer: &Result<Answer, TransportError>, request: &Request<Body>) -> bool {
    answer.as_ref().is_ok_and(|answer| answer.meta().status() == StatusCode::UNAUTHORIZED)
        && request.body().is_replayable()
}

impl Answer {
    pub(crate) const fn meta(&self) -> &Meta {
        match self {
            Self::Whole(response) => response.meta(),
            Self::Open(meta, _) => meta,
        }
    }

    /// Adds the earlier attempts and the elapsed time.
    fn tried(self, attempts: Vec<Attempt>, elapsed: Duration) -> Self {
        match self {
            Self::Whole(response) => Self::Whole(response.map_meta(|meta| meta.tried(attempts, elapsed))),
            Self::Open(meta, body) => Self::Open(meta.tried(attempts, elapsed), body),
        }
    }

    /// Returns the response with the part of its body that is in memory.
    pub(crate) fn whole(self) -> RawResponse {
        match self {
            Self::Whole(response) => response,
            Self::Open(meta, body) => RawResponse::new(meta, body.bytes().cloned().unwrap_or_default()),
        }
    }

    /// Returns true if the server is still working on an earlier attempt: a 409 with one of these codes anywhere in its
    /// body.
    fn is_in_progress(&self, codes: &[&str]) -> bool {
        let Self::Whole(response) = self else { return false };
        response.meta().status() == StatusCode::CONFLICT
            && !codes.is_empty()
            && json::decode(response.body()).is_ok_and(|body: Value| mentions(&body, codes))
    }
}

/// Returns true if a string in a value is one of the codes. The recursion is bounded, since reading limits the nesting.
fn mentions(value: &Value, codes: &[&str]) -> bool {
    match value {
        Value::String(text) => codes.contains(&text.as_str()),
        Value::Array(items) => items.iter().any(|item| mentions(item, codes)),
        Value::Object(fields) => fields.values().any(|field| mentions(field, codes)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}
