//! Schemas: from a place in the document to a type, with items of their own where a type needs a name. Knows nothing of
//! operations.

mod all_of;
mod annotations;
mod body;
mod classify;
mod constraints;
mod discriminator;
mod draft;
mod enumeration;
mod facts;
mod family;
mod formats;
mod numeric_pattern;
mod one_of;
mod places;
mod said;
mod scalars;

pub(super) use annotations::{Strings, access_and_default, docs, is_secret};
pub(super) use body::fill;
pub(super) use constraints::rules as rules_in_words;
pub(super) use draft::{Discriminator, Draft, resolved};
pub(super) use family::Family;
pub(super) use one_of::only_null;
pub(super) use places::{Part, Position, Typed, declare, define, type_at, type_of};

pub(super) use body::Work;
