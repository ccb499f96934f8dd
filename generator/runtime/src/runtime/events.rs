//! Answers that are streams of events: `text/event-stream`, read as the HTML standard says.

use std::collections::VecDeque;
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

use super::body::{Body, Collected, Excess};
use super::codec::Decode;
use super::core::Core;
use super::error::{DecodeError, Error, TransportError, TransportKind};
use super::json::{self, JsonFailure};
use super::meta::Meta;
use super::operation::{Operation, Sent};
use super::raw::{ERROR_BODY_LIMIT, RawResponse};
use super::response::Response;

/// The media type.
const MEDIA_TYPE: &str = "text/event-stream";

/// The header that tells the server which event was the last.
const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");

/// An event.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Event<T> {
    /// Its kind; empty unless the server names one, which means `message`.
    pub name: String,
    /// What its data says, unless that is no JSON, like the `[DONE]` that ends the streams of some servers.
    pub value: Option<T>,
    /// Its data as it came.
    pub data: String,
    /// The id of this event or of the last one before it that had one; empty if none had.
    pub id: String,
}

/// What the document describes of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventShape {
    /// Its data.
    Data,
    /// All of it, as an object with the members `event`, `data`, `id` and `retry`.
    Whole,
}

/// A stream of events, each read when it is asked for.
///
/// An event that can not be read is an error that the next event may follow; after an error of the connection comes nothing.
#[must_use = "events are not read before they are asked for"]
pub struct EventStream<T, E> {
    body: Body,
    meta: Meta,
    parser: Parser,
    shape: EventShape,
    bound: usize,
    is_over: bool,
    gives: PhantomData<fn() -> (T, E)>,
}

impl<T: Decode, E> EventStream<T, E> {
    /// Sends an operation, and gives the events of its answer as they come.
    ///
    /// # Errors
    /// Whatever can go wrong before the first event; see [`Error`].
    pub async fn open<O: Operation<Failure = E>>(core: &Core, operation: &O, shape: EventShape) -> Sent<O, Self> {
        Self::open_after(core, operation, shape, String::new()).await
    }

    /// The same after the event of an id, if there is one.
    pub(super) async fn open_after<O: Operation<Failure = E>>(
        core: &Core,
        operation: &O,
        shape: EventShape,
        last_event_id: String,
    ) -> Sent<O, Self> {
        let mut more = HeaderMap::new();
        // What can not be written into a header is an id that the server can not want back.
        if let Some(id) = HeaderValue::from_str(&last_event_id).ok().filter(|id| !id.is_empty()) {
            more.insert(LAST_EVENT_ID, id);
        }
        let (mut body, meta) = core.send_stream_with(operation, Some(MEDIA_TYPE), more).await?.into_parts();
        if let Some(other) = meta.media_type().filter(|kind| kind != MEDIA_TYPE) {
            let message = format!("the body is of type {other}, and not a stream of events");
            let beginning = beginning(&mut body, &meta).await;
            return Err(DecodeError::new(RawResponse::new(meta, beginning), String::new(), message).into());
        }
        let mut events = Self::new(body, meta.clone(), shape, core.max_response_size());
        events.parser.id = last_event_id;
        Ok(Response::new(events, meta))
    }

    /// The events of a body, none of which may have more than `bound` bytes.
    pub fn new(body: Body, meta: Meta, shape: EventShape, bound: usize) -> Self {
        Self { body, meta, parser: Parser::default(), shape, bound, is_over: false, gives: PhantomData }
    }

    /// The next event, or none after the last one.
    ///
    /// A future that is dropped loses nothing.
    pub async fn next(&mut self) -> Option<Result<Event<T>, Error<E>>> {
        poll_fn(|context| self.poll(context)).await
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Event<T>, Error<E>>>> {
        loop {
            if let Some(event) = self.parser.events.pop_front() {
                return Poll::Ready(Some(self.read(event)));
            }
            if self.is_over {
                return Poll::Ready(None);
            }
            let failure = match ready!(Pin::new(&mut self.body).poll_next(context)) {
                Some(Ok(chunk)) if self.parser.feed(&chunk, self.bound) => continue,
                Some(Ok(_)) => TransportError::new(TransportKind::TooLarge),
                Some(Err(failure)) => failure,
                None => {
                    self.is_over = true;
                    continue;
                }
            };
            self.is_over = true;
            return Poll::Ready(Some(Err(failure.after(self.meta.clone()).into())));
        }
    }

    fn read(&self, event: Event<()>) -> Result<Event<T>, Error<E>> {
        let value = match self.shape {
            EventShape::Data => json::decode(event.data.as_bytes()),
            EventShape::Whole => whole(&event, self.parser.retry),
        };
        let value = match value {
            Ok(value) => Some(value),
            Err(_) if !is_json(&event.data) => None,
            Err(JsonFailure { path, message, excerpt }) => {
                let raw = RawResponse::new(self.meta.clone(), event.data.into());
                return Err(DecodeError::with_excerpt(raw, path, message, excerpt).into());
            }
        };
        Ok(Event { name: event.name, value, data: event.data, id: event.id })
    }
}

impl<T, E> EventStream<T, E> {
    /// The id of the last event that had one, for a request that goes on from there; none if none had.
    #[must_use]
    pub fn last_event_id(&self) -> Option<&str> {
        Some(self.parser.id.as_str()).filter(|id| !id.is_empty())
    }

    /// How long the server asks to wait before a request that goes on, if it has said so.
    #[must_use]
    pub const fn retry(&self) -> Option<Duration> {
        self.parser.retry
    }
}

/// Reads the beginning of a body that is not a stream of events: all of it if it is short, and else its first chunk, since there
/// may never be a second one.
async fn beginning(body: &mut Body, meta: &Meta) -> Bytes {
    let length = meta.header_as::<usize>(CONTENT_LENGTH.as_str());
    if length.is_some_and(|length| length <= ERROR_BODY_LIMIT) {
        let mut collected = Collected::new(meta.headers());
        // What came before a failure is kept.
        let _ = collected.read(body, ERROR_BODY_LIMIT, Excess::Cut).await;
        return collected.into_bytes();
    }
    let mut first = body.chunk().await.and_then(Result::ok).unwrap_or_default();
    first.truncate(ERROR_BODY_LIMIT);
    first
}

/// Whether data is meant to be JSON: it is, or it begins like an object.
fn is_json(data: &str) -> bool {
    data.trim_start().starts_with('{') || serde_json::from_str::<serde::de::IgnoredAny>(data).is_ok()
}

/// Reads all of an event; its data is JSON where that fits, and text otherwise.
fn whole<T: Decode>(event: &Event<()>, retry: Option<Duration>) -> Result<T, JsonFailure> {
    let mut object = Map::new();
    for (key, text) in [("event", &event.name), ("id", &event.id)] {
        if !text.is_empty() {
            object.insert(key.to_owned(), Value::String(text.clone()));
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
        Ok(data) => read(data).or_else(|failure| read(text()).map_err(|_| failure)),
        Err(_) => read(text()),
    }
}

/// Nothing in it is pinned in place.
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

/// What has been read of a stream: lines and chunks may end anywhere, even within a character.
#[derive(Default)]
struct Parser {
    /// The line that has not ended yet.
    line: Vec<u8>,
    /// Whether the last line ended in a carriage return, so that a line feed belongs to it.
    after_return: bool,
    /// Whether the first line has been read, before which a byte order mark may stand.
    has_begun: bool,
    name: String,
    data: String,
    id: String,
    retry: Option<Duration>,
    /// The events that are complete.
    events: VecDeque<Event<()>>,
}

impl Parser {
    /// Takes a chunk; false if an event becomes larger than it may be.
    fn feed(&mut self, mut chunk: &[u8], bound: usize) -> bool {
        while let Some(first) = chunk.first() {
            if std::mem::take(&mut self.after_return) && *first == b'\n' {
                chunk = &chunk[1..];
                continue;
            }
            let end = chunk.iter().position(|byte| matches!(byte, b'\r' | b'\n'));
            let line = &chunk[..end.unwrap_or(chunk.len())];
            if self.line.len() + self.data.len() + line.len() > bound {
                return false;
            }
            self.line.extend_from_slice(line);
            let Some(end) = end else { return true };
            self.after_return = chunk[end] == b'\r';
            chunk = &chunk[end + 1..];
            self.end_line();
        }
        true
    }

    fn end_line(&mut self) {
        let line = std::mem::take(&mut self.line);
        let mut bytes = line.as_slice();
        if !std::mem::replace(&mut self.has_begun, true) {
            bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        }
        if bytes.is_empty() {
            self.end_event();
            return;
        }
        let text = String::from_utf8_lossy(bytes);
        let (field, value) = text.split_once(':').unwrap_or((&text, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "event" => value.clone_into(&mut self.name),
            "data" => {
                self.data.push_str(value);
                self.data.push('\n');
            }
            "id" if !value.contains('\0') => value.clone_into(&mut self.id),
            "retry" if value.bytes().all(|byte| byte.is_ascii_digit()) => {
                self.retry = value.parse().ok().map(Duration::from_millis).or(self.retry);
            }
            // Comments, which begin with a colon, and fields that nobody knows.
            _ => {}
        }
    }

    /// An event without data is none.
    fn end_event(&mut self) {
        let name = std::mem::take(&mut self.name);
        let mut data = std::mem::take(&mut self.data);
        if data.pop().is_some() {
            self.events.push_back(Event { name, value: None, data, id: self.id.clone() });
        }
    }
}
