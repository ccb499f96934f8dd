//! Bodies of requests and responses, whole or streaming.

use std::error::Error as StdError;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use http::HeaderMap;
use http::header::CONTENT_LENGTH;

use super::threads::MaybeSend;
use crate::runtime::error::{TransportError, TransportKind};

/// The body of a request or response: whole, or a stream that can be read once.
///
/// It is cheap to clone. Clones of a stream share it: a chunk that one clone has read is not available to the others.
#[derive(Clone)]
pub struct Body {
    inner: Inner,
    length: Option<u64>,
}

#[derive(Clone)]
enum Inner {
    Whole(Bytes),
    Stream(Arc<Mutex<Once>>),
}

/// The chunks of a stream, whether reading has begun, and the number of bytes read so far.
struct Once {
    chunks: Pin<Box<dyn Chunks>>,
    begun: bool,
    read: u64,
}

/// A stream of chunks that can move to another thread where futures can.
trait Chunks: Stream<Item = Result<Bytes, TransportError>> + MaybeSend {}

impl<S: Stream<Item = Result<Bytes, TransportError>> + MaybeSend> Chunks for S {}

impl Body {
    /// Creates a body from a stream of chunks, such as a file that is read while it is sent.
    ///
    /// A request with such a body is not retried after the first chunk was read. The timeout of the call includes
    /// sending the body: set a longer one for a large upload.
    #[must_use]
    pub fn stream<S, B, E>(chunks: S) -> Self
    where
        S: Stream<Item = Result<B, E>> + MaybeSend + 'static,
        B: Into<Bytes>,
        E: Into<Box<dyn StdError + Send + Sync>>,
    {
        Self::incoming(Converted(Box::pin(chunks)))
    }

    /// Creates a body from chunks that need no conversion.
    pub(super) fn incoming(chunks: impl Stream<Item = Result<Bytes, TransportError>> + MaybeSend + 'static) -> Self {
        let once = Once { chunks: Box::pin(chunks), begun: false, read: 0 };
        Self { inner: Inner::Stream(Arc::new(Mutex::new(once))), length: None }
    }

    /// Declares the length of a stream in bytes, which some servers require. Sending fails if the stream has another
    /// length.
    #[must_use]
    pub fn with_length(mut self, length: u64) -> Self {
        if let Inner::Stream(_) = self.inner {
            self.length = Some(length);
        }
        self
    }

    /// Returns the length in bytes, if it is known.
    #[must_use]
    pub const fn length(&self) -> Option<u64> {
        self.length
    }

    /// Returns the number of bytes that were not read yet, if it is known.
    #[cfg(any(all(feature = "hyper", not(target_family = "wasm")), feature = "tower"))]
    pub(crate) fn rest(&self) -> Option<u64> {
        match &self.inner {
            Inner::Whole(bytes) => u64::try_from(bytes.len()).ok(),
            Inner::Stream(once) => {
                let read = once.lock().unwrap_or_else(PoisonError::into_inner).read;
                Some(self.length?.saturating_sub(read))
            }
        }
    }

    /// Returns true if the body is known to be empty.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        matches!(self.length, Some(0))
    }

    /// Returns the bytes of a whole body; `None` for a stream.
    #[must_use]
    pub const fn bytes(&self) -> Option<&Bytes> {
        match &self.inner {
            Inner::Whole(bytes) => Some(bytes),
            Inner::Stream(_) => None,
        }
    }

    /// Returns true if the body can be sent from its beginning: it is whole, or reading has not begun.
    #[must_use]
    pub fn is_replayable(&self) -> bool {
        match &self.inner {
            Inner::Whole(_) => true,
            Inner::Stream(once) => !once.lock().unwrap_or_else(PoisonError::into_inner).begun,
        }
    }

    /// Returns the next chunk, or `None` at the end.
    pub async fn chunk(&mut self) -> Option<Result<Bytes, TransportError>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl Once {
    /// Returns the next chunk, or an error if the stream does not have the declared length.
    fn poll(&mut self, length: Option<u64>, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, TransportError>>> {
        let chunk = match ready!(self.chunks.as_mut().poll_next(context)) {
            Some(Ok(chunk)) => chunk,
            Some(Err(error)) => return Poll::Ready(Some(Err(error))),
            None if length.is_some_and(|length| self.read < length) => {
                // The next poll ends the stream instead of reporting the error again.
                self.read = u64::MAX;
                return Poll::Ready(Some(Err(failure("it is shorter than its declared length".into()))));
            }
            None => return Poll::Ready(None),
        };
        self.read = self.read.saturating_add(u64::try_from(chunk.len()).unwrap_or(u64::MAX));
        if length.is_some_and(|length| self.read > length) {
            return Poll::Ready(Some(Err(failure("it is longer than its declared length".into()))));
        }
        Poll::Ready(Some(Ok(chunk)))
    }
}

impl Stream for Body {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let body = self.get_mut();
        match &mut body.inner {
            Inner::Whole(bytes) if bytes.is_empty() => Poll::Ready(None),
            Inner::Whole(bytes) => Poll::Ready(Some(Ok(std::mem::take(bytes)))),
            Inner::Stream(once) => {
                let mut once = once.lock().unwrap_or_else(PoisonError::into_inner);
                once.begun = true;
                once.poll(body.length, context)
            }
        }
    }
}

impl Default for Body {
    fn default() -> Self {
        Self::from(Bytes::new())
    }
}

impl<B: Into<Bytes>> From<B> for Body {
    fn from(whole: B) -> Self {
        let whole = whole.into();
        Self { length: u64::try_from(whole.len()).ok(), inner: Inner::Whole(whole) }
    }
}

/// Whole bodies are equal if their bytes are equal. Streams are equal if they are clones of each other.
impl PartialEq for Body {
    fn eq(&self, other: &Self) -> bool {
        match (&self.inner, &other.inner) {
            (Inner::Whole(left), Inner::Whole(right)) => left == right,
            (Inner::Stream(left), Inner::Stream(right)) => Arc::ptr_eq(left, right),
            _ => false,
        }
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.inner, self.length) {
            (Inner::Whole(bytes), _) => write!(formatter, "Body({} bytes)", bytes.len()),
            (Inner::Stream(_), Some(length)) => write!(formatter, "Body(stream of {length} bytes)"),
            (Inner::Stream(_), None) => formatter.write_str("Body(stream)"),
        }
    }
}

/// A stream of bytes whose errors become errors of the body.
struct Converted<S>(Pin<Box<S>>);

impl<S, B, E> Stream for Converted<S>
where
    S: Stream<Item = Result<B, E>>,
    B: Into<Bytes>,
    E: Into<Box<dyn StdError + Send + Sync>>,
{
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let next = self.0.as_mut().poll_next(context);
        next.map(|chunk| chunk.map(|chunk| chunk.map(Into::into).map_err(|error| failure(error.into()))))
    }
}

/// Converts the error of a stream. A transport error is returned unchanged.
fn failure(error: Box<dyn StdError + Send + Sync>) -> TransportError {
    match error.downcast::<TransportError>() {
        Ok(error) => *error,
        Err(error) => TransportError::new(TransportKind::Body).because(error),
    }
}

/// The reaction to a body that exceeds its size limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Excess {
    /// Fail with an error.
    Refuse,
    /// Leave the rest unread.
    Cut,
}

/// The part of a body that was read. It remains available if reading fails.
#[derive(Default)]
pub(crate) struct Collected {
    /// The only chunk so far, which need not be copied.
    first: Bytes,
    /// All chunks, if there are several.
    all: Vec<u8>,
    /// The length that the response declares.
    expected: usize,
    /// True if the rest was left unread, since the body is larger than the limit.
    is_cut: bool,
}

/// The maximum memory in bytes that is reserved because of a declared length.
const RESERVED: usize = 1024 * 1024;

impl Collected {
    /// Creates an empty buffer for a body with these headers.
    pub(crate) fn new(headers: &HeaderMap) -> Self {
        let length = headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
        Self { expected: length.unwrap_or_default(), ..Self::default() }
    }

    /// Reads a body to its end or to its size limit.
    pub(crate) async fn read(&mut self, body: &mut Body, bound: usize, excess: Excess) -> Result<(), TransportError> {
        while let Some(chunk) = body.chunk().await {
            let mut chunk = chunk?;
            let room = bound - self.len();
            if chunk.len() > room {
                if excess == Excess::Refuse {
                    return Err(TransportError::new(TransportKind::TooLarge));
                }
                chunk.truncate(room);
                self.push(chunk);
                self.is_cut = true;
                return Ok(());
            }
            self.push(chunk);
        }
        Ok(())
    }

    /// Returns true if the rest was left unread, since the body is larger than the limit.
    pub(crate) const fn is_cut(&self) -> bool {
        self.is_cut
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

    pub(crate) fn into_bytes(self) -> Bytes {
        if self.all.is_empty() { self.first } else { self.all.into() }
    }
}
