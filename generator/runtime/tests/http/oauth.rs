//! Tokens from an authorization server, over sockets: kept, requested once for all callers, renewed, and never shown.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use oaspress_runtime::runtime::blocking::wait_for;
use oaspress_runtime::runtime::credentials::oauth::client_credentials::ClientCredentials;
use oaspress_runtime::runtime::credentials::oauth::oauth_error::{OAuthError, OAuthErrorKind};
use oaspress_runtime::runtime::credentials::oauth::registration::OAuthClient;
use oaspress_runtime::runtime::credentials::oauth::server::AuthorizationServer;
use oaspress_runtime::runtime::{ClientConfig, CoreBuilder, Ended, Error, Observed, TransportKind};

use crate::oauth_server::{CLIENT_SECRET, OAuthServer, Received, Reply, client, json, token};
use crate::support::{Make, TOKEN, run};

/// An API that accepts every token except these.
fn api(request: &Received, refused: &[&str]) -> Reply {
    if refused.contains(&request.bearer()) { json(401, "{}") } else { json(204, "") }
}

fn source(server: &OAuthServer) -> ClientCredentials {
    ClientCredentials::new(server.authorization_server(), client())
}

/// Returns the error of the authorization server behind that of a call.
fn oauth<E>(error: &Error<E>) -> OAuthError {
    let Error::Transport(error) = error else { panic!("expected an error of the transport") };
    assert_eq!(error.kind(), TransportKind::Credential);
    let source = std::error::Error::source(&**error).expect("a source");
    source.downcast_ref::<OAuthError>().expect("an error of OAuth 2").clone()
}

async fn counting_server() -> OAuthServer {
    OAuthServer::start(|request, earlier| match request.path.as_str() {
        "/token" => token(&format!("token-number-{}", earlier + 1)),
        _ => api(request, &[]),
    })
    .await
}

#[test]
fn a_token_is_requested_once_and_kept() {
    run(async {
        let server = counting_server().await;
        let source = source(&server).scope("read").scope("write read").parameter("audience", "https://api.example.com");
        let core = server.core(source.parameter("x", "1").parameter("x", "2"));
        for _ in 0..3 {
            core.clone().send(&Make).await.expect("a response");
        }
        let requests = server.requests("/token");
        assert_eq!(requests.len(), 1);
        assert_eq!(requests[0].method, "POST");
        assert_eq!(
            requests[0].body,
            "grant_type=client_credentials&scope=read+write&audience=https%3A%2F%2Fapi.example.com&x=2"
        );
        assert_eq!(requests[0].header("content-type"), Some("application/x-www-form-urlencoded"));
        assert_eq!(requests[0].header("accept"), Some("application/json"));
        assert_eq!(requests[0].header("user-agent"), Some("tests/1.0"));
        // `my+app:s3cret%2Fwith%2Bsigns%3Dand%3Amore`, as RFC 6749, 2.3.1 requires.
        let basic = "Basic bXkrYXBwOnMzY3JldCUyRndpdGglMkJzaWducyUzRGFuZCUzQW1vcmU=";
        assert_eq!(requests[0].header("authorization"), Some(basic));
        assert!(server.requests("/v1/things").iter().all(|request| request.bearer() == "token-number-1"));
    });
}

#[test]
fn the_identity_can_be_in_the_body() {
    run(async {
        let server = counting_server().await;
        let at = server.authorization_server();
        let post = ClientCredentials::new(at.clone(), client().secret_in_body());
        server.core(post).send(&Make).await.expect("a response");
        server.core(ClientCredentials::new(at, OAuthClient::public("app"))).send(&Make).await.expect("a response");
        let requests = server.requests("/token");
        let whole = "grant_type=client_credentials&client_id=my+app&client_secret=s3cret%2Fwith%2Bsigns%3Dand%3Amore";
        assert_eq!(requests[0].body, whole);
        assert_eq!(requests[1].body, "grant_type=client_credentials&client_id=app");
        assert!(requests.iter().all(|request| request.header("authorization").is_none()));
    });
}

#[test]
fn many_calls_at_once_share_a_request() {
    run(async {
        let server = OAuthServer::start(|request, earlier| match request.path.as_str() {
            "/token" => Reply { delay: Duration::from_millis(100), ..token(&format!("token-number-{}", earlier + 1)) },
            _ => api(request, &["token-number-1"]),
        })
        .await;
        let core = server.core(source(&server));
        let calls: Vec<_> = (0..32)
            .map(|_| core.clone())
            .map(|core| tokio::spawn(async move { core.send(&Make).await.is_ok() }))
            .collect();
        for call in calls {
            assert!(call.await.expect("no panic"));
        }
        assert_eq!(server.requests("/token").len(), 2, "one token for all calls, and one in place of the rejected one");
        core.send(&Make).await.expect("a response");
        assert_eq!(server.requests("/token").len(), 2);
    });
}

#[test]
fn a_token_lives_as_long_as_the_server_declares() {
    run(async {
        let table = [
            (r#","expires_in":3600"#, 1),
            (r#","expires_in":"3600""#, 1),
            // Unknown: until it is rejected.
            ("", 1),
            (r#","expires_in":null"#, 1),
            (r#","expires_in":1e300"#, 1),
            (r#","expires_in":0"#, 3),
            (r#","expires_in":-5"#, 3),
            (r#","expires_in":0.02"#, 3),
        ];
        for (expires, expected) in table {
            let server = OAuthServer::start(move |request, _| match request.path.as_str() {
                "/token" => json(200, format!(r#"{{"access_token":"a-token"{expires}}}"#)),
                _ => api(request, &[]),
            })
            .await;
            let core = server.core(source(&server));
            for _ in 0..3 {
                core.send(&Make).await.expect("a response");
                tokio::time::sleep(Duration::from_millis(30)).await;
            }
            assert_eq!(server.requests("/token").len(), expected, "{expires}");
        }
    });
}

#[test]
fn a_token_is_replaced_before_it_expires() {
    run(async {
        for (margin, expected) in [(60, 1), (3600, 1)] {
            let server = counting_server().await;
            let source = source(&server).renew_before(Duration::from_secs(margin));
            let core = server.core(source.clone());
            core.send(&Make).await.expect("a response");
            core.send(&Make).await.expect("a response");
            // The margin is a tenth of the life at most, so that a short life is possible.
            assert_eq!(server.requests("/token").len(), expected);
            let tokens = source.tokens().expect("clones share the tokens");
            assert_eq!(
                (tokens.access_token().expose(), tokens.expires_in()),
                ("token-number-1", Some(Duration::from_secs(3600)))
            );
        }
    });
}

#[test]
fn a_rejected_token_is_replaced_once_per_call() {
    run(async {
        let server = OAuthServer::start(|request, earlier| match request.path.as_str() {
            "/token" => token(&format!("token-number-{}", earlier + 1)),
            _ => api(request, &["token-number-1", "token-number-3", "token-number-4"]),
        })
        .await;
        let core = server.core(source(&server));
        core.send(&Make).await.expect("the second token is accepted");
        assert_eq!(server.requests("/token").len(), 2);
        let core = server.core(source(&server));
        let Err(Error::Api(error)) = core.send(&Make).await else { panic!("expected an error of the server") };
        assert!(error.is_authentication());
        assert_eq!(server.requests("/token").len(), 4, "once only");
    });
}

#[test]
fn a_canceled_call_does_not_cancel_the_request() {
    run(async {
        let server = OAuthServer::start(|request, earlier| match request.path.as_str() {
            "/token" => Reply { delay: Duration::from_millis(300), ..token(&format!("token-number-{}", earlier + 1)) },
            _ => api(request, &[]),
        })
        .await;
        let source = source(&server);
        let hasty = server.builder(source.clone()).timeout(Duration::from_millis(50)).build();
        assert!(hasty.send(&Make).await.expect_err("too slow").is_timeout());
        let waiting = tokio::spawn({
            let core = server.core(source.clone());
            async move { core.send(&Make).await.is_ok() }
        });
        assert!(hasty.send(&Make).await.expect_err("too slow").is_timeout());
        assert!(waiting.await.expect("no panic"));
        server.core(source).send(&Make).await.expect("a response");
        assert_eq!(server.requests("/token").len(), 1, "and its response is not lost");
    });
}

#[test]
fn a_request_that_its_runtime_has_left_behind_is_begun_again() {
    let (send, address) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        run(async {
            let server = OAuthServer::start(|request, earlier| match request.path.as_str() {
                "/token" if earlier == 0 => Reply { delay: Duration::from_secs(60), ..token("too-late") },
                "/token" => token("token-number-2"),
                _ => api(request, &[]),
            })
            .await;
            send.send(server.clone()).expect("the test waits");
            std::future::pending::<()>().await;
        });
    });
    let server = address.recv().expect("a server");
    let source = source(&server);
    run(async {
        let hasty = server.builder(source.clone()).timeout(Duration::from_secs(1)).build();
        assert!(hasty.send(&Make).await.expect_err("too slow").is_timeout());
    });
    run(async { server.core(source.clone()).send(&Make).await.map(|_| ()) }).expect("a response on another runtime");
    let blocking = server.builder(source).build_blocking();
    wait_for(blocking.send(&Make)).expect("a response without a runtime");
    assert_eq!(server.requests("/token").len(), 2);
}

#[test]
fn blocking_clients_have_the_same_tokens() {
    let (send, address) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        run(async {
            send.send(counting_server().await).expect("the test waits");
            std::future::pending::<()>().await;
        });
    });
    let server = address.recv().expect("a server");
    let core = server.builder(source(&server)).build_blocking();
    let threads: Vec<_> = (0..8)
        .map(|_| core.clone())
        .map(|core| std::thread::spawn(move || wait_for(core.send(&Make)).is_ok()))
        .collect();
    assert!(threads.into_iter().all(|thread| thread.join().expect("no panic")));
    assert_eq!(server.requests("/token").len(), 1);
}

#[test]
fn rejections_are_typed_and_show_no_secret() {
    run(async {
        let server = OAuthServer::start(|request, _| match request.path.as_str() {
            "/token" => json(
                401,
                format!(
                    r#"{{"error":"invalid_client","error_description":"no client with {CLIENT_SECRET} here","error_uri":"https://docs.example.com/e"}}"#
                ),
            ),
            _ => api(request, &[]),
        })
        .await;
        let source = source(&server);
        let core = server.core(source.clone());
        let failure = core.send(&Make).await.expect_err("no token");
        let error = oauth(&failure);
        assert_eq!((error.kind(), error.code()), (OAuthErrorKind::Rejected, Some("invalid_client")));
        assert_eq!(error.status().map(|status| status.as_u16()), Some(401));
        assert_eq!(error.uri(), Some("https://docs.example.com/e"));
        assert_eq!(
            error.to_string(),
            "the authorization server rejected the request: invalid_client (no client with ************************** here)"
        );
        for text in [format!("{failure:?} {failure}"), format!("{error:?}"), format!("{core:?} {source:?}")] {
            assert!(!text.contains("s3cret"), "{text}");
        }
        assert!(server.requests("/v1/things").is_empty());
        assert_eq!(server.requests("/token").len(), 1, "a rejection is not retried");
    });
}

#[test]
fn responses_that_are_no_tokens() {
    let flood = format!(r#"{{"access_token":"{}"}}"#, "x".repeat(2 * 1024 * 1024));
    let table = [
        (json(200, r#"{"error":"bad_verification_code"}"#), OAuthErrorKind::Rejected, "bad_verification_code"),
        (json(200, r#"{"token_type":"bearer"}"#), OAuthErrorKind::Response, "no `access_token`"),
        (json(200, r#"{"access_token":7}"#), OAuthErrorKind::Response, "no `access_token`"),
        (json(200, r#"{"access_token":"a","token_type":"mac"}"#), OAuthErrorKind::Response, "not `Bearer`"),
        (json(200, "access_token=a"), OAuthErrorKind::Response, "not a JSON object"),
        (json(200, "[]"), OAuthErrorKind::Response, "not a JSON object"),
        (json(404, "{}"), OAuthErrorKind::Response, "the status 404"),
        (json(200, flood), OAuthErrorKind::Transport, "no response"),
        (Reply { headers: "Location: /elsewhere\r\n".into(), ..json(307, "") }, OAuthErrorKind::Response, "a redirect"),
    ];
    run(async {
        for (reply, kind, message) in table {
            let reply = Arc::new(reply);
            let server = OAuthServer::start(move |_, _| Reply {
                status: reply.status,
                headers: reply.headers.clone(),
                body: reply.body.clone(),
                delay: Duration::ZERO,
            })
            .await;
            let error = oauth(&server.core(source(&server)).send(&Make).await.expect_err("no token"));
            assert_eq!(error.kind(), kind, "{error}");
            assert!(error.to_string().contains(message), "{error}");
            assert!(server.requests("/elsewhere").is_empty() && server.requests("/v1/things").is_empty());
        }
    });
}

#[test]
fn a_busy_server_is_asked_again() {
    run(async {
        let server = OAuthServer::start(|request, earlier| match request.path.as_str() {
            "/token" if earlier == 0 => json(503, "busy"),
            "/token" => token("a-token"),
            _ => api(request, &[]),
        })
        .await;
        server.core(source(&server)).send(&Make).await.expect("a response");
        assert_eq!(server.requests("/token").len(), 2);
    });
}

#[test]
fn tokens_go_only_to_safe_servers() {
    run(async {
        let server = counting_server().await;
        for (url, message) in [
            (
                "http://192.0.2.1/token",
                "the URL for tokens is plain http, which exposes credentials on the network; use https, or call `allow_plain_http` of the client's builder",
            ),
            ("ftp://192.0.2.1/token", "the URL for tokens is not an http or https URL without user name and password"),
            (
                "https://a:b@192.0.2.1/token",
                "the URL for tokens is not an http or https URL without user name and password",
            ),
        ] {
            let source = ClientCredentials::new(AuthorizationServer::at(url), client());
            let error = oauth(&server.core(source).send(&Make).await.expect_err("no token"));
            assert_eq!((error.kind(), error.to_string().as_str()), (OAuthErrorKind::Configuration, message));
        }
        for (url, path) in [("token", "/v1/token"), ("/oauth/token?x=1", "/oauth/token"), ("../token", "/token")] {
            let source = ClientCredentials::new(AuthorizationServer::at(url), client());
            let _ = server.core(source).send(&Make).await;
            assert_eq!(server.requests(path).len(), 1, "{url}");
        }
    });
}

#[test]
fn token_requests_are_no_calls() {
    run(async {
        let server = counting_server().await;
        let folder = std::env::temp_dir().join(format!("oaspress-oauth-{}", std::process::id()));
        let calls = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&calls);
        let observer = move |_: &Observed<'_>, _: &Ended<'_>| {
            counted.fetch_add(1, Ordering::SeqCst);
        };
        let core = server.builder(source(&server)).observer(observer).record_traffic(&folder).build();
        core.send(&Make).await.expect("a response");
        let recorded = std::fs::read_to_string(&folder).expect("a recording");
        std::fs::remove_file(&folder).expect("a file");
        assert_eq!((calls.load(Ordering::SeqCst), recorded.lines().count()), (1, 1));
        for secret in ["token-number-1", "s3cret", "/token"] {
            assert!(!recorded.contains(secret), "{recorded}");
        }
    });
}

#[test]
fn a_source_needs_a_client() {
    run(async {
        let server = counting_server().await;
        let source = source(&server);
        let config = ClientConfig::at(&server.url("/v1")).credential(&TOKEN, source.clone());
        let security = <Make as oaspress_runtime::runtime::Operation>::SECURITY;
        assert!(config.ready(security).await.is_err());
        let tokens = source.fetch(&CoreBuilder::new(config.clone()).build()).await.expect("tokens");
        assert_eq!(tokens.access_token().expose(), "token-number-1");
        assert!(!format!("{tokens:?} {:?}", client()).contains("number"));
    });
}
