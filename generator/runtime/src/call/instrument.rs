//! Reports a call to the observer of the client and to `tracing`.

use std::time::Duration;

use http::header::CONTENT_LENGTH;
use http::{Method, Request};

use super::attempt::AttemptEnd;
use super::execute::{CallResponse, ClientInner};
use super::observer::{CallEnd, Ended, Observed, Observer, Tried};
use super::operation::Endpoint;
use super::span::CallSpan;
use crate::runtime::error::TransportError;
use crate::runtime::response::meta::Meta;
use crate::runtime::transport::body::Body;
use crate::runtime::transport::clock::Instant;

/// A call that is observed from its start to its end, or until its future is dropped.
pub(crate) struct Instrument<'a> {
    client: &'a ClientInner,
    started: Instant,
    endpoint: Endpoint,
    method: Method,
    host: String,
    request_size: Option<u64>,
    span: CallSpan,
    attempt_count: u32,
    is_over: bool,
}

impl<'a> Instrument<'a> {
    /// Starts the observation of a call; `None` without an observer and without an interested subscriber.
    pub(crate) fn begin(
        client: &'a ClientInner,
        request: &Request<Body>,
        endpoint: Endpoint,
        started: Instant,
    ) -> Option<Self> {
        let span = CallSpan::begin(endpoint, request);
        if client.settings.observer.is_none() && !span.is_seen() {
            return None;
        }
        let instrument = Self {
            client,
            started,
            endpoint,
            method: request.method().clone(),
            host: request.uri().host().unwrap_or_default().to_owned(),
            request_size: request.body().length(),
            span,
            attempt_count: 0,
            is_over: false,
        };
        instrument.tell(<dyn Observer>::begun);
        Some(instrument)
    }

    /// Returns the span of the attempts.
    pub(crate) fn span(&self) -> CallSpan {
        self.span.clone()
    }

    /// Reports the end of an attempt, and the wait before the next one, if any.
    pub(crate) fn tried(
        &mut self,
        answer: &Result<CallResponse, TransportError>,
        elapsed: Duration,
        wait: Option<Duration>,
    ) {
        self.attempt_count = self.attempt_count.saturating_add(1);
        let (end, response_size) = (end(answer), size(answer));
        let tried = Tried { number: self.attempt_count, end, elapsed, wait, response_size };
        self.tell(|observer, call| observer.tried(call, &tried));
        self.span.tried(&tried);
        if wait.is_none() {
            let request_id =
                answer.as_ref().map_or_else(TransportError::request_id, |answer| answer.meta().request_id());
            self.over(end.into(), response_size, request_id);
        }
    }

    fn over(&mut self, end: CallEnd, response_size: Option<u64>, request_id: Option<&str>) {
        let elapsed = self.client.transport.now().saturating_duration_since(self.started);
        let ended = Ended { end, attempt_count: self.attempt_count, elapsed, response_size, request_id };
        self.is_over = true;
        self.tell(|observer, call| observer.ended(call, &ended));
        self.span.ended(&ended);
    }

    fn tell(&self, what: impl FnOnce(&dyn Observer, &Observed<'_>)) {
        if let Some(observer) = &self.client.settings.observer {
            let call = Observed {
                operation: self.endpoint.id,
                path: self.endpoint.path,
                method: &self.method,
                host: &self.host,
                request_size: self.request_size,
            };
            what(observer.as_ref(), &call);
        }
    }
}

/// A call that is dropped before its end was cancelled, possibly during an attempt.
impl Drop for Instrument<'_> {
    fn drop(&mut self) {
        if !self.is_over {
            self.over(CallEnd::Cancelled, None, None);
        }
    }
}

/// Returns the end of an attempt.
pub(crate) fn end(answer: &Result<CallResponse, TransportError>) -> AttemptEnd {
    match answer {
        Ok(answer) => AttemptEnd::Status(answer.meta().status()),
        Err(failure) => AttemptEnd::Failure(failure.kind()),
    }
}

/// Returns the size of the response body: the part that was read, or the declared length.
fn size(answer: &Result<CallResponse, TransportError>) -> Option<u64> {
    let said = |meta: &Meta| meta.header_as(CONTENT_LENGTH.as_str());
    match answer {
        Ok(CallResponse::Whole(response)) => u64::try_from(response.body().len()).ok(),
        Ok(CallResponse::Open(meta, _)) => said(meta),
        Err(failure) => failure.meta().and_then(said),
    }
}
