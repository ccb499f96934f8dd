//! Faults that a test can inject into a response.

use std::convert::Infallible;
use std::io;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::Response;
use futures_util::{StreamExt as _, stream};
use serde_json::{Value, json};

use super::edit::{self, NoPlace};
use super::rate_limit::RateInfo;
use super::reply::{ApiError, Reply};

/// A fault in one response.
///
/// Faults that edit the page leave error responses unchanged.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Fault {
    /// The usual error of this status, whether the operation documents it or not. A 429 requires a wait of one second.
    Status(u16),
    /// An HTML page in place of JSON, as gateways send it.
    Html(u16),
    /// Exactly this response. `X-Request-Id` is added unless it is among the headers.
    RawResponse {
        /// The status code.
        status: u16,
        /// The headers.
        headers: Vec<(String, String)>,
        /// The body.
        body: Vec<u8>,
    },
    /// The connection closes without a response.
    Disconnect,
    /// The connection closes after half of the body.
    TruncatedBody,
    /// An empty body.
    EmptyBody,
    /// The correct response, with a delay.
    Slow(Duration),
    /// Half of the correct response, a pause, and the rest.
    SlowBody(Duration),
    /// `object` of this contact of the page is an undocumented value.
    UnknownEnumValue {
        /// The index of the contact in the page, from 0.
        index: usize,
    },
    /// The page and each of its objects have an undocumented field; `metadata` is unchanged.
    UnknownField,
    /// Every nullable value is null.
    NullWhereAllowed,
    /// Every nullable value is missing.
    MissingNullableKeys,
    /// The value at a JSON pointer, such as `/data/3/created_at`, is replaced.
    Set {
        /// The pointer, which must exist.
        pointer: String,
        /// The new value.
        value: Value,
    },
    /// The key at a JSON pointer, such as `/data/3/created_at`, is missing.
    Remove {
        /// The pointer, which must exist in an object.
        pointer: String,
    },
}

impl Fault {
    /// Returns a [`Fault::RawResponse`] with a content type.
    #[must_use]
    pub fn raw(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        let headers = vec![("content-type".to_owned(), content_type.to_owned())];
        Self::RawResponse { status, headers, body: body.into() }
    }

    /// Returns a [`Fault::Set`].
    #[must_use]
    pub fn set(pointer: &str, value: impl Into<Value>) -> Self {
        Self::Set { pointer: pointer.to_owned(), value: value.into() }
    }

    /// Returns a [`Fault::Remove`].
    #[must_use]
    pub fn remove(pointer: &str) -> Self {
        Self::Remove { pointer: pointer.to_owned() }
    }

    /// Applies the fault to the correct response.
    pub(super) async fn apply(self, mut reply: Reply, request_id: &str, rate: RateInfo) -> Response<Body> {
        match self {
            Self::Status(status) => ApiError::usual(status).into_reply(request_id, rate).into_response(),
            Self::Html(status) => html(status, request_id).into_response(),
            Self::RawResponse { status, headers, body } => raw(status, headers, body, request_id).into_response(),
            Self::Disconnect => reply.into_response_with(broken_body(&[], Duration::ZERO)),
            Self::TruncatedBody => truncated(reply),
            Self::EmptyBody => {
                reply.body.clear();
                reply.into_response()
            }
            Self::Slow(pause) => {
                tokio::time::sleep(pause).await;
                reply.into_response()
            }
            Self::SlowBody(pause) => slow_body(reply, pause),
            Self::UnknownEnumValue { index } => {
                edited(reply, |page| edit::set(page, &format!("/data/{index}/object"), json!("robot")))
            }
            Self::UnknownField => edited(reply, always(edit::add_unknown_fields)),
            Self::NullWhereAllowed => edited(reply, always(edit::null_where_allowed)),
            Self::MissingNullableKeys => edited(reply, always(edit::remove_nullable)),
            Self::Set { pointer, value } => edited(reply, |page| edit::set(page, &pointer, value)),
            Self::Remove { pointer } => edited(reply, |page| edit::remove(page, &pointer)),
        }
    }
}

fn html(status: u16, request_id: &str) -> Reply {
    let body =
        format!("<!DOCTYPE html>\n<html><head><title>{status}</title></head><body><h1>Oops</h1></body></html>\n");
    let headers = vec![("content-type".to_owned(), "text/html; charset=utf-8".to_owned())];
    raw(status, headers, body.into_bytes(), request_id)
}

fn raw(status: u16, headers: Vec<(String, String)>, body: Vec<u8>, request_id: &str) -> Reply {
    let mut reply = Reply { status, headers, body };
    if !reply.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("x-request-id")) {
        reply.set_header("x-request-id", request_id);
    }
    reply
}

/// Returns a response with half of the body, but the full content length.
fn truncated(mut reply: Reply) -> Response<Body> {
    reply.set_header("content-length", &reply.body.len().to_string());
    let half = reply.body[..reply.body.len() / 2].to_vec();
    reply.into_response_with(broken_body(&half, Duration::from_millis(50)))
}

/// Returns a body that sends `start` and fails after a pause, which makes hyper close the connection.
///
/// hyper sends the written bytes during the pause. Without a pause, it does not even send the status line.
fn broken_body(start: &[u8], pause: Duration) -> Body {
    let start = (!start.is_empty()).then(|| Ok(Bytes::copy_from_slice(start)));
    let end = stream::once(async move {
        if !pause.is_zero() {
            tokio::time::sleep(pause).await;
        }
        Err(io::Error::other("the fault closes the connection"))
    });
    Body::from_stream(stream::iter(start).chain(end))
}

fn slow_body(mut reply: Reply, pause: Duration) -> Response<Body> {
    reply.set_header("content-length", &reply.body.len().to_string());
    let (start, rest) = reply.body.split_at(reply.body.len() / 2);
    let (start, rest) = (Bytes::copy_from_slice(start), Bytes::copy_from_slice(rest));
    let end = stream::once(async move {
        tokio::time::sleep(pause).await;
        Ok::<_, Infallible>(rest)
    });
    let body = Body::from_stream(stream::iter([Ok(start)]).chain(end));
    reply.into_response_with(body)
}

/// Edits the page. If that fails, the response is a 500 with an explanation in plain text for the author of the test.
fn edited(mut reply: Reply, edit: impl FnOnce(&mut Value) -> Result<(), NoPlace>) -> Response<Body> {
    if reply.status != 200 {
        return reply.into_response();
    }
    let mut page = serde_json::from_slice(&reply.body).expect("the server's own page is JSON");
    match edit(&mut page) {
        Ok(()) => reply.body = page.to_string().into_bytes(),
        Err(problem) => {
            reply = Reply { status: 500, headers: Vec::new(), body: problem.to_string().into_bytes() };
            reply.set_header("content-type", "text/plain; charset=utf-8");
        }
    }
    reply.into_response()
}

/// Adapts an edit that cannot fail.
fn always(edit: impl FnOnce(&mut Value)) -> impl FnOnce(&mut Value) -> Result<(), NoPlace> {
    |page| {
        edit(page);
        Ok(())
    }
}
