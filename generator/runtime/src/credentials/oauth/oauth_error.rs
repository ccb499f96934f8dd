//! The reasons why a token is missing.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::StatusCode;

use crate::runtime::error::TransportError;
use crate::runtime::error::text::OneLine;

/// The kind of an [`OAuthError`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum OAuthErrorKind {
    /// The authorization server rejected the request, with a [`code`](OAuthError::code).
    Rejected,
    /// The user has to authorize the program again: the access token is not valid any more, and a refresh token is missing, or the
    /// server rejected it.
    LoginRequired,
    /// The user did not authorize the program in time.
    Expired,
    /// No complete response arrived.
    Transport,
    /// The response is not what the specification requires.
    Response,
    /// The redirect to the program does not belong to its request.
    Redirect,
    /// A setting is invalid or missing, such as the URL of the server.
    Configuration,
}

/// The reason why a token is missing. It contains no secret.
///
/// A call without a token fails with an error of the transport whose source is this error:
/// `std::error::Error::source(&error)` and `downcast_ref::<OAuthError>()` return it.
#[derive(Debug, Clone)]
pub struct OAuthError(Arc<Failure>);

#[derive(Debug)]
struct Failure {
    kind: OAuthErrorKind,
    message: String,
    status: Option<StatusCode>,
    rejection: Option<Rejection>,
    source: Option<TransportError>,
    retry_after: Option<Duration>,
}

/// The parameters of an error response (RFC 6749, 5.2), without secrets.
#[derive(Debug, Clone, Default)]
pub(super) struct Rejection {
    pub(super) code: String,
    pub(super) description: Option<String>,
    pub(super) uri: Option<String>,
}

impl OAuthError {
    fn new(kind: OAuthErrorKind, message: impl Into<String>) -> Self {
        Self::of(Failure {
            kind,
            message: message.into(),
            status: None,
            rejection: None,
            source: None,
            retry_after: None,
        })
    }

    fn of(failure: Failure) -> Self {
        Self(Arc::new(failure))
    }

    pub(super) fn configuration(message: impl Into<String>) -> Self {
        Self::new(OAuthErrorKind::Configuration, message)
    }

    pub(super) fn redirect(message: impl Into<String>) -> Self {
        Self::new(OAuthErrorKind::Redirect, message)
    }

    pub(super) fn expired(message: impl Into<String>) -> Self {
        Self::new(OAuthErrorKind::Expired, message)
    }

    pub(super) fn login_required(message: impl Into<String>) -> Self {
        Self::new(OAuthErrorKind::LoginRequired, message)
    }

    /// Creates the error of a response that is not valid.
    pub(super) fn response(status: StatusCode, message: impl Into<String>) -> Self {
        let (kind, message) = (OAuthErrorKind::Response, message.into());
        Self::of(Failure { kind, message, status: Some(status), rejection: None, source: None, retry_after: None })
    }

    /// Creates the error of an error response.
    pub(super) fn rejected(status: Option<StatusCode>, rejection: Rejection) -> Self {
        let message = "the authorization server rejected the request".to_owned();
        let kind = match rejection.code.as_str() {
            "expired_token" => OAuthErrorKind::Expired,
            _ => OAuthErrorKind::Rejected,
        };
        Self::of(Failure { kind, message, status, rejection: Some(rejection), source: None, retry_after: None })
    }

    /// Converts the rejection of a grant to the error that the user has to authorize the program again.
    pub(super) fn of_grant(self) -> Self {
        let Some(rejection) = self.0.rejection.clone().filter(|_| self.is_invalid_grant()) else { return self };
        Self::of(Failure {
            kind: OAuthErrorKind::LoginRequired,
            message: "the user has to authorize the program again".to_owned(),
            status: self.0.status,
            rejection: Some(rejection),
            source: None,
            retry_after: None,
        })
    }

    /// Adds the time after which the server accepts another request, if the response has one.
    pub(super) fn with_retry_after(mut self, time: Option<Duration>) -> Self {
        if let Some(failure) = Arc::get_mut(&mut self.0) {
            failure.retry_after = time;
        }
        self
    }

    /// Returns the time after which the server accepts another request.
    pub(super) fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// Returns the kind of the error.
    #[must_use]
    pub fn kind(&self) -> OAuthErrorKind {
        self.0.kind
    }

    /// Returns the error code of the authorization server, as in `invalid_client`.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.0.rejection.as_ref().map(|rejection| rejection.code.as_str())
    }

    /// Returns the description of the authorization server (`error_description`).
    #[must_use]
    pub fn description(&self) -> Option<&str> {
        self.0.rejection.as_ref()?.description.as_deref()
    }

    /// Returns the address of a page about the error (`error_uri`).
    #[must_use]
    pub fn uri(&self) -> Option<&str> {
        self.0.rejection.as_ref()?.uri.as_deref()
    }

    /// Returns the status of the response, if there is one.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.0.status
    }

    /// Returns true if the user has to authorize the program again.
    #[must_use]
    pub fn is_login_required(&self) -> bool {
        self.0.kind == OAuthErrorKind::LoginRequired
    }

    /// Returns true if the user or the server denied the authorization.
    #[must_use]
    pub fn is_denied(&self) -> bool {
        self.code() == Some("access_denied")
    }

    pub(super) fn is_invalid_grant(&self) -> bool {
        self.code() == Some("invalid_grant")
    }

    /// Returns the error of the transport, if there is one.
    #[must_use]
    pub fn transport(&self) -> Option<&TransportError> {
        self.0.source.as_ref()
    }
}

impl From<TransportError> for OAuthError {
    fn from(error: TransportError) -> Self {
        Self::of(Failure {
            kind: OAuthErrorKind::Transport,
            message: "no response of the authorization server".to_owned(),
            status: error.status(),
            rejection: None,
            source: Some(error),
            retry_after: None,
        })
    }
}

impl fmt::Display for OAuthError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0.message)?;
        let Some(rejection) = &self.0.rejection else { return Ok(()) };
        write!(formatter, ": {}", OneLine(&rejection.code))?;
        match &rejection.description {
            Some(description) => write!(formatter, " ({})", OneLine(description)),
            None => Ok(()),
        }
    }
}

impl StdError for OAuthError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_ref().map(|source| source as _)
    }
}
