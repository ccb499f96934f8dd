//! The metadata of authorization servers: `OpenID Connect` Discovery and RFC 8414.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde_json::{Map, Value};

use super::oauth_error::{OAuthError, OAuthErrorKind};
use super::server::endpoint_url;
use super::token_request;
use crate::runtime::credentials::token_transport::TokenTransport;
use crate::runtime::transport::clock::Instant;

/// How long metadata is kept.
const KEPT: Duration = Duration::from_secs(24 * 60 * 60);

/// The wait before another attempt to read metadata again.
const PAUSE: Duration = Duration::from_secs(5 * 60);

/// The time for a request.
const TIMEOUT: Duration = Duration::from_secs(30);

/// The path before the name of a kind of metadata.
const WELL_KNOWN: &str = "/.well-known/";

/// The metadata of an authorization server.
#[derive(Debug, Clone)]
pub struct ServerMetadata(Arc<Map<String, Value>>);

impl ServerMetadata {
    /// Returns the issuer: the identifier of the server.
    #[must_use]
    pub fn issuer(&self) -> &str {
        self.text("issuer").unwrap_or_default()
    }

    /// Returns a value by its name in RFC 8414 or `OpenID Connect` Discovery, such as `grant_types_supported`.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.get(name).and_then(Value::as_str)
    }

    pub(super) fn texts(&self, name: &str) -> Vec<String> {
        let list = self.get(name).and_then(Value::as_array);
        list.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
    }
}

/// The URL of the metadata of a server, and the metadata itself once it was read.
#[derive(Clone)]
pub(super) struct Discovery {
    url: Arc<str>,
    /// The issuer that the caller expects.
    issuer: Option<Arc<str>>,
    /// The metadata, with the time at which they are read again.
    read: Arc<Mutex<Option<Kept>>>,
}

type Kept = (Option<Instant>, ServerMetadata);

impl Discovery {
    pub(super) fn new(url: &str) -> Self {
        Self { url: url.into(), issuer: None, read: Arc::default() }
    }

    pub(super) fn issued_by(self, issuer: Arc<str>) -> Self {
        Self { issuer: Some(issuer), read: Arc::default(), ..self }
    }

    /// Returns the metadata. If they cannot be read again after a day, the earlier ones are used, and read again minutes later.
    /// Metadata of another issuer are an error.
    pub(super) async fn metadata(&self, client: &TokenTransport) -> Result<ServerMetadata, OAuthError> {
        let earlier = self.kept();
        let is_due = |due: &Option<Instant>| due.is_some_and(|due| due <= client.now());
        if let Some((_, metadata)) = earlier.as_ref().filter(|(due, _)| !is_due(due)) {
            return Ok(metadata.clone());
        }
        let (metadata, kept) = match (self.fetch(client).await, earlier) {
            (Ok(metadata), _) => (metadata, KEPT),
            (Err(error), Some((_, metadata))) if error.kind() != OAuthErrorKind::Configuration => (metadata, PAUSE),
            (Err(error), _) => return Err(error),
        };
        let due = client.now().checked_add(kept);
        *self.read.lock().unwrap_or_else(PoisonError::into_inner) = Some((due, metadata.clone()));
        Ok(metadata)
    }

    fn kept(&self) -> Option<Kept> {
        self.read.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    async fn fetch(&self, client: &TokenTransport) -> Result<ServerMetadata, OAuthError> {
        let url = endpoint_url(&self.url, "URL of the metadata", client)?;
        let base =
            format!("{}://{}", url.scheme_str().unwrap_or_default(), url.authority().map_or("", |host| host.as_str()));
        let (path, response) = (url.path().to_owned(), token_request::get(client, url, TIMEOUT).await?);
        let metadata = ServerMetadata(Arc::new(response.object));
        let expected = match &self.issuer {
            Some(issuer) => Some(issuer.to_string()),
            None => issuer_path(&path).map(|path| format!("{base}{path}")),
        };
        let found = metadata.issuer();
        let is_same = match expected {
            Some(expected) => found.trim_end_matches('/') == expected.trim_end_matches('/'),
            // The URL has another form, so only the server can be compared.
            None => found == base || found.strip_prefix(&base).is_some_and(|rest| rest.starts_with('/')),
        };
        if found.is_empty() || !is_same {
            let message = "the metadata of the authorization server declares another issuer than its URL; set the issuer if that \
                           is intended";
            return Err(OAuthError::configuration(message));
        }
        Ok(metadata)
    }
}

/// Returns the path of the issuer whose metadata has this path: it is before `/.well-known/…` (`OpenID Connect`) or behind it
/// (RFC 8414). Returns `None` if the path has another form.
fn issuer_path(path: &str) -> Option<String> {
    let (before, kind) = path.split_once(WELL_KNOWN)?;
    let (_, behind) = kind.split_once('/').unwrap_or((kind, ""));
    match (before, behind) {
        (_, "") => Some(before.to_owned()),
        ("", _) => Some(format!("/{behind}")),
        _ => None,
    }
}
