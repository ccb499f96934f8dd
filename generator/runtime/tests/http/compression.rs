//! Compressed responses: their decompression, their limits, and the requests that allow none.

use std::io::Write as _;
use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use oaspress_runtime::runtime::{ClientConfig, Core, CoreBuilder, Error, TransportKind};
use serde_json::{Value, json};

use crate::server::head;
use crate::support::{Ask, run};

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(text).expect("memory");
    encoder.finish().expect("memory")
}

fn br(text: &[u8]) -> Vec<u8> {
    let mut compressed = Vec::new();
    let mut encoder = brotli::CompressorWriter::new(&mut compressed, 4096, 5, 20);
    encoder.write_all(text).expect("memory");
    drop(encoder);
    compressed
}

fn zstd(text: &[u8]) -> Vec<u8> {
    zstd::encode_all(text, 3).expect("memory")
}

/// A server that sends the same response to every request, in two parts, and the requests.
struct Server {
    address: SocketAddr,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Server {
    fn start(status: &'static str, encoding: &'static str, body: Vec<u8>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let requests = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&requests);
        thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.expect("a connection");
                let received = head(&mut stream).unwrap_or_default();
                log.lock().expect("no panic").push(received.to_ascii_lowercase());
                let length = body.len();
                let head = format!(
                    "HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Encoding: {encoding}\r\n\
                     Content-Length: {length}\r\nConnection: close\r\n\r\n"
                );
                let (first, second) = body.split_at(length.min(7));
                let _ = stream.write_all(&[head.as_bytes(), first].concat());
                let _ = stream.flush();
                thread::sleep(Duration::from_millis(20));
                let _ = stream.write_all(second);
            }
        });
        Self { address, requests }
    }

    fn builder(&self) -> CoreBuilder {
        let config = ClientConfig::at(&format!("http://{}", self.address));
        CoreBuilder::new(config).timeout(Duration::from_secs(5)).max_retries(0)
    }

    fn requests(&self) -> Vec<String> {
        self.requests.lock().expect("no panic").clone()
    }
}

/// Returns an asynchronous client and a blocking one.
fn both(server: &Server) -> [Core; 2] {
    [server.builder().build(), server.builder().build_blocking()]
}

fn kind<T: std::fmt::Debug>(result: Result<T, Error<Value>>) -> TransportKind {
    match result.expect_err("no answer") {
        Error::Transport(error) => error.kind(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_encoding_is_read() {
    let text: String = (0..20_000).map(|number| number.to_string()).collect();
    let value = json!({ "text": text });
    let bytes = value.to_string().into_bytes();
    let several = [gzip(&bytes[..1000]), gzip(&bytes[1000..])].concat();
    for (encoding, body) in
        [("gzip", gzip(&bytes)), ("x-GZIP", several), ("br", br(&bytes)), ("zstd", zstd(&bytes)), ("identity", bytes)]
    {
        let server = Server::start("200 OK", encoding, body);
        for core in both(&server) {
            let answer = run(core.send(&Ask::things())).unwrap_or_else(|error| panic!("{encoding}: {error:?}"));
            assert_eq!(*answer, value, "{encoding}");
            let is_decoded = !answer.meta().headers().contains_key("content-encoding");
            assert_eq!(is_decoded, encoding != "identity", "{encoding}");
        }
        for request in server.requests() {
            assert!(request.contains("\r\naccept-encoding: zstd, br, gzip\r\n"), "{request}");
        }
    }
}

#[test]
fn the_limit_is_that_of_the_decompressed_body() {
    let zeros = vec![b'0'; 16 << 20];
    for (encoding, body) in [("gzip", gzip(&zeros)), ("br", br(&zeros)), ("zstd", zstd(&zeros))] {
        assert!(body.len() < 1 << 20, "{encoding}: {}", body.len());
        let server = Server::start("200 OK", encoding, body);
        let builder = || server.builder().max_response_size(1 << 20);
        for core in [builder().build(), builder().build_blocking()] {
            assert_eq!(kind(run(core.send(&Ask::things()))), TransportKind::TooLarge, "{encoding}");
        }
    }
}

#[test]
fn a_part_of_a_compressed_body_is_no_response() {
    let bytes = json!({ "text": "a long text ".repeat(1000) }).to_string().into_bytes();
    for (encoding, mut body) in [("gzip", gzip(&bytes)), ("br", br(&bytes)), ("zstd", zstd(&bytes))] {
        body.truncate(body.len() - 4);
        let server = Server::start("200 OK", encoding, body);
        for core in both(&server) {
            assert_eq!(kind(run(core.send(&Ask::things()))), TransportKind::Interrupted, "{encoding}");
        }
        let server = Server::start("200 OK", encoding, b"this is not compressed in any way at all".to_vec());
        for core in both(&server) {
            let kind = kind(run(core.send(&Ask::things())));
            assert!(matches!(kind, TransportKind::Protocol | TransportKind::Interrupted), "{encoding}: {kind:?}");
        }
    }
}

#[test]
fn an_empty_body_is_not_decompressed() {
    for encoding in ["gzip", "br", "zstd"] {
        let server = Server::start("404 Not Found", encoding, Vec::new());
        for core in both(&server) {
            let Err(Error::Api(error)) = run(core.send(&Ask::things())) else { panic!("{encoding}") };
            assert_eq!(error.status().as_u16(), 404);
        }
    }
}

#[test]
fn raw_responses_are_unchanged() {
    let body = gzip(b"{}");
    let server = Server::start("200 OK", "gzip", body.clone());
    for core in both(&server) {
        let raw = run(core.send_raw(&Ask::things())).expect("an answer");
        assert_eq!(raw.body(), &body[..]);
        assert_eq!(raw.meta().headers()["content-encoding"], "gzip");
        // Of a part, and with the header of the caller.
        let part = run(core.send(&Ask::things().header("range", "bytes=0-1")));
        assert!(matches!(part, Err(Error::Decode(_))), "{part:?}");
        let own = run(core.send(&Ask::things().header("accept-encoding", "gzip;q=0.5")));
        assert!(matches!(own, Err(Error::Decode(_))), "{own:?}");
    }
    let requests = server.requests();
    let header =
        |request: &String| request.lines().find_map(|line| line.strip_prefix("accept-encoding: ")).map(str::to_owned);
    let headers: Vec<_> = requests.iter().map(header).collect();
    let expected = [Some("identity".to_owned()), None, Some("gzip;q=0.5".to_owned())];
    assert_eq!(headers, [&expected[..], &expected[..]].concat());
}
