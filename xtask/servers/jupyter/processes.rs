//! Kernels, sessions and terminals.

use anyhow::{Context as _, ensure};
use jupyter::models::{Kernel, PostApiKernelsBody, Session as Model};
use serde_json::json;
use uuid::Uuid;

use crate::{Session, rejected};
use harness::Whose;

/// An id that does not exist on the server.
const NOTHING: Uuid = Uuid::from_u128(7);

pub(super) async fn drive(session: &Session) {
    let Session { checks, client, raw, .. } = session;
    checks
        .call("list the kinds of kernels", async {
            let listed = client.kernelspecs().get().send().await?;
            let name = listed.default.as_deref().context("there is no default")?;
            let kernel =
                listed.kernelspecs.as_ref().and_then(|all| all.get(name)).context("the default is not listed")?;
            ensure!(kernel.name.as_deref() == Some(name));
            Ok(())
        })
        .await;
    checks
        .deviation(Whose::Document, "`KernelSpec.KernelSpecFile` is sent as `spec`", async {
            let kernel = raw.get("/api/kernelspecs").await?["kernelspecs"]["python3"].clone();
            Ok(kernel["spec"].is_object() && kernel.get("KernelSpecFile").is_none())
        })
        .await;
    if let Some(kernel) = kernels(session).await {
        sessions(session, kernel).await;
        checks
            .call("read a kernel that ended with its session", async {
                rejected(client.kernels().get_by_kernel_id(kernel).send().await, 404, "Kernel does not exist")?;
                Ok(())
            })
            .await;
    }
    terminals(session).await;
}

async fn kernels(session: &Session) -> Option<Uuid> {
    let Session { checks, client, raw, .. } = session;
    let api = client.kernels();
    let kernel = checks
        .call("start a kernel", async {
            let started = api.post().body(PostApiKernelsBody::new("python3")).send().await?;
            ensure!(raw.get(&format!("/api/kernels/{}", started.id)).await?["name"] == "python3");
            Ok(started.id)
        })
        .await?;
    checks
        .call("list the kernels", async {
            let listed = api.get().send().await?;
            ensure!(listed.len() == 1 && listed[0].id == kernel && listed[0].connections == Some(0.0));
            Ok(())
        })
        .await;
    checks
        .call("read a kernel", async {
            let read = api.get_by_kernel_id(kernel).send().await?;
            ensure!(read.name == "python3" && read.last_activity.is_some() && read.execution_state.is_some());
            Ok(())
        })
        .await;
    checks
        .call("interrupt a kernel", async {
            let done = api.post_by_kernel_id_interrupt(kernel).send().await?;
            ensure!(done.meta().status().as_u16() == 204);
            Ok(())
        })
        .await;
    checks
        .call("restart a kernel", async {
            let restarted = api.post_by_kernel_id_restart(kernel).send().await?;
            ensure!(restarted.id == kernel);
            Ok(())
        })
        .await;
    checks
        .call("start and stop a second kernel", async {
            let second = api.post().send().await?.id;
            api.delete_by_kernel_id(second).send().await?;
            ensure!(raw.status(&format!("/api/kernels/{second}")).await? == 404);
            Ok(())
        })
        .await;
    checks
        .call("start a kernel of an unknown kind", async {
            let error =
                rejected(api.post().body(PostApiKernelsBody::new("nothing")).max_retries(0).send().await, 500, "")?;
            ensure!(error.is_server_error());
            Ok(())
        })
        .await;
    checks
        .call("read a kernel that does not exist", async {
            rejected(api.get_by_kernel_id(NOTHING).send().await, 404, "Kernel does not exist")?;
            Ok(())
        })
        .await;
    Some(kernel)
}

async fn sessions(session: &Session, kernel: Uuid) {
    let Session { checks, client, raw, .. } = session;
    let api = client.sessions();
    let id = checks
        .call("create a session with a kernel", async {
            let body = Model::default()
                .with_path("book.ipynb")
                .with_type("notebook")
                .with_name("book")
                .with_kernel(Kernel::new(kernel, "python3"));
            let created = api.post().body(body).send().await?;
            ensure!(
                created.meta().status().as_u16() == 201 && created.kernel.as_ref().is_some_and(|its| its.id == kernel)
            );
            created.id.context("the session has no id")
        })
        .await;
    let Some(id) = id else { return };
    checks
        .call("list the sessions", async {
            let listed = api.get().send().await?;
            ensure!(listed.len() == 1 && listed[0].id == Some(id) && listed[0].path.as_deref() == Some("book.ipynb"));
            Ok(())
        })
        .await;
    checks
        .call("rename a session", async {
            let renamed =
                api.patch_by_session(id, Model::default().with_path("other.ipynb").with_name("other")).send().await?;
            ensure!(renamed.name.as_deref() == Some("other"));
            let raw = raw.get(&format!("/api/sessions/{id}")).await?;
            ensure!(
                raw["path"] == "other.ipynb"
                    && json!(renamed.kernel.as_ref().map(|kernel| kernel.id)) == raw["kernel"]["id"]
            );
            Ok(())
        })
        .await;
    checks
        .call("read a session", async {
            let read = api.get_by_session(id).send().await?;
            ensure!(read.r#type.as_deref() == Some("notebook"));
            Ok(())
        })
        .await;
    checks
        .call("delete a session", async {
            api.delete_by_session(id).send().await?;
            ensure!(raw.get("/api/sessions").await? == json!([]));
            Ok(())
        })
        .await;
    checks
        .call("read a session that does not exist", async {
            rejected(api.get_by_session(NOTHING).send().await, 404, "Session not found")?;
            Ok(())
        })
        .await;
}

async fn terminals(session: &Session) {
    let Session { checks, client, raw, .. } = session;
    let api = client.terminals();
    let name = checks
        .call("open a terminal", async {
            let opened = api.post().send().await?;
            ensure!(raw.get("/api/terminals").await?[0]["name"] == opened.name.as_str());
            Ok(opened.name.clone())
        })
        .await;
    let Some(name) = name else { return };
    checks
        .call("list and read the terminals", async {
            let listed = api.get().send().await?;
            ensure!(listed.len() == 1 && api.get_by_terminal_id(&name).send().await?.name == name);
            Ok(())
        })
        .await;
    checks
        .call("close a terminal", async {
            api.delete_by_terminal_id(&name).send().await?;
            ensure!(raw.get("/api/terminals").await? == json!([]));
            Ok(())
        })
        .await;
    checks
        .call("read a terminal that does not exist", async {
            rejected(api.get_by_terminal_id("99").send().await, 404, "Terminal not found")?;
            Ok(())
        })
        .await;
}
