//! The form of an input: responses as text.

use bytes::Bytes;
use http::header::{HeaderMap, HeaderName, HeaderValue};
use http::{Response, StatusCode};

use crate::runtime::{Body, Meta, RawResponse};

/// The most bytes of an input that are looked at, so that no input takes long.
const LONGEST: usize = 16 * 1024;

/// The most responses of an input.
const MOST: usize = 4;

const SEPARATOR: &[u8] = b"\n===\n";

/// A response.
#[derive(Clone)]
pub(super) struct Sample {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
    /// The bytes of a chunk of its body.
    pub(super) chunk: usize,
}

impl Sample {
    /// Reads all responses of an input; there is at least one.
    pub(super) fn all(input: &[u8]) -> Vec<Self> {
        let mut rest = &input[..input.len().min(LONGEST)];
        let mut samples = Vec::new();
        while samples.len() + 1 < MOST
            && let Some(end) = rest.windows(SEPARATOR.len()).position(|window| window == SEPARATOR)
        {
            samples.push(Self::one(&rest[..end]));
            rest = &rest[end + SEPARATOR.len()..];
        }
        samples.push(Self::one(rest));
        samples
    }

    fn one(text: &[u8]) -> Self {
        let (head, body) = match text.windows(2).position(|window| window == b"\n\n") {
            Some(end) => (&text[..end], &text[end + 2..]),
            None => (text, &[][..]),
        };
        let mut lines = head.split(|byte| *byte == b'\n');
        let first = String::from_utf8_lossy(lines.next().unwrap_or_default()).into_owned();
        let mut words = first.split_whitespace();
        let status = words.next().and_then(|word| StatusCode::from_bytes(word.as_bytes()).ok());
        let chunk = words.next().and_then(|word| word.parse().ok()).unwrap_or(usize::MAX);
        let mut headers = HeaderMap::new();
        for line in lines {
            let end = line.iter().position(|byte| *byte == b':').unwrap_or(line.len());
            let (name, value) = (&line[..end], line[end..].strip_prefix(b":").unwrap_or_default());
            if let (Ok(name), Ok(value)) = (HeaderName::from_bytes(name), HeaderValue::from_bytes(value.trim_ascii())) {
                headers.append(name, value);
            }
        }
        Self {
            status: status.unwrap_or(StatusCode::OK),
            headers,
            body: Bytes::copy_from_slice(body),
            chunk: chunk.max(1),
        }
    }

    pub(super) fn meta(&self) -> Meta {
        Meta::new(self.status, self.headers.clone())
    }

    pub(super) fn raw(&self) -> RawResponse {
        RawResponse::new(self.meta(), self.body.clone())
    }

    /// Returns the body in chunks of a size.
    pub(super) fn chunks(&self, size: usize) -> Body {
        Body::stream(Chunks { rest: self.body.clone(), size: size.max(1) })
    }

    pub(super) fn response(&self) -> Response<Body> {
        let mut response = Response::new(self.chunks(self.chunk));
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers.clone();
        response
    }
}

/// The chunks of a body.
struct Chunks {
    rest: Bytes,
    size: usize,
}

impl futures_core::Stream for Chunks {
    type Item = Result<Bytes, std::io::Error>;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        let size = self.size.min(self.rest.len());
        std::task::Poll::Ready((size > 0).then(|| Ok(self.rest.split_to(size))))
    }
}
