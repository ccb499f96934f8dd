//! Conditional reads: calls whose response is the resource only if it has changed.

use std::fmt;
use std::future::{Future, IntoFuture};

use http::StatusCode;
use http::header::{HeaderMap, HeaderName, HeaderValue, IF_MODIFIED_SINCE, IF_NONE_MATCH};
use jiff::Timestamp;

use super::operation::{Operation, Sent};
use crate::runtime::client::dispatch::{Called, Dispatch, OnClient};
use crate::runtime::error::{InvalidInput, Location};
use crate::runtime::request::encoder::header;
use crate::runtime::response::decoded::Response;
use crate::runtime::response::http_date;
use crate::runtime::response::raw::RawResponse;

/// The result of a conditional read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IfModified<T> {
    /// The resource has changed: its current value.
    Modified(T),
    /// The resource has not changed (304).
    NotModified,
}

impl<T> IfModified<T> {
    /// Returns the current value, or `None` if the resource has not changed.
    pub fn modified(self) -> Option<T> {
        match self {
            Self::Modified(value) => Some(value),
            Self::NotModified => None,
        }
    }

    /// Returns true if the resource has changed.
    pub const fn is_modified(&self) -> bool {
        matches!(self, Self::Modified(_))
    }
}

/// A read that returns the resource only if it has changed. It works whether or not the API description declares the
/// status 304.
///
/// `if_none_match` and `if_modified_since` of an operation create it, after all other options of the call. For an
/// operation that declares one of these headers as a parameter, it is created from the operation with
/// [`new`](Self::new).
#[derive(Clone)]
#[must_use = "an operation does nothing until it is sent"]
pub struct Conditional<O> {
    operation: O,
    conditions: HeaderMap,
    broken: Option<InvalidInput>,
}

impl<O> Conditional<O> {
    /// Creates a conditional read from an operation, whose headers may already contain a condition.
    pub fn new(operation: O) -> Self {
        Self { operation, conditions: HeaderMap::new(), broken: None }
    }

    /// Requires that the resource has another version than this one: the
    /// [`etag`](crate::runtime::Meta::etag) of an earlier response, unchanged. An invalid one is reported when the
    /// operation is sent.
    pub fn if_none_match(self, etag: impl AsRef<str>) -> Self {
        self.condition(header(IF_NONE_MATCH.as_str(), etag.as_ref()))
    }

    /// Requires that the resource has changed since this time, such as the
    /// [`last_modified`](crate::runtime::Meta::last_modified) of an earlier response. Servers ignore it beside
    /// [`if_none_match`](Self::if_none_match), which is more exact.
    pub fn if_modified_since(self, time: Timestamp) -> Self {
        let invalid =
            || InvalidInput::new("if-modified-since", Location::Header, "must be a time of the years 1 to 9999");
        let text = http_date::format(time).ok_or_else(invalid);
        self.condition(text.and_then(|text| header(IF_MODIFIED_SINCE.as_str(), &text)))
    }

    fn condition(mut self, header: Result<(HeaderName, HeaderValue), InvalidInput>) -> Self {
        match header {
            Ok((name, value)) => {
                self.conditions.insert(name, value);
            }
            Err(invalid) => {
                self.broken.get_or_insert(invalid);
            }
        }
        self
    }

    /// Returns the operation.
    #[must_use]
    pub const fn operation(&self) -> &O {
        &self.operation
    }
}

/// A call whose result is a conditional read.
pub type CalledIfModified<O> = Called<O, Response<IfModified<<O as Operation>::Output>>>;

impl<O: OnClient<Client: Dispatch> + 'static> Conditional<O> {
    /// Sends the request and reads the response.
    ///
    /// An asynchronous client returns a future, a blocking client the result.
    ///
    /// # Errors
    /// See [`Error`](crate::runtime::Error).
    pub fn send(self) -> <O::Client as Dispatch>::Sent<Response<IfModified<O::Output>>, O::Failure> {
        let core = self.operation.client().core().clone();
        O::Client::run(async move {
            let Self { operation, conditions, broken } = self;
            match broken {
                Some(broken) => Err(broken.into()),
                None => core.send_conditional(&operation, &conditions).await,
            }
        })
    }
}

/// Sends the operation when it is awaited, as `send` does.
impl<O: OnClient<Client: Dispatch> + 'static> IntoFuture for Conditional<O>
where
    CalledIfModified<O>: Future,
{
    type Output = <CalledIfModified<O> as Future>::Output;
    type IntoFuture = CalledIfModified<O>;

    fn into_future(self) -> Self::IntoFuture {
        self.send()
    }
}

impl<O> fmt::Debug for Conditional<O> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Conditional").field("conditions", &self.conditions).finish_non_exhaustive()
    }
}

/// Reads the response to a conditional read.
pub(crate) fn read<O: Operation>(response: RawResponse) -> Sent<O, IfModified<O::Output>> {
    if response.status() == StatusCode::NOT_MODIFIED {
        return Ok(Response::new(IfModified::NotModified, response.into_parts().1));
    }
    O::decode(response).map(|response| response.map(IfModified::Modified))
}

/// Implements the methods that make an operation conditional, for the struct of an operation that only reads.
#[doc(hidden)]
#[macro_export]
macro_rules! conditional_options {
    ($operation:ident) => {
        impl<C> $operation<C> {
            /// Reads the resource only if it has another version than this one: the `etag` of the metadata of an earlier
            /// response, unchanged. The result is [`IfModified`](crate::IfModified). Options of the call come before
            /// this method.
            #[inline]
            pub fn if_none_match(self, etag: impl ::std::convert::AsRef<str>) -> $crate::runtime::Conditional<Self> {
                $crate::runtime::Conditional::new(self).if_none_match(etag)
            }

            /// Reads the resource only if it has changed since this time, such as the `last_modified` of the metadata of
            /// an earlier response. The result is [`IfModified`](crate::IfModified). Options of the call come before
            /// this method.
            #[inline]
            pub fn if_modified_since(
                self,
                time: $crate::runtime::jiff::Timestamp,
            ) -> $crate::runtime::Conditional<Self> {
                $crate::runtime::Conditional::new(self).if_modified_since(time)
            }
        }
    };
}
