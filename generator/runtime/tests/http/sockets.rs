//! The default transport over real sockets, against servers that misbehave.

use std::marker::PhantomData;
use std::time::Duration;

use oaspress_runtime::runtime::{
    ClientConfig, Core, CoreBuilder, Error, HyperTransport, Response, Style, TransportKind, client_options,
};
use oaspress_runtime::transport::tls::Tls;
use serde_json::Value;
use tokio::net::TcpListener;

use crate::server::{Act, FINE, Server};
use crate::support::{Ask, SECRET, run};

async fn ask(acts: &[Act]) -> Result<Response<Value>, Error<Value>> {
    Server::start(acts.to_vec()).await.core().send(&Ask::things()).await
}

#[test]
fn an_answer() {
    run(async {
        let server = Server::start(vec![Act::Say(FINE)]).await;
        let response = server.core().send(&Ask::things()).await.expect("an answer");
        assert_eq!(response["fine"], true);
        assert_eq!(response.meta().request_id(), Some("req_1"));
        assert!(response.meta().elapsed() > Duration::ZERO);
        let request = server.requests().remove(0).to_ascii_lowercase();
        assert!(request.starts_with("get /v1/things http/1.1\r\n"), "{request}");
        for header in ["accept: application/json", "user-agent: tests/1.0", &format!("authorization: bearer {SECRET}")]
        {
            assert!(request.contains(&format!("\r\n{header}")), "{request}");
        }
    });
}

#[test]
fn what_was_written_is_what_arrives() {
    run(async {
        let server = Server::start(vec![Act::Say(FINE)]).await;
        for (value, expected) in [
            ("../x", "..%2Fx"),
            ("%2e%2e", "%252e%252e"),
            ("a\\..\\b", "a%5C..%5Cb"),
            ("?x#y", "%3Fx%23y"),
            (".\t.", ".%09."),
            ("日本", "%E6%97%A5%E6%9C%AC"),
        ] {
            let ask = Ask::new(move |request| {
                request.segment("/a/");
                request.path("id", Style::SIMPLE, value)?;
                request.segment("/b");
                request.query("q", Style::FORM, "a'b|c+d")
            });
            server.core().send(&ask).await.expect("an answer");
            let request = server.requests().pop().expect("a request");
            let line = format!("GET /v1/a/{expected}/b?q=a%27b%7Cc%2Bd HTTP/1.1");
            assert_eq!(request.lines().next(), Some(line.as_str()));
        }
    });
}

#[test]
fn a_body_in_many_pieces() {
    run(async {
        let body = format!("[{}1]", "1234567,".repeat(100_000));
        let answer = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}", body.len());
        let server = Server::start(vec![Act::Say(Box::leak(answer.into_boxed_str()).as_bytes())]).await;
        let response = server.core().send(&Ask::things()).await.expect("an answer");
        assert_eq!(response.as_array().map(Vec::len), Some(100_001));
    });
}

#[test]
fn answers_that_are_none() {
    let table: [(&str, Act, TransportKind); 9] = [
        ("nothing", Act::Say(b""), TransportKind::Interrupted),
        ("garbage", Act::Say(b"\x16\x03\x01 this is not HTTP\r\n\r\n"), TransportKind::Protocol),
        ("half a head", Act::Say(b"HTTP/1.1 200 OK\r\nContent-Le"), TransportKind::Interrupted),
        ("half a body", Act::Say(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{\"a\":"), TransportKind::Interrupted),
        (
            "half a chunk",
            Act::Say(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"a"),
            TransportKind::Interrupted,
        ),
        ("reset before", Act::Reset(b""), TransportKind::Interrupted),
        ("reset in the head", Act::Reset(b"HTTP/1.1 200"), TransportKind::Interrupted),
        (
            "reset in the body",
            Act::Reset(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"),
            TransportKind::Interrupted,
        ),
        ("bad length", Act::Say(b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n{}"), TransportKind::Protocol),
    ];
    run(async {
        for (name, act, kind) in table {
            match ask(&[act]).await {
                Err(Error::Transport(error)) => assert_eq!(error.kind(), kind, "{name}: {error:?}"),
                other => panic!("{name}: expected a transport error, got {other:?}"),
            }
        }
    });
}

#[test]
fn a_body_that_breaks_off_keeps_its_head() {
    let act = Act::Say(b"HTTP/1.1 200 OK\r\nX-Request-Id: req_9\r\nContent-Length: 99\r\n\r\n{");
    let error = run(ask(&[act])).expect_err("half a body");
    assert_eq!(error.request_id(), Some("req_9"));
    assert_eq!(error.status().map(|status| status.as_u16()), Some(200));
    let act = Act::Say(b"HTTP/1.1 503 Busy\r\nX-Request-Id: req_9\r\nContent-Length: 99\r\n\r\n{\"half");
    let error = run(ask(&[act])).expect_err("half an error");
    assert_eq!(error.to_string(), "503 Service Unavailable, with a body of unknown type (request req_9)");
    assert_eq!(error.as_api().map(|api| api.raw_body().to_vec()), Some(b"{\"half".to_vec()));
}

#[test]
fn bodies_that_are_not_json() {
    let table: [(&str, &'static [u8]); 4] = [
        ("the body is empty", b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"),
        ("the body is empty", b"HTTP/1.1 200 OK\r\n\r\n"),
        ("text/html", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>"),
        ("line 1", b"HTTP/1.0 200 OK\r\n\r\n{\"a\":"),
    ];
    run(async {
        for (message, answer) in table {
            let Err(Error::Decode(error)) = ask(&[Act::Say(answer)]).await else { panic!("{message}") };
            assert!(error.message().contains(message), "{}", error.message());
        }
    });
}

#[test]
fn nothing_outlives_its_deadline() {
    run(async {
        let head = b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n";
        for act in [Act::Hang(b""), Act::Hang(b"HTTP/1.1 200"), Act::Hang(head), Act::Drip] {
            let server = Server::start(vec![act]).await;
            let error =
                server.core().send(&Ask::things().timeout(Duration::from_millis(150))).await.expect_err("too slow");
            assert!(error.is_timeout() && !error.is_connect(), "{error:?}");
        }
    });
}

#[test]
fn a_body_without_an_end_is_bounded() {
    run(async {
        let server = Server::start(vec![Act::Flood]).await;
        let error =
            server.builder().max_response_size(100_000).build().send(&Ask::things()).await.expect_err("too much");
        assert!(matches!(error, Error::Transport(error) if error.kind() == TransportKind::TooLarge));
    });
}

#[test]
fn a_server_that_is_not_there() {
    run(async {
        let server = Server::start(vec![Act::Say(FINE)]).await;
        let free = TcpListener::bind("127.0.0.1:0").await.expect("a port").local_addr().expect("an address");
        let core = server.builder().config(|config| config.base_url(&format!("http://{free}"))).build();
        let error = core.send(&Ask::things()).await.expect_err("nobody there");
        assert!(error.is_connect(), "{error:?}");
        assert_eq!(error.to_string(), "no connection to the server: 127.0.0.1");
        let source = std::error::Error::source(&error).map(ToString::to_string).unwrap_or_default();
        assert!(!source.contains("things") && !format!("{error:?}").contains("/things"), "{error:?}");
    });
}

#[test]
fn a_server_without_tls() {
    run(async {
        let table: [(&'static [u8], TransportKind); 3] = [
            (b"", TransportKind::Connect),
            (b"HTTP/1.1 200 OK\r\n\r\n", TransportKind::Security),
            (b"\x15\x03\x03\x00\x02\x02\x28", TransportKind::Security),
        ];
        for (text, kind) in table {
            let server = Server::start(vec![Act::Greet(text)]).await;
            let core =
                server.builder().config(|config| config.base_url(&format!("https://{}", server.address))).build();
            let error = core.send(&Ask::things()).await.expect_err("no TLS there");
            assert!(error.is_connect(), "{error:?}");
            if cfg!(not(feature = "native-tls")) {
                assert!(matches!(&error, Error::Transport(error) if error.kind() == kind), "{error:?}");
            }
            assert!(server.requests().iter().all(|request| !request.contains("HTTP")));
        }
    });
}

#[test]
fn a_failure_is_followed_by_a_success() {
    run(async {
        let server = Server::start(vec![Act::Reset(b""), Act::Say(b"HTTP/1.1 503 Busy\r\n\r\n"), Act::Say(FINE)]).await;
        let response = server.builder().max_retries(3).build().send(&Ask::things()).await.expect("the third try");
        assert_eq!((response.meta().attempt_count(), server.requests().len()), (3, 3));
    });
}

#[test]
fn a_runtime_of_another_kind_is_an_error_and_no_panic() {
    let core = Core::new(ClientConfig::at("http://127.0.0.1:9"));
    let ask = Ask::things();
    let mut call = Box::pin(core.send(&ask));
    let polled = call.as_mut().poll(&mut std::task::Context::from_waker(std::task::Waker::noop()));
    let std::task::Poll::Ready(Err(Error::Transport(error))) = polled else { panic!("no error") };
    assert_eq!(error.kind(), TransportKind::Setup);
}

/// Other clients in the program may enable the features of the runtime, so each client passes its TLS library.
#[test]
fn a_client_chooses_its_tls() {
    run(async {
        let server = Server::start(vec![Act::Say(FINE)]).await;
        server.builder().tls(Tls::None).build().send(&Ask::things()).await.expect("plain http needs no TLS");
        let builder = || CoreBuilder::new(ClientConfig::at("https://127.0.0.1:9")).max_retries(0);
        for core in [builder().tls(Tls::None).build(), builder().tls(Tls::None).build_blocking()] {
            let Err(Error::Transport(error)) = core.send(&Ask::things()).await else { panic!("no error") };
            assert_eq!(error.kind(), TransportKind::Setup);
            assert!(error.to_string().contains("https requires the feature `rustls` or `native-tls`"), "{error}");
        }
        for core in [builder().tls(Tls::Rustls).build(), builder().tls(Tls::Rustls).build_blocking()] {
            let error = core.send(&Ask::things()).await.expect_err("no server");
            assert!(error.is_connect(), "{error:?}");
        }
    });
    assert_eq!(
        [Tls::preferred(false, false), Tls::preferred(true, false), Tls::preferred(true, true)],
        [Tls::None, Tls::Rustls, Tls::Native]
    );
}

/// A handwritten builder in the form of a generated one.
struct Builder<C = ()> {
    core: CoreBuilder,
    builds: PhantomData<C>,
}

client_options!(Builder);

#[test]
fn a_builder_takes_everything() {
    run(async {
        let server = Server::start(vec![Act::Say(FINE)]).await;
        let core = CoreBuilder::new(ClientConfig::at("https://nowhere.invalid"));
        let builder: Builder = Builder { core, builds: PhantomData };
        let core = builder
            .base_url(format!("http://{}", server.address))
            .header("X-Team", "blue")
            .user_agent("mine/2")
            .timeout(Duration::from_secs(5))
            .connect_timeout(Duration::from_secs(1))
            .max_retries(1)
            .max_response_size(1000)
            .transport(HyperTransport::new(Duration::from_secs(1)))
            .core
            .build();
        core.send(&Ask::things()).await.expect("an answer");
        let request = server.requests().remove(0).to_ascii_lowercase();
        assert!(request.contains("x-team: blue") && request.contains("user-agent: mine/2"), "{request}");
    });
}
