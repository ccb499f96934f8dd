//! Bodies of answers on their way in, chunk by chunk.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;

use bytes::Bytes;
use futures_core::Stream;
use http::HeaderMap;
use http::header::CONTENT_LENGTH;

use super::error::{TransportError, TransportKind};

/// The body of an answer as a transport hands it over: whole, or as a stream.
pub struct Body(Inner);

enum Inner {
    Whole(Bytes),
    Stream(Pin<Box<dyn Stream<Item = Result<Bytes, TransportError>> + Send>>),
}

impl Body {
    /// A body that comes in chunks.
    #[must_use]
    pub fn stream(chunks: impl Stream<Item = Result<Bytes, TransportError>> + Send + 'static) -> Self {
        Self(Inner::Stream(Box::pin(chunks)))
    }

    /// The next chunk, or none at the end.
    pub async fn chunk(&mut self) -> Option<Result<Bytes, TransportError>> {
        match &mut self.0 {
            Inner::Whole(bytes) if bytes.is_empty() => None,
            Inner::Whole(bytes) => Some(Ok(std::mem::take(bytes))),
            Inner::Stream(stream) => poll_fn(|context| stream.as_mut().poll_next(context)).await,
        }
    }
}

impl<B: Into<Bytes>> From<B> for Body {
    fn from(whole: B) -> Self {
        Self(Inner::Whole(whole.into()))
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Inner::Whole(bytes) => write!(formatter, "Body({} bytes)", bytes.len()),
            Inner::Stream(_) => formatter.write_str("Body(stream)"),
        }
    }
}

/// What to do with a body that is larger than its bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Excess {
    /// It is an error.
    Refuse,
    /// The rest is left unread.
    Cut,
}

/// What has been read of a body; it survives when reading fails.
#[derive(Default)]
pub(super) struct Collected {
    /// The only chunk, which need not be copied.
    first: Bytes,
    /// All chunks, once there is more than one.
    all: Vec<u8>,
    /// How large the body says it is.
    expected: usize,
}

/// The most memory that is set aside for a body because it says it will need it.
const RESERVED: usize = 1024 * 1024;

impl Collected {
    /// Nothing yet, of a body with these headers.
    pub(super) fn new(headers: &HeaderMap) -> Self {
        let length = headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
        Self { expected: length.unwrap_or_default(), ..Self::default() }
    }

    /// Reads a body to its end, or to the end of what may be read.
    pub(super) async fn read(&mut self, body: &mut Body, bound: usize, excess: Excess) -> Result<(), TransportError> {
        while let Some(chunk) = body.chunk().await {
            let mut chunk = chunk?;
            let room = bound - self.len();
            if chunk.len() > room {
                if excess == Excess::Refuse {
                    return Err(TransportError::new(TransportKind::TooLarge));
                }
                chunk.truncate(room);
                self.push(chunk);
                return Ok(());
            }
            self.push(chunk);
        }
        Ok(())
    }

    fn len(&self) -> usize {
        self.first.len() + self.all.len()
    }

    fn push(&mut self, chunk: Bytes) {
        if self.len() == 0 {
            self.first = chunk;
            return;
        }
        if !self.first.is_empty() {
            self.all.reserve(self.expected.min(RESERVED));
            self.all.extend_from_slice(&std::mem::take(&mut self.first));
        }
        self.all.extend_from_slice(&chunk);
    }

    pub(super) fn into_bytes(self) -> Bytes {
        if self.all.is_empty() { self.first } else { self.all.into() }
    }
}
