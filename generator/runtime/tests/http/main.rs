//! The HTTP part of the runtime: requests for values, and results for responses.

mod aws_sigv4;
mod base_urls;
mod client;
mod conditional;
mod error_texts;
mod errors;
mod events;
mod fake;
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
mod tokens;
#[cfg(all(feature = "tower", feature = "reqwest"))]
mod tower;
#[cfg(feature = "har")]
mod traffic;
mod traffic_secrets;
mod walks;
#[cfg(feature = "webhook-signatures")]
mod webhooks;

#[cfg(feature = "reqwest")]
mod blocking;
mod blocking_proxy;
#[cfg(feature = "reqwest")]
mod downloads;
#[cfg(feature = "reqwest")]
mod intercepted_sockets;
#[cfg(feature = "reqwest")]
mod json_values;
mod locations;
#[cfg(feature = "reqwest")]
mod methods;
#[cfg(feature = "reqwest")]
mod oauth;
#[cfg(feature = "reqwest")]
mod oauth_flights;
#[cfg(feature = "reqwest")]
mod oauth_limits;
#[cfg(feature = "reqwest")]
mod oauth_server;
#[cfg(feature = "reqwest")]
mod oauth_simulated;
#[cfg(feature = "reqwest")]
mod oauth_user;
#[cfg(feature = "reqwest")]
mod reconnect;
#[cfg(feature = "reqwest")]
mod redaction;
mod redirects;
#[cfg(feature = "reqwest")]
mod secrets;
#[cfg(feature = "reqwest")]
mod server;
#[cfg(feature = "reqwest")]
mod sockets;
#[cfg(feature = "reqwest")]
mod streams;
#[cfg(feature = "reqwest")]
mod uploads;
