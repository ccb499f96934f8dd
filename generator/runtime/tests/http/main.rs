//! The HTTP part of the runtime: requests for values, and results for responses.

mod aws_sigv4;
mod base_urls;
mod client;
#[cfg(all(feature = "hyper", feature = "blocking", feature = "rustls"))]
mod client_certificates;
#[cfg(all(feature = "hyper", feature = "blocking", feature = "gzip", feature = "br", feature = "zstd"))]
mod compressed_streams;
#[cfg(all(feature = "hyper", feature = "blocking", feature = "gzip", feature = "br", feature = "zstd"))]
mod compression;
mod conditional;
mod error_texts;
mod errors;
mod events;
mod fake;
#[cfg(all(feature = "hyper", feature = "blocking", feature = "rustls", feature = "http2"))]
mod http2;
mod intercepted_redirects;
mod intercepted_secrets;
mod interceptors;
mod nesting;
mod observe;
mod pace;
mod pages;
mod request;
mod retries;
mod retry_policy;
mod retry_rules;
mod security;
#[cfg(feature = "tracing")]
mod spans;
mod style;
mod support;
mod target;
#[cfg(all(feature = "hyper", feature = "blocking", feature = "rustls"))]
mod tls;
mod tokens;
#[cfg(all(feature = "tower", feature = "hyper"))]
mod tower;
#[cfg(feature = "har")]
mod traffic;
mod traffic_secrets;
mod walks;
#[cfg(feature = "webhook-signatures")]
mod webhooks;

#[cfg(feature = "hyper")]
mod blocking;
mod blocking_proxy;
#[cfg(feature = "hyper")]
mod downloads;
#[cfg(feature = "hyper")]
mod intercepted_sockets;
#[cfg(feature = "hyper")]
mod json_values;
mod locations;
#[cfg(feature = "hyper")]
mod methods;
#[cfg(feature = "hyper")]
mod oauth;
#[cfg(feature = "hyper")]
mod oauth_flights;
#[cfg(feature = "hyper")]
mod oauth_limits;
#[cfg(feature = "hyper")]
mod oauth_server;
#[cfg(feature = "hyper")]
mod oauth_simulated;
#[cfg(feature = "hyper")]
mod oauth_user;
#[cfg(feature = "hyper")]
mod proxies;
#[cfg(feature = "hyper")]
mod reconnect;
#[cfg(feature = "hyper")]
mod redaction;
mod redirects;
#[cfg(feature = "hyper")]
mod secrets;
#[cfg(feature = "hyper")]
mod server;
#[cfg(feature = "hyper")]
mod sockets;
#[cfg(feature = "hyper")]
mod streams;
#[cfg(all(unix, feature = "hyper"))]
mod unix_sockets;
#[cfg(feature = "hyper")]
mod uploads;
