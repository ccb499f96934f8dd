//! Splits a stream of bytes into events as the HTML standard specifies (9.2.6). It does not depend on the types of
//! events.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::{Buf as _, Bytes};

/// The maximum length in bytes of an id. A longer one does not fit into a request and is ignored.
const LONGEST_ID: usize = 8 * 1024;

/// The id of an event, which is cheap to clone: all events up to the next id share it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventId(Arc<str>);

impl EventId {
    /// Returns the id as text, which may be empty.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns true if the id is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Default for EventId {
    fn default() -> Self {
        Self(Arc::from(""))
    }
}

impl std::ops::Deref for EventId {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for EventId {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl From<&str> for EventId {
    fn from(id: &str) -> Self {
        Self(id.into())
    }
}

impl From<String> for EventId {
    fn from(id: String) -> Self {
        Self(id.into())
    }
}

impl From<EventId> for String {
    fn from(id: EventId) -> Self {
        id.0.as_ref().to_owned()
    }
}

impl PartialEq<str> for EventId {
    fn eq(&self, other: &str) -> bool {
        *self.0 == *other
    }
}

impl PartialEq<&str> for EventId {
    fn eq(&self, other: &&str) -> bool {
        *self.0 == **other
    }
}

impl PartialEq<String> for EventId {
    fn eq(&self, other: &String) -> bool {
        *self.0 == **other
    }
}

impl fmt::Debug for EventId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl fmt::Display for EventId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// An event whose data was not decoded yet.
#[derive(Debug)]
pub(crate) struct RawEvent {
    pub(crate) name: String,
    pub(crate) data: String,
    pub(crate) id: EventId,
}

/// The error of an event that is larger than the limit.
#[derive(Debug)]
pub(crate) struct TooLong;

/// The state of the parser. Lines and chunks may end anywhere, even within a character. The parser keeps one chunk and
/// one event in memory, however many events the chunk contains.
#[derive(Default)]
pub(crate) struct EventParser {
    /// The bytes that have arrived and were not parsed yet.
    chunk: Bytes,
    /// The beginning of a line that spans several chunks.
    line: Vec<u8>,
    /// True if the last line ended in a carriage return, so that a following line feed belongs to it.
    after_return: bool,
    /// True after the first line, which may begin with a byte order mark.
    has_begun: bool,
    name: String,
    data: String,
    /// The id of the event that is being parsed.
    id: EventId,
    /// The id as of the last event that was dispatched. If the connection fails within an event, its id does not count.
    dispatched: EventId,
    retry: Option<Duration>,
}

impl EventParser {
    /// Creates a parser of a stream that continues after the event with this id.
    pub(crate) fn after(id: EventId) -> Self {
        Self { dispatched: id.clone(), id, ..Self::default() }
    }

    /// Returns the id as of the last event that was returned.
    pub(crate) const fn last_event_id(&self) -> &EventId {
        &self.dispatched
    }

    pub(crate) const fn retry(&self) -> Option<Duration> {
        self.retry
    }

    /// Adds a chunk. The previous chunk must not contain another event.
    pub(crate) fn push(&mut self, chunk: Bytes) {
        self.chunk = chunk;
    }

    /// Releases the memory of an incomplete event.
    pub(crate) fn clear(&mut self) {
        (self.chunk, self.line, self.name, self.data) = (Bytes::new(), Vec::new(), String::new(), String::new());
    }

    /// Returns the next event of the chunk, or `None` if the next chunk is needed.
    pub(crate) fn next(&mut self, bound: usize) -> Result<Option<RawEvent>, TooLong> {
        while let Some(&first) = self.chunk.first() {
            // A CRLF may be split between two chunks, so the line feed is skipped when it arrives instead of waiting
            // for it after the carriage return.
            if std::mem::take(&mut self.after_return) && first == b'\n' {
                self.chunk.advance(1);
                continue;
            }
            let end = self.chunk.iter().position(|byte| matches!(byte, b'\r' | b'\n'));
            let line = self.chunk.split_to(end.unwrap_or(self.chunk.len()));
            // The limit applies to the beginning of the line, the data of earlier lines and this part together.
            if self.line.len() + self.data.len() + line.len() > bound {
                return Err(TooLong);
            }
            // The line continues in the next chunk.
            if end.is_none() {
                self.line.extend_from_slice(&line);
                return Ok(None);
            }
            self.after_return = self.chunk.first() == Some(&b'\r');
            self.chunk.advance(1);
            if let Some(event) = self.take_line(&line) {
                return Ok(Some(event));
            }
        }
        Ok(None)
    }

    /// Completes a line, and returns the event that ends with it.
    fn take_line(&mut self, end: &[u8]) -> Option<RawEvent> {
        if self.line.is_empty() {
            return self.end_line(end);
        }
        let mut line = std::mem::take(&mut self.line);
        line.extend_from_slice(end);
        self.end_line(&line)
    }

    fn end_line(&mut self, mut line: &[u8]) -> Option<RawEvent> {
        if !std::mem::replace(&mut self.has_begun, true) {
            line = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line);
        }
        if line.is_empty() {
            return self.dispatch();
        }
        let text = String::from_utf8_lossy(line);
        let (field, value) = text.split_once(':').unwrap_or((&text, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "event" => value.clone_into(&mut self.name),
            "data" => {
                self.data.push_str(value);
                self.data.push('\n');
            }
            "id" => self.take_id(value),
            "retry" if value.bytes().all(|byte| byte.is_ascii_digit()) => {
                self.retry = value.parse().ok().map(Duration::from_millis).or(self.retry);
            }
            // Comments, which begin with a colon, and unknown fields.
            _ => {}
        }
        None
    }

    fn take_id(&mut self, id: &str) {
        let is_valid = !id.contains('\0') && id.len() <= LONGEST_ID;
        if is_valid && self.id != *id {
            self.id = EventId::from(id);
        }
    }

    /// Ends an event. Without data it only sets the id.
    fn dispatch(&mut self) -> Option<RawEvent> {
        // An empty line also confirms an id without data, as the standard specifies.
        self.dispatched = self.id.clone();
        let name = std::mem::take(&mut self.name);
        let mut data = std::mem::take(&mut self.data);
        // Every `data` field has added a line feed; the last one is not part of the data.
        data.pop().map(|_| RawEvent { name, data, id: self.id.clone() })
    }
}
