//! Responses that are streams of JSON values, one per line or one after the other.

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use http::HeaderMap;
use serde_json::Value;

use super::json_framing::{Frame, JsonFrames};
use crate::runtime::call::operation::{Operation, Sent};
use crate::runtime::client::core::Core;
use crate::runtime::client::dispatch::{Dispatch, OnClient, Streamed};
use crate::runtime::codec::json::{self, JsonFailure};
use crate::runtime::codec::traits::Decode;
use crate::runtime::error::{DecodeError, Error, TransportError, TransportKind};
use crate::runtime::response::decoded::Response;
use crate::runtime::response::meta::Meta;
use crate::runtime::response::raw::RawResponse;
use crate::runtime::transport::body::Body;

pub use super::json_framing::JsonFraming;

/// The maximum number of bytes that an error quotes of text that is not JSON.
const EXCERPT: usize = 256;

/// The JSON values of a response. Each one is decoded when it is polled.
///
/// A value that cannot be decoded is an error that contains it, and the next value may follow. The stream ends after a
/// transport error, and after bytes that are not JSON at the start of a value.
#[must_use = "values are not read until they are polled"]
pub struct JsonLines<T, E> {
    body: Body,
    meta: Meta,
    frames: JsonFrames,
    bound: usize,
    is_over: bool,
    gives: PhantomData<fn() -> (T, E)>,
}

/// Sends an operation and returns its JSON values.
pub fn send<O: OnClient<Client: Dispatch> + 'static, T: Decode + 'static>(
    operation: O,
    accept: &'static str,
    framing: JsonFraming,
) -> Streamed<O, JsonLines<T, O::Failure>> {
    let core = operation.client().core().clone();
    O::Client::run(async move {
        JsonLines::open(&core, &operation, accept, framing).await.map(|response| response.map(O::Client::stream))
    })
}

impl<T: Decode, E> JsonLines<T, E> {
    /// Sends an operation with this media type in `Accept`, and returns a stream of the values in its response.
    ///
    /// # Errors
    /// All errors that occur before the first value; see [`Error`].
    pub async fn open<O: Operation<Failure = E>>(
        core: &Core,
        operation: &O,
        accept: &'static str,
        framing: JsonFraming,
    ) -> Sent<O, Self> {
        let (body, meta) = core.send_stream_with(operation, Some(accept), HeaderMap::new()).await?.into_parts();
        Ok(Response::new(Self::new(body, meta.clone(), framing, core.max_response_size()), meta))
    }

    /// Creates a stream of the values of a body, with a limit in bytes for the size of a value.
    pub fn new(body: Body, meta: Meta, framing: JsonFraming, bound: usize) -> Self {
        Self { body, meta, frames: JsonFrames::new(framing), bound, is_over: false, gives: PhantomData }
    }

    /// Returns the next value, or `None` after the last one.
    ///
    /// No value is lost if the future is dropped.
    pub async fn next(&mut self) -> Option<Result<T, Error<E>>> {
        poll_fn(|context| self.poll(context)).await
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, Error<E>>>> {
        loop {
            if let Some(frame) = self.frames.next(self.is_over) {
                match self.read(frame) {
                    Some(read) => return Poll::Ready(Some(read)),
                    None => continue,
                }
            }
            if self.is_over {
                return Poll::Ready(None);
            }
            if self.frames.pending() > self.bound {
                return Poll::Ready(Some(Err(self.fail(TransportError::new(TransportKind::TooLarge)))));
            }
            match ready!(Pin::new(&mut self.body).poll_next(context)) {
                Some(Ok(chunk)) => self.frames.push(&chunk),
                Some(Err(failure)) => return Poll::Ready(Some(Err(self.fail(failure)))),
                None => self.is_over = true,
            }
        }
    }

    /// Decodes a value; `None` for an empty line.
    fn read(&mut self, frame: Frame) -> Option<Result<T, Error<E>>> {
        let (value, failure) = match frame {
            Frame::Value(range) if range.len() > self.bound => {
                return Some(Err(self.fail(TransportError::new(TransportKind::TooLarge))));
            }
            Frame::Value(range) => match self.frames.bytes(range).trim_ascii() {
                [] => return None,
                value => match json::decode(value) {
                    Ok(value) => return Some(Ok(value)),
                    Err(failure) => (value, failure),
                },
            },
            Frame::Garbage(range) => {
                self.is_over = true;
                let garbage = self.frames.bytes(range.start..range.end.min(range.start + EXCERPT));
                let mut failure = json::decode::<Value>(garbage).err()?;
                if let Some(kind) = self.meta.content_type() {
                    failure.message = format!("{}; the body is of type {kind}", failure.message);
                }
                (garbage, failure)
            }
            Frame::Unclosed => {
                let message = "the response ends before its array does".to_owned();
                (&[][..], JsonFailure { path: String::new(), message, excerpt: String::new() })
            }
        };
        let raw = RawResponse::new(self.meta.clone(), Bytes::copy_from_slice(value));
        Some(Err(DecodeError::with_excerpt(raw, failure.path, failure.message, failure.excerpt).into()))
    }

    /// Ends the stream with an error.
    fn fail(&mut self, failure: TransportError) -> Error<E> {
        self.is_over = true;
        self.frames.clear();
        failure.after(self.meta.clone()).into()
    }
}

/// No field is pinned.
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
