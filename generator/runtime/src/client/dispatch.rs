//! How a client sends operations: an asynchronous client returns futures and streams, a blocking client results and iterators.

use std::future::Future;

use super::core::Core;
use crate::runtime::call::operation::{Operation, Paginated, Sent};
use crate::runtime::error::Error;
use crate::runtime::page::pages::{Items, Pages};
use crate::runtime::response::decoded::Response;
use crate::runtime::response::raw::RawResponse;
use crate::runtime::transport::body::Body;
use crate::runtime::transport::threads::{MaybeSend, MaybeSync};

/// A client that sends operations. The clients of generated crates implement it.
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

/// An operation with a client, which sends it. The operations of generated crates implement it.
pub trait OnClient: Operation {
    /// The client, or `()`.
    type Client;

    /// Returns the client.
    fn client(&self) -> &Self::Client;
}

/// A call of an operation.
pub type Called<O, T> = <<O as OnClient>::Client as Dispatch>::Sent<T, <O as Operation>::Failure>;

/// A call of an operation whose response is a stream.
pub type Streamed<O, S> = Called<O, Response<Converted<O, S>>>;

/// A stream as the client of an operation returns it.
pub type Converted<O, S> = <<O as OnClient>::Client as Dispatch>::Stream<S>;

/// A body as the client of an operation returns it.
pub type ConvertedBody<O> = <<O as OnClient>::Client as Dispatch>::Body;

/// Sends an operation and reads its response.
pub fn send<O: OnClient<Client: Dispatch> + 'static>(operation: O) -> Called<O, Response<O::Output>> {
    let core = operation.client().core().clone();
    O::Client::run(async move { core.send(&operation).await })
}

/// Sends an operation with other media types in `Accept`, and reads every success with `read`.
pub fn send_as<O: OnClient<Client: Dispatch> + 'static, T: 'static>(
    operation: O,
    accept: &'static str,
    read: fn(RawResponse) -> Sent<O, T>,
) -> Called<O, Response<T>> {
    let core = operation.client().core().clone();
    O::Client::run(async move { core.send_as(&operation, accept, read).await })
}

/// Sends an operation and returns its response unchanged, whatever its status.
pub fn send_raw<O: OnClient<Client: Dispatch> + 'static>(operation: O) -> Called<O, RawResponse> {
    let core = operation.client().core().clone();
    O::Client::run(async move { core.send_raw(&operation).await })
}

/// Sends an operation and returns the body of a success unbuffered.
pub fn send_stream<O: OnClient<Client: Dispatch> + 'static>(operation: O) -> Called<O, Response<ConvertedBody<O>>> {
    let core = operation.client().core().clone();
    O::Client::run(async move { core.send_stream(&operation).await.map(|response| response.map(O::Client::body)) })
}

/// Returns the pages of a list.
pub fn pages<O: OnClient<Client: Dispatch> + Paginated>(operation: O) -> Converted<O, Pages<O>> {
    O::Client::stream(Pages::new(operation.client().core().clone(), operation))
}

/// Returns the items of all pages of a list.
pub fn items<O: OnClient<Client: Dispatch> + Paginated>(operation: O) -> Converted<O, Items<O>> {
    O::Client::stream(Items::new(operation.client().core().clone(), operation))
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
