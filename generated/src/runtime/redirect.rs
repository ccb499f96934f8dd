//! Which redirects are followed, and what goes along.

use http::header::{ACCEPT, HeaderMap, LOCATION, USER_AGENT};
use http::{Method, Request, StatusCode, Uri};
use reqwest::Url;

use super::body::Body;

/// The most redirects that are followed for one request.
pub(super) const MOST: usize = 5;

/// The request that an answer redirects to, or none if the answer is to be taken as it is.
///
/// Requests that only read are followed anywhere but from https to http, others where their method and body are to stay
/// as they are and the origin is the same. A body that can be sent once goes nowhere else. To another origin go no headers but those that say who is asking and for what
/// type: neither credentials nor anything else that was meant for the first server.
pub(super) fn next(request: &Request<Body>, status: StatusCode, headers: &HeaderMap) -> Option<Request<Body>> {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    let keeps = matches!(status, StatusCode::TEMPORARY_REDIRECT | StatusCode::PERMANENT_REDIRECT);
    let moves = matches!(status, StatusCode::MOVED_PERMANENTLY | StatusCode::FOUND | StatusCode::SEE_OTHER);
    if !(keeps || moves && reads) || !request.body().is_replayable() {
        return None;
    }
    let from = Url::parse(&request.uri().to_string()).ok()?;
    let mut to = from.join(headers.get(LOCATION)?.to_str().ok()?).ok()?;
    to.set_fragment(None);
    let is_same = from.origin() == to.origin();
    let stays_secure = to.scheme() == "https" || to.scheme() == from.scheme();
    if !(is_same || reads && stays_secure) || !to.username().is_empty() || to.password().is_some() {
        return None;
    }
    let uri: Uri = to.as_str().parse().ok()?;
    let mut next = request.clone();
    *next.uri_mut() = uri;
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
