//! Tests `kirim` against the contacts server, over real sockets: requests, responses and errors.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod answers;
mod before_sending;
mod concurrency;
mod configuration;
mod connections;
mod decoding;
mod environment;
mod errors;
mod fake;
mod headers;
mod hooks;
mod pages;
mod parameters;
mod retries;
mod sans_io;
mod secrecy;
mod stacks;
mod statuses;
mod support;
mod walks;
mod webhooks;
