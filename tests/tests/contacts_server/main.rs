//! Tests the contacts server over raw sockets, without an HTTP client.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod document;
mod errors;
mod faults;
mod http;
mod pages;
