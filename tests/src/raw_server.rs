//! A server on loopback that does to its connections whatever it is told to, byte by byte; knows nothing about any client.
//!
//! It has a thread and a runtime of its own, so it serves blocking and asynchronous clients alike.

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::oneshot;

/// What is done to a connection.
#[derive(Clone, Debug)]
pub enum Step {
    /// Sends these bytes.
    Send(Vec<u8>),
    /// Sends these bytes again and again, with a pause after each time.
    Repeat(Vec<u8>, Duration),
    /// Does nothing for a while.
    Pause(Duration),
    /// Does nothing more, and keeps the connection open.
    Hang,
    /// Resets the connection.
    Reset,
    /// Closes the connection.
    Close,
}

/// Text as a step.
#[must_use]
pub fn send(text: impl Into<Vec<u8>>) -> Step {
    Step::Send(text.into())
}

/// A request as it came.
#[derive(Clone, Debug)]
pub struct Heard {
    /// Which request of the server it is, from 0.
    pub number: usize,
    /// Which connection it came by, from 0.
    pub connection: usize,
    /// The request line and the headers, in lower case.
    pub head: String,
    /// The body, if the server reads bodies.
    pub body: Vec<u8>,
}

impl Heard {
    /// The value of a header.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| Some(line.strip_prefix(name)?.strip_prefix(':')?.trim()))
    }
}

type Act = dyn Fn(&Heard) -> Vec<Step> + Send + Sync;

/// A running server. It stops, and closes its connections, when it is dropped.
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

/// How a server treats all of its connections.
#[derive(Clone, Copy, Debug, Default)]
pub struct Manners {
    /// It acts as soon as there is a connection, without having read anything.
    pub greets: bool,
    /// It leaves the bodies of requests unread.
    pub ignores_bodies: bool,
    /// It remembers no requests, only how many there were.
    pub forgets: bool,
}

impl RawServer {
    /// A server that does this for every request; a connection goes on to the next request unless a step ends it.
    #[must_use]
    pub fn start(act: impl Fn(&Heard) -> Vec<Step> + Send + Sync + 'static) -> Self {
        Self::with(Manners::default(), act)
    }

    /// A server with manners of its own.
    ///
    /// # Panics
    ///
    /// When the machine has no free port or starts no thread.
    #[must_use]
    pub fn with(manners: Manners, act: impl Fn(&Heard) -> Vec<Step> + Send + Sync + 'static) -> Self {
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

    /// Where the server listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The requests so far, as they came.
    #[must_use]
    pub fn heard(&self) -> Vec<Heard> {
        self.log.heard().clone()
    }

    /// How many connections there were so far.
    #[must_use]
    pub fn connections(&self) -> usize {
        self.log.connections.load(Ordering::SeqCst)
    }

    /// How many connections are open now.
    #[must_use]
    pub fn open(&self) -> usize {
        self.log.open.load(Ordering::SeqCst)
    }
}

impl Drop for RawServer {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A panic of the server's thread has been printed already.
            let _ = thread.join();
        }
    }
}

/// Serves until `stopped` resolves; dropping the runtime then ends every connection.
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
                    // What ends in an error is what a test has asked for, or what its client did.
                    let _ = Connection { stream, number, manners, log: &log }.serve(&*act).await;
                    log.open.fetch_sub(1, Ordering::SeqCst);
                });
            }
        };
        tokio::select! {
            () = accept => {}
            // An error means that the server was dropped, which is the usual way to stop.
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

    /// Does one thing; false if it was the last.
    async fn step(&mut self, step: Step) -> io::Result<bool> {
        match step {
            Step::Send(bytes) => self.stream.write_all(&bytes).await?,
            Step::Repeat(bytes, pause) => loop {
                self.stream.write_all(&bytes).await?;
                if !pause.is_zero() {
                    tokio::time::sleep(pause).await;
                }
            },
            Step::Pause(pause) => tokio::time::sleep(pause).await,
            Step::Hang => {
                // Until the client has had enough of it.
                let mut ignored = Vec::new();
                while self.stream.read_buf(&mut ignored).await? > 0 {
                    ignored.clear();
                }
                return Ok(false);
            }
            Step::Reset => {
                // What was written before has to arrive first.
                tokio::time::sleep(Duration::from_millis(20)).await;
                self.stream.set_zero_linger()?;
                return Ok(false);
            }
            Step::Close => {
                self.stream.shutdown().await?;
                return Ok(false);
            }
        }
        Ok(true)
    }
}
