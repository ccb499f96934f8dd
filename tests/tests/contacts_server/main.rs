//! The contacts server, asked over raw sockets: no client stands between these tests and the bytes.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod document;
mod errors;
mod faults;
mod http;
mod pages;
