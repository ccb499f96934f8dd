//! Models without the parts that do not make another type: documentation and samples.

use super::{Constructor, Enumeration, Field, Fill, Item, Struct, Union};
use crate::comment::Comment;

impl Item {
    /// Removes documentation and the sample, if the item is a model.
    pub fn strip(&mut self) {
        match self {
            Self::Struct(item) => structure(item),
            Self::Enumeration(item) => enumeration(item),
            Self::Union(item) => union(item),
            Self::Alias(item) => item.docs = Comment::new(),
            Self::Wrapper(item) => item.docs = Comment::new(),
            Self::CheckedString(item) => item.docs = Comment::new(),
            _ => {}
        }
    }
}

fn structure(item: &mut Struct) {
    item.docs = Comment::new();
    item.fields.iter_mut().for_each(field);
    if let Some(rest) = &mut item.rest {
        rest.docs = Comment::new();
    }
    if let Some(Constructor { docs, bundle }) = &mut item.constructor {
        *docs = Comment::new();
        if let Some(bundle) = bundle {
            bundle.docs = Comment::new();
        }
    }
    if let Some(sample) = &mut item.sample {
        sample.docs = Comment::new();
        sample.json.clear();
    }
}

fn field(field: &mut Field) {
    field.docs = Comment::new();
    if let Fill::Argument(_, docs) = &mut field.fill {
        *docs = Comment::new();
    }
    for setter in &mut field.setters {
        setter.docs = Comment::new();
    }
}

fn enumeration(item: &mut Enumeration) {
    item.docs = Comment::new();
    item.unknown.docs = Comment::new();
    for value in &mut item.values {
        value.docs = Comment::new();
    }
}

fn union(item: &mut Union) {
    item.docs = Comment::new();
    item.unknown.docs = Comment::new();
    for variant in &mut item.variants {
        variant.docs = Comment::new();
    }
    for accessor in &mut item.accessors {
        accessor.borrow_docs = Comment::new();
        accessor.take_docs = Comment::new();
    }
}
