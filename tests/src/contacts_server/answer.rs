//! Handles a request. Checks the route, the key, the rate limit, the account and the parameters, in this order.

use std::sync::Arc;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State as Extract};
use axum::http::request::Parts;
use axum::http::{Method, Response};
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};

use super::id::id;
use super::query::Query;
use super::recorded::RecordedRequest;
use super::reply::{ApiError, Reply};
use super::state::State;
use super::{API_KEY, EXPIRED_API_KEY, PHONE_NUMBER_ID, UNCONNECTED_PHONE_NUMBER_ID, cursor};

const MAX_BODY: usize = 1 << 20;

/// Records a request and responds, with a fault if one is queued.
pub(super) async fn answer(Extract(state): Extract<Arc<State>>, request: Request) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, MAX_BODY).await.unwrap_or_else(|_| Bytes::new());
    let (request_id, fault) = {
        let mut changing = state.lock();
        changing.requests.push(RecordedRequest::new(&parts, body));
        (id("req", changing.requests.len()), changing.faults.pop_front())
    };
    let result = page(&state, &parts, &request_id);
    let rate = state.lock().rate_limit.info();
    let reply = match result {
        Ok(page) => Reply::json(200, &page, &request_id, rate),
        Err(error) => error.into_reply(&request_id, rate),
    };
    match fault {
        Some(fault) => fault.apply(reply, &request_id, rate).await,
        None => reply.into_response(),
    }
}

/// Returns the requested page.
fn page(state: &State, parts: &Parts, request_id: &str) -> Result<Value, ApiError> {
    let phone_number_id = route(parts)?;
    authenticate(parts)?;
    state.lock().rate_limit.take().map_err(ApiError::rate_limited)?;
    check_account(&phone_number_id)?;
    let query = Query::read(phone_number_id, parts.uri.query().unwrap_or_default())?;

    let mut found = state.contacts.iter().enumerate().skip(query.position);
    let mut kept = found.by_ref().filter(|(_, contact)| query.filters.keep(contact));
    let data: Vec<&Value> = kept.by_ref().take(query.limit).map(|(_, contact)| contact).collect();
    let next_cursor = kept.next().map(|(position, _)| cursor::seal(position, &query.filters));
    Ok(json!({
        "data": data,
        "has_more": next_cursor.is_some(),
        "next_cursor": next_cursor,
        "request_id": request_id,
    }))
}

/// Returns the decoded path parameter of the only operation.
fn route(parts: &Parts) -> Result<String, ApiError> {
    let mut segments = parts.uri.path().split('/');
    let (Some(""), Some("v1"), Some(account), Some("contacts"), None) =
        (segments.next(), segments.next(), segments.next(), segments.next(), segments.next())
    else {
        return Err(ApiError::usual(404));
    };
    if parts.method != Method::GET {
        return Err(ApiError::usual(405));
    }
    Ok(percent_decode_str(account).decode_utf8_lossy().into_owned())
}

fn authenticate(parts: &Parts) -> Result<(), ApiError> {
    let header = parts.headers.get("authorization").and_then(|value| value.to_str().ok());
    let (scheme, key) = header.and_then(|header| header.split_once(' ')).unwrap_or_default();
    match key {
        API_KEY if scheme.eq_ignore_ascii_case("bearer") => Ok(()),
        EXPIRED_API_KEY => {
            Err(ApiError::new(401, "authentication_error", "expired_api_key", "The API key has expired."))
        }
        _ => Err(ApiError::usual(401)),
    }
}

fn check_account(phone_number_id: &str) -> Result<(), ApiError> {
    let digits = phone_number_id.bytes().all(|byte| byte.is_ascii_digit());
    if !digits || !(6..=20).contains(&phone_number_id.len()) {
        let message = "phone_number_id must have 6 to 20 digits.";
        return Err(ApiError::invalid("invalid_field_value", message, "phone_number_id"));
    }
    match phone_number_id {
        PHONE_NUMBER_ID => Ok(()),
        UNCONNECTED_PHONE_NUMBER_ID => Err(ApiError::usual(422).at("phone_number_id")),
        _ => Err(ApiError::usual(404).at("phone_number_id")),
    }
}
