//! Watches: responses without an end, with one JSON value per line.

use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use etcd::models::{
    EtcdserverpbWatchCreateRequest, EtcdserverpbWatchRequest, EtcdserverpbWatchResponse,
    EtcdserverpbWatchResponseStreamResult, EventEventType, WatchCreateRequestFilterType,
};
use etcd::{ErrorBody, JsonLines};

use crate::{Session, bytes, text};

/// The maximum time to wait for an event.
const EVENT: Duration = Duration::from_secs(10);

type Lines = JsonLines<EtcdserverpbWatchResponseStreamResult, ErrorBody>;

/// Returns the next response of a watch.
async fn next(lines: &mut Lines) -> Result<EtcdserverpbWatchResponse> {
    let line = tokio::time::timeout(EVENT, lines.next()).await.context("no event came")?;
    let line = line.context("the watch has ended")??;
    ensure!(line.error.is_none(), "the watch failed: {:?}", line.error);
    line.result.context("a line has no result")
}

fn request(create: EtcdserverpbWatchCreateRequest) -> EtcdserverpbWatchRequest {
    EtcdserverpbWatchRequest::default().with_create_request(create)
}

pub(super) async fn drive(session: &Session) {
    let Session { checks, client, .. } = session;
    let watched = || EtcdserverpbWatchCreateRequest::default().with_key(bytes("watched"));
    checks
        .call("watch a key while it is written and deleted", async {
            let mut lines =
                client.watch().watch(request(watched().with_prev_kv(true))).send_lines().await?.into_inner();
            ensure!(next(&mut lines).await?.created == Some(true));
            session.etcdctl(&["put", "watched", "one"])?;
            let event =
                next(&mut lines).await?.events.and_then(|events| events.into_iter().next()).context("no event")?;
            // The gateway omits the value `PUT`, which is the default.
            ensure!(event.r#type.is_none() || event.r#type == Some(EventEventType::Put));
            ensure!(text(event.kv.as_ref().and_then(|pair| pair.value.as_ref()))? == "one" && event.prev_kv.is_none());
            session.etcdctl(&["put", "watched", "two"])?;
            let event =
                next(&mut lines).await?.events.and_then(|events| events.into_iter().next()).context("no event")?;
            ensure!(text(event.prev_kv.as_ref().and_then(|pair| pair.value.as_ref()))? == "one");
            session.etcdctl(&["del", "watched"])?;
            let event =
                next(&mut lines).await?.events.and_then(|events| events.into_iter().next()).context("no event")?;
            ensure!(event.r#type == Some(EventEventType::Delete));
            Ok(())
        })
        .await;
    checks
        .call("watch the history of a key", async {
            let mut lines =
                client.watch().watch(request(watched().with_start_revision("1"))).send_lines().await?.into_inner();
            ensure!(next(&mut lines).await?.created == Some(true));
            let events = next(&mut lines).await?.events.context("no event")?;
            ensure!(events.len() == 3 && events[2].r#type == Some(EventEventType::Delete), "{events:?}");
            Ok(())
        })
        .await;
    checks
        .call("watch only what is deleted", async {
            let create = watched().with_filters([WatchCreateRequestFilterType::Noput]).with_start_revision("1");
            let mut lines = client.watch().watch(request(create)).send_lines().await?.into_inner();
            ensure!(next(&mut lines).await?.created == Some(true));
            let events = next(&mut lines).await?.events.context("no event")?;
            ensure!(events.len() == 1 && events[0].r#type == Some(EventEventType::Delete), "{events:?}");
            Ok(())
        })
        .await;
    checks
        .call("watch a prefix that changes twice at once", async {
            let create =
                EtcdserverpbWatchCreateRequest::default().with_key(bytes("pair/")).with_range_end(bytes("pair0"));
            let mut lines = client.watch().watch(request(create)).send_lines().await?.into_inner();
            ensure!(next(&mut lines).await?.created == Some(true));
            session.etcdctl(&["put", "pair/a", "1"])?;
            session.etcdctl(&["put", "pair/b", "2"])?;
            let mut keys = Vec::new();
            while keys.len() < 2 {
                for event in next(&mut lines).await?.events.unwrap_or_default() {
                    keys.push(text(event.kv.as_ref().and_then(|pair| pair.key.as_ref()))?.to_owned());
                }
            }
            ensure!(keys == ["pair/a", "pair/b"]);
            Ok(())
        })
        .await;
    checks
        .call("stop waiting for a watch without events", async {
            let quiet = client.watch().watch(request(watched())).idle_timeout(Duration::from_millis(500)).send_lines();
            let mut lines = quiet.await?.into_inner();
            ensure!(next(&mut lines).await?.created == Some(true));
            let end = tokio::time::timeout(EVENT, lines.next()).await.context("the idle timeout is not kept")?;
            ensure!(matches!(end, Some(Err(error)) if error.is_timeout()), "the watch did not end in a timeout");
            Ok(())
        })
        .await;
}
