//! Servers with HTTP/2, which TLS negotiates.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
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
