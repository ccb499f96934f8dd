//! Transports: the interface through which a client sends requests, its implementations, and the bodies that they send and receive.
//! Only this folder and `blocking` depend on HTTP libraries.
//!
//! * `interface` has the trait `Transport`, and the timers that a client requires from it. `hyper_transport` implements it, and
//!   `reqwest_transport` and `tower` for clients and services of the caller; the one of blocking clients is in `blocking`. `proxy`,
//!   `tls`, `certificates` and `timer` are their common settings.
//! * `connector` makes the connections of `hyper_transport`, directly or through a proxy, as a `connection` of one type for TCP, Unix
//!   sockets and TLS, which `tls_config` configures and `tls_session` negotiates. `http_failure` classifies the errors.
//! * `fetch` is the transport of browsers, and `clock` has the type of points in time, which a browser does not have from the standard library.
//! * `body` is a body, whole or streaming. `transfer` connects it to readers, writers and files, `http_body` to the types of HTTP
//!   libraries, and `idle_timeout` bounds the gap between its chunks.
//! * `compression` decompresses the responses of both default transports.
//! * `recorder` records calls in a file, without the credentials that `redacted_traffic` replaces. `secret_names`
//!   knows the names of credentials, and `secret_urls` the places of nameless ones in URLs.
//! * `threads` has the bounds `MaybeSend` and `MaybeSync` of everything that a client keeps or awaits.

pub mod body;
pub mod certificates;
pub mod clock;
pub(crate) mod compression;
#[cfg(all(feature = "hyper", not(target_family = "wasm")))]
mod connection;
#[cfg(all(feature = "hyper", not(target_family = "wasm")))]
mod connector;
#[cfg(all(feature = "fetch", target_family = "wasm", target_os = "unknown"))]
pub mod fetch;
#[cfg(any(all(feature = "hyper", not(target_family = "wasm")), feature = "tower"))]
mod http_body;
#[cfg(all(feature = "hyper", not(target_family = "wasm")))]
mod http_failure;
#[cfg(all(feature = "hyper", not(target_family = "wasm")))]
pub mod hyper_transport;
pub(crate) mod idle_timeout;
pub mod interface;
pub mod proxy;
#[cfg(feature = "har")]
pub(crate) mod recorder;
#[cfg(feature = "har")]
mod redacted_traffic;
#[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
pub mod reqwest_transport;
#[cfg(feature = "har")]
mod secret_names;
#[cfg(feature = "har")]
mod secret_urls;
pub mod threads;
#[cfg(any(all(feature = "hyper", not(target_family = "wasm")), feature = "tower"))]
mod timer;
pub mod tls;
#[cfg(any(all(feature = "hyper", not(target_family = "wasm")), feature = "blocking"))]
pub(crate) mod tls_config;
#[cfg(all(feature = "hyper", not(target_family = "wasm"), any(feature = "rustls", feature = "native-tls")))]
mod tls_session;
#[cfg(feature = "tower")]
pub mod tower;
pub(crate) mod transfer;
