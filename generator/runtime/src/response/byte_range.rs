//! The part and the version of a file that a response contains (RFC 9110, 8.8 and 14). It sends nothing.

use http::header::{CONTENT_LENGTH, CONTENT_RANGE, DATE, ETAG, LAST_MODIFIED};
use http::{HeaderName, StatusCode};
use jiff::{SignedDuration, Timestamp};

use super::http_date;
use super::meta::Meta;

/// The part of a file that a response contains, from `Content-Range: bytes 4-9/10`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ByteRange {
    pub(crate) start: u64,
    /// The position after the last byte.
    pub(crate) end: u64,
    /// The length of the whole file; `None` if the server does not know it.
    pub(crate) total: Option<u64>,
}

impl ByteRange {
    /// Returns the part that a response with status 206 contains; `None` unless it declares one valid range.
    pub(crate) fn from_meta(meta: &Meta) -> Option<Self> {
        let (range, total) = content_range(meta)?.split_once('/')?;
        let (first, last) = range.split_once('-')?;
        let (start, end) = (number(first)?, number(last)?.checked_add(1)?);
        let total = match total.trim() {
            "*" => None,
            total => Some(number(total)?),
        };
        let is_valid = start < end && total.is_none_or(|total| end <= total);
        is_valid.then_some(Self { start, end, total })
    }

    /// Returns the length of the file that a response with status 416 declares.
    pub(super) fn unsatisfied(meta: &Meta) -> Option<u64> {
        let is_unsatisfied = meta.status() == StatusCode::RANGE_NOT_SATISFIABLE;
        number(content_range(meta)?.trim().strip_prefix("*/")?).filter(|_| is_unsatisfied)
    }
}

/// Returns the length of a file that a response contains from its beginning to its end.
pub(super) fn whole_length(meta: &Meta) -> Option<u64> {
    let is_encoded = meta.header("content-encoding").is_some();
    meta.header_as::<u64>(CONTENT_LENGTH.as_str()).filter(|_| !is_encoded)
}

/// Returns the value of `Content-Range` after its unit, which is compared without regard to case.
fn content_range(meta: &Meta) -> Option<&str> {
    let (unit, range) = meta.header(CONTENT_RANGE.as_str())?.trim().split_once(' ')?;
    unit.eq_ignore_ascii_case("bytes").then_some(range)
}

fn number(text: &str) -> Option<u64> {
    let text = text.trim();
    text.parse().ok().filter(|_| text.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The identifiers that a server declares for a version of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Version {
    etag: Option<String>,
    modified: Option<String>,
    /// True unless another version may have the same `Last-Modified`.
    is_dated: bool,
}

impl Version {
    /// Returns the version that a response contains.
    pub(crate) fn from_meta(meta: &Meta) -> Self {
        let text = |name: HeaderName| meta.header(name.as_str()).map(|text| text.trim().to_owned());
        let modified = text(LAST_MODIFIED);
        let now = Timestamp::now();
        let time = |text: &str| http_date::parse(text, now);
        // A file that was changed within the second of the response may be changed again within that second.
        let age = modified.as_deref().and_then(time).zip(meta.header(DATE.as_str()).and_then(time));
        let is_dated = age.is_none_or(|(modified, date)| date.duration_since(modified) >= SignedDuration::from_secs(1));
        Self { etag: text(ETAG), modified, is_dated }
    }

    /// Returns the version that [`name`](Self::name) returned.
    pub(crate) fn named(name: String) -> Self {
        if name.contains('"') {
            Self { etag: Some(name), ..Self::default() }
        } else {
            Self { modified: Some(name), is_dated: true, ..Self::default() }
        }
    }

    /// Returns the text by which a request can require this version: a strong `ETag` or `Last-Modified`.
    pub(crate) fn name(&self) -> Option<&str> {
        let is_strong = |tag: &&str| tag.starts_with('"');
        let modified = self.modified.as_deref().filter(|_| self.is_dated);
        self.etag.as_deref().filter(is_strong).or(modified)
    }

    /// Returns true if a response contains another version. An identifier that is missing counts as equal.
    pub(crate) fn differs(&self, other: &Self) -> bool {
        let differs = |one: &Option<String>, other: &Option<String>| one.is_some() && other.is_some() && one != other;
        differs(&self.etag, &other.etag) || differs(&self.modified, &other.modified)
    }
}
