//! Sources of tokens that are requested before they can be sent, such as `OAuth 2` tokens that expire and are
//! refreshed.

use std::error::Error as StdError;
use std::fmt;
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};

use super::secret::Secret;
use super::token_transport::TokenTransport;
use crate::runtime::error::{TransportError, TransportKind};
use crate::runtime::transport::interface::BoxFuture;
use crate::runtime::transport::threads::{MaybeSend, MaybeSync};

/// The reason why a source has no token. It must not contain a secret.
pub type TokenError = Box<dyn StdError + Send + Sync>;

/// A source of tokens that change, such as access tokens that expire.
///
/// The client calls [`token`](Self::token) before every call that requires the credential, so the source keeps the token
/// while it is valid. If the server rejects the token (401), the client calls [`renew`](Self::renew) once. A closure that
/// returns a future is a source without a `renew` of its own:
/// `|| async { Ok::<_, TokenError>(Secret::from(fetch().await?)) }`.
///
/// The guide has a source that keeps its token. A source that requests its tokens over HTTP can implement
/// [`token_over`](Self::token_over), which has the connection of the client. The blocking client polls the futures on the calling thread, without an async
/// runtime.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a source of tokens",
    label = "does not implement `TokenSource`",
    note = "a closure is a source if it returns a future of `Result<Secret, TokenError>`; pass a token that does not change without \
            `Credential::source`"
)]
pub trait TokenSource: MaybeSend + MaybeSync + 'static {
    /// Returns a token that is valid now.
    ///
    /// # Errors
    /// When no token can be obtained. The call fails with
    /// [`TransportKind::Credential`], and nothing is sent.
    fn token(&self) -> BoxFuture<'_, Result<Secret, TokenError>>;

    /// Returns a token in place of one that the server rejected. The default calls [`token`](Self::token).
    ///
    /// If the token is another one, the call is sent once more with it. This does not count as a retry and applies to every
    /// method, since the server rejected the request without acting on it. If the token is the same, or this fails, the
    /// call ends with the 401 response.
    ///
    /// Several calls may find at the same time that their token has expired. A source that keeps its token compares it with
    /// `refused` and fetches a new one only if they are equal.
    ///
    /// # Errors
    /// When no token can be obtained.
    fn renew<'a>(&'a self, refused: &'a Secret) -> BoxFuture<'a, Result<Secret, TokenError>> {
        let _ = refused;
        self.token()
    }

    /// Returns a token that is valid now, and sends the requests that this takes over the client that requires the token. The
    /// default calls [`token`](Self::token).
    ///
    /// # Errors
    /// As for [`token`](Self::token).
    fn token_over<'a>(&'a self, client: &'a TokenTransport) -> BoxFuture<'a, Result<Secret, TokenError>> {
        let _ = client;
        self.token()
    }

    /// Returns a token in place of one that the server rejected, over the client that requires it. The default calls
    /// [`renew`](Self::renew).
    ///
    /// # Errors
    /// As for [`renew`](Self::renew).
    fn renew_over<'a>(
        &'a self,
        refused: &'a Secret,
        client: &'a TokenTransport,
    ) -> BoxFuture<'a, Result<Secret, TokenError>> {
        let _ = client;
        self.renew(refused)
    }
}

#[diagnostic::do_not_recommend]
impl<F, G> TokenSource for F
where
    F: Fn() -> G + MaybeSend + MaybeSync + 'static,
    G: Future<Output = Result<Secret, TokenError>> + MaybeSend + 'static,
{
    fn token(&self) -> BoxFuture<'_, Result<Secret, TokenError>> {
        Box::pin(self())
    }
}

/// A token source with its last token.
#[derive(Clone)]
pub(crate) struct Sourced(Arc<Inner>);

struct Inner {
    source: Box<dyn TokenSource>,
    last: Mutex<Option<Secret>>,
}

impl Sourced {
    pub(crate) fn new(source: impl TokenSource) -> Self {
        Self(Arc::new(Inner { source: Box::new(source), last: Mutex::new(None) }))
    }

    /// Returns the last token.
    pub(crate) fn last(&self) -> Option<Secret> {
        self.0.last.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Requests a token that is valid now, over a client if there is one.
    pub(crate) async fn ask(&self, client: Option<&TokenTransport>) -> Result<(), TransportError> {
        let answer = match client {
            Some(client) => self.0.source.token_over(client).await,
            None => self.0.source.token().await,
        };
        let token = answer.map_err(|error| TransportError::new(TransportKind::Credential).because(error))?;
        self.keep(token);
        Ok(())
    }

    /// Requests a token in place of this one. Returns true if it is another one.
    pub(super) async fn renew(&self, refused: &Secret, client: &TokenTransport) -> bool {
        let Ok(token) = self.0.source.renew_over(refused, client).await else { return false };
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
