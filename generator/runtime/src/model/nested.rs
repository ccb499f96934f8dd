//! Values of deeply nested types. Only crates with such types contain this module.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::panic::{RefUnwindSafe, UnwindSafe};

use crate::runtime::codec::sink::Sink;
use crate::runtime::codec::source::Source;
use crate::runtime::codec::traits::{Decode, Encode, Failed};

/// A boxed value, used like a `Box<T>`: read it with `*`, take it out with [`into_inner`](Self::into_inner), create it
/// with `into`.
///
/// To prove that a type is [`Send`], the compiler inspects everything that the type contains, and fails with the error
/// E0275 if the types are nested too deeply. It does not inspect the contents of a `Nested`.
pub struct Nested<T>(Box<dyn Hold<T>>);

/// A value that is known to be `Send` and `Sync`.
trait Hold<T>: Send + Sync {
    fn get(&self) -> &T;
    fn get_mut(&mut self) -> &mut T;
    fn take(self: Box<Self>) -> T;
}

impl<T: Send + Sync> Hold<T> for T {
    fn get(&self) -> &T {
        self
    }

    fn get_mut(&mut self) -> &mut T {
        self
    }

    fn take(self: Box<Self>) -> T {
        *self
    }
}

// Models have no interior mutability.
impl<T> UnwindSafe for Nested<T> {}
impl<T> RefUnwindSafe for Nested<T> {}

impl<T: Send + Sync + 'static> Nested<T> {
    /// Boxes a value.
    #[must_use]
    pub fn new(value: T) -> Self {
        Self(Box::new(value))
    }
}

impl<T> Nested<T> {
    /// Returns the value.
    #[must_use]
    pub fn into_inner(self) -> T {
        Hold::take(self.0)
    }
}

impl<T> Deref for Nested<T> {
    type Target = T;

    fn deref(&self) -> &T {
        Hold::get(&*self.0)
    }
}

impl<T> DerefMut for Nested<T> {
    fn deref_mut(&mut self) -> &mut T {
        Hold::get_mut(&mut *self.0)
    }
}

impl<T> AsRef<T> for Nested<T> {
    fn as_ref(&self) -> &T {
        self
    }
}

impl<T: Send + Sync + 'static> From<T> for Nested<T> {
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

impl<A, T: FromIterator<A> + Send + Sync + 'static> FromIterator<A> for Nested<T> {
    fn from_iter<I: IntoIterator<Item = A>>(items: I) -> Self {
        Self::new(items.into_iter().collect())
    }
}

impl<T: Clone + Send + Sync + 'static> Clone for Nested<T> {
    fn clone(&self) -> Self {
        Self::new(T::clone(self))
    }
}

impl<T: Default + Send + Sync + 'static> Default for Nested<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T: PartialEq> PartialEq for Nested<T> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<T: fmt::Debug> fmt::Debug for Nested<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        T::fmt(self, formatter)
    }
}

impl<T: Decode + Send + Sync + 'static> Decode for Nested<T> {
    fn decode(source: &mut dyn Source) -> Result<Self, Failed> {
        match T::decode(source) {
            Ok(value) => Ok(Self::new(value)),
            Err(failed) => Err(failed),
        }
    }
}

impl<T: Encode> Encode for Nested<T> {
    fn encode(&self, sink: &mut dyn Sink) -> Result<(), Failed> {
        T::encode(self, sink)
    }
}
