//! Tokens from the authorization servers of `OAuth 2` (RFC 6749) and `OpenID Connect`.
//!
//! * `client_credentials` and `user_tokens` are sources of tokens. `authorization_code` and `device_code` obtain the tokens of a
//!   user, which `user_tokens` keeps and refreshes.
//! * `server` has the URLs of an authorization server, which `discovery` reads from the server if they are not known. `registration`
//!   is the identity of the program at the server.
//! * `source` keeps tokens and requests new ones, once at a time by `single_flight`, on an `executor`. `token_request` sends the
//!   requests, `token_set` reads the responses, `settings` has the settings of all sources, and `oauth_error` the reasons for failures.
//! * `random` has the random values, and `form` the parameters of requests and redirects.

#![cfg(feature = "oauth")]

pub mod authorization_code;
pub mod client_credentials;
pub mod device_code;
pub mod discovery;
mod executor;
mod form;
pub mod oauth_error;
mod random;
pub mod registration;
pub mod server;
mod settings;
mod single_flight;
mod source;
mod token_request;
pub mod token_set;
pub mod user_tokens;
