//! Every error but the server's own: what code returns that does not know how an operation's error bodies look.

use super::{ConfigurationError, DecodeError, InvalidInput, MissingCredential, TransportError};

/// A failure that is the same for every operation; [`Error`](super::Error) takes it over variant by variant.
#[derive(Debug)]
pub enum Fault {
    /// An argument breaks a rule.
    InvalidInput(Box<InvalidInput>),
    /// A credential is missing.
    MissingCredential(Box<MissingCredential>),
    /// An answer could not be read.
    Decode(Box<DecodeError>),
    /// There was no answer.
    Transport(Box<TransportError>),
    /// The client is not set up properly.
    Configuration(Box<ConfigurationError>),
}

/// Turns each kind of error into the variant that holds it.
macro_rules! from {
    ($($variant:ident($error:ident))+) => {$(
        impl From<$error> for Fault {
            fn from(error: $error) -> Self {
                Self::$variant(Box::new(error))
            }
        }
    )+};
}

from! {
    InvalidInput(InvalidInput)
    MissingCredential(MissingCredential)
    Decode(DecodeError)
    Transport(TransportError)
    Configuration(ConfigurationError)
}
