//! The first step: reads the declarations of a schema, including those behind references and `allOf`. It does not
//! decide which type they have.

mod all_of;
mod annotations;
mod constraints;
mod discriminator;
mod formats;
mod inheritance;
mod json_types;
mod merge;
mod merged;
mod schema_ref;

pub(super) use all_of::only_reference;
pub(in crate::analyze) use annotations::{AppliedAnnotations, access_and_default, docs, is_secret};
pub(in crate::analyze) use constraints::Strings;
pub(in crate::analyze) use discriminator::Discriminator;
pub(super) use discriminator::{alias, read as discriminator};
pub(super) use formats::{integer_format, string as string_format};
pub(in crate::analyze) use inheritance::Inheritance;
pub(super) use inheritance::own_discriminator;
pub(in crate::analyze) use json_types::only_null;
pub(super) use json_types::{json_types, nullable_beside, only_demands};
pub(super) use merge::merge;
pub(super) use merged::{Alternatives, MergedSchema, OtherKeys};
pub(in crate::analyze) use schema_ref::SchemaRef;
pub(super) use schema_ref::{MAX_DEPTH, Unions};
