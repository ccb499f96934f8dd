//! Drives etcd through the client of its gRPC gateway: keys, transactions, leases, watches, members, users and roles.
//! `etcdctl`, which speaks gRPC, and requests without the client say what the server's state is.

mod keys;
mod leases;
mod members;
mod users;
mod watches;

use std::process::ExitCode;

use anyhow::{Context as _, Result, bail, ensure};
use etcd::{ApiError, Base64, Client, Error, ErrorBody};
use harness::{Checks, Raw, environment, tool};
use serde_json::Value;

/// What every step needs.
struct Session {
    checks: Checks,
    client: Client,
    raw: Raw,
    url: String,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<ExitCode> {
    let url = environment("SERVER_URL")?;
    let client = Client::builder().base_url(&url).build()?;
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
    /// Runs `etcdctl`; returns what it prints.
    fn etcdctl(&self, arguments: &[&str]) -> Result<String> {
        tool("etcdctl", &[&["--endpoints", self.url.as_str()], arguments].concat())
    }

    /// Runs `etcdctl`; returns the JSON that it prints.
    fn state(&self, arguments: &[&str]) -> Result<Value> {
        Ok(serde_json::from_str(&self.etcdctl(&[arguments, &["--write-out", "json"]].concat())?)?)
    }

    /// The value of a key as `etcdctl` prints it.
    fn value(&self, key: &str) -> Result<String> {
        Ok(self.etcdctl(&["get", key, "--print-value-only"])?.trim_end_matches('\n').to_owned())
    }
}

/// The bytes of a text.
fn bytes(text: &str) -> Base64 {
    Base64::from(text.as_bytes())
}

/// The text of bytes.
fn text(bytes: Option<&Base64>) -> Result<&str> {
    let bytes = bytes.and_then(Base64::as_bytes).context("the bytes are missing or are not Base64")?;
    Ok(std::str::from_utf8(bytes)?)
}

/// The error of a call that the server has to reject with this status and message.
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
