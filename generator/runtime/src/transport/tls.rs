//! The TLS library of the default transports.

/// The TLS library of a default transport.
///
/// Each client passes its own choice. The features of the runtime do not show it, since all clients of a program share them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tls {
    /// No TLS: requests with `https` fail.
    None,
    /// `rustls`, with `ring` and the certificates that the system trusts.
    Rustls,
    /// The library of the system.
    Native,
}

impl Tls {
    /// Chooses the library by features: that of the system is preferred.
    #[must_use]
    pub const fn preferred(rustls: bool, native_tls: bool) -> Self {
        match (native_tls, rustls) {
            (true, _) => Self::Native,
            (false, true) => Self::Rustls,
            (false, false) => Self::None,
        }
    }

    /// Chooses the library by the features of the runtime.
    #[must_use]
    pub const fn of_features() -> Self {
        Self::preferred(cfg!(feature = "rustls"), cfg!(feature = "native-tls"))
    }

    /// Returns the reason why requests with `https` cannot be sent, if there is one.
    #[cfg(any(all(feature = "hyper", not(target_family = "wasm")), feature = "blocking"))]
    pub(crate) fn problem(self) -> Option<&'static str> {
        let is_compiled = match self {
            Self::None => false,
            Self::Rustls => cfg!(feature = "rustls"),
            Self::Native => cfg!(feature = "native-tls"),
        };
        (!is_compiled).then_some("https requires the feature `rustls` or `native-tls`")
    }
}
