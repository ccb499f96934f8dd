//! Where values are written to: [`Sink`], a table of functions that hides which format it is; and the one that writes
//! serde's formats.

use std::any::Any;
use std::fmt::{self, Display};
use std::mem;

use serde::ser::{Error, Serialize, SerializeMap, SerializeSeq, Serializer};
use serde_json::{Map, Value};

use super::codec::{Encode, Failed};

/// A place in the output that takes one value.
///
/// The methods fail when the format can not hold the value, or there already is one; all details stay with the sink.
#[doc(hidden)]
pub trait Sink {
    /// A boolean.
    fn bool(&mut self, value: bool) -> Result<(), Failed>;
    /// An integer.
    fn i64(&mut self, value: i64) -> Result<(), Failed>;
    /// An integer that is not negative.
    fn u64(&mut self, value: u64) -> Result<(), Failed>;
    /// A number.
    fn f32(&mut self, value: f32) -> Result<(), Failed>;
    /// A number.
    fn f64(&mut self, value: f64) -> Result<(), Failed>;
    /// A string.
    fn str(&mut self, value: &str) -> Result<(), Failed>;
    /// A string that a value prints.
    fn display(&mut self, value: &dyn Display) -> Result<(), Failed>;
    /// `null`.
    fn null(&mut self) -> Result<(), Failed>;
    /// A list.
    fn list(&mut self, list: &dyn List) -> Result<(), Failed>;
    /// An object: known keys with their entries, and the rest, which is nothing or one thing.
    fn record(&mut self, keys: &[&str], entries: &[Entry<'_>], rest: &[&dyn Pairs]) -> Result<(), Failed>;
    /// Anything.
    fn value(&mut self, value: &Value) -> Result<(), Failed>;
    /// An object, whatever is in it.
    fn object(&mut self, object: &Map<String, Value>) -> Result<(), Failed>;
    /// What only some formats can hold, such as a file, and the text that the others may write in its place.
    fn other(&mut self, _value: &dyn Any, text: Option<&str>) -> Result<(), Failed> {
        match text {
            Some(text) => self.str(text),
            None => Err(self.fail("must be text, to be sent like this")),
        }
    }
    /// Says why the value can not be written.
    fn fail(&mut self, message: &str) -> Failed;
}

/// A value of a record that is being written.
#[derive(Clone, Copy)]
pub enum Entry<'a> {
    /// A value.
    Value(&'a dyn Encode),
    /// A value that the server alone sets, so that no request holds it.
    ReadOnly(&'a dyn Encode),
    /// A key without a value.
    Null,
    /// Not even a key.
    Absent,
}

/// Something whose elements can be written.
pub trait List {
    /// The element at an index.
    fn item(&self, index: usize) -> Option<&dyn Encode>;
}

/// Something whose keys and values can be written.
pub trait Pairs {
    /// Calls a function with every pair.
    ///
    /// # Errors
    /// When the function fails.
    fn each(&self, write: &mut dyn FnMut(&str, &dyn Encode) -> Result<(), Failed>) -> Result<(), Failed>;
}

/// Whom a value is written for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reader {
    /// Whoever has the type: nothing is left out.
    Anyone,
    /// The server: what it alone sets is left out.
    Server,
}

/// Writes to one of serde's formats.
///
/// # Errors
/// When the format can not hold the value.
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

/// A value on its way to the server: written without what the server alone sets.
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

/// A place in one of serde's formats.
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

    fn record(&mut self, keys: &[&str], entries: &[Entry<'_>], rest: &[&dyn Pairs]) -> Result<(), Failed> {
        let reader = self.reader;
        self.once(|output| {
            let mut object = output.serialize_map(None)?;
            for (key, entry) in keys.iter().zip(entries) {
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

/// Writes what has no field of its own. A key that does have one was put there by mistake: the field counts.
fn write_rest<M: SerializeMap>(
    object: &mut M,
    keys: &[&str],
    pairs: &dyn Pairs,
    reader: Reader,
) -> Result<(), M::Error> {
    let mut result = Ok(());
    let outcome = pairs.each(&mut |key, value| {
        if !keys.contains(&key) {
            result = object.serialize_entry(key, &Item(value, reader));
        }
        if result.is_ok() { Ok(()) } else { Err(Failed) }
    });
    match outcome {
        Ok(()) => Ok(()),
        Err(Failed) => result.and_then(|()| Err(M::Error::custom("the value was not written"))),
    }
}

/// A value within another one.
struct Item<'a>(&'a dyn Encode, Reader);

impl Serialize for Item<'_> {
    #[inline]
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        write_for(self.1, self.0, serializer)
    }
}
