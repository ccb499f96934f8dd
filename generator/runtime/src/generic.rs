//! The error types for any error body: [`Error<E>`](Error) and [`ApiError<E>`](ApiError).
//!
//! `Error` and `ApiError` at the root of the crate are these types with the error body of this API. Name the generic ones in
//! code that is generic over an [`Operation`](super::Operation), whose error is `Error<O::Failure>`.

pub use super::error::{ApiError, Error};
