//! Tokens that have to be asked for before they can be sent, such as those of `OAuth 2` that expire and are refreshed.

use std::error::Error as StdError;
use std::fmt;
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};

use super::error::{TransportError, TransportKind};
use super::secret::Secret;
use super::transport::BoxFuture;

/// Why a source has no token; it must not hold a secret.
pub type TokenError = Box<dyn StdError + Send + Sync>;

/// Where tokens come from that are not known when a client is built.
///
/// It is asked before every call that needs it, so that it keeps a token itself for as long as that is valid. A closure
/// that gives a future is one.
pub trait TokenSource: Send + Sync + 'static {
    /// A token that is valid now.
    ///
    /// # Errors
    /// When there is none to be had; the call fails then, and nothing is sent.
    fn token(&self) -> BoxFuture<'_, Result<Secret, TokenError>>;
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

/// A source, and what it gave last.
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

    /// The token that was given last.
    pub(super) fn last(&self) -> Option<Secret> {
        self.0.last.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Asks for a token that is valid now.
    pub(super) async fn ask(&self) -> Result<(), TransportError> {
        let answer = self.0.source.token().await;
        let token = answer.map_err(|error| TransportError::new(TransportKind::Credential).because(error))?;
        *self.0.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(token);
        Ok(())
    }
}

impl fmt::Debug for Sourced {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("TokenSource(..)")
    }
}
