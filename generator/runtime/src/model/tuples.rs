//! Tuples: lists with a type for each item. Only crates whose API description declares one contain this module.
//!
//! A list that is too short is an error. Additional items are ignored, except while the alternatives of a union are
//! attempted, which the length distinguishes.

use crate::runtime::codec::sink::{List, Sink};
use crate::runtime::codec::source::{Elements, Source, ValuePlace};
use crate::runtime::codec::traits::{Decode, Encode, Failed};

/// The places for the items of a tuple.
struct Items<'p, 't> {
    places: &'p mut [&'t mut dyn ValuePlace],
    read: usize,
}

impl Elements for Items<'_, '_> {
    fn read(&mut self, source: &mut dyn Source) -> Result<(), Failed> {
        let length = self.places.len();
        match self.places.get_mut(self.read) {
            Some(place) => place.read(source)?,
            None if source.speculation().is_active() => {
                return Err(source.fail(&format_args!("a list of {length} items is required, found more")));
            }
            None => drop(source.value()?),
        }
        self.read += 1;
        Ok(())
    }
}

fn read(source: &mut dyn Source, places: &mut [&mut dyn ValuePlace]) -> Result<(), Failed> {
    let length = places.len();
    let mut items = Items { places, read: 0 };
    source.list(&mut items)?;
    match items.read {
        read if read < length => Err(source.fail(&format_args!("a list of {length} items is required, found {read}"))),
        _ => Ok(()),
    }
}

/// Implements reading and writing of tuples.
macro_rules! tuples {
    ($(($($item:ident $index:tt),+))+) => {$(
        impl<$($item: Decode),+> Decode for ($($item,)+) {
            #[expect(non_snake_case, reason = "items are called like their types")]
            fn decode(source: &mut dyn Source) -> Result<Self, Failed> {
                $(let mut $item: Option<$item> = None;)+
                read(source, &mut [$(&mut $item),+])?;
                match ($($item,)+) {
                    ($(Some($item),)+) => Ok(($($item,)+)),
                    _ => Err(Failed),
                }
            }
        }

        impl<$($item: Encode),+> Encode for ($($item,)+) {
            fn encode(&self, sink: &mut dyn Sink) -> Result<(), Failed> {
                sink.list(self)
            }
        }

        impl<$($item: Encode),+> List for ($($item,)+) {
            fn item(&self, index: usize) -> Option<&dyn Encode> {
                match index {
                    $($index => Some(&self.$index),)+
                    _ => None,
                }
            }
        }
    )+};
}

tuples! {
    (A 0, B 1)
    (A 0, B 1, C 2)
    (A 0, B 1, C 2, D 3)
    (A 0, B 1, C 2, D 3, E 4)
    (A 0, B 1, C 2, D 3, E 4, F 5)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11)
}
