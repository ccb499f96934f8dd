//! The interface for writing values, [`Sink`], which is independent of the format, and its implementation for the
//! formats of serde.

use std::any::Any;
use std::fmt::{self, Display};
use std::mem;

use serde::ser::{Error, Serialize, SerializeMap, SerializeSeq, Serializer};
use serde_json::{Map, Value};

use super::traits::{Encode, Failed};

/// A place in the output that takes one value.
///
/// The methods fail if the format cannot represent the value, or a value was already written. The sink has the details.
#[doc(hidden)]
pub trait Sink {
    /// Writes a boolean.
    fn bool(&mut self, value: bool) -> Result<(), Failed>;
    /// Writes an integer.
    fn i64(&mut self, value: i64) -> Result<(), Failed>;
    /// Writes a non-negative integer.
    fn u64(&mut self, value: u64) -> Result<(), Failed>;
    /// Writes a number.
    fn f32(&mut self, value: f32) -> Result<(), Failed>;
    /// Writes a number.
    fn f64(&mut self, value: f64) -> Result<(), Failed>;
    /// Writes a string.
    fn str(&mut self, value: &str) -> Result<(), Failed>;
    /// Writes the `Display` of a value as a string.
    fn display(&mut self, value: &dyn Display) -> Result<(), Failed>;
    /// Writes `null`.
    fn null(&mut self) -> Result<(), Failed>;
    /// Writes a list.
    fn list(&mut self, list: &dyn List) -> Result<(), Failed>;
    /// Writes an object: known keys with their entries, and the rest, which is at most one map.
    fn record(&mut self, keys: &[Key<'_>], entries: &[Entry<'_>], rest: &[&dyn Pairs]) -> Result<(), Failed>;
    /// Writes any JSON value.
    fn value(&mut self, value: &Value) -> Result<(), Failed>;
    /// Writes an object with any content.
    fn object(&mut self, object: &Map<String, Value>) -> Result<(), Failed>;
    /// Writes a value that only some formats support, such as a file. Other formats write the text instead.
    fn other(&mut self, _value: &dyn Any, text: Option<&str>) -> Result<(), Failed> {
        match text {
            Some(text) => self.str(text),
            None => Err(self.fail("must be text to be sent in this format")),
        }
    }
    /// Reports why the value cannot be written.
    fn fail(&mut self, message: &str) -> Failed;
}

/// A key, and its literal in Rust as in `,"key":`. The literal is longer than the key if it has escapes. Otherwise it is the
/// text that JSON has for the key.
pub type Key<'a> = (&'a str, &'a str);

/// Returns true if a record has a known key.
pub(crate) fn contains(keys: &[Key<'_>], name: &str) -> bool {
    keys.iter().any(|(key, _)| *key == name)
}

/// A value of a record.
#[derive(Clone, Copy)]
pub enum Entry<'a> {
    /// A value.
    Value(&'a dyn Encode),
    /// A value that only the server sets; requests omit it.
    ReadOnly(&'a dyn Encode),
    /// `null`.
    Null,
    /// A missing key.
    Absent,
}

/// A list whose elements can be written.
pub trait List {
    /// Returns the element at an index.
    fn item(&self, index: usize) -> Option<&dyn Encode>;
}

/// A map whose keys and values can be written.
pub trait Pairs {
    /// Calls a function with every pair.
    ///
    /// # Errors
    /// When the function fails.
    fn each(&self, write: &mut dyn FnMut(&str, &dyn Encode) -> Result<(), Failed>) -> Result<(), Failed>;
}

/// The reader that a value is written for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reader {
    /// Any reader: nothing is omitted.
    Anyone,
    /// The server: values that only the server sets are omitted.
    Server,
}

/// Writes a value to a format of serde.
///
/// # Errors
/// When the format cannot represent the value.
pub fn write<S: Serializer>(value: &dyn Encode, serializer: S) -> Result<S::Ok, S::Error> {
    write_for(Reader::Anyone, value, serializer)
}

fn write_for<S: Serializer>(reader: Reader, value: &dyn Encode, serializer: S) -> Result<S::Ok, S::Error> {
    let mut writer = Writer { reader, state: State::Ready(serializer) };
    let outcome = value.encode(&mut writer);
    match writer.state {
        State::Done(done) if outcome.is_ok() => Ok(done),
        State::Failed(error) => Err(error),
        _ => Err(S::Error::custom("the value was not written")),
    }
}

/// A value in a request, without the values that only the server sets.
#[doc(hidden)]
pub struct Outgoing<'a>(pub &'a dyn Encode);

impl Serialize for Outgoing<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        write_for(Reader::Server, self.0, serializer)
    }
}

impl fmt::Debug for Outgoing<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Outgoing").finish_non_exhaustive()
    }
}

/// A value of a serde serializer.
struct Writer<S: Serializer> {
    reader: Reader,
    state: State<S>,
}

enum State<S: Serializer> {
    Ready(S),
    Busy,
    Done(S::Ok),
    Failed(S::Error),
}

impl<S: Serializer> Writer<S> {
    #[inline]
    fn once(&mut self, write: impl FnOnce(S) -> Result<S::Ok, S::Error>) -> Result<(), Failed> {
        match mem::replace(&mut self.state, State::Busy) {
            State::Ready(serializer) => match write(serializer) {
                Ok(done) => {
                    self.state = State::Done(done);
                    Ok(())
                }
                Err(error) => {
                    self.state = State::Failed(error);
                    Err(Failed)
                }
            },
            _ => Err(self.fail("the value was written twice")),
        }
    }
}

impl<S: Serializer> Sink for Writer<S> {
    fn bool(&mut self, value: bool) -> Result<(), Failed> {
        self.once(|output| output.serialize_bool(value))
    }

    fn i64(&mut self, value: i64) -> Result<(), Failed> {
        self.once(|output| output.serialize_i64(value))
    }

    fn u64(&mut self, value: u64) -> Result<(), Failed> {
        self.once(|output| output.serialize_u64(value))
    }

    fn f32(&mut self, value: f32) -> Result<(), Failed> {
        self.once(|output| output.serialize_f32(value))
    }

    fn f64(&mut self, value: f64) -> Result<(), Failed> {
        self.once(|output| output.serialize_f64(value))
    }

    fn str(&mut self, value: &str) -> Result<(), Failed> {
        self.once(|output| output.serialize_str(value))
    }

    fn display(&mut self, value: &dyn Display) -> Result<(), Failed> {
        self.once(|output| output.collect_str(value))
    }

    fn null(&mut self) -> Result<(), Failed> {
        self.once(Serializer::serialize_none)
    }

    fn list(&mut self, list: &dyn List) -> Result<(), Failed> {
        let reader = self.reader;
        self.once(|output| {
            let mut elements = output.serialize_seq(None)?;
            for index in 0.. {
                match list.item(index) {
                    Some(item) => elements.serialize_element(&Item(item, reader))?,
                    None => break,
                }
            }
            elements.end()
        })
    }

    fn record(&mut self, keys: &[Key<'_>], entries: &[Entry<'_>], rest: &[&dyn Pairs]) -> Result<(), Failed> {
        let reader = self.reader;
        self.once(|output| {
            let mut object = output.serialize_map(None)?;
            for ((key, _), entry) in keys.iter().zip(entries) {
                match entry {
                    Entry::ReadOnly(_) if reader == Reader::Server => {}
                    Entry::Value(value) | Entry::ReadOnly(value) => {
                        object.serialize_entry(*key, &Item(*value, reader))?;
                    }
                    Entry::Null => object.serialize_entry(*key, &())?,
                    Entry::Absent => {}
                }
            }
            for pairs in rest {
                write_rest(&mut object, keys, *pairs, reader)?;
            }
            object.end()
        })
    }

    fn value(&mut self, value: &Value) -> Result<(), Failed> {
        self.once(|output| value.serialize(output))
    }

    fn object(&mut self, object: &Map<String, Value>) -> Result<(), Failed> {
        self.once(|output| object.serialize(output))
    }

    fn fail(&mut self, message: &str) -> Failed {
        self.state = State::Failed(S::Error::custom(message));
        Failed
    }
}

/// Writes the entries without a field. An entry with the key of a field is ignored, since the field has precedence.
fn write_rest<M: SerializeMap>(
    object: &mut M,
    keys: &[Key<'_>],
    pairs: &dyn Pairs,
    reader: Reader,
) -> Result<(), M::Error> {
    let mut result = Ok(());
    let outcome = pairs.each(&mut |key, value| {
        if !contains(keys, key) {
            result = object.serialize_entry(key, &Item(value, reader));
        }
        if result.is_ok() { Ok(()) } else { Err(Failed) }
    });
    match outcome {
        Ok(()) => Ok(()),
        Err(Failed) => result.and_then(|()| Err(M::Error::custom("the value was not written"))),
    }
}

/// A nested value.
struct Item<'a>(&'a dyn Encode, Reader);

impl Serialize for Item<'_> {
    #[inline]
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        write_for(self.1, self.0, serializer)
    }
}
