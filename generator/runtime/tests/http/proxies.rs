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

/// The messages of a client of SOCKS version 5 before its request.
#[derive(Debug, Default, PartialEq)]
struct Seen {
    /// The user name and the password, each with its length before it.
    login: Vec<u8>,
    /// The type of the address, the address and the port.
    address: Vec<u8>,
    request: String,
}

/// Accepts a connection of SOCKS version 5, with this authentication method, and pretends to be the server.
async fn socks(mut stream: TcpStream, method: u8) -> std::io::Result<Seen> {
    let mut seen = Seen::default();
    let mut greeting = [0; 2];
    stream.read_exact(&mut greeting).await?;
    let mut methods = vec![0; usize::from(greeting[1])];
    stream.read_exact(&mut methods).await?;
    assert!(greeting[0] == 5 && methods.contains(&method), "{greeting:?} {methods:?}");
    stream.write_all(&[5, method]).await?;
    if method == 2 {
        assert_eq!(stream.read_u8().await?, 1);
        for _ in 0..2 {
            let length = stream.read_u8().await?;
            let mut text = vec![0; usize::from(length)];
            stream.read_exact(&mut text).await?;
            seen.login.push(length);
            seen.login.extend(text);
        }
        stream.write_all(&[1, 0]).await?;
    }
    let mut head = [0; 4];
    stream.read_exact(&mut head).await?;
    assert_eq!(head[..3], [5, 1, 0], "a connection");
    let length = if head[3] == 1 { 4 } else { stream.read_u8().await? };
    let mut address = vec![0; usize::from(length) + 2];
    stream.read_exact(&mut address).await?;
    seen.address.push(head[3]);
    seen.address.extend(address);
    stream.write_all(&[5, 0, 0, 1, 127, 0, 0, 1, 0, 80]).await?;
    let mut request = Vec::new();
    while !request.windows(4).any(|end| end == b"\r\n\r\n") {
        stream.read_buf(&mut request).await?;
    }
    stream.write_all(FINE).await?;
    seen.request = String::from_utf8_lossy(&request).lines().next().unwrap_or_default().to_owned();
    Ok(seen)
}

#[test]
fn a_proxy_may_be_one_of_socks() {
    run(async {
        let request = "GET /v1/things HTTP/1.1".to_owned();
        let name = b"\x03api.example.invalid\0\x50".to_vec();
        let address = vec![1, 192, 0, 2, 1, 0, 80];
        for (scheme, login, host, expected) in [
            ("socks5h", "", "api.example.invalid", name.clone()),
            ("socks5h", "me:pass@", "api.example.invalid", name),
            ("socks5", "", "192.0.2.1", address),
        ] {
            let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
            let proxy = format!("{scheme}://{login}{}", listener.local_addr().expect("an address"));
            let method = if login.is_empty() { 0 } else { 2 };
            let seen = tokio::spawn(async move { socks(listener.accept().await?.0, method).await });
            let config = ClientConfig::at(&format!("http://{host}/v1")).allow_plain_http();
            let core = CoreBuilder::new(config).timeout(Duration::from_secs(5)).max_retries(0).proxy(&proxy).build();
            core.send(&Ask::things()).await.expect("an answer");
            let login = if login.is_empty() { Vec::new() } else { b"\x02me\x04pass".to_vec() };
            let seen = seen.await.expect("no panic").expect("a client of SOCKS");
            assert_eq!(seen, Seen { login, address: expected, request: request.clone() });
        }
    });
}
