//! Drives PowerDNS through its generated client: zones, records, metadata, DNSSEC keys, TSIG keys, statistics and errors.
//! `pdnsutil`, which reads the database, and requests without the client say what the server's state is.

mod harness;

use std::process::ExitCode;

use anyhow::{Context as _, Result, bail, ensure};
use harness::{Checks, Raw, Whose, environment, tool};
use powerdns::models::{
    Autoprimary, Comment, Cryptokey, CryptokeyKeytype, GetStatsResponseItem, Metadata, Record, RrSet, TsigKey, Zone,
    ZoneKind,
};
use powerdns::{ApiError, Client, Error};
use serde_json::{Value, json};

/// The only server of the process.
const SERVER: &str = "localhost";

/// The zone that most calls are about.
const ZONE: &str = "example.org.";

/// What every step needs.
struct Session {
    checks: Checks,
    client: Client,
    /// The same server, below `/api/v1/servers/localhost`.
    raw: Raw,
    url: String,
    folder: String,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<ExitCode> {
    let url = format!("{}/api/v1", environment("SERVER_URL")?);
    let key = environment("SERVER_SECRET")?;
    let raw = Raw::new(format!("{url}/servers/{SERVER}"), Some(("x-api-key", key.clone())));
    let client = Client::builder().base_url(&url).api_key_header(key).build()?;
    let session = Session { checks: Checks::default(), client, raw, url, folder: environment("SERVER_FOLDER")? };
    servers(&session).await;
    authentication(&session).await;
    zones(&session).await;
    records(&session).await;
    transfers(&session).await;
    metadata(&session).await;
    cryptokeys(&session).await;
    tsig_keys(&session).await;
    autoprimaries(&session).await;
    statistics(&session).await;
    search(&session).await;
    deletion(&session).await;
    Ok(session.checks.finish())
}

/// The error of a call that the server has to reject with this status and message.
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
    /// Runs `pdnsutil`.
    fn pdnsutil(&self, arguments: &[&str]) -> Result<String> {
        let folder = format!("--config-dir={}", self.folder);
        tool("pdnsutil", &[&[folder.as_str()], arguments].concat())
    }

    /// Whether a line of what `pdnsutil list-zone` prints has all of these words.
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
            ensure!(raw.as_array().into_iter().flatten().any(|setting| setting["name"] == "local-port" && setting["value"] == json!(port.value)));
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

async fn zones(session: &Session) {
    let Session { checks, client, raw, .. } = session;
    checks
        .call("create a zone with records and a comment", async {
            let www = RrSet::new("www.example.org.", "A", 60, [Record::new("192.0.2.1"), Record::new("192.0.2.2")])
                .with_comments([Comment::default().with_content("two of them").with_account("ops")]);
            let zone = Zone::default()
                .with_name(ZONE)
                .with_kind(ZoneKind::Native)
                .with_nameservers(["ns1.example.org."])
                .with_rrsets([www]);
            let created = client.zones().create(SERVER, zone).send().await?;
            ensure!(created.meta().status().as_u16() == 201);
            ensure!(created.id.as_deref() == Some(ZONE) && created.kind == Some(ZoneKind::Native));
            let sets = created.rrsets.as_deref().unwrap_or_default();
            let www = sets.iter().find(|set| set.name == "www.example.org.").context("the records are missing")?;
            ensure!(www.records.len() == 2 && www.ttl == 60 && www.changetype.is_none());
            let comment = www.comments.as_deref().and_then(<[Comment]>::first).context("the comment is missing")?;
            ensure!(comment.content.as_deref() == Some("two of them") && comment.modified_at > Some(0));
            ensure!(session.has_record(ZONE, &["www.example.org", "60", "A", "192.0.2.2"])?);
            Ok(())
        })
        .await;
    checks
        .deviation(Whose::Document, "`RRSet.changetype` is required and no response has it", async {
            let zone = raw.get("/zones/example.org.").await?;
            Ok(zone["rrsets"].as_array().is_some_and(|sets| sets.iter().all(|set| set.get("changetype").is_none())))
        })
        .await;
    checks
        .call("create the same zone again", async {
            let zone = Zone::default().with_name(ZONE).with_kind(ZoneKind::Native);
            let error = rejected(client.zones().create(SERVER, zone).send().await, 409, "Conflict")?;
            ensure!(error.is_conflict());
            Ok(())
        })
        .await;
    checks
        .call("create a zone with an invalid name", async {
            let zone = Zone::default().with_name("relative").with_kind(ZoneKind::Native);
            let error = rejected(client.zones().create(SERVER, zone).send().await, 422, "not canonical")?;
            let body = error.body().context("the body of the error is not read")?;
            ensure!(body.error == error.message());
            Ok(())
        })
        .await;
    checks
        .call("create a zone and do not ask for its records", async {
            let zone = Zone::default().with_name("primary.example.").with_kind(ZoneKind::Master);
            let created = client.zones().create(SERVER, zone).rrsets(false).send().await?;
            ensure!(created.rrsets.is_none());
            ensure!(session.pdnsutil(&["list-all-zones"])?.lines().any(|line| line == "primary.example"));
            Ok(())
        })
        .await;
    checks
        .call("create a secondary zone", async {
            let zone = Zone::default().with_name("secondary.example.").with_kind(ZoneKind::Slave).with_masters(["127.0.0.1"]);
            let created = client.zones().create(SERVER, zone).send().await?;
            ensure!(json!(created.masters) == raw.get("/zones/secondary.example.").await?["masters"]);
            Ok(())
        })
        .await;
    checks
        .call("list the zones", async {
            let zones = client.zones().list(SERVER).send().await?;
            let mut names: Vec<_> = zones.iter().filter_map(|zone| zone.name.as_deref()).collect();
            names.sort_unstable();
            ensure!(names == [ZONE, "primary.example.", "secondary.example."], "{names:?}");
            Ok(())
        })
        .await;
    checks
        .call("list the zones with a name", async {
            let zones = client.zones().list(SERVER).zone(ZONE).dnssec(false).send().await?;
            ensure!(zones.len() == 1 && zones[0].name.as_deref() == Some(ZONE));
            Ok(())
        })
        .await;
    checks
        .call("read a zone", async {
            let zone = client.zones().list_zone(SERVER, ZONE).send().await?;
            let raw = raw.get("/zones/example.org.").await?;
            ensure!(json!(zone.serial) == raw["serial"] && json!(zone.soa_edit_api) == raw["soa_edit_api"]);
            ensure!(json!(zone.rrsets) == raw["rrsets"], "{:?} instead of {}", zone.rrsets, raw["rrsets"]);
            Ok(())
        })
        .await;
    checks
        .call("read one record set of a zone", async {
            let zone = client.zones().list_zone(SERVER, ZONE).rrset_name("www.example.org.").rrset_type("A").send().await?;
            ensure!(zone.rrsets.as_ref().is_some_and(|sets| sets.len() == 1 && sets[0].r#type == "A"));
            Ok(())
        })
        .await;
    checks
        .call("read a zone that does not exist", async {
            rejected(client.zones().list_zone(SERVER, "missing.example.").send().await, 404, "Not Found")?;
            Ok(())
        })
        .await;
    checks
        .call("update a zone", async {
            let change = Zone::default().with_kind(ZoneKind::Master).with_account("accounting");
            let done = client.zones().put(SERVER, ZONE, change).send().await?;
            ensure!(done.meta().status().as_u16() == 204);
            let raw = raw.get("/zones/example.org.").await?;
            ensure!(raw["kind"] == "Master" && raw["account"] == "accounting", "{raw}");
            Ok(())
        })
        .await;
}

async fn records(session: &Session) {
    let Session { checks, client, .. } = session;
    let change = |set: RrSet| Zone::default().with_rrsets([set]);
    checks
        .call("replace a record set", async {
            let set = RrSet::new("www.example.org.", "A", 120, [Record::new("192.0.2.3")]).with_changetype("REPLACE");
            client.zones().patch(SERVER, ZONE, change(set)).send().await?;
            ensure!(session.has_record(ZONE, &["www.example.org", "120", "A", "192.0.2.3"])?);
            ensure!(!session.has_record(ZONE, &["www.example.org", "192.0.2.1"])?);
            Ok(())
        })
        .await;
    checks
        .call("add a disabled record and one with quotes and spaces", async {
            let off = RrSet::new("off.example.org.", "AAAA", 60, [Record::new("2001:db8::1").with_disabled(true)]);
            let text = RrSet::new("txt.example.org.", "TXT", 60, [Record::new(r#""v=spf1 -all; \"é\"""#)]);
            let sets = [off.with_changetype("REPLACE"), text.with_changetype("REPLACE")];
            client.zones().patch(SERVER, ZONE, Zone::default().with_rrsets(sets)).send().await?;
            let read = client.zones().list_zone(SERVER, ZONE).rrset_name("off.example.org.").send().await?;
            let disabled = read.rrsets.iter().flatten().flat_map(|set| &set.records).all(|record| record.disabled == Some(true));
            ensure!(disabled && read.rrsets.iter().flatten().count() == 1);
            ensure!(!session.has_record(ZONE, &["off.example.org"])?, "a disabled record is served");
            ensure!(session.pdnsutil(&["list-zone", ZONE])?.contains("v=spf1 -all;"));
            Ok(())
        })
        .await;
    checks
        .call("delete a record set", async {
            let none: [Record; 0] = [];
            let set = RrSet::new("www.example.org.", "A", 120, none).with_changetype("DELETE");
            client.zones().patch(SERVER, ZONE, change(set)).send().await?;
            ensure!(!session.has_record(ZONE, &["www.example.org"])?);
            Ok(())
        })
        .await;
    checks
        .call("add a record with invalid content", async {
            let set = RrSet::new("www.example.org.", "A", 60, [Record::new("nonsense")]).with_changetype("REPLACE");
            let error = rejected(client.zones().patch(SERVER, ZONE, change(set)).send().await, 422, "parsing IP address")?;
            ensure!(error.is_validation());
            Ok(())
        })
        .await;
    checks
        .call("flush the cache", async {
            let flushed = client.servers().cache_flush_by_name(SERVER, ZONE).send().await?;
            ensure!(flushed.result.as_deref() == Some("Flushed cache.") && flushed.count >= Some(0.0));
            Ok(())
        })
        .await;
}

async fn transfers(session: &Session) {
    let Session { checks, client, raw, .. } = session;
    checks
        .call("export a zone as text", async {
            let text = client.zones().axfr_export_zone(SERVER, ZONE).send().await?;
            let (_, raw) = raw.send("GET", "/zones/example.org./export", None).await?;
            ensure!(*text == raw && text.contains("ns1.example.org."), "{text:?} instead of {raw:?}");
            Ok(())
        })
        .await;
    checks
        .call("rectify a zone", async {
            // The document declares a text, and the server sends an object.
            let response = client.zones().rectify(SERVER, ZONE).send_raw().await?;
            ensure!(response.json::<Value, powerdns::ErrorBody>()?["result"] == "Rectified");
            Ok(())
        })
        .await;
    checks
        .call("notify the secondaries", async {
            let done = client.zones().notify(SERVER, "primary.example.").send().await?;
            ensure!(done.meta().status().as_u16() == 200);
            Ok(())
        })
        .await;
    checks
        .call("retrieve a secondary zone", async {
            client.zones().axfr_retrieve_zone(SERVER, "secondary.example.").send().await?;
            Ok(())
        })
        .await;
    checks
        .call("retrieve a zone that is not a secondary", async {
            rejected(client.zones().axfr_retrieve_zone(SERVER, ZONE).send().await, 422, "is not a slave domain")?;
            Ok(())
        })
        .await;
}

async fn metadata(session: &Session) {
    let Session { checks, client, raw, .. } = session;
    let api = client.zonemetadata();
    let kind = "ALLOW-AXFR-FROM";
    let path = "/zones/example.org./metadata/ALLOW-AXFR-FROM";
    checks
        .call("add metadata", async {
            let entry = Metadata::default().with_kind(kind).with_metadata(["127.0.0.1", "::1"]);
            api.create_metadata(SERVER, ZONE, entry).send().await?;
            ensure!(raw.get(path).await?["metadata"] == json!(["127.0.0.1", "::1"]));
            ensure!(session.pdnsutil(&["get-meta", ZONE, kind])?.contains("127.0.0.1"));
            Ok(())
        })
        .await;
    checks
        .call("list metadata", async {
            let entries = api.list_metadata(SERVER, ZONE).send().await?;
            ensure!(entries.iter().any(|entry| entry.kind.as_deref() == Some(kind)), "{entries:?}");
            Ok(())
        })
        .await;
    checks
        .call("read metadata", async {
            let entry = api.get_metadata(SERVER, ZONE, kind).send().await?;
            ensure!(entry.metadata.as_ref().is_some_and(|values| values.len() == 2));
            Ok(())
        })
        .await;
    checks
        .call("replace metadata", async {
            let entry = Metadata::default().with_kind(kind).with_metadata(["192.0.2.0/24"]);
            let replaced = api.modify_metadata(SERVER, ZONE, kind, entry).send().await?;
            ensure!(json!(replaced.metadata) == raw.get(path).await?["metadata"]);
            Ok(())
        })
        .await;
    checks
        .call("replace metadata of a kind that cannot be set", async {
            let entry = Metadata::default().with_metadata(["x"]);
            rejected(api.modify_metadata(SERVER, ZONE, "NSEC3PARAM", entry).send().await, 422, "Unsupported metadata kind")?;
            Ok(())
        })
        .await;
    checks
        .call("delete metadata", async {
            api.delete_metadata(SERVER, ZONE, kind).send().await?;
            ensure!(raw.get(path).await?["metadata"] == json!([]));
            Ok(())
        })
        .await;
}

async fn cryptokeys(session: &Session) {
    let Session { checks, client, raw, .. } = session;
    let api = client.zonecryptokey();
    let keys = "/zones/example.org./cryptokeys";
    let created = checks
        .call("create a DNSSEC key", async {
            let key = Cryptokey::default().with_keytype(CryptokeyKeytype::Csk).with_active(true).with_algorithm("ecdsa256");
            let created = api.create_cryptokey(SERVER, ZONE, key).send().await?;
            ensure!(created.algorithm.as_deref() == Some("ECDSAP256SHA256") && created.bits == Some(256), "{created:?}");
            ensure!(created.ds.as_ref().is_some_and(|ds| !ds.is_empty()));
            let id = created.id.context("the key has no id")?;
            ensure!(session.pdnsutil(&["show-zone", ZONE])?.contains(&format!("ID = {id} ")));
            Ok(id)
        })
        .await;
    let Some(id) = created else { return };
    checks
        .call("list the DNSSEC keys", async {
            let listed = api.list_cryptokeys(SERVER, ZONE).send().await?;
            ensure!(listed.len() == 1 && listed[0].id == Some(id));
            Ok(())
        })
        .await;
    checks
        .call("read a DNSSEC key", async {
            let key = api.get_cryptokey(SERVER, ZONE, id.to_string()).send().await?;
            ensure!(key.privatekey.as_ref().is_some_and(|key| key.contains("PrivateKey")));
            ensure!(json!(key.dnskey) == raw.get(&format!("{keys}/{id}")).await?["dnskey"]);
            Ok(())
        })
        .await;
    checks
        .call("deactivate a DNSSEC key", async {
            let change = Cryptokey::default().with_active(false);
            api.modify_cryptokey(SERVER, ZONE, id.to_string(), change).send().await?;
            ensure!(raw.get(&format!("{keys}/{id}")).await?["active"] == false);
            Ok(())
        })
        .await;
    checks
        .call("delete a DNSSEC key", async {
            api.delete_cryptokey(SERVER, ZONE, id.to_string()).send().await?;
            ensure!(raw.get(keys).await? == json!([]));
            Ok(())
        })
        .await;
    checks
        .call("read a DNSSEC key that does not exist", async {
            rejected(api.get_cryptokey(SERVER, ZONE, id.to_string()).send().await, 404, "Not Found")?;
            Ok(())
        })
        .await;
}

async fn tsig_keys(session: &Session) {
    let Session { checks, client, raw, .. } = session;
    let api = client.tsigkey();
    let key = || TsigKey::default().with_name("transfer").with_algorithm("hmac-sha256");
    checks
        .call("create a TSIG key", async {
            let created = api.create_tsig_key(SERVER, key()).send().await?;
            ensure!(created.id.as_deref() == Some("transfer.") && created.r#type.as_deref() == Some("TSIGKey"));
            let secret = created.key.clone().context("the key has no secret")?;
            ensure!(session.pdnsutil(&["list-tsig-keys"])?.contains(&format!("transfer. hmac-sha256. {secret}")));
            Ok(())
        })
        .await;
    checks
        .call("create the same TSIG key again", async {
            rejected(api.create_tsig_key(SERVER, key()).send().await, 409, "Conflict")?;
            Ok(())
        })
        .await;
    checks
        .call("list the TSIG keys", async {
            let keys = api.list_tsig_keys(SERVER).send().await?;
            ensure!(keys.len() == 1 && keys[0].name.as_deref() == Some("transfer"));
            Ok(())
        })
        .await;
    checks
        .call("read a TSIG key", async {
            let read = api.get_tsig_key(SERVER, "transfer.").send().await?;
            ensure!(json!(read.key) == raw.get("/tsigkeys/transfer.").await?["key"]);
            Ok(())
        })
        .await;
    checks
        .call("rename a TSIG key", async {
            let renamed = api.put_tsig_key(SERVER, "transfer.", TsigKey::default().with_name("renamed")).send().await?;
            ensure!(renamed.id.as_deref() == Some("renamed."));
            ensure!(raw.status("/tsigkeys/transfer.").await? == 404);
            Ok(())
        })
        .await;
    checks
        .call("delete a TSIG key", async {
            api.delete_tsig_key(SERVER, "renamed.").send().await?;
            ensure!(raw.get("/tsigkeys").await? == json!([]));
            Ok(())
        })
        .await;
}

async fn autoprimaries(session: &Session) {
    let Session { checks, client, raw, .. } = session;
    let api = client.autoprimary();
    checks
        .call("add an autoprimary", async {
            let entry = Autoprimary::default().with_ip("2001:db8::7").with_nameserver("ns.example.com").with_account("ops");
            let done = api.create(SERVER, entry).send().await?;
            ensure!(done.meta().status().as_u16() == 201);
            ensure!(raw.get("/autoprimaries").await?[0]["ip"] == "2001:db8::7");
            Ok(())
        })
        .await;
    checks
        .call("list the autoprimaries", async {
            match api.get_autoprimaries(SERVER).send().await {
                Err(Error::Decode(error)) => {
                    let sent: Value = serde_json::from_slice(error.raw_body())?;
                    ensure!(sent[0]["nameserver"] == "ns.example.com", "the error has lost the response: {sent}");
                    Ok(())
                }
                other => bail!("a list was read as an object: {other:?}"),
            }
        })
        .await;
    checks
        .deviation(Whose::Document, "`getAutoprimaries` declares an object, and the server sends a list", async {
            Ok(raw.get("/autoprimaries").await?.is_array())
        })
        .await;
    checks
        .call("delete an autoprimary", async {
            api.delete(SERVER, "2001:db8::7", "ns.example.com").send().await?;
            ensure!(raw.get("/autoprimaries").await? == json!([]));
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
                        // A text that contains an integer, which the document declares to be an integer.
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
            let found = client.search().data(SERVER, "*example.org*", 100).send().await?;
            let zone = found.iter().find(|result| result.object_type.as_deref() == Some("zone")).context("no zone is found")?;
            ensure!(zone.name.as_deref() == Some(ZONE));
            let record = found.iter().find(|result| result.r#type.as_deref() == Some("TXT")).context("no record is found")?;
            ensure!(record.zone_id.as_deref() == Some(ZONE) && record.ttl == Some(60));
            Ok(())
        })
        .await;
    checks
        .call("search for a bounded number of records", async {
            let found = client.search().data(SERVER, "*example*", 2).object_type("record").send().await?;
            ensure!(found.len() == 2 && found.iter().all(|result| result.object_type.as_deref() == Some("record")));
            Ok(())
        })
        .await;
    checks
        .call("search for nothing", async {
            rejected(client.search().data(SERVER, "", 1).send().await, 422, "can't be blank")?;
            Ok(())
        })
        .await;
}

async fn deletion(session: &Session) {
    let Session { checks, client, .. } = session;
    checks
        .call("delete a zone", async {
            let done = client.zones().delete(SERVER, ZONE).send().await?;
            ensure!(done.meta().status().as_u16() == 204);
            ensure!(!session.pdnsutil(&["list-all-zones"])?.contains("example.org"));
            Ok(())
        })
        .await;
    checks
        .call("delete a zone that does not exist", async {
            rejected(client.zones().delete(SERVER, ZONE).send().await, 404, "Not Found")?;
            Ok(())
        })
        .await;
}
