//! Responses that are event streams: `text/event-stream`, as the HTML standard specifies it.

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::header::{CONTENT_LENGTH, HeaderMap, HeaderName, HeaderValue};
use serde_json::{Map, Value};

use super::event_parser::{EventParser, RawEvent, TooLong};
use crate::runtime::call::operation::{Operation, Sent};
use crate::runtime::client::core::Core;
use crate::runtime::client::dispatch::{Dispatch, OnClient, Streamed};
use crate::runtime::codec::json::{self, JsonFailure};
use crate::runtime::codec::traits::Decode;
use crate::runtime::error::{DecodeError, Error, TransportError, TransportKind};
use crate::runtime::response::decoded::Response;
use crate::runtime::response::meta::Meta;
use crate::runtime::response::raw::{ERROR_BODY_LIMIT, RawResponse};
use crate::runtime::transport::body::{Body, Collected, Excess};

pub use super::event_parser::EventId;

/// The media type of event streams.
const MEDIA_TYPE: &str = "text/event-stream";

/// The data of the last event on many servers.
pub(super) const DONE: &str = "[DONE]";

/// The header with the id of the last event.
const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");

/// An event.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Event<T> {
    /// The type of the event; empty unless the server declares one, which means `message`.
    pub name: String,
    /// The decoded data: text if the API description declares a string. Otherwise `None` if the data is not JSON, as
    /// the `[DONE]` that ends the streams of some servers.
    pub value: Option<T>,
    /// The data, unchanged.
    pub data: String,
    /// The id of this event or of the last one before it that had one; empty if none had.
    pub id: EventId,
}

/// The part of an event that the API description declares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventShape {
    /// The data, which is JSON.
    Data,
    /// The data, which is JSON, or else text.
    DataOrText,
    /// The data, which is text.
    Text,
    /// The whole event, as an object with the members `event`, `data`, `id` and `retry`. Its data is JSON if that
    /// matches the type, or else text.
    Whole,
    /// The whole event, like [`Whole`](Self::Whole), but its data is text.
    WholeText,
}

/// A stream of events. Each one is read when it is polled.
///
/// An event that cannot be read is an error, and further events may follow it. After a transport error, the stream
/// ends.
#[must_use = "events are not read until they are polled"]
pub struct EventStream<T, E> {
    body: Body,
    meta: Meta,
    parser: EventParser,
    shape: EventShape,
    bound: usize,
    is_over: bool,
    gives: PhantomData<fn() -> (T, E)>,
}

/// Sends an operation and returns its events.
pub fn send<O: OnClient<Client: Dispatch> + 'static, T: Decode + 'static>(
    operation: O,
    shape: EventShape,
) -> Streamed<O, EventStream<T, O::Failure>> {
    let core = operation.client().core().clone();
    O::Client::run(async move {
        EventStream::open(&core, &operation, shape).await.map(|response| response.map(O::Client::stream))
    })
}

impl<T: Decode, E> EventStream<T, E> {
    /// Sends an operation, and returns a stream of the events in its response.
    ///
    /// # Errors
    /// All errors that occur before the first event; see [`Error`].
    pub async fn open<O: Operation<Failure = E>>(core: &Core, operation: &O, shape: EventShape) -> Sent<O, Self> {
        Self::open_after(core, operation, shape, EventId::default()).await
    }

    /// Opens a stream that continues after the event with this id, if it is not empty.
    pub(super) async fn open_after<O: Operation<Failure = E>>(
        core: &Core,
        operation: &O,
        shape: EventShape,
        last_event_id: EventId,
    ) -> Sent<O, Self> {
        let mut more = HeaderMap::new();
        // An id with control characters cannot be sent.
        if let Some(id) = HeaderValue::from_bytes(last_event_id.as_bytes()).ok().filter(|id| !id.is_empty()) {
            more.insert(LAST_EVENT_ID, id);
        }
        let (mut body, meta) = core.send_stream_with(operation, Some(MEDIA_TYPE), more).await?.into_parts();
        if let Some(other) = meta.media_type().filter(|kind| kind != MEDIA_TYPE) {
            let message = format!("the body is of type {other} instead of {MEDIA_TYPE}");
            let beginning = beginning(&mut body, &meta).await;
            return Err(DecodeError::new(RawResponse::new(meta, beginning), String::new(), message).into());
        }
        let mut events = Self::new(body, meta.clone(), shape, core.max_response_size());
        events.parser = EventParser::after(last_event_id);
        Ok(Response::new(events, meta))
    }

    /// Creates a stream of the events of a body, with a limit in bytes for the size of an event.
    pub fn new(body: Body, meta: Meta, shape: EventShape, bound: usize) -> Self {
        Self { body, meta, parser: EventParser::default(), shape, bound, is_over: false, gives: PhantomData }
    }

    /// Returns the next event, or `None` after the last one.
    ///
    /// No event is lost if the future is dropped.
    pub async fn next(&mut self) -> Option<Result<Event<T>, Error<E>>> {
        poll_fn(|context| self.poll(context)).await
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Event<T>, Error<E>>>> {
        loop {
            if self.is_over {
                return Poll::Ready(None);
            }
            let failure = match self.parser.next(self.bound) {
                Ok(Some(event)) => return Poll::Ready(Some(self.read(event))),
                Err(TooLong) => TransportError::new(TransportKind::TooLarge),
                Ok(None) => match ready!(Pin::new(&mut self.body).poll_next(context)) {
                    Some(Ok(chunk)) => {
                        self.parser.push(chunk);
                        continue;
                    }
                    Some(Err(failure)) => failure,
                    None => {
                        self.is_over = true;
                        continue;
                    }
                },
            };
            self.is_over = true;
            self.parser.clear();
            return Poll::Ready(Some(Err(failure.after(self.meta.clone()).into())));
        }
    }

    fn read(&self, event: RawEvent) -> Result<Event<T>, Error<E>> {
        let data = event.data.as_bytes();
        let value = match self.shape {
            EventShape::Data => json::decode(data),
            EventShape::DataOrText => {
                json::decode(data).or_else(|failure| of_text(&event.data).map_err(|_: JsonFailure| failure))
            }
            EventShape::Text => {
                of_text(&event.data).or_else(|failure| json::decode(data).map_err(|_: JsonFailure| failure))
            }
            EventShape::Whole => whole(&event, self.parser.retry(), false),
            EventShape::WholeText => whole(&event, self.parser.retry(), true),
        };
        let value = match value {
            Ok(value) => Some(value),
            Err(_) if self.has_no_value(&event.data) => None,
            Err(JsonFailure { path, message, excerpt }) => {
                let raw = RawResponse::new(self.meta.clone(), event.data.into());
                return Err(DecodeError::with_excerpt(raw, path, message, excerpt).into());
            }
        };
        Ok(Event { name: event.name, value, data: event.data, id: event.id })
    }

    /// Returns true if data that cannot be decoded is not intended as a value.
    fn has_no_value(&self, data: &str) -> bool {
        match self.shape {
            EventShape::Text => data == DONE,
            EventShape::Data | EventShape::DataOrText | EventShape::Whole | EventShape::WholeText => !is_json(data),
        }
    }
}

impl<T, E> EventStream<T, E> {
    /// Returns the id of the last event that [`next`](Self::next) returned, or of the last one before it that had one,
    /// for a request that continues from there; `None` if none had. Events that have arrived and were not returned yet
    /// do not count.
    #[must_use]
    pub fn last_event_id(&self) -> Option<&str> {
        Some(self.parser.last_event_id().as_str()).filter(|id| !id.is_empty())
    }

    /// Returns the same id, which may be empty.
    pub(super) const fn last_id(&self) -> &EventId {
        self.parser.last_event_id()
    }

    /// Returns the wait before a reconnect that the server declares in `retry`, if any.
    #[must_use]
    pub const fn retry(&self) -> Option<Duration> {
        self.parser.retry()
    }
}

/// Reads the beginning of a body that is not an event stream: the whole body if it is short, or else its first chunk,
/// since a second chunk may never arrive.
async fn beginning(body: &mut Body, meta: &Meta) -> Bytes {
    let length = meta.header_as::<usize>(CONTENT_LENGTH.as_str());
    if length.is_some_and(|length| length <= ERROR_BODY_LIMIT) {
        let mut collected = Collected::new(meta.headers());
        // The part before a failure is kept.
        let _ = collected.read(body, ERROR_BODY_LIMIT, Excess::Cut).await;
        return collected.into_bytes();
    }
    let mut first = body.chunk().await.and_then(Result::ok).unwrap_or_default();
    first.truncate(ERROR_BODY_LIMIT);
    first
}

/// Returns true if data is intended as JSON: it is valid, or begins like an object.
fn is_json(data: &str) -> bool {
    data.trim_start().starts_with('{') || serde_json::from_str::<serde::de::IgnoredAny>(data).is_ok()
}

/// Decodes a text as a JSON string.
fn of_text<T: Decode>(text: &str) -> Result<T, JsonFailure> {
    json::encode(&text.to_owned()).and_then(|quoted| json::decode(&quoted))
}

/// Decodes a whole event. Its data is JSON if that matches the type and text otherwise; in reverse order if it is
/// declared as text.
fn whole<T: Decode>(event: &RawEvent, retry: Option<Duration>, is_text: bool) -> Result<T, JsonFailure> {
    let mut object = Map::new();
    for (key, text) in [("event", event.name.as_str()), ("id", event.id.as_str())] {
        if !text.is_empty() {
            object.insert(key.to_owned(), Value::String(text.to_owned()));
        }
    }
    if let Some(retry) = retry.and_then(|retry| u64::try_from(retry.as_millis()).ok()) {
        object.insert("retry".to_owned(), retry.into());
    }
    let mut read = |data: Value| {
        object.insert("data".to_owned(), data);
        json::encode(&object).and_then(|text| json::decode(&text))
    };
    let text = || Value::String(event.data.clone());
    match json::decode(event.data.as_bytes()) {
        Ok(data) if is_text => read(text()).or_else(|failure| read(data).map_err(|_| failure)),
        Ok(data) => read(data).or_else(|failure| read(text()).map_err(|_| failure)),
        Err(_) => read(text()),
    }
}

/// No field is pinned.
impl<T, E> Unpin for EventStream<T, E> {}

impl<T: Decode, E> Stream for EventStream<T, E> {
    type Item = Result<Event<T>, Error<E>>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll(context)
    }
}

impl<T, E> fmt::Debug for EventStream<T, E> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("EventStream").field("meta", &self.meta).finish_non_exhaustive()
    }
}
