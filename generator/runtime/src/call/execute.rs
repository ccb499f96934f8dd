//! The execution of a call, from its first attempt to its end.

use std::cell::OnceCell;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use http::response::Parts;
use http::{HeaderMap, Request, Response, StatusCode};
use jiff::Timestamp;
use serde_json::Value;

use super::attempt::{Attempt, attempt_count};
use super::instrument::{self, Instrument};
use super::plan::{Plan, Reading};
use super::random;
use super::rate_limiter::{Permit, RateLimiter};
use super::redirect::{self, Redirects};
use super::retry::RetryOutcome;
use super::retry_budget::RetryBudget;
use super::retry_rule::{FailedAttempt, RetryVerdict};
use crate::runtime::client::client_config::ClientConfig;
use crate::runtime::client::settings::Settings;
use crate::runtime::codec::json;
use crate::runtime::credentials::redaction::Secrets;
use crate::runtime::credentials::token_transport::TokenTransport;
use crate::runtime::error::{Fault, TransportError, TransportKind};
use crate::runtime::response::meta::Meta;
use crate::runtime::response::raw::{ERROR_BODY_LIMIT, RawResponse};
use crate::runtime::transport::body::{Body, Collected, Excess};
use crate::runtime::transport::interface::{Alarm, Transport};

/// The state that all calls of a client share.
pub(crate) struct ClientInner {
    pub(crate) config: ClientConfig,
    pub(crate) transport: Arc<dyn Transport>,
    /// The connection of token sources, which is not recorded.
    pub(crate) token_transport: TokenTransport,
    /// True if the transport reads the extensions of requests. The transport over `hyper` does not.
    pub(crate) tells: bool,
    pub(crate) budget: RetryBudget,
    pub(crate) settings: Settings,
    pub(crate) rate_limiter: Option<RateLimiter>,
}

/// A response with its whole body, or a success whose body was not read yet.
pub(crate) enum CallResponse {
    Whole(RawResponse),
    Open(Meta, Body),
}

impl ClientInner {
    /// Attempts the call until a response is final, no retries are left, or the deadline has passed. Reports to the
    /// observer.
    //
    // The futures are nested and are copied when they are created. So large values are borrowed, and parts that are
    // seldom needed are on the heap.
    pub(crate) async fn execute(&self, request: &Request<Body>, plan: &mut Plan<'_>) -> Result<CallResponse, Fault> {
        let _permit = self.turn(plan).await?;
        let instrument = Instrument::begin(self, request, plan.endpoint, plan.started);
        match instrument.map(|instrument| Box::pin(self.watched(request, plan, instrument))) {
            Some(watched) => watched.await,
            None => self.attempt_until_final(request, plan, None).await,
        }
    }

    async fn watched(
        &self,
        request: &Request<Body>,
        plan: &Plan<'_>,
        mut instrument: Instrument<'_>,
    ) -> Result<CallResponse, Fault> {
        instrument.span().run(self.attempt_until_final(request, plan, Some(&mut instrument))).await
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

    async fn attempt_until_final(
        &self,
        request: &Request<Body>,
        plan: &Plan<'_>,
        mut instrument: Option<&mut Instrument<'_>>,
    ) -> Result<CallResponse, Fault> {
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
            let answer = self.attempt(request, plan, &mut alarm, &attempts).await;
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
                None => self.wait(&answer, request, plan, retries, &attempts),
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
        answer: Result<CallResponse, TransportError>,
        request: &Request<Body>,
        attempts: Vec<Attempt>,
        plan: &Plan<'_>,
    ) -> Result<CallResponse, Fault> {
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
        answer: &Result<CallResponse, TransportError>,
        request: &Request<Body>,
        plan: &Plan<'_>,
        retries: u32,
        attempts: &[Attempt],
    ) -> Option<Duration> {
        let outcome = match answer {
            Ok(answer) if answer.is_in_progress(plan.in_progress) => RetryOutcome::InProgress(answer.meta().headers()),
            Ok(answer) => RetryOutcome::Response(answer.meta().status(), answer.meta().headers()),
            Err(failure) => RetryOutcome::Failure(failure),
        };
        let verdict = self.verdict(answer, outcome, plan, attempts);
        let is_retried = match verdict {
            RetryVerdict::Undecided => plan.retry.allows(outcome, plan.replay, retries),
            verdict => verdict.allows(plan.replay),
        };
        if !is_retried {
            return None;
        }
        let wait = plan.retry.pause(outcome, retries, Timestamp::now(), random::unit())?;
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

    /// Returns the verdict of the rules of the call and of the client about a failed attempt.
    fn verdict(
        &self,
        answer: &Result<CallResponse, TransportError>,
        outcome: RetryOutcome<'_>,
        plan: &Plan<'_>,
        attempts: &[Attempt],
    ) -> RetryVerdict {
        let of_client = self.settings.retry_rule.as_deref();
        if plan.retry_rule.is_none() && of_client.is_none() {
            return RetryVerdict::Undecided;
        }
        let response = match answer {
            Ok(answer) if !plan.is_error(answer.meta().status()) => return RetryVerdict::Undecided,
            Ok(CallResponse::Whole(response)) => Some(response),
            _ => None,
        };
        let failed = FailedAttempt {
            outcome,
            response,
            read_code: plan.read_code,
            code: OnceCell::new(),
            operation: plan.endpoint,
            replay: plan.replay,
            attempts: attempt_count(attempts),
            elapsed: self.transport.now().saturating_duration_since(plan.started),
        };
        let rules = plan.retry_rule.into_iter().chain(of_client);
        let mut verdicts = rules.map(|rule| rule.decide(&failed));
        verdicts.find(|verdict| *verdict != RetryVerdict::Undecided).unwrap_or(RetryVerdict::Undecided)
    }

    /// Sends a request once, and reads the whole response, or only its head for a streaming call.
    async fn attempt(
        &self,
        request: &Request<Body>,
        plan: &Plan<'_>,
        alarm: &mut Alarm<'_>,
        attempts: &[Attempt],
    ) -> Result<CallResponse, TransportError> {
        fn late<T>() -> Result<T, TransportError> {
            Err(TransportError::new(TransportKind::Timeout))
        }
        let mut sent: Option<Box<Request<Body>>> = None;
        let answer = if plan.interceptors.is_empty() && self.settings.interceptors.is_empty() {
            let answer = alarm.until(pin!(self.follow(request, plan))).await.unwrap_or_else(late)?;
            self.learn(&answer);
            answer
        } else {
            let (request, answer) = Box::pin(self.intercepted(request, plan, alarm, attempt_count(attempts))).await?;
            sent = Some(request);
            answer
        };
        let request = sent.as_deref().unwrap_or(request);
        let (Parts { status, headers, .. }, mut body) = answer.into_parts();
        let is_error = plan.is_error(status);
        let secrets = Secrets::new(request, self.config.credentials());
        let meta = self.meta(request, status, headers, plan);
        if plan.reading == Reading::Head && !is_error {
            return Ok(CallResponse::Open(meta, body));
        }
        let (bound, excess) = self.bound(is_error);
        let mut collected = Collected::new(meta.headers());
        let read = alarm.until(pin!(collected.read(&mut body, bound, excess))).await.unwrap_or_else(late);
        let body = match read {
            Err(failure) if !is_error => return Err(failure.of_answer().after(meta)),
            // A truncated error body is more useful than a transport error.
            _ if is_error => secrets.redact(collected.into_bytes()),
            _ => collected.into_bytes(),
        };
        Ok(CallResponse::Whole(RawResponse::new(meta, body)))
    }

    /// Passes the head of a response, as the server sent it, to the rate limiter.
    pub(super) fn learn(&self, response: &Response<Body>) {
        if let Some(rate_limiter) = &self.rate_limiter {
            rate_limiter.learn(&Meta::new(response.status(), response.headers().clone()), self.transport.now());
        }
    }

    /// Returns the head of a response without the secrets of the request.
    pub(super) fn meta(
        &self,
        request: &Request<Body>,
        status: StatusCode,
        headers: HeaderMap,
        plan: &Plan<'_>,
    ) -> Meta {
        let secrets = Secrets::new(request, self.config.credentials());
        let headers = secrets.redact_headers(headers, plan.is_error(status));
        Meta::new(status, headers).lacking(request.extensions().get())
    }

    /// Returns the size limit of a body.
    pub(super) const fn bound(&self, is_error: bool) -> (usize, Excess) {
        if is_error { (ERROR_BODY_LIMIT, Excess::Cut) } else { (self.settings.max_response_size, Excess::Refuse) }
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

    pub(super) fn outgoing(&self, request: &Request<Body>, plan: &Plan<'_>) -> Request<Body> {
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
fn is_refused(answer: &Result<CallResponse, TransportError>, request: &Request<Body>) -> bool {
    answer.as_ref().is_ok_and(|answer| answer.meta().status() == StatusCode::UNAUTHORIZED)
        && request.body().is_replayable()
}

impl CallResponse {
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
