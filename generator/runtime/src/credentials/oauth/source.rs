//! Keeps tokens until shortly before they expire, and requests new ones once for all callers.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use super::form::Form;
use super::oauth_error::OAuthError;
use super::server::Endpoint;
use super::settings::Settings;
use super::single_flight::{Flight, Join};
use super::token_request::{self, Repeat};
use super::token_set::TokenSet;
use crate::runtime::credentials::secret::Secret;
use crate::runtime::credentials::token::TokenError;
use crate::runtime::credentials::token_transport::TokenTransport;
use crate::runtime::error::{TransportError, TransportKind};
use crate::runtime::transport::clock::Instant;
use crate::runtime::transport::interface::BoxFuture;

/// The wait after a failed renewal of a token that has not expired.
const PAUSE: Duration = Duration::from_secs(10);

/// A source of tokens. Its clones share the tokens.
#[derive(Clone)]
pub(super) struct Source {
    settings: Settings,
    state: Arc<Mutex<State>>,
}

/// The means by which a program obtains tokens.
#[derive(Clone)]
pub(super) enum Grant {
    /// Its own identity.
    Client,
    /// The code of a redirect, with the other parameters that belong to it.
    Code(Form),
    /// A refresh token.
    Refresh(Secret),
    /// Nothing: the user has to authorize the program again, for this reason.
    Over(OAuthError),
}

struct State {
    grant: Grant,
    tokens: Option<TokenSet>,
    /// The running request, with its number.
    flight: Option<(u64, Flight<Outcome>)>,
    count: u64,
    /// The time of the last failure, unless tokens were issued since.
    failed: Option<Instant>,
}

type Outcome = Result<TokenSet, OAuthError>;

impl Source {
    pub(super) fn new(settings: Settings, grant: Grant) -> Self {
        Self { settings, state: Arc::new(Mutex::new(State::new(grant, None))) }
    }

    /// Creates a source that has tokens already.
    pub(super) fn with_tokens(settings: Settings, tokens: TokenSet) -> Self {
        let source = Self::new(settings, grant_of(&tokens));
        source.lock().tokens = Some(tokens);
        source
    }

    /// Changes the settings. Tokens that were requested with the earlier ones are not shared any more. They are dropped if other ones
    /// would be requested now.
    pub(super) fn change(mut self, change: impl FnOnce(&mut Settings)) -> Self {
        let requested = self.settings.requested();
        change(&mut self.settings);
        let state = {
            let state = self.lock();
            let is_kept = matches!(state.grant, Grant::Over(_)) || self.settings.requested() == requested;
            State::new(state.grant.clone(), state.tokens.clone().filter(|_| is_kept))
        };
        self.state = Arc::new(Mutex::new(state));
        self
    }

    /// Returns the current tokens, if there are any.
    pub(super) fn tokens(&self) -> Option<TokenSet> {
        self.lock().tokens.clone()
    }

    /// Returns the current refresh token, if there is one.
    pub(super) fn refresh_token(&self) -> Option<Secret> {
        match &self.lock().grant {
            Grant::Refresh(token) => Some(token.clone()),
            Grant::Client | Grant::Code(_) | Grant::Over(_) => None,
        }
    }

    /// Returns tokens that are valid now, other than a rejected one. If the request for others fails, these are the earlier ones until
    /// they expire.
    pub(super) async fn fetch(&self, client: &TokenTransport, refused: Option<&Secret>) -> Outcome {
        let outcome = self.request(client, refused).await;
        outcome.or_else(|error| {
            let state = self.lock();
            state.tokens(client, Duration::ZERO, refused).cloned().ok_or(error)
        })
    }

    async fn request(&self, client: &TokenTransport, refused: Option<&Secret>) -> Outcome {
        let mut is_again = false;
        loop {
            let (join, was_abandoned) = match self.begin(client, refused) {
                Begun::Kept(tokens) => return Ok(tokens),
                Begun::Joined { join, was_abandoned } => (join, was_abandoned),
            };
            match join.within(self.settings.patience(), client).await {
                // Its callers have given up, perhaps long ago, and its connection may have been closed since.
                Some(Err(_)) | None if was_abandoned && !is_again => is_again = true,
                Some(outcome) => return outcome,
                None if is_again => return Err(TransportError::new(TransportKind::Timeout).into()),
                None => is_again = true,
            }
        }
    }

    /// Returns the tokens of the source, or joins the request for others.
    fn begin(&self, client: &TokenTransport, refused: Option<&Secret>) -> Begun {
        let mut state = self.lock();
        let margin = if state.can_wait(client.now()) { Duration::ZERO } else { self.settings.margin };
        if let Some(tokens) = state.tokens(client, margin, refused) {
            return Begun::Kept(tokens.clone());
        }
        if let Some((_, flight)) = state.flight.as_ref().filter(|(_, flight)| flight.can_go_on()) {
            let was_abandoned = flight.is_abandoned();
            return Begun::Joined { join: flight.join(), was_abandoned };
        }
        state.count += 1;
        let number = state.count;
        let (settings, client) = (self.settings.clone(), client.clone());
        let (grant, state_of) = (state.grant.clone(), Arc::downgrade(&self.state));
        let flight = Flight::new(Box::pin(async move {
            let outcome = request(&settings, grant, &client).await;
            keep((&settings, &client), &state_of, number, &outcome);
            outcome
        }));
        let join = flight.join();
        state.flight = Some((number, flight));
        Begun::Joined { join, was_abandoned: false }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }

    /// Returns an access token that is valid now, other than a rejected one.
    pub(super) async fn token(&self, client: &TokenTransport, refused: Option<&Secret>) -> Result<Secret, TokenError> {
        Ok(self.fetch(client, refused).await?.access_token().clone())
    }
}

impl State {
    const fn new(grant: Grant, tokens: Option<TokenSet>) -> Self {
        Self { grant, tokens, flight: None, count: 0, failed: None }
    }

    /// Returns tokens that are valid for longer than this, other than a rejected one.
    fn tokens(&self, client: &TokenTransport, margin: Duration, refused: Option<&Secret>) -> Option<&TokenSet> {
        let tokens = self.tokens.as_ref().filter(|tokens| tokens.is_fresh(client.now(), margin))?;
        refused.is_none_or(|refused| refused.expose() != tokens.access_token().expose()).then_some(tokens)
    }

    /// Returns true if tokens that have not expired need not be replaced now: other callers do, or the last attempt has just failed.
    fn can_wait(&self, now: Instant) -> bool {
        self.flight.as_ref().is_some_and(|(_, flight)| flight.is_driven())
            || self.failed.is_some_and(|failed| now.saturating_duration_since(failed) < PAUSE)
    }
}

enum Begun {
    Kept(TokenSet),
    Joined {
        join: Join<Outcome>,
        /// True if the request was begun by callers that have given up.
        was_abandoned: bool,
    },
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Returns the error of a source that is used without a client.
pub(super) fn no_client() -> TokenError {
    Box::new(OAuthError::configuration(
        "tokens of OAuth 2 are requested over a client: send the operation with one, or request the tokens with `fetch`",
    ))
}

/// Returns the grant for the tokens after these.
fn grant_of(tokens: &TokenSet) -> Grant {
    match tokens.refresh_token() {
        Some(token) => Grant::Refresh(token.clone()),
        None => Grant::Over(OAuthError::login_required(
            "the access token is not valid any more, and the authorization server issued no refresh token",
        )),
    }
}

/// Keeps new tokens, and the grant for the ones after them, before the callers have them. A program that stores them has them first,
/// also if nothing uses the source any more.
fn keep((settings, client): (&Settings, &TokenTransport), state: &Weak<Mutex<State>>, number: u64, outcome: &Outcome) {
    if let (Some(listener), Ok(tokens)) = (&settings.listener, outcome) {
        listener(tokens);
    }
    let Some(state) = state.upgrade() else { return };
    let mut state = lock(&state);
    if state.flight.as_ref().is_some_and(|(running, _)| *running == number) {
        state.flight = None;
    }
    state.failed = outcome.is_err().then(|| client.now());
    match outcome {
        Ok(tokens) => {
            if !matches!(state.grant, Grant::Client) {
                state.grant = grant_of(tokens);
            }
            state.tokens = Some(tokens.clone());
        }
        // The server rejects the same grant every time. The access token may still be valid.
        Err(error) if error.is_login_required() => state.grant = Grant::Over(error.clone()),
        Err(_) => {}
    }
}

/// Requests tokens.
async fn request(settings: &Settings, grant: Grant, client: &TokenTransport) -> Outcome {
    let mut form = Form::default();
    let mut earlier = None;
    let (endpoint, repeat) = match grant {
        Grant::Over(error) => return Err(error),
        Grant::Client => {
            form.add("grant_type", "client_credentials");
            settings.put_scopes(&mut form);
            (Endpoint::Token, Repeat::Safe)
        }
        Grant::Code(parameters) => {
            form.add("grant_type", "authorization_code");
            form.extend(&parameters);
            (Endpoint::Token, Repeat::Unsafe)
        }
        Grant::Refresh(token) => {
            form.add("grant_type", "refresh_token");
            form.add("refresh_token", token.clone());
            settings.put_scopes(&mut form);
            earlier = Some(token);
            (Endpoint::Refresh, Repeat::Unsafe)
        }
    };
    let is_user = repeat == Repeat::Unsafe;
    form.extend(&settings.parameters);
    let url = settings.server.url(endpoint, client).await?;
    let methods = settings.methods(client).await?;
    let requested = client.now();
    let sent = token_request::post(client, url, &settings.client, &methods, form, (settings.timeout, repeat)).await;
    let response = sent.map_err(|error| if is_user { error.of_grant() } else { error })?;
    Ok(TokenSet::read(&response.object, response.status, requested)?.or_refresh_token(earlier))
}

impl fmt::Debug for Source {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.settings.fmt(formatter)
    }
}

/// A token that is obtained when the future is polled.
pub(super) type Obtained<'a> = BoxFuture<'a, Result<Secret, TokenError>>;

/// Makes a type that contains a [`Source`] a source of tokens, and a credential of a client.
macro_rules! token_source {
    ($type:ident) => {
        impl crate::runtime::credentials::token::TokenSource for $type {
            fn token(&self) -> super::source::Obtained<'_> {
                Box::pin(async { Err(super::source::no_client()) })
            }

            fn token_over<'a>(
                &'a self,
                client: &'a crate::runtime::credentials::token_transport::TokenTransport,
            ) -> super::source::Obtained<'a> {
                Box::pin(self.0.token(client, None))
            }

            fn renew_over<'a>(
                &'a self,
                refused: &'a crate::runtime::credentials::secret::Secret,
                client: &'a crate::runtime::credentials::token_transport::TokenTransport,
            ) -> super::source::Obtained<'a> {
                Box::pin(self.0.token(client, Some(refused)))
            }
        }

        impl From<$type> for crate::runtime::credentials::security::Credential {
            fn from(source: $type) -> Self {
                Self::source(source)
            }
        }
    };
}

pub(super) use token_source;
