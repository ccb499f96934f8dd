//! Items of the module `webhooks`.

use super::{Holder, Ty};
use crate::comment::Comment;

/// How webhooks are read and checked.
#[derive(Debug, Clone)]
pub struct Webhooks {
    /// What they hold, where the document says so.
    pub payloads: Option<Payloads>,
    /// How they are signed, where the configuration says so.
    pub signature: Option<Signature>,
    /// The documentation of the function that makes a verifier.
    pub signature_docs: Comment,
}

/// What webhooks hold.
#[derive(Debug, Clone)]
pub struct Payloads {
    /// One of all payloads.
    pub ty: Ty,
    /// The names of all webhooks.
    pub names: Vec<String>,
    /// The documentation of the list of their names.
    pub names_docs: Comment,
    /// The documentation of the function that reads them.
    pub read_docs: Comment,
    /// How the body of a webhook is read whose name is known.
    pub arms: Vec<WebhookArm>,
}

/// Webhooks with the same payload.
#[derive(Debug, Clone)]
pub struct WebhookArm {
    /// Their names.
    pub names: Vec<String>,
    /// The variant.
    pub variant: String,
    /// What holds the payload in its variant.
    pub holder: Option<Holder>,
}

/// How webhooks are signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Signature {
    /// `t=…,v1=…` in a header.
    Timestamped {
        /// Its name, in lower case.
        header: String,
    },
    /// As Standard Webhooks has it.
    Standard,
    /// The signature alone in a header.
    Plain {
        /// Its name, in lower case.
        header: String,
        /// What stands before the signature.
        prefix: String,
    },
}
