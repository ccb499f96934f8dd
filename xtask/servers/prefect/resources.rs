//! Variables, limits, work pools, artifacts and saved searches.

use anyhow::ensure;
use prefect::models::{
    ArtifactCreate, ArtifactUpdate, BulkIncrementActiveSlotsBody, ConcurrencyLimitV2Create, ConcurrencyLimitV2Update,
    VariableCreate, VariableCreateValue, VariableUpdate, VariableValue, WorkPoolCreate, WorkPoolUpdate,
};
use serde_json::{Value, json};

use crate::{Session, rejected};

pub(super) async fn drive(session: &Session) {
    variables(session).await;
    limits(session).await;
    work_pools(session).await;
    artifacts(session).await;
}

/// Returns a value of a variable for each JSON type.
fn values() -> [(&'static str, VariableCreateValue); 6] {
    let object = serde_json::Map::from_iter([("a".to_owned(), json!([1, {"b": null}]))]);
    [
        ("text", VariableCreateValue::String("42".to_owned())),
        ("integer", VariableCreateValue::Integer(42)),
        ("boolean", VariableCreateValue::Boolean(false)),
        ("number", VariableCreateValue::Number(1.5)),
        ("object", VariableCreateValue::Object(object)),
        ("list", VariableCreateValue::Array(vec![json!(1), json!("x"), Value::Null])),
    ]
}

async fn variables(session: &Session) {
    let Session { checks, client, raw, .. } = session;
    let api = client.variables();
    for (name, value) in values() {
        checks
            .call(&format!("create a variable with a value of the type {name}"), async {
                let expected = json!(value);
                let created = api.create(VariableCreate::new(name.try_into()?).with_value(value)).send().await?;
                ensure!(
                    created.meta().status().as_u16() == 201 && json!(created.value) == expected,
                    "{:?}",
                    created.value
                );
                ensure!(raw.get(&format!("/variables/name/{name}")).await?["value"] == expected);
                ensure!(!matches!(created.value, Some(VariableValue::Unknown(_))), "{:?}", created.value);
                Ok(())
            })
            .await;
    }
    checks
        .call("read a variable by its name", async {
            let read = api.read_variable_by_name("text").send().await?;
            ensure!(read.value == Some(VariableValue::String("42".to_owned())));
            Ok(())
        })
        .await;
    checks
        .call("create the same variable again", async {
            let body = VariableCreate::new("text".try_into()?).with_value("x".to_owned());
            let error = rejected(api.create(body).send().await, 409, "already exists")?;
            ensure!(error.is_conflict());
            Ok(())
        })
        .await;
    checks
        .call("set a variable to null", async {
            api.update_variable_by_name("text", VariableUpdate::default().with_value_null()).send().await?;
            ensure!(raw.get("/variables/name/text").await?["value"].is_null());
            ensure!(api.read_variable_by_name("text").send().await?.value.is_none());
            Ok(())
        })
        .await;
    checks
        .call("list and count the variables", async {
            let read = api.read_variables().send().await?;
            ensure!(read.len() == 6 && *api.count().send().await? == 6);
            Ok(())
        })
        .await;
    checks
        .call("delete a variable", async {
            api.delete_variable_by_name("list").send().await?;
            ensure!(raw.status("/variables/name/list").await? == 404);
            Ok(())
        })
        .await;
    checks
        .call("read a variable that does not exist", async {
            rejected(api.read_variable_by_name("list").send().await, 404, "Variable not found")?;
            Ok(())
        })
        .await;
}

async fn limits(session: &Session) {
    let Session { checks, client, raw, .. } = session;
    let api = client.concurrency_limits_v2();
    let path = "/v2/concurrency_limits/database";
    checks
        .call("create a concurrency limit", async {
            let created = api
                .create_concurrency_limit_v2(ConcurrencyLimitV2Create::new(2, "database".try_into()?))
                .send()
                .await?;
            ensure!(created.meta().status().as_u16() == 201 && raw.get(path).await?["limit"] == 2);
            Ok(())
        })
        .await;
    checks
        .call("update a concurrency limit", async {
            api.update_concurrency_limit_v2("database".to_owned(), ConcurrencyLimitV2Update::default().with_limit(3))
                .send()
                .await?;
            ensure!(raw.get(path).await?["limit"] == 3);
            Ok(())
        })
        .await;
    checks
        .call("take slots of a concurrency limit", async {
            let taken =
                api.bulk_increment_active_slots(BulkIncrementActiveSlotsBody::new(["database"], 2)).send().await?;
            ensure!(taken.len() == 1 && taken[0].limit == 3 && raw.get(path).await?["active_slots"] == 2);
            Ok(())
        })
        .await;
    checks
        .call("take more slots than there are", async {
            let body = BulkIncrementActiveSlotsBody::new(["database"], 2);
            let error = rejected(api.bulk_increment_active_slots(body).max_retries(0).send().await, 423, "")?;
            ensure!(error.retry_after().is_some(), "the server does not say when to come back");
            Ok(())
        })
        .await;
    checks
        .call("read and delete a concurrency limit", async {
            ensure!(api.read_concurrency_limit_v2("database".to_owned()).send().await?.active_slots == 2);
            api.delete_concurrency_limit_v2("database".to_owned()).send().await?;
            ensure!(raw.status(path).await? == 404);
            Ok(())
        })
        .await;
}

async fn work_pools(session: &Session) {
    let Session { checks, client, raw, .. } = session;
    let api = client.work_pools();
    checks
        .call("create a work pool", async {
            let created = api
                .create(WorkPoolCreate::new("pool".try_into()?).with_type("process").with_concurrency_limit(4))
                .send()
                .await?;
            ensure!(created.r#type == "process" && created.default_queue_id.is_some());
            ensure!(raw.get("/work_pools/pool").await?["concurrency_limit"] == 4);
            Ok(())
        })
        .await;
    checks
        .call("pause a work pool and clear its limit", async {
            let change = WorkPoolUpdate::default().with_is_paused(true).with_concurrency_limit_null();
            api.update("pool", change).send().await?;
            let raw = raw.get("/work_pools/pool").await?;
            ensure!(raw["is_paused"] == true && raw["concurrency_limit"].is_null(), "{raw}");
            Ok(())
        })
        .await;
    checks
        .call("read a work pool", async {
            let read = api.read("pool").send().await?;
            ensure!(read.is_paused == Some(true) && json!(read.status) == raw.get("/work_pools/pool").await?["status"]);
            Ok(())
        })
        .await;
    checks
        .call("delete a work pool", async {
            api.delete("pool").send().await?;
            ensure!(raw.status("/work_pools/pool").await? == 404);
            Ok(())
        })
        .await;
}

async fn artifacts(session: &Session) {
    let Session { checks, client, raw, .. } = session;
    let api = client.artifacts();
    let id = checks
        .call("create an artifact", async {
            let created = api
                .create(ArtifactCreate::default().with_key("report").with_type("markdown").with_description("# ä"))
                .send()
                .await?;
            let id = created.id.ok_or_else(|| anyhow::anyhow!("the artifact has no id"))?;
            ensure!(raw.get(&format!("/artifacts/{id}")).await?["description"] == "# ä");
            Ok(id)
        })
        .await;
    let Some(id) = id else { return };
    checks
        .call("update an artifact", async {
            api.update(id, ArtifactUpdate::default().with_description("second")).send().await?;
            ensure!(api.read_latest_artifact("report").send().await?.description.as_deref() == Some("second"));
            Ok(())
        })
        .await;
    checks
        .call("delete an artifact", async {
            api.delete(id).send().await?;
            rejected(api.read(id).send().await, 404, "Artifact not found")?;
            Ok(())
        })
        .await;
}
