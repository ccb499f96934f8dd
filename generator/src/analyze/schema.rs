//! Schemas: from a place in the document to a type, with schemas of their own where a type needs a name. Knows nothing of
//! operations.
//!
//! Three steps, and each knows only the ones before it. [`read`] merges everything that holds at a place into one
//! [`MergedSchema`](read::MergedSchema). [`classify`] decides from it alone what the schema becomes, with references where other schemas are
//! within it. [`intern`] follows those references: only this step is recursive, and only this step adds schemas to the store.

mod classify;
mod intern;
mod read;

pub(super) use intern::{Draft, Interner, SchemaContext, declare, define, fill, resolved, struct_of, type_at, type_of};
pub(super) use read::{Discriminator, Inheritance, SchemaRef, access_and_default, docs, is_secret, only_null};
