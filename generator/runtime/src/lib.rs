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
//! * `hyper`: the transport of asynchronous clients.
//! * `fetch`: the transport of asynchronous clients in a browser.
//! * `reqwest`: a `reqwest::Client` as a transport; it enables `hyper`.
//! * `blocking`: the transport of blocking clients, over `ureq`.
//! * `rustls`, `native-tls`: TLS for both transports.
//! * `http2`: HTTP/2 to servers that support it, for asynchronous clients.
//! * `gzip`, `br`, `zstd`: compressed responses, for both transports.
//! * `tower`: services of `tower` as transports, and transports as services.
//! * `har`: records calls in a file, for `oaspress check-traffic`.
//! * `tracing`: a span for every call.
//! * `testing`: a fake server without a network.
//! * `uuid`: `format: uuid`.
//! * `chrono`, `time`, `rust_decimal`, `url`: types of these crates, which the configuration of a client can choose.
//! * `oauth`: tokens from the authorization servers of `OAuth 2` and `OpenID Connect`.
//! * `webhook-signatures`: the verification of signed webhooks.
//!
//! Features that begin with `__` are for `oaspress` itself and can change in any version.
//!
//! # WebAssembly
//!
//! This crate compiles for WebAssembly. Transports, token sources, observers and futures do not have to be `Send` there; see
//! [`MaybeSend`]. `hyper`, `reqwest`, `rustls` and `native-tls` have no effect, and `blocking` and `zstd` are not supported.
//!
//! On `wasm32-unknown-unknown`, the feature `fetch` enables the transport of browsers, with their clock and their random numbers. Without it, operations encode
//! requests and decode responses, but a client cannot send them, since the clock of the standard library panics. On WASI, a client sends
//! through a transport of the caller.
//!
//! # Compatibility
//!
//! A crate that was generated for version `0.x` of the runtime compiles with every later `0.x.y`. The macros, and the modules that
//! only the macros name, such as `codec` and `model`, are for generated code.

#![cfg_attr(docsrs, feature(doc_cfg))]
#![deny(missing_docs)]

#[cfg(feature = "blocking")]
pub mod blocking;
pub mod call;
pub mod client;
pub mod codec;
pub mod credentials;
pub mod error;
pub mod generic;
pub mod model;
pub mod page;
pub mod request;
pub mod response;
pub mod stream;
#[cfg(feature = "testing")]
pub mod testing;
pub mod transport;
pub mod webhook;

pub use call::attempt::{Attempt, AttemptEnd};
pub use call::conditional::{Conditional, IfModified};
pub use call::idempotency::Idempotency;
pub use call::interceptor::{InterceptedRequest, InterceptedResponse, Interceptor, InterceptorError};
pub use call::observer as observe;
pub use call::observer::{CallEnd, Ended, Observed, Observer, Tried};
pub use call::operation::{Endpoint, Operation, Paginated, Sent};
pub use call::options::{Call, Options};
pub use call::rate_limit::RateLimit;
pub use call::redirect::Redirects;
pub use call::retry::{Replay, RetryOutcome, RetryPolicy};
pub use call::retry_budget::RetryBudget;
pub use call::retry_rule::{DefaultRetries, FailedAttempt, RetryRule, RetryVerdict};
pub use call::sending::Sending;
pub use client::client_config::ClientConfig;
pub use client::core::Core;
pub use client::core_builder::CoreBuilder;
pub use client::dispatch::{Dispatch, OnClient};
pub use client::server::{OwnServer, Server};
pub use codec::traits::{Decode, Encode};
pub use credentials::secret::Secret;
pub use credentials::security::{Credential, Credentials, Scheme, Security};
pub use credentials::token::{TokenError, TokenSource};
pub use credentials::token_transport::TokenTransport;
pub use error::{
    ApiError, ConfigurationError, DecodeError, Error, ErrorInfo, Fault, InvalidInput, Location, MissingCredential,
    TransportError, TransportKind,
};
pub use model::checked::{Argument, Checked, InvalidValue};
pub use page::page_cursor::Next;
pub use page::pages::{Items, Pages};
pub use request::content::Upload;
pub use request::encoder::RequestEncoder;
pub use request::form_fields::Encoding;
pub use request::multipart::{FilePart, Parts};
pub use request::param_value::{Json, Plain};
pub use request::style::Style;
pub use response::decoded::Response;
pub use response::meta::Meta;
pub use response::raw::RawResponse;
pub use transport::body::Body;
#[cfg(all(feature = "fetch", target_family = "wasm", target_os = "unknown"))]
pub use transport::fetch::FetchTransport;
#[cfg(all(feature = "hyper", not(target_family = "wasm")))]
pub use transport::hyper_transport::HyperTransport;
pub use transport::interface::{BoxFuture, Transport};
pub use transport::proxy::Proxy;
#[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
pub use transport::reqwest_transport::ReqwestTransport;
pub use transport::threads::{MaybeSend, MaybeSync};
#[cfg(feature = "tower")]
pub use transport::tower;

pub(crate) use model::text::by_text;

#[doc(hidden)]
pub use jiff;
#[doc(hidden)]
#[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
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
