//! Leases.

use anyhow::{Context as _, ensure};
use etcd::models::{
    EtcdserverpbLeaseGrantRequest, EtcdserverpbLeaseKeepAliveRequest, EtcdserverpbLeaseLeasesRequest,
    EtcdserverpbLeaseRevokeRequest, EtcdserverpbLeaseTimeToLiveRequest, EtcdserverpbPutRequest,
};

use crate::{Session, bytes, rejected, text};

/// The id of the lease. It is too large for a double to represent exactly.
const LEASE: &str = "9007199254740993";

pub(super) async fn drive(session: &Session) {
    let Session { checks, client, .. } = session;
    let leases = client.lease();
    let grant = || EtcdserverpbLeaseGrantRequest::default().with_id(LEASE).with_ttl("600");
    checks
        .call("grant a lease", async {
            let granted = leases.grant(grant()).send().await?;
            ensure!(granted.id.as_deref() == Some(LEASE) && granted.ttl.as_deref() == Some("600"));
            // `etcdctl` prints lease ids in hexadecimal.
            ensure!(session.etcdctl(&["lease", "list"])?.contains("20000000000001"));
            Ok(())
        })
        .await;
    checks
        .call("grant the same lease again", async {
            rejected(leases.grant(grant()).send().await, 412, "lease already exists")?;
            Ok(())
        })
        .await;
    checks
        .call("write a key with a lease", async {
            let request =
                EtcdserverpbPutRequest::default().with_key(bytes("leased")).with_value(bytes("1")).with_lease(LEASE);
            client.kv().put(request).send().await?;
            ensure!(session.state(&["get", "leased"])?["kvs"][0]["lease"].to_string() == LEASE);
            Ok(())
        })
        .await;
    checks
        .call("write a key with a lease that does not exist", async {
            let request = EtcdserverpbPutRequest::default().with_key(bytes("leased")).with_lease("77");
            let error = rejected(client.kv().put(request).send().await, 404, "requested lease not found")?;
            ensure!(error.is_not_found());
            Ok(())
        })
        .await;
    checks
        .call("keep a lease alive", async {
            let mut kept =
                leases.keep_alive(EtcdserverpbLeaseKeepAliveRequest::default().with_id(LEASE)).send_lines().await?;
            let line = kept.next().await.context("the stream is empty")??;
            let result = line.result.context("there is no result")?;
            ensure!(result.id.as_deref() == Some(LEASE) && result.ttl.as_deref() == Some("600"));
            ensure!(kept.next().await.is_none(), "the stream goes on");
            Ok(())
        })
        .await;
    checks
        .call("read the time and the keys of a lease", async {
            let request = EtcdserverpbLeaseTimeToLiveRequest::default().with_id(LEASE).with_keys(true);
            let read = leases.time_to_live(request).send().await?;
            let left: u64 = read.ttl.as_deref().context("there is no time")?.parse()?;
            ensure!(left <= 600 && read.granted_ttl.as_deref() == Some("600"));
            let keys = read.keys.as_deref().unwrap_or_default();
            ensure!(keys.len() == 1 && text(keys.first())? == "leased");
            Ok(())
        })
        .await;
    checks
        .call("list the leases", async {
            let listed = leases.leases(EtcdserverpbLeaseLeasesRequest::default()).send().await?;
            let ids: Vec<_> = listed.leases.iter().flatten().filter_map(|lease| lease.id.as_deref()).collect();
            ensure!(ids == [LEASE], "{ids:?}");
            Ok(())
        })
        .await;
    checks
        .call("list the leases by the other path", async {
            let listed = leases.leases2(EtcdserverpbLeaseLeasesRequest::default()).send().await?;
            ensure!(listed.leases.iter().flatten().count() == 1);
            Ok(())
        })
        .await;
    checks
        .call("revoke a lease", async {
            leases.revoke(EtcdserverpbLeaseRevokeRequest::default().with_id(LEASE)).send().await?;
            ensure!(session.etcdctl(&["get", "leased"])?.is_empty(), "the key of the lease is still there");
            Ok(())
        })
        .await;
    checks
        .call("revoke a lease that does not exist", async {
            let outcome = leases.revoke(EtcdserverpbLeaseRevokeRequest::default().with_id(LEASE)).send().await;
            rejected(outcome, 404, "requested lease not found")?;
            Ok(())
        })
        .await;
}
