//! Converts schemas at places of the document to types. Schemas that need a name are interned. This module does not
//! depend on operations.
//!
//! There are three steps, each of which only uses the previous ones. [`read`] merges all schemas that apply to a place
//! into one [`MergedSchema`](read::MergedSchema). [`classify`] decides the class of a merged schema, with references to
//! the schemas within it. [`intern`] resolves these references. Only this step is recursive, and only this step adds
//! schemas to the interner.

mod classify;
mod intern;
mod read;

pub(super) use intern::{
    Draft, Interner, SchemaContext, declare, define, fill, report_unused_types, resolved, struct_of, type_at, type_of,
};
pub(super) use read::{
    AppliedAnnotations, Discriminator, Inheritance, SchemaRef, access_and_default, docs, is_secret, only_null,
};
