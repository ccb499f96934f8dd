//! Builds requests: the parameters, the headers and the body of an operation. It sends nothing.
//!
//! * `encoder` has the `RequestEncoder`, to which an operation passes its parameters and its body.
//! * Parameters: `param_value` converts a value to scalars, lists and objects, `style` writes them as the parameter declares,
//!   `nesting` writes lists and objects within others, `query_string` writes the query as a whole, and `escape` encodes characters.
//! * Bodies: `content` writes JSON, forms, text and bytes. `form_fields` splits an object into the fields of a form, and `multipart`
//!   writes them as parts.

pub mod content;
pub mod encoder;
pub(crate) mod escape;
pub mod form_fields;
pub mod multipart;
mod nesting;
pub mod param_value;
mod query_string;
pub mod style;
