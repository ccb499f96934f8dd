//! Drives etcd through the client of its gRPC gateway: keys, transactions, leases, watches, members, users and roles.
//! The state of the server is read with `etcdctl`, which uses gRPC, and with requests that bypass the generated
//! client.

mod keys;
mod leases;
mod members;
mod users;
mod watches;

use std::process::ExitCode;

use anyhow::{Context as _, Result, bail, ensure};
use etcd::{ApiError, Base64, Client, Error, ErrorBody};
use harness::{Checks, Raw, environment, recording, tool};
use serde_json::Value;

/// The connections that every step needs.
struct Session {
    checks: Checks,
    client: Client,
    raw: Raw,
    url: String,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<ExitCode> {
    let url = environment("SERVER_URL")?;
    let builder = Client::builder().base_url(&url);
    let builder = match recording() {
        Some(file) => builder.record_traffic(file),
        None => builder,
    };
    let client = builder.build()?;
    let session = Session { checks: Checks::default(), client, raw: Raw::new(&url, None), url };
    keys::drive(&session).await;
    leases::drive(&session).await;
    watches::drive(&session).await;
    members::drive(&session).await;
    keys::compact(&session).await;
    users::drive(&session).await;
    Ok(session.checks.finish())
}

impl Session {
    /// Runs `etcdctl` and returns its output.
    fn etcdctl(&self, arguments: &[&str]) -> Result<String> {
        tool("etcdctl", &[&["--endpoints", self.url.as_str()], arguments].concat())
    }

    /// Runs `etcdctl` and returns its output as JSON.
    fn state(&self, arguments: &[&str]) -> Result<Value> {
        Ok(serde_json::from_str(&self.etcdctl(&[arguments, &["--write-out", "json"]].concat())?)?)
    }

    /// Returns the value of a key as `etcdctl` prints it.
    fn value(&self, key: &str) -> Result<String> {
        Ok(self.etcdctl(&["get", key, "--print-value-only"])?.trim_end_matches('\n').to_owned())
    }
}

/// Encodes text as the bytes of a key or value.
fn bytes(text: &str) -> Base64 {
    Base64::from(text.as_bytes())
}

/// Decodes the bytes of a key or value as text.
fn text(bytes: Option<&Base64>) -> Result<&str> {
    let bytes = bytes.and_then(Base64::as_bytes).context("the bytes are missing or are not Base64")?;
    Ok(std::str::from_utf8(bytes)?)
}

/// Returns the error of a call. Fails unless the server rejected the call with this status and message.
fn rejected<T>(outcome: Result<T, Error>, status: u16, message: &str) -> Result<Box<ApiError>> {
    match outcome {
        Ok(_) => bail!("the call succeeded instead of failing with {status}"),
        Err(Error::Api(error)) => {
            ensure!(error.status().as_u16() == status, "the status is {} instead of {status}", error.status());
            ensure!(error.message().contains(message), "the message is `{}`, without `{message}`", error.message());
            let has_code = matches!(error.body(), Some(ErrorBody::Other(body)) if body["code"].is_u64());
            ensure!(has_code, "the body is {:?}", error.body());
            Ok(error)
        }
        Err(error) => bail!("{error:#} instead of an error with the status {status}"),
    }
}
