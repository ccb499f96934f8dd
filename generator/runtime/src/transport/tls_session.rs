//! TLS over a connection.
//!
//! The crates that join a TLS library with `tokio` cannot be used: a package that the features `hyper` and `rustls` enable only
//! together cannot be declared, and blocking clients, which also use `rustls`, should not depend on an asynchronous runtime.

use std::error::Error as StdError;
use std::future::poll_fn;
use std::io::{self, ErrorKind, Read, Write};
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::connection::{Connection, Stream};
#[cfg(feature = "rustls")]
use super::tls_config::HTTP2;
use super::tls_config::TlsConfig;

/// Negotiates TLS with the server of this name over a connection, and HTTP/2 if it is offered.
pub(super) async fn negotiate(
    config: &TlsConfig,
    host: &str,
    connection: Connection,
    offers_http2: bool,
) -> Result<Connection, Box<dyn StdError + Send + Sync>> {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let bridge = Bridge { stream: connection.into_stream(), waker: Waker::noop().clone(), has_ended: false };
    match *config {
        #[cfg(feature = "rustls")]
        TlsConfig::Rustls(ref config) => {
            let name = rustls::pki_types::ServerName::try_from(host.to_owned())?;
            let protocols = if offers_http2 { HTTP2.map(|name| name.as_bytes().to_vec()).to_vec() } else { Vec::new() };
            let config = std::sync::Arc::clone(config);
            let session = rustls::ClientConnection::new_with_alpn(config, name, protocols)?;
            let mut stream = RustlsStream { bridge, session };
            poll_fn(|context| stream.poll_negotiate(context)).await?;
            let is_http2 = stream.session.alpn_protocol() == Some(b"h2");
            Ok(Connection::new(stream).http2(is_http2))
        }
        #[cfg(feature = "native-tls")]
        TlsConfig::Native { ref http1, ref http2 } => {
            let connector = if offers_http2 { http2 } else { http1 };
            let stream = negotiate_natively(connector, host, bridge).await?;
            #[cfg(feature = "http2")]
            let is_http2 = stream.0.negotiated_alpn()?.as_deref() == Some(b"h2");
            #[cfg(not(feature = "http2"))]
            let is_http2 = false;
            Ok(Connection::new(stream).http2(is_http2))
        }
    }
}

/// A connection for TLS libraries, which are not asynchronous. An operation that would wait returns `WouldBlock`, and its
/// task is woken when it can continue.
struct Bridge {
    stream: Box<dyn Stream>,
    /// The waker of the task that polls the TLS stream.
    waker: Waker,
    /// True after the end of the connection.
    has_ended: bool,
}

impl Bridge {
    /// Sets the task that is woken.
    fn wake(&mut self, context: &Context<'_>) {
        self.waker.clone_from(context.waker());
    }

    fn run<T>(
        &mut self,
        operation: impl FnOnce(Pin<&mut dyn Stream>, &mut Context<'_>) -> Poll<io::Result<T>>,
    ) -> io::Result<T> {
        match operation(Pin::new(&mut *self.stream), &mut Context::from_waker(&self.waker)) {
            Poll::Ready(outcome) => outcome,
            Poll::Pending => Err(ErrorKind::WouldBlock.into()),
        }
    }

    fn poll_shutdown(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut *self.stream).poll_shutdown(context)
    }
}

impl Read for Bridge {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut buffer = ReadBuf::new(buffer);
        self.run(|stream, context| stream.poll_read(context, &mut buffer))?;
        self.has_ended = buffer.filled().is_empty() && buffer.capacity() > 0;
        Ok(buffer.filled().len())
    }
}

impl Write for Bridge {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.run(|stream, context| stream.poll_write(context, bytes))
    }

    fn write_vectored(&mut self, parts: &[io::IoSlice<'_>]) -> io::Result<usize> {
        self.run(|stream, context| stream.poll_write_vectored(context, parts))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.run(|mut stream, context| stream.as_mut().poll_flush(context))
    }
}

/// Converts the result of an operation on a bridge.
fn polled<T>(outcome: io::Result<T>) -> Poll<io::Result<T>> {
    match outcome {
        Err(error) if error.kind() == ErrorKind::WouldBlock => Poll::Pending,
        outcome => Poll::Ready(outcome),
    }
}

/// TLS by `rustls`. Reading does not wait for writing, nor writing for reading.
#[cfg(feature = "rustls")]
struct RustlsStream {
    bridge: Bridge,
    session: rustls::ClientConnection,
}

#[cfg(feature = "rustls")]
impl RustlsStream {
    fn poll_negotiate(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.bridge.wake(context);
        loop {
            let written = self.write_tls();
            if !self.session.is_handshaking() {
                return polled(written);
            }
            match written {
                Err(error) if error.kind() != ErrorKind::WouldBlock => return Poll::Ready(Err(error)),
                _ => {}
            }
            match self.read_tls() {
                Ok(0) => return Poll::Ready(Err(ErrorKind::UnexpectedEof.into())),
                Ok(_) => {}
                Err(error) => return polled(Err(error)),
            }
        }
    }

    /// Receives and decrypts data. Returns zero at the end of the connection.
    fn read_tls(&mut self) -> io::Result<usize> {
        let received = self.session.read_tls(&mut self.bridge)?;
        if let Err(error) = self.session.process_new_packets() {
            // The server is told the reason if possible.
            let _ = self.write_tls();
            return Err(io::Error::new(ErrorKind::InvalidData, error));
        }
        Ok(received)
    }

    /// Sends all encrypted data.
    fn write_tls(&mut self) -> io::Result<()> {
        let mut is_written = false;
        while self.session.wants_write() {
            if self.session.write_tls(&mut self.bridge)? == 0 {
                return Err(ErrorKind::WriteZero.into());
            }
            is_written = true;
        }
        if is_written { self.bridge.flush() } else { Ok(()) }
    }
}

#[cfg(feature = "rustls")]
impl AsyncRead for RustlsStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let stream = &mut *self;
        stream.bridge.wake(context);
        loop {
            match stream.session.reader().read(buffer.initialize_unfilled()) {
                Ok(count) => {
                    buffer.advance(count);
                    return Poll::Ready(Ok(()));
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                Err(error) => return Poll::Ready(Err(error)),
            }
            if let Err(error) = stream.read_tls() {
                return polled(Err(error));
            }
            // The protocol may require a message, such as after a new key. If it cannot be sent, the next write reports it. Received data
            // comes first: the response of a server that closed the connection during a long upload.
            let _ = stream.write_tls();
        }
    }
}

#[cfg(feature = "rustls")]
impl AsyncWrite for RustlsStream {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let stream = &mut *self;
        stream.bridge.wake(context);
        loop {
            // The buffer is limited. Zero means that it is full.
            let taken = stream.session.writer().write(bytes)?;
            match stream.write_tls() {
                Ok(()) if taken == 0 && !bytes.is_empty() => {}
                Ok(()) => return Poll::Ready(Ok(taken)),
                Err(error) if error.kind() == ErrorKind::WouldBlock && taken > 0 => return Poll::Ready(Ok(taken)),
                Err(error) => return polled(Err(error)),
            }
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.bridge.wake(context);
        let written = self.write_tls().and_then(|()| self.bridge.flush());
        polled(written)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        // A second notification is not sent.
        self.session.send_close_notify();
        std::task::ready!(self.as_mut().poll_flush(context))?;
        self.bridge.poll_shutdown(context)
    }
}

/// TLS by the library of the system.
#[cfg(feature = "native-tls")]
struct NativeStream(native_tls::TlsStream<Bridge>);

#[cfg(feature = "native-tls")]
async fn negotiate_natively(
    connector: &native_tls::TlsConnector,
    host: &str,
    bridge: Bridge,
) -> Result<NativeStream, native_tls::Error> {
    use native_tls::{HandshakeError, MidHandshakeTlsStream};

    enum Step {
        Begin(Bridge),
        Continue(MidHandshakeTlsStream<Bridge>),
    }
    let mut step = Some(Step::Begin(bridge));
    poll_fn(|context| {
        let outcome = match step.take() {
            Some(Step::Begin(mut bridge)) => {
                bridge.wake(context);
                connector.connect(host, bridge)
            }
            Some(Step::Continue(mut stream)) => {
                stream.get_mut().wake(context);
                stream.handshake()
            }
            // A future is not polled after its end.
            None => return Poll::Pending,
        };
        match outcome {
            Ok(stream) => Poll::Ready(Ok(NativeStream(stream))),
            Err(HandshakeError::WouldBlock(stream)) => {
                step = Some(Step::Continue(stream));
                Poll::Pending
            }
            Err(HandshakeError::Failure(error)) => Poll::Ready(Err(error)),
        }
    })
    .await
}

#[cfg(feature = "native-tls")]
impl AsyncRead for NativeStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.0.get_mut().wake(context);
        let count = std::task::ready!(polled(self.0.read(buffer.initialize_unfilled())))?;
        // The library does not report an end without the notification that TLS requires.
        if count == 0 && self.0.get_ref().has_ended {
            return Poll::Ready(Err(ErrorKind::UnexpectedEof.into()));
        }
        buffer.advance(count);
        Poll::Ready(Ok(()))
    }
}

#[cfg(feature = "native-tls")]
impl AsyncWrite for NativeStream {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.0.get_mut().wake(context);
        polled(self.0.write(bytes))
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.0.get_mut().wake(context);
        polled(self.0.flush())
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.0.get_mut().wake(context);
        std::task::ready!(polled(self.0.shutdown()))?;
        self.0.get_mut().poll_shutdown(context)
    }
}
