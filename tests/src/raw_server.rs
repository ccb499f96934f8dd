//! A server on loopback that executes scripted steps on its connections, byte by byte. It does not use the client.
//!
//! It has its own thread and runtime, so that it serves blocking and asynchronous clients.

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::oneshot;

/// A step on a connection.
#[derive(Clone, Debug)]
pub enum ServerStep {
    /// Sends these bytes.
    Send(Vec<u8>),
    /// Sends these bytes repeatedly, with a pause after each time.
    Repeat(Vec<u8>, Duration),
    /// Waits.
    Pause(Duration),
    /// Stops sending, and keeps the connection open.
    Hang,
    /// Resets the connection.
    Reset,
    /// Closes the connection.
    Close,
}

/// Returns the step that sends a text.
#[must_use]
pub fn send(text: impl Into<Vec<u8>>) -> ServerStep {
    ServerStep::Send(text.into())
}

/// A received request.
#[derive(Clone, Debug)]
pub struct Heard {
    /// The index of the request on this server, from 0.
    pub number: usize,
    /// The index of its connection, from 0.
    pub connection: usize,
    /// The request line and the headers, in lower case.
    pub head: String,
    /// The body, if the server reads bodies.
    pub body: Vec<u8>,
}

impl Heard {
    /// Returns the value of a header.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| Some(line.strip_prefix(name)?.strip_prefix(':')?.trim()))
    }
}

type Act = dyn Fn(&Heard) -> Vec<ServerStep> + Send + Sync;

/// A running server. It stops and closes its connections when it is dropped.
#[derive(Debug)]
pub struct RawServer {
    address: SocketAddr,
    log: Arc<Log>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Debug, Default)]
struct Log {
    heard: Mutex<Vec<Heard>>,
    requests: AtomicUsize,
    connections: AtomicUsize,
    open: AtomicUsize,
}

impl Log {
    fn heard(&self) -> MutexGuard<'_, Vec<Heard>> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The behavior of a server on all of its connections.
#[derive(Clone, Copy, Debug, Default)]
pub struct Manners {
    /// Executes the steps as soon as a connection is open, without reading a request.
    pub greets: bool,
    /// Does not read the bodies of requests.
    pub ignores_bodies: bool,
    /// Counts requests, but does not store them.
    pub forgets: bool,
}

impl RawServer {
    /// Starts a server that executes these steps for every request. A connection continues with the next request
    /// unless a step ends it.
    #[must_use]
    pub fn start(act: impl Fn(&Heard) -> Vec<ServerStep> + Send + Sync + 'static) -> Self {
        Self::with(Manners::default(), act)
    }

    /// Starts a server with this behavior.
    ///
    /// # Panics
    ///
    /// Panics if there is no free port, or if the thread cannot be started.
    #[must_use]
    pub fn with(manners: Manners, act: impl Fn(&Heard) -> Vec<ServerStep> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("loopback has a free port");
        listener.set_nonblocking(true).expect("a fresh socket can be made non-blocking");
        let address = listener.local_addr().expect("a bound socket has an address");
        let log = Arc::new(Log::default());
        let (stop, stopped) = oneshot::channel();
        let (act, shared): (Arc<Act>, _) = (Arc::new(act), Arc::clone(&log));
        let thread = thread::Builder::new()
            .name("raw-server".to_owned())
            .spawn(move || serve(listener, stopped, manners, &act, &shared))
            .expect("the system starts another thread");
        Self { address, log, stop: Some(stop), thread: Some(thread) }
    }

    /// Returns the address on which the server listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Returns the requests received so far.
    #[must_use]
    pub fn heard(&self) -> Vec<Heard> {
        self.log.heard().clone()
    }

    /// Returns the number of connections so far.
    #[must_use]
    pub fn connections(&self) -> usize {
        self.log.connections.load(Ordering::SeqCst)
    }

    /// Returns the number of open connections.
    #[must_use]
    pub fn open(&self) -> usize {
        self.log.open.load(Ordering::SeqCst)
    }
}

impl Drop for RawServer {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A panic of the server's thread is already printed.
            let _ = thread.join();
        }
    }
}

/// Serves until `stopped` resolves. Dropping the runtime then ends every connection.
fn serve(listener: TcpListener, stopped: oneshot::Receiver<()>, manners: Manners, act: &Arc<Act>, log: &Arc<Log>) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("the system has an event queue for the runtime");
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener).expect("the listener is non-blocking");
        let accept = async {
            while let Ok((stream, _)) = listener.accept().await {
                let number = log.connections.fetch_add(1, Ordering::SeqCst);
                log.open.fetch_add(1, Ordering::SeqCst);
                let (act, log) = (Arc::clone(act), Arc::clone(log));
                tokio::spawn(async move {
                    // An error is expected: a step or the client causes it.
                    let _ = Connection { stream, number, manners, log: &log }.serve(&*act).await;
                    log.open.fetch_sub(1, Ordering::SeqCst);
                });
            }
        };
        tokio::select! {
            () = accept => {}
            // An error means that the server was dropped, which is the usual way to stop it.
            _ = stopped => {}
        }
    });
}

struct Connection<'a> {
    stream: TcpStream,
    number: usize,
    manners: Manners,
    log: &'a Log,
}

impl Connection<'_> {
    async fn serve(mut self, act: &Act) -> io::Result<()> {
        let mut left = Vec::new();
        loop {
            let bytes = if self.manners.greets { Vec::new() } else { self.head(&mut left).await? };
            let head = String::from_utf8_lossy(&bytes).to_ascii_lowercase();
            let number = self.log.requests.fetch_add(1, Ordering::SeqCst);
            let mut request = Heard { number, connection: self.number, head, body: Vec::new() };
            if !self.manners.ignores_bodies {
                request.body = self.body(&request, &mut left).await?;
            }
            let steps = act(&request);
            if !self.manners.forgets {
                self.log.heard().push(request);
            }
            for step in steps {
                if !self.step(step).await? {
                    return Ok(());
                }
            }
        }
    }

    async fn head(&mut self, left: &mut Vec<u8>) -> io::Result<Vec<u8>> {
        loop {
            if let Some(end) = left.windows(4).position(|end| end == b"\r\n\r\n") {
                let rest = left.split_off(end + 4);
                return Ok(std::mem::replace(left, rest));
            }
            self.more(left).await?;
        }
    }

    async fn body(&mut self, heard: &Heard, left: &mut Vec<u8>) -> io::Result<Vec<u8>> {
        let chunked = heard.header("transfer-encoding").is_some();
        let length: usize = heard.header("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
        let end = loop {
            let end = if chunked {
                left.windows(5).position(|end| end == b"0\r\n\r\n").map(|at| at + 5)
            } else {
                Some(length)
            };
            match end.filter(|end| left.len() >= *end) {
                Some(end) => break end,
                None => self.more(left).await?,
            }
        };
        let rest = left.split_off(end);
        Ok(std::mem::replace(left, rest))
    }

    async fn more(&mut self, left: &mut Vec<u8>) -> io::Result<()> {
        if self.stream.read_buf(left).await? == 0 { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(()) }
    }

    /// Executes one step. Returns false if it was the last one.
    async fn step(&mut self, step: ServerStep) -> io::Result<bool> {
        match step {
            ServerStep::Send(bytes) => self.stream.write_all(&bytes).await?,
            ServerStep::Repeat(bytes, pause) => loop {
                self.stream.write_all(&bytes).await?;
                if !pause.is_zero() {
                    tokio::time::sleep(pause).await;
                }
            },
            ServerStep::Pause(pause) => tokio::time::sleep(pause).await,
            ServerStep::Hang => {
                // Reads until the client closes the connection.
                let mut ignored = Vec::new();
                while self.stream.read_buf(&mut ignored).await? > 0 {
                    ignored.clear();
                }
                return Ok(false);
            }
            ServerStep::Reset => {
                // Waits so that the bytes sent before arrive first.
                tokio::time::sleep(Duration::from_millis(20)).await;
                self.stream.set_zero_linger()?;
                return Ok(false);
            }
            ServerStep::Close => {
                self.stream.shutdown().await?;
                return Ok(false);
            }
        }
        Ok(true)
    }
}
