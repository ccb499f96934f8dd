//! Servers on the local host that behave and misbehave on purpose.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use oaspress_runtime::runtime::{ClientConfig, Core, CoreBuilder};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::support::{SECRET, TOKEN};

/// The reaction of a server to a request on a new connection.
#[derive(Clone, Copy)]
pub(crate) enum Act {
    /// Sends this and closes.
    Say(&'static [u8]),
    /// Sends this before reading anything, and closes.
    Greet(&'static [u8]),
    /// Sends this and keeps the connection open without further data.
    Hang(&'static [u8]),
    /// Sends a byte now and then, forever.
    Drip,
    /// Sends a body that does not end.
    Flood,
    /// Resets the connection.
    Reset(&'static [u8]),
    /// Redirects to another address.
    Redirect(u16, SocketAddr),
}

/// A server that reacts to its connections in turn, repeating the last reaction. It records the requests.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Server {
    pub(crate) async fn start(acts: Vec<Act>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let requests = Arc::new(Mutex::new(Vec::new()));
        let heard = Arc::clone(&requests);
        tokio::spawn(async move {
            let mut turn = 0;
            while let Ok((stream, _)) = listener.accept().await {
                let act = acts[turn.min(acts.len() - 1)];
                turn += 1;
                tokio::spawn(serve(stream, act, Arc::clone(&heard)));
            }
        });
        Self { address, requests }
    }

    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().expect("no panic").clone()
    }

    pub(crate) fn builder(&self) -> CoreBuilder {
        let url = format!("http://{}/v1", self.address);
        let target = ClientConfig::at(&url).user_agent("tests/1.0").credential(&TOKEN, SECRET);
        CoreBuilder::new(target).timeout(Duration::from_secs(5)).max_retries(0)
    }

    pub(crate) fn core(&self) -> Core {
        self.builder().build()
    }
}

pub(crate) async fn serve(mut stream: TcpStream, act: Act, heard: Arc<Mutex<Vec<String>>>) {
    let mut request = Vec::new();
    while !matches!(act, Act::Greet(_)) && !request.windows(4).any(|end| end == b"\r\n\r\n") {
        if stream.read_buf(&mut request).await.unwrap_or(0) == 0 {
            return;
        }
    }
    heard.lock().expect("no panic").push(String::from_utf8_lossy(&request).into_owned());
    let wrote = match act {
        Act::Say(text) | Act::Greet(text) => stream.write_all(text).await,
        Act::Hang(text) => {
            let wrote = stream.write_all(text).await;
            std::future::pending::<()>().await;
            wrote
        }
        Act::Drip => drip(&mut stream).await,
        Act::Flood => flood(&mut stream).await,
        Act::Reset(text) => {
            let wrote = stream.write_all(text).await;
            tokio::time::sleep(Duration::from_millis(20)).await;
            stream.set_zero_linger().expect("a socket");
            wrote
        }
        Act::Redirect(status, to) => {
            let text = format!(
                "HTTP/1.1 {status} Moved\r\nLocation: http://{to}/elsewhere?x=1#y\r\nContent-Length: 0\r\n\r\n"
            );
            stream.write_all(text.as_bytes()).await
        }
    };
    let _ = wrote;
    let _ = stream.shutdown().await;
}

async fn drip(stream: &mut TcpStream) -> std::io::Result<()> {
    stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n").await?;
    loop {
        stream.write_all(b" ").await?;
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

async fn flood(stream: &mut TcpStream) -> std::io::Result<()> {
    stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await?;
    loop {
        stream.write_all(&[b' '; 8192]).await?;
    }
}

pub(crate) const FINE: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 13\r\nX-Request-Id: req_1\r\n\r\n{\"fine\":true}";

/// Reads the head of a request.
pub(crate) fn head(stream: &mut impl std::io::Read) -> std::io::Result<String> {
    let (mut head, mut byte) = (Vec::new(), [0]);
    while !head.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte)?;
        head.extend(byte);
    }
    Ok(String::from_utf8_lossy(&head).into_owned())
}
