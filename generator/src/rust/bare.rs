//! Models without the parts that do not make another type: documentation and samples.
//!
//! Each struct is taken apart into all of its fields, so that a new field does not compile until it is decided here.

use super::{
    Accessor, Alias, Bundle, CheckedString, Constructor, Enumeration, Field, Fill, Item, Rest, Sample, Setter, Struct,
    Union, Unknown, Value, Variant, Wrapper,
};
use crate::comment::Comment;

impl Item {
    /// Removes documentation and the sample, if the item is a model.
    pub fn strip(&mut self) {
        match self {
            Self::Struct(item) => structure(item),
            Self::Enumeration(item) => enumeration(item),
            Self::Union(item) => union(item),
            Self::Alias(item) => {
                let Alias { id: _, docs, name: _, ty: _, is_shared: _, deprecated: _ } = &mut **item;
                clear(docs);
            }
            Self::Wrapper(item) => {
                let Wrapper { id: _, docs, name: _, ty: _, is_compared: _, deprecated: _ } = &mut **item;
                clear(docs);
            }
            Self::CheckedString(item) => checked_string(item),
            Self::OwnCodecs(_)
            | Self::Group(_)
            | Self::Operation(_)
            | Self::BodyChoice(_)
            | Self::Headers(_)
            | Self::Webhooks(_)
            | Self::Exports(_)
            | Self::OAuthServer(_)
            | Self::Client(_)
            | Self::BlockingClient(_)
            | Self::Server(_)
            | Self::ErrorBody(_) => {}
        }
    }
}

fn clear(docs: &mut Comment) {
    *docs = Comment::new();
}

/// The JSON Schema in `derives` keeps its description, which a program can read.
fn structure(item: &mut Struct) {
    let Struct {
        id: _,
        docs,
        name: _,
        sent_as: _,
        fields,
        rest,
        constructor,
        sample,
        default: _,
        derives: _,
        deprecated: _,
    } = item;
    clear(docs);
    fields.iter_mut().for_each(field);
    if let Some(Rest { docs, name: _, ty: _, hidden: _ }) = rest {
        clear(docs);
    }
    if let Some(Constructor { docs, bundle }) = constructor {
        clear(docs);
        if let Some(Bundle { docs, name: _, argument: _ }) = bundle {
            clear(docs);
        }
    }
    if let Some(Sample { docs, json }) = sample {
        clear(docs);
        json.clear();
    }
}

fn field(field: &mut Field) {
    let Field { docs, name: _, ty: _, key: _, presence: _, hidden: _, fill: filled, setters, deprecated: _ } = field;
    clear(docs);
    fill(filled);
    for Setter { docs, name: _, ty: _, passing: _, value: _, deprecated: _ } in setters {
        clear(docs);
    }
}

fn fill(filled: &mut Fill) {
    match filled {
        Fill::Argument(_, docs) => clear(docs),
        Fill::Some(inner) => fill(inner),
        Fill::Nothing | Fill::Variant(..) | Fill::Text(_) | Fill::Boolean(_) | Fill::Integer(_) | Fill::Number(_) => {}
    }
}

fn enumeration(item: &mut Enumeration) {
    let Enumeration { id: _, docs, name: _, values, unknown, integers: _, derives: _, deprecated: _ } = item;
    clear(docs);
    self::unknown(unknown);
    for Value { docs, name: _, literal: _, deprecated: _ } in values {
        clear(docs);
    }
}

fn unknown(item: &mut Unknown) {
    let Unknown { docs, name: _ } = item;
    clear(docs);
}

fn union(item: &mut Union) {
    let Union { id: _, docs, name: _, variants, unknown, tagging: _, derives: _, accessors, deprecated: _ } = item;
    clear(docs);
    self::unknown(unknown);
    for Variant { docs, name: _, ty: _, holder: _, from: _, deprecated: _ } in variants {
        clear(docs);
    }
    for Accessor { name: _, borrow_docs, take_docs } in accessors {
        clear(borrow_docs);
        clear(take_docs);
    }
}

fn checked_string(item: &mut CheckedString) {
    let CheckedString {
        id: _,
        docs,
        name: _,
        digits: _,
        min_length: _,
        max_length: _,
        pattern: _,
        hidden: _,
        deprecated: _,
    } = item;
    clear(docs);
}
