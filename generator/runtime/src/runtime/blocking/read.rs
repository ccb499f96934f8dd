//! Bodies as readers, and readers as the chunks of bodies.

use std::io::{self, BufRead, Read};
use std::pin::{Pin, pin};
use std::task::{Context, Poll};
use std::time::Instant;

use bytes::Bytes;
use futures_core::Stream;

use super::wait::wait_until;
use crate::runtime::body::Body;
use crate::runtime::error::{TransportError, TransportKind};

/// The body of an answer, read as it comes.
///
/// An error of the connection is one of [`io::Error`] that holds the [`TransportError`].
#[derive(Debug)]
pub struct BodyReader {
    body: Body,
    /// What came and was not read yet.
    chunk: Bytes,
    /// Until when to wait for the next chunk.
    deadline: Option<Instant>,
}

impl BodyReader {
    /// Reads a body from its beginning.
    #[must_use]
    pub const fn new(body: Body) -> Self {
        Self::until(None, body)
    }

    /// Reads a body, and waits for it until `deadline` at most.
    pub(super) const fn until(deadline: Option<Instant>, body: Body) -> Self {
        Self { body, chunk: Bytes::new(), deadline }
    }
}

impl BufRead for BodyReader {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.chunk.is_empty() {
            match wait_until(self.deadline, pin!(self.body.chunk())) {
                Some(Some(Ok(chunk))) => self.chunk = chunk,
                Some(Some(Err(error))) => return Err(failed(error)),
                Some(None) => break,
                None => return Err(failed(TransportError::new(TransportKind::Timeout))),
            }
        }
        Ok(&self.chunk)
    }

    fn consume(&mut self, amount: usize) {
        let _ = self.chunk.split_to(amount.min(self.chunk.len()));
    }
}

impl Read for BodyReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let amount = self.fill_buf()?.read(buffer)?;
        self.consume(amount);
        Ok(amount)
    }
}

/// An error of a transport as one of a reader. It is never `Interrupted`, which means that reading goes on.
fn failed(error: TransportError) -> io::Error {
    let kind = match error.kind() {
        TransportKind::Timeout => io::ErrorKind::TimedOut,
        TransportKind::Interrupted => io::ErrorKind::UnexpectedEof,
        TransportKind::Protocol => io::ErrorKind::InvalidData,
        _ => io::ErrorKind::Other,
    };
    io::Error::new(kind, error)
}

/// The chunks of a reader; it ends after an error.
pub(super) struct Chunks<R> {
    reader: Option<R>,
    size: usize,
    /// What its errors mean.
    failed: fn(io::Error) -> TransportError,
}

impl<R> Chunks<R> {
    /// Chunks of at most this size.
    pub(super) const fn new(reader: R, size: usize, failed: fn(io::Error) -> TransportError) -> Self {
        Self { reader: Some(reader), size, failed }
    }
}

/// Nothing in it is pinned in place.
impl<R> Unpin for Chunks<R> {}

impl<R: Read> Stream for Chunks<R> {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let (size, failed) = (self.size, self.failed);
        let Some(reader) = &mut self.reader else { return Poll::Ready(None) };
        let mut chunk = vec![0; size];
        let read = loop {
            match reader.read(&mut chunk) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => break read,
            }
        };
        if !matches!(read, Ok(1..)) {
            self.reader = None;
        }
        Poll::Ready(match read {
            Ok(0) => None,
            Ok(length) => {
                chunk.truncate(length);
                Some(Ok(chunk.into()))
            }
            Err(error) => Some(Err(failed(error))),
        })
    }
}
