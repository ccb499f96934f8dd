//! The `tracing` span of a call, with the names and fields that OpenTelemetry defines for HTTP clients.
//!
//! It contains no credentials, no values of parameters and no bodies. Of the URL it contains the server and the path
//! template.

use std::future::Future;

use http::Request;

use super::observer::{Ended, Tried};
use super::operation::Endpoint;
use crate::runtime::transport::body::Body;

/// The span of a call.
#[cfg(feature = "tracing")]
#[derive(Clone)]
pub(crate) struct CallSpan(tracing::Span);

#[cfg(feature = "tracing")]
impl CallSpan {
    /// Starts the span of a call.
    pub(crate) fn begin(endpoint: Endpoint, request: &Request<Body>) -> Self {
        use tracing::field::Empty;

        let (method, uri) = (request.method().as_str(), request.uri());
        let known_port = match uri.scheme_str() {
            Some("https") => Some(443),
            Some("http") => Some(80),
            _ => None,
        };
        Self(tracing::info_span!(
            "call",
            otel.name = format_args!("{method} {}", endpoint.path),
            otel.kind = "client",
            otel.status_code = Empty,
            operation.id = endpoint.id,
            http.request.method = method,
            http.request.body.size = request.body().length(),
            http.request.resend_count = Empty,
            http.response.status_code = Empty,
            http.response.body.size = Empty,
            url.template = endpoint.path,
            url.scheme = uri.scheme_str(),
            server.address = uri.host(),
            server.port = uri.port_u16().or(known_port),
            request.id = Empty,
            "error.type" = Empty,
        ))
    }

    /// Returns true if a subscriber is interested in the span.
    pub(super) fn is_seen(&self) -> bool {
        !self.0.is_disabled()
    }

    /// Runs a future within the span.
    pub(crate) async fn run<T>(self, work: impl Future<Output = T>) -> T {
        tracing::Instrument::instrument(work, self.0).await
    }

    /// Emits an event for the end of an attempt.
    pub(crate) fn tried(&self, tried: &Tried) {
        let end = super::observer::CallEnd::from(tried.end);
        let status = match tried.end {
            super::attempt::AttemptEnd::Status(status) => Some(status.as_u16()),
            super::attempt::AttemptEnd::Failure(_) => None,
        };
        let seconds = |duration: std::time::Duration| duration.as_secs_f64();
        tracing::debug!(
            parent: &self.0,
            http.request.resend_count = tried.number.saturating_sub(1),
            http.response.status_code = status,
            "error.type" = end.error(),
            elapsed = seconds(tried.elapsed),
            wait = tried.wait.map(seconds),
            "{}",
            if tried.wait.is_some() { "attempt failed, retrying" } else { "attempt ended" },
        );
    }

    /// Records the end of the call.
    pub(crate) fn ended(&self, ended: &Ended<'_>) {
        if let super::observer::CallEnd::Status(status) = ended.end {
            self.0.record("http.response.status_code", status.as_u16());
        }
        if let Some(error) = ended.end.error() {
            self.0.record("error.type", error);
            self.0.record("otel.status_code", "ERROR");
        }
        if ended.attempt_count > 1 {
            self.0.record("http.request.resend_count", ended.attempt_count - 1);
        }
        if let Some(size) = ended.response_size {
            self.0.record("http.response.body.size", size);
        }
        if let Some(id) = ended.request_id {
            self.0.record("request.id", id);
        }
    }
}

/// The placeholder of the span without the feature `tracing`.
#[cfg(not(feature = "tracing"))]
#[derive(Clone)]
pub(crate) struct CallSpan;

#[cfg(not(feature = "tracing"))]
#[expect(clippy::unused_self, reason = "the span of the feature `tracing` has the same methods")]
impl CallSpan {
    pub(crate) const fn begin(_: Endpoint, _: &Request<Body>) -> Self {
        Self
    }

    pub(super) const fn is_seen(&self) -> bool {
        false
    }

    pub(crate) async fn run<T>(self, work: impl Future<Output = T>) -> T {
        work.await
    }

    pub(crate) const fn tried(&self, _: &Tried) {}

    pub(crate) const fn ended(&self, _: &Ended<'_>) {}
}
