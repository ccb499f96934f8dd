//! The configuration of TLS for all connections of the transport over `hyper`.

use super::certificates::Certificates;
use super::tls::Tls;

/// The configuration of TLS, for one of the libraries. It is cheap to clone.
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

impl TlsConfig {
    /// Loads the certificates of a client, or those that the system trusts. No process-wide setting is changed.
    pub(super) fn new(tls: Tls, certificates: &Certificates) -> Result<Self, String> {
        if let Some(problem) = tls.problem() {
            return Err(problem.to_owned());
        }
        let _ = certificates;
        match tls {
            #[cfg(feature = "rustls")]
            Tls::Rustls => with_rustls(certificates).map(Self::Rustls).map_err(|error| error.to_string()),
            #[cfg(feature = "native-tls")]
            Tls::Native => natively(certificates).map_err(|error| error.to_string()),
            // `problem` has rejected all others.
            _ => Err(String::new()),
        }
    }
}

/// Configures `rustls` with `ring`.
#[cfg(feature = "rustls")]
fn with_rustls(
    certificates: &Certificates,
) -> Result<std::sync::Arc<rustls::ClientConfig>, Box<dyn std::error::Error + Send + Sync>> {
    use rustls::pki_types::pem::PemObject as _;
    use rustls::pki_types::{CertificateDer, PrivateKeyDer};
    use rustls_platform_verifier::BuilderVerifierExt as _;

    let provider = rustls::crypto::ring::default_provider();
    let config = rustls::ClientConfig::builder_with_provider(provider.into()).with_safe_default_protocol_versions()?;
    let config = match certificates.roots() {
        Some(pem) => {
            let mut roots = rustls::RootCertStore::empty();
            for certificate in CertificateDer::pem_slice_iter(pem) {
                roots.add(certificate?)?;
            }
            config.with_root_certificates(roots)
        }
        None => config.with_platform_verifier()?,
    };
    let config = match certificates.identity() {
        Some(identity) => {
            let chain = CertificateDer::pem_slice_iter(&identity.chain).collect::<Result<Vec<_>, _>>()?;
            let key = PrivateKeyDer::from_pem_slice(identity.key.expose().as_bytes())?;
            config.with_client_auth_cert(chain, key)?
        }
        None => config.with_no_client_auth(),
    };
    Ok(std::sync::Arc::new(config))
}

/// Configures the TLS library of the system.
#[cfg(feature = "native-tls")]
fn natively(certificates: &Certificates) -> Result<TlsConfig, native_tls::Error> {
    let mut config = native_tls::TlsConnector::builder();
    if let Some(pem) = certificates.roots() {
        config.disable_built_in_roots(true);
        for certificate in native_tls::Certificate::stack_from_pem(pem)? {
            config.add_root_certificate(certificate);
        }
    }
    if let Some(identity) = certificates.identity() {
        config.identity(native_tls::Identity::from_pkcs8(&identity.chain, identity.key.expose().as_bytes())?);
    }
    let http1 = config.build()?;
    #[cfg(feature = "http2")]
    config.request_alpns(&super::tls_session::HTTP2);
    Ok(TlsConfig::Native { http1, http2: config.build()? })
}
