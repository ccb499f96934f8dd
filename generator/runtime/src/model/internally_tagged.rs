//! Writes a variant of a union with its discriminator property.

use std::any::Any;
use std::fmt::Display;

use serde_json::{Map, Value};

use super::union::Constant;
use crate::runtime::codec::sink::{Entry, Key, List, Pairs, Sink};
use crate::runtime::codec::traits::{Encode, Failed};

/// Writes a variant with its discriminator property. The value is the first tag of the variant, unless the variant
/// writes the property itself.
///
/// # Errors
/// When the variant cannot be written.
pub fn encode(property: &str, tags: &[Constant], variant: &dyn Encode, sink: &mut dyn Sink) -> Result<(), Failed> {
    match tags.iter().find(|tag| **tag != Constant::Other) {
        Some(&tag) => variant.encode(&mut Tagged { property, tag, sink }),
        None => variant.encode(sink),
    }
}

/// A sink that adds a property to an object.
struct Tagged<'a> {
    property: &'a str,
    tag: Constant,
    sink: &'a mut dyn Sink,
}

impl Sink for Tagged<'_> {
    fn bool(&mut self, value: bool) -> Result<(), Failed> {
        self.sink.bool(value)
    }

    fn i64(&mut self, value: i64) -> Result<(), Failed> {
        self.sink.i64(value)
    }

    fn u64(&mut self, value: u64) -> Result<(), Failed> {
        self.sink.u64(value)
    }

    fn f32(&mut self, value: f32) -> Result<(), Failed> {
        self.sink.f32(value)
    }

    fn f64(&mut self, value: f64) -> Result<(), Failed> {
        self.sink.f64(value)
    }

    fn str(&mut self, value: &str) -> Result<(), Failed> {
        self.sink.str(value)
    }

    fn display(&mut self, value: &dyn Display) -> Result<(), Failed> {
        self.sink.display(value)
    }

    fn null(&mut self) -> Result<(), Failed> {
        self.sink.null()
    }

    fn list(&mut self, list: &dyn List) -> Result<(), Failed> {
        self.sink.list(list)
    }

    fn record(&mut self, keys: &[Key<'_>], entries: &[Entry<'_>], rest: &[&dyn Pairs]) -> Result<(), Failed> {
        let written =
            |((key, _), entry): (&Key<'_>, &Entry<'_>)| *key == self.property && !matches!(entry, Entry::Absent);
        if keys.iter().zip(entries).any(written) {
            // The discriminator is sent even if it is read-only.
            let sent = keys.iter().zip(entries).map(|((key, _), entry)| match entry {
                Entry::ReadOnly(value) if *key == self.property => Entry::Value(*value),
                entry => *entry,
            });
            let entries: Vec<Entry<'_>> = sent.collect();
            return self.sink.record(keys, &entries, rest);
        }
        if rest.iter().any(|pairs| has_key(*pairs, self.property)) {
            return self.sink.record(keys, entries, rest);
        }
        let literal = format!(",{:?}:", self.property);
        let all: Vec<Key<'_>> = [(self.property, literal.as_str())].iter().chain(keys).copied().collect();
        let values: Vec<Entry<'_>> = [Entry::Value(&self.tag)].iter().chain(entries).copied().collect();
        self.sink.record(&all, &values, rest)
    }

    fn value(&mut self, value: &Value) -> Result<(), Failed> {
        match value {
            Value::Object(object) => self.object(object),
            other => self.sink.value(other),
        }
    }

    fn object(&mut self, object: &Map<String, Value>) -> Result<(), Failed> {
        if object.contains_key(self.property) {
            return self.sink.object(object);
        }
        let mut tagged = object.clone();
        tagged.insert(self.property.to_owned(), self.tag.to_value());
        self.sink.object(&tagged)
    }

    fn other(&mut self, value: &dyn Any, text: Option<&str>) -> Result<(), Failed> {
        self.sink.other(value, text)
    }

    fn fail(&mut self, message: &str) -> Failed {
        self.sink.fail(message)
    }
}

/// Returns true if the pairs contain this key.
fn has_key(pairs: &dyn Pairs, key: &str) -> bool {
    // A failure ends the search.
    pairs.each(&mut |other, _| if other == key { Err(Failed) } else { Ok(()) }).is_err()
}
