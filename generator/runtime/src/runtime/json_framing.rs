//! Cuts a stream of bytes into JSON values. It does not decode them, and knows nothing of HTTP.

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
    /// Like [`Values`](Self::Values), or all of them as the elements of one array. The values themselves are not arrays.
    Items,
}

/// A piece of the buffer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Frame {
    /// One value, or what appears in place of one.
    Value(Range<usize>),
    /// Bytes that cannot begin a value. Where the next value begins is unknown.
    Garbage(Range<usize>),
    /// The end of the stream, within an array.
    Unclosed,
}

/// The state of the scanner. Every byte is looked at once, however the stream is divided into chunks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// No value has begun.
    Between,
    /// Within an object or array; `text` is the state of the string in it that has begun.
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
    /// The state after a byte; `None` after the closing quote.
    const fn after(self, byte: u8) -> Option<Self> {
        match (self, byte) {
            (Self::Plain, b'"') => None,
            (Self::Plain, b'\\') => Some(Self::Escape),
            _ => Some(Self::Plain),
        }
    }
}

/// What a byte means to the scanner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// It belongs to the value, or to what separates values.
    Inside,
    /// The value ends with it.
    Last,
    /// The value ended before it.
    Past,
    /// It cannot begin a value.
    Invalid,
}

/// The bytes of a stream that were not consumed yet.
#[derive(Debug)]
pub(super) struct Frames {
    framing: JsonFraming,
    buffer: Vec<u8>,
    /// Where the value begins that is next.
    start: usize,
    /// Up to where the scanner has come.
    scanned: usize,
    state: State,
    /// Whether an array has begun whose elements are the values.
    in_array: bool,
    /// Whether anything but a byte order mark has come.
    has_begun: bool,
}

impl Frames {
    pub(super) const fn new(framing: JsonFraming) -> Self {
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

    /// Adds a chunk. What was consumed is removed first.
    pub(super) fn push(&mut self, chunk: &[u8]) {
        self.buffer.drain(..self.start);
        self.scanned -= self.start;
        self.start = 0;
        self.buffer.extend_from_slice(chunk);
    }

    /// The bytes of a piece.
    pub(super) fn bytes(&self, range: Range<usize>) -> &[u8] {
        self.buffer.get(range).unwrap_or_default()
    }

    /// The number of bytes that wait for the end of their value.
    pub(super) const fn pending(&self) -> usize {
        self.buffer.len() - self.start
    }

    /// Forgets all bytes.
    pub(super) fn clear(&mut self) {
        *self = Self::new(self.framing);
    }

    /// The next piece that is complete; at the end of the stream also the last one, which need not be.
    pub(super) fn next(&mut self, is_over: bool) -> Option<Frame> {
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
            if step == Step::Invalid {
                return Some(self.garbage());
            }
            self.scanned += usize::from(step != Step::Past);
            match step {
                Step::Last | Step::Past => return Some(self.cut()),
                // Separators are consumed at once, so that they do not count as a part of the next value.
                _ if self.state == State::Between => self.start = self.scanned,
                _ => {}
            }
        }
        None
    }

    /// Moves on by one byte.
    fn step(&mut self, byte: u8) -> Step {
        match self.state {
            State::Between => self.begin(byte),
            // A separator is not allowed within a value: that one was cut off.
            _ if byte == RECORD_SEPARATOR => Step::Past,
            State::Nested { depth, text } => {
                let (depth, text) = match (text, byte) {
                    (Some(text), byte) => (depth, text.after(byte)),
                    (None, b'"') => (depth, Some(Text::Plain)),
                    (None, b'{' | b'[') => (depth + 1, None),
                    (None, b'}' | b']') => (depth - 1, None),
                    (None, _) => (depth, None),
                };
                self.state = State::Nested { depth, text };
                if depth == 0 { Step::Last } else { Step::Inside }
            }
            State::String(text) => match text.after(byte) {
                Some(text) => {
                    self.state = State::String(text);
                    Step::Inside
                }
                None => Step::Last,
            },
            State::Scalar => match byte {
                b'{' | b'}' | b'[' | b']' | b'"' | b',' => Step::Past,
                byte if byte.is_ascii_whitespace() => Step::Past,
                _ => Step::Inside,
            },
        }
    }

    /// Takes a byte between values.
    fn begin(&mut self, byte: u8) -> Step {
        match byte {
            b' ' | b'\t' | b'\r' | b'\n' | RECORD_SEPARATOR => return Step::Inside,
            0xEF | 0xBB | 0xBF if !self.has_begun => return Step::Inside,
            _ => self.has_begun = true,
        }
        match byte {
            b'[' if self.framing == JsonFraming::Items && !self.in_array => self.in_array = true,
            b',' if self.in_array => {}
            b']' if self.in_array => self.in_array = false,
            b'{' | b'[' => self.state = State::Nested { depth: 1, text: None },
            b'"' => self.state = State::String(Text::Plain),
            b'-' | b'0'..=b'9' | b't' | b'f' | b'n' => self.state = State::Scalar,
            _ => return Step::Invalid,
        }
        Step::Inside
    }

    /// The value that ends where the scanner is.
    fn cut(&mut self) -> Frame {
        let range = self.start..self.scanned;
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

    /// What is left at the end of the stream.
    fn rest(&mut self) -> Option<Frame> {
        if self.framing == JsonFraming::Lines || self.state != State::Between {
            self.scanned = self.buffer.len();
            return (self.start < self.scanned).then(|| self.cut());
        }
        std::mem::take(&mut self.in_array).then_some(Frame::Unclosed)
    }
}
