//! Redirects over real sockets, and the headers that are sent along.

use std::sync::{Arc, Mutex};

use oaspress_runtime::runtime::{ClientConfig, CoreBuilder};
use tokio::net::TcpListener;

use crate::server::{Act, FINE, Server, serve};
use crate::support::{Ask, Make, SECRET, Script, TOKEN, Turn, answer, run};

#[test]
fn a_redirect_to_the_same_server_is_followed_as_it_is() {
    run(async {
        for status in [301, 302, 303, 307, 308] {
            let listener = Server::start(vec![Act::Say(FINE)]).await;
            // The address is unknown before the server starts, so another server redirects to it first, and then it
            // redirects to itself.
            let server = Server::start(vec![Act::Redirect(status, listener.address)]).await;
            let response = server.core().send(&Ask::things()).await.expect("an answer");
            assert_eq!(response["fine"], true, "{status}");
        }
    });
}

#[test]
fn a_redirect_takes_nothing_to_another_origin() {
    run(async {
        let other = Server::start(vec![Act::Say(FINE)]).await;
        let server = Server::start(vec![Act::Redirect(302, other.address)]).await;
        let core = server.builder().config(|config| config.header("X-Api-Key", SECRET)).build();
        core.send(&Ask::things().header("Cookie", "sid=1")).await.expect("an answer");
        assert!(server.requests()[0].contains(SECRET));
        let request = other.requests().remove(0).to_ascii_lowercase();
        assert!(request.starts_with("get /elsewhere?x=1 http/1.1\r\n"), "{request}");
        assert!(request.contains("accept: application/json") && request.contains("user-agent:"));
        for secret in ["authorization", "x-api-key", "cookie", "referer", &SECRET[9..]] {
            assert!(!request.contains(secret), "{secret} in {request}");
        }
    });
}

#[test]
fn what_writes_is_not_redirected_to_another_origin() {
    run(async {
        for status in [301, 302, 303, 307, 308] {
            let other = Server::start(vec![Act::Say(FINE)]).await;
            let server = Server::start(vec![Act::Redirect(status, other.address)]).await;
            let error = server.core().send(&Make).await.expect_err("a redirect");
            assert_eq!(error.status().map(|found| found.as_u16()), Some(status));
            assert!(other.requests().is_empty());
        }
    });
}

#[test]
fn redirects_end() {
    run(async {
        let first = TcpListener::bind("127.0.0.1:0").await.expect("a port").local_addr().expect("an address");
        let listener = TcpListener::bind(first).await.expect("the port");
        let requests = Arc::new(Mutex::new(Vec::new()));
        let heard = Arc::clone(&requests);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Act::Redirect(302, first), Arc::clone(&heard)));
            }
        });
        let core = CoreBuilder::new(ClientConfig::at(&format!("http://{first}")).credential(&TOKEN, SECRET)).build();
        let error = core.send(&Ask::things()).await.expect_err("no end");
        assert_eq!(error.status().map(|status| status.as_u16()), Some(302));
        let heard = requests.lock().expect("no panic");
        assert_eq!(heard.len(), 6);
        assert!(heard.iter().all(|request| request.contains(SECRET)), "the origin is the same");
    });
}

/// Returns the number of requests for a call to `from` that is redirected to `to`.
fn requests(from: &str, to: &str, plain_http: bool) -> usize {
    let redirect = Turn::Response(answer(302, &[("location", to)], ""));
    let fine = Turn::Response(answer(200, &[("content-type", "application/json")], "1"));
    let script = Script::new([redirect, fine]);
    let target = if plain_http { ClientConfig::at(from).allow_plain_http() } else { ClientConfig::at(from) };
    let core = CoreBuilder::new(target).no_timeout().max_retries(0).transport(script.clone()).build();
    let sent = run(core.send(&Ask::things()));
    assert_eq!(sent.is_ok(), script.requests().len() == 2, "a redirect that is not followed is the result");
    script.requests().len()
}

#[test]
fn plain_http_is_for_this_machine_only() {
    for (from, to, plain_http, sent) in [
        ("http://localhost/v1", "http://api.example.com/", false, 1),
        ("http://127.0.0.1:8080/v1", "http://127.0.0.1.example.com/", false, 1),
        ("http://127.0.0.1:8080/v1", "//api.example.com/x", false, 1),
        ("http://[::1]/v1", "http://192.168.0.1/", false, 1),
        ("http://localhost/v1", "http://127.0.0.1:8080/", false, 2),
        ("http://localhost/v1", "http://[::1]:8080/", false, 2),
        ("http://localhost/v1", "https://api.example.com/", false, 2),
        ("http://localhost/v1", "/other", false, 2),
        ("http://localhost/v1", "http://api.example.com/", true, 2),
        ("http://api.example.com/v1", "http://other.example.com/", true, 2),
        ("https://api.example.com/v1", "http://api.example.com/", true, 1),
        ("https://api.example.com/v1", "http://localhost/", false, 1),
    ] {
        assert_eq!(requests(from, to, plain_http), sent, "{from} to {to}");
    }
}
