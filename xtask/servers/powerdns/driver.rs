//! Drives PowerDNS through its generated client: zones, records, metadata, DNSSEC keys, TSIG keys, statistics and
//! errors. The state of the server is read with `pdnsutil`, which reads the database, and with requests that bypass
//! the generated client.

mod keys;
mod zones;

use std::process::ExitCode;

use anyhow::{Context as _, Result, bail, ensure};
use harness::{Checks, Raw, Whose, environment, recording, tool};
use powerdns::models::GetStatsResponseItem;
use powerdns::{ApiError, Client, Error};
use serde_json::json;

/// The id of the only server of the process.
const SERVER: &str = "localhost";

/// The zone that most calls use.
const ZONE: &str = "example.org.";

/// The connections that every step needs.
struct Session {
    checks: Checks,
    client: Client,
    /// A client of the same server whose base path is `/api/v1/servers/localhost`.
    raw: Raw,
    url: String,
    folder: String,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<ExitCode> {
    let url = format!("{}/api/v1", environment("SERVER_URL")?);
    let key = environment("SERVER_SECRET")?;
    let raw = Raw::new(format!("{url}/servers/{SERVER}"), Some(("x-api-key", key.clone())));
    let builder = Client::builder().base_url(&url).api_key_header(key);
    let builder = match recording() {
        Some(file) => builder.record_traffic(file),
        None => builder,
    };
    let client = builder.build()?;
    let session = Session { checks: Checks::default(), client, raw, url, folder: environment("SERVER_FOLDER")? };
    servers(&session).await;
    authentication(&session).await;
    zones::drive(&session).await;
    keys::drive(&session).await;
    statistics(&session).await;
    search(&session).await;
    zones::delete(&session).await;
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

impl Session {
    /// Runs `pdnsutil` and returns its output.
    fn pdnsutil(&self, arguments: &[&str]) -> Result<String> {
        let folder = format!("--config-dir={}", self.folder);
        tool("pdnsutil", &[&[folder.as_str()], arguments].concat())
    }

    /// Returns true if a line in the output of `pdnsutil list-zone` contains all of these words.
    fn has_record(&self, zone: &str, words: &[&str]) -> Result<bool> {
        let listed = self.pdnsutil(&["list-zone", zone])?;
        Ok(listed.lines().any(|line| words.iter().all(|word| line.split_whitespace().any(|part| part == *word))))
    }
}

async fn servers(session: &Session) {
    let Session { checks, client, raw, .. } = session;
    checks
        .call("list the servers", async {
            let servers = client.servers().list().send().await?;
            ensure!(servers.len() == 1 && servers[0].id.as_deref() == Some(SERVER), "{servers:?}");
            Ok(())
        })
        .await;
    checks
        .call("read a server", async {
            let server = client.servers().list_server(SERVER).send().await?;
            ensure!(json!(server.version) == raw.get("").await?["version"]);
            ensure!(server.daemon_type.as_deref() == Some("authoritative"));
            Ok(())
        })
        .await;
    checks
        .call("read a server that does not exist", async {
            let error = rejected(client.servers().list_server("nowhere").send().await, 404, "Not Found")?;
            ensure!(error.is_not_found());
            Ok(())
        })
        .await;
    checks
        .call("list the settings", async {
            let settings = client.config().get(SERVER).send().await?;
            let raw = raw.get("/config").await?;
            ensure!(raw.as_array().is_some_and(|all| all.len() == settings.len() && !all.is_empty()));
            let find = |name: &str| settings.iter().find(|setting| setting.name.as_deref() == Some(name));
            let port = find("local-port").context("there is no `local-port`")?;
            ensure!(
                raw.as_array()
                    .into_iter()
                    .flatten()
                    .any(|setting| setting["name"] == "local-port" && setting["value"] == json!(port.value))
            );
            Ok(())
        })
        .await;
    checks
        .call("read a setting", async {
            rejected(client.config().get_config_setting(SERVER, "local-port").send().await, 404, "Not Found")?;
            Ok(())
        })
        .await;
    checks
        .deviation(Whose::Server, "`getConfigSetting` is declared and does not exist", async {
            Ok(raw.status("/config/local-port").await? == 404)
        })
        .await;
    checks
        .call("ask for an error", async {
            rejected(client.error().send().await, 404, "Not Found")?;
            Ok(())
        })
        .await;
    checks
        .deviation(Whose::Server, "`GET /error` is declared and does not exist", async {
            let root = Raw::new(&session.url, Some(("x-api-key", environment("SERVER_SECRET")?)));
            Ok(root.status("/error").await? == 404)
        })
        .await;
}

async fn authentication(session: &Session) {
    let Session { checks, url, .. } = session;
    checks
        .call("use a wrong key", async {
            let stranger = Client::new(url, "wrong");
            let error = rejected(stranger.servers().list().send().await, 401, "Unauthorized")?;
            ensure!(error.is_authentication());
            Ok(())
        })
        .await;
    checks
        .call("use no key", async {
            let nobody = Client::builder().base_url(url).build()?;
            match nobody.servers().list().send().await {
                Err(Error::MissingCredential(_)) => Ok(()),
                other => bail!("a call without a credential ended in {other:?}"),
            }
        })
        .await;
    checks
        .call("use no key, knowingly", async {
            let anonymous = Client::builder().base_url(url).anonymous().build()?;
            rejected(anonymous.servers().list().send().await, 401, "Unauthorized")?;
            Ok(())
        })
        .await;
}

async fn statistics(session: &Session) {
    let Session { checks, client, raw, .. } = session;
    let api = client.stats();
    checks
        .call("read all statistics", async {
            let read = api.get_stats(SERVER).includerings(true).send().await?;
            let raw = raw.get("/statistics?includerings=true").await?;
            let raw = raw.as_array().context("the statistics are not a list")?;
            ensure!(read.len() == raw.len(), "{} of {}", read.len(), raw.len());
            for (item, raw) in read.iter().zip(raw) {
                let variant = match item {
                    GetStatsResponseItem::StatisticItem(_) => "StatisticItem",
                    GetStatsResponseItem::MapStatisticItem(_) => "MapStatisticItem",
                    GetStatsResponseItem::RingStatisticItem(ring) => {
                        // The document declares an integer, but the server sends a string that contains one.
                        ensure!(raw["size"] == ring.size.context("a ring has no size")?.to_string());
                        "RingStatisticItem"
                    }
                    other => bail!("{other:?} is unknown"),
                };
                ensure!(raw["type"] == variant, "{raw} is read as {item:?}");
            }
            Ok(())
        })
        .await;
    checks
        .deviation(Whose::Document, "`RingStatisticItem.size` is an integer, and the server sends a text", async {
            let raw = raw.get("/statistics?includerings=true").await?;
            Ok(raw.as_array().is_some_and(|all| all.iter().any(|item| item["size"].is_string())))
        })
        .await;
    checks
        .call("read one statistic", async {
            let read = api.get_stats(SERVER).statistic("uptime").send().await?;
            match read.first() {
                Some(GetStatsResponseItem::StatisticItem(item)) if read.len() == 1 => {
                    ensure!(item.name.as_deref() == Some("uptime"));
                    item.value.as_deref().context("there is no value")?.parse::<u64>()?;
                    Ok(())
                }
                other => bail!("{other:?}"),
            }
        })
        .await;
    checks
        .call("read a statistic that does not exist", async {
            rejected(api.get_stats(SERVER).statistic("nothing").send().await, 422, "Unknown statistic name")?;
            Ok(())
        })
        .await;
}

async fn search(session: &Session) {
    let Session { checks, client, .. } = session;
    checks
        .call("search for everything in a zone", async {
            let found = client.search().data(SERVER, 100, "*example.org*").send().await?;
            let zone = found
                .iter()
                .find(|result| result.object_type.as_deref() == Some("zone"))
                .context("no zone is found")?;
            ensure!(zone.name.as_deref() == Some(ZONE));
            let record =
                found.iter().find(|result| result.r#type.as_deref() == Some("TXT")).context("no record is found")?;
            ensure!(record.zone_id.as_deref() == Some(ZONE) && record.ttl == Some(60));
            Ok(())
        })
        .await;
    checks
        .call("search for a bounded number of records", async {
            let found = client.search().data(SERVER, 2, "*example*").object_type("record").send().await?;
            ensure!(found.len() == 2 && found.iter().all(|result| result.object_type.as_deref() == Some("record")));
            Ok(())
        })
        .await;
    checks
        .call("search for nothing", async {
            rejected(client.search().data(SERVER, 1, "").send().await, 422, "can't be blank")?;
            Ok(())
        })
        .await;
}
