//! The third step: follows the references of classified schemas and gives each schema that needs a name an id, before its body is known.
//! The only step that is recursive, and the only one that adds to the store.

mod components;
mod draft;
mod properties;
mod resolve_type;
mod schema_context;
mod store;
mod variants;

pub(in crate::analyze) use components::{declare, define};
pub(in crate::analyze) use draft::{Draft, resolved, struct_of};
pub(in crate::analyze) use properties::fill;
pub(in crate::analyze) use resolve_type::{type_at, type_of};
pub(in crate::analyze) use schema_context::SchemaContext;
pub(in crate::analyze) use store::Interner;
