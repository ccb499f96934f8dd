//! Servers with HTTP/2, which TLS negotiates.

use std::convert::Infallible;
use std::io::{Read as _, Write as _};
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;

use http::{Request, Response, Version};
use http_body_util::{BodyExt as _, Full};
use hyper::body::{Bytes, Incoming};
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use oaspress_runtime::runtime::{Body, Operation as _, Options, Replay};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use crate::support::{Ask, run};
use crate::tls::Authority;

/// Starts a server with HTTP/2 and returns its address and the number of its connections.
async fn start(authority: &Authority) -> (SocketAddr, Arc<AtomicUsize>) {
    let mut config = (*authority.server(false)).clone();
    config.alpn_protocols = vec![b"h2".to_vec()];
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let connections = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&connections);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            count.fetch_add(1, Ordering::Relaxed);
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                let stream = TokioIo::new(acceptor.accept(stream).await.expect("TLS"));
                let server = hyper::server::conn::http2::Builder::new(TokioExecutor::new());
                let _ = server.serve_connection(stream, service_fn(answer)).await;
            });
        }
    });
    (address, connections)
}

/// Returns the body of the request, or what is known of it.
async fn answer(request: Request<Incoming>) -> Result<Response<Full<Bytes>>, Infallible> {
    assert_eq!(request.version(), Version::HTTP_2);
    assert!(!request.headers().contains_key("transfer-encoding"));
    let body = request.into_body().collect().await.map(http_body_util::Collected::to_bytes).unwrap_or_default();
    tokio::time::sleep(Duration::from_millis(20)).await;
    let body = if body.is_empty() { Bytes::from_static(b"{\"fine\":true}") } else { body };
    Ok(Response::builder().header("content-type", "application/json").body(Full::new(body)).expect("a response"))
}

#[test]
fn calls_share_a_connection() {
    let authority = Authority::new();
    run(async {
        let (address, connections) = start(&authority).await;
        let core = authority.builder(&format!("https://localhost:{}", address.port())).build();
        core.send(&Ask::things()).await.expect("an answer");
        let calls: Vec<_> = (0..20)
            .map(|_| {
                let core = core.clone();
                tokio::spawn(async move { core.send(&Ask::things()).await.map(|answer| answer["fine"] == true) })
            })
            .collect();
        for call in calls {
            assert!(call.await.expect("no panic").expect("an answer"));
        }
        assert_eq!(connections.load(Ordering::Relaxed), 1);
    });
}

#[test]
fn a_body_may_be_a_stream() {
    let authority = Authority::new();
    run(async {
        let (address, _) = start(&authority).await;
        let core = authority.builder(&format!("https://localhost:{}", address.port())).build();
        let mut request = Ask::things().to_request(core.config()).expect("a request");
        *request.method_mut() = http::Method::POST;
        *request.body_mut() = Body::reader(std::io::Cursor::new(vec![b'x'; 1 << 20]));
        let answer = core.send_request(request, Replay::Unsafe, Options::none()).await.expect("an answer");
        assert_eq!(answer.body().len(), 1 << 20);
    });
}

/// Passes bytes on in one direction until it is stopped. The connection then stays open.
fn pass_on(mut from: std::net::TcpStream, mut to: std::net::TcpStream, is_stopped: Arc<AtomicBool>) {
    thread::spawn(move || {
        let mut buffer = [0; 4096];
        while let Ok(count) = from.read(&mut buffer) {
            if is_stopped.load(Ordering::Relaxed) {
                thread::park();
            }
            if count == 0 || to.write_all(&buffer[..count]).is_err() {
                return;
            }
        }
    });
}

#[test]
fn a_dead_connection_is_noticed() {
    let authority = Authority::new();
    let (sender, receiver) = mpsc::channel();
    let builder = {
        let server =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime");
        let (address, _) = server.block_on(start(&authority));
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("https://localhost:{}", listener.local_addr().expect("an address").port());
        let is_stopped = Arc::new(AtomicBool::new(false));
        let stop = Arc::clone(&is_stopped);
        thread::spawn(move || {
            let _server = server;
            for client in listener.incoming() {
                let client = client.expect("a connection");
                let server = std::net::TcpStream::connect(address).expect("a server");
                let clone = |stream: &std::net::TcpStream| stream.try_clone().expect("a socket");
                pass_on(clone(&client), clone(&server), Arc::clone(&stop));
                pass_on(server, client, Arc::clone(&stop));
            }
        });
        (authority.builder(&url).no_timeout(), is_stopped)
    };
    thread::spawn(move || {
        let (builder, is_stopped) = builder;
        let ended = run(async {
            let core = builder.build();
            core.send(&Ask::things()).await.expect("an answer");
            is_stopped.store(true, Ordering::Relaxed);
            // Timers then end as soon as nothing else happens.
            tokio::time::pause();
            core.send(&Ask::things()).await.is_err()
        });
        sender.send(ended).expect("the test");
    });
    assert!(receiver.recv_timeout(Duration::from_secs(10)).expect("no call waits forever"));
}
