//! Credentials: how they are added to requests, renewed, and kept out of everything that is printed.
//!
//! * `security` has the security schemes and the credentials of a client, `placement` adds them to a request, `secret` is the text that
//!   is never printed, `token` has the sources of tokens that expire, and `token_refresh` the new attempt after a server rejected a token.
//! * `redaction` removes credentials from the text of responses, in the forms that `secret_forms` lists.

mod placement;
pub(crate) mod redaction;
pub mod secret;
mod secret_forms;
pub mod security;
pub mod token;
pub(crate) mod token_refresh;
