//! Streaming bodies from readers and files, and into writers, with progress.

use std::fs::File;
use std::future::poll_fn;
use std::io::{self, Read, Write};
use std::path::Path;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;

use super::body::Body;
use super::threads::MaybeSend;
use crate::runtime::error::{TransportError, TransportKind};

/// The size of a chunk in bytes.
const PIECE: usize = 64 * 1024;

impl Body {
    /// Creates a body that is read from a reader while it is sent. Every read blocks the thread that sends. For a slow
    /// reader, use another thread or a [`stream`](Self::stream).
    ///
    /// Its length is unknown unless [`with_length`](Self::with_length) declares it. It can be sent once; see
    /// [`stream`](Self::stream).
    #[must_use]
    pub fn reader(reader: impl Read + MaybeSend + 'static) -> Self {
        Self::stream(Pieces(Some(reader)))
    }

    /// Creates a body that is read from a file while it is sent, with the length of the file; see
    /// [`reader`](Self::reader).
    ///
    /// # Errors
    /// When the file cannot be opened.
    pub fn file(path: impl AsRef<Path>) -> io::Result<Self> {
        let file = File::open(path)?;
        let length = file.metadata()?.len();
        Ok(Self::reader(file).with_length(length))
    }

    /// Creates a body from an asynchronous reader, such as a file of `tokio`; see [`reader`](Self::reader).
    #[cfg(all(feature = "hyper", not(target_family = "wasm")))]
    #[must_use]
    pub fn async_reader(reader: impl tokio::io::AsyncRead + Send + 'static) -> Self {
        Self::stream(AsyncPieces { reader: Some(Box::pin(reader)), room: vec![0; PIECE] })
    }

    /// Calls this closure after each chunk with the number of bytes so far: of a request body, those that were passed
    /// to the connection, of a response body, those that were read.
    ///
    /// The body becomes a stream, which can be sent once.
    #[must_use]
    pub fn on_progress(self, tell: impl FnMut(u64) + MaybeSend + 'static) -> Self {
        let length = self.length();
        let counted = Self::stream(Counted { body: self, tell, count: 0 });
        match length {
            Some(length) => counted.with_length(length),
            None => counted,
        }
    }

    /// Writes the body to a writer, chunk by chunk, and returns the number of bytes.
    ///
    /// # Errors
    /// When the body ends early or cannot be written. The part before that was written.
    pub async fn write_to(&mut self, writer: &mut (impl Write + MaybeSend + ?Sized)) -> Result<u64, TransportError> {
        self.pour(&mut Blocking(writer)).await
    }

    /// Writes the body to an asynchronous writer, such as a file of `tokio`, and returns the number of bytes.
    ///
    /// # Errors
    /// When the body ends early or cannot be written. The part before that was written.
    #[cfg(all(feature = "hyper", not(target_family = "wasm")))]
    pub async fn write_to_async(
        &mut self,
        writer: &mut (impl tokio::io::AsyncWrite + Send + Unpin + ?Sized),
    ) -> Result<u64, TransportError> {
        self.pour(&mut Asynchronous(writer)).await
    }

    async fn pour(&mut self, drain: &mut dyn Drain) -> Result<u64, TransportError> {
        let mut count = 0;
        while let Some(piece) = self.chunk().await {
            let piece = piece?;
            write(drain, &piece).await?;
            count += u64::try_from(piece.len()).unwrap_or_default();
        }
        flush(drain).await?;
        Ok(count)
    }
}

/// The chunks of a reader. The stream ends after an error.
struct Pieces<R>(Option<R>);

/// The reader is only used through `&mut`, and is never pinned.
impl<R> Unpin for Pieces<R> {}

impl<R: Read> Stream for Pieces<R> {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(reader) = &mut self.0 else { return Poll::Ready(None) };
        let mut piece = vec![0; PIECE];
        let read = loop {
            match reader.read(&mut piece) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => break read,
            }
        };
        Poll::Ready(match read {
            Ok(0) => {
                self.0 = None;
                None
            }
            Ok(length) => {
                piece.truncate(length);
                Some(Ok(piece.into()))
            }
            Err(error) => {
                self.0 = None;
                Some(Err(error))
            }
        })
    }
}

#[cfg(all(feature = "hyper", not(target_family = "wasm")))]
struct AsyncPieces<R> {
    reader: Option<Pin<Box<R>>>,
    room: Vec<u8>,
}

#[cfg(all(feature = "hyper", not(target_family = "wasm")))]
impl<R: tokio::io::AsyncRead> Stream for AsyncPieces<R> {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let pieces = &mut *self;
        let Some(reader) = &mut pieces.reader else { return Poll::Ready(None) };
        let mut room = tokio::io::ReadBuf::new(&mut pieces.room);
        let read = std::task::ready!(reader.as_mut().poll_read(context, &mut room));
        let piece = read.map(|()| Bytes::copy_from_slice(room.filled()));
        Poll::Ready(match piece {
            Ok(piece) if piece.is_empty() => {
                pieces.reader = None;
                None
            }
            Ok(piece) => Some(Ok(piece)),
            Err(error) => {
                pieces.reader = None;
                Some(Err(error))
            }
        })
    }
}

/// A body with a progress callback.
struct Counted<F> {
    body: Body,
    tell: F,
    count: u64,
}

/// The callback is only called through `&mut`, and is never pinned.
impl<F> Unpin for Counted<F> {}

impl<F: FnMut(u64)> Stream for Counted<F> {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let counted = &mut *self;
        let piece = std::task::ready!(Pin::new(&mut counted.body).poll_next(context));
        if let Some(Ok(piece)) = &piece {
            counted.count = counted.count.saturating_add(u64::try_from(piece.len()).unwrap_or_default());
            (counted.tell)(counted.count);
        }
        Poll::Ready(piece)
    }
}

/// A destination of bytes, blocking or not.
pub(crate) trait Drain: MaybeSend {
    /// Writes some of the bytes.
    fn poll_write(&mut self, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>>;

    /// Flushes all bytes.
    fn poll_flush(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>>;
}

/// A blocking writer.
pub(crate) struct Blocking<'a, W: ?Sized>(pub(crate) &'a mut W);

impl<W: Write + MaybeSend + ?Sized> Drain for Blocking<'_, W> {
    fn poll_write(&mut self, _: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Poll::Ready(self.0.write_all(bytes).map(|()| bytes.len()))
    }

    fn poll_flush(&mut self, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(self.0.flush())
    }
}

/// A writer of `tokio`.
#[cfg(all(feature = "hyper", not(target_family = "wasm")))]
pub(crate) struct Asynchronous<'a, W: ?Sized>(pub(crate) &'a mut W);

#[cfg(all(feature = "hyper", not(target_family = "wasm")))]
impl<W: tokio::io::AsyncWrite + Send + Unpin + ?Sized> Drain for Asynchronous<'_, W> {
    fn poll_write(&mut self, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut *self.0).poll_write(context, bytes)
    }

    fn poll_flush(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut *self.0).poll_flush(context)
    }
}

/// Writes all bytes.
pub(crate) async fn write(drain: &mut dyn Drain, mut bytes: &[u8]) -> Result<(), TransportError> {
    while !bytes.is_empty() {
        let written = poll_fn(|context| drain.poll_write(context, bytes)).await.map_err(unwritten)?;
        if written == 0 {
            return Err(unwritten(io::ErrorKind::WriteZero.into()));
        }
        bytes = bytes.get(written..).unwrap_or_default();
    }
    Ok(())
}

/// Flushes all bytes.
pub(crate) async fn flush(drain: &mut dyn Drain) -> Result<(), TransportError> {
    poll_fn(|context| drain.poll_flush(context)).await.map_err(unwritten)
}

/// Creates the error of a failed write.
pub(crate) fn unwritten(error: io::Error) -> TransportError {
    TransportError::new(TransportKind::Write).because(error)
}
