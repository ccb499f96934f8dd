//! Responses before they are serialized: a status, headers and a body, and the envelope that all errors share.

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Response, StatusCode};
use serde_json::{Value, json};

use super::rate_limit::RateInfo;

/// A response that a fault may still change.
#[derive(Clone, Debug)]
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

/// An error of the API, without the request id.
#[derive(Clone, Debug)]
pub(super) struct ApiError {
    status: u16,
    kind: &'static str,
    code: &'static str,
    message: &'static str,
    param: Option<&'static str>,
    retry_after: Option<u64>,
}

impl ApiError {
    pub(super) fn new(status: u16, kind: &'static str, code: &'static str, message: &'static str) -> Self {
        Self { status, kind, code, message, param: None, retry_after: None }
    }

    /// Returns a 400 error for one parameter.
    pub(super) fn invalid(code: &'static str, message: &'static str, param: &'static str) -> Self {
        Self::new(400, "invalid_request_error", code, message).at(param)
    }

    /// Returns a 429 error with the seconds to wait.
    pub(super) fn rate_limited(retry_after: u64) -> Self {
        let error = Self::new(429, "rate_limit_error", "rate_limit_exceeded", "Too many requests. Try again later.");
        Self { retry_after: Some(retry_after), ..error }
    }

    /// Returns the usual error of a status.
    pub(super) fn usual(status: u16) -> Self {
        let (kind, code, message) = match status {
            401 => ("authentication_error", "invalid_api_key", "The API key is not valid."),
            403 => ("permission_error", "phone_number_forbidden", "The key has no access to this account."),
            404 => ("not_found", "resource_not_found", "There is no such resource."),
            409 => ("conflict", "idempotency_in_progress", "The same request is still being processed."),
            422 => ("invalid_request_error", "account_not_connected", "The WhatsApp account is not connected."),
            429 => return Self::rate_limited(1),
            400..500 => ("invalid_request_error", "invalid_request", "The request is not valid."),
            _ => ("api_error", "internal_error", "Something went wrong on our side. Try again later."),
        };
        Self::new(status, kind, code, message)
    }

    /// Sets the parameter that caused the error.
    pub(super) fn at(self, param: &'static str) -> Self {
        Self { param: Some(param), ..self }
    }

    pub(super) fn into_reply(self, request_id: &str, rate: RateInfo) -> Reply {
        let mut error = json!({ "type": self.kind, "code": self.code, "message": self.message });
        if let Some(param) = self.param {
            error["param"] = json!(param);
        }
        error["request_id"] = json!(request_id);
        let mut reply = Reply::json(self.status, &json!({ "error": error }), request_id, rate);
        if let Some(seconds) = self.retry_after {
            reply.set_header("retry-after", &seconds.to_string());
        }
        reply
    }
}

impl Reply {
    /// Returns a JSON response with the headers that the vendor documents.
    pub(super) fn json(status: u16, body: &Value, request_id: &str, rate: RateInfo) -> Self {
        let mut reply = Self { status, headers: Vec::new(), body: body.to_string().into_bytes() };
        reply.set_header("content-type", "application/json");
        reply.set_header("x-request-id", request_id);
        if status < 500 {
            for (name, value) in rate.headers() {
                reply.set_header(name, &value);
            }
        }
        reply
    }

    /// Sets a header and replaces earlier values.
    pub(super) fn set_header(&mut self, name: &str, value: &str) {
        self.headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        self.headers.push((name.to_owned(), value.to_owned()));
    }

    /// Returns the response with its whole body.
    pub(super) fn into_response(self) -> Response<Body> {
        let body = Body::from(self.body.clone());
        self.into_response_with(body)
    }

    /// Returns the response with a streaming body.
    pub(super) fn into_response_with(self, body: Body) -> Response<Body> {
        let mut response = Response::new(body);
        *response.status_mut() = StatusCode::from_u16(self.status).expect("a test asks for a status that exists");
        for (name, value) in self.headers {
            let name = HeaderName::try_from(name).expect("a test asks for a header name that exists");
            let value = HeaderValue::try_from(value).expect("a test asks for a header value that can be sent");
            response.headers_mut().append(name, value);
        }
        response
    }
}
