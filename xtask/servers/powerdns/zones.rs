//! Zones and their records.

use anyhow::{Context as _, ensure};
use powerdns::ErrorBody;
use powerdns::models::{Comment, Record, RrSet, RrSetRequired, Zone, ZoneKind};
use serde_json::{Value, json};

use crate::{SERVER, Session, ZONE, rejected};
use harness::Whose;

pub(super) async fn drive(session: &Session) {
    zones(session).await;
    records(session).await;
    transfers(session).await;
}

/// A record set.
fn set(name: &str, r#type: &str, ttl: i64, records: impl Into<Vec<Record>>) -> RrSet {
    RrSet::new(RrSetRequired { name: name.to_owned(), r#type: r#type.to_owned(), ttl, records: records.into() })
}

async fn zones(session: &Session) {
    let Session { checks, client, raw, .. } = session;
    checks
        .call("create a zone with records and a comment", async {
            let www = set("www.example.org.", "A", 60, [Record::new("192.0.2.1"), Record::new("192.0.2.2")])
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
            let body = error.body().and_then(ErrorBody::error).context("the body of the error is not read")?;
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
            let zone =
                Zone::default().with_name("secondary.example.").with_kind(ZoneKind::Slave).with_masters(["127.0.0.1"]);
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
            let zone =
                client.zones().list_zone(SERVER, ZONE).rrset_name("www.example.org.").rrset_type("A").send().await?;
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
            let changed = set("www.example.org.", "A", 120, [Record::new("192.0.2.3")]).with_changetype("REPLACE");
            client.zones().patch(SERVER, ZONE, change(changed)).send().await?;
            ensure!(session.has_record(ZONE, &["www.example.org", "120", "A", "192.0.2.3"])?);
            ensure!(!session.has_record(ZONE, &["www.example.org", "192.0.2.1"])?);
            Ok(())
        })
        .await;
    checks
        .call("add a disabled record and one with quotes and spaces", async {
            let off = set("off.example.org.", "AAAA", 60, [Record::new("2001:db8::1").with_disabled(true)]);
            let text = set("txt.example.org.", "TXT", 60, [Record::new(r#""v=spf1 -all; \"é\"""#)]);
            let sets = [off.with_changetype("REPLACE"), text.with_changetype("REPLACE")];
            client.zones().patch(SERVER, ZONE, Zone::default().with_rrsets(sets)).send().await?;
            let read = client.zones().list_zone(SERVER, ZONE).rrset_name("off.example.org.").send().await?;
            let disabled =
                read.rrsets.iter().flatten().flat_map(|set| &set.records).all(|record| record.disabled == Some(true));
            ensure!(disabled && read.rrsets.iter().flatten().count() == 1);
            ensure!(!session.has_record(ZONE, &["off.example.org"])?, "a disabled record is served");
            ensure!(session.pdnsutil(&["list-zone", ZONE])?.contains("v=spf1 -all;"));
            Ok(())
        })
        .await;
    checks
        .call("delete a record set", async {
            let none: [Record; 0] = [];
            let changed = set("www.example.org.", "A", 120, none).with_changetype("DELETE");
            client.zones().patch(SERVER, ZONE, change(changed)).send().await?;
            ensure!(!session.has_record(ZONE, &["www.example.org"])?);
            Ok(())
        })
        .await;
    checks
        .call("add a record with invalid content", async {
            let changed = set("www.example.org.", "A", 60, [Record::new("nonsense")]).with_changetype("REPLACE");
            let error =
                rejected(client.zones().patch(SERVER, ZONE, change(changed)).send().await, 422, "parsing IP address")?;
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
        .call("export a zone", async {
            // The document declares a string, but the server sends an object.
            let response = client.zones().axfr_export_zone(SERVER, ZONE).send_raw().await?;
            let zone = response.json::<Value, ErrorBody>()?["zone"].as_str().context("there is no zone")?.to_owned();
            ensure!(zone.contains("ns1.example.org.") && zone.contains("v=spf1 -all;"), "{zone}");
            Ok(())
        })
        .await;
    checks
        .call("rectify a zone", async {
            let response = client.zones().rectify(SERVER, ZONE).send_raw().await?;
            ensure!(response.json::<Value, ErrorBody>()?["result"] == "Rectified");
            Ok(())
        })
        .await;
    checks
        .deviation(
            Whose::Document,
            "`axfrExportZone` and `rectifyZone` declare texts, and the server sends objects",
            async {
                let rectified = raw.json("PUT", "/zones/example.org./rectify", None).await?;
                Ok(rectified.is_object())
            },
        )
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

/// Deletes the zone that the other steps use.
pub(super) async fn delete(session: &Session) {
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
