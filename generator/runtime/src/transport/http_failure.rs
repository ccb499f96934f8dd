//! Classifies the errors of HTTP libraries that are over `hyper`.

use std::error::Error as StdError;

use crate::runtime::error::{TransportError, TransportKind};

/// Classifies an error. `is_connect` is true if no connection was made.
pub(super) fn kind(error: &(dyn StdError + 'static), is_connect: bool) -> TransportKind {
    if let Some(error) = causes(error).find_map(|cause| cause.downcast_ref::<TransportError>()) {
        // The error of the request body, which is passed through.
        error.kind()
    } else if is_security(error) {
        TransportKind::Security
    } else if is_connect {
        TransportKind::Connect
    } else if is_no_http(error) {
        TransportKind::Protocol
    } else {
        TransportKind::Interrupted
    }
}

/// Distinguishes responses that are not HTTP from connections that ended.
fn is_no_http(error: &(dyn StdError + 'static)) -> bool {
    use std::io::ErrorKind::{InvalidData, InvalidInput};

    causes(error).any(|cause| {
        // An invalid chunk size is an I/O error instead of a parse error.
        let io = cause.downcast_ref::<std::io::Error>().map(std::io::Error::kind);
        cause.downcast_ref::<hyper::Error>().is_some_and(hyper::Error::is_parse)
            || matches!(io, Some(InvalidData | InvalidInput))
    })
}

/// Returns true if the error is a TLS error.
///
/// An I/O error does not return the error that it contains as its source, and may contain another I/O error.
fn is_security(error: &(dyn StdError + 'static)) -> bool {
    causes(error).any(|cause| std::iter::successors(Some(cause), |&error| held(error)).any(is_tls))
}

/// Returns the error that an I/O error contains.
fn held<'a>(error: &'a (dyn StdError + 'static)) -> Option<&'a (dyn StdError + 'static)> {
    Some(error.downcast_ref::<std::io::Error>()?.get_ref()?)
}

/// Returns true if the error comes from a TLS library.
fn is_tls(error: &(dyn StdError + 'static)) -> bool {
    #[cfg(feature = "rustls")]
    if error.is::<rustls::Error>() {
        return true;
    }
    #[cfg(feature = "native-tls")]
    if error.is::<native_tls::Error>() {
        return true;
    }
    let _ = error;
    false
}

/// Returns an error and all of its sources.
fn causes<'a>(error: &'a (dyn StdError + 'static)) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    std::iter::successors(Some(error), |&error| error.source())
}
