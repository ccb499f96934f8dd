//! Compressed responses whose parts arrive with pauses, and limits of their decoders.

use std::future::poll_fn;
use std::io::Write;
use std::net::{SocketAddr, TcpListener};
use std::pin::Pin;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::Duration;

use futures_core::Stream as _;
use oaspress_runtime::runtime::{Body, ClientConfig, CoreBuilder, Error, TransportKind};

use crate::server::head;
use crate::support::{Ask, run};

/// Compresses parts, each of which can be decompressed without the next one.
fn compressed(encoding: &str, parts: &[&[u8]]) -> Vec<Vec<u8>> {
    fn each(mut encoder: impl Write, parts: &[&[u8]], output: impl Fn() -> Vec<u8>) -> Vec<Vec<u8>> {
        let compress = |part: &&[u8]| {
            encoder.write_all(part).expect("memory");
            encoder.flush().expect("memory");
            output()
        };
        parts.iter().map(compress).collect()
    }
    #[derive(Clone, Default)]
    struct Shared(std::sync::Arc<std::sync::Mutex<Vec<u8>>>);
    impl Write for Shared {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().expect("no panic").extend(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let output = Shared::default();
    let take = || std::mem::take(&mut *output.0.lock().expect("no panic"));
    match encoding {
        "gzip" => each(flate2::write::GzEncoder::new(output.clone(), flate2::Compression::best()), parts, take),
        "br" => each(brotli::CompressorWriter::new(output.clone(), 4096, 5, 20), parts, take),
        _ => each(zstd::Encoder::new(output.clone(), 3).expect("memory"), parts, take),
    }
}

/// Starts a server that sends one part of a response for every message.
fn start(encoding: &'static str, parts: Vec<Vec<u8>>) -> (SocketAddr, Sender<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    let (sender, receiver): (_, Receiver<()>) = mpsc::channel();
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a connection");
        let _ = head(&mut stream);
        let head =
            format!("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Encoding: {encoding}\r\n\r\n");
        stream.write_all(head.as_bytes()).expect("a client");
        for part in parts {
            receiver.recv().expect("a message");
            let _ = stream.write_all(&part);
        }
    });
    (address, sender)
}

/// Reads a body until it has this length.
async fn read(body: &mut Body, length: usize) -> Vec<u8> {
    let mut data = Vec::new();
    while data.len() < length {
        let chunk = poll_fn(|context| Pin::new(&mut *body).poll_next(context));
        let chunk = tokio::time::timeout(Duration::from_secs(5), chunk).await;
        let chunk = chunk.unwrap_or_else(|_| panic!("{} of {length} bytes have arrived", data.len()));
        data.extend(chunk.expect("more data").expect("a chunk"));
    }
    data
}

#[test]
fn what_has_arrived_is_not_held_back() {
    let lines: Vec<String> = (0..20_000).map(|number| format!("data: {number}")).collect();
    let long = lines.join("\n") + "\n\n";
    let parts = [long.as_bytes(), b"data: short\n\n", long.as_bytes(), &b"data: 0\n\n".repeat(10_000)];
    for encoding in ["gzip", "br", "zstd"] {
        let (address, sender) = start(encoding, compressed(encoding, &parts));
        run(async {
            let core = CoreBuilder::new(ClientConfig::at(&format!("http://{address}"))).max_retries(0).build();
            let (mut body, _) = core.send_stream(&Ask::things()).await.expect("an answer").into_parts();
            for part in parts {
                sender.send(()).expect("a server");
                assert!(read(&mut body, part.len()).await == part, "{encoding}");
            }
        });
    }
}

#[test]
fn windows_are_bounded() {
    let mut encoder = zstd::Encoder::new(Vec::new(), 3).expect("memory");
    encoder.window_log(27).expect("a window");
    encoder.write_all(b"{}").expect("memory");
    let large_zstd = encoder.finish().expect("memory");
    // The header of a large window of 2^30 bytes, and an empty last block.
    let large_br = vec![0x11, 0x1e, 0x03];
    for (encoding, body) in [("zstd", large_zstd), ("br", large_br)] {
        let (address, sender) = start(encoding, vec![body]);
        sender.send(()).expect("a server");
        let core = CoreBuilder::new(ClientConfig::at(&format!("http://{address}"))).max_retries(0).build();
        let error = run(core.send(&Ask::things())).expect_err("a window that is too large");
        let Error::Transport(error) = error else { panic!("{encoding}: {error:?}") };
        assert_eq!(error.kind(), TransportKind::Protocol, "{encoding}");
    }
}

#[test]
fn a_connection_is_used_again_after_a_compressed_body() {
    for encoding in ["gzip", "br", "zstd"] {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let mut body = Vec::new();
        match encoding {
            "gzip" => {
                let mut encoder = flate2::write::GzEncoder::new(&mut body, flate2::Compression::best());
                encoder.write_all(b"{}").expect("memory");
            }
            "br" => brotli::CompressorWriter::new(&mut body, 4096, 5, 20).write_all(b"{}").expect("memory"),
            _ => body = zstd::encode_all(&b"{}"[..], 3).expect("memory"),
        }
        thread::spawn(move || {
            // There is no second connection.
            let (mut stream, _) = listener.accept().expect("a connection");
            drop(listener);
            while head(&mut stream).is_ok() {
                let head = format!(
                    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: {encoding}\r\n\
                     Transfer-Encoding: chunked\r\n\r\n{:x}\r\n",
                    body.len()
                );
                stream.write_all(&[head.as_bytes(), &body, b"\r\n"].concat()).expect("a client");
                thread::sleep(Duration::from_millis(20));
                stream.write_all(b"0\r\n\r\n").expect("a client");
            }
        });
        let core = CoreBuilder::new(ClientConfig::at(&format!("http://{address}"))).max_retries(0).build();
        run(async {
            for _ in 0..3 {
                core.send(&Ask::things()).await.unwrap_or_else(|error| panic!("{encoding}: {error:?}"));
            }
        });
    }
}
