//! All errors except error responses, for code that does not depend on the error body of an operation.

use super::{ConfigurationError, DecodeError, InvalidInput, MissingCredential, TransportError};

/// An error that is the same for every operation. [`Error`](super::Error) has the same variants.
#[derive(Debug)]
pub enum Fault {
    /// A parameter or the body breaks a constraint.
    InvalidInput(Box<InvalidInput>),
    /// A credential is missing.
    MissingCredential(Box<MissingCredential>),
    /// A response cannot be read.
    Decode(Box<DecodeError>),
    /// The response is missing or incomplete.
    Transport(Box<TransportError>),
    /// The configuration of the client is invalid.
    Configuration(Box<ConfigurationError>),
}

/// Converts each kind of error to its variant.
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
