//! What every generated client stands on: reading and writing models, encoding requests, sending them.

pub mod body;
pub mod call;
pub mod checked;
pub mod checked_string;
pub mod client;
pub mod codec;
pub mod containers;
pub mod core;
pub mod environment;
pub mod error;
pub mod json;
pub mod open_enum;
pub mod open_integers;
pub mod operation;
pub mod page;
pub mod pattern;
pub mod plain;
pub mod random;
pub mod rate_limit;
pub mod record;
#[cfg(feature = "reqwest")]
mod redirect;
pub mod request;
#[cfg(feature = "reqwest")]
pub mod reqwest_transport;
pub mod response;
pub mod retry;
pub mod retry_after;
pub mod scalar;
pub mod secret;
pub mod security;
pub mod serde_by_codec;
pub mod sink;
pub mod source;
pub mod style;
pub mod target;
pub mod transport;
pub mod union;
pub mod wrapper;

pub use checked::{Argument, Checked, InvalidValue};
pub use codec::Decode;
pub use body::Body;
pub use call::{Call, Options};
pub use core::{Core, CoreBuilder};
pub use crate::{call_options, checked_string, client_options, open_enum, open_integers, record, serde_by_codec, union, wrapper};
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
