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
        let roots = self.roots.as_deref().and_then(|pem| problem("the root certificates", pem, Section::Certificate));
        roots.or_else(|| {
            let Identity { chain, key } = self.identity.as_ref()?;
            problem("the client certificate", chain, Section::Certificate)
                .or_else(|| problem("the key of the client certificate", key.expose().as_bytes(), Section::PrivateKey))
        })
    }

    /// Returns the authorities that are trusted in place of those that the system trusts.
    #[cfg(all(any(feature = "rustls", feature = "native-tls"), not(target_family = "wasm")))]
    pub(crate) fn roots(&self) -> Option<&[u8]> {
        self.roots.as_deref()
    }

    /// Returns true if there is a certificate that the client presents.
    #[cfg(any(all(feature = "hyper", not(target_family = "wasm")), feature = "blocking"))]
    pub(crate) const fn has_identity(&self) -> bool {
        self.identity.is_some()
    }

    /// Returns these certificates without the one that the client presents.
    #[cfg(all(feature = "hyper", not(target_family = "wasm")))]
    pub(crate) fn without_identity(&self) -> Self {
        Self { identity: None, ..self.clone() }
    }

    /// Returns the certificate that the client presents.
    #[cfg(all(any(feature = "rustls", feature = "native-tls"), not(target_family = "wasm")))]
    pub(crate) const fn identity(&self) -> Option<&Identity> {
        self.identity.as_ref()
    }
}

/// A kind of section in PEM.
#[derive(Clone, Copy)]
enum Section {
    Certificate,
    PrivateKey,
}

impl Section {
    /// The end of the label of these sections, as in `RSA PRIVATE KEY`.
    const fn label(self) -> &'static str {
        match self {
            Self::Certificate => "CERTIFICATE",
            Self::PrivateKey => "PRIVATE KEY",
        }
    }
}

/// Returns the problem of a setting that is not PEM or has no section of this kind. It contains no part of the text.
fn problem(setting: &str, pem: &[u8], section: Section) -> Option<ConfigurationError> {
    let problem = match has_section(&String::from_utf8_lossy(pem), section) {
        Some(true) => return None,
        Some(false) => {
            let verb = if setting.ends_with('s') { "contain" } else { "contains" };
            let name = section.label().to_lowercase();
            format!("{setting} {verb} no {name} in PEM")
        }
        None => {
            let verb = if setting.ends_with('s') { "are" } else { "is" };
            format!("{setting} {verb} not valid PEM: a section does not end, or line breaks are missing")
        }
    };
    Some(ConfigurationError::new(problem))
}

/// Returns true if a text contains a section of this kind, or `None` if a section does not end or shares its first or last
/// line with other text. The libraries would report such a line as a whole, and it may contain a private key.
fn has_section(pem: &str, section: Section) -> Option<bool> {
    let mut lines = pem.split(['\n', '\r']).map(str::trim_end);
    let mut is_found = false;
    while let Some(line) = lines.next() {
        let Some(rest) = line.strip_prefix("-----BEGIN ") else { continue };
        let label = rest.strip_suffix("-----").filter(|label| !label.contains('-'))?;
        let end = format!("-----END {label}-----");
        lines.by_ref().find(|line| line.starts_with("-----")).filter(|line| *line == end)?;
        is_found |= label.ends_with(section.label());
    }
    Some(is_found)
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
