//! Requests for tokens whose callers give up, and tokens that cannot be replaced.

use std::future::{Future, poll_fn};
use std::sync::{Arc, Mutex};
use std::task::Poll;
use std::time::Duration;

use http::{Request, Response as HttpResponse};
use oaspress_runtime::runtime::credentials::oauth::authorization_code::AuthorizationCode;
use oaspress_runtime::runtime::credentials::oauth::client_credentials::ClientCredentials;
use oaspress_runtime::runtime::credentials::oauth::device_code::DeviceCode;
use oaspress_runtime::runtime::credentials::oauth::registration::OAuthClient;
use oaspress_runtime::runtime::credentials::oauth::user_tokens::UserTokens;
use oaspress_runtime::runtime::{Body, BoxFuture, ClientConfig, Core, CoreBuilder, Transport, TransportError};

use crate::oauth_server::{OAuthServer, Reply, client, json, token};
use crate::oauth_simulated::Simulated;
use crate::support::{Make, answer, run};

/// A client without a credential.
fn bare(server: &OAuthServer) -> Core {
    CoreBuilder::new(ClientConfig::at(&server.url("/v1"))).build()
}

/// A server whose tokens arrive after a third of a second.
async fn slow_server() -> OAuthServer {
    OAuthServer::start(|request, earlier| match request.path.as_str() {
        "/token" => {
            let number = earlier + 1;
            let body = format!(
                r#"{{"access_token":"access-{number}","refresh_token":"refresh-{number}","expires_in":3600}}"#
            );
            Reply { delay: Duration::from_millis(300), ..json(200, body) }
        }
        "/device" => json(
            200,
            r#"{"device_code":"device-code-1","user_code":"A","verification_uri":"https://example.com","expires_in":60,"interval":0}"#,
        ),
        _ => json(204, ""),
    })
    .await
}

#[test]
fn a_request_whose_callers_have_all_given_up_is_finished() {
    run(async {
        let server = slow_server().await;
        let stored = Arc::<Mutex<Vec<String>>>::default();
        let store = Arc::clone(&stored);
        let user = UserTokens::from_refresh_token(server.authorization_server(), client(), "refresh-0").on_tokens(
            move |tokens| {
                let token = tokens.refresh_token().map_or("", |token| token.expose()).to_owned();
                store.lock().expect("no panic").push(token);
            },
        );
        let hasty = server.builder(user.clone()).timeout(Duration::from_millis(50)).build();
        assert!(hasty.send(&Make).await.expect_err("too slow").is_timeout());
        tokio::time::sleep(Duration::from_millis(600)).await;
        assert_eq!(*stored.lock().expect("no panic"), ["refresh-1"]);
        assert_eq!(user.refresh_token().expect("a token").expose(), "refresh-1");
        hasty.send(&Make).await.expect("the token is here");
        // The same without the source itself.
        let user = user.scope("more");
        let gone = server.builder(user).timeout(Duration::from_millis(50)).build();
        assert!(gone.send(&Make).await.expect_err("too slow").is_timeout());
        drop(gone);
        tokio::time::sleep(Duration::from_millis(600)).await;
        assert_eq!(*stored.lock().expect("no panic"), ["refresh-1", "refresh-2"]);
        assert_eq!(server.requests("/token").len(), 2);
    });
}

#[test]
fn a_device_that_stops_waiting_loses_no_tokens() {
    let login = run(async {
        let server = slow_server().await;
        let flow = DeviceCode::new(server.authorization_server(), OAuthClient::public("tv"));
        let core = bare(&server);
        let login = flow.start(&core).await.expect("a code");
        let wait = tokio::time::timeout(Duration::from_millis(1150), login.wait(&core));
        assert!(wait.await.is_err(), "canceled while the response is on its way");
        tokio::time::sleep(Duration::from_millis(500)).await;
        let first = login.wait(&core).await.expect("tokens");
        let second = login.wait(&core).await.expect("the same tokens");
        for user in [first, second] {
            assert_eq!(user.refresh_token().expect("a token").expose(), "refresh-1");
        }
        assert_eq!(server.requests("/token").len(), 1);
        (login, core)
    });
    let user = run(async { login.0.wait(&login.1).await }).expect("the same tokens on another runtime");
    assert_eq!(user.refresh_token().expect("a token").expose(), "refresh-1");
}

/// A transport whose responses take many polls, each of which wakes all callers.
struct Restless;

impl Transport for Restless {
    fn send(&self, _: Request<Body>) -> BoxFuture<'_, Result<HttpResponse<Body>, TransportError>> {
        let mut polls = 0;
        Box::pin(poll_fn(move |context| {
            polls += 1;
            if polls < 100 {
                context.waker().wake_by_ref();
                return Poll::Pending;
            }
            let body = r#"{"access_token":"a-token","expires_in":0}"#;
            Poll::Ready(Ok(answer(200, &[("content-type", "application/json")], body).map(Body::from)))
        }))
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}

#[test]
fn callers_on_two_runtimes_do_not_block_each_other() {
    let core = CoreBuilder::new(ClientConfig::at("https://api.example.com")).transport(Restless).build();
    let source = ClientCredentials::new(Simulated::server(), client());
    let threads: Vec<_> = (0..2)
        .map(|_| {
            let (core, source) = (core.clone(), source.clone());
            std::thread::spawn(move || {
                run(async {
                    for _ in 0..100 {
                        let fetch = tokio::time::timeout(Duration::from_secs(5), source.fetch(&core));
                        fetch.await.expect("in time").expect("a token");
                    }
                });
            })
        })
        .collect();
    assert!(threads.into_iter().all(|thread| thread.join().is_ok()));
}

#[test]
fn a_runtime_that_does_not_run_stops_nobody_for_ever() {
    let idle = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    run(async {
        let server = OAuthServer::start(|_, _| token("a-token")).await;
        let source =
            ClientCredentials::new(server.authorization_server(), client()).timeout(Duration::from_millis(100));
        let core = bare(&server);
        let mut begun = Box::pin(source.fetch(&core));
        let polled = std::thread::scope(|scope| {
            let poll = poll_fn(|context| Poll::Ready(begun.as_mut().poll(context).is_pending()));
            scope.spawn(|| idle.block_on(poll)).join()
        });
        assert!(polled.expect("no panic"), "begun, and never polled again");
        let fetch = tokio::time::timeout(Duration::from_secs(5), source.fetch(&core));
        assert_eq!(fetch.await.expect("in time").expect("a token").access_token().expose(), "a-token");
    });
}

#[test]
fn a_token_that_cannot_be_replaced_is_used_until_it_expires() {
    run(async {
        let server = Simulated::new(|_, earlier| match earlier {
            0 => (200, r#"{"access_token":"first-token","expires_in":1000}"#.to_owned()),
            _ => (503, "busy".to_owned()),
        });
        let core = server.core();
        let source = ClientCredentials::new(Simulated::server(), client());
        for (seconds, requests) in [(0, 1), (945, 4), (0, 4), (11, 7)] {
            server.advance(seconds);
            let tokens = source.fetch(&core).await.expect("valid until it expires");
            assert_eq!(tokens.access_token().expose(), "first-token");
            assert_eq!(server.bodies("/token").len(), requests, "a failed renewal is repeated only seconds later");
        }
        server.advance(60);
        assert_eq!(source.fetch(&core).await.expect_err("expired").status().map(|status| status.as_u16()), Some(503));
    });
}

#[test]
fn one_rejection_does_not_discard_a_valid_token() {
    run(async {
        let server = OAuthServer::start(|request, earlier| match request.path.as_str() {
            "/token" => token("access-1"),
            _ if earlier == 0 => json(401, "{}"),
            _ => json(204, ""),
        })
        .await;
        let flow = AuthorizationCode::new(server.authorization_server(), client(), "http://127.0.0.1:9/back");
        let login = flow.authorize(&bare(&server)).await.expect("a URL");
        let core = server.core(login.finish(&format!("code=c&state={}", login.state().expose())).expect("a code"));
        let error = core.send(&Make).await.expect_err("rejected");
        assert_eq!(error.status().map(|status| status.as_u16()), Some(401));
        core.send(&Make).await.expect("the token is still valid");
        assert_eq!(server.requests("/token").len(), 1);
    });
}

#[test]
fn other_scopes_need_other_tokens() {
    run(async {
        let server = Simulated::new(|_, earlier| {
            let body = r#"{"access_token":"a-NUMBER","refresh_token":"refresh-NUMBER","expires_in":1000}"#;
            (200, body.replace("NUMBER", &earlier.to_string()))
        });
        let core = server.core();
        let source = ClientCredentials::new(Simulated::server(), OAuthClient::public("app")).scope("read");
        source.fetch(&core).await.expect("a token");
        source.clone().renew_before(Duration::from_secs(1)).fetch(&core).await.expect("the same token");
        source.scope("write").fetch(&core).await.expect("another token");
        let grant = "grant_type=client_credentials";
        let app = "client_id=app";
        assert_eq!(
            server.bodies("/token"),
            [format!("{grant}&scope=read&{app}"), format!("{grant}&scope=read+write&{app}")]
        );

        let at = Simulated::server().authorization_url("https://example.com/authorize");
        let flow = AuthorizationCode::new(at, OAuthClient::public("app"), "http://127.0.0.1:9/back").scope("read");
        let login = flow.authorize(&core).await.expect("a URL");
        let user = login.finish(&format!("code=c&state={}", login.state().expose())).expect("a code");
        user.fetch(&core).await.expect("tokens");
        server.advance(2000);
        user.fetch(&core).await.expect("tokens of all granted scopes");
        user.scope("less").fetch(&core).await.expect("tokens of this scope");
        let bodies = server.bodies("/token");
        let refresh = "grant_type=refresh_token&refresh_token=refresh";
        assert_eq!(bodies[3..], [format!("{refresh}-2&{app}"), format!("{refresh}-3&scope=less&{app}")]);
    });
}
