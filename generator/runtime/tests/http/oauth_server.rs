//! A server on the local host that is an API and its authorization server.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use oaspress_runtime::runtime::credentials::oauth::registration::OAuthClient;
use oaspress_runtime::runtime::credentials::oauth::server::AuthorizationServer;
use oaspress_runtime::runtime::{ClientConfig, Core, CoreBuilder, Credential};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::support::TOKEN;

pub(crate) const CLIENT_SECRET: &str = "s3cret/with+signs=and:more";

/// A request as the server received it.
#[derive(Clone, Debug)]
pub(crate) struct Received {
    pub(crate) method: String,
    pub(crate) path: String,
    /// The head in lower case, except for the values of headers.
    head: String,
    pub(crate) body: String,
}

impl Received {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    pub(crate) fn bearer(&self) -> &str {
        self.header("authorization").and_then(|value| value.strip_prefix("Bearer ")).unwrap_or_default()
    }

    /// Returns a parameter of the form, not decoded.
    pub(crate) fn parameter(&self, name: &str) -> Option<&str> {
        let mut pairs = self.body.split('&').filter_map(|pair| pair.split_once('='));
        pairs.find(|(known, _)| *known == name).map(|(_, value)| value)
    }
}

/// The reaction of the server: a status, further headers and a body, after a delay.
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: String,
    pub(crate) body: String,
    pub(crate) delay: Duration,
}

/// Replies with JSON.
pub(crate) fn json(status: u16, body: impl Into<String>) -> Reply {
    let headers = "Content-Type: application/json\r\nCache-Control: no-store\r\n".to_owned();
    Reply { status, headers, body: body.into(), delay: Duration::ZERO }
}

/// Replies with a token that is valid for an hour.
pub(crate) fn token(token: &str) -> Reply {
    json(200, format!(r#"{{"access_token":"{token}","token_type":"bearer","expires_in":3600}}"#))
}

/// A server that records the requests.
#[derive(Clone)]
pub(crate) struct OAuthServer {
    pub(crate) address: SocketAddr,
    received: Arc<Mutex<Vec<Received>>>,
}

impl OAuthServer {
    /// Starts a server that replies to requests as a function of the request and the number of earlier ones to the same path.
    pub(crate) async fn start(reply: impl Fn(&Received, usize) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let (received, reply) = (Arc::<Mutex<Vec<Received>>>::default(), Arc::new(reply));
        let server = Self { address, received };
        let running = server.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (server, reply) = (running.clone(), Arc::clone(&reply));
                tokio::spawn(async move { server.serve(stream, &*reply).await });
            }
        });
        server
    }

    async fn serve(&self, mut stream: TcpStream, reply: &(impl Fn(&Received, usize) -> Reply + Send + Sync)) {
        let Some(request) = read(&mut stream).await else { return };
        let earlier = {
            let mut received = self.received.lock().expect("no panic");
            let earlier = received.iter().filter(|one| one.path == request.path).count();
            received.push(request.clone());
            earlier
        };
        let Reply { status, headers, body, delay } = reply(&request, earlier);
        tokio::time::sleep(delay).await;
        let length = body.len();
        let text =
            format!("HTTP/1.1 {status} X\r\n{headers}Content-Length: {length}\r\nConnection: close\r\n\r\n{body}");
        let _ = stream.write_all(text.as_bytes()).await;
        let _ = stream.shutdown().await;
    }

    /// Returns the requests to a path.
    pub(crate) fn requests(&self, path: &str) -> Vec<Received> {
        let received = self.received.lock().expect("no panic");
        received.iter().filter(|request| request.path.split('?').next() == Some(path)).cloned().collect()
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub(crate) fn authorization_server(&self) -> AuthorizationServer {
        AuthorizationServer::at(self.url("/token"))
            .authorization_url(self.url("/authorize?tenant=1"))
            .device_url(self.url("/device"))
    }

    pub(crate) fn builder(&self, credential: impl Into<Credential>) -> CoreBuilder {
        let config = ClientConfig::at(&self.url("/v1")).user_agent("tests/1.0").credential(&TOKEN, credential);
        CoreBuilder::new(config).timeout(Duration::from_secs(5)).max_retries(0)
    }

    pub(crate) fn core(&self, credential: impl Into<Credential>) -> Core {
        self.builder(credential).build()
    }
}

pub(crate) fn client() -> OAuthClient {
    OAuthClient::new("my app", CLIENT_SECRET)
}

async fn read(stream: &mut TcpStream) -> Option<Received> {
    let mut bytes = Vec::new();
    let end = loop {
        if let Some(end) = bytes.windows(4).position(|end| end == b"\r\n\r\n") {
            break end + 4;
        }
        if stream.read_buf(&mut bytes).await.unwrap_or(0) == 0 {
            return None;
        }
    };
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let mut line = head.split(' ');
    let (method, path) = (line.next()?.to_owned(), line.next()?.to_owned());
    let mut request = Received { method, path, head, body: String::new() };
    let length: usize = request.header("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    while bytes.len() < end + length {
        if stream.read_buf(&mut bytes).await.unwrap_or(0) == 0 {
            return None;
        }
    }
    request.body = String::from_utf8_lossy(&bytes[end..]).into_owned();
    Some(request)
}
