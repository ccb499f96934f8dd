//! The certificates of the default transports: those that they trust, and the one that they present.

use std::fmt;
use std::sync::Arc;

use crate::runtime::credentials::secret::Secret;
use crate::runtime::error::ConfigurationError;

/// The certificates of a client, in PEM.
#[derive(Clone, Default)]
pub struct Certificates {
    roots: Option<Arc<[u8]>>,
    identity: Option<Identity>,
}

/// The certificate that a client presents.
#[derive(Clone)]
pub(crate) struct Identity {
    /// The certificate, and those that lead to a trusted one.
    pub(crate) chain: Arc<[u8]>,
    /// The private key.
    pub(crate) key: Secret,
}

impl Certificates {
    /// Trusts only these authorities.
    pub fn set_roots(&mut self, pem: &[u8]) {
        self.roots = Some(pem.into());
    }

    /// Presents this certificate.
    pub fn set_identity(&mut self, chain: &[u8], key: &[u8]) {
        let key = Secret::from(String::from_utf8_lossy(key).into_owned());
        self.identity = Some(Identity { chain: chain.into(), key });
    }

    /// Returns the problem of a text that is not PEM. The transport reports all other problems.
    pub(crate) fn problem(&self) -> Option<ConfigurationError> {
        let has = |text: &[u8], what: &str| {
            String::from_utf8_lossy(text).lines().any(|line| line.starts_with("-----BEGIN ") && line.contains(what))
        };
        let problem = |rule: &'static str| Some(ConfigurationError::new(rule));
        match (&self.roots, &self.identity) {
            (Some(roots), _) if !has(roots, "CERTIFICATE-----") => {
                problem("the root certificates contain no certificate in PEM")
            }
            (_, Some(identity)) if !has(&identity.chain, "CERTIFICATE-----") => {
                problem("the client certificate contains no certificate in PEM")
            }
            (_, Some(identity)) if !has(identity.key.expose().as_bytes(), "PRIVATE KEY-----") => {
                problem("the key of the client certificate contains no private key in PEM")
            }
            _ => None,
        }
    }

    /// Returns the authorities that are trusted in place of those that the system trusts.
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    pub(crate) fn roots(&self) -> Option<&[u8]> {
        self.roots.as_deref()
    }

    /// Returns the certificate that the client presents.
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    pub(crate) const fn identity(&self) -> Option<&Identity> {
        self.identity.as_ref()
    }
}

/// Omits the certificates and the key.
impl fmt::Debug for Certificates {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Certificates")
            .field("has_roots", &self.roots.is_some())
            .field("has_identity", &self.identity.is_some())
            .finish()
    }
}
