//! Sends requests to an authorization server and reads the responses.

use std::pin::pin;
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use http::{Method, Request, StatusCode, Uri};
use jiff::Timestamp;
use serde_json::{Map, Value};

use super::form::{self, Form};
use super::oauth_error::{OAuthError, Rejection};
use super::registration::OAuthClient;
use crate::runtime::call::retry_after;
use crate::runtime::codec::json;
use crate::runtime::credentials::redaction::redact;
use crate::runtime::credentials::secret_forms;
use crate::runtime::credentials::token_transport::TokenTransport;
use crate::runtime::error::{TransportError, TransportKind};
use crate::runtime::transport::body::{Body, Collected, Excess};
use crate::runtime::transport::interface::Alarm;

/// The maximum size of a response in bytes.
const LIMIT: usize = 1024 * 1024;

/// The waits before further attempts.
const WAITS: [Duration; 2] = [Duration::from_millis(250), Duration::from_secs(1)];

/// The effect of a second request after the server may have received the first one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Repeat {
    Safe,
    Unsafe,
}

/// A response that is a JSON object.
#[derive(Debug)]
pub(super) struct Response {
    pub(super) status: StatusCode,
    pub(super) object: Map<String, Value>,
}

/// A request with its secrets.
struct Post<'a> {
    url: Uri,
    body: Bytes,
    authorization: Option<HeaderValue>,
    timeout: Duration,
    /// The forms in which the server may quote the secrets.
    secrets: &'a [String],
}

/// Sends parameters with the identity of the program. A failed request is sent up to two more times: whenever the connection
/// failed, and also after other failures if that is safe. The wait is at least that of `Retry-After`. If this is longer than the
/// time for a request, the error is returned at once.
pub(super) async fn post(
    client: &TokenTransport,
    url: Uri,
    registration: &OAuthClient,
    supported: &[String],
    mut form: Form,
    (timeout, repeat): (Duration, Repeat),
) -> Result<Response, OAuthError> {
    let authorization = registration.sign(&mut form, supported)?;
    let mut secrets = Vec::new();
    form.add_secrets(&mut secrets);
    if let Some(secret) = registration.secret() {
        form::add_secret(&mut secrets, secret.expose());
    }
    if let Some(value) = authorization.as_ref().and_then(|value| value.to_str().ok()) {
        secret_forms::add(&mut secrets, value.strip_prefix("Basic ").unwrap_or(value));
    }
    let post = Post { url, body: form.encode().into(), authorization, timeout, secrets: &secrets };
    for wait in WAITS {
        let error = match post.send(client).await {
            Err(error) if is_transient(&error, repeat) => error,
            done => return done,
        };
        // An earlier attempt would be rejected as well.
        let asked = error.retry_after().unwrap_or_default();
        if asked > timeout {
            return Err(error);
        }
        client.sleep(wait.max(asked)).await;
    }
    post.send(client).await
}

/// Returns true if a further attempt may succeed and does no harm.
fn is_transient(error: &OAuthError, repeat: Repeat) -> bool {
    if error.transport().is_some_and(|error| error.kind() == TransportKind::Connect) {
        return true;
    }
    let is_interrupted = error.transport().is_some_and(|error| error.kind() == TransportKind::Interrupted);
    let is_busy = error.status().is_some_and(|status| matches!(status.as_u16(), 429 | 500 | 502 | 503 | 504));
    repeat == Repeat::Safe && (is_interrupted || is_busy)
}

impl Post<'_> {
    async fn send(&self, client: &TokenTransport) -> Result<Response, OAuthError> {
        let mut request = Request::new(Body::from(self.body.clone()));
        *request.method_mut() = Method::POST;
        *request.uri_mut() = self.url.clone();
        let form = HeaderValue::from_static("application/x-www-form-urlencoded");
        request.headers_mut().insert(CONTENT_TYPE, form);
        if let Some(authorization) = &self.authorization {
            request.headers_mut().insert(AUTHORIZATION, authorization.clone());
        }
        exchange(client, request, self.timeout, self.secrets).await
    }
}

/// Requests a JSON object without credentials.
pub(super) async fn get(client: &TokenTransport, url: Uri, timeout: Duration) -> Result<Response, OAuthError> {
    let mut request = Request::new(Body::default());
    *request.uri_mut() = url;
    exchange(client, request, timeout, &[]).await
}

/// Sends a request and reads its response, whose size and time are limited. Redirects are not followed, since they would send the
/// secrets to another server.
async fn exchange(
    client: &TokenTransport,
    mut request: Request<Body>,
    timeout: Duration,
    secrets: &[String],
) -> Result<Response, OAuthError> {
    request.headers_mut().insert(ACCEPT, HeaderValue::from_static("application/json"));
    let deadline = client.now().checked_add(timeout);
    #[cfg(feature = "blocking")]
    request.extensions_mut().insert(crate::runtime::transport::interface::Deadline {
        at: deadline,
        covers_body: true,
        idle_timeout: None,
    });
    let host = request.uri().host().map(str::to_owned);
    let late = || TransportError::new(TransportKind::Timeout);
    let failed = |error: TransportError| OAuthError::from(error.tried(Vec::new(), host.as_deref()));
    let mut alarm = Alarm::at(client.transport(), deadline);
    let response = alarm.until(pin!(client.send(request))).await.unwrap_or_else(|| Err(late())).map_err(failed)?;
    let (head, mut body) = response.into_parts();
    let mut collected = Collected::new(&head.headers);
    let read = alarm.until(pin!(collected.read(&mut body, LIMIT, Excess::Refuse))).await;
    read.unwrap_or_else(|| Err(late())).map_err(|error| failed(error.of_answer()))?;
    let retry_after = || retry_after::from_headers(&head.headers, Timestamp::now());
    object(head.status, &collected.into_bytes(), secrets).map_err(|error| error.with_retry_after(retry_after()))
}

/// Reads a response. Some servers report errors with the status 200, and errors may quote the secrets of the request.
fn object(status: StatusCode, body: &[u8], secrets: &[String]) -> Result<Response, OAuthError> {
    let unexpected =
        |what: &str| OAuthError::response(status, format!("the authorization server responded with {what}"));
    if status.is_redirection() {
        return Err(unexpected("a redirect, which is not followed"));
    }
    let object = if let Ok(Value::Object(object)) = json::decode(body) { Some(object) } else { None };
    let text = |key: &str| {
        let text = object.as_ref()?.get(key)?.as_str()?.to_owned();
        Some(String::from_utf8_lossy(&redact(text.into(), secrets)).into_owned())
    };
    if let Some(code) = text("error") {
        let rejection = Rejection { code, description: text("error_description"), uri: text("error_uri") };
        return Err(OAuthError::rejected(Some(status), rejection));
    }
    match object {
        Some(object) if status.is_success() => Ok(Response { status, object }),
        Some(_) => Err(unexpected(&format!("the status {}", status.as_u16()))),
        None => Err(unexpected(&format!("the status {} and a body that is not a JSON object", status.as_u16()))),
    }
}
