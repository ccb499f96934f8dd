//! Answers that are JSON values line by line, or one after the other as JSON text sequences.

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;

use super::body::Body;
use super::codec::Decode;
use super::core::Core;
use super::error::{DecodeError, Error, TransportError, TransportKind};
use super::json::{self, JsonFailure};
use super::meta::Meta;
use super::operation::{Operation, Sent};
use super::raw::RawResponse;
use super::response::Response;

/// The values of an answer, each read when it is asked for.
///
/// A value that can not be read is an error, which contains the value, and the next value may follow; after an error of the connection comes nothing.
#[must_use = "values are not read before they are asked for"]
pub struct JsonLines<T, E> {
    body: Body,
    meta: Meta,
    /// What has come; where in it the line begins that is next, and up to where it is known not to end.
    buffer: Vec<u8>,
    start: usize,
    searched: usize,
    bound: usize,
    is_over: bool,
    gives: PhantomData<fn() -> (T, E)>,
}

impl<T: Decode, E> JsonLines<T, E> {
    /// Sends an operation that asks for this media type, and gives the values of its answer as they come.
    ///
    /// # Errors
    /// Whatever can go wrong before the first value; see [`Error`].
    pub async fn open<O: Operation<Failure = E>>(core: &Core, operation: &O, accept: &'static str) -> Sent<O, Self> {
        let (body, meta) = core.send_stream(operation, accept).await?.into_parts();
        Ok(Response::new(Self::new(body, meta.clone(), core.max_response_size()), meta))
    }

    /// The values of a body, none of which may have more than `bound` bytes.
    pub fn new(body: Body, meta: Meta, bound: usize) -> Self {
        Self { body, meta, buffer: Vec::new(), start: 0, searched: 0, bound, is_over: false, gives: PhantomData }
    }

    /// The next value, or none after the last one.
    ///
    /// A future that is dropped loses nothing.
    pub async fn next(&mut self) -> Option<Result<T, Error<E>>> {
        poll_fn(|context| self.poll(context)).await
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, Error<E>>>> {
        loop {
            while let Some(line) = self.line() {
                let line = line.trim_ascii();
                if !line.is_empty() {
                    return Poll::Ready(Some(self.read(line)));
                }
            }
            if self.is_over {
                return Poll::Ready(None);
            }
            let failure = if self.buffer.len() > self.bound {
                TransportError::new(TransportKind::TooLarge)
            } else {
                match ready!(Pin::new(&mut self.body).poll_next(context)) {
                    Some(Ok(chunk)) => {
                        self.buffer.extend_from_slice(&chunk);
                        continue;
                    }
                    Some(Err(failure)) => failure,
                    None => {
                        self.is_over = true;
                        continue;
                    }
                }
            };
            self.is_over = true;
            (self.buffer, self.searched) = (Vec::new(), 0);
            return Poll::Ready(Some(Err(failure.after(self.meta.clone()).into())));
        }
    }

    /// The next line; the last one need not end.
    fn line(&mut self) -> Option<Vec<u8>> {
        let rest = self.buffer.get(self.searched..).unwrap_or_default();
        // Text sequences have a record separator before each value.
        let end = rest.iter().position(|byte| matches!(byte, b'\n' | b'\x1e')).map(|end| self.searched + end);
        if let Some(end) = end {
            let line = self.buffer.get(self.start..end).map(<[u8]>::to_vec);
            (self.start, self.searched) = (end + 1, end + 1);
            return line;
        }
        self.buffer.drain(..self.start);
        (self.start, self.searched) = (0, self.buffer.len());
        (self.is_over && self.searched > 0).then(|| {
            self.searched = 0;
            std::mem::take(&mut self.buffer)
        })
    }

    fn read(&self, line: &[u8]) -> Result<T, Error<E>> {
        json::decode(line).map_err(|JsonFailure { path, message, excerpt }| {
            let raw = RawResponse::new(self.meta.clone(), Bytes::copy_from_slice(line));
            DecodeError::with_excerpt(raw, path, message, excerpt).into()
        })
    }
}

/// Nothing in it is pinned in place.
impl<T, E> Unpin for JsonLines<T, E> {}

impl<T: Decode, E> Stream for JsonLines<T, E> {
    type Item = Result<T, Error<E>>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll(context)
    }
}

impl<T, E> fmt::Debug for JsonLines<T, E> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("JsonLines").field("meta", &self.meta).finish_non_exhaustive()
    }
}
