//! Connections through proxies, for which a server on the local host pretends to be any server.

use std::time::Duration;

use oaspress_runtime::runtime::{ClientConfig, Core, CoreBuilder, Error, Secret, TransportKind};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use crate::server::{Act, FINE, Server};
use crate::support::{Ask, SECRET, TOKEN, run};

/// Returns a client of a server that only the proxy can connect to.
fn through(scheme: &str, proxy: &str) -> Core {
    let config = ClientConfig::at(&format!("{scheme}://api.example.invalid/v1")).allow_plain_http();
    let config = config.credential(&TOKEN, Secret::from(SECRET));
    CoreBuilder::new(config).timeout(Duration::from_secs(5)).max_retries(0).proxy(proxy).build()
}

fn kind<T: std::fmt::Debug>(result: Result<T, Error<serde_json::Value>>) -> (TransportKind, String) {
    match result.expect_err("no answer") {
        Error::Transport(error) => (error.kind(), chain(&error)),
        other => panic!("{other:?}"),
    }
}

fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    std::iter::successors(Some(error), |&error| error.source()).map(ToString::to_string).collect::<Vec<_>>().join(": ")
}

#[test]
fn a_proxy_gets_whole_urls_and_its_own_credentials() {
    run(async {
        let proxy = Server::start(vec![Act::Say(FINE)]).await;
        let client = through("http", &format!("http://me:pass@{}", proxy.address));
        client.send(&Ask::things()).await.expect("an answer");
        let request = proxy.requests().remove(0).to_ascii_lowercase();
        assert!(request.starts_with("get http://api.example.invalid/v1/things http/1.1\r\n"), "{request}");
        assert!(request.contains("\r\nhost: api.example.invalid\r\n"), "{request}");
        assert!(request.contains("\r\nproxy-authorization: basic bwu6cgfzcw==\r\n"), "{request}");
    });
}

#[test]
fn a_tunnel_hides_everything_from_the_proxy() {
    run(async {
        // The proxy opens the tunnel, whose other end closes it.
        let proxy = Server::start(vec![Act::Say(b"HTTP/1.1 200 OK\r\n\r\n")]).await;
        let client = through("https", &format!("http://me:pass@{}", proxy.address));
        let (kind, _) = kind(client.send(&Ask::things()).await);
        assert_eq!(kind, TransportKind::Connect);
        let request = proxy.requests().remove(0);
        assert!(request.starts_with("CONNECT api.example.invalid:443 HTTP/1.1\r\n"), "{request}");
        assert!(request.to_ascii_lowercase().contains("proxy-authorization: basic bwu6cgfzcw=="), "{request}");
        assert!(!request.contains(SECRET) && !request.contains("/things"), "{request}");
    });
}

#[test]
fn a_proxy_that_refuses_is_no_connection() {
    run(async {
        for status in ["407 Proxy Authentication Required", "503 Service Unavailable"] {
            let text = format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n").leak();
            let proxy = Server::start(vec![Act::Say(text.as_bytes())]).await;
            let (kind, text) = kind(through("https", &format!("http://{}", proxy.address)).send(&Ask::things()).await);
            assert_eq!(kind, TransportKind::Connect, "{text}");
            assert!(text.contains("prox") || text.contains("tunnel"), "{text}");
        }
    });
}

#[test]
fn the_local_host_has_no_proxy() {
    run(async {
        let server = Server::start(vec![Act::Say(FINE)]).await;
        let proxy = Server::start(vec![Act::Say(FINE)]).await;
        let core = server.builder().proxy(&format!("http://{}", proxy.address)).build();
        core.send(&Ask::things()).await.expect("an answer");
        assert_eq!((server.requests().len(), proxy.requests().len()), (1, 0));
    });
}

/// Accepts a connection of SOCKS version 5 and pretends to be the server.
async fn socks(mut stream: TcpStream) -> std::io::Result<(Vec<u8>, String)> {
    let mut greeting = [0; 3];
    stream.read_exact(&mut greeting).await?;
    assert_eq!(greeting, [5, 1, 0], "no authentication");
    stream.write_all(&[5, 0]).await?;
    let mut head = [0; 5];
    stream.read_exact(&mut head).await?;
    assert_eq!(head[..4], [5, 1, 0, 3], "a name");
    let mut name = vec![0; usize::from(head[4]) + 2];
    stream.read_exact(&mut name).await?;
    stream.write_all(&[5, 0, 0, 1, 127, 0, 0, 1, 0, 80]).await?;
    let mut request = Vec::new();
    while !request.windows(4).any(|end| end == b"\r\n\r\n") {
        stream.read_buf(&mut request).await?;
    }
    stream.write_all(FINE).await?;
    Ok((name, String::from_utf8_lossy(&request).into_owned()))
}

#[test]
fn a_proxy_may_be_one_of_socks() {
    run(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let seen = tokio::spawn(async move { socks(listener.accept().await?.0).await });
        through("http", &format!("socks5h://{address}")).send(&Ask::things()).await.expect("an answer");
        let (name, request) = seen.await.expect("no panic").expect("a client of SOCKS");
        assert_eq!(name, b"api.example.invalid\0\x50");
        assert!(request.starts_with("GET /v1/things HTTP/1.1\r\n"), "{request}");
    });
}
