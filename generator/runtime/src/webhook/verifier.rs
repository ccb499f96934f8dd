//! Verifies that a webhook was sent by the server of the API: its signature is created with a secret that only the
//! server and the receiver know. It requires no client and no network.

#![cfg(feature = "webhook-signatures")]

use std::fmt;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use http::HeaderMap;
use jiff::Timestamp;
use sha2::Sha256;

use super::webhook_payload::{self, PayloadError};
use crate::runtime::codec::traits::Decode;
use crate::runtime::credentials::secret::Secret;

/// The default maximum age of a webhook, including the difference between the clocks of server and receiver.
const TOLERANCE: Duration = Duration::from_secs(300);

/// The id of a webhook that is signed for a test.
#[cfg(feature = "testing")]
const TEST_ID: &str = "msg_test";

/// How a server signs its webhooks, always with HMAC-SHA256.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignatureFormat {
    /// A header with `t=<Unix seconds>,v1=<hex>`, with a `v1` for each secret in use. The signed text consists of the
    /// seconds, a dot and the body.
    Timestamped {
        /// The name of the header.
        header: &'static str,
    },
    /// The headers `webhook-id`, `webhook-timestamp` and `webhook-signature` of Standard Webhooks. The signed text
    /// consists of the first two and the body, separated by dots. A secret is `whsec_` and its bytes in Base64.
    Standard,
    /// A header with the signature of the body in hex, optionally after a prefix such as `sha256=`. It does not protect
    /// against replays of an old webhook.
    Plain {
        /// The name of the header.
        header: &'static str,
        /// The prefix of the signature.
        prefix: &'static str,
    },
}

/// A verifier of webhook signatures.
///
/// It has all secrets that are in use. While a secret is rotated, both the old and the new one are accepted.
#[derive(Clone)]
pub struct WebhookVerifier {
    format: SignatureFormat,
    secrets: Vec<Secret>,
    tolerance: Duration,
}

/// The content of a signature header: the time, the signed text before the body, and the signatures.
struct Claim {
    time: Option<Timestamp>,
    prefix: String,
    signatures: Vec<Vec<u8>>,
}

impl WebhookVerifier {
    /// Creates a verifier of webhooks that are signed in this way, with one of these secrets.
    #[must_use]
    pub fn new<S: Into<Secret>>(format: SignatureFormat, secrets: impl IntoIterator<Item = S>) -> Self {
        Self { format, secrets: secrets.into_iter().map(Into::into).collect(), tolerance: TOLERANCE }
    }

    /// Sets the maximum age of a webhook, 5 minutes unless set. Zero disables the check.
    #[must_use]
    pub const fn tolerance(mut self, tolerance: Duration) -> Self {
        self.tolerance = tolerance;
        self
    }

    /// Checks the signature of a webhook, given its headers and its raw body.
    ///
    /// # Errors
    /// When it is not signed, is signed with another secret, or is too old.
    pub fn verify(&self, headers: &HeaderMap, body: &[u8]) -> Result<(), SignatureError> {
        self.verify_at(headers, body, Timestamp::now())
    }

    /// Checks the signature of a webhook as [`verify`](Self::verify) does, at a given time instead of now.
    ///
    /// # Errors
    /// When it is not signed, is signed with another secret, or is too old.
    pub fn verify_at(&self, headers: &HeaderMap, body: &[u8], now: Timestamp) -> Result<(), SignatureError> {
        let claim = self.claim(headers)?;
        let is_signed_with = |secret: &Secret| {
            let Some(mac) = self.mac(secret) else { return false };
            let mac = mac.chain_update(claim.prefix.as_bytes()).chain_update(body);
            // The comparison takes constant time, so that a signature cannot be guessed byte by byte.
            claim.signatures.iter().any(|signature| mac.clone().verify_slice(signature).is_ok())
        };
        if !self.secrets.iter().any(is_signed_with) {
            return Err(SignatureError::Mismatch);
        }
        match claim.time {
            Some(time) if !self.tolerance.is_zero() => {
                let apart = time.duration_since(now).unsigned_abs();
                if apart > self.tolerance { Err(SignatureError::Expired) } else { Ok(()) }
            }
            _ => Ok(()),
        }
    }

    /// Checks the signature of a webhook and reads its body as a model, or as a `serde_json::Value`.
    ///
    /// # Errors
    /// When [`verify`](Self::verify) rejects it, or its body is not a `T`.
    pub fn read<T: Decode>(&self, headers: &HeaderMap, body: &[u8]) -> Result<T, WebhookError> {
        self.verify(headers, body)?;
        Ok(webhook_payload::read(body)?)
    }

    /// Returns the headers of a webhook with this body that the server sends at this time, signed with the first secret: for
    /// tests of the code that receives webhooks.
    ///
    /// The `webhook-id` of Standard Webhooks is `msg_test`. Without a secret that can sign, the map is empty.
    #[cfg(feature = "testing")]
    #[must_use]
    pub fn sign(&self, body: &[u8], time: Timestamp) -> HeaderMap {
        let seconds = time.as_second();
        let prefix = match self.format {
            SignatureFormat::Timestamped { .. } => format!("{seconds}."),
            SignatureFormat::Standard => format!("{TEST_ID}.{seconds}."),
            SignatureFormat::Plain { .. } => String::new(),
        };
        let Some(mac) = self.secrets.first().and_then(|secret| self.mac(secret)) else { return HeaderMap::new() };
        let signature = mac.chain_update(prefix).chain_update(body).finalize().into_bytes();
        let headers = match self.format {
            SignatureFormat::Timestamped { header } => vec![(header, format!("t={seconds},v1={}", hex(&signature)))],
            SignatureFormat::Standard => vec![
                ("webhook-id", TEST_ID.to_owned()),
                ("webhook-timestamp", seconds.to_string()),
                ("webhook-signature", format!("v1,{}", STANDARD.encode(signature))),
            ],
            SignatureFormat::Plain { header, prefix } => vec![(header, format!("{prefix}{}", hex(&signature)))],
        };
        headers.into_iter().filter_map(|(name, value)| Some((name.parse().ok()?, value.parse().ok()?))).collect()
    }

    fn claim(&self, headers: &HeaderMap) -> Result<Claim, SignatureError> {
        match self.format {
            SignatureFormat::Timestamped { header } => timestamped(text(headers, header)?),
            SignatureFormat::Standard => standard(headers),
            SignatureFormat::Plain { header, prefix } => {
                let text = text(headers, header)?;
                let signature = text.strip_prefix(prefix).and_then(unhex).ok_or(SignatureError::Malformed)?;
                Ok(Claim { time: None, prefix: String::new(), signatures: vec![signature] })
            }
        }
    }

    /// Returns the HMAC for this secret; `None` if the secret is invalid. An empty key is invalid, since anyone could
    /// sign with it.
    fn mac(&self, secret: &Secret) -> Option<Hmac<Sha256>> {
        let text = secret.expose();
        let key = match self.format {
            SignatureFormat::Standard => STANDARD.decode(text.strip_prefix("whsec_").unwrap_or(text)).ok()?,
            SignatureFormat::Timestamped { .. } | SignatureFormat::Plain { .. } => text.as_bytes().to_vec(),
        };
        if key.is_empty() {
            return None;
        }
        Hmac::new_from_slice(&key).ok()
    }
}

/// Parses `t=<Unix seconds>,v1=<hex>,…`. Other versions of signatures are ignored.
fn timestamped(text: &str) -> Result<Claim, SignatureError> {
    let mut seconds = None;
    let mut signatures = Vec::new();
    for part in text.split(',') {
        match part.trim().split_once('=') {
            Some(("t", value)) if seconds.is_none() => seconds = Some(value),
            Some(("v1", value)) => signatures.push(unhex(value).ok_or(SignatureError::Malformed)?),
            Some(("t", _)) | None => return Err(SignatureError::Malformed),
            Some(_) => {}
        }
    }
    let seconds = seconds.filter(|_| !signatures.is_empty()).ok_or(SignatureError::Malformed)?;
    Ok(Claim { time: Some(time(seconds)?), prefix: format!("{seconds}."), signatures })
}

/// Parses the three headers of Standard Webhooks.
fn standard(headers: &HeaderMap) -> Result<Claim, SignatureError> {
    let (id, seconds) = (text(headers, "webhook-id")?, text(headers, "webhook-timestamp")?);
    let signatures: Vec<Vec<u8>> = text(headers, "webhook-signature")?
        .split(' ')
        .filter_map(|part| part.strip_prefix("v1,"))
        .map(|signature| STANDARD.decode(signature).map_err(|_| SignatureError::Malformed))
        .collect::<Result<_, _>>()?;
    if signatures.is_empty() {
        return Err(SignatureError::Malformed);
    }
    Ok(Claim { time: Some(time(seconds)?), prefix: format!("{id}.{seconds}."), signatures })
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Result<&'a str, SignatureError> {
    headers.get(name).ok_or(SignatureError::Missing)?.to_str().map_err(|_| SignatureError::Malformed)
}

fn time(seconds: &str) -> Result<Timestamp, SignatureError> {
    seconds.parse().ok().and_then(|seconds| Timestamp::from_second(seconds).ok()).ok_or(SignatureError::Malformed)
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> =
        text.chars().map(|digit| digit.to_digit(16).and_then(|digit| u8::try_from(digit).ok())).collect();
    let digits = digits.filter(|digits| !digits.is_empty() && digits.len() % 2 == 0)?;
    Some(digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect())
}

#[cfg(feature = "testing")]
fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

/// The secrets are left out.
impl fmt::Debug for WebhookVerifier {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("WebhookVerifier")
            .field("format", &self.format)
            .field("secrets", &self.secrets.len())
            .field("tolerance", &self.tolerance)
            .finish()
    }
}

/// The reason why a webhook was rejected.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum WebhookError {
    /// The signature is invalid; the body was not read.
    Signature(SignatureError),
    /// The signature is valid, but the body does not match the API description.
    Payload(PayloadError),
}

impl From<SignatureError> for WebhookError {
    fn from(error: SignatureError) -> Self {
        Self::Signature(error)
    }
}

impl From<PayloadError> for WebhookError {
    fn from(error: PayloadError) -> Self {
        Self::Payload(error)
    }
}

impl fmt::Display for WebhookError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Signature(error) => error.fmt(formatter),
            Self::Payload(error) => error.fmt(formatter),
        }
    }
}

impl std::error::Error for WebhookError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Signature(error) => Some(error),
            Self::Payload(error) => Some(error),
        }
    }
}

/// The reason why a signature was rejected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SignatureError {
    /// The signature is missing.
    Missing,
    /// The signature cannot be parsed.
    Malformed,
    /// None of the secrets matches the signature, or the body was changed.
    Mismatch,
    /// It was signed too long ago, or in the future.
    Expired,
}

impl fmt::Display for SignatureError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Missing => "the webhook is not signed",
            Self::Malformed => "the webhook's signature cannot be parsed",
            Self::Mismatch => "the webhook is signed with another secret, or was changed in transit",
            Self::Expired => "the webhook was signed too long ago, or the clocks are too far apart",
        })
    }
}

impl std::error::Error for SignatureError {}
