//! Tokens of users, over sockets: refresh tokens, authorization codes with PKCE, device codes, and the discovery of servers.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use oaspress_runtime::runtime::credentials::oauth::authorization_code::AuthorizationCode;
use oaspress_runtime::runtime::credentials::oauth::client_credentials::ClientCredentials;
use oaspress_runtime::runtime::credentials::oauth::device_code::DeviceCode;
use oaspress_runtime::runtime::credentials::oauth::oauth_error::OAuthErrorKind;
use oaspress_runtime::runtime::credentials::oauth::registration::OAuthClient;
use oaspress_runtime::runtime::credentials::oauth::server::AuthorizationServer;
use oaspress_runtime::runtime::credentials::oauth::user_tokens::UserTokens;
use oaspress_runtime::runtime::{ClientConfig, Core, CoreBuilder};
use sha2::{Digest as _, Sha256};

use crate::oauth_server::{OAuthServer, Received, Reply, client, json, token};
use crate::support::{Make, Script, Turn, answer, run};

fn api(request: &Received, refused: &[&str]) -> Reply {
    if refused.contains(&request.bearer()) { json(401, "{}") } else { json(204, "") }
}

/// A client without a credential.
fn bare(server: &OAuthServer) -> Core {
    CoreBuilder::new(ClientConfig::at(&server.url("/v1"))).build()
}

#[test]
fn a_new_refresh_token_replaces_the_earlier_one() {
    run(async {
        let server = OAuthServer::start(|request, earlier| match request.path.as_str() {
            // The second response has no refresh token, so the earlier one stays.
            "/refresh" if earlier == 1 => json(200, r#"{"access_token":"access-2","expires_in":3600}"#),
            "/refresh" => {
                let number = earlier + 1;
                json(200, format!(r#"{{"access_token":"access-{number}","refresh_token":"refresh-{number}"}}"#))
            }
            _ => api(request, &["access-1", "access-2"]),
        })
        .await;
        let stored = Arc::<Mutex<Vec<String>>>::default();
        let store = Arc::clone(&stored);
        let at = server.authorization_server().refresh_url(server.url("/refresh"));
        let user = UserTokens::from_refresh_token(at, client(), "refresh-0").on_tokens(move |tokens| {
            let token = tokens.refresh_token().map_or("", |token| token.expose()).to_owned();
            store.lock().expect("no panic").push(token);
        });
        let core = server.core(user.clone());
        let _ = core.send(&Make).await;
        core.send(&Make).await.expect("the third token is accepted");
        let sent: Vec<_> = server.requests("/refresh").iter().map(|request| request.body.clone()).collect();
        let body = |number| format!("grant_type=refresh_token&refresh_token=refresh-{number}");
        assert_eq!(sent, [body(0), body(1), body(1)]);
        assert_eq!(*stored.lock().expect("no panic"), ["refresh-1", "refresh-1", "refresh-3"]);
        assert_eq!(user.refresh_token().map(|token| token.expose().to_owned()).as_deref(), Some("refresh-3"));
        assert!(!format!("{user:?} {core:?}").contains("refresh-"));
    });
}

#[test]
fn a_rejected_refresh_token_is_not_sent_again() {
    run(async {
        let server = OAuthServer::start(|request, _| match request.path.as_str() {
            "/token" => {
                json(400, r#"{"error":"invalid_grant","error_description":"revoked-refresh-token is revoked"}"#)
            }
            _ => api(request, &[]),
        })
        .await;
        let user = UserTokens::from_refresh_token(server.authorization_server(), client(), "revoked-refresh-token");
        let core = server.core(user.clone());
        for _ in 0..3 {
            assert!(core.send(&Make).await.is_err());
        }
        let error = user.fetch(&core).await.expect_err("no token");
        assert!(error.is_login_required());
        assert_eq!(error.code(), Some("invalid_grant"));
        let message = "the user has to authorize the program again: invalid_grant (********************* is revoked)";
        assert_eq!(error.to_string(), message);
        assert_eq!(server.requests("/token").len(), 1);
    });
}

#[test]
fn a_refresh_is_repeated_only_if_it_was_not_sent() {
    run(async {
        let server = OAuthServer::start(|_, _| json(503, "busy")).await;
        let user = UserTokens::from_refresh_token(server.authorization_server(), client(), "refresh-0");
        let error = user.fetch(&bare(&server)).await.expect_err("no token");
        assert_eq!((error.kind(), server.requests("/token").len()), (OAuthErrorKind::Response, 1));
        assert!(user.refresh_token().is_some(), "it may still be valid");
    });
}

/// Returns a parameter of a URL, decoded as far as these tests need it.
fn parameter<'a>(url: &'a str, name: &str) -> &'a str {
    let query = url.split_once('?').map_or("", |(_, query)| query);
    let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs.find(|(known, _)| *known == name).map(|(_, value)| value).unwrap_or_default()
}

#[test]
fn a_code_is_exchanged_with_its_verifier() {
    run(async {
        let server = OAuthServer::start(|request, _| match request.path.as_str() {
            "/token" => json(
                200,
                r#"{"access_token":"access-1","refresh_token":"refresh-1","expires_in":3600,"id_token":"a.b.c"}"#,
            ),
            _ => api(request, &[]),
        })
        .await;
        let flow = AuthorizationCode::new(
            server.authorization_server(),
            OAuthClient::public("my app"),
            "http://127.0.0.1:9/back",
        )
        .scope("openid")
        .authorization_parameter("prompt", "consent")
        .parameter("resource", "https://api.example.com");
        let login = flow.authorize(&bare(&server)).await.expect("a URL");
        let url = login.url();
        assert!(
            url.starts_with(&format!("{}&response_type=code&client_id=my+app&", server.url("/authorize?tenant=1"))),
            "{url}"
        );
        assert_eq!(parameter(url, "redirect_uri"), "http%3A%2F%2F127.0.0.1%3A9%2Fback");
        assert_eq!((parameter(url, "scope"), parameter(url, "prompt")), ("openid", "consent"));
        assert_eq!(parameter(url, "code_challenge_method"), "S256");
        let (state, challenge) = (parameter(url, "state").to_owned(), parameter(url, "code_challenge").to_owned());
        assert!(state.len() == 43 && challenge.len() == 43);

        let other = flow.authorize(&bare(&server)).await.expect("a URL");
        assert_ne!((parameter(other.url(), "state"), parameter(other.url(), "code_challenge")), (&*state, &*challenge));
        for (redirect, kind) in [
            (format!("code=c&state={}", parameter(other.url(), "state")), OAuthErrorKind::Redirect),
            ("code=c".to_owned(), OAuthErrorKind::Redirect),
            (format!("code=c&state={state}&state={state}"), OAuthErrorKind::Redirect),
            (format!("state={state}"), OAuthErrorKind::Redirect),
            (format!("error=access_denied&state={state}"), OAuthErrorKind::Rejected),
        ] {
            let error = login.finish(&redirect).expect_err("no code");
            assert_eq!((error.kind(), error.is_denied()), (kind, kind == OAuthErrorKind::Rejected), "{error}");
        }
        assert!(server.requests("/token").is_empty());

        let user = login.finish(&format!("http://127.0.0.1:9/back?code=a%2Fcode&state={state}#x")).expect("a code");
        let core = server.core(user.clone());
        core.send(&Make).await.expect("a response");
        core.send(&Make).await.expect("a response");
        let requests = server.requests("/token");
        assert_eq!(requests.len(), 1);
        let verifier = requests[0].parameter("code_verifier").expect("a verifier");
        assert_eq!(
            requests[0].body,
            format!(
                "grant_type=authorization_code&code=a%2Fcode&redirect_uri=http%3A%2F%2F127.0.0.1%3A9%2Fback&code_verifier={verifier}\
                 &resource=https%3A%2F%2Fapi.example.com&client_id=my+app"
            )
        );
        assert_eq!(URL_SAFE_NO_PAD.encode(Sha256::digest(verifier)), challenge);
        assert_eq!(
            user.tokens().and_then(|tokens| tokens.id_token().map(|token| token.expose().to_owned())).as_deref(),
            Some("a.b.c")
        );
        for text in [format!("{login:?}"), format!("{user:?} {flow:?}")] {
            assert!([state.as_str(), verifier, "access-1"].iter().all(|secret| !text.contains(secret)), "{text}");
        }
        let resumed = flow.resume(&core, login.state().clone(), login.verifier().clone()).await.expect("a URL");
        assert_eq!(resumed.url(), login.url());
    });
}

#[test]
fn a_user_without_a_refresh_token_has_to_log_in_again() {
    run(async {
        let server = OAuthServer::start(|request, _| match request.path.as_str() {
            "/token" => token("access-1"),
            _ => api(request, &["access-1"]),
        })
        .await;
        let flow = AuthorizationCode::new(server.authorization_server(), client(), "http://127.0.0.1:9/back");
        let login = flow.authorize(&bare(&server)).await.expect("a URL");
        let user = login.finish(&format!("code=c&state={}", login.state().expose())).expect("a code");
        let core = server.core(user.clone());
        let error = core.send(&Make).await.expect_err("the token is rejected");
        assert_eq!(error.status().map(|status| status.as_u16()), Some(401));
        assert!(core.send(&Make).await.is_err());
        assert_eq!(server.requests("/token").len(), 1);
    });
}

const DEVICE: &str = r#"{"device_code":"device-code-1","user_code":"WDJB-MJHT","verification_uri":"https://example.com/device",
    "verification_uri_complete":"https://example.com/device?c=WDJB-MJHT","expires_in":EXPIRES}"#;

/// Returns the waits and the end of a device login to which the server responds like this.
fn device(
    expires: &str,
    replies: &[(u16, &str)],
) -> (Vec<Duration>, Result<UserTokens, oaspress_runtime::runtime::credentials::oauth::oauth_error::OAuthError>) {
    let json = |status, body: &str| Turn::Response(answer(status, &[("content-type", "application/json")], body));
    let first = json(200, &DEVICE.replace("EXPIRES", expires));
    let script = Script::new(std::iter::once(first).chain(replies.iter().map(|(status, body)| json(*status, body))));
    let core = CoreBuilder::new(ClientConfig::at("https://api.example.com")).transport(script.clone()).build();
    let server = AuthorizationServer::at("https://example.com/token").device_url("https://example.com/device");
    let flow = DeviceCode::new(server, OAuthClient::public("tv")).scope("watch").timeout(Duration::from_secs(1000));
    let (login, tokens) = run(async {
        let login = flow.start(&core).await.expect("a code");
        let tokens = login.wait(&core).await;
        (login, tokens)
    });
    assert_eq!(login.user_code(), "WDJB-MJHT");
    assert_eq!(login.verification_uri(), "https://example.com/device");
    assert_eq!(login.verification_uri_complete(), Some("https://example.com/device?c=WDJB-MJHT"));
    assert!(!format!("{login:?} {flow:?}").contains("device-code-1"));
    let bodies: Vec<_> = script
        .requests()
        .iter()
        .map(|request| String::from_utf8(request.body().bytes().expect("a whole body").to_vec()).expect("a form"))
        .collect();
    assert_eq!(bodies[0], "scope=watch&client_id=tv");
    let grant = "urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code";
    assert!(
        bodies[1..].iter().all(|body| *body == format!("grant_type={grant}&device_code=device-code-1&client_id=tv"))
    );
    let waits = script.waits().into_iter().filter(|wait| *wait < Duration::from_secs(900)).collect();
    (waits, tokens)
}

#[test]
fn a_device_waits_for_its_user() {
    let pending = (400, r#"{"error":"authorization_pending"}"#);
    let (waits, tokens) = device(
        "600",
        &[
            pending,
            (400, r#"{"error":"slow_down"}"#),
            pending,
            (503, "busy"),
            (200, r#"{"access_token":"access-1","refresh_token":"refresh-1"}"#),
        ],
    );
    assert_eq!(waits, [5, 5, 10, 10, 20].map(Duration::from_secs));
    let tokens = tokens.expect("tokens");
    assert_eq!(tokens.tokens().map(|tokens| tokens.access_token().expose().to_owned()).as_deref(), Some("access-1"));
    assert!(tokens.refresh_token().is_some());
}

#[test]
fn a_device_stops_waiting() {
    let pending = (400, r#"{"error":"authorization_pending"}"#);
    let (_, denied) = device("600", &[pending, (400, r#"{"error":"access_denied"}"#)]);
    assert!(denied.expect_err("denied").is_denied());
    let (_, expired) = device("600", &[pending, (400, r#"{"error":"expired_token"}"#)]);
    assert_eq!(expired.expect_err("expired").kind(), OAuthErrorKind::Expired);
    let (waits, expired) = device("0", &[]);
    assert_eq!((waits.len(), expired.expect_err("expired").kind()), (1, OAuthErrorKind::Expired));
}

/// A server whose metadata are at these paths, with this issuer.
async fn discovered(issuer: impl Fn(&str) -> String + Send + Sync + 'static, further: &'static str) -> OAuthServer {
    OAuthServer::start(move |request, _| {
        let host = request.header("host").unwrap_or_default().to_owned();
        match request.path.as_str() {
            path if path.contains("/.well-known/") || path == "/config.json" => json(
                200,
                format!(
                    r#"{{"issuer":"{}","token_endpoint":"http://{host}/token","authorization_endpoint":"http://{host}/authorize"{further}}}"#,
                    issuer(&format!("http://{host}"))
                ),
            ),
            "/token" => token("a-token"),
            _ => api(request, &[]),
        }
    })
    .await
}

#[test]
fn a_server_is_discovered_once() {
    run(async {
        let post = r#","token_endpoint_auth_methods_supported":["client_secret_post","private_key_jwt"]"#;
        let server = discovered(|host| format!("{host}/tenant/"), post).await;
        let at = AuthorizationServer::discover(server.url("/tenant/.well-known/openid-configuration"));
        let source = ClientCredentials::new(at.clone(), client());
        let core = server.core(source);
        core.send(&Make).await.expect("a response");
        let again = server.core(ClientCredentials::new(at.clone(), client()));
        again.send(&Make).await.expect("a response");
        assert_eq!(server.requests("/tenant/.well-known/openid-configuration").len(), 1);
        let metadata = at.metadata(&core).await.expect("metadata").expect("discovered");
        assert_eq!(metadata.issuer(), format!("http://{}/tenant/", server.address));
        let requests = server.requests("/token");
        assert_eq!(requests.len(), 2);
        assert!(requests[0].body.contains("client_secret=") && requests[0].header("authorization").is_none());
    });
}

#[test]
fn metadata_have_to_be_those_of_the_server() {
    run(async {
        for (path, issuer, is_accepted) in [
            ("/.well-known/openid-configuration", "HOST", true),
            ("/.well-known/openid-configuration", "HOST/", true),
            ("/.well-known/openid-configuration", "https://evil.example.com", false),
            ("/.well-known/openid-configuration", "HOST/other", false),
            ("/.well-known/openid-configuration", "", false),
            ("/.well-known/oauth-authorization-server/tenant", "HOST/tenant", true),
            ("/.well-known/oauth-authorization-server/tenant", "HOST", false),
            ("/tenant/.well-known/openid-configuration", "HOST/tenant", true),
            ("/config.json", "HOST/anything", true),
            ("/config.json", "HOST.evil.example.com", false),
        ] {
            let server = discovered(move |host| issuer.replace("HOST", host), "").await;
            let source = ClientCredentials::new(AuthorizationServer::discover(server.url(path)), client());
            let outcome = source.fetch(&bare(&server)).await;
            assert_eq!(outcome.is_ok(), is_accepted, "{path} {issuer}");
            assert_eq!(server.requests("/token").len(), usize::from(is_accepted));
        }
        let server = discovered(|_| "https://login.example.com/{tenant}".to_owned(), "").await;
        let at = AuthorizationServer::discover(server.url("/.well-known/openid-configuration"));
        let source = ClientCredentials::new(at.issuer("https://login.example.com/{tenant}"), client());
        source.fetch(&bare(&server)).await.expect("the caller expects this issuer");
    });
}

#[test]
fn redirects_of_another_issuer_are_rejected() {
    run(async {
        let names = r#","authorization_response_iss_parameter_supported":true"#;
        let server = discovered(str::to_owned, names).await;
        let at = AuthorizationServer::discover(server.url("/.well-known/openid-configuration"));
        let flow = AuthorizationCode::new(at.clone(), client(), "http://127.0.0.1:9/back");
        let login = flow.authorize(&bare(&server)).await.expect("a URL");
        assert!(login.url().starts_with(&server.url("/authorize?")));
        let redirect = |issuer: &str| format!("code=c&state={}&iss={issuer}", login.state().expose());
        assert_eq!(
            login.finish(&redirect("https://evil.example.com")).expect_err("evil").kind(),
            OAuthErrorKind::Redirect
        );
        let without = format!("code=c&state={}", login.state().expose());
        assert_eq!(login.finish(&without).expect_err("no issuer").kind(), OAuthErrorKind::Redirect);
        let user = login.finish(&redirect(&server.url(""))).expect("a code");
        server.core(user).send(&Make).await.expect("a response");
        let device = DeviceCode::new(at, client());
        let error = device.start(&bare(&server)).await.expect_err("no endpoint");
        assert_eq!(
            error.to_string(),
            "the metadata of the authorization server has no `device_authorization_endpoint`"
        );
    });
}
