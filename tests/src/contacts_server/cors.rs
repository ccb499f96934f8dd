//! Allows requests of pages of other origins, as a server for browsers does.

use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_REQUEST_METHOD, HeaderValue,
};
use axum::http::{Method, Response, StatusCode};
use axum::middleware::Next;

/// The headers that pages may set.
const ALLOWED: HeaderValue = HeaderValue::from_static("authorization");

/// The headers that pages see, besides `Content-Type` and a few others.
const EXPOSED: HeaderValue =
    HeaderValue::from_static("retry-after, x-request-id, x-ratelimit-limit, x-ratelimit-remaining, x-ratelimit-reset");

/// Answers the browser's own requests, and adds the headers that show a response to a page.
pub(super) async fn allow(request: Request, next: Next) -> Response<Body> {
    let asks_first =
        request.method() == Method::OPTIONS && request.headers().contains_key(ACCESS_CONTROL_REQUEST_METHOD);
    let mut response = if asks_first {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::NO_CONTENT;
        response.headers_mut().insert(ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET"));
        response.headers_mut().insert(ACCESS_CONTROL_ALLOW_HEADERS, ALLOWED);
        response
    } else {
        next.run(request).await
    };
    response.headers_mut().insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    response.headers_mut().insert(ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
    response
}
