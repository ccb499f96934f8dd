//! Metadata, DNSSEC keys, TSIG keys and autoprimaries.

use anyhow::{Context as _, bail, ensure};
use powerdns::Error;
use powerdns::models::{Autoprimary, Cryptokey, CryptokeyKeytype, Metadata, TsigKey};
use serde_json::{Value, json};

use crate::{SERVER, Session, ZONE, rejected};
use harness::Whose;

pub(super) async fn drive(session: &Session) {
    metadata(session).await;
    cryptokeys(session).await;
    tsig_keys(session).await;
    autoprimaries(session).await;
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
            rejected(
                api.modify_metadata(SERVER, ZONE, "NSEC3PARAM", entry).send().await,
                422,
                "Unsupported metadata kind",
            )?;
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
            let key =
                Cryptokey::default().with_keytype(CryptokeyKeytype::Csk).with_active(true).with_algorithm("ecdsa256");
            let created = api.create_cryptokey(SERVER, ZONE, key).send().await?;
            ensure!(
                created.algorithm.as_deref() == Some("ECDSAP256SHA256") && created.bits == Some(256),
                "{created:?}"
            );
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
            rejected(api.create_tsig_key(SERVER, key()).send().await, 409, "already exists")?;
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
            let entry =
                Autoprimary::default().with_ip("2001:db8::7").with_nameserver("ns.example.com").with_account("ops");
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
