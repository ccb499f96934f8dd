//! Drives Jupyter Server through its generated client: files, checkpoints, kernels, sessions, terminals and settings.
//! The state of the server is read from the files on disk, and with requests that bypass the generated client.

mod contents;
mod processes;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Result, bail, ensure};
use harness::{Checks, Raw, Whose, environment, recording};
use jupyter::{ApiError, Client, Error};
use serde_json::{Value, json};

/// The connections that every step needs.
struct Session {
    checks: Checks,
    client: Client,
    raw: Raw,
    url: String,
    /// The root folder of the server.
    files: PathBuf,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<ExitCode> {
    let url = environment("SERVER_URL")?;
    let authorization = format!("token {}", environment("SERVER_SECRET")?);
    let builder = Client::builder().base_url(&url).header("authorization", &authorization);
    let builder = match recording() {
        Some(file) => builder.record_traffic(file),
        None => builder,
    };
    let client = builder.build()?;
    let raw = Raw::new(&url, Some(("authorization", authorization)));
    let files = PathBuf::from(environment("SERVER_FOLDER")?).join("files");
    let session = Session { checks: Checks::default(), client, raw, url, files };
    server(&session).await;
    authentication(&session).await;
    contents::drive(&session).await;
    processes::drive(&session).await;
    settings(&session).await;
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
        .call("read the version, behind a redirect", async {
            let read = client.get_api().send().await?;
            ensure!(json!(read.version) == raw.get("/api").await?["version"]);
            Ok(())
        })
        .await;
    checks
        .call("read the status", async {
            let status = client.status().get().send().await?;
            ensure!(json!(status.started) == raw.get("/api/status").await?["started"] && status.kernels == Some(0.0));
            Ok(())
        })
        .await;
    checks
        .call("read who is asking, and what is allowed", async {
            let allowed = client.identity().get_api_me().permissions(r#"{"contents":["read","write"]}"#).send().await?;
            ensure!(allowed.identity.as_ref().is_some_and(|identity| identity.username.is_some()));
            let permissions = allowed.permissions.as_ref().and_then(|all| all.get("contents"));
            ensure!(permissions.is_some_and(|all| all == &["read", "write"]), "{permissions:?}");
            Ok(())
        })
        .await;
    checks
        .call("download the document", async {
            let document = client.api_spec().get_api_spec_yaml().send().await?;
            let (_, raw) = raw.send("GET", "/api/spec.yaml", None).await?;
            ensure!(document.as_ref() == raw.as_bytes() && raw.starts_with("swagger:"));
            Ok(())
        })
        .await;
}

async fn authentication(session: &Session) {
    let Session { checks, url, .. } = session;
    checks
        .call("use no token", async {
            let nobody = Client::builder().base_url(url).build()?;
            let error = rejected(nobody.status().get().send().await, 403, "Forbidden")?;
            ensure!(error.is_permission());
            Ok(())
        })
        .await;
    checks
        .call("use a wrong token", async {
            let stranger = Client::builder().base_url(url).header("authorization", "token wrong").build()?;
            rejected(stranger.status().get().send().await, 403, "Forbidden")?;
            Ok(())
        })
        .await;
    checks
        .deviation(Whose::Document, "no security scheme is declared, and the server requires a token", async {
            let nobody = Raw::new(url, None);
            Ok(nobody.status("/api/status").await? == 403)
        })
        .await;
}

async fn settings(session: &Session) {
    let Session { checks, client, raw, .. } = session;
    let section = "driver";
    checks
        .call("update a section of the configuration", async {
            let Value::Object(change) = json!({"list": [1, "two", null], "nested": {"a": true}}) else {
                bail!("no object")
            };
            let updated = client.config().patch_by_section_name(section).body(change.clone()).send().await?;
            // A `null` item of a list is a value and is kept.
            ensure!(
                raw.get("/api/config/driver").await? == json!(*updated) && updated["list"] == change["list"],
                "{:?}",
                *updated
            );
            Ok(())
        })
        .await;
    checks
        .call("read a section of the configuration", async {
            let read = client.config().get_by_section_name(section).send().await?;
            ensure!(read["nested"] == json!({"a": true}));
            Ok(())
        })
        .await;
    checks
        .call("read a section of the configuration that does not exist", async {
            ensure!(client.config().get_by_section_name("nothing").send().await?.is_empty());
            Ok(())
        })
        .await;
    checks
        .call("resolve a path", async {
            let resolved = client.get_api_resolve_path("folder/renamed file.txt").send().await?;
            ensure!(
                json!(resolved.resolved)
                    == raw.get("/api/resolvePath?path=folder/renamed%20file.txt").await?["resolved"]
            );
            Ok(())
        })
        .await;
}
