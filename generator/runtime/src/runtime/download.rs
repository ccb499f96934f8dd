//! Answers that are written away piece by piece, of whatever size, and go on where their connection breaks off.

use std::fmt;
use std::fs::OpenOptions;
use std::io::{Seek as _, SeekFrom, Write};
use std::path::Path;

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, CONTENT_RANGE, ETAG, HeaderMap, HeaderValue, IF_RANGE, LAST_MODIFIED, RANGE};
use http::{HeaderName, StatusCode};
use jiff::Timestamp;

use super::body::Body;
use super::core::Core;
use super::error::{DecodeError, Error, TransportError, TransportKind};
use super::meta::Meta;
use super::operation::{Operation, Sent};
use super::random;
use super::raw::RawResponse;
use super::response::Response;
use super::retry::{Outcome, Replay};
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
/// When the connection breaks off, the rest is asked for, as often as the client's retries allow with nothing received between
/// them, if the server names the version of the file (a strong `ETag`, or `Last-Modified`): so that never two versions are
/// mixed. The time for a call bounds each request until its body begins, the idle timeout what comes after that.
#[must_use = "a download does nothing until it is told where to"]
pub struct Download<O> {
    core: Core,
    operation: O,
    accept: &'static str,
    tell: Box<Tell>,
    limit: u64,
    received: u64,
    version: Option<String>,
}

type Tell = dyn FnMut(Progress<'_>) + Send;

impl<O: Operation> Download<O> {
    /// A download of the answer to an operation that only reads, of one of these media types.
    pub fn new(core: Core, operation: O, accept: &'static str) -> Self {
        Self { core, operation, accept, tell: Box::new(|_| {}), limit: u64::MAX, received: 0, version: None }
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
        (self.received, self.version) = (received, Some(version.into()));
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
            let (mut body, meta) = match self.open().await {
                Ok(answer) => answer.into_parts(),
                Err(Error::Api(error)) if self.is_whole(error.meta()) => {
                    return Ok(Response::new(self.received, error.meta().clone()));
                }
                Err(error) => return Err(error),
            };
            let Err(failure) = self.copy(&meta, &mut body, drain).await else {
                return Ok(Response::new(self.received, meta));
            };
            retries = if self.received > before { 0 } else { retries + 1 };
            let Some(wait) = self.wait(&failure, retries) else { return Err(failure.after(meta).into()) };
            drop(body);
            self.core.sleep(wait).await;
        }
    }

    /// Asks for all of it, or for what is missing.
    async fn open(&mut self) -> Sent<O, Body> {
        let mut more = HeaderMap::new();
        if self.received > 0 {
            let version = self.version.as_deref().unwrap_or_default();
            more.insert(RANGE, HeaderValue::from_str(&format!("bytes={}-", self.received)).map_err(unsent)?);
            more.insert(IF_RANGE, HeaderValue::from_str(version).map_err(unsent)?);
        }
        let answer = self.core.send_stream_with(&self.operation, Some(self.accept), more).await?;
        if self.received > 0 && range(answer.meta()).is_none_or(|(start, _)| start != self.received) {
            let message = "the server does not send what is missing: it has another version, or knows no ranges";
            let (_, meta) = answer.into_parts();
            let raw = RawResponse::new(meta, Bytes::new());
            return Err(DecodeError::new(raw, String::new(), message.to_owned()).into());
        }
        Ok(answer)
    }

    /// Whether an answer says that there is nothing after what has come.
    fn is_whole(&self, meta: &Meta) -> bool {
        let is_end = |range: &str| range.trim().strip_prefix("bytes */") == Some(self.received.to_string().as_str());
        self.received > 0
            && meta.status() == StatusCode::RANGE_NOT_SATISFIABLE
            && meta.header(CONTENT_RANGE.as_str()).is_some_and(is_end)
    }

    /// Writes what comes.
    async fn copy(&mut self, meta: &Meta, body: &mut Body, drain: &mut dyn Drain) -> Result<(), TransportError> {
        let length = meta.header_as::<u64>(CONTENT_LENGTH.as_str());
        let total = match range(meta) {
            Some((_, total)) => total,
            None => length.filter(|_| meta.header("content-encoding").is_none()),
        };
        if self.received == 0 {
            self.version = version(meta);
        }
        if total.is_some_and(|total| total > self.limit) {
            return Err(TransportError::new(TransportKind::TooLarge));
        }
        while let Some(piece) = body.chunk().await {
            let piece = piece?;
            let received = self.received.saturating_add(u64::try_from(piece.len()).unwrap_or(u64::MAX));
            if received > self.limit {
                return Err(TransportError::new(TransportKind::TooLarge));
            }
            write(drain, &piece).await?;
            self.received = received;
            (self.tell)(Progress { received, total, version: self.version.as_deref() });
        }
        flush(drain).await
    }

    /// How long to wait before the rest is asked for, or none if it is not to be.
    fn wait(&self, failure: &TransportError, retries: u32) -> Option<std::time::Duration> {
        let breaks = matches!(failure.kind(), TransportKind::Interrupted | TransportKind::Timeout);
        if !breaks || self.version.is_none() {
            return None;
        }
        let broken = TransportError::new(TransportKind::Interrupted);
        let policy = self.core.retry_policy(self.operation.options());
        policy.delay(Outcome::Failure(&broken), Replay::Safe, retries, Timestamp::now(), random::unit())
    }
}

/// Where the part that an answer holds begins, and how long the whole is, if the answer is a part.
fn range(meta: &Meta) -> Option<(u64, Option<u64>)> {
    if meta.status() != StatusCode::PARTIAL_CONTENT {
        return None;
    }
    let (range, total) = meta.header(CONTENT_RANGE.as_str())?.trim().strip_prefix("bytes ")?.split_once('/')?;
    Some((range.split_once('-')?.0.trim().parse().ok()?, total.trim().parse().ok()))
}

/// What the server calls the version that it sends, if that tells versions apart byte by byte.
fn version(meta: &Meta) -> Option<String> {
    let said = |name: HeaderName| meta.header(name.as_str()).map(str::to_owned);
    said(ETAG).filter(|tag| !tag.starts_with("W/")).or_else(|| said(LAST_MODIFIED))
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
