//! The place of a credential in a request: a header, the query or a cookie.

use base64::Engine as _;
use bytes::Bytes;
use http::header::{AUTHORIZATION, HeaderName, HeaderValue};

use super::secret::Secret;
use super::security::{Credential, CredentialKind, CredentialPlace, Credentials, Scheme};
use crate::runtime::error::{ConfigurationError, Fault};
use crate::runtime::request::encoder::RequestEncoder;

/// Returns the user of a login.
fn user(credential: &Credential) -> Option<&str> {
    if let CredentialKind::Login { user, .. } = &credential.0 { Some(user) } else { None }
}

/// The text of a header, which is wiped from memory when it is dropped.
struct HeaderText(Secret);

impl AsRef<[u8]> for HeaderText {
    fn as_ref(&self) -> &[u8] {
        self.0.expose().as_bytes()
    }
}

impl Scheme {
    pub(super) fn put(&self, credentials: &Credentials, request: &mut RequestEncoder) -> Result<(), Fault> {
        let credential = credentials.get(self).ok_or_else(|| self.missing())?;
        if let Some(value) = credentials.header(self) {
            request.put_header(self.header_name()?, value.clone());
            return Ok(());
        }
        let asked;
        let secret = match &credential.0 {
            CredentialKind::Token(secret) | CredentialKind::Login { password: secret, .. } => secret,
            CredentialKind::Source(source) => {
                asked = source.last();
                asked.as_ref().ok_or_else(|| self.unusable("comes from a token source that was not polled yet"))?
            }
        };
        match self.place {
            CredentialPlace::Query(name) => request.put_query(name, secret.expose()),
            CredentialPlace::Cookie(name) => {
                request.put_cookie(name, secret.expose()).map_err(|rule| self.unusable(rule))?;
            }
            CredentialPlace::Basic | CredentialPlace::Authorization(_) | CredentialPlace::Header(_) => {
                request.put_header(self.header_name()?, self.value(user(credential), secret)?);
            }
        }
        Ok(())
    }

    /// Returns the name of the header that contains the credential.
    fn header_name(&self) -> Result<HeaderName, Fault> {
        match self.place {
            CredentialPlace::Header(name) => Ok(HeaderName::from_bytes(name.as_bytes())
                .map_err(|_| self.unusable("requires a header whose name is not valid"))?),
            _ => Ok(AUTHORIZATION),
        }
    }

    /// Returns the value of the header for a credential that never changes; `None` if it is invalid, which
    /// [`put`](Self::put) reports.
    pub(super) fn fixed_header(&self, credential: &Credential) -> Option<HeaderValue> {
        let secret = match (self.place, &credential.0) {
            (_, CredentialKind::Source(_)) | (CredentialPlace::Query(_) | CredentialPlace::Cookie(_), _) => {
                return None;
            }
            (_, CredentialKind::Token(secret) | CredentialKind::Login { password: secret, .. }) => secret,
        };
        self.value(user(credential), secret).ok()
    }

    /// Returns the value of the header that contains a credential. A token in place of a login is the user of `Basic`.
    fn value(&self, user: Option<&str>, secret: &Secret) -> Result<HeaderValue, Fault> {
        match (self.place, user) {
            (CredentialPlace::Basic, Some(user)) => self.basic_value(user, secret),
            (CredentialPlace::Basic, None) => self.basic_value(secret.expose(), &Secret::from("")),
            (CredentialPlace::Authorization(word), _) => self.header_value(word, secret.expose()),
            (CredentialPlace::Header(_) | CredentialPlace::Query(_) | CredentialPlace::Cookie(_), _) => {
                self.header_value("", secret.expose())
            }
        }
    }

    fn basic_value(&self, user: &str, password: &Secret) -> Result<HeaderValue, Fault> {
        if user.contains(':') {
            return Err(self.unusable("has a colon in the user name; pass `Credential::login(user, password)`").into());
        }
        let pair = base64::engine::general_purpose::STANDARD.encode(format!("{user}:{}", password.expose()));
        self.header_value("Basic", &pair)
    }

    /// Returns the value of a header: the authentication scheme, if it is not empty, and the credential.
    fn header_value(&self, word: &str, text: &str) -> Result<HeaderValue, Fault> {
        let sendable =
            !text.is_empty() && text.trim() == text && text.chars().all(|c| c.is_ascii_graphic() || c == ' ');
        // The capacity is the length, so that the text is not moved, and is wiped with the last copy of the value.
        let space = if word.is_empty() { "" } else { " " };
        let mut whole = String::with_capacity(word.len() + space.len() + text.len());
        whole.extend([word, space, text]);
        let mut value = HeaderValue::from_maybe_shared(Bytes::from_owner(HeaderText(whole.into())))
            .ok()
            .filter(|_| sendable)
            .ok_or_else(|| self.unusable("has white space around it or characters that a header cannot contain"))?;
        value.set_sensitive(true);
        Ok(value)
    }

    fn unusable(&self, why: &str) -> ConfigurationError {
        ConfigurationError::new(format!("the credential for `{}` {why}", self.id))
    }
}
