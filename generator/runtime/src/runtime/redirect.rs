//! Which redirects are followed, and what goes along.

use http::header::{
    ACCEPT, CONTENT_ENCODING, CONTENT_LANGUAGE, CONTENT_LENGTH, CONTENT_LOCATION, CONTENT_TYPE, HeaderMap, LOCATION,
    USER_AGENT,
};
use http::uri::Scheme;
use http::{Method, Request, StatusCode, Uri};

use super::body::Body;
use super::location;
use super::target::is_loopback;

/// The most redirects that are followed for one request.
pub(super) const MOST: usize = 5;

/// What a call does with redirects.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Redirects {
    /// Follows those that are safe to follow.
    #[default]
    Follow,
    /// Returns the redirect itself.
    Stop,
}

/// The request that an answer redirects to, or none if the answer is to be taken as it is.
///
/// Requests that only read are followed anywhere but from https to http, and to plain http only on this machine unless the client
/// allows it elsewhere (`plain_http`). Other requests are followed where their method and body are to stay as they are and the origin
/// is the same. `QUERY` keeps its method and body, but for 303, where the result is at another address (RFC 10008). A body that can
/// be sent once goes nowhere else. To another origin go no
/// headers but those that say who is asking and for what type: neither credentials nor anything else that was meant for
/// the first server.
pub(super) fn next(
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
    let is_same = origin(from) == origin(&to);
    let is_allowed = plain_http || is_loopback(to.host().unwrap_or_default());
    let stays_secure = to.scheme() == Some(&Scheme::HTTPS) || to.scheme() == from.scheme() && is_allowed;
    if !(is_same || reads && stays_secure) {
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

/// The request for the result of a query, which is at another address.
fn result_of(query: &Request<Body>) -> Request<Body> {
    let mut request = query.clone();
    *request.method_mut() = Method::GET;
    *request.body_mut() = Body::default();
    for name in [CONTENT_TYPE, CONTENT_ENCODING, CONTENT_LANGUAGE, CONTENT_LENGTH, CONTENT_LOCATION] {
        request.headers_mut().remove(name);
    }
    request
}

/// Scheme, host and port; two URLs may be of the same origin without it being seen here, but never the other way round.
fn origin(uri: &Uri) -> (Option<&Scheme>, Option<String>, Option<u16>) {
    let usual = if uri.scheme() == Some(&Scheme::HTTPS) { 443 } else { 80 };
    (uri.scheme(), uri.host().map(str::to_ascii_lowercase), uri.port_u16().or(Some(usual)))
}
