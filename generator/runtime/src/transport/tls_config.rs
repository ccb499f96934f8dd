//! The configuration of TLS for the transport over `hyper`, and the check of the certificates for both transports.

use super::certificates::Certificates;
use super::tls::Tls;

/// The protocols that are offered if HTTP/2 is enabled (ALPN).
#[cfg(all(
    feature = "hyper",
    not(target_family = "wasm"),
    any(feature = "rustls", all(feature = "native-tls", feature = "http2"))
))]
pub(super) const HTTP2: [&str; 2] = ["h2", "http/1.1"];

/// The configuration of TLS, for one of the libraries. It is cheap to clone.
#[cfg(all(feature = "hyper", not(target_family = "wasm")))]
#[derive(Clone)]
pub(super) enum TlsConfig {
    #[cfg(feature = "rustls")]
    Rustls(std::sync::Arc<rustls::ClientConfig>),
    #[cfg(feature = "native-tls")]
    Native {
        http1: native_tls::TlsConnector,
        /// Offers HTTP/2.
        http2: native_tls::TlsConnector,
    },
}

#[cfg(all(feature = "hyper", not(target_family = "wasm")))]
impl TlsConfig {
    /// Loads the certificates of a client, or those that the system trusts. No process-wide setting is changed.
    pub(super) fn new(tls: Tls, certificates: &Certificates) -> Result<Self, String> {
        if let Some(problem) = tls.problem() {
            return Err(problem.to_owned());
        }
        let _ = certificates;
        match tls {
            #[cfg(feature = "rustls")]
            Tls::Rustls => rustls_config::new(certificates).map(Self::Rustls),
            #[cfg(feature = "native-tls")]
            Tls::Native => native_config::new(certificates),
            // `problem` has rejected all others.
            _ => Err(String::new()),
        }
    }
}

/// Returns the problem of certificates that the TLS library cannot use. No network or certificate of the system is used.
pub(crate) fn problem(tls: Tls, certificates: &Certificates) -> Option<String> {
    let _ = certificates;
    match tls {
        #[cfg(feature = "rustls")]
        Tls::Rustls => rustls_config::problem(certificates),
        #[cfg(feature = "native-tls")]
        Tls::Native => native_config::builder(certificates).err().map(str::to_owned),
        _ => None,
    }
}

// The errors of the libraries are not part of these texts, since they may contain a line of the key.
#[cfg(any(feature = "rustls", feature = "native-tls"))]
mod problems {
    pub(super) const ROOTS: &str = "the root certificates contain an invalid certificate";
    #[cfg(feature = "rustls")]
    pub(super) const CHAIN: &str = "the client certificate contains an invalid certificate";
    #[cfg(feature = "rustls")]
    pub(super) const KEY: &str = "the key of the client certificate is not a valid private key";
    #[cfg(feature = "rustls")]
    pub(super) const PAIR: &str = "the client certificate cannot be used with its key: they do not match, or the TLS library does not support them";
    #[cfg(feature = "native-tls")]
    pub(super) const IDENTITY: &str = "the client certificate cannot be used with its key: one of them is invalid, they do not match, or the key is not in PKCS #8";
}

/// The configuration of `rustls` with `ring`.
#[cfg(feature = "rustls")]
mod rustls_config {
    use rustls::client::WantsClientCert;
    use rustls::pki_types::pem::PemObject as _;
    use rustls::pki_types::{CertificateDer, PrivateKeyDer};
    use rustls::{ClientConfig, ConfigBuilder, RootCertStore, WantsVerifier};

    use super::problems::{CHAIN, KEY, PAIR, ROOTS};
    use crate::runtime::transport::certificates::Certificates;

    #[cfg(all(feature = "hyper", not(target_family = "wasm")))]
    pub(super) fn new(certificates: &Certificates) -> Result<std::sync::Arc<ClientConfig>, String> {
        use rustls_platform_verifier::BuilderVerifierExt as _;

        let config = builder()?;
        let config = match certificates.roots() {
            Some(pem) => config.with_root_certificates(roots(pem)?),
            None => config.with_platform_verifier().map_err(|error| error.to_string())?,
        };
        with_identity(config, certificates).map(std::sync::Arc::new).map_err(str::to_owned)
    }

    pub(super) fn problem(certificates: &Certificates) -> Option<String> {
        let roots = certificates.roots().and_then(|pem| roots(pem).err());
        roots.map(str::to_owned).or_else(|| {
            let config = builder().map(|config| config.with_root_certificates(RootCertStore::empty()));
            config.and_then(|config| with_identity(config, certificates).map_err(str::to_owned)).err()
        })
    }

    fn builder() -> Result<ConfigBuilder<ClientConfig, WantsVerifier>, String> {
        let provider = rustls::crypto::ring::default_provider();
        let config = ClientConfig::builder_with_provider(provider.into());
        config.with_safe_default_protocol_versions().map_err(|error| error.to_string())
    }

    fn roots(pem: &[u8]) -> Result<RootCertStore, &'static str> {
        let mut roots = RootCertStore::empty();
        for certificate in CertificateDer::pem_slice_iter(pem) {
            roots.add(certificate.map_err(|_| ROOTS)?).map_err(|_| ROOTS)?;
        }
        Ok(roots)
    }

    fn with_identity(
        config: ConfigBuilder<ClientConfig, WantsClientCert>,
        certificates: &Certificates,
    ) -> Result<ClientConfig, &'static str> {
        let Some(identity) = certificates.identity() else { return Ok(config.with_no_client_auth()) };
        let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&identity.chain).collect();
        let key = PrivateKeyDer::from_pem_slice(identity.key.expose().as_bytes()).map_err(|_| KEY)?;
        config.with_client_auth_cert(chain.map_err(|_| CHAIN)?, key).map_err(|_| PAIR)
    }
}

/// The configuration of the TLS library of the system.
#[cfg(feature = "native-tls")]
mod native_config {
    use native_tls::{Certificate, Identity, TlsConnector, TlsConnectorBuilder};

    use super::problems::{IDENTITY, ROOTS};
    use crate::runtime::transport::certificates::Certificates;

    #[cfg(all(feature = "hyper", not(target_family = "wasm")))]
    pub(super) fn new(certificates: &Certificates) -> Result<super::TlsConfig, String> {
        #[cfg_attr(not(feature = "http2"), expect(unused_mut, reason = "only HTTP/2 changes it"))]
        let mut config = builder(certificates)?;
        let build = |config: &TlsConnectorBuilder| config.build().map_err(|error| error.to_string());
        let http1 = build(&config)?;
        #[cfg(feature = "http2")]
        config.request_alpns(&super::HTTP2);
        Ok(super::TlsConfig::Native { http1, http2: build(&config)? })
    }

    pub(super) fn builder(certificates: &Certificates) -> Result<TlsConnectorBuilder, &'static str> {
        let mut config = TlsConnector::builder();
        if let Some(pem) = certificates.roots() {
            config.disable_built_in_roots(true);
            for certificate in Certificate::stack_from_pem(pem).map_err(|_| ROOTS)? {
                config.add_root_certificate(certificate);
            }
        }
        if let Some(identity) = certificates.identity() {
            let key = identity.key.expose().as_bytes();
            config.identity(Identity::from_pkcs8(&identity.chain, key).map_err(|_| IDENTITY)?);
        }
        Ok(config)
    }
}
