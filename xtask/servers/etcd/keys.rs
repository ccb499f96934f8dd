//! Keys, ranges and transactions.

use anyhow::{Context as _, Result, ensure};
use etcd::models::{
    CompareCompareResult, CompareCompareTarget, EtcdserverpbCompactionRequest, EtcdserverpbCompare,
    EtcdserverpbDeleteRangeRequest, EtcdserverpbPutRequest, EtcdserverpbRangeRequest, EtcdserverpbRequestOp,
    EtcdserverpbTxnRequest, RangeRequestSortOrder, RangeRequestSortTarget,
};
use serde_json::json;

use crate::{Session, bytes, rejected, text};

/// Number of keys per page.
const PAGE: usize = 3;

fn put(key: &str, value: &str) -> EtcdserverpbPutRequest {
    EtcdserverpbPutRequest::default().with_key(bytes(key)).with_value(bytes(value))
}

fn range(key: &str) -> EtcdserverpbRangeRequest {
    EtcdserverpbRangeRequest::default().with_key(bytes(key))
}

pub(super) async fn drive(session: &Session) {
    single(session).await;
    many(session).await;
    transactions(session).await;
}

async fn single(session: &Session) {
    let Session { checks, client, raw, .. } = session;
    let kv = client.kv();
    checks
        .call("create a key", async {
            let done = kv.put(put("greeting", "hello")).send().await?;
            let revision: u64 = done
                .header
                .as_ref()
                .and_then(|header| header.revision.as_deref())
                .context("there is no revision")?
                .parse()?;
            ensure!(revision > 1 && session.value("greeting")? == "hello");
            Ok(())
        })
        .await;
    checks
        .call("read a key", async {
            let read = kv.range(range("greeting")).send().await?;
            let pair = read.kvs.as_deref().and_then(<[_]>::first).context("there is no key")?;
            ensure!(text(pair.key.as_ref())? == "greeting" && text(pair.value.as_ref())? == "hello");
            ensure!(pair.version.as_deref() == Some("1") && read.count.as_deref() == Some("1") && read.more.is_none());
            let raw = raw.json("POST", "/v3/kv/range", Some(json!({"key": "Z3JlZXRpbmc="}))).await?;
            ensure!(json!(pair.mod_revision) == raw["kvs"][0]["mod_revision"]);
            Ok(())
        })
        .await;
    checks
        .call("update a key and ask for its previous value", async {
            let done = kv.put(put("greeting", "good day").with_prev_kv(true)).send().await?;
            let before = done.prev_kv.as_ref().context("the previous value is missing")?;
            ensure!(text(before.value.as_ref())? == "hello" && session.value("greeting")? == "good day");
            Ok(())
        })
        .await;
    checks
        .call("write bytes that are not text", async {
            let all: Vec<u8> = (0..=255).collect();
            let request = put("bytes", "").with_value(etcd::Base64::from(all.clone()));
            kv.put(request).send().await?;
            let read = kv.range(range("bytes")).send().await?;
            let value = read.kvs.as_deref().and_then(<[_]>::first).and_then(|pair| pair.value.as_ref());
            ensure!(value.and_then(etcd::Base64::as_bytes) == Some(all.as_slice()));
            Ok(())
        })
        .await;
    checks
        .call("read a key that etcdctl has written", async {
            session.etcdctl(&["put", "by-etcdctl", "é\n\"quoted\""])?;
            let read = kv.range(range("by-etcdctl")).send().await?;
            let pair = read.kvs.as_deref().and_then(<[_]>::first).context("there is no key")?;
            ensure!(text(pair.value.as_ref())? == "é\n\"quoted\"");
            Ok(())
        })
        .await;
    checks
        .call("read a key that does not exist", async {
            let read = kv.range(range("missing")).send().await?;
            ensure!(read.kvs.is_none() && read.count.is_none());
            Ok(())
        })
        .await;
    checks
        .call("write without a key", async {
            let error = rejected(kv.put(EtcdserverpbPutRequest::default()).send().await, 400, "key is not provided")?;
            ensure!(error.is_validation());
            Ok(())
        })
        .await;
    checks
        .call("read at a revision of the future", async {
            let outcome = kv.range(range("greeting").with_revision("999999")).send().await;
            rejected(outcome, 400, "required revision is a future revision")?;
            Ok(())
        })
        .await;
    checks
        .call("delete a key", async {
            let request = EtcdserverpbDeleteRangeRequest::default().with_key(bytes("bytes")).with_prev_kv(true);
            let done = kv.delete_range(request).send().await?;
            ensure!(done.deleted.as_deref() == Some("1") && done.prev_kvs.as_ref().is_some_and(|all| all.len() == 1));
            ensure!(session.etcdctl(&["get", "bytes"])?.is_empty());
            Ok(())
        })
        .await;
}

async fn many(session: &Session) {
    let Session { checks, client, .. } = session;
    let kv = client.kv();
    for index in 0..7 {
        let name = format!("write key {index} of a range");
        checks
            .call(&name, async {
                kv.put(put(&format!("item/{index}"), &index.to_string())).send().await?;
                Ok(())
            })
            .await;
    }
    let all = || range("item/").with_range_end(bytes("item0"));
    let mut from = "item/".to_owned();
    let mut found = Vec::new();
    // A page begins after the last key of the previous page.
    for (page, more) in [(1, Some(true)), (2, Some(true)), (3, None)] {
        let name = format!("list a range, page {page}");
        let last = checks
            .call(&name, async {
                let request = all().with_key(bytes(&from)).with_limit(PAGE.to_string());
                let read = kv.range(request).send().await?;
                ensure!(read.more == more, "`more` is {:?}", read.more);
                let pairs = read.kvs.clone().unwrap_or_default();
                let keys: Vec<String> =
                    pairs.iter().map(|pair| Ok(text(pair.key.as_ref())?.to_owned())).collect::<Result<_>>()?;
                Ok(keys)
            })
            .await;
        found.extend(last.unwrap_or_default());
        from = format!("{}\0", found.last().map_or("", String::as_str));
    }
    checks
        .call("count a range that was listed by pages", async {
            let read = kv.range(all().with_count_only(true)).send().await?;
            ensure!(read.count.as_deref() == Some("7") && read.kvs.is_none());
            let listed = session.etcdctl(&["get", "item/", "--prefix", "--keys-only"])?;
            let listed: Vec<&str> = listed.lines().filter(|line| !line.is_empty()).collect();
            ensure!(found == listed, "{found:?} instead of {listed:?}");
            Ok(())
        })
        .await;
    checks
        .call("list the keys of a range in descending order of their values", async {
            let request =
                all().with_sort_order(RangeRequestSortOrder::Descend).with_sort_target(RangeRequestSortTarget::Value);
            let read = kv.range(request.with_keys_only(true)).send().await?;
            let pairs = read.kvs.as_deref().unwrap_or_default();
            ensure!(pairs.len() == 7 && text(pairs[0].key.as_ref())? == "item/6" && pairs[0].value.is_none());
            Ok(())
        })
        .await;
    checks
        .call("delete a range", async {
            let request =
                EtcdserverpbDeleteRangeRequest::default().with_key(bytes("item/")).with_range_end(bytes("item/3"));
            let done = kv.delete_range(request).send().await?;
            ensure!(done.deleted.as_deref() == Some("3"));
            ensure!(session.state(&["get", "item/", "--prefix"])?["count"] == 4);
            Ok(())
        })
        .await;
}

async fn transactions(session: &Session) {
    let Session { checks, client, .. } = session;
    let kv = client.kv();
    let transaction = |expected: &str, value: &str| {
        let compare = EtcdserverpbCompare::default()
            .with_key(bytes("greeting"))
            .with_target(CompareCompareTarget::Value)
            .with_result(CompareCompareResult::Equal)
            .with_value(bytes(expected));
        let write = EtcdserverpbRequestOp::default().with_request_put(put("greeting", value));
        let read = EtcdserverpbRequestOp::default().with_request_range(range("greeting"));
        EtcdserverpbTxnRequest::default().with_compare([compare]).with_success([write]).with_failure([read])
    };
    checks
        .call("swap a value in a transaction", async {
            let done = kv.txn(transaction("good day", "swapped")).send().await?;
            ensure!(done.succeeded == Some(true) && session.value("greeting")? == "swapped");
            ensure!(
                done.responses
                    .as_deref()
                    .and_then(<[_]>::first)
                    .is_some_and(|response| response.response_put.is_some())
            );
            Ok(())
        })
        .await;
    checks
        .call("fail to swap a value in a transaction", async {
            let done = kv.txn(transaction("good day", "never")).send().await?;
            ensure!(done.succeeded.is_none() && session.value("greeting")? == "swapped");
            let response = done.responses.as_deref().and_then(<[_]>::first).context("there is no response")?;
            let range = response.response_range.as_ref().context("the range is missing")?;
            ensure!(
                text(range.kvs.as_deref().and_then(<[_]>::first).and_then(|pair| pair.value.as_ref()))? == "swapped"
            );
            Ok(())
        })
        .await;
}

/// Compacts the key space. Compaction removes revisions that other steps read, so it runs late.
pub(super) async fn compact(session: &Session) {
    let Session { checks, client, .. } = session;
    let kv = client.kv();
    let revision = checks
        .call("compact the history", async {
            let state = session.state(&["get", "greeting"])?;
            let revision = state["header"]["revision"].as_u64().context("there is no revision")?;
            kv.compact(
                EtcdserverpbCompactionRequest::default().with_revision(revision.to_string()).with_physical(true),
            )
            .send()
            .await?;
            ensure!(session.etcdctl(&["get", "greeting", "--rev", "2"]).is_err(), "the history is still there");
            Ok(revision)
        })
        .await;
    let Some(revision) = revision else { return };
    checks
        .call("read a revision that was compacted", async {
            let outcome = kv.range(range("greeting").with_revision((revision - 1).to_string())).send().await;
            rejected(outcome, 400, "required revision has been compacted")?;
            Ok(())
        })
        .await;
}
