//! What every generated client stands on: reading and writing models, encoding requests, sending them.

pub mod body;
pub mod call;
pub mod checked;
pub mod client;
pub mod codec;
pub mod core;
pub mod error;
pub mod json;
pub mod operation;
pub mod page;
pub mod plain;
pub mod random;
pub mod rate_limit;
#[cfg(feature = "reqwest")]
mod redirect;
pub mod request;
#[cfg(feature = "reqwest")]
pub mod reqwest_transport;
pub mod response;
pub mod retry;
pub mod retry_after;
pub mod secret;
pub mod security;
pub mod style;
pub mod target;
pub mod transport;

pub use checked::{Argument, Checked, InvalidValue};
pub use codec::Decode;
pub use body::Body;
pub use call::{Call, Options};
pub use core::{Core, CoreBuilder};
pub use crate::{call_options, client_options};
pub use error::{
    ApiError, ConfigurationError, DecodeError, Error, ErrorBody, Fault, InvalidInput, Location, MissingCredential,
    TransportError, TransportKind,
};
pub use operation::{Operation, Paginated};
pub use page::{Items, Pages};
pub use plain::{Json, Plain};
pub use rate_limit::RateLimit;
pub use request::RequestEncoder;
#[cfg(feature = "reqwest")]
pub use reqwest_transport::ReqwestTransport;
pub use response::{Meta, RawResponse, Response};
pub use retry::{Replay, RetryPolicy};
pub use secret::Secret;
pub use security::{Credential, Credentials, Scheme, Security};
pub use style::Style;
pub use target::Target;
pub use transport::{BoxFuture, Transport};
