//! A client without an async runtime: the same operations, retries, pages and errors, driven by the thread that asks.
//!
//! Nothing is written twice for it. What is asynchronous elsewhere is polled here by a thread that sleeps while it has
//! to wait, and the transport over `ureq` does its work in the first poll.

pub mod environment;
mod failure;
mod iter;
mod read;
mod ureq_transport;
mod wait;

pub use iter::{Items, Iter, Pages};
pub use read::BodyReader;
pub use ureq_transport::UreqTransport;
pub use wait::wait_for;
