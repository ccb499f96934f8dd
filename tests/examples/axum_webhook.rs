//! A server that receives webhooks. It responds with 401 if the signature is invalid, and handles all other webhooks.
//!
//!     cargo run -p oaspress-tests --example axum_webhook
//!
//! It listens on a free port, and verifies signatures with the comma-separated secrets in `KIRIM_WEBHOOK_SECRETS`.
//! Your own program needs `kirim` with the feature `webhook-signatures`.

use std::env;
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use kirim::models::Webhook;
use kirim::webhooks::{WebhookError, WebhookVerifier, verifier};

#[tokio::main(flavor = "current_thread")]
async fn main() -> std::io::Result<()> {
    let secrets = env::var("KIRIM_WEBHOOK_SECRETS").unwrap_or_else(|_| "whsec_example".to_owned());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    println!("Webhooks are taken at http://{}/webhooks", listener.local_addr()?);
    axum::serve(listener, router(secrets.split(','))).await
}

pub(crate) fn router<'a>(secrets: impl Iterator<Item = &'a str>) -> Router {
    Router::new().route("/webhooks", post(take)).with_state(Arc::new(verifier(secrets)))
}

/// Receives a webhook. The body is raw bytes, since the signature covers the bytes and not the parsed value.
async fn take(State(verifier): State<Arc<WebhookVerifier>>, headers: HeaderMap, body: Bytes) -> (StatusCode, String) {
    match verifier.read(&headers, &body) {
        Ok(Webhook::ContactCreated(event)) => (StatusCode::OK, format!("hello, {}", event.data.contact.id)),
        Ok(Webhook::ContactUpdated(event)) => {
            let changed = event.data.changed_fields.unwrap_or_default();
            (StatusCode::OK, format!("{} has another {}", event.data.contact.id, changed.join(", ")))
        }
        // An event of an unknown type is accepted, so that it is not sent again.
        Ok(_) => (StatusCode::OK, String::new()),
        Err(WebhookError::Signature(error)) => (StatusCode::UNAUTHORIZED, error.to_string()),
        Err(error) => (StatusCode::BAD_REQUEST, error.to_string()),
    }
}
