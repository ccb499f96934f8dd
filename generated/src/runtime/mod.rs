//! What every generated client stands on: reading and writing models, encoding requests, sending them.

mod asking;
pub mod attempt;
pub mod base64;
mod base_url;
#[cfg(feature = "blocking")]
pub mod blocking;
pub mod blocking_sends;
pub mod body;
pub mod buffered;
pub mod call;
pub mod charset;
pub mod checked;
pub mod checked_string;
pub mod client;
pub mod codec;
pub mod containers;
pub mod content;
pub mod core;
pub mod core_builder;
mod drive;
pub mod environment;
pub mod error;
mod escape;
pub mod fields;
#[cfg(any(feature = "reqwest", feature = "tower"))]
mod frames;
pub mod generic;
pub mod http_date;
pub mod idempotency;
mod idle;
pub mod incoming;
pub mod json;
mod link;
pub mod location;
mod lone_surrogates;
pub mod meta;
mod nesting;
pub mod next;
pub mod observe;
pub mod offset_time;
pub mod open_enum;
pub mod open_integers;
pub mod operation;
mod pace;
pub mod page;
pub mod pattern;
pub mod plain;
pub mod proxy;
mod query_string;
pub mod random;
pub mod rate_limit;
pub mod raw;
pub mod reader;
pub mod record;
mod record_reader;
pub mod redacted;
mod redaction;
mod redirect;
mod renewal;
pub mod request;
pub mod required;
#[cfg(feature = "reqwest")]
pub mod reqwest_transport;
pub mod response;
pub mod retry;
pub mod retry_after;
mod retry_budget;
pub mod scalar;
mod scalar_body;
pub mod secret;
pub mod security;
pub mod sending;
pub mod serde_by_codec;
pub mod server;
pub mod sink;
pub mod source;
mod span;
pub mod speculation;
pub mod style;
pub mod tagged;
pub mod target;
#[cfg(feature = "testing")]
pub mod testing;
pub mod text;
pub mod time;
#[cfg(any(feature = "reqwest", feature = "tower"))]
mod timer;
pub mod token;
#[cfg(feature = "tower")]
pub mod tower;
pub mod trail;
mod transfer;
pub mod transport;
pub mod union;
pub mod union_macro;
mod watch;
pub mod webhook;
pub mod wrapper;

pub use crate::{blocking_sends, call_options, client_options};
pub use attempt::{Attempt, AttemptEnd};
pub use body::Body;
pub use call::{Call, Options};
pub use checked::{Argument, Checked, InvalidValue};
pub use codec::{Decode, Encode};
pub use content::Upload;
pub use core::Core;
pub use core_builder::CoreBuilder;
pub use error::{
    ApiError, ConfigurationError, DecodeError, Error, ErrorInfo, Fault, InvalidInput, Location, MissingCredential,
    TransportError, TransportKind,
};
pub use fields::Encoding;
pub use idempotency::Idempotency;
pub use meta::Meta;
pub use next::Next;
pub use observe::{CallEnd, Ended, Observed, Observer, Tried};
pub use operation::{Endpoint, Operation, Paginated, Sent};
pub use page::{Items, Pages};
pub use plain::{Json, Plain};
pub use proxy::Proxy;
pub use rate_limit::RateLimit;
pub use raw::RawResponse;
pub use redirect::Redirects;
pub use request::RequestEncoder;
#[cfg(feature = "reqwest")]
pub use reqwest_transport::ReqwestTransport;
pub use response::Response;
pub use retry::{Replay, RetryOutcome, RetryPolicy};
pub use secret::Secret;
pub use security::{Credential, Credentials, Scheme, Security};
pub use sending::Sending;
pub use server::{OwnServer, Server};
pub use style::Style;
pub use target::Target;
pub use token::{TokenError, TokenSource};
pub use transport::{BoxFuture, Transport};

pub(crate) use checked_string::checked_string;
pub(crate) use open_enum::open_enum;
pub(crate) use open_integers::open_integers;
pub(crate) use record::record;
pub(crate) use redacted::redacted_debug;
pub(crate) use serde_by_codec::serde_by_codec;
pub(crate) use text::by_text;
pub(crate) use union_macro::union;
pub(crate) use wrapper::wrapper;
