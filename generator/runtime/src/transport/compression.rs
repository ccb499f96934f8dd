//! Compressed responses: the header that allows them, and their decompression.
//!
//! The size limit of a response applies to the decompressed body, and no more is decompressed than is read.

use std::io::{self, BufRead, ErrorKind, Read};
use std::pin::Pin;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH, HeaderMap, HeaderValue, RANGE};
use http::{Method, Request, Response, StatusCode};

use super::body::Body;
use crate::runtime::error::{TransportError, TransportKind};

/// The size of a decompressed chunk in bytes.
const CHUNK: usize = 16 * 1024;

/// The encodings that are enabled, as a value of `Accept-Encoding`.
static ENCODINGS: LazyLock<HeaderValue> = LazyLock::new(|| {
    let all = [(cfg!(feature = "zstd"), "zstd"), (cfg!(feature = "br"), "br"), (cfg!(feature = "gzip"), "gzip")];
    let names: Vec<&str> = all.into_iter().filter_map(|(is_enabled, name)| is_enabled.then_some(name)).collect();
    HeaderValue::from_str(&names.join(", ")).unwrap_or(HeaderValue::from_static("identity"))
});

/// Allows the server to compress the response. Returns false if the request requires the bytes of the server: it has the
/// header itself, or requests a part.
pub(crate) fn allow(request: &mut Request<Body>) -> bool {
    let headers = request.headers();
    if headers.contains_key(ACCEPT_ENCODING) || headers.contains_key(RANGE) || request.method() == Method::HEAD {
        return false;
    }
    request.headers_mut().insert(ACCEPT_ENCODING, ENCODINGS.clone());
    true
}

/// Requires a response that is not compressed, unless the caller sets the header.
pub(crate) fn forbid(headers: &mut HeaderMap) {
    headers.entry(ACCEPT_ENCODING).or_insert(HeaderValue::from_static("identity"));
}

/// Decompresses the body of a response. The headers then describe the decompressed body.
pub(crate) fn decompress(response: Response<Body>) -> Response<Body> {
    let has_no_body = matches!(response.status(), StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED);
    let mut encodings = response.headers().get_all(CONTENT_ENCODING).iter();
    let (Some(encoding), None, false) = (encodings.next(), encodings.next(), has_no_body) else { return response };
    let slot = Arc::default();
    let source = Source { current: Bytes::new(), slot: Arc::clone(&slot) };
    let Some(decoder) = decoder(encoding.as_bytes(), source) else { return response };
    let (mut head, body) = response.into_parts();
    head.headers.remove(CONTENT_ENCODING);
    head.headers.remove(CONTENT_LENGTH);
    let chunks = Decompressed { decoder: Some(decoder), slot, body, has_begun: false, room: vec![0; CHUNK] };
    Response::from_parts(head, Body::incoming(chunks))
}

/// Decompresses what a source returns. It can continue after the error `WouldBlock`.
type Decoder = Box<dyn Read + Send>;

/// Returns the decoder of an encoding, if it is enabled.
fn decoder(encoding: &[u8], source: Source) -> Option<Decoder> {
    match encoding.to_ascii_lowercase().as_slice() {
        #[cfg(feature = "gzip")]
        b"gzip" | b"x-gzip" => Some(Box::new(flate2::bufread::MultiGzDecoder::new(source))),
        #[cfg(feature = "br")]
        b"br" => Some(Box::new(brotli_decompressor::Decompressor::new(source, CHUNK))),
        #[cfg(feature = "zstd")]
        b"zstd" => Some(Box::new(zstd::stream::read::Decoder::with_buffer(source).ok()?)),
        _ => {
            drop(source);
            None
        }
    }
}

/// The next compressed chunk.
#[derive(Default)]
struct Slot {
    chunk: Bytes,
    is_end: bool,
}

/// The compressed chunks as a reader. It returns `WouldBlock` if the next one has not arrived.
struct Source {
    current: Bytes,
    slot: Arc<Mutex<Slot>>,
}

impl BufRead for Source {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.current.is_empty() {
            let mut slot = self.slot.lock().unwrap_or_else(PoisonError::into_inner);
            if slot.chunk.is_empty() && !slot.is_end {
                return Err(ErrorKind::WouldBlock.into());
            }
            self.current = std::mem::take(&mut slot.chunk);
        }
        Ok(&self.current)
    }

    fn consume(&mut self, count: usize) {
        let _ = self.current.split_to(count.min(self.current.len()));
    }
}

impl Read for Source {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(buffer)?;
        self.consume(count);
        Ok(count)
    }
}

/// The chunks of a decompressed body.
struct Decompressed {
    /// The decoder; `None` after the end.
    decoder: Option<Decoder>,
    slot: Arc<Mutex<Slot>>,
    body: Body,
    /// True after the first compressed chunk.
    has_begun: bool,
    room: Vec<u8>,
}

impl Decompressed {
    /// Waits for the next compressed chunk.
    fn poll_compressed(&mut self, context: &mut Context<'_>) -> Poll<Result<(), TransportError>> {
        let chunk = ready!(Pin::new(&mut self.body).poll_next(context)).transpose()?;
        let mut slot = self.slot.lock().unwrap_or_else(PoisonError::into_inner);
        match chunk {
            Some(chunk) => {
                self.has_begun |= !chunk.is_empty();
                slot.chunk = chunk;
            }
            None => slot.is_end = true,
        }
        Poll::Ready(Ok(()))
    }

    /// Converts the error of a decoder: a body that ended early, or one that is not compressed in this way.
    fn failure(&self, error: io::Error) -> TransportError {
        let has_ended = self.slot.lock().unwrap_or_else(PoisonError::into_inner).is_end;
        let kind = if has_ended { TransportKind::Interrupted } else { TransportKind::Protocol };
        TransportError::new(kind).because(error)
    }
}

impl Stream for Decompressed {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let chunks = &mut *self;
        loop {
            let Some(decoder) = &mut chunks.decoder else { return Poll::Ready(None) };
            let outcome = match decoder.read(&mut chunks.room) {
                Ok(0) => None,
                Ok(count) => {
                    let chunk = chunks.room.get(..count).unwrap_or_default();
                    return Poll::Ready(Some(Ok(Bytes::copy_from_slice(chunk))));
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) if error.kind() == ErrorKind::WouldBlock => match ready!(chunks.poll_compressed(context)) {
                    Ok(()) => continue,
                    Err(error) => Some(Err(error)),
                },
                // A response without any bytes, which is not valid, is an empty body.
                Err(_) if !chunks.has_begun => None,
                Err(error) => Some(Err(chunks.failure(error))),
            };
            chunks.decoder = None;
            return Poll::Ready(outcome);
        }
    }
}
