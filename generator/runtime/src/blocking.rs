//! A client without an async runtime: the same operations, retries, pages and errors, run on the calling thread.
//!
//! It shares the code of the asynchronous client. The calling thread polls the futures and sleeps while it waits. The
//! transport over `ureq` does its work in the first poll.

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
