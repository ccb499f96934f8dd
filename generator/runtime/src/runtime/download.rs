//! Answers that are written away piece by piece, of whatever size, and go on where their connection breaks off.

use std::fmt;
use std::fs::OpenOptions;
use std::io::{Seek as _, SeekFrom, Write};
use std::path::Path;
use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;
use http::header::{HeaderMap, HeaderValue, IF_RANGE, RANGE};
use jiff::Timestamp;

use super::body::Body;
use super::byte_range::{self, ByteRange, Version};
use super::core::Core;
use super::error::{DecodeError, Error, TransportError, TransportKind};
use super::meta::Meta;
use super::operation::{self, Operation, Sent};
use super::random;
use super::raw::RawResponse;
use super::response::Response;
use super::retry::{Replay, RetryOutcome};
#[cfg(feature = "reqwest")]
use super::transfer::Asynchronous;
use super::transfer::{Blocking, Drain, flush, unwritten, write};

/// How far a download is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress<'a> {
    /// How many bytes are there, those of an earlier download that this one resumes among them.
    pub received: u64,
    /// How many there are in all, if the server says it.
    pub total: Option<u64>,
    /// What the server calls this version of the file, for [`Download::resume`]; none if it has no word for it.
    pub version: Option<&'a str>,
}

/// An answer that is written to a file or another writer as it comes, of whatever size.
///
/// When the connection breaks or the server sends less than was requested, the rest is requested, as often as the client's retries
/// allow with nothing received between them. This requires that the server identifies the version of the file (a strong `ETag`, or
/// `Last-Modified`). A response that contains another part or another version is an error, so two versions are never mixed. The call's
/// timeout limits each request until its body begins, the idle timeout what comes after that.
#[must_use = "a download does nothing until it is told where to"]
pub struct Download<O> {
    core: Core,
    operation: O,
    accept: &'static str,
    tell: Box<Tell>,
    limit: u64,
    received: u64,
    /// The length of the whole file, once the server has declared it.
    total: Option<u64>,
    version: Version,
}

type Tell = dyn FnMut(Progress<'_>) + Send;

impl<O: Operation> Download<O> {
    /// A download of the answer to an operation that only reads, of one of these media types.
    pub fn new(core: Core, operation: O, accept: &'static str) -> Self {
        Self {
            core,
            operation,
            accept,
            tell: Box::new(|_| {}),
            limit: u64::MAX,
            received: 0,
            total: None,
            version: Version::default(),
        }
    }

    /// Tells how far it is, after each piece.
    pub fn on_progress(mut self, tell: impl FnMut(Progress<'_>) + Send + 'static) -> Self {
        self.tell = Box::new(tell);
        self
    }

    /// Refuses what is larger than this; without it there is no bound.
    pub const fn limit(mut self, bytes: u64) -> Self {
        self.limit = bytes;
        self
    }

    /// Asks for the rest of a download that was given up after so many bytes of this version; see [`Progress`]. If the server has
    /// another version by now, that is an error.
    pub fn resume(mut self, received: u64, version: impl Into<String>) -> Self {
        (self.received, self.version) = (received, Version::named(version.into()));
        self
    }

    /// Writes it into a file, and gives the number of bytes in it. What was in the file is lost, but for what is resumed.
    ///
    /// # Errors
    /// Whatever can go wrong; see [`Error`]. What has come by then is in the file.
    pub async fn to_file(self, path: impl AsRef<Path> + Send) -> Sent<O, u64> {
        let open = || {
            let mut file = OpenOptions::new().create(true).write(true).truncate(false).open(path)?;
            file.set_len(self.received)?;
            file.seek(SeekFrom::Start(self.received)).map(|_| file)
        };
        let mut file = open().map_err(unwritten)?;
        self.to_writer(&mut file).await
    }

    /// Writes it to a writer, from where that is, and gives the number of bytes of the whole.
    ///
    /// # Errors
    /// Whatever can go wrong; see [`Error`]. What has come by then is written.
    pub async fn to_writer(self, writer: &mut (impl Write + Send + ?Sized)) -> Sent<O, u64> {
        self.run(&mut Blocking(writer)).await
    }

    /// Writes it to an asynchronous writer, such as a file of `tokio`, and gives the number of bytes of the whole.
    ///
    /// # Errors
    /// Whatever can go wrong; see [`Error`]. What has come by then is written.
    #[cfg(feature = "reqwest")]
    pub async fn to_async_writer(
        self,
        writer: &mut (impl tokio::io::AsyncWrite + Send + Unpin + ?Sized),
    ) -> Sent<O, u64> {
        self.run(&mut Asynchronous(writer)).await
    }

    async fn run(mut self, drain: &mut dyn Drain) -> Sent<O, u64> {
        let mut retries = 0;
        loop {
            let before = self.received;
            let (mut body, meta, range) = match self.open().await {
                Ok(opened) => opened,
                Err(Error::Api(error)) if self.is_whole(error.meta()) => {
                    return Ok(Response::new(self.received, error.meta().clone()));
                }
                Err(error) => return Err(error),
            };
            let copied = self.copy(range, &mut body, drain).await;
            if copied.is_ok() && self.is_complete(range) {
                return Ok(Response::new(self.received, meta));
            }
            retries = if self.received > before { 0 } else { retries + 1 };
            let wait = match copied {
                // The server sent less than was requested, as it may.
                Ok(()) if retries == 0 && range.is_some() => Duration::ZERO,
                copied => {
                    let failure = copied.err().unwrap_or_else(|| TransportError::new(TransportKind::Interrupted));
                    let Some(wait) = self.wait(&failure, retries) else { return Err(failure.after(meta).into()) };
                    wait
                }
            };
            drop(body);
            if !wait.is_zero() {
                self.core.sleep(wait).await;
            }
        }
    }

    /// Requests all of it, or what is missing. The range is that of a response that contains a part.
    async fn open(&mut self) -> Result<(Body, Meta, Option<ByteRange>), Error<O::Failure>> {
        let mut more = HeaderMap::new();
        if self.received > 0 {
            let version = self.version.name().ok_or_else(unnamed)?;
            more.insert(RANGE, HeaderValue::from_str(&format!("bytes={}-", self.received)).map_err(unsent)?);
            more.insert(IF_RANGE, HeaderValue::from_str(version).map_err(unsent)?);
        }
        let answer = self.core.send_stream_with(&self.operation, Some(self.accept), more).await?;
        let (body, meta) = answer.into_parts();
        match self.accept(&meta) {
            Ok(range) => Ok((body, meta, range)),
            Err(message) => {
                let raw = RawResponse::new(meta, Bytes::new());
                Err(DecodeError::new(raw, String::new(), message.to_owned()).into())
            }
        }
    }

    /// Checks that a response contains what was requested, and remembers what it declares of the file.
    fn accept(&mut self, meta: &Meta) -> Result<Option<ByteRange>, &'static str> {
        let is_part = meta.status() == StatusCode::PARTIAL_CONTENT;
        if self.received == 0 {
            if is_part && self.requires_range() {
                // The part is the file, and only the caller knows which part that is: it is never requested again.
                let range = ByteRange::of(meta).ok_or("the server sends a part of the file, and does not say which")?;
                self.total = range.end.checked_sub(range.start);
                return Ok(None);
            }
            if is_part {
                return Err("the server sends a part of the file, although all of it was requested");
            }
            self.version = Version::of(meta);
            self.total = byte_range::whole_length(meta);
            return Ok(None);
        }
        if !is_part {
            return Err("the server does not send what is missing: it has another version, or does not support ranges");
        }
        let range = ByteRange::of(meta).filter(|range| range.start == self.received);
        let range = range.ok_or("the server sends another part of the file than the one that was requested")?;
        if self.version.differs(&Version::of(meta)) {
            return Err("the server sends the rest of another version of the file");
        }
        if self.total.zip(range.total).is_some_and(|(total, now)| total != now) {
            return Err("the length of the file has changed: the server has another version");
        }
        self.total = self.total.or(range.total);
        Ok(Some(range))
    }

    /// Returns true if the operation itself requests a part of the file.
    fn requires_range(&self) -> bool {
        let request = operation::request(&self.operation, self.core.target());
        request.is_ok_and(|request| request.headers().contains_key(RANGE))
    }

    /// Returns true if a response says that there is nothing after what was received.
    fn is_whole(&self, meta: &Meta) -> bool {
        self.received > 0 && ByteRange::unsatisfied(meta) == Some(self.received)
    }

    /// Returns true if all of the file was received, after the body of a response has ended.
    fn is_complete(&self, range: Option<ByteRange>) -> bool {
        match self.total {
            Some(total) => self.received >= total,
            None => range.is_none(),
        }
    }

    /// Writes what comes.
    async fn copy(
        &mut self,
        range: Option<ByteRange>,
        body: &mut Body,
        drain: &mut dyn Drain,
    ) -> Result<(), TransportError> {
        if self.total.is_some_and(|total| total > self.limit) {
            return Err(TransportError::new(TransportKind::TooLarge));
        }
        let end = range.map(|range| range.end).or(self.total);
        while let Some(piece) = body.chunk().await {
            let piece = piece?;
            let received = self.received.saturating_add(u64::try_from(piece.len()).unwrap_or(u64::MAX));
            if received > self.limit {
                return Err(TransportError::new(TransportKind::TooLarge));
            }
            if end.is_some_and(|end| received > end) {
                return Err(TransportError::new(TransportKind::Protocol));
            }
            write(drain, &piece).await?;
            self.received = received;
            (self.tell)(Progress { received, total: self.total, version: self.version.name() });
        }
        flush(drain).await
    }

    /// Returns how long to wait before the rest is requested, or `None` if it is not to be.
    fn wait(&self, failure: &TransportError, retries: u32) -> Option<Duration> {
        let breaks = matches!(failure.kind(), TransportKind::Interrupted | TransportKind::Timeout);
        if !breaks || self.version.name().is_none() {
            return None;
        }
        let broken = TransportError::new(TransportKind::Interrupted);
        let policy = self.core.retry_policy(self.operation.options());
        policy.delay(RetryOutcome::Failure(&broken), Replay::Safe, retries, Timestamp::now(), random::unit())
    }
}

fn unnamed() -> TransportError {
    TransportError::new(TransportKind::Other)
        .because("only a strong `ETag` or a `Last-Modified` identifies a version to resume")
}

fn unsent(error: http::header::InvalidHeaderValue) -> TransportError {
    TransportError::new(TransportKind::Other).because(error)
}

impl<O: Operation> fmt::Debug for Download<O> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Download")
            .field("operation", &O::ID)
            .field("received", &self.received)
            .finish_non_exhaustive()
    }
}
