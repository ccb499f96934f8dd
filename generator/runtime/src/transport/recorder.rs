//! Records calls with their responses for `oaspress check-traffic`: one entry of a HAR 1.2 log per line of a file. It
//! replaces credentials, and never makes a call fail.

use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, Request, Response};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::body::Body;
use super::clock::Instant;
use super::interface::{BoxFuture, Transport};
use super::redacted_traffic::{Redaction, is_recorded};
use crate::runtime::call::operation::Endpoint;
use crate::runtime::credentials::redaction::Secrets;
use crate::runtime::credentials::security::Credentials;
use crate::runtime::error::TransportError;

/// The maximum size of a body that is recorded.
const MAX_BODY: usize = 4 * 1024 * 1024;

/// A transport that records what it sends and receives through another one.
pub(crate) struct Recorder {
    inner: Arc<dyn Transport>,
    credentials: Credentials,
    log: Arc<Log>,
}

/// The file that a client records to. It is created by the first call.
struct Log {
    path: PathBuf,
    file: Mutex<Target>,
}

enum Target {
    Unopened,
    Open(File),
    /// The file could not be opened or written, so nothing more is recorded.
    Failed,
}

impl Recorder {
    /// Creates a transport that appends to a file. `credentials` are replaced in everything that it records.
    pub(crate) fn new(inner: Arc<dyn Transport>, credentials: Credentials, path: PathBuf) -> Self {
        let log = Log { path, file: Mutex::new(Target::Unopened) };
        Self { inner, credentials, log: Arc::new(log) }
    }

    fn entry(&self, request: &Request<Body>) -> Entry {
        let forms = Secrets::new(request, &self.credentials).forms();
        let redaction = Redaction { forms, query_names: self.credentials.query_names().collect() };
        let template = request.extensions().get::<Endpoint>().map_or("", |endpoint| endpoint.path);
        let mut recorded = json!({
            "method": request.method().as_str(),
            "url": redaction.url(request.uri(), template),
            "httpVersion": "HTTP/1.1",
            "cookies": [],
            "headers": redaction.headers(request.headers()),
            "queryString": [],
            "headersSize": -1,
            "bodySize": request.body().length().map_or(-1, |length| i64::try_from(length).unwrap_or(-1)),
        });
        let media_type = media_type(request.headers(), &redaction);
        let bytes = request.body().bytes().filter(|bytes| !bytes.is_empty() && bytes.len() <= MAX_BODY);
        if let Some(text) = bytes.and_then(|bytes| redaction.body_text(&media_type, bytes)) {
            recorded["postData"] = json!({ "mimeType": media_type, "text": text });
        }
        Entry {
            log: Arc::clone(&self.log),
            redaction,
            started: Timestamp::now(),
            begun: self.inner.now(),
            elapsed: Duration::ZERO,
            request: recorded,
            response: Value::Null,
            media_type: String::new(),
        }
    }
}

impl Transport for Recorder {
    fn send(&self, request: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        let mut entry = self.entry(&request);
        Box::pin(async move {
            let response = self.inner.send(request).await?;
            entry.elapsed = self.inner.now().saturating_duration_since(entry.begun);
            entry.answered(&response);
            let (head, body) = response.into_parts();
            let body = match body.bytes() {
                Some(bytes) => {
                    entry.write(Some(bytes));
                    body
                }
                None if is_recorded(&entry.media_type) => {
                    let length = body.length();
                    let tee = Body::incoming(Tee { body, kept: Vec::new(), entry: Some(entry) });
                    length.map_or(tee.clone(), |length| tee.with_length(length))
                }
                None => {
                    entry.write(None);
                    body
                }
            };
            Ok(Response::from_parts(head, body))
        })
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        self.inner.sleep(duration)
    }

    fn requires_credentials(&self) -> bool {
        self.inner.requires_credentials()
    }

    fn connects_to_socket(&self, socket: &Path) -> bool {
        self.inner.connects_to_socket(socket)
    }

    fn now(&self) -> Instant {
        self.inner.now()
    }
}

/// An entry of the log, until its response is read.
struct Entry {
    log: Arc<Log>,
    redaction: Redaction,
    started: Timestamp,
    begun: Instant,
    elapsed: Duration,
    request: Value,
    response: Value,
    media_type: String,
}

impl Entry {
    /// Adds the head of the response.
    fn answered(&mut self, response: &Response<Body>) {
        self.media_type = media_type(response.headers(), &self.redaction);
        self.response = json!({
            "status": response.status().as_u16(),
            "statusText": response.status().canonical_reason().unwrap_or_default(),
            "httpVersion": "HTTP/1.1",
            "cookies": [],
            "headers": self.redaction.headers(response.headers()),
            "redirectURL": "",
            "headersSize": -1,
            "bodySize": -1,
        });
    }

    /// Writes the entry. A body that was not read, or not to its end, is recorded as missing.
    fn write(mut self, body: Option<&[u8]>) {
        let size = body.map_or(-1, |body| i64::try_from(body.len()).unwrap_or(-1));
        let mut content = json!({ "size": size, "mimeType": self.media_type });
        let body = body.filter(|body| !body.is_empty() && body.len() <= MAX_BODY);
        if let Some(text) = body.and_then(|body| self.redaction.body_text(&self.media_type, body)) {
            // The size is that of the text, in which credentials are replaced.
            content["size"] = json!(text.len());
            content["text"] = json!(text);
        }
        self.response["content"] = content;
        self.response["bodySize"] = json!(size);
        let millis = u64::try_from(self.elapsed.as_millis()).unwrap_or(u64::MAX);
        let entry = json!({
            "startedDateTime": self.started.to_string(),
            "time": millis,
            "request": self.request,
            "response": self.response,
            "cache": {},
            "timings": { "send": 0, "wait": millis, "receive": 0 },
        });
        self.log.append(&entry);
    }
}

impl Log {
    /// Appends a line. After the first failure nothing more is recorded.
    fn append(&self, entry: &Value) {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        if matches!(*file, Target::Unopened) {
            *file = open(&self.path).map_or(Target::Failed, Target::Open);
        }
        if let Target::Open(open) = &mut *file
            && open.write_all(format!("{entry}\n").as_bytes()).is_err()
        {
            *file = Target::Failed;
        }
    }
}

/// Opens the file. On Unix, only its owner can read it: an existing file that others can read becomes private first.
///
/// # Errors
/// When the file cannot be opened, or cannot be made private.
fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path)?;
    #[cfg(unix)]
    make_private(&file)?;
    Ok(file)
}

/// Removes the rights of all others. Devices and pipes keep theirs.
#[cfg(unix)]
fn make_private(file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;

    let metadata = file.metadata()?;
    let mode = metadata.permissions().mode();
    if metadata.is_file() && mode & 0o077 != 0 {
        file.set_permissions(std::fs::Permissions::from_mode(mode & 0o700))?;
    }
    Ok(())
}

fn media_type(headers: &HeaderMap, redaction: &Redaction) -> String {
    let value = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    redaction.plain(value.to_owned())
}

/// A body that is recorded while it is read.
struct Tee {
    body: Body,
    kept: Vec<u8>,
    /// The entry, until it is written.
    entry: Option<Entry>,
}

impl Stream for Tee {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let tee = self.get_mut();
        let chunk = ready!(Pin::new(&mut tee.body).poll_next(context));
        match &chunk {
            Some(Ok(chunk)) if tee.kept.len() + chunk.len() <= MAX_BODY => tee.kept.extend_from_slice(chunk),
            None => {
                if let Some(entry) = tee.entry.take() {
                    entry.write(Some(&tee.kept));
                }
            }
            // The body is too large, or incomplete.
            Some(_) => {
                if let Some(entry) = tee.entry.take() {
                    entry.write(None);
                }
                tee.kept = Vec::new();
            }
        }
        Poll::Ready(chunk)
    }
}

impl Drop for Tee {
    /// Records a body that was not read to its end.
    fn drop(&mut self) {
        if let Some(entry) = self.entry.take() {
            entry.write(None);
        }
    }
}
