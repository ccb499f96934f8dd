//! Credentials: how they are added to requests, renewed, and kept out of everything that is printed.
//!
//! * `security` has the security schemes and the credentials of a client, `placement` adds them to a request, `secret` is the text that
//!   is never printed, `token` has the sources of tokens that expire, `token_transport` the connection over which they send requests,
//!   and `token_refresh` the new attempt after a server rejected a token.
//! * `oauth` requests tokens from authorization servers.
//! * `redaction` removes credentials from the text of responses, in the forms that `secret_forms` lists.

pub mod oauth;
mod placement;
pub(crate) mod redaction;
pub mod secret;
mod secret_forms;
pub mod security;
pub mod token;
pub(crate) mod token_refresh;
pub mod token_transport;
