//! The third step: resolves the references of classified schemas, and gives each schema that needs a name an id before
//! its properties are known. This is the only recursive step, and the only one that adds to the interner.

mod components;
mod draft;
mod own_types;
mod properties;
mod resolve_type;
mod schema_context;
mod slips;
mod store;
mod variants;

pub(in crate::analyze) use components::{declare, define};
pub(in crate::analyze) use draft::{Draft, resolved, struct_of};
pub(in crate::analyze) use own_types::report_unused as report_unused_types;
pub(in crate::analyze) use properties::fill;
pub(in crate::analyze) use resolve_type::{type_at, type_of};
pub(in crate::analyze) use schema_context::SchemaContext;
pub(in crate::analyze) use store::Interner;
