//! Members of the cluster, and maintenance.

use anyhow::{Context as _, ensure};
use etcd::models::{
    EtcdserverpbAlarmRequest, EtcdserverpbDefragmentRequest, EtcdserverpbHashKvRequest, EtcdserverpbMemberListRequest,
    EtcdserverpbMemberPromoteRequest, EtcdserverpbMemberRemoveRequest, EtcdserverpbMemberUpdateRequest,
    EtcdserverpbMoveLeaderRequest, EtcdserverpbSnapshotRequest, EtcdserverpbStatusRequest,
};

use serde_json::json;

use crate::{Session, rejected};

pub(super) async fn drive(session: &Session) {
    cluster(session).await;
    maintenance(session).await;
}

async fn cluster(session: &Session) {
    let Session { checks, client, .. } = session;
    let cluster = client.cluster();
    let member = checks
        .call("list the members", async {
            let listed = cluster.member_list(EtcdserverpbMemberListRequest::default()).send().await?;
            let members = listed.members.as_deref().unwrap_or_default();
            ensure!(members.len() == 1 && members[0].name.as_deref() == Some("n1"));
            let id = members[0].id.clone().context("the member has no id")?;
            ensure!(session.state(&["member", "list"])?["members"][0]["ID"].to_string() == id, "the id is {id}");
            Ok(id)
        })
        .await;
    if let Some(id) = member {
        checks
            .call("update the addresses of a member", async {
                let url = "http://127.0.0.1:65000";
                cluster
                    .member_update(EtcdserverpbMemberUpdateRequest::default().with_id(id).with_peer_urls([url]))
                    .send()
                    .await?;
                ensure!(session.state(&["member", "list"])?["members"][0]["peerURLs"][0] == url);
                Ok(())
            })
            .await;
    }
    checks
        .call("remove a member that does not exist", async {
            let outcome = cluster.member_remove(EtcdserverpbMemberRemoveRequest::default().with_id("1")).send().await;
            rejected(outcome, 404, "member not found")?;
            Ok(())
        })
        .await;
    checks
        .call("promote a member that does not exist", async {
            let outcome = cluster.member_promote(EtcdserverpbMemberPromoteRequest::default().with_id("1")).send().await;
            rejected(outcome, 404, "member not found")?;
            Ok(())
        })
        .await;
    checks
        .call("move the leadership to a member that does not exist", async {
            let request = EtcdserverpbMoveLeaderRequest::default().with_target_id("1");
            rejected(client.maintenance().move_leader(request).send().await, 412, "bad leader transferee")?;
            Ok(())
        })
        .await;
}

async fn maintenance(session: &Session) {
    let Session { checks, client, .. } = session;
    let maintenance = client.maintenance();
    checks
        .call("read the status", async {
            let status = maintenance.status(EtcdserverpbStatusRequest::default()).send().await?;
            let state = session.state(&["endpoint", "status"])?;
            ensure!(state[0]["Status"]["version"] == status.version.as_deref().unwrap_or_default());
            ensure!(state[0]["Status"]["leader"].to_string() == status.leader.as_deref().unwrap_or_default());
            Ok(())
        })
        .await;
    checks
        .call("read the alarms", async {
            let alarms = maintenance.alarm(EtcdserverpbAlarmRequest::default()).send().await?;
            ensure!(alarms.alarms.is_none() && session.etcdctl(&["alarm", "list"])?.is_empty());
            Ok(())
        })
        .await;
    checks
        .call("read the hash of all keys", async {
            let hash = maintenance.hash_kv(EtcdserverpbHashKvRequest::default()).send().await?;
            let raw = session.raw.json("POST", "/v3/maintenance/hash", Some(json!({}))).await?;
            ensure!(hash.hash.is_some() && json!(hash.hash) == raw["hash"], "{:?} instead of {raw}", hash.hash);
            Ok(())
        })
        .await;
    checks
        .call("defragment the database", async {
            maintenance.defragment(EtcdserverpbDefragmentRequest::default()).send().await?;
            Ok(())
        })
        .await;
    checks
        .call("stream a snapshot", async {
            let mut lines =
                maintenance.snapshot(EtcdserverpbSnapshotRequest::default()).send_lines().await?.into_inner();
            let (mut size, mut left) = (0, None);
            while let Some(line) = lines.next().await {
                let part = line?.result.context("a line has no result")?;
                size += part.blob.as_ref().and_then(|blob| blob.as_bytes()).map_or(0, <[u8]>::len);
                left = part.remaining_bytes;
            }
            // The snapshot consists of database pages of 4 KiB, followed by a hash of 32 bytes.
            ensure!(size > 16_384 && size % 4096 == 32 && left.is_none_or(|left| left == "0"), "{size} bytes");
            Ok(())
        })
        .await;
}
