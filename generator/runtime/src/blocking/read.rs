//! Readers for bodies, and bodies from readers.

use std::io::{self, BufRead, Read};
use std::pin::{Pin, pin};
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;

use super::wait::wait_until;
use crate::runtime::error::{TransportError, TransportKind};
use crate::runtime::transport::body::Body;
use crate::runtime::transport::clock::Instant;

/// The body of a response as a reader, unbuffered.
///
/// A transport error is an [`io::Error`] whose source is the [`TransportError`].
#[derive(Debug)]
pub struct BodyReader {
    body: Body,
    /// The part of the current chunk that was not read yet.
    chunk: Bytes,
    /// The deadline for the next chunk.
    deadline: Option<Instant>,
}

impl BodyReader {
    /// Creates a reader of a body.
    #[must_use]
    pub const fn new(body: Body) -> Self {
        Self::until(None, body)
    }

    /// Creates a reader of a body that waits until `deadline` at most.
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

/// Converts a transport error. The kind is never `Interrupted`, since callers retry reads that fail with it.
fn failed(error: TransportError) -> io::Error {
    let kind = match error.kind() {
        TransportKind::Timeout => io::ErrorKind::TimedOut,
        TransportKind::Interrupted => io::ErrorKind::UnexpectedEof,
        TransportKind::Protocol => io::ErrorKind::InvalidData,
        _ => io::ErrorKind::Other,
    };
    io::Error::new(kind, error)
}

/// The chunks of a reader. The stream ends after an error.
pub(super) struct Chunks<R> {
    reader: Option<R>,
    size: usize,
    /// Converts the errors of the reader.
    failed: fn(io::Error) -> TransportError,
}

impl<R> Chunks<R> {
    /// Creates a stream of chunks of at most this size.
    pub(super) const fn new(reader: R, size: usize, failed: fn(io::Error) -> TransportError) -> Self {
        Self { reader: Some(reader), size, failed }
    }
}

/// No field is pinned.
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
