//! Unpredictable random values, from the operating system or the browser.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::oauth_error::OAuthError;
use crate::runtime::credentials::secret::Secret;

/// Returns a random text of 256 bits in Base64 for URLs: 43 characters, as RFC 7636 recommends for a code verifier.
pub(super) fn text() -> Result<Secret, OAuthError> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)
        .map_err(|error| OAuthError::configuration(format!("the system has no random numbers: {error}")))?;
    Ok(Secret::from(URL_SAFE_NO_PAD.encode(bytes)))
}
