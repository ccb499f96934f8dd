//! Values that contain other values: options, boxes, lists and maps.
//!
//! These implementations are generic, so they are compiled again for every model that they contain. To keep that cheap,
//! they call few generic functions, and use `match` where `?` would call two more.

use std::collections::BTreeMap;

use super::sink::{List, Pairs, Sink};
use super::source::{Elements, Entries, Source, ValuePlace};
use super::traits::{Decode, Encode, Failed};

impl<T: Decode> Decode for Box<T> {
    fn decode(source: &mut dyn Source) -> Result<Self, Failed> {
        match T::decode(source) {
            Ok(value) => Ok(Self::new(value)),
            Err(failed) => Err(failed),
        }
    }
}

impl<T: Encode> Encode for Box<T> {
    fn encode(&self, sink: &mut dyn Sink) -> Result<(), Failed> {
        T::encode(self, sink)
    }
}

impl<T: Decode> Decode for Option<T> {
    fn decode(source: &mut dyn Source) -> Result<Self, Failed> {
        let mut value = None;
        match source.option(&mut value) {
            Ok(()) => Ok(value),
            Err(failed) => Err(failed),
        }
    }
}

impl<T: Encode> Encode for Option<T> {
    fn encode(&self, sink: &mut dyn Sink) -> Result<(), Failed> {
        match self {
            Some(value) => value.encode(sink),
            None => sink.null(),
        }
    }
}

impl<T: Decode> ValuePlace for Option<T> {
    fn read(&mut self, source: &mut dyn Source) -> Result<(), Failed> {
        match T::decode(source) {
            Ok(value) => {
                *self = Some(value);
                Ok(())
            }
            Err(failed) => Err(failed),
        }
    }

    fn clear(&mut self) {
        *self = None;
    }
}

impl<T: Decode> Decode for Vec<T> {
    fn decode(source: &mut dyn Source) -> Result<Self, Failed> {
        let mut list = Self::new();
        match source.list(&mut list) {
            Ok(()) => Ok(list),
            Err(failed) => Err(failed),
        }
    }
}

impl<T: Encode> Encode for Vec<T> {
    fn encode(&self, sink: &mut dyn Sink) -> Result<(), Failed> {
        sink.list(self)
    }
}

impl<T: Decode> Elements for Vec<T> {
    fn read(&mut self, source: &mut dyn Source) -> Result<(), Failed> {
        match T::decode(source) {
            Ok(value) => {
                self.push(value);
                Ok(())
            }
            Err(failed) => Err(failed),
        }
    }
}

impl<T: Encode> List for Vec<T> {
    fn item(&self, index: usize) -> Option<&dyn Encode> {
        match self.get(index) {
            Some(value) => Some(value),
            None => None,
        }
    }
}

impl<T: Decode> Decode for BTreeMap<String, T> {
    fn decode(source: &mut dyn Source) -> Result<Self, Failed> {
        let mut map = Self::new();
        match source.record(&[], &[], &mut [], &mut [&mut map]) {
            Ok(()) => Ok(map),
            Err(failed) => Err(failed),
        }
    }
}

impl<T: Decode> Entries for BTreeMap<String, T> {
    fn read(&mut self, key: String, source: &mut dyn Source) -> Result<(), Failed> {
        match T::decode(source) {
            Ok(value) => {
                self.insert(key, value);
                Ok(())
            }
            Err(failed) => {
                source.path().key(&key);
                Err(failed)
            }
        }
    }
}

impl<T: Encode> Encode for BTreeMap<String, T> {
    fn encode(&self, sink: &mut dyn Sink) -> Result<(), Failed> {
        sink.record(&[], &[], &[self])
    }
}

impl<T: Encode> Pairs for BTreeMap<String, T> {
    fn each(&self, write: &mut dyn FnMut(&str, &dyn Encode) -> Result<(), Failed>) -> Result<(), Failed> {
        for (key, value) in self {
            write(key, value)?;
        }
        Ok(())
    }
}
