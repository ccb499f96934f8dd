//! Users, roles, and the access of clients with and without a credential once authentication is enabled.

use anyhow::{Context as _, ensure};
use etcd::Client;
use etcd::models::{
    AuthpbPermission, AuthpbPermissionType, EtcdserverpbAuthDisableRequest, EtcdserverpbAuthEnableRequest,
    EtcdserverpbAuthRoleAddRequest, EtcdserverpbAuthRoleDeleteRequest, EtcdserverpbAuthRoleGetRequest,
    EtcdserverpbAuthRoleGrantPermissionRequest, EtcdserverpbAuthRoleListRequest, EtcdserverpbAuthUserAddRequest,
    EtcdserverpbAuthUserChangePasswordRequest, EtcdserverpbAuthUserDeleteRequest, EtcdserverpbAuthUserGetRequest,
    EtcdserverpbAuthUserGrantRoleRequest, EtcdserverpbAuthUserListRequest, EtcdserverpbAuthenticateRequest,
    EtcdserverpbPutRequest, EtcdserverpbRangeRequest,
};
use serde_json::json;

use crate::{Session, bytes, rejected};
use harness::Whose;

pub(super) async fn drive(session: &Session) {
    let Session { checks, raw, .. } = session;
    checks
        .deviation(
            Whose::Document,
            "every operation requires a token, and without authentication the server rejects any",
            async {
                let accepted = raw.send("POST", "/v3/kv/range", Some(json!({"key": "YQ=="}))).await?;
                let token = crate::Raw::new(&session.url, Some(("authorization", "token".to_owned())));
                let rejected = token.send("POST", "/v3/kv/range", Some(json!({"key": "YQ=="}))).await?;
                Ok((accepted.0, rejected.0) == (200, 401))
            },
        )
        .await;
    accounts(session).await;
    authentication(session).await;
}

async fn accounts(session: &Session) {
    let Session { checks, client, .. } = session;
    let auth = client.auth();
    let user =
        |name: &str, password: &str| EtcdserverpbAuthUserAddRequest::default().with_name(name).with_password(password);
    checks
        .call("add a user", async {
            auth.user_add(user("root", "secret")).send().await?;
            auth.user_add(user("reader", "first")).send().await?;
            ensure!(session.etcdctl(&["user", "list"])?.lines().eq(["reader", "root"]));
            Ok(())
        })
        .await;
    checks
        .call("add the same user again", async {
            rejected(auth.user_add(user("reader", "x")).send().await, 412, "user name already exists")?;
            Ok(())
        })
        .await;
    checks
        .call("change a password", async {
            let request =
                EtcdserverpbAuthUserChangePasswordRequest::default().with_name("reader").with_password("second");
            auth.user_change_password(request).send().await?;
            Ok(())
        })
        .await;
    checks
        .call("add roles", async {
            for name in ["root", "readers"] {
                auth.role_add(EtcdserverpbAuthRoleAddRequest::default().with_name(name)).send().await?;
            }
            let listed = auth.role_list(EtcdserverpbAuthRoleListRequest::default()).send().await?;
            ensure!(listed.roles.as_deref() == Some(["readers".to_owned(), "root".to_owned()].as_slice()));
            ensure!(session.etcdctl(&["role", "list"])?.lines().eq(["readers", "root"]));
            Ok(())
        })
        .await;
    checks
        .call("grant a permission to a role", async {
            let permission =
                AuthpbPermission::default().with_key(bytes("greeting")).with_perm_type(AuthpbPermissionType::Read);
            let request =
                EtcdserverpbAuthRoleGrantPermissionRequest::default().with_name("readers").with_perm(permission);
            auth.role_grant_permission(request).send().await?;
            let read = auth.role_get(EtcdserverpbAuthRoleGetRequest::default().with_role("readers")).send().await?;
            let granted = read.perm.as_deref().and_then(<[_]>::first).context("there is no permission")?;
            ensure!(granted.key == Some(bytes("greeting")));
            ensure!(session.etcdctl(&["role", "get", "readers"])?.contains("greeting"));
            Ok(())
        })
        .await;
    checks
        .call("grant roles to users", async {
            for (user, role) in [("root", "root"), ("reader", "readers")] {
                let request = EtcdserverpbAuthUserGrantRoleRequest::default().with_user(user).with_role(role);
                auth.user_grant_role(request).send().await?;
            }
            let read = auth.user_get(EtcdserverpbAuthUserGetRequest::default().with_name("reader")).send().await?;
            ensure!(read.roles.as_deref() == Some(["readers".to_owned()].as_slice()));
            Ok(())
        })
        .await;
    checks
        .call("read a user that does not exist", async {
            let outcome = auth.user_get(EtcdserverpbAuthUserGetRequest::default().with_name("nobody")).send().await;
            rejected(outcome, 412, "user name not found")?;
            Ok(())
        })
        .await;
}

async fn authentication(session: &Session) {
    let Session { checks, client, url, .. } = session;
    let auth = client.auth();
    let enabled = checks
        .call("enable authentication", async {
            auth.enable(EtcdserverpbAuthEnableRequest::default()).send().await?;
            ensure!(session.etcdctl(&["get", "greeting"]).is_err(), "unauthenticated clients can still read");
            Ok(())
        })
        .await;
    if enabled.is_none() {
        return;
    }
    checks
        .call("read without a token", async {
            let request = EtcdserverpbRangeRequest::default().with_key(bytes("greeting"));
            rejected(client.kv().range(request).send().await, 400, "user name is empty")?;
            Ok(())
        })
        .await;
    checks
        .call("authenticate with a wrong password", async {
            let request = EtcdserverpbAuthenticateRequest::default().with_name("reader").with_password("first");
            rejected(
                auth.authenticate(request).send().await,
                400,
                "authentication failed, invalid user ID or password",
            )?;
            Ok(())
        })
        .await;
    let reader = token(session, "reader", "second").await;
    let root = token(session, "root", "secret").await;
    let (Some(reader), Some(root)) = (reader, root) else { return };
    checks
        .call("read with a token", async {
            let reader = Client::builder().base_url(url).api_key(reader.clone()).build()?;
            let read =
                reader.kv().range(EtcdserverpbRangeRequest::default().with_key(bytes("greeting"))).send().await?;
            ensure!(read.count.as_deref() == Some("1"));
            Ok(())
        })
        .await;
    checks
        .call("write without the permission", async {
            let reader = Client::builder().base_url(url).api_key(reader.clone()).build()?;
            let request = EtcdserverpbPutRequest::default().with_key(bytes("greeting")).with_value(bytes("x"));
            let error = rejected(reader.kv().put(request).send().await, 403, "permission denied")?;
            ensure!(error.is_permission());
            Ok(())
        })
        .await;
    checks
        .call("read with a wrong token", async {
            let stranger = Client::builder().base_url(url).api_key("wrong").build()?;
            let request = EtcdserverpbRangeRequest::default().with_key(bytes("greeting"));
            let error = rejected(stranger.kv().range(request).send().await, 401, "invalid auth token")?;
            ensure!(error.is_authentication());
            Ok(())
        })
        .await;
    administration(session, root).await;
}

/// Returns an authentication token for a user.
async fn token(session: &Session, name: &str, password: &str) -> Option<String> {
    let request = EtcdserverpbAuthenticateRequest::default().with_name(name).with_password(password);
    session
        .checks
        .call(&format!("authenticate as {name}"), async {
            let done = session.client.auth().authenticate(request).send().await?;
            done.token.clone().context("there is no token")
        })
        .await
}

/// Calls operations that require the role `root`.
async fn administration(session: &Session, token: String) {
    let Session { checks, url, .. } = session;
    let Ok(root) = Client::builder().base_url(url).api_key(token).build() else { return };
    let auth = root.auth();
    checks
        .call("list the users as root", async {
            let listed = auth.user_list(EtcdserverpbAuthUserListRequest::default()).send().await?;
            ensure!(listed.users.as_deref() == Some(["reader".to_owned(), "root".to_owned()].as_slice()));
            Ok(())
        })
        .await;
    checks
        .call("delete a user and a role as root", async {
            auth.user_delete(EtcdserverpbAuthUserDeleteRequest::default().with_name("reader")).send().await?;
            auth.role_delete(EtcdserverpbAuthRoleDeleteRequest::default().with_role("readers")).send().await?;
            ensure!(session.etcdctl(&["--user", "root:secret", "user", "list"])?.trim() == "root");
            Ok(())
        })
        .await;
    checks
        .call("disable authentication", async {
            auth.disable(EtcdserverpbAuthDisableRequest::default()).send().await?;
            ensure!(session.value("greeting")? == "swapped");
            Ok(())
        })
        .await;
}
