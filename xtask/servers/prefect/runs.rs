//! Runs of a flow, their states and their logs.

use anyhow::{Context as _, bail, ensure};
use prefect::models::{
    FlowRunCreate, FlowRunUpdate, LogCreate, LogCreateRequired, LogFilter, LogFilterFlowRunId, ReadLogsBody,
    SetFlowRunStateBody, SetStateStatus, StateCreate, StateType,
};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{Session, rejected};

pub(super) async fn drive(session: &Session, flow: Uuid) {
    let Session { checks, client, raw, .. } = session;
    let api = client.flow_runs();
    let parameters = json!({"n": 1, "text": "x", "nested": {"list": [null, 1.5, true]}});
    let run = checks
        .call("create a run in a state, with parameters", async {
            let Value::Object(parameters) = parameters.clone() else { bail!("no object") };
            let state = StateCreate::new(StateType::Scheduled).with_name("Later");
            let created = api
                .create(FlowRunCreate::new(flow).with_state(state).with_name("first").with_parameters(parameters))
                .send()
                .await?;
            ensure!(created.state_type == Some(StateType::Scheduled) && created.flow_id == flow);
            ensure!(raw.get(&format!("/flow_runs/{}", created.id)).await?["parameters"] == json!(created.parameters));
            Ok(created.id)
        })
        .await;
    let Some(run) = run else { return };
    let path = format!("/flow_runs/{run}");
    checks
        .call("read a run", async {
            let read = api.read(run).send().await?;
            ensure!(json!(read.parameters) == parameters && read.state_name.as_deref() == Some("Later"));
            ensure!(read.start_time.is_none() && read.expected_start_time.is_some());
            Ok(())
        })
        .await;
    checks
        .call("update a run", async {
            api.update(run, FlowRunUpdate::default().with_name("renamed").with_tags(["t"])).send().await?;
            let raw = raw.get(&path).await?;
            ensure!(raw["name"] == "renamed" && raw["tags"] == json!(["t"]));
            Ok(())
        })
        .await;
    checks
        .call("set the state of a run", async {
            let body = SetFlowRunStateBody::new(StateCreate::new(StateType::Running)).with_force(true);
            let done = api.set_flow_run_state(run, body).send().await?;
            ensure!(done.status == SetStateStatus::Accept);
            ensure!(done.state.as_ref().is_some_and(|state| state.r#type == StateType::Running));
            ensure!(raw.get(&path).await?["state_type"] == "RUNNING");
            Ok(())
        })
        .await;
    checks
        .call("complete a run", async {
            let state = StateCreate::new(StateType::Completed).with_message("done");
            api.set_flow_run_state(run, SetFlowRunStateBody::new(state).with_force(true)).send().await?;
            let read = api.read(run).send().await?;
            ensure!(read.end_time.is_some() && read.start_time <= read.end_time);
            ensure!(json!(read.state.as_ref().and_then(|state| state.message.as_ref())) == json!("done"));
            Ok(())
        })
        .await;
    checks
        .call("list the runs", async {
            let read = api.read_flow_runs().send().await?;
            ensure!(read.len() == 1 && read[0].id == run);
            Ok(())
        })
        .await;
    checks
        .call("count the runs of a flow that does not exist", async {
            let outcome = api.read(Uuid::from_u128(7)).send().await;
            rejected(outcome, 404, "not found")?;
            Ok(())
        })
        .await;
    checks
        .call("create a run of a flow that does not exist", async {
            let outcome = api.create(FlowRunCreate::new(Uuid::from_u128(7))).max_retries(0).send().await;
            ensure!(outcome.is_err());
            Ok(())
        })
        .await;
    logs(session, run).await;
    checks
        .call("delete a run", async {
            api.delete(run).send().await?;
            ensure!(raw.status(&path).await? == 404);
            Ok(())
        })
        .await;
}

async fn logs(session: &Session, run: Uuid) {
    let Session { checks, client, raw, .. } = session;
    checks
        .call("create logs", async {
            let now = "2026-01-02T03:04:05.678901Z".parse()?;
            let log = |text: &str, level| {
                let (name, message) = ("driver".to_owned(), text.to_owned());
                LogCreate::new(LogCreateRequired { name, level, message, timestamp: now }).with_flow_run_id(run)
            };
            let done = client.logs().create_logs([log("first", 20), log("second, \"quoted\"", 40)]).send().await?;
            ensure!(done.meta().status().as_u16() == 201);
            Ok(())
        })
        .await;
    checks
        .call("list logs", async {
            let filter = LogFilter::default().with_flow_run_id(LogFilterFlowRunId::default().with_any([run]));
            let read = client.logs().read_logs().body(ReadLogsBody::default().with_logs(filter.clone())).send().await?;
            let raw = raw.json("POST", "/logs/filter", Some(json!({"logs": {"flow_run_id": {"any_": [run]}}}))).await?;
            ensure!(read.len() == 2 && raw.as_array().is_some_and(|all| all.len() == 2));
            let first = read.iter().find(|log| log.message == "first").context("the first is missing")?;
            ensure!(first.level == 20 && first.timestamp == "2026-01-02T03:04:05.678901Z".parse()?);
            Ok(())
        })
        .await;
    checks
        .call("download logs as a table of text", async {
            let response = client.flow_runs().download_logs(run).send_raw().await?;
            let text = response.text::<prefect::ErrorBody>()?;
            ensure!(text.contains("second, \"\"quoted\"\"") && text.lines().count() == 3, "{}", *text);
            Ok(())
        })
        .await;
}
