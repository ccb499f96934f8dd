//! The rules for redirects: which ones are followed, and which headers are sent along.

use http::header::{
    ACCEPT, CONTENT_ENCODING, CONTENT_LANGUAGE, CONTENT_LENGTH, CONTENT_LOCATION, CONTENT_TYPE, HeaderMap, LOCATION,
    USER_AGENT,
};
use http::uri::Scheme;
use http::{Method, Request, Response, StatusCode, Uri};

use super::location;
use crate::runtime::client::client_config::is_loopback;
use crate::runtime::client::server::Origin;
use crate::runtime::transport::body::Body;

/// The maximum number of redirects that are followed for a request.
pub(crate) const MOST: usize = 5;

/// The redirect setting of an operation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Redirects {
    /// Follow redirects that are safe to follow.
    #[default]
    Follow,
    /// Return the redirect itself.
    Stop,
}

/// The extension of a response after redirects that the transport has followed itself, since any of them may have led to another
/// origin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RedirectedElsewhere;

/// Returns true if the transport has followed redirects to this response.
pub(super) fn is_redirected_elsewhere(response: &Response<Body>) -> bool {
    response.extensions().get() == Some(&RedirectedElsewhere)
}

/// Returns the request that a response redirects to, or `None` if the response is final.
///
/// * `GET` and `HEAD` are redirected to any server, but not from `https` to `http`, and to `http` only on the local
///   host, unless the client allows it elsewhere (`plain_http`).
/// * Other methods are redirected only within the same origin, and only by the statuses that keep the method and the
///   body (307 and 308).
/// * `QUERY` is redirected within the same origin by 301 and 302 as well, with its method and body. After 303 it becomes
///   a `GET` for the result at another address (RFC 10008).
/// * A request with a body that can be sent once is not redirected.
/// * To another origin, only `Accept` and `User-Agent` are sent: neither credentials nor any other header, since they
///   are intended for the first server.
pub(crate) fn next(
    request: &Request<Body>,
    status: StatusCode,
    headers: &HeaderMap,
    plain_http: bool,
) -> Option<Request<Body>> {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    let queries = *request.method() == Method::QUERY;
    let keeps = matches!(status, StatusCode::TEMPORARY_REDIRECT | StatusCode::PERMANENT_REDIRECT);
    let moves = matches!(status, StatusCode::MOVED_PERMANENTLY | StatusCode::FOUND | StatusCode::SEE_OTHER);
    if !(keeps || moves && (reads || queries)) || !request.body().is_replayable() {
        return None;
    }
    if queries && status == StatusCode::SEE_OTHER {
        return next(&result_of(request), status, headers, plain_http);
    }
    let from = request.uri();
    let to = location::join(from, headers.get(LOCATION)?.to_str().ok()?)?;
    let is_same = is_same_origin(from, &to);
    if !(is_same || reads && stays_secure(from, &to, plain_http)) {
        return None;
    }
    let mut next = request.clone();
    *next.uri_mut() = to;
    if !is_same {
        next.headers_mut().clear();
        for name in [ACCEPT, USER_AGENT] {
            if let Some(value) = request.headers().get(&name) {
                next.headers_mut().insert(name, value.clone());
            }
        }
    }
    Some(next)
}

/// Returns true if a redirect does not lead from `https` to `http`, nor to `http` on another host than the local one, unless
/// `plain_http` allows it.
pub(crate) fn stays_secure(from: &Uri, to: &Uri, plain_http: bool) -> bool {
    let is_allowed = plain_http || is_loopback(to.host().unwrap_or_default());
    to.scheme() == Some(&Scheme::HTTPS) || to.scheme() == from.scheme() && is_allowed
}

/// Converts a query to the request for its result at another address.
fn result_of(query: &Request<Body>) -> Request<Body> {
    let mut request = query.clone();
    *request.method_mut() = Method::GET;
    *request.body_mut() = Body::default();
    for name in [CONTENT_TYPE, CONTENT_ENCODING, CONTENT_LANGUAGE, CONTENT_LENGTH, CONTENT_LOCATION] {
        request.headers_mut().remove(name);
    }
    request
}

/// Returns true if two URLs are of the same origin.
pub(super) fn is_same_origin(left: &Uri, right: &Uri) -> bool {
    Origin::of(left) == Origin::of(right)
}
