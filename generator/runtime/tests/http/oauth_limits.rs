//! Values of authorization servers and programs that are out of range, in other forms, or missing.

use http::header::AUTHORIZATION;
use oaspress_runtime::runtime::credentials::oauth::authorization_code::AuthorizationCode;
use oaspress_runtime::runtime::credentials::oauth::client_credentials::ClientCredentials;
use oaspress_runtime::runtime::credentials::oauth::device_code::DeviceCode;
use oaspress_runtime::runtime::credentials::oauth::oauth_error::OAuthErrorKind;
use oaspress_runtime::runtime::credentials::oauth::registration::OAuthClient;
use oaspress_runtime::runtime::credentials::oauth::server::AuthorizationServer;
use oaspress_runtime::runtime::credentials::oauth::user_tokens::UserTokens;
use oaspress_runtime::runtime::{ClientConfig, CoreBuilder};

use crate::oauth_server::{OAuthServer, client, json, token};
use crate::oauth_simulated::Simulated;
use crate::support::{Make, run};

const SECRET: &str = "abc8Q~d-Ef.gHi jk";

#[test]
fn secrets_are_redacted_as_they_were_sent() {
    run(async {
        // Quotes the request, in the spelling of digits that it prefers.
        let server = OAuthServer::start(|request, earlier| {
            let basic = request.header(AUTHORIZATION.as_str()).unwrap_or_default();
            let quoted = format!("{} {basic}", request.body);
            let quoted = if earlier == 1 { quoted.replace("%7E", "%7e") } else { quoted };
            json(400, format!(r#"{{"error":"invalid_request","error_description":"{quoted}"}}"#))
        })
        .await;
        let core = CoreBuilder::new(ClientConfig::at(&server.url("/v1"))).build();
        for identity in [
            OAuthClient::new("app", SECRET).secret_in_body(),
            OAuthClient::new("app", SECRET).secret_in_body(),
            OAuthClient::new("app", SECRET),
        ] {
            let user = UserTokens::from_refresh_token(server.authorization_server(), identity, SECRET);
            let error = user.fetch(&core).await.expect_err("no token");
            let text = format!("{error} {error:?}");
            for part in ["abc8Q", "gHi", "YXBwOmFiYzhR"] {
                assert!(!text.contains(part), "{text}");
            }
        }
    });
}

/// Creates a server that starts a device login with these members, and then sends these replies.
fn device(start: &str, replies: &[(u16, &str)]) -> Simulated {
    let fields = r#""device_code":"device-code-1","user_code":"A","verification_uri":"https://example.com/device""#;
    let start = format!("{{{fields},{start}}}");
    let replies: Vec<(u16, String)> = replies.iter().map(|(status, body)| (*status, (*body).to_owned())).collect();
    Simulated::new(move |path, earlier| match path {
        "/device" => (200, start.clone()),
        _ => replies.get(earlier).or(replies.last()).cloned().unwrap_or((400, PENDING.to_owned())),
    })
}

/// Returns the waits of a device login, and how it ends.
fn login(server: &Simulated) -> (Vec<u64>, Result<UserTokens, OAuthErrorKind>) {
    let core = server.core();
    let outcome = run(async {
        let login = DeviceCode::new(Simulated::server(), OAuthClient::public("tv")).start(&core).await.expect("a code");
        login.wait(&core).await.map_err(|error| error.kind())
    });
    (server.waits(), outcome)
}

const PENDING: &str = r#"{"error":"authorization_pending"}"#;
const TOKENS: &str = r#"{"access_token":"access-1"}"#;

#[test]
fn intervals_of_devices_are_limited() {
    for (interval, expected) in [
        ("1e9", &[10][..]),
        ("0", &[1; 10]),
        ("-5", &[1; 10]),
        (r#""NaN""#, &[1; 10]),
        ("4", &[4, 4, 2]),
        ("1e300", &[5, 5]),
    ] {
        let (waits, outcome) = login(&device(&format!(r#""expires_in":10,"interval":{interval}"#), &[]));
        assert_eq!((waits.as_slice(), outcome.err()), (expected, Some(OAuthErrorKind::Expired)), "{interval}");
    }
    let slow = (400, r#"{"error":"slow_down"}"#);
    let (waits, outcome) = login(&device(r#""expires_in":1e18,"interval":1.8e19"#, &[slow, (200, TOKENS)]));
    assert_eq!((waits.len(), outcome.is_ok()), (2, true), "and no sum is too large");
}

#[test]
fn devices_wait_for_busy_servers() {
    let busy = r#"{"error":"server_error"}"#;
    let replies = [(429, busy), (503, busy), (500, "x"), (400, PENDING), (400, PENDING), (200, TOKENS)];
    let (waits, outcome) = login(&device(r#""expires_in":600,"interval":5"#, &replies));
    assert_eq!(waits, [5, 10, 20, 40, 5, 5], "and as often as before once they respond");
    assert!(outcome.is_ok());
    let (_, denied) = login(&device(r#""expires_in":600"#, &[(500, r#"{"error":"access_denied"}"#)]));
    assert_eq!(denied.err(), Some(OAuthErrorKind::Rejected));
}

#[test]
fn devices_wait_as_long_as_the_server_requires() {
    let busy = (429, r#"{"error":"server_error"}"#);
    let slow = (400, r#"{"error":"slow_down"}"#);
    let replies = [busy, busy, busy, busy, slow, (400, PENDING), (200, TOKENS)];
    let (waits, outcome) = login(&device(r#""expires_in":600,"interval":5"#, &replies).retry_after("30"));
    assert_eq!(waits, [5, 30, 30, 40, 80, 30, 30], "the longer one of both waits");
    assert!(outcome.is_ok());
    let (waits, outcome) = login(&device(r#""expires_in":100,"interval":5"#, &replies).retry_after("900"));
    assert_eq!(
        (waits.as_slice(), outcome.err()),
        (&[5, 95][..], Some(OAuthErrorKind::Expired)),
        "no longer than the code"
    );
}

#[test]
fn metadata_are_requested_only_if_they_matter() {
    run(async {
        let server = OAuthServer::start(|request, _| match request.path.as_str() {
            "/token" => token("a-token"),
            "/other/.well-known/openid-configuration" => json(200, r#"{"issuer":"https://evil.example.com"}"#),
            _ => json(404, "{}"),
        })
        .await;
        let core = CoreBuilder::new(ClientConfig::at(&server.url("/v1"))).build();
        let at = |path: &str| {
            AuthorizationServer::discover(server.url(&format!("{path}/.well-known/openid-configuration")))
                .token_url(server.url("/token"))
                .authorization_url(server.url("/authorize"))
        };
        for (identity, requests) in [(OAuthClient::public("app"), 0), (client().secret_in_header(), 0), (client(), 1)] {
            ClientCredentials::new(at(""), identity).fetch(&core).await.expect("a token without metadata");
            assert_eq!(server.requests("/.well-known/openid-configuration").len(), requests);
        }
        AuthorizationCode::new(at(""), client(), "http://127.0.0.1:9/").authorize(&core).await.expect("a URL");
        let others = ClientCredentials::new(at("/other"), client()).fetch(&core).await;
        assert_eq!(others.expect_err("metadata of another server").kind(), OAuthErrorKind::Configuration);
    });
}

#[test]
fn an_issuer_can_be_set_without_metadata() {
    run(async {
        let core = Simulated::new(|_, _| (404, "{}".to_owned())).core();
        let at = Simulated::server().authorization_url("https://example.com/authorize");
        let flow = AuthorizationCode::new(at.clone(), client(), "http://127.0.0.1:9/back");
        let set_at_server =
            AuthorizationCode::new(at.issuer("https://example.com"), client(), "http://127.0.0.1:9/back");
        for flow in [flow.issuer("https://example.com"), set_at_server] {
            let login = flow.authorize(&core).await.expect("a URL");
            let redirect = |issuer: &str| format!("code=c&state={}{issuer}", login.state().expose());
            let error = login.finish(&redirect("&iss=https://evil.example.com")).expect_err("another server");
            assert_eq!(error.kind(), OAuthErrorKind::Redirect);
            login.finish(&redirect("&iss=https://example.com")).expect("this server");
            login.finish(&redirect("")).expect("a server that does not name its issuer");
        }
    });
}

#[test]
fn resumed_authorizations_have_valid_values() {
    run(async {
        let core = Simulated::new(|_, _| (404, "{}".to_owned())).core();
        let at = Simulated::server().authorization_url("https://example.com/authorize");
        let flow = AuthorizationCode::new(at, client(), "http://127.0.0.1:9/back");
        let (state, verifier) = ("s".repeat(43), "v".repeat(43));
        flow.resume(&core, &state, &verifier).await.expect("a URL");
        for (state, verifier) in [
            ("", verifier.as_str()),
            ("short", &verifier),
            (&state, ""),
            (&state, &"v".repeat(42)),
            (&state, &"v".repeat(129)),
            (&state, &"é".repeat(43)),
            (&state, &"+".repeat(43)),
        ] {
            let error = flow.resume(&core, state, verifier).await.expect_err("an invalid value");
            assert_eq!(error.kind(), OAuthErrorKind::Configuration);
        }
    });
}

/// Returns metadata with this issuer and URL for tokens.
fn metadata(issuer: &str, token: &str) -> (u16, String) {
    (200, format!(r#"{{"issuer":"{issuer}","token_endpoint":"{token}"}}"#))
}

#[test]
fn urls_in_metadata_are_not_relative() {
    run(async {
        let server = Simulated::new(|path, _| match path {
            "/.well-known/openid-configuration" => metadata("https://example.com", "/token"),
            _ => (200, TOKENS.to_owned()),
        });
        let at = AuthorizationServer::discover("https://example.com/.well-known/openid-configuration");
        let error = ClientCredentials::new(at, client()).fetch(&server.core()).await.expect_err("a relative URL");
        assert_eq!(error.kind(), OAuthErrorKind::Configuration);
        assert!(server.bodies("/token").is_empty());
    });
}

#[test]
fn a_busy_server_chooses_the_wait() {
    for (seconds, waits, outcome) in [("7", &[7, 7][..], Ok(())), ("0", &[0, 1], Ok(())), ("3600", &[], Err(Some(503)))]
    {
        let server = Simulated::new(|_, earlier| match earlier {
            0 | 1 => (503, "busy".to_owned()),
            _ => (200, TOKENS.to_owned()),
        })
        .retry_after(seconds);
        let source = ClientCredentials::new(Simulated::server(), client());
        let found = run(source.fetch(&server.core())).map(drop);
        assert_eq!(found.map_err(|error| error.status().map(|status| status.as_u16())), outcome, "{seconds}");
        assert_eq!(server.waits(), waits, "{seconds}");
    }
}

#[test]
fn old_metadata_are_read_again() {
    const DAY: u64 = 24 * 60 * 60;
    run(async {
        let server = Simulated::new(|path, earlier| match (path, earlier) {
            ("/token", _) => (200, r#"{"access_token":"access-1","expires_in":0}"#.to_owned()),
            (_, 0 | 2) => metadata("https://example.com", "https://example.com/token"),
            (_, 1) => (503, "busy".to_owned()),
            _ => metadata("https://evil.example.com", "https://example.com/token"),
        });
        let core = server.core();
        let at = AuthorizationServer::discover("https://example.com/.well-known/openid-configuration");
        let source = ClientCredentials::new(at, client());
        for (seconds, requests) in [(0, 1), (DAY - 60, 1), (120, 2), (60, 2), (300, 3), (DAY - 60, 3)] {
            server.advance(seconds);
            source.fetch(&core).await.expect("a token");
            assert_eq!(server.bodies("/.well-known/openid-configuration").len(), requests, "after {seconds} s");
        }
        server.advance(120);
        let error = source.fetch(&core).await.expect_err("another server");
        assert_eq!(error.kind(), OAuthErrorKind::Configuration);
    });
}

#[test]
fn no_token_is_requested_with_a_configuration_that_has_a_problem() {
    run(async {
        let server = OAuthServer::start(|_, _| token("never")).await;
        let source = ClientCredentials::new(server.authorization_server(), client());
        // Without the proxy, the secret would bypass it.
        let core = server.builder(source.clone()).proxy("ftp://127.0.0.1:1").build();
        let error = source.fetch(&core).await.expect_err("no token");
        assert!(format!("{error:?}").contains("proxy"), "{error:?}");
        core.send(&Make).await.expect_err("no call");
        assert!(server.requests("/token").is_empty());
    });
}
