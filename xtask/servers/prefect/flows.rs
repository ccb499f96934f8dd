//! Flows: created, read, listed with pagination, updated and deleted.

use anyhow::{Context as _, ensure};
use futures_util::StreamExt as _;
use prefect::models::{
    BulkDeleteFlowsBody, CountFlowsBody, FlowCreate, FlowCreateName, FlowFilter, FlowFilterName, FlowSort, FlowUpdate,
    PaginateFlowsBody, ReadFlowsBody,
};
use serde_json::json;
use uuid::Uuid;

use crate::{Session, rejected};
use harness::Whose;

/// Number of flows per page.
const PAGE: i64 = 2;

/// An id that does not exist on the server.
const NOTHING: Uuid = Uuid::from_u128(7);

/// Creates flows and returns the one that the other steps use.
pub(super) async fn drive(session: &Session) -> Option<Uuid> {
    let flow = create(session).await?;
    list(session).await;
    errors(session).await;
    Some(flow)
}

async fn create(session: &Session) -> Option<Uuid> {
    let Session { checks, client, raw, .. } = session;
    let api = client.flows();
    let flow = checks
        .call("create a flow", async {
            let created = api.create(FlowCreate::new("flow 0 ä?#".try_into()?).with_tags(["a", "b"])).send().await?;
            ensure!(created.meta().status().as_u16() == 201, "the status is {}", created.meta().status());
            let raw = raw.get(&format!("/flows/{}", created.id)).await?;
            ensure!(raw["name"] == "flow 0 ä?#" && raw["tags"] == json!(["a", "b"]));
            ensure!(json!(created.created) == raw["created"] || created.created.is_some());
            Ok(created.id)
        })
        .await?;
    checks
        .deviation(Whose::Document, "`create_flow` declares 200, and the server sends 201 for a new flow", async {
            let (status, _) = raw.send("POST", "/flows/", Some(json!({"name": "other"}))).await?;
            Ok(status == 201)
        })
        .await;
    checks
        .call("create the same flow again", async {
            let same = api.create(FlowCreate::new("flow 0 ä?#".try_into()?)).send().await?;
            ensure!(same.meta().status().as_u16() == 200 && same.id == flow);
            Ok(())
        })
        .await;
    for index in 1..5 {
        checks
            .call(&format!("create flow {index}"), async {
                api.create(FlowCreate::new(format!("flow {index}").try_into()?)).send().await?;
                Ok(())
            })
            .await;
    }
    checks
        .call("read a flow", async {
            let read = api.read(flow).send().await?;
            ensure!(json!(read.tags) == json!(["a", "b"]) && read.created.is_some());
            Ok(())
        })
        .await;
    checks
        .call("create a flow with a name that the document forbids", async {
            let name: Result<FlowCreateName, _> = "a/b".try_into();
            ensure!(name.is_err(), "the name is not checked");
            let outcome = raw.send("POST", "/flows/", Some(json!({"name": "a/b"}))).await?;
            ensure!(outcome.0 == 422, "the server takes it");
            Ok(())
        })
        .await;
    checks
        .call("read a flow by a name with reserved characters", async {
            let read = api.read_flow_by_name("flow 0 ä?#").send().await?;
            ensure!(read.id == flow);
            Ok(())
        })
        .await;
    checks
        .call("update a flow", async {
            let done = api.update(flow, FlowUpdate::default().with_tags(["c"])).send().await?;
            ensure!(done.meta().status().as_u16() == 204);
            ensure!(raw.get(&format!("/flows/{flow}")).await?["tags"] == json!(["c"]));
            Ok(())
        })
        .await;
    Some(flow)
}

fn numbered() -> FlowFilter {
    FlowFilter::default().with_name(FlowFilterName::default().with_like("flow "))
}

async fn list(session: &Session) {
    let Session { checks, client, raw, .. } = session;
    let api = client.flows();
    checks
        .call("count the flows", async {
            ensure!(*api.count().body(CountFlowsBody::default().with_flows(numbered())).send().await? == 5);
            ensure!(raw.json("POST", "/flows/count", Some(json!({}))).await? == 6);
            Ok(())
        })
        .await;
    let mut names = Vec::new();
    for (page, size) in [2_usize, 2, 1, 0].into_iter().enumerate() {
        let read = checks
            .call(&format!("list the flows from an offset, page {page}"), async {
                let offset = i64::try_from(page)? * PAGE;
                let body = ReadFlowsBody::default().with_flows(numbered()).with_sort(FlowSort::NameDesc);
                let read = api.read_flows().body(body.with_limit(PAGE).with_offset(offset)).send().await?;
                ensure!(read.len() == size, "{} instead of {size}", read.len());
                Ok(read.iter().map(|flow| flow.name.clone()).collect::<Vec<_>>())
            })
            .await;
        names.extend(read.unwrap_or_default());
    }
    checks
        .call("list all flows at once, as by pages", async {
            let all = api
                .read_flows()
                .body(ReadFlowsBody::default().with_flows(numbered()).with_sort(FlowSort::NameDesc))
                .send()
                .await?;
            ensure!(all.iter().map(|flow| flow.name.as_str()).eq(names.iter().map(String::as_str)), "{names:?}");
            Ok(())
        })
        .await;
    checks
        .call("list the flows through all pages", async {
            let body = PaginateFlowsBody::default().with_flows(numbered()).with_sort(FlowSort::NameDesc);
            let mut items = std::pin::pin!(api.paginate_flows().body(body.with_limit(PAGE)).items());
            let mut read = Vec::new();
            while let Some(flow) = items.next().await {
                read.push(flow?.name);
            }
            ensure!(read == names, "{read:?} instead of {names:?}");
            Ok(())
        })
        .await;
    checks
        .call("list the flows by numbered pages", async {
            let body = PaginateFlowsBody::default().with_flows(numbered()).with_sort(FlowSort::NameAsc);
            let page = api.paginate_flows().body(body.with_limit(PAGE).with_page(3)).send().await?;
            ensure!((page.count, page.pages, page.page, page.results.len()) == (5, 3, 3, 1), "{page:?}");
            Ok(())
        })
        .await;
}

async fn errors(session: &Session) {
    let Session { checks, client, .. } = session;
    let api = client.flows();
    checks
        .call("read a flow that does not exist", async {
            let error = rejected(api.read(NOTHING).send().await, 404, "Flow not found")?;
            ensure!(error.is_not_found());
            Ok(())
        })
        .await;
    checks
        .call("list more flows than allowed", async {
            let outcome = api.read_flows().body(ReadFlowsBody::default().with_limit(1_000_000)).send().await;
            let error = rejected(outcome, 422, "")?;
            // Prefect replaces the declared validation errors by an object of its own.
            ensure!(error.is_validation() && std::str::from_utf8(error.raw_body())?.contains("limit"));
            Ok(())
        })
        .await;
}

/// Deletes the flows that the other steps use.
pub(super) async fn delete(session: &Session, flow: Uuid) {
    let Session { checks, client, raw, .. } = session;
    let api = client.flows();
    checks
        .call("delete a flow", async {
            let done = api.delete(flow).send().await?;
            ensure!(done.meta().status().as_u16() == 204 && raw.status(&format!("/flows/{flow}")).await? == 404);
            Ok(())
        })
        .await;
    checks
        .call("delete a flow that does not exist", async {
            rejected(api.delete(flow).send().await, 404, "Flow not found")?;
            Ok(())
        })
        .await;
    checks
        .call("delete the other flows at once", async {
            let done =
                api.bulk_delete_flows().body(BulkDeleteFlowsBody::default().with_flows(numbered())).send().await?;
            ensure!(done.deleted.as_ref().context("no flow was deleted")?.len() == 4);
            ensure!(raw.json("POST", "/flows/count", Some(json!({}))).await? == 1);
            Ok(())
        })
        .await;
}
