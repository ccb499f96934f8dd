//! One small program per feature of `kirim`, as its documentation describes it.

mod support;

mod blocking_client;
mod call_options;
mod cancellation;
mod configuration;
mod credentials;
mod custom_transport;
mod endless_lists;
mod environment;
mod errors;
mod fake_server;
mod first_call;
mod generic_code;
mod models;
mod observers;
mod pacing;
mod pages;
mod rate_limits;
mod raw_responses;
mod redaction;
mod redirects;
mod retries;
mod sans_io;
mod streams;
mod timeouts;
mod token_source;
mod tower_layers;
mod traces;
mod undecodable;
mod unknown_values;
mod webhook_signatures;
mod webhooks;
