//! Classifies the errors of `ureq`.

use std::error::Error as StdError;
use std::io;

use ureq::{Error, Timeout};

use crate::runtime::error::{TransportError, TransportKind};

/// Converts an error that occurred before the response.
pub(super) fn of_request(error: Error) -> TransportError {
    TransportError::new(kind(&error, Stage::Request)).because(shown(error))
}

/// Converts an error that occurred while the body of a response was read.
pub(super) fn of_body(error: io::Error) -> TransportError {
    let error = Error::from(error);
    TransportError::new(kind(&error, Stage::Body)).because(shown(error))
}

/// The stage of a call in which an error occurred.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Before the response.
    Request,
    /// While the body of the response was read.
    Body,
}

fn kind(error: &Error, stage: Stage) -> TransportKind {
    match error {
        Error::Io(error) => io_kind(error, stage),
        Error::Timeout(Timeout::Resolve | Timeout::Connect)
        | Error::HostNotFound
        | Error::ConnectionFailed
        | Error::ConnectProxyFailed(_) => TransportKind::Connect,
        Error::Timeout(_) => TransportKind::Timeout,
        Error::Protocol(_) | Error::LargeResponseHeader(..) | Error::BodyStalled => TransportKind::Protocol,
        Error::InvalidProxyUrl => TransportKind::Setup,
        Error::Tls(_) | Error::TlsRequired => TransportKind::Security,
        error if is_tls(error) => TransportKind::Security,
        _ => TransportKind::Other,
    }
}

fn io_kind(error: &io::Error, stage: Stage) -> TransportKind {
    let held = error.get_ref().map(|held| held as &(dyn StdError + 'static));
    if let Some(error) = held.and_then(|held| held.downcast_ref::<TransportError>()) {
        // The error of the request body, which `ureq` passes through.
        return error.kind();
    }
    if held.is_some_and(is_tls) {
        return TransportKind::Security;
    }
    match error.kind() {
        io::ErrorKind::ConnectionReset
        | io::ErrorKind::ConnectionAborted
        | io::ErrorKind::BrokenPipe
        | io::ErrorKind::NotConnected
        | io::ErrorKind::UnexpectedEof
        | io::ErrorKind::WriteZero => TransportKind::Interrupted,
        io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => TransportKind::Timeout,
        // An unknown host name, a rejected connection, an unreachable network.
        _ if stage == Stage::Request => TransportKind::Connect,
        _ => TransportKind::Interrupted,
    }
}

/// Returns true if an error, or the source of an I/O error, is a TLS error.
#[cfg(feature = "rustls")]
fn is_tls(error: &(dyn StdError + 'static)) -> bool {
    let is_one = |error: &(dyn StdError + 'static)| {
        error.is::<rustls::Error>() || matches!(error.downcast_ref(), Some(Error::Rustls(_)))
    };
    is_one(error)
        || is_native(error)
        || error.downcast_ref::<io::Error>().and_then(io::Error::get_ref).is_some_and(|held| is_tls(held))
}

#[cfg(not(feature = "rustls"))]
fn is_tls(error: &(dyn StdError + 'static)) -> bool {
    is_native(error)
}

#[cfg(feature = "native-tls")]
fn is_native(error: &(dyn StdError + 'static)) -> bool {
    matches!(error.downcast_ref(), Some(Error::NativeTls(_)))
}

#[cfg(not(feature = "native-tls"))]
fn is_native(_: &(dyn StdError + 'static)) -> bool {
    false
}

/// Returns the error for display, without its URL, which may contain secrets.
fn shown(error: Error) -> Box<dyn StdError + Send + Sync> {
    match error {
        Error::BadUri(_) | Error::RequireHttpsOnly(_) => "the URL cannot be used".into(),
        Error::Io(error) => error.into(),
        error => error.into(),
    }
}
