//! Reads the head and the body of a response in every way that a generated crate does.

use std::collections::BTreeMap;

use http::Uri;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;

use super::models::{Tagged, Told, Tree};
use super::sample::Sample;
use crate::runtime::call::location;
use crate::runtime::call::retry_after;
use crate::runtime::codec::json;
use crate::runtime::response::charset;
use crate::runtime::response::http_date;
use crate::runtime::{Decode, Encode, Error, RawResponse};

/// The time of every run, so that an input always does the same.
const NOW: Timestamp = Timestamp::UNIX_EPOCH;

/// Reads what is known of a response besides its body.
pub(super) fn head(sample: &Sample) {
    let meta = sample.meta();
    let _ = (meta.media_type(), meta.content_type_parameter("charset"), meta.rate_limit(), meta.retry_after());
    let _ = retry_after::from_headers(&sample.headers, NOW);
    assert_is_safe_line(&format!("{meta:?}"));
    for name in sample.headers.keys() {
        let _ = (
            meta.header_as::<f64>(name.as_str()),
            meta.header_list::<i64>(name.as_str()),
            meta.header_time(name.as_str()),
        );
        for text in meta.header_all(name.as_str()) {
            let _ = http_date::parse(text, NOW);
            assert_stays_on_the_web(text);
        }
    }
}

/// A reference of a server leads to http or https, and to no name and password.
fn assert_stays_on_the_web(reference: &str) {
    let from = Uri::from_static("https://api.example.com/v1/things?page=1");
    if let Some(to) = location::join(&from, reference) {
        let authority = to.authority().map_or("", |authority| authority.as_str());
        assert!(matches!(to.scheme_str(), Some("http" | "https")) && !authority.contains('@'), "{reference:?}: {to}");
    }
}

/// Reads the body as every kind of success and error.
pub(super) fn body(sample: &Sample) {
    read::<Value>(&sample.body);
    read::<Tree>(&sample.body);
    read::<Tagged>(&sample.body);
    read::<Told>(&sample.body);
    read::<BTreeMap<String, Vec<Option<Tree>>>>(&sample.body);
    let _ = charset::decode(&sample.body, sample.meta().content_type_parameter("charset"));
    let raw = || sample.raw();
    shown(raw().json::<Tree, Value>().err());
    shown(raw().json_if_any::<Tagged, Value>().err());
    shown(raw().text::<Value>().err());
    shown(raw().empty::<Value>().err());
    shown(Some(raw().into_error::<Value>()));
    shown(Some(raw().into_text_error(Value::String)));
    shown(Some(raw().into_bare_error::<Value>()));
}

/// Reads a value, and asserts that `serde_json` reads and writes it in the same way, and that it can be read again.
fn read<T: Decode + Encode + Serialize>(body: &[u8]) {
    let Ok(value) = json::decode::<T>(body) else { return };
    let Ok(text) = serde_json::to_string(&value) else { panic!("the value cannot be written") };
    assert_eq!(json::encode(&value).as_deref(), Ok(text.as_bytes()), "another text is written");
    let body = std::str::from_utf8(body).ok();
    let mut by_serde: Option<T> = None;
    if body.is_some_and(|body| json::read_by_serde(body, &mut by_serde).is_ok()) {
        let by_serde = by_serde.map(|value| serde_json::to_string(&value).unwrap_or_default());
        assert_eq!(by_serde.as_deref(), Some(text.as_str()), "another value is read");
    }
    if let Err(failure) = json::decode::<T>(text.as_bytes()) {
        panic!("the written value cannot be read: {failure:?}: {text}");
    }
}

/// An error is displayed on one line, whatever the server sent.
fn shown(error: Option<Error<Value>>) {
    let Some(error) = error else { return };
    assert_is_safe_line(&error.to_string());
    let _ = (format!("{error:?}"), error.retry_after(), error.request_id(), error.raw().map(RawResponse::body));
}

/// A text of the server begins no line, steers no terminal and changes no text direction.
pub(super) fn assert_is_safe_line(text: &str) {
    let steers = |char: char| {
        char.is_control() || matches!(char, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    assert!(!text.contains(steers), "{text:?}");
}
