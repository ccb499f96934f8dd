//! How a client sends operations: an asynchronous client returns futures and streams, a blocking client results and iterators.

use std::future::Future;

use super::body::Body;
use super::core::Core;
use super::error::Error;
use super::operation::{Operation, Paginated, Sent};
use super::page::{Items, Pages};
use super::raw::RawResponse;
use super::response::Response;
use super::threads::{MaybeSend, MaybeSync};

/// A client that sends operations. The clients of generated crates implement it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a client, so it cannot send operations",
    label = "not a client",
    note = "an operation that was created with `new` has no client: create it with a method of a client to send it"
)]
pub trait Dispatch: Clone + MaybeSend + MaybeSync + 'static {
    /// A call: a future of the result, or the result itself.
    type Sent<T, E>;
    /// A stream of pages, items, events or values: the stream itself, or an iterator.
    type Stream<S>;
    /// The body of a response, unbuffered: a stream or a reader.
    type Body;

    /// Returns the part of the client that sends requests.
    fn core(&self) -> &Core;

    /// Starts a call, or runs it to its end.
    fn run<T, E>(call: impl Future<Output = Result<T, Error<E>>> + MaybeSend + 'static) -> Self::Sent<T, E>;

    /// Converts a stream.
    fn stream<S>(stream: S) -> Self::Stream<S>;

    /// Converts a body.
    fn body(body: Body) -> Self::Body;
}

/// A call whose response is a stream.
pub type Streamed<C, S, E> = <C as Dispatch>::Sent<Response<<C as Dispatch>::Stream<S>>, E>;

/// Sends an operation and reads its response.
pub fn send<C: Dispatch, O: Operation + 'static>(client: &C, operation: O) -> C::Sent<Response<O::Output>, O::Failure> {
    let core = client.core().clone();
    C::run(async move { core.send(&operation).await })
}

/// Sends an operation with other media types in `Accept`, and reads every success with `read`.
pub fn send_as<C: Dispatch, O: Operation + 'static, T: 'static>(
    client: &C,
    operation: O,
    accept: &'static str,
    read: fn(RawResponse) -> Sent<O, T>,
) -> C::Sent<Response<T>, O::Failure> {
    let core = client.core().clone();
    C::run(async move { core.send_as(&operation, accept, read).await })
}

/// Sends an operation and returns its response unchanged, whatever its status.
pub fn send_raw<C: Dispatch, O: Operation + 'static>(client: &C, operation: O) -> C::Sent<RawResponse, O::Failure> {
    let core = client.core().clone();
    C::run(async move { core.send_raw(&operation).await })
}

/// Sends an operation and returns the body of a success unbuffered.
pub fn send_stream<C: Dispatch, O: Operation + 'static>(
    client: &C,
    operation: O,
) -> C::Sent<Response<C::Body>, O::Failure> {
    let core = client.core().clone();
    C::run(async move { core.send_stream(&operation).await.map(|response| response.map(C::body)) })
}

/// Returns the pages of a list.
pub fn pages<C: Dispatch, O: Paginated>(client: &C, operation: O) -> C::Stream<Pages<O>> {
    C::stream(Pages::new(client.core().clone(), operation))
}

/// Returns the items of all pages of a list.
pub fn items<C: Dispatch, O: Paginated>(client: &C, operation: O) -> C::Stream<Items<O>> {
    C::stream(Items::new(client.core().clone(), operation))
}

/// Implements [`Dispatch`] for an asynchronous client with a field `core`.
#[doc(hidden)]
#[macro_export]
macro_rules! dispatch_async {
    ($client:ty) => {
        impl $crate::runtime::Dispatch for $client {
            type Sent<T, E> = $crate::runtime::Sending<T, E>;
            type Stream<S> = S;
            type Body = $crate::runtime::Body;

            fn core(&self) -> &$crate::runtime::Core {
                &self.core
            }

            fn run<T, E>(
                call: impl ::std::future::Future<Output = ::std::result::Result<T, $crate::runtime::Error<E>>>
                + $crate::runtime::MaybeSend
                + 'static,
            ) -> Self::Sent<T, E> {
                $crate::runtime::Sending::new(call)
            }

            fn stream<S>(stream: S) -> S {
                stream
            }

            fn body(body: $crate::runtime::Body) -> $crate::runtime::Body {
                body
            }
        }
    };
}

/// Implements [`Dispatch`] for a blocking client with a field `core`.
#[doc(hidden)]
#[macro_export]
macro_rules! dispatch_blocking {
    ($client:ty) => {
        impl $crate::runtime::Dispatch for $client {
            type Sent<T, E> = ::std::result::Result<T, $crate::runtime::Error<E>>;
            type Stream<S> = $crate::runtime::blocking::Iter<S>;
            type Body = $crate::runtime::blocking::BodyReader;

            fn core(&self) -> &$crate::runtime::Core {
                &self.core
            }

            fn run<T, E>(
                call: impl ::std::future::Future<Output = ::std::result::Result<T, $crate::runtime::Error<E>>>
                + $crate::runtime::MaybeSend
                + 'static,
            ) -> Self::Sent<T, E> {
                $crate::runtime::blocking::wait_for(call)
            }

            fn stream<S>(stream: S) -> Self::Stream<S> {
                $crate::runtime::blocking::Iter::new(stream)
            }

            fn body(body: $crate::runtime::Body) -> Self::Body {
                $crate::runtime::blocking::BodyReader::new(body)
            }
        }
    };
}
