//! Answers as operations promise them: a value, and what is known of the answer that it came in.

use std::ops::{Deref, DerefMut};

use super::meta::Meta;

/// What an operation gives, with what is known of the answer that it came in.
///
/// It can be used as if it were the value itself.
#[derive(Debug, Clone)]
pub struct Response<T> {
    value: T,
    meta: Meta,
}

impl<T> Response<T> {
    /// A value, and the answer that it came in.
    #[must_use]
    pub const fn new(value: T, meta: Meta) -> Self {
        Self { value, meta }
    }

    /// The value alone.
    #[must_use]
    pub fn into_inner(self) -> T {
        self.value
    }

    /// The value, and what is known of the answer.
    #[must_use]
    pub fn into_parts(self) -> (T, Meta) {
        (self.value, self.meta)
    }

    /// What is known of the answer: status, headers, request id, rate limit.
    #[must_use]
    pub const fn meta(&self) -> &Meta {
        &self.meta
    }

    /// The same answer with a value made from this one.
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
