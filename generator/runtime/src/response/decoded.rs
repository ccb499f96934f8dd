//! The response of an operation: a decoded value with the head of the HTTP response.

use std::ops::{Deref, DerefMut};

use super::meta::Meta;

/// The decoded value of a response, with the status, the headers and the attempts.
///
/// It dereferences to the value.
#[derive(Debug, Clone)]
pub struct Response<T> {
    value: T,
    meta: Meta,
}

impl<T> Response<T> {
    /// Creates a response from a value and the head.
    #[must_use]
    pub const fn new(value: T, meta: Meta) -> Self {
        Self { value, meta }
    }

    /// Returns the value without the head.
    #[must_use]
    pub fn into_inner(self) -> T {
        self.value
    }

    /// Returns the value and the head.
    #[must_use]
    pub fn into_parts(self) -> (T, Meta) {
        (self.value, self.meta)
    }

    /// Returns the head of the response: status, headers, request id, rate limit, attempts.
    #[must_use]
    pub const fn meta(&self) -> &Meta {
        &self.meta
    }

    /// Converts the value.
    #[must_use]
    pub fn map<U>(self, make: impl FnOnce(T) -> U) -> Response<U> {
        Response::new(make(self.value), self.meta)
    }
}

impl<T> Deref for Response<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> DerefMut for Response<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.value
    }
}
