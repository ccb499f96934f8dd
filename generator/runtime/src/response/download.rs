//! Responses that are written to a file unbuffered, of any size, and resumed if their connection fails.

use std::fmt;
use std::fs::OpenOptions;
use std::io::{Seek as _, SeekFrom, Write};
use std::path::Path;
use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;
use http::header::{HeaderMap, HeaderValue, IF_RANGE, RANGE};
use jiff::Timestamp;

use super::byte_range::{self, ByteRange, Version};
use super::decoded::Response;
use super::meta::Meta;
use super::raw::RawResponse;
use crate::runtime::call::operation::{self, Operation, Sent};
use crate::runtime::call::random;
use crate::runtime::call::retry::{Replay, RetryOutcome};
use crate::runtime::client::core::Core;
use crate::runtime::client::dispatch::{Dispatch, OnClient};
use crate::runtime::error::{DecodeError, Error, TransportError, TransportKind};
use crate::runtime::transport::body::Body;
use crate::runtime::transport::compression;
use crate::runtime::transport::threads::MaybeSend;
#[cfg(all(feature = "hyper", not(target_family = "wasm")))]
use crate::runtime::transport::transfer::Asynchronous;
use crate::runtime::transport::transfer::{Blocking, Drain, flush, unwritten, write};

/// The progress of a download.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress<'a> {
    /// The number of bytes received, including those of an earlier download that this one resumes.
    pub received: u64,
    /// The total number of bytes, if the server declares it.
    pub total: Option<u64>,
    /// The server's identifier of this version of the file, for [`Download::resume`]; `None` if it declares none.
    pub version: Option<&'a str>,
}

/// A response that is written to a file or another writer unbuffered, of any size.
///
/// If the connection fails or the server sends less than was requested, the rest is requested. Attempts that receive
/// nothing count as retries, and receiving data resets their number. Resuming requires that the server identifies the
/// version of the file (a strong `ETag`, or `Last-Modified`). A response that contains another part or another version
/// is an error, so two versions are never mixed. The call's timeout limits each request until its body begins. From
/// then on the idle timeout limits the gap between chunks.
#[must_use = "a download does nothing until it has a file or a writer"]
pub struct Download<O> {
    core: Core,
    operation: O,
    accept: &'static str,
    tell: Box<dyn Tell>,
    limit: u64,
    received: u64,
    /// The length of the whole file, once the server has declared it.
    total: Option<u64>,
    version: Version,
}

/// Returns the download of the response to an operation.
pub fn begin<O: OnClient<Client: Dispatch>>(operation: O, accept: &'static str) -> Download<O> {
    Download::new(operation.client().core().clone(), operation, accept)
}

/// Reports the progress of a download.
trait Tell: FnMut(Progress<'_>) + MaybeSend {}

impl<F: FnMut(Progress<'_>) + MaybeSend> Tell for F {}

impl<O: Operation> Download<O> {
    /// Creates a download of the response to an operation that only reads, with these media types in `Accept`.
    pub fn new(core: Core, operation: O, accept: &'static str) -> Self {
        Self {
            core,
            operation,
            accept,
            tell: Box::new(|_: Progress<'_>| {}),
            limit: u64::MAX,
            received: 0,
            total: None,
            version: Version::default(),
        }
    }

    /// Calls this closure after each chunk.
    pub fn on_progress(mut self, tell: impl FnMut(Progress<'_>) + MaybeSend + 'static) -> Self {
        self.tell = Box::new(tell);
        self
    }

    /// Rejects a file that is larger than this number of bytes. There is no limit unless set.
    pub const fn limit(mut self, bytes: u64) -> Self {
        self.limit = bytes;
        self
    }

    /// Resumes a download that was interrupted after this many bytes of this version; see [`Progress`]. It fails if the
    /// server has another version now.
    pub fn resume(mut self, received: u64, version: impl Into<String>) -> Self {
        (self.received, self.version) = (received, Version::named(version.into()));
        self
    }

    /// Writes the response to a file, and returns the number of bytes in it. Earlier content of the file is removed,
    /// except for the part that is resumed.
    ///
    /// # Errors
    /// See [`Error`]. The part that was received is in the file.
    pub async fn to_file(self, path: impl AsRef<Path> + MaybeSend) -> Sent<O, u64> {
        let open = || {
            let mut file = OpenOptions::new().create(true).write(true).truncate(false).open(path)?;
            file.set_len(self.received)?;
            file.seek(SeekFrom::Start(self.received)).map(|_| file)
        };
        let mut file = open().map_err(unwritten)?;
        self.to_writer(&mut file).await
    }

    /// Writes the response to a writer at its current position, and returns the length of the whole file.
    ///
    /// # Errors
    /// See [`Error`]. The part that was received is written.
    pub async fn to_writer(self, writer: &mut (impl Write + MaybeSend + ?Sized)) -> Sent<O, u64> {
        self.run(&mut Blocking(writer)).await
    }

    /// Writes the response to an asynchronous writer, such as a file of `tokio`, and returns the length of the whole
    /// file.
    ///
    /// # Errors
    /// See [`Error`]. The part that was received is written.
    #[cfg(all(feature = "hyper", not(target_family = "wasm")))]
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
                // A server may send less than was requested. This is not a failure as long as it sends something.
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

    /// Requests the whole file, or the missing part. The returned range is that of a response with a part.
    async fn open(&mut self) -> Result<(Body, Meta, Option<ByteRange>), Error<O::Failure>> {
        let mut more = HeaderMap::new();
        // Ranges count the bytes of the file, and a compressed file may have another version.
        compression::forbid(&mut more);
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

    /// Checks that a response contains what was requested, and stores the length and the version of the file.
    fn accept(&mut self, meta: &Meta) -> Result<Option<ByteRange>, &'static str> {
        let is_part = meta.status() == StatusCode::PARTIAL_CONTENT;
        if self.received == 0 {
            if is_part && self.requires_range() {
                // The caller requested a part of the file, so that part counts as the whole. Only the caller knows its
                // bounds, so it is never resumed.
                let range =
                    ByteRange::from_meta(meta).ok_or("the server sends a part of the file without declaring which")?;
                self.total = range.end.checked_sub(range.start);
                return Ok(None);
            }
            if is_part {
                return Err("the server sends a part of the file, although all of it was requested");
            }
            self.version = Version::from_meta(meta);
            self.total = byte_range::whole_length(meta);
            return Ok(None);
        }
        if !is_part {
            return Err(
                "the server does not send the missing part: it has another version, or does not support ranges",
            );
        }
        let range = ByteRange::from_meta(meta).filter(|range| range.start == self.received);
        let range = range.ok_or("the server sends another part of the file than the one that was requested")?;
        if self.version.differs(&Version::from_meta(meta)) {
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
        let request = operation::request(&self.operation, self.core.config());
        request.is_ok_and(|request| request.headers().contains_key(RANGE))
    }

    /// Returns true if a response declares that nothing follows the received bytes.
    fn is_whole(&self, meta: &Meta) -> bool {
        self.received > 0 && ByteRange::unsatisfied(meta) == Some(self.received)
    }

    /// Returns true if the whole file was received, after the body of a response has ended.
    fn is_complete(&self, range: Option<ByteRange>) -> bool {
        match self.total {
            Some(total) => self.received >= total,
            None => range.is_none(),
        }
    }

    /// Writes the chunks of a body.
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

    /// Returns how long to wait before the rest is requested, or `None` if the download fails.
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
