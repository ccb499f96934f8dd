//! Bodies of requests and answers: whole, or chunk by chunk.

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

use super::error::{TransportError, TransportKind};

/// The body of a request or of an answer: whole, or a stream that can be read once.
///
/// It is cheap to clone. Clones of a stream share it: what one has read the others do not see again.
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

/// The chunks of a stream, whether anybody has asked for one, and how many bytes were in those that came.
struct Once {
    chunks: Pin<Box<Chunks>>,
    begun: bool,
    read: u64,
}

type Chunks = dyn Stream<Item = Result<Bytes, TransportError>> + Send;

impl Body {
    /// A body that comes in chunks, as a file does that is read while it is sent.
    ///
    /// A request with such a body is never tried again once a part of it is on its way. Its time counts like that of any
    /// other: what takes longer than the client's timeout needs one of its own.
    #[must_use]
    pub fn stream<S, B, E>(chunks: S) -> Self
    where
        S: Stream<Item = Result<B, E>> + Send + 'static,
        B: Into<Bytes>,
        E: Into<Box<dyn StdError + Send + Sync>>,
    {
        Self::incoming(Converted(Box::pin(chunks)))
    }

    /// A body whose chunks need not be converted.
    pub(super) fn incoming(chunks: impl Stream<Item = Result<Bytes, TransportError>> + Send + 'static) -> Self {
        let once = Once { chunks: Box::pin(chunks), begun: false, read: 0 };
        Self { inner: Inner::Stream(Arc::new(Mutex::new(once))), length: None }
    }

    /// Says how many bytes a stream has, which a server may want to know before it accepts them; another number is an
    /// error once it shows.
    #[must_use]
    pub fn with_length(mut self, length: u64) -> Self {
        if let Inner::Stream(_) = self.inner {
            self.length = Some(length);
        }
        self
    }

    /// How many bytes it has, if that is known.
    #[must_use]
    pub const fn length(&self) -> Option<u64> {
        self.length
    }

    /// How many bytes are still to be read, if that is known.
    #[cfg(any(feature = "reqwest", feature = "tower"))]
    pub(super) fn rest(&self) -> Option<u64> {
        match &self.inner {
            Inner::Whole(bytes) => u64::try_from(bytes.len()).ok(),
            Inner::Stream(once) => {
                let read = once.lock().unwrap_or_else(PoisonError::into_inner).read;
                Some(self.length?.saturating_sub(read))
            }
        }
    }

    /// Whether it is known to have nothing in it.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        matches!(self.length, Some(0))
    }

    /// All of it, unless it is a stream.
    #[must_use]
    pub const fn bytes(&self) -> Option<&Bytes> {
        match &self.inner {
            Inner::Whole(bytes) => Some(bytes),
            Inner::Stream(_) => None,
        }
    }

    /// Whether it can be sent from its beginning: it is whole, or nobody has begun to read it.
    #[must_use]
    pub fn is_replayable(&self) -> bool {
        match &self.inner {
            Inner::Whole(_) => true,
            Inner::Stream(once) => !once.lock().unwrap_or_else(PoisonError::into_inner).begun,
        }
    }

    /// The next chunk, or none at the end.
    pub async fn chunk(&mut self) -> Option<Result<Bytes, TransportError>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl Once {
    /// The next chunk, unless the stream has another length than it should.
    fn poll(&mut self, length: Option<u64>, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, TransportError>>> {
        let chunk = match ready!(self.chunks.as_mut().poll_next(context)) {
            Some(Ok(chunk)) => chunk,
            Some(Err(error)) => return Poll::Ready(Some(Err(error))),
            None if length.is_some_and(|length| self.read < length) => {
                self.read = u64::MAX;
                return Poll::Ready(Some(Err(failure("it is shorter than it was said to be".into()))));
            }
            None => return Poll::Ready(None),
        };
        self.read = self.read.saturating_add(u64::try_from(chunk.len()).unwrap_or(u64::MAX));
        if length.is_some_and(|length| self.read > length) {
            return Poll::Ready(Some(Err(failure("it is longer than it was said to be".into()))));
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

/// Whole bodies are equal if their bytes are, streams if they are clones of each other.
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

/// Any stream of bytes, with errors that say that it was the body that failed.
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

/// The error of a stream: a transport's own as it is.
fn failure(error: Box<dyn StdError + Send + Sync>) -> TransportError {
    match error.downcast::<TransportError>() {
        Ok(error) => *error,
        Err(error) => TransportError::new(TransportKind::Body).because(error),
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
