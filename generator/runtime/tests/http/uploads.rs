//! Streaming request bodies over real sockets.

use std::io::ErrorKind;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::Method;
use oaspress_runtime::runtime::{
    Body, ClientConfig, Core, CoreBuilder, Error, FilePart, InvalidInput, Operation, Parts, RawResponse,
    RequestEncoder, Response, Security, TransportKind,
};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::server::FINE;
use crate::support::{Ask, Chunks, run};

/// `PUT /things`.
struct Upload(Body);

impl Operation for Upload {
    type Output = Value;
    type Failure = Value;

    const ID: &'static str = "upload";
    const METHOD: Method = Method::PUT;
    const PATH: &'static str = "/things";
    const SECURITY: Security = Security(&[]);

    fn encode(&self, request: &mut RequestEncoder) -> Result<(), InvalidInput> {
        request.segment("/things");
        request.body("text/plain", self.0.clone());
        Ok(())
    }

    fn decode(response: RawResponse) -> Result<Response<Value>, Error<Value>> {
        if response.status() == 200 { response.json() } else { Err(response.into_error()) }
    }
}

/// `POST /things`, with files.
struct UploadFiles(Parts);

impl Operation for UploadFiles {
    type Output = Value;
    type Failure = Value;

    const ID: &'static str = "upload_files";
    const METHOD: Method = Method::PUT;
    const PATH: &'static str = "/things";
    const SECURITY: Security = Security(&[]);

    fn encode(&self, request: &mut RequestEncoder) -> Result<(), InvalidInput> {
        request.segment("/things");
        request.parts("multipart/form-data", &self.0)
    }

    fn decode(response: RawResponse) -> Result<Response<Value>, Error<Value>> {
        Upload::decode(response)
    }
}

/// A server that reads whole requests, and returns these responses in turn.
struct Receiver {
    core: Core,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Receiver {
    async fn start(answers: &'static [&'static [u8]]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let target = ClientConfig::at(&format!("http://{}/v1", listener.local_addr().expect("an address")));
        let requests = Arc::new(Mutex::new(Vec::new()));
        let heard = Arc::clone(&requests);
        tokio::spawn(async move {
            for answer in answers {
                let (mut stream, _) = listener.accept().await.expect("a connection");
                let mut request = Vec::new();
                while !is_whole(&request) && stream.read_buf(&mut request).await.unwrap_or(0) > 0 {}
                heard.lock().expect("no panic").push(String::from_utf8_lossy(&request).into_owned());
                stream.write_all(answer).await.expect("a listener");
                stream.shutdown().await.expect("a listener");
            }
        });
        Self { core: CoreBuilder::new(target).timeout(Duration::from_secs(5)).build(), requests }
    }

    async fn send(&self, body: Body) -> Result<Response<Value>, Error<Value>> {
        self.core.send(&Upload(body)).await
    }

    /// The head in lower case and the body of every request.
    fn requests(&self) -> Vec<(String, String)> {
        let requests = self.requests.lock().expect("no panic");
        let parts = |request: &String| {
            let (head, body) = request.split_once("\r\n\r\n").expect("a head");
            (head.to_ascii_lowercase(), body.to_owned())
        };
        requests.iter().map(parts).collect()
    }
}

fn is_whole(request: &[u8]) -> bool {
    let text = String::from_utf8_lossy(request).to_ascii_lowercase();
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
    match length {
        Some(length) => body.len() >= length.parse().expect("a number"),
        None => !head.contains("chunked") || body.ends_with("0\r\n\r\n"),
    }
}

const BUSY: &[u8] = b"HTTP/1.1 503 Busy\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n";
const MOVED: &[u8] = b"HTTP/1.1 307 Moved\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n";

#[test]
fn a_length_that_is_known_is_said() {
    run(async {
        let server = Receiver::start(&[FINE]).await;
        server.send(Body::stream(Chunks::from_texts(["abc", "", "def"])).with_length(6)).await.expect("an answer");
        let (head, body) = server.requests().remove(0);
        assert!(head.contains("\r\ncontent-length: 6") && !head.contains("transfer-encoding"), "{head}");
        assert!(head.contains("\r\ncontent-type: text/plain"), "{head}");
        assert_eq!(body, "abcdef");
    });
}

#[test]
fn a_length_that_is_not_known_is_sent_in_chunks() {
    run(async {
        let server = Receiver::start(&[FINE]).await;
        server.send(Body::stream(Chunks::from_texts(["abc", "defg"]))).await.expect("an answer");
        let (head, body) = server.requests().remove(0);
        assert!(head.contains("\r\ntransfer-encoding: chunked") && !head.contains("content-length"), "{head}");
        assert_eq!(body, "3\r\nabc\r\n4\r\ndefg\r\n0\r\n\r\n");
    });
}

#[test]
fn a_request_that_seldom_has_a_body_has_one() {
    run(async {
        let server = Receiver::start(&[FINE]).await;
        let body = Body::stream(Chunks::from_texts(["abc"]));
        let ask = Ask::new(move |request| {
            request.body("text/plain", body.clone());
            Ok(())
        });
        server.core.send(&ask).await.expect("an answer");
        let (head, body) = server.requests().remove(0);
        assert!(head.starts_with("get /v1 http/1.1\r\n") && head.contains("\r\ntransfer-encoding: chunked"), "{head}");
        assert_eq!(body, "3\r\nabc\r\n0\r\n\r\n");
    });
}

#[test]
fn a_whole_body_is_sent_again() {
    run(async {
        let server = Receiver::start(&[BUSY, MOVED, FINE]).await;
        let response = server.send(Body::from("abc")).await.expect("the second try, and where it is redirected to");
        assert_eq!(response.meta().attempt_count(), 2);
        assert!(server.requests().iter().all(|(_, body)| body == "abc"));
        assert_eq!(server.requests().len(), 3);
    });
}

#[test]
fn a_stream_is_sent_once() {
    for answer in [&[BUSY], &[MOVED]] {
        run(async {
            let server = Receiver::start(answer).await;
            let error =
                server.send(Body::stream(Chunks::from_texts(["abc"])).with_length(3)).await.expect_err("one try");
            assert!([Some(503), Some(307)].contains(&error.status().map(|status| status.as_u16())), "{error:?}");
            assert_eq!(server.requests().len(), 1);
        });
    }
}

#[test]
fn a_stream_that_fails_says_why() {
    run(async {
        for length in [None, Some(6)] {
            let server = Receiver::start(&[FINE]).await;
            let body = Body::stream(Chunks::new([Ok("abc"), Err(ErrorKind::PermissionDenied.into())]));
            let body = match length {
                Some(length) => body.with_length(length),
                None => body,
            };
            let Err(Error::Transport(error)) = server.send(body).await else { panic!("an error") };
            assert_eq!((error.kind(), error.attempt_count()), (TransportKind::Body, 1));
            let causes: Vec<String> = std::iter::successors(std::error::Error::source(&error), |error| error.source())
                .map(ToString::to_string)
                .collect();
            assert!(causes.last().is_some_and(|cause| cause == "permission denied"), "{causes:?}");
        }
    });
}

#[test]
fn a_length_that_is_wrong_is_an_error() {
    run(async {
        let server = Receiver::start(&[FINE]).await;
        let error = server.send(Body::stream(Chunks::from_texts(["abc"])).with_length(6)).await.expect_err("too short");
        assert!(matches!(error, Error::Transport(_)), "{error:?}");
        let server = Receiver::start(&[FINE]).await;
        let sent = server.send(Body::stream(Chunks::from_texts(["abc", "defg"])).with_length(6)).await;
        assert!(matches!(sent, Err(Error::Transport(_))), "{sent:?}");
    });
}

/// Two parts, the second one a file of these chunks.
fn files(body: Body) -> UploadFiles {
    let file = FilePart::new(body).with_file_name("b.txt");
    UploadFiles(Parts::new().with_text("a", "1").with_file("b", file))
}

/// The expected parts, with the boundary of the head.
fn expected(head: &str, content: &str) -> String {
    let boundary = head.split("boundary=").nth(1).and_then(|rest| rest.lines().next()).expect("a boundary");
    [
        &format!("--{boundary}"),
        "Content-Disposition: form-data; name=\"a\"",
        "",
        "1",
        &format!("--{boundary}"),
        "Content-Disposition: form-data; name=\"b\"; filename=\"b.txt\"",
        "Content-Type: text/plain",
        "",
        content,
        &format!("--{boundary}--"),
        "",
    ]
    .join("\r\n")
}

#[test]
fn files_whose_length_is_known() {
    run(async {
        for file in [Body::from("abc"), Body::stream(Chunks::from_texts(["a", "bc"])).with_length(3)] {
            let server = Receiver::start(&[FINE]).await;
            server.core.send(&files(file)).await.expect("an answer");
            let (head, body) = server.requests().remove(0);
            assert!(head.contains(&format!("\r\ncontent-length: {}", body.len())), "{head}");
            assert_eq!(body, expected(&head, "abc"));
        }
    });
}

#[test]
fn files_whose_length_is_not_known() {
    run(async {
        let server = Receiver::start(&[FINE]).await;
        server.core.send(&files(Body::stream(Chunks::from_texts(["abc"])))).await.expect("an answer");
        let (head, body) = server.requests().remove(0);
        assert!(head.contains("\r\ntransfer-encoding: chunked"), "{head}");
        assert!(body.contains("\r\n3\r\nabc\r\n"), "{body}");
    });
}

#[test]
fn a_file_that_fails_ends_the_call() {
    run(async {
        let server = Receiver::start(&[FINE]).await;
        let body = Body::stream(Chunks::new([Ok("abc"), Err(ErrorKind::NotFound.into())]));
        let Err(Error::Transport(error)) = server.core.send(&files(body)).await else { panic!("an error") };
        assert_eq!((error.kind(), error.attempt_count()), (TransportKind::Body, 1));
        let server = Receiver::start(&[FINE]).await;
        let body = Body::stream(Chunks::from_texts(["abc"])).with_length(2);
        let Err(Error::Transport(error)) = server.core.send(&files(body)).await else { panic!("an error") };
        assert_eq!(error.kind(), TransportKind::Body);
    });
}

#[test]
fn files_are_sent_again_unless_one_is_a_stream() {
    run(async {
        let server = Receiver::start(&[BUSY, FINE]).await;
        assert_eq!(
            server.core.send(&files(Body::from("abc"))).await.expect("the second try").meta().attempt_count(),
            2
        );
        let server = Receiver::start(&[BUSY]).await;
        let error = server.core.send(&files(Body::stream(Chunks::from_texts(["abc"])))).await.expect_err("one try");
        assert_eq!(error.status().map(|status| status.as_u16()), Some(503));
    });
}

#[test]
fn a_file_is_sent_with_its_length_and_tells_how_far_it_is() {
    let path = std::env::temp_dir().join(format!("oaspress-upload-{}", std::process::id()));
    std::fs::write(&path, "x".repeat(150_000)).expect("a file");
    let told = Arc::new(Mutex::new(Vec::new()));
    let told_here = Arc::clone(&told);
    let body = Body::file(&path).expect("a file");
    assert_eq!(body.length(), Some(150_000));
    let mut body = body.on_progress(move |bytes| told_here.lock().expect("no panic").push(bytes));
    assert_eq!(body.length(), Some(150_000));
    let mut sent = Vec::new();
    assert_eq!(run(body.write_to(&mut sent)).expect("all of it"), 150_000);
    assert_eq!((sent.len(), &*told.lock().expect("no panic")), (150_000, &vec![65_536, 131_072, 150_000]));
    std::fs::remove_file(&path).expect("a file");
    assert!(Body::file(&path).is_err());
}

/// A reader that fails.
struct Broken;

impl std::io::Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
        Err(std::io::Error::other("the disk is gone"))
    }
}

#[test]
fn readers_of_both_kinds_are_bodies() {
    let text: &'static [u8] = b"0123456789";
    for mut body in [Body::reader(text), Body::async_reader(text), Body::reader(text).with_length(10)] {
        let mut sent = Vec::new();
        run(body.write_to_async(&mut sent)).expect("all of it");
        assert_eq!(sent, text);
        assert!(run(body.chunk()).is_none());
    }
    let failure = run(Body::reader(text).with_length(11).write_to(&mut Vec::new())).expect_err("too short");
    assert_eq!(failure.kind(), TransportKind::Body);
    let failure = run(Body::reader(Broken).write_to(&mut Vec::new())).expect_err("no disk");
    assert_eq!(failure.kind(), TransportKind::Body);
}
