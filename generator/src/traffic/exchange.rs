//! A recorded request with its response, as far as it was recorded.

use std::io::Read as _;

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use flate2::read::MultiGzDecoder;
use serde_json::{Map, Value};

use crate::validate::media::essence;

/// The maximum size of a body after decompression.
const MAX_BODY: u64 = 64 << 20;

/// The maximum length of a scheme with an authority. Names of hosts have at most 253 characters.
const MAX_ORIGIN: usize = 300;

/// The text that recorders write in place of credentials.
const REDACTED: [&str; 4] = ["[redacted]", "REDACTED", "<redacted>", "***"];

/// A recorded request with its response.
#[derive(Debug, Clone)]
pub struct Exchange {
    /// The method in upper case.
    pub method: String,
    /// The scheme and authority, such as `https://api.example.com`.
    pub origin: String,
    /// The path, percent-encoded.
    pub path: String,
    /// The query, percent-encoded, without `?`.
    pub query: String,
    /// The headers of the request. `None` if none were recorded.
    pub headers: Option<Vec<(String, String)>>,
    /// The body of the request.
    pub request: Body,
    /// The status of the response.
    pub status: u16,
    /// The body of the response.
    pub response: Body,
}

/// A body as recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// There was no body.
    Absent,
    /// There was a body, and it was not recorded completely.
    Unrecorded,
    /// The whole body.
    Whole {
        /// The media type without parameters, in lower case. `None` if it was not declared.
        media_type: Option<String>,
        /// The bytes.
        bytes: Vec<u8>,
    },
}

impl Exchange {
    /// Parses an entry. `None` if it has no response, such as a call that was blocked or failed, or no usable URL.
    #[must_use]
    pub fn parse(entry: &Map<String, Value>) -> Option<Self> {
        let (request, response) = (entry.get("request")?, entry.get("response")?);
        let status = response.get("status")?.as_u64().and_then(|status| u16::try_from(status).ok());
        let status = status.filter(|status| (100..1000).contains(status))?;
        let method = request.get("method")?.as_str()?.to_ascii_uppercase();
        let url = request.get("url")?.as_str()?.split('#').next()?;
        let start = url.find("://")? + 3;
        let end = url.get(start..)?.find(['/', '?']).map_or(url.len(), |end| start + end);
        let (origin, rest) = url.split_at(end);
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        let has_none = method == "HEAD" || matches!(status, 204 | 304) || status < 200;
        let response = if has_none { Body::Absent } else { response_body(response) };
        let origin = Some(without_user(origin)).filter(|origin| origin.len() <= MAX_ORIGIN)?;
        let path = if path.is_empty() { "/" } else { path }.to_owned();
        let (headers, body) = (headers(request), request_body(request));
        Some(Self { method, origin, path, query: query.to_owned(), headers, request: body, status, response })
    }

    /// Returns true if a text is what recorders write in place of a credential.
    #[must_use]
    pub fn is_redacted(text: &str) -> bool {
        REDACTED.iter().any(|mark| text.contains(mark))
    }
}

/// Removes the user and the password from an origin.
fn without_user(origin: &str) -> String {
    let (scheme, authority) = origin.split_once("://").unwrap_or(("", origin));
    let host = authority.rsplit('@').next().unwrap_or(authority);
    format!("{scheme}://{host}").to_ascii_lowercase()
}

fn headers(message: &Value) -> Option<Vec<(String, String)>> {
    let list = message.get("headers")?.as_array()?;
    let pair = |header: &Value| {
        let text = |key| header.get(key).and_then(Value::as_str);
        Some((text("name")?.to_ascii_lowercase(), text("value")?.to_owned()))
    };
    let all: Vec<_> = list.iter().filter_map(pair).collect();
    (!all.is_empty()).then_some(all)
}

fn header(message: &Value, name: &str) -> Option<String> {
    headers(message)?.into_iter().find(|(known, _)| known == name).map(|(_, value)| value)
}

fn request_body(request: &Value) -> Body {
    let size = request.get("bodySize").and_then(Value::as_i64).unwrap_or(-1);
    let Some(data) = request.get("postData").filter(|data| data.is_object()) else {
        let length = header(request, "content-length");
        let has_length = length.is_some_and(|length| length != "0");
        return if size > 0 || has_length { Body::Unrecorded } else { Body::Absent };
    };
    let declared = data.get("mimeType").and_then(Value::as_str).filter(|text| !text.is_empty());
    let media_type = declared.map(str::to_owned).or_else(|| header(request, "content-type"));
    if let Some(text) = data.get("text").and_then(Value::as_str).filter(|text| !text.is_empty()) {
        let encoding = data.get("encoding").or_else(|| data.get("_encoding"));
        return whole(text, encoding, media_type, None);
    }
    let field = |field: &Value| {
        let text = |key| field.get(key).and_then(Value::as_str);
        Some(format!("{}={}", text("name")?, text("value")?))
    };
    let fields = data.get("params").and_then(Value::as_array).filter(|fields| !fields.is_empty());
    let is_form = media_type.as_deref().map(essence).as_deref() == Some("application/x-www-form-urlencoded");
    match fields {
        Some(fields) if is_form => {
            let all: Vec<String> = fields.iter().filter_map(field).collect();
            whole(&all.join("&"), None, media_type, None)
        }
        None if size == 0 => Body::Absent,
        _ => Body::Unrecorded,
    }
}

fn response_body(response: &Value) -> Body {
    let content = response.get("content").unwrap_or(&Value::Null);
    let number = |owner: &Value, key| owner.get(key).and_then(Value::as_i64);
    let size = number(content, "size");
    let Some(text) = content.get("text").and_then(Value::as_str).filter(|text| !text.is_empty()) else {
        let is_empty = size == Some(0) && number(response, "bodySize").is_none_or(|size| size <= 0);
        return if is_empty { Body::Absent } else { Body::Unrecorded };
    };
    let declared = content.get("mimeType").and_then(Value::as_str);
    let declared = declared.filter(|text| !text.is_empty() && *text != "x-unknown").map(str::to_owned);
    let media_type = declared.or_else(|| header(response, "content-type"));
    whole(text, content.get("encoding"), media_type, size)
}

/// Decodes a body. `size` is the number of its bytes, if it is known.
fn whole(text: &str, encoding: Option<&Value>, media_type: Option<String>, size: Option<i64>) -> Body {
    let media_type = media_type.map(|text| essence(&text)).filter(|text| !text.is_empty());
    let is_base64 = encoding.and_then(Value::as_str).is_some_and(|name| name.eq_ignore_ascii_case("base64"));
    let bytes = if is_base64 { decoded(text) } else { Some(text.as_bytes().to_vec()) };
    // Recorders that cut long bodies keep their size.
    let is_cut = |bytes: &[u8]| size.is_some_and(|size| usize::try_from(size).is_ok_and(|size| bytes.len() * 2 < size));
    match bytes.and_then(|bytes| unzipped(bytes, MAX_BODY)).filter(|bytes| !is_cut(bytes)) {
        Some(bytes) => Body::Whole { media_type, bytes },
        None => Body::Unrecorded,
    }
}

fn decoded(text: &str) -> Option<Vec<u8>> {
    let config = GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    let plain: Vec<u8> = text.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    GeneralPurpose::new(&STANDARD, config).decode(plain).ok()
}

/// Decompresses bytes that some proxies record as they were sent. `None` if they are broken or longer than the limit.
fn unzipped(bytes: Vec<u8>, limit: u64) -> Option<Vec<u8>> {
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Some(bytes);
    }
    let mut plain = Vec::new();
    // One byte more shows that there is more.
    let size = MultiGzDecoder::new(bytes.as_slice()).take(limit + 1).read_to_end(&mut plain).ok()?;
    u64::try_from(size).is_ok_and(|size| size <= limit).then_some(plain)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::GzEncoder;
    use serde_json::json;

    use super::{Exchange, unzipped};

    fn zipped(bytes: &[u8]) -> Vec<u8> {
        let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
        packed.write_all(bytes).expect("memory");
        packed.finish().expect("memory")
    }

    #[test]
    fn all_members_are_decompressed() {
        let bytes = [zipped(b"[1,"), zipped(b"2]")].concat();
        assert_eq!(unzipped(bytes, 100).as_deref(), Some(&b"[1,2]"[..]));
    }

    #[test]
    fn a_body_above_the_limit_is_not_whole() {
        let bytes = zipped(&[b'1'; 101]);
        assert_eq!(unzipped(bytes.clone(), 101).map(|plain| plain.len()), Some(101));
        assert_eq!(unzipped(bytes, 100), None);
    }

    #[test]
    fn hosts_have_a_limited_length() {
        let parsed = |host: &str| {
            let url = format!("https://{host}/a");
            let entry = json!({ "request": { "method": "GET", "url": url }, "response": { "status": 200 } });
            Exchange::parse(entry.as_object().expect("an object")).is_some()
        };
        assert!(parsed("example.com") && !parsed(&"a".repeat(400)));
    }
}
