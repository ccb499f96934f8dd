//! Splits a stream of bytes into JSON values. It does not decode them and does not depend on HTTP.

use std::ops::Range;

use serde::de::IgnoredAny;

/// The record separator, which precedes each value of a JSON text sequence (RFC 7464).
const RECORD_SEPARATOR: u8 = b'\x1e';

/// How the values of a stream are delimited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JsonFraming {
    /// One value per line.
    Lines,
    /// One value after the other, with line breaks, other whitespace, record separators or nothing between them. A value may
    /// span several lines.
    Values,
    /// Like [`Values`](Self::Values), or all values as the elements of one array. The values themselves are not arrays.
    Items,
}

/// A range of the buffer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Frame {
    /// A value, or bytes in place of one.
    Value(Range<usize>),
    /// Bytes that cannot begin a value. The start of the next value is unknown.
    Garbage(Range<usize>),
    /// The end of the stream within an array.
    Unclosed,
}

/// The state of the scanner. Every byte is scanned once, however the stream is divided into chunks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// No value has begun.
    Between,
    /// Within an object or array; `text` is the state of a string inside it.
    Nested { depth: usize, text: Option<Text> },
    /// Within a string that is a value itself.
    String(Text),
    /// Within a number, `true`, `false` or `null`.
    Scalar,
}

/// The state within a string.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Text {
    Plain,
    /// The next character is escaped.
    Escape,
}

impl Text {
    /// Returns the state after a byte; `None` after the closing quote.
    const fn after(self, byte: u8) -> Option<Self> {
        match (self, byte) {
            (Self::Plain, b'"') => None,
            (Self::Plain, b'\\') => Some(Self::Escape),
            _ => Some(Self::Plain),
        }
    }
}

/// The effect of a byte on the scanner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ByteEffect {
    /// It belongs to the value or to a separator.
    Inside,
    /// It is the last byte of the value.
    Last,
    /// The value ended before it.
    Past,
    /// It cannot begin a value.
    Invalid,
}

/// The bytes of a stream that were not consumed yet.
#[derive(Debug)]
pub(crate) struct JsonFrames {
    framing: JsonFraming,
    buffer: Vec<u8>,
    /// The position at which the next value begins.
    start: usize,
    /// The position up to which bytes were scanned.
    scanned: usize,
    state: State,
    /// True within an array whose elements are the values.
    in_array: bool,
    /// True after the first byte that does not belong to a byte order mark.
    has_begun: bool,
}

impl JsonFrames {
    pub(crate) const fn new(framing: JsonFraming) -> Self {
        Self {
            framing,
            buffer: Vec::new(),
            start: 0,
            scanned: 0,
            state: State::Between,
            in_array: false,
            has_begun: false,
        }
    }

    /// Adds a chunk, and removes the consumed bytes.
    pub(crate) fn push(&mut self, chunk: &[u8]) {
        self.buffer.drain(..self.start);
        self.scanned -= self.start;
        self.start = 0;
        self.buffer.extend_from_slice(chunk);
    }

    /// Returns the bytes of a range.
    pub(crate) fn bytes(&self, range: Range<usize>) -> &[u8] {
        self.buffer.get(range).unwrap_or_default()
    }

    /// Returns the number of bytes that were not consumed yet.
    pub(crate) const fn pending(&self) -> usize {
        self.buffer.len() - self.start
    }

    /// Discards all bytes.
    pub(crate) fn clear(&mut self) {
        *self = Self::new(self.framing);
    }

    /// Returns the next complete frame. At the end of the stream, it also returns the last one, which may be
    /// incomplete.
    pub(crate) fn next(&mut self, is_over: bool) -> Option<Frame> {
        let next = match self.framing {
            JsonFraming::Lines => self.line(),
            JsonFraming::Values | JsonFraming::Items => self.value(),
        };
        next.or_else(|| is_over.then(|| self.rest()).flatten())
    }

    fn line(&mut self) -> Option<Frame> {
        let rest = self.buffer.get(self.scanned..).unwrap_or_default();
        let Some(length) = rest.iter().position(|byte| matches!(*byte, b'\n' | RECORD_SEPARATOR)) else {
            self.scanned = self.buffer.len();
            return None;
        };
        let range = self.start..self.scanned + length;
        (self.start, self.scanned) = (range.end + 1, range.end + 1);
        Some(Frame::Value(range))
    }

    fn value(&mut self) -> Option<Frame> {
        while let Some(&byte) = self.buffer.get(self.scanned) {
            let step = self.step(byte);
            if step == ByteEffect::Invalid {
                return Some(self.garbage());
            }
            self.scanned += usize::from(step != ByteEffect::Past);
            match step {
                ByteEffect::Last | ByteEffect::Past => return Some(self.cut()),
                // Separators are consumed immediately, so that they are not part of the next value.
                _ if self.state == State::Between => self.start = self.scanned,
                _ => {}
            }
        }
        None
    }

    /// Advances by one byte.
    fn step(&mut self, byte: u8) -> ByteEffect {
        match self.state {
            State::Between => self.begin(byte),
            // A separator is not allowed within a value, so the value was truncated.
            _ if byte == RECORD_SEPARATOR => ByteEffect::Past,
            State::Nested { depth, text } => {
                let (depth, text) = match (text, byte) {
                    (Some(text), byte) => (depth, text.after(byte)),
                    (None, b'"') => (depth, Some(Text::Plain)),
                    (None, b'{' | b'[') => (depth + 1, None),
                    (None, b'}' | b']') => (depth - 1, None),
                    (None, _) => (depth, None),
                };
                self.state = State::Nested { depth, text };
                if depth == 0 { ByteEffect::Last } else { ByteEffect::Inside }
            }
            State::String(text) => match text.after(byte) {
                Some(text) => {
                    self.state = State::String(text);
                    ByteEffect::Inside
                }
                None => ByteEffect::Last,
            },
            State::Scalar => match byte {
                b'{' | b'}' | b'[' | b']' | b'"' | b',' => ByteEffect::Past,
                byte if byte.is_ascii_whitespace() => ByteEffect::Past,
                _ => ByteEffect::Inside,
            },
        }
    }

    /// Handles a byte between values.
    fn begin(&mut self, byte: u8) -> ByteEffect {
        match byte {
            b' ' | b'\t' | b'\r' | b'\n' | RECORD_SEPARATOR => return ByteEffect::Inside,
            0xEF | 0xBB | 0xBF if !self.has_begun => return ByteEffect::Inside,
            _ => self.has_begun = true,
        }
        match byte {
            b'[' if self.framing == JsonFraming::Items && !self.in_array => self.in_array = true,
            b',' if self.in_array => {}
            b']' if self.in_array => self.in_array = false,
            b'{' | b'[' => self.state = State::Nested { depth: 1, text: None },
            b'"' => self.state = State::String(Text::Plain),
            b'-' | b'0'..=b'9' | b't' | b'f' | b'n' => self.state = State::Scalar,
            _ => return ByteEffect::Invalid,
        }
        ByteEffect::Inside
    }

    /// Returns the value that ends at the position of the scanner.
    fn cut(&mut self) -> Frame {
        let range = self.start..self.scanned;
        // A scalar has no closing byte, so that `truefalse` or `1x` is only found here.
        if self.state == State::Scalar && serde_json::from_slice::<IgnoredAny>(self.bytes(range.clone())).is_err() {
            return self.garbage();
        }
        (self.start, self.state) = (self.scanned, State::Between);
        Frame::Value(range)
    }

    fn garbage(&mut self) -> Frame {
        let range = self.start..self.buffer.len();
        (self.start, self.scanned, self.state) = (range.end, range.end, State::Between);
        Frame::Garbage(range)
    }

    /// Returns the remaining bytes at the end of the stream.
    fn rest(&mut self) -> Option<Frame> {
        if self.framing == JsonFraming::Lines || self.state != State::Between {
            self.scanned = self.buffer.len();
            return (self.start < self.scanned).then(|| self.cut());
        }
        std::mem::take(&mut self.in_array).then_some(Frame::Unclosed)
    }
}
