//! Drives Prefect through its generated client: flows, runs and their states, logs, variables, work pools, limits and
//! artifacts. The state of the server is read with requests that bypass the generated client.

mod flows;
mod resources;
mod runs;

use std::process::ExitCode;

use anyhow::{Context as _, Result, bail, ensure};
use harness::{Checks, Raw, Whose, environment, recording};
use prefect::{ApiError, Client, Error};
use serde_json::Value;

/// The connections that every step needs.
struct Session {
    checks: Checks,
    client: Client,
    raw: Raw,
    url: String,
}

/// `admin:sesame` in Base64.
const AUTHORIZATION: &str = "Basic YWRtaW46c2VzYW1l";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<ExitCode> {
    let url = format!("{}/api", environment("SERVER_URL")?);
    let builder = Client::builder().base_url(&url).header("authorization", AUTHORIZATION);
    let builder = match recording() {
        Some(file) => builder.record_traffic(file),
        None => builder,
    };
    let client = builder.build()?;
    let raw = Raw::new(&url, Some(("authorization", AUTHORIZATION.to_owned())));
    let session = Session { checks: Checks::default(), client, raw, url };
    server(&session).await;
    authentication(&session).await;
    if let Some(flow) = flows::drive(&session).await {
        runs::drive(&session, flow).await;
        flows::delete(&session, flow).await;
    }
    resources::drive(&session).await;
    Ok(session.checks.finish())
}

/// Returns the error of a call. Fails unless the server rejected the call with this status and message.
fn rejected<T>(outcome: Result<T, Error>, status: u16, message: &str) -> Result<Box<ApiError>> {
    match outcome {
        Ok(_) => bail!("the call succeeded instead of failing with {status}"),
        Err(Error::Api(error)) => {
            ensure!(error.status().as_u16() == status, "the status is {} instead of {status}", error.status());
            ensure!(error.message().contains(message), "the message is `{}`, without `{message}`", error.message());
            ensure!(!error.raw_body().is_empty(), "the error has lost its body");
            Ok(error)
        }
        Err(error) => bail!("{error:#} instead of an error with the status {status}"),
    }
}

async fn server(session: &Session) {
    let Session { checks, client, raw, .. } = session;
    checks
        .call("read the health", async {
            ensure!(*client.root().health_check().send().await?);
            Ok(())
        })
        .await;
    checks
        .call("read the readiness", async {
            let ready = client.root().perform_readiness_check().send().await?;
            ensure!(ready["message"] == "OK", "{:?}", *ready);
            Ok(())
        })
        .await;
    checks
        .call("be greeted", async {
            ensure!(client.root().hello().send().await?.contains('👋'));
            Ok(())
        })
        .await;
    checks
        .call("read the version of the server", async {
            let version = client.admin().read_version().send().await?;
            ensure!(raw.get("/admin/version").await? == *version.as_str());
            Ok(())
        })
        .await;
    checks
        .call("read the settings of the server", async {
            let settings = client.admin().read_settings().send().await?;
            let raw = raw.get("/admin/settings").await?;
            ensure!(raw["server"]["api"]["port"].is_u64() && settings.server.is_some());
            Ok(())
        })
        .await;
}

async fn authentication(session: &Session) {
    let Session { checks, url, .. } = session;
    checks
        .call("use no password", async {
            let nobody = Client::builder().base_url(url).build()?;
            let error = rejected(nobody.admin().read_version().send().await, 401, "")?;
            ensure!(error.is_authentication() && error.raw_body() == br#"{"exception_message":"Unauthorized"}"#);
            Ok(())
        })
        .await;
    checks
        .call("use a wrong password", async {
            let stranger = Client::builder().base_url(url).header("authorization", "Basic YWRtaW46d3Jvbmc=").build()?;
            rejected(stranger.admin().read_version().send().await, 401, "")?;
            Ok(())
        })
        .await;
    checks
        .deviation(Whose::Document, "no security scheme is declared, and the server requires a password", async {
            let nobody = Raw::new(url, None);
            let (status, body) = nobody.send("GET", "/admin/version", None).await?;
            let body: Value = serde_json::from_str(&body)?;
            body["exception_message"].as_str().context("the error has another form")?;
            Ok(status == 401)
        })
        .await;
}
