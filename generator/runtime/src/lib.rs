//! The runtime of the clients that `oaspress` generates: it reads and writes models, encodes requests and sends them.
//!
//! A generated crate contains what its API description declares: models, operations, the error body and the client. Everything
//! that all clients have in common is here, and the generated crate exports it under its own root. A program depends on this
//! crate itself only if it shares something between clients: a [`Transport`], an [`Observer`], or code that is generic over the
//! error body of an [`Error`].
//!
//! # Features
//!
//! A generated crate has the same features and enables them here. No feature is a default.
//!
//! * `reqwest`: the transport of asynchronous clients.
//! * `blocking`: the transport of blocking clients, over `ureq`.
//! * `rustls`, `native-tls`: TLS for both transports.
//! * `tower`: services of `tower` as transports, and transports as services.
//! * `tracing`: a span for every call.
//! * `testing`: a fake server without a network.
//! * `uuid`: `format: uuid`.
//! * `chrono`, `rust_decimal`, `url`: types of these crates, which the configuration of a client can choose.
//! * `webhook-signatures`: the verification of signed webhooks.
//!
//! Features that begin with `__` are for `oaspress` itself and can change in any version.
//!
//! # WebAssembly
//!
//! With all features but `reqwest`, `blocking`, `rustls` and `native-tls`, this crate compiles for WebAssembly. Transports, token
//! sources, observers and futures do not have to be `Send` there; see [`MaybeSend`]. Sending a call requires a clock, which the
//! standard library has on WASI. On `wasm32-unknown-unknown` its clock panics: operations encode requests and decode responses
//! there, but a client cannot send them yet.
//!
//! # Compatibility
//!
//! A crate that was generated for version `0.x` of the runtime compiles with every later `0.x.y`. The macros, and the modules that
//! only the macros name, such as `codec` and `record`, are for generated code.

#![cfg_attr(docsrs, feature(doc_cfg))]
#![deny(missing_docs)]

mod asking;
pub mod attempt;
pub mod base64;
mod base_url;
#[cfg(feature = "blocking")]
pub mod blocking;
pub mod body;
pub mod buffered;
mod byte_range;
pub mod call;
pub mod charset;
pub mod checked;
pub mod checked_string;
#[cfg(feature = "chrono")]
pub mod chrono;
pub mod client;
pub mod codec;
pub mod containers;
pub mod content;
pub mod core;
pub mod core_builder;
#[cfg(feature = "rust_decimal")]
pub mod decimal;
pub mod dispatch;
pub mod download;
mod drive;
pub mod environment;
pub mod error;
mod escape;
mod event_parser;
pub mod event_source;
pub mod events;
pub mod fields;
#[cfg(any(feature = "reqwest", feature = "tower"))]
mod frames;
pub mod generic;
pub mod http_date;
pub mod idempotency;
mod idle;
pub mod incoming;
pub mod json;
mod json_framing;
pub mod lines;
mod link;
pub mod location;
mod lone_surrogates;
pub mod meta;
pub mod multipart;
pub mod nested;
mod nesting;
pub mod next;
pub mod observe;
pub mod offset_time;
pub mod open_enum;
pub mod open_integers;
pub mod operation;
pub mod own_type;
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
mod secret_forms;
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
pub mod threads;
pub mod time;
#[cfg(any(feature = "reqwest", feature = "tower"))]
mod timer;
pub mod tls;
pub mod token;
#[cfg(feature = "tower")]
pub mod tower;
pub mod trail;
mod transfer;
pub mod transport;
pub mod tuples;
pub mod union;
pub mod union_macro;
#[cfg(feature = "url")]
pub mod url;
#[cfg(feature = "uuid")]
pub mod uuid;
mod watch;
pub mod webhook;
pub mod wrapper;

pub use attempt::{Attempt, AttemptEnd};
pub use body::Body;
pub use call::{Call, Options};
pub use checked::{Argument, Checked, InvalidValue};
pub use codec::{Decode, Encode};
pub use content::Upload;
pub use core::Core;
pub use core_builder::CoreBuilder;
pub use dispatch::Dispatch;
pub use error::{
    ApiError, ConfigurationError, DecodeError, Error, ErrorInfo, Fault, InvalidInput, Location, MissingCredential,
    TransportError, TransportKind,
};
pub use fields::Encoding;
pub use idempotency::Idempotency;
pub use meta::Meta;
pub use multipart::{FilePart, Parts};
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
pub use retry_budget::RetryBudget;
pub use secret::Secret;
pub use security::{Credential, Credentials, Scheme, Security};
pub use sending::Sending;
pub use server::{OwnServer, Server};
pub use style::Style;
pub use target::Target;
pub use threads::{MaybeSend, MaybeSync};
pub use token::{TokenError, TokenSource};
pub use transport::{BoxFuture, Transport};

pub(crate) use text::by_text;

#[doc(hidden)]
#[cfg(feature = "reqwest")]
pub use reqwest;
#[doc(hidden)]
pub use serde;
#[doc(hidden)]
#[cfg(feature = "blocking")]
pub use ureq;

// The lines below are not part of the form that is copied into generated crates.

#[doc(hidden)]
#[cfg(any(test, feature = "__fuzzing"))]
pub mod fuzz;
#[doc(hidden)]
#[cfg(any(test, feature = "__sources"))]
pub mod sources;

/// The path of the runtime in generated crates, for the macros: `crate::runtime` is a module there.
#[doc(hidden)]
pub mod runtime {
    pub use crate::*;
}

#[cfg(test)]
mod tests;
