//! The error type of a client, and the contents of its variants.

mod api;
mod body;
mod configuration;
mod decode;
mod extract;
mod fault;
mod invalid;
mod partial;
pub(super) mod text;
mod transport;

use std::fmt;
use std::time::Duration;

use http::StatusCode;

use crate::runtime::call::attempt::Attempt;
use crate::runtime::response::raw::RawResponse;

pub use api::ApiError;
pub use body::{ErrorInfo, Pointers, read_as, text_message};
pub use configuration::{ConfigurationError, MissingCredential};
pub use decode::DecodeError;
pub use fault::Fault;
pub use invalid::{InvalidInput, Location};
pub use transport::{TransportError, TransportKind};

/// The error of a call. `E` is the error body that the API description declares.
///
/// Its `Display` is intended for logs: it never contains a body, the query of a URL or a credential.
#[non_exhaustive]
pub enum Error<E> {
    /// The server returned an error response.
    Api(Box<ApiError<E>>),
    /// A parameter or the body breaks a constraint of the API description; nothing was sent.
    InvalidInput(Box<InvalidInput>),
    /// The operation requires a credential that the client does not have; nothing was sent.
    MissingCredential(Box<MissingCredential>),
    /// The response does not match the API description.
    Decode(Box<DecodeError>),
    /// The response is missing or incomplete.
    Transport(Box<TransportError>),
    /// The configuration of the client is invalid; nothing was sent.
    Configuration(Box<ConfigurationError>),
}

impl<E> Error<E> {
    /// Returns the status of the response, if there was one.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Api(error) => Some(error.status()),
            Self::Decode(error) => Some(error.status()),
            Self::Transport(error) => error.status(),
            Self::InvalidInput(_) | Self::MissingCredential(_) | Self::Configuration(_) => None,
        }
    }

    /// Returns how long the server requires to wait before the next attempt.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        if let Self::Api(error) = self { error.retry_after() } else { None }
    }

    /// Returns the attempts before the last one, in order.
    #[must_use]
    pub fn attempts(&self) -> &[Attempt] {
        match self {
            Self::Api(error) => error.meta().attempts(),
            Self::Decode(error) => error.meta().attempts(),
            Self::Transport(error) => error.attempts(),
            Self::InvalidInput(_) | Self::MissingCredential(_) | Self::Configuration(_) => &[],
        }
    }

    /// Returns the error response, if this is one.
    #[must_use]
    pub fn as_api(&self) -> Option<&ApiError<E>> {
        if let Self::Api(error) = self { Some(error) } else { None }
    }

    /// Returns the response that is an error or cannot be read: status, headers and body, unchanged.
    #[must_use]
    pub fn raw(&self) -> Option<&RawResponse> {
        match self {
            Self::Api(error) => Some(error.raw()),
            Self::Decode(error) => Some(error.raw()),
            Self::InvalidInput(_) | Self::MissingCredential(_) | Self::Transport(_) | Self::Configuration(_) => None,
        }
    }

    /// Returns true if the server received too many requests (429).
    #[must_use]
    pub fn is_rate_limit(&self) -> bool {
        self.as_api().is_some_and(ApiError::is_rate_limit)
    }

    /// Returns true if the server did not find the resource (404, 410).
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.as_api().is_some_and(ApiError::is_not_found)
    }

    /// Returns true if the server did not accept the credential (401).
    #[must_use]
    pub fn is_authentication(&self) -> bool {
        self.as_api().is_some_and(ApiError::is_authentication)
    }

    /// Returns true if the credential does not permit the call (403).
    #[must_use]
    pub fn is_permission(&self) -> bool {
        self.as_api().is_some_and(ApiError::is_permission)
    }

    /// Returns true if the request conflicts with the state of the resource (409).
    #[must_use]
    pub fn is_conflict(&self) -> bool {
        self.as_api().is_some_and(ApiError::is_conflict)
    }

    /// Returns true if the server found the request invalid (400, 422).
    #[must_use]
    pub fn is_validation(&self) -> bool {
        self.as_api().is_some_and(ApiError::is_validation)
    }

    /// Returns true if the server failed (500 to 599).
    #[must_use]
    pub fn is_server_error(&self) -> bool {
        self.as_api().is_some_and(ApiError::is_server_error)
    }

    /// Returns true if the response was not complete at the deadline, or a stream was idle for too long. A connection that
    /// is not made in time is [`is_connect`](Self::is_connect).
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        matches!(self, Self::Transport(error) if error.is_timeout())
    }

    /// Returns true if the connection to the server failed, or is not secure.
    #[must_use]
    pub fn is_connect(&self) -> bool {
        matches!(self, Self::Transport(error) if error.is_connect())
    }
}

impl<E: ErrorInfo> Error<E> {
    /// Returns the server's id of the request, if there was a response that contains one.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        match self {
            Self::Api(error) => Some(error.request_id()).filter(|id| !id.is_empty()),
            Self::Decode(error) => error.request_id(),
            Self::Transport(error) => error.request_id(),
            Self::InvalidInput(_) | Self::MissingCredential(_) | Self::Configuration(_) => None,
        }
    }
}

impl<E: ErrorInfo> fmt::Debug for Error<E> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Api(error) => error.fmt(formatter),
            Self::InvalidInput(error) => error.fmt(formatter),
            Self::MissingCredential(error) => error.fmt(formatter),
            Self::Decode(error) => error.fmt(formatter),
            Self::Transport(error) => error.fmt(formatter),
            Self::Configuration(error) => error.fmt(formatter),
        }
    }
}

impl<E: ErrorInfo> fmt::Display for Error<E> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Api(error) => error.fmt(formatter),
            Self::InvalidInput(error) => error.fmt(formatter),
            Self::MissingCredential(error) => error.fmt(formatter),
            Self::Decode(error) => error.fmt(formatter),
            Self::Transport(error) => error.fmt(formatter),
            Self::Configuration(error) => error.fmt(formatter),
        }
    }
}

/// The source is that of the variant, since the text of the variant is the text of this error.
impl<E: ErrorInfo> std::error::Error for Error<E> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Transport(error) => error.source(),
            Self::Configuration(error) => error.source(),
            Self::Api(_) | Self::InvalidInput(_) | Self::MissingCredential(_) | Self::Decode(_) => None,
        }
    }
}

impl<E> From<Fault> for Error<E> {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::InvalidInput(error) => Self::InvalidInput(error),
            Fault::MissingCredential(error) => Self::MissingCredential(error),
            Fault::Decode(error) => Self::Decode(error),
            Fault::Transport(error) => Self::Transport(error),
            Fault::Configuration(error) => Self::Configuration(error),
        }
    }
}

/// Converts each kind of error to its variant.
macro_rules! from {
    ($($variant:ident($error:ident))+) => {$(
        impl<E> From<$error> for Error<E> {
            fn from(error: $error) -> Self {
                Self::$variant(Box::new(error))
            }
        }
    )+};
}

from! {
    InvalidInput(InvalidInput)
    MissingCredential(MissingCredential)
    Decode(DecodeError)
    Transport(TransportError)
    Configuration(ConfigurationError)
}

impl<E> From<ApiError<E>> for Error<E> {
    fn from(error: ApiError<E>) -> Self {
        Self::Api(Box::new(error))
    }
}
