//! The authorization of a program on a device without a browser: the device authorization grant (RFC 8628).

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::{Map, Value};

use super::form::Form;
use super::oauth_error::OAuthError;
use super::registration::OAuthClient;
use super::server::{AuthorizationServer, Endpoint};
use super::settings::{Settings, oauth_settings};
use super::single_flight::Flight;
use super::token_request::{self, Repeat, Response};
use super::token_set::{TokenSet, seconds};
use super::user_tokens::UserTokens;
use crate::runtime::client::core::Core;
use crate::runtime::credentials::secret::Secret;
use crate::runtime::credentials::token_transport::TokenTransport;
use crate::runtime::error::{TransportError, TransportKind};
use crate::runtime::transport::clock::Instant;

/// The authorization of a program on a device without a browser, such as a terminal (device authorization grant).
///
/// [`start`](Self::start) returns a code that the user enters on another device, and [`DeviceLogin::wait`] waits until the user has
/// done so.
#[derive(Debug, Clone)]
pub struct DeviceCode(Settings);

oauth_settings!(DeviceCode);

/// The interval between two requests if the server declares none (RFC 8628, 3.2).
const INTERVAL: Duration = Duration::from_secs(5);

/// The shortest interval.
const SHORTEST: Duration = Duration::from_secs(1);

/// How much longer the interval becomes when the server requires it (RFC 8628, 3.5).
const SLOWER: Duration = Duration::from_secs(5);

/// The life of a code if the server declares none, although it has to.
const LIFE: Duration = Duration::from_secs(600);

impl DeviceCode {
    /// Creates the authorization of a program at this server.
    #[must_use]
    pub fn new(server: AuthorizationServer, client: OAuthClient) -> Self {
        Self(Settings::new(server, client))
    }

    /// Requests a code for the user over this client.
    ///
    /// # Errors
    /// When the server issues no code.
    pub async fn start(&self, client: &Core) -> Result<DeviceLogin, OAuthError> {
        let transport = client.token_transport();
        let url = self.0.server.url(Endpoint::Device, transport).await?;
        let methods = self.0.methods(transport).await?;
        let mut form = Form::default();
        form.add("client_id", self.0.client.id());
        self.0.put_scopes(&mut form);
        form.extend(&self.0.parameters);
        let started = transport.now();
        let how = (self.0.timeout, Repeat::Safe);
        let response = token_request::post(transport, url, &self.0.client, &methods, form, how).await?;
        DeviceLogin::read(&response, started, self.0.clone())
    }

    fn change(mut self, change: impl FnOnce(&mut Settings)) -> Self {
        change(&mut self.0);
        self
    }
}

/// A code that the user has to enter on another device.
#[derive(Clone)]
pub struct DeviceLogin {
    settings: Settings,
    device_code: Secret,
    user_code: String,
    verification_uri: String,
    verification_uri_complete: Option<String>,
    life: Duration,
    interval: Duration,
    started: Instant,
    /// The last request for tokens. Its response may contain them after its caller has given up.
    asked: Arc<Mutex<Option<Flight<Outcome>>>>,
}

type Outcome = Result<UserTokens, OAuthError>;

impl DeviceLogin {
    fn read(response: &Response, started: Instant, settings: Settings) -> Result<Self, OAuthError> {
        let object: &Map<String, Value> = &response.object;
        let text = |key: &str| object.get(key).and_then(Value::as_str).filter(|text| !text.is_empty());
        let required = |key: &str| {
            text(key).ok_or_else(|| {
                let message = format!("the response of the authorization server has no `{key}`");
                OAuthError::response(response.status, message)
            })
        };
        Ok(Self {
            device_code: required("device_code")?.into(),
            user_code: required("user_code")?.to_owned(),
            // Some servers use the name of an early draft.
            verification_uri: text("verification_url").map_or_else(|| required("verification_uri"), Ok)?.to_owned(),
            verification_uri_complete: text("verification_uri_complete").map(str::to_owned),
            life: object.get("expires_in").and_then(seconds).unwrap_or(LIFE),
            interval: object.get("interval").and_then(seconds).map_or(INTERVAL, |interval| interval.max(SHORTEST)),
            settings,
            started,
            asked: Arc::default(),
        })
    }

    /// Returns the code that the user enters.
    #[must_use]
    pub fn user_code(&self) -> &str {
        &self.user_code
    }

    /// Returns the URL at which the user enters the code.
    #[must_use]
    pub fn verification_uri(&self) -> &str {
        &self.verification_uri
    }

    /// Returns the URL that contains the code already, for a link or a QR code, if there is one.
    #[must_use]
    pub fn verification_uri_complete(&self) -> Option<&str> {
        self.verification_uri_complete.as_deref()
    }

    /// Returns how long the code was valid when it was issued.
    #[must_use]
    pub const fn expires_in(&self) -> Duration {
        self.life
    }

    /// Waits until the user has authorized the program, and returns the tokens. The requests are sent over this client, as
    /// often as the server allows: also not before the time in `Retry-After`. If the wait is canceled, a later one continues it.
    ///
    /// # Errors
    /// When the user denies the authorization ([`OAuthError::is_denied`]) or does not enter the code in time
    /// ([`OAuthErrorKind::Expired`](super::oauth_error::OAuthErrorKind::Expired)).
    pub async fn wait(&self, client: &Core) -> Result<UserTokens, OAuthError> {
        let transport = client.token_transport();
        let (mut interval, mut wait, mut least) = (self.interval, self.interval, Duration::ZERO);
        loop {
            if self.asked().is_none() {
                transport.sleep(wait.max(least).min(self.remaining(transport))).await;
                if self.remaining(transport).is_zero() {
                    return Err(OAuthError::expired("the user did not authorize the program in time"));
                }
            }
            let error = match self.ask(transport).await {
                Ok(tokens) => return Ok(tokens),
                Err(error) => error,
            };
            match error.code() {
                Some("authorization_pending") => wait = interval,
                Some("slow_down") => {
                    interval = interval.saturating_add(SLOWER);
                    wait = interval;
                }
                // The server is busy or was not reached in time, so requests are sent less often (RFC 8628, 3.5).
                _ if is_transient(&error) => wait = wait.saturating_mul(2).max(SLOWER),
                _ => return Err(error),
            }
            least = error.retry_after().unwrap_or_default();
        }
    }

    /// Returns the time until the code expires.
    fn remaining(&self, client: &TokenTransport) -> Duration {
        self.life.saturating_sub(client.now().saturating_duration_since(self.started))
    }

    /// Locks the last request; `None` unless its result is not known yet or contains the tokens.
    fn asked(&self) -> MutexGuard<'_, Option<Flight<Outcome>>> {
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        *asked = asked.take().filter(Flight::can_go_on);
        asked
    }

    /// Requests the tokens, or waits for the request that an earlier caller sent: a code is exchanged once.
    async fn ask(&self, client: &TokenTransport) -> Outcome {
        let begin = || {
            // Without the request itself, which would keep itself in memory.
            let (login, client) = (Self { asked: Arc::default(), ..self.clone() }, client.clone());
            Flight::new(Box::pin(async move { login.request(&client).await }))
        };
        let flight = self.asked().get_or_insert_with(begin).clone();
        let outcome = flight.join().within(self.settings.patience(), client).await;
        if !matches!(outcome, Some(Ok(_))) {
            *self.asked() = None;
        }
        outcome.unwrap_or_else(|| Err(TransportError::new(TransportKind::Interrupted).into()))
    }

    async fn request(&self, client: &TokenTransport) -> Outcome {
        let settings = &self.settings;
        let mut form = Form::default();
        form.add("grant_type", "urn:ietf:params:oauth:grant-type:device_code");
        form.add("device_code", self.device_code.clone());
        form.extend(&settings.parameters);
        let url = settings.server.url(Endpoint::Token, client).await?;
        let methods = settings.methods(client).await?;
        let requested = client.now();
        let how = (settings.timeout, Repeat::Unsafe);
        let response = token_request::post(client, url, &settings.client, &methods, form, how).await?;
        let tokens = TokenSet::read(&response.object, response.status, requested)?;
        if let Some(listener) = &settings.listener {
            listener(&tokens);
        }
        Ok(UserTokens::from_tokens(settings.clone(), tokens))
    }
}

/// Returns true if a later request may succeed, whatever the body of the response is. The user or the server has denied the
/// authorization for good only with these codes.
fn is_transient(error: &OAuthError) -> bool {
    let kind = error.transport().map(TransportError::kind);
    let is_lost = matches!(kind, Some(TransportKind::Timeout | TransportKind::Connect | TransportKind::Interrupted));
    let is_busy = error.status().is_some_and(|status| status.is_server_error() || status.as_u16() == 429);
    let is_over = matches!(error.code(), Some("access_denied" | "expired_token"));
    is_lost || is_busy && !is_over
}

/// Omits the codes.
impl fmt::Debug for DeviceLogin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("DeviceLogin")
            .field("verification_uri", &self.verification_uri)
            .field("expires_in", &self.life)
            .field("interval", &self.interval)
            .finish_non_exhaustive()
    }
}
