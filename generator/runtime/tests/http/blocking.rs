//! The blocking client over real sockets, against servers that misbehave.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::sync::mpsc;
use std::time::Duration;

use oaspress_runtime::runtime::blocking::{BodyReader, Iter, wait_for};
use oaspress_runtime::runtime::stream::events::{EventShape, EventStream};
use oaspress_runtime::runtime::testing::{Fake, FakeResponse};
use oaspress_runtime::runtime::{Body, ClientConfig, CoreBuilder, Credential, Error, Response, Secret, TransportKind};
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use crate::server::{Act, FINE, Server};
use crate::support::{Ask, Chunks, Make, SECRET, TOKEN, target};

/// A server with its own threads.
fn serve(acts: &[Act]) -> (Runtime, Server) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("threads");
    let server = runtime.block_on(Server::start(acts.to_vec()));
    (runtime, server)
}

fn ask(acts: &[Act]) -> Result<Response<Value>, Error<Value>> {
    let (_runtime, server) = serve(acts);
    wait_for(server.builder().build_blocking().send(&Ask::things()))
}

#[test]
fn an_answer() {
    let (_runtime, server) = serve(&[Act::Say(FINE)]);
    let response = wait_for(server.builder().build_blocking().send(&Ask::things())).expect("an answer");
    assert_eq!((&response["fine"], response.meta().request_id()), (&json!(true), Some("req_1")));
    let request = server.requests().remove(0).to_ascii_lowercase();
    assert!(request.starts_with("get /v1/things http/1.1\r\n"), "{request}");
    for header in ["accept: application/json", "user-agent: tests/1.0", "authorization: bearer "] {
        assert_eq!(request.matches(&format!("\r\n{header}")).count(), 1, "{request}");
    }
    let is_compressed = cfg!(any(feature = "gzip", feature = "br", feature = "zstd"));
    assert_eq!(request.contains("accept-encoding"), is_compressed, "{request}");
    assert!(!request.contains("content-length"), "{request}");
}

#[test]
fn answers_that_are_none() {
    use TransportKind::{Interrupted, Protocol};
    for (name, act, kind) in [
        ("nothing", Act::Say(b""), Interrupted),
        ("garbage", Act::Say(b"\x16\x03\x01 this is not HTTP\r\n\r\n"), Protocol),
        ("half a head", Act::Say(b"HTTP/1.1 200 OK\r\nContent-Le"), Interrupted),
        ("half a body", Act::Say(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{\"a\":"), Interrupted),
        ("half a chunk", Act::Say(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"a"), Interrupted),
        ("reset before", Act::Reset(b""), Interrupted),
        ("reset in the body", Act::Reset(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"), Interrupted),
        ("bad length", Act::Say(b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n{}"), Protocol),
    ] {
        match ask(&[act]) {
            Err(Error::Transport(error)) => assert_eq!(error.kind(), kind, "{name}: {error:?}"),
            other => panic!("{name}: expected a transport error, got {other:?}"),
        }
    }
}

#[test]
fn nothing_outlives_its_deadline() {
    let head = b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n";
    for act in [Act::Hang(b""), Act::Hang(b"HTTP/1.1 200"), Act::Hang(head), Act::Drip] {
        let (_runtime, server) = serve(&[act]);
        let call = Ask::things().timeout(Duration::from_millis(150));
        let error = wait_for(server.builder().build_blocking().send(&call)).expect_err("too slow");
        assert!(error.is_timeout() && !error.is_connect(), "{error:?}");
    }
}

#[test]
fn a_token_that_never_comes_is_waited_for_no_longer_than_the_call_may_take() {
    let (_runtime, server) = serve(&[Act::Say(FINE)]);
    let never = Credential::source(std::future::pending::<Result<Secret, _>>);
    let core = server.builder().config(|config| config.credential(&TOKEN, never)).build_blocking();
    let error = wait_for(core.send(&Ask::things().timeout(Duration::from_millis(150)))).expect_err("no token");
    assert!(error.is_timeout(), "{error:?}");
    assert!(server.requests().is_empty());
}

#[test]
fn a_token_may_come_from_another_thread() {
    let (_runtime, server) = serve(&[Act::Say(FINE)]);
    let source = Credential::source(|| async {
        let (sender, receiver) = tokio::sync::oneshot::channel();
        std::thread::spawn(move || {
            std::thread::sleep(Duration::from_millis(30));
            sender.send(Secret::from(SECRET))
        });
        Ok(receiver.await?)
    });
    let core = server.builder().config(|config| config.credential(&TOKEN, source)).build_blocking();
    wait_for(core.send(&Ask::things())).expect("an answer");
    assert!(server.requests().remove(0).contains(SECRET));
}

#[test]
fn a_body_without_an_end_is_bounded() {
    let (_runtime, server) = serve(&[Act::Flood]);
    let core = server.builder().max_response_size(100_000).build_blocking();
    let error = wait_for(core.send(&Ask::things())).expect_err("too much");
    assert!(matches!(error, Error::Transport(error) if error.kind() == TransportKind::TooLarge));
}

#[test]
fn a_server_that_is_not_there() {
    let free = TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address");
    let core = CoreBuilder::new(ClientConfig::at(&format!("http://{free}"))).max_retries(0).build_blocking();
    let error = wait_for(core.send(&Ask::things())).expect_err("nobody there");
    assert!(error.is_connect(), "{error:?}");
    assert_eq!(error.to_string(), "no connection to the server: 127.0.0.1");
}

#[test]
fn a_server_without_tls() {
    let (_runtime, server) = serve(&[Act::Greet(b"HTTP/1.1 200 OK\r\n\r\n")]);
    let core =
        server.builder().config(|config| config.base_url(&format!("https://{}", server.address))).build_blocking();
    match wait_for(core.send(&Ask::things())) {
        Err(Error::Transport(error)) => assert_eq!(error.kind(), TransportKind::Security, "{error:?}"),
        other => panic!("{other:?}"),
    }
    assert!(server.requests().iter().all(|request| !request.contains("HTTP")));
}

#[test]
fn a_failure_is_followed_by_a_success() {
    let (_runtime, server) =
        serve(&[Act::Reset(b""), Act::Say(b"HTTP/1.1 503 Busy\r\nRetry-After: 0\r\n\r\n"), Act::Say(FINE)]);
    let core = server.builder().max_retries(3).build_blocking();
    let response = wait_for(core.send(&Ask::things())).expect("the third try");
    assert_eq!((response.meta().attempt_count(), server.requests().len()), (3, 3));
}

#[test]
fn a_redirect_takes_nothing_to_another_origin() {
    let (_there, other) = serve(&[Act::Say(FINE)]);
    let (_here, server) = serve(&[Act::Redirect(302, other.address)]);
    wait_for(server.builder().build_blocking().send(&Ask::things().header("Cookie", "sid=1"))).expect("an answer");
    assert!(server.requests()[0].contains(SECRET));
    let request = other.requests().remove(0).to_ascii_lowercase();
    assert!(request.starts_with("get /elsewhere?x=1 http/1.1\r\n"), "{request}");
    assert!(!request.contains("authorization") && !request.contains("cookie"), "{request}");
    let error = wait_for(server.builder().build_blocking().send(&Make)).expect_err("a redirect of what writes");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(302));
}

#[test]
fn bodies_are_sent_whole_in_pieces_and_from_readers() {
    fn sent(body: Body) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let server = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().expect("a connection");
            let (mut request, mut piece) = (String::new(), [0; 1024]);
            while !request.ends_with("hello") && !request.ends_with("\r\n0\r\n\r\n") {
                let length = stream.read(&mut piece).expect("more");
                request.push_str(&String::from_utf8_lossy(&piece[..length]));
            }
            stream.write_all(FINE).expect("a listening client");
            request.to_ascii_lowercase()
        });
        let ask = Ask::new(move |request| {
            request.segment("/things");
            request.body("text/plain", body.clone());
            Ok(())
        });
        let core = CoreBuilder::new(ClientConfig::at(&format!("http://{address}"))).max_retries(0).build_blocking();
        wait_for(core.send(&ask)).expect("an answer");
        server.join().expect("a request")
    }
    assert!(sent(Body::from("hello")).contains("\r\ncontent-length: 5\r\n"));
    assert!(sent(Body::stream(Chunks::from_texts(["hel", "", "lo"]))).contains("\r\ntransfer-encoding: chunked\r\n"));
    assert!(sent(Body::reader(&b"hello"[..]).with_length(5)).contains("\r\ncontent-length: 5\r\n"));
}

#[test]
fn a_body_that_fails_says_so() {
    let (_runtime, server) = serve(&[Act::Say(FINE)]);
    let ask = Ask::new(|request| {
        request.segment("/things");
        request.body("text/plain", Body::stream(Chunks::new([Ok("a"), Err(std::io::Error::other("no more"))])));
        Ok(())
    });
    match wait_for(server.builder().build_blocking().send(&ask)) {
        Err(Error::Transport(error)) => assert_eq!(error.kind(), TransportKind::Body, "{error:?}"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_body_is_read_as_it_comes() {
    let (_runtime, server) = serve(&[Act::Say(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello")]);
    let body = wait_for(server.builder().build_blocking().send_stream(&Ask::things())).expect("a body");
    let (mut reader, mut text) = (BodyReader::new(body.into_inner()), [0; 5]);
    reader.read_exact(&mut text).expect("half of it");
    assert_eq!(&text, b"hello");
    let error = reader.read(&mut text).expect_err("the other half");
    assert_eq!(error.kind(), std::io::ErrorKind::UnexpectedEof);
}

#[test]
fn a_body_of_which_nothing_comes_is_not_waited_for_without_an_end() {
    let (_runtime, server) = serve(&[Act::Hang(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello")]);
    let core = server.builder().idle_timeout(Duration::from_millis(150)).build_blocking();
    let body = wait_for(core.send_stream(&Ask::things())).expect("a body");
    let error = BodyReader::new(body.into_inner()).read_to_end(&mut Vec::new()).expect_err("no more");
    assert_eq!(error.kind(), std::io::ErrorKind::TimedOut, "{error:?}");
}

#[test]
fn events_are_an_iterator() {
    let (_runtime, server) =
        serve(&[Act::Say(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: 1\n\ndata: 2\n\n")]);
    let core = server.builder().build_blocking();
    let ask = Ask::things();
    let events = wait_for(EventStream::<Value, Value>::open(&core, &ask, EventShape::Data)).expect("a stream");
    let values: Vec<_> = Iter::new(events.into_inner()).map(|event| event.expect("an event").value).collect();
    assert_eq!(values, [Some(json!(1)), Some(json!(2))]);
}

#[test]
fn it_works_within_an_async_runtime() {
    let (_runtime, server) = serve(&[Act::Say(FINE)]);
    let own = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    own.block_on(async {
        let (core, ask) = (server.builder().build_blocking(), Ask::things());
        wait_for(core.send(&ask)).expect("an answer");
    });
}

#[test]
fn a_fake_answers_without_a_network_and_without_waiting() {
    let fake = Fake::new()
        .on::<Ask>([FakeResponse::rate_limited(Duration::from_secs(20)), FakeResponse::ok(&json!("at last"))]);
    let core = CoreBuilder::new(target()).transport(fake.clone()).build_blocking();
    assert_eq!(wait_for(core.send(&Ask::things())).expect("the second try").into_inner(), json!("at last"));
    assert!(fake.elapsed() >= Duration::from_secs(20));
}

#[test]
fn another_server_is_asked_through_the_proxy() {
    let (_runtime, proxy) = serve(&[Act::Say(b"HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n")]);
    let at = format!("http://me:word@{}", proxy.address);
    let builder = || CoreBuilder::new(ClientConfig::at("http://api.invalid/v1").allow_plain_http()).max_retries(0);
    let error = wait_for(builder().proxy(&at).build_blocking().send(&Ask::things())).expect_err("no tunnel");
    assert!(error.is_connect() && !format!("{error:?}").contains("word"), "{error:?}");
    let request = proxy.requests().remove(0);
    assert!(request.starts_with("CONNECT api.invalid:80 ") && request.contains("Basic bWU6d29yZA=="), "{request}");
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        sender.send(wait_for(builder().no_proxy().build_blocking().send(&Ask::things())).is_err())
    });
    assert!(receiver.recv().expect("an error"));
    assert_eq!(proxy.requests().len(), 1);
}

#[test]
fn an_asynchronous_client_asks_the_proxy_as_well() {
    let (runtime, proxy) = serve(&[Act::Say(FINE)]);
    let target = ClientConfig::at("http://api.invalid/v1").allow_plain_http();
    let core = CoreBuilder::new(target).proxy(&format!("http://{}", proxy.address)).build();
    runtime.block_on(core.send(&Ask::things())).expect("the response of the proxy");
    assert!(proxy.requests().remove(0).starts_with("GET http://api.invalid/v1/things "));
}
