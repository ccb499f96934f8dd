//! Transports: the interface through which a client sends requests, its implementations, and the bodies that they send and receive.
//! Only this folder and `blocking` depend on HTTP libraries.
//!
//! * `interface` has the trait `Transport`, and the timers that a client requires from it. `reqwest_transport` implements it, and
//!   `tower` for services; the one of blocking clients is in `blocking`. `proxy`, `tls` and `timer` are their common settings.
//! * `body` is a body, whole or streaming. `transfer` connects it to readers, writers and files, `http_body` to the types of HTTP
//!   libraries, and `idle_timeout` bounds the gap between its chunks.
//! * `recorder` records calls in a file, without the credentials that `redacted_traffic` replaces. `secret_names`
//!   knows the names of credentials, and `secret_urls` the places of nameless ones in URLs.
//! * `threads` has the bounds `MaybeSend` and `MaybeSync` of everything that a client keeps or awaits.

pub mod body;
#[cfg(any(feature = "reqwest", feature = "tower"))]
mod http_body;
pub(crate) mod idle_timeout;
pub mod interface;
pub mod proxy;
#[cfg(feature = "har")]
pub(crate) mod recorder;
#[cfg(feature = "har")]
mod redacted_traffic;
#[cfg(feature = "reqwest")]
pub mod reqwest_transport;
#[cfg(feature = "har")]
mod secret_names;
#[cfg(feature = "har")]
mod secret_urls;
pub mod threads;
#[cfg(any(feature = "reqwest", feature = "tower"))]
mod timer;
pub mod tls;
#[cfg(feature = "tower")]
pub mod tower;
pub(crate) mod transfer;
