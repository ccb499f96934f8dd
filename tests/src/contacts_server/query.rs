//! Parses and validates the parameters of a request.

use serde_json::Value;

use super::cursor;
use super::reply::ApiError;

const DEFAULT_LIMIT: usize = 25;
const MAX_LIMIT: usize = 100;
const MAX_SEARCH_LENGTH: usize = 200;

/// The filters of a list. A cursor is valid only for its filters.
#[derive(Debug)]
pub(super) struct Filters {
    pub(super) phone_number_id: String,
    pub(super) phone: Option<String>,
    pub(super) search: Option<String>,
}

/// A request whose parameters are all valid.
#[derive(Debug)]
pub(super) struct Query {
    pub(super) filters: Filters,
    pub(super) limit: usize,
    pub(super) position: usize,
}

impl Query {
    /// Validates the parameters one by one. Returns the first error.
    pub(super) fn read(phone_number_id: String, query: &str) -> Result<Self, ApiError> {
        let phone = parameter(query, "phone");
        if phone.as_deref().is_some_and(|phone| !is_e164(phone)) {
            let message = "phone must be in E.164 form with a leading +, such as +628111111111.";
            return Err(ApiError::invalid("invalid_phone_number", message, "phone"));
        }
        let search = parameter(query, "search");
        if search.as_deref().is_some_and(|text| !(1..=MAX_SEARCH_LENGTH).contains(&text.chars().count())) {
            let message = "search must have 1 to 200 characters.";
            return Err(ApiError::invalid("invalid_field_value", message, "search"));
        }
        let limit = limit(parameter(query, "limit").as_deref())?;
        let filters = Filters { phone_number_id, phone, search };
        let position = match parameter(query, "cursor") {
            None => 0,
            Some(cursor) => cursor::open(&cursor, &filters).ok_or_else(|| {
                let message = "The cursor is malformed or belongs to other filters.";
                ApiError::invalid("invalid_cursor", message, "cursor")
            })?,
        };
        Ok(Self { filters, limit, position })
    }
}

impl Filters {
    /// Returns true if the filters include a contact.
    pub(super) fn keep(&self, contact: &Value) -> bool {
        let phone_matches = self.phone.as_deref().is_none_or(|phone| contact["phone_number"] == phone);
        phone_matches && self.search.as_deref().is_none_or(|text| found(text, contact))
    }
}

/// Returns the first value of a query parameter, decoded as a form field: `+` is a space.
fn parameter(query: &str, name: &str) -> Option<String> {
    let (_, value) = form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == name)?;
    Some(value.into_owned())
}

fn limit(text: Option<&str>) -> Result<usize, ApiError> {
    let Some(text) = text else {
        return Ok(DEFAULT_LIMIT);
    };
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match text.parse() {
        Ok(limit) if digits && (1..=MAX_LIMIT).contains(&limit) => Ok(limit),
        _ => Err(ApiError::invalid("invalid_limit", "limit must be a number from 1 to 100.", "limit")),
    }
}

/// Returns true for `+`, a digit other than 0, and 6 to 14 more digits.
fn is_e164(phone: &str) -> bool {
    let Some(digits) = phone.strip_prefix('+') else {
        return false;
    };
    (7..=15).contains(&digits.len()) && !digits.starts_with('0') && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn found(text: &str, contact: &Value) -> bool {
    let text = text.to_lowercase();
    let contains = |field: &str| contact[field].as_str().is_some_and(|value| value.to_lowercase().contains(&text));
    contains("name") || contains("email")
}
