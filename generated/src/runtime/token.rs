//! Sources of tokens that are requested before they can be sent, such as `OAuth 2` tokens that expire and are
//! refreshed.

use std::error::Error as StdError;
use std::fmt;
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};

use super::error::{TransportError, TransportKind};
use super::secret::Secret;
use super::transport::BoxFuture;

/// The reason why a source has no token. It must not contain a secret.
pub type TokenError = Box<dyn StdError + Send + Sync>;

/// Where tokens come from that are not known when a client is built.
///
/// It is asked before every call that needs it, so that it keeps a token itself for as long as that is valid. Where the
/// server does not accept a token all the same (401), it is asked once for [another one](Self::renew). A closure that gives
/// a future is a source, too.
///
/// ```ignore
/// impl TokenSource for Tokens {
///     fn token(&self) -> BoxFuture<'_, Result<Secret, TokenError>> {
///         Box::pin(self.kept_or_fetched())
///     }
///
///     fn renew<'a>(&'a self, refused: &'a Secret) -> BoxFuture<'a, Result<Secret, TokenError>> {
///         Box::pin(async move {
///             self.forget(refused); // unless another call has replaced it already
///             self.kept_or_fetched().await
///         })
///     }
/// }
/// ```
pub trait TokenSource: Send + Sync + 'static {
    /// A token that is valid now.
    ///
    /// # Errors
    /// When there is none to be had; the call fails then, and nothing is sent.
    fn token(&self) -> BoxFuture<'_, Result<Secret, TokenError>>;

    /// A token in place of one that it gave and the server did not accept.
    ///
    /// If it is another one, the call is tried once more with it; that does not count as a retry, and is done for every
    /// method, since the server has refused the request without acting on it. If it is the same one, or there is none, the
    /// server's answer stands. By itself this asks for a [`token`](Self::token) once more.
    ///
    /// Many calls may find at the same time that their token has expired. `refused` tells a source that keeps a token whether
    /// it has replaced that one already.
    ///
    /// # Errors
    /// When there is none to be had.
    fn renew<'a>(&'a self, refused: &'a Secret) -> BoxFuture<'a, Result<Secret, TokenError>> {
        let _ = refused;
        self.token()
    }
}

impl<F, G> TokenSource for F
where
    F: Fn() -> G + Send + Sync + 'static,
    G: Future<Output = Result<Secret, TokenError>> + Send + 'static,
{
    fn token(&self) -> BoxFuture<'_, Result<Secret, TokenError>> {
        Box::pin(self())
    }
}

/// A token source with its last token.
#[derive(Clone)]
pub(super) struct Sourced(Arc<Inner>);

struct Inner {
    source: Box<dyn TokenSource>,
    last: Mutex<Option<Secret>>,
}

impl Sourced {
    pub(super) fn new(source: impl TokenSource) -> Self {
        Self(Arc::new(Inner { source: Box::new(source), last: Mutex::new(None) }))
    }

    /// Returns the last token.
    pub(super) fn last(&self) -> Option<Secret> {
        self.0.last.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Requests a token that is valid now.
    pub(super) async fn ask(&self) -> Result<(), TransportError> {
        let answer = self.0.source.token().await;
        let token = answer.map_err(|error| TransportError::new(TransportKind::Credential).because(error))?;
        self.keep(token);
        Ok(())
    }

    /// Requests a token in place of this one. Returns true if it is another one.
    pub(super) async fn renew(&self, refused: &Secret) -> bool {
        let Ok(token) = self.0.source.renew(refused).await else { return false };
        let is_other = token.expose() != refused.expose();
        self.keep(token);
        is_other
    }

    fn keep(&self, token: Secret) {
        *self.0.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(token);
    }
}

impl fmt::Debug for Sourced {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("TokenSource(..)")
    }
}
