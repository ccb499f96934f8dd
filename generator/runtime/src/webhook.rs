//! Webhooks, which the server sends on its own initiative: `verifier` checks their signatures, and `webhook_payload` reads
//! their bodies. It requires no client.

pub mod verifier;
pub mod webhook_payload;
