//! Items of the module `webhooks`.

use super::{Holder, Ty};
use crate::comment::Comment;

/// How webhooks are decoded and verified.
#[derive(Debug, Clone)]
pub struct Webhooks {
    /// The payloads, if the API description declares webhooks.
    pub payloads: Option<Payloads>,
    /// The signature, if it is configured.
    pub signature: Option<Signature>,
    /// The documentation of the function that creates a verifier.
    pub signature_docs: Comment,
}

/// The payloads of webhooks.
#[derive(Debug, Clone)]
pub struct Payloads {
    /// The union of all payload types.
    pub ty: Ty,
    /// The names of all webhooks.
    pub names: Vec<String>,
    /// The documentation of the list of their names.
    pub names_docs: Comment,
    /// The documentation of the function that decodes payloads.
    pub read_docs: Comment,
    /// How the payload of each named webhook is decoded.
    pub arms: Vec<WebhookArm>,
}

/// The webhooks with the same payload type.
#[derive(Debug, Clone)]
pub struct WebhookArm {
    /// The names of the webhooks.
    pub names: Vec<String>,
    /// The variant of the payload.
    pub variant: String,
    /// The box around the payload in the variant, if it needs one.
    pub holder: Option<Holder>,
}

/// How webhooks are signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Signature {
    /// `t=…,v1=…` in a header.
    Timestamped {
        /// The name of the header, in lowercase.
        header: String,
    },
    /// The scheme of Standard Webhooks.
    Standard,
    /// The signature without a timestamp, in a header.
    Plain {
        /// The name of the header, in lowercase.
        header: String,
        /// The text before the signature.
        prefix: String,
    },
}
