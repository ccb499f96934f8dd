//! The server of the page: it serves the compiled driver, implements the API of `xtask/browser/openapi.yaml`, and receives the reports.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG, LOCATION, RANGE, RETRY_AFTER,
};
use axum::http::{HeaderMap, Response, StatusCode};
use axum::routing::{get, post};
use axum::{Json, Router};
use futures_util::{StreamExt as _, stream};
use oaspress_tests::contacts_server::{ContactsServer, Fault, PHONE_NUMBER_ID};
use serde_json::Value;
use tokio::sync::Notify;

use crate::chromium::ELSEWHERE;

const LABEL: &str = "Two halves of a label.";

pub(crate) struct PageServer {
    address: SocketAddr,
    shared: Arc<Shared>,
    reports: Receiver<(String, String)>,
    /// Stops the server when it is dropped.
    _runtime: tokio::runtime::Runtime,
}

/// The state of all requests.
struct Shared {
    folder: PathBuf,
    contacts: Arc<ContactsServer>,
    reports: Mutex<Sender<(String, String)>>,
    /// The idempotency keys of all orders, in the order of arrival.
    keys: Mutex<Vec<String>>,
    visits: Mutex<u64>,
    progress: Notify,
    arrived: Notify,
    closed: Notify,
}

impl PageServer {
    pub(crate) fn start(folder: PathBuf, contacts: Arc<ContactsServer>) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let (sender, reports) = mpsc::channel();
        let shared = Arc::new(Shared {
            folder,
            contacts,
            reports: Mutex::new(sender),
            keys: Mutex::default(),
            visits: Mutex::default(),
            progress: Notify::new(),
            arrived: Notify::new(),
            closed: Notify::new(),
        });
        let listener = runtime.block_on(tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0))).unwrap();
        let address = listener.local_addr().unwrap();
        let router = router().with_state(Arc::clone(&shared));
        runtime.spawn(async move { axum::serve(listener, router).await });
        Self { address, shared, reports, _runtime: runtime }
    }

    pub(crate) fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Returns the next report: the place where the driver ran, and its text.
    pub(crate) fn report(&self, patience: Duration) -> Option<(String, String)> {
        self.reports.recv_timeout(patience).ok()
    }

    pub(crate) fn keys(&self) -> Vec<String> {
        locked(&self.shared.keys).clone()
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap()
}

fn router() -> Router<Arc<Shared>> {
    Router::new()
        .route("/", get(|state| file(state, Path("page.html".to_owned()))))
        .route("/{file}", get(file))
        .route("/report/{name}", post(report))
        .route("/api/orders", post(order))
        .route("/api/news", get(news))
        .route("/api/label", get(label))
        .route("/api/scans", post(async |body: Bytes| Json(body.len())))
        .route("/api/hang", get(hang))
        .route("/api/progress", post(async |State(shared): State<Arc<Shared>>| told(&shared.progress)))
        .route("/api/arrived", get(async |State(shared): State<Arc<Shared>>| awaited(&shared.arrived).await))
        .route("/api/closed", get(async |State(shared): State<Arc<Shared>>| awaited(&shared.closed).await))
        .route("/api/faults/{status}", post(fail))
        .route("/api/echo", get(echo))
        .route("/api/moved", get(moved))
        .route("/api/moved-away", get(moved_away))
        .route("/api/moved-with-key", get(moved))
        .route("/api/moved-to-plain-http", get(moved_to_plain_http))
        .route("/api/visits", get(visits))
}

async fn file(State(shared): State<Arc<Shared>>, Path(name): Path<String>) -> Response<Body> {
    let media_type = match name.rsplit_once('.') {
        Some((_, "html")) => "text/html",
        Some((_, "js")) => "text/javascript",
        Some((_, "wasm")) => "application/wasm",
        _ => "application/octet-stream",
    };
    match std::fs::read(shared.folder.join(&name)) {
        Ok(bytes) => Response::builder().header(CONTENT_TYPE, media_type).body(bytes.into()).unwrap(),
        Err(_) => status(StatusCode::NOT_FOUND),
    }
}

fn status(status: StatusCode) -> Response<Body> {
    Response::builder().status(status).body(Body::empty()).unwrap()
}

fn told(notify: &Notify) -> StatusCode {
    notify.notify_one();
    StatusCode::NO_CONTENT
}

async fn awaited(notify: &Notify) -> StatusCode {
    notify.notified().await;
    StatusCode::NO_CONTENT
}

async fn report(State(shared): State<Arc<Shared>>, Path(name): Path<String>, body: String) {
    let _ = locked(&shared.reports).send((name, body));
}

/// Fails the first attempt of each order.
async fn order(State(shared): State<Arc<Shared>>, headers: HeaderMap, body: Bytes) -> Response<Body> {
    let key = headers["idempotency-key"].to_str().unwrap().to_owned();
    let mut keys = locked(&shared.keys);
    let is_first = !keys.contains(&key);
    keys.push(key);
    if is_first {
        return status(StatusCode::SERVICE_UNAVAILABLE);
    }
    let response = Response::builder().status(StatusCode::CREATED).header(CONTENT_TYPE, "application/json");
    response.body(body.into()).unwrap()
}

/// Notifies the driver if the response is dropped before its end.
struct Unfinished(Option<Arc<Shared>>);

impl Unfinished {
    fn finish(&mut self) {
        self.0 = None;
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        if let Some(shared) = &self.0 {
            shared.closed.notify_one();
        }
    }
}

async fn hang(State(shared): State<Arc<Shared>>) -> StatusCode {
    let _unfinished = Unfinished(Some(Arc::clone(&shared)));
    shared.arrived.notify_one();
    std::future::pending().await
}

/// Sends the second event when the driver has received the first one.
async fn news(State(shared): State<Arc<Shared>>) -> Response<Body> {
    let first = stream::iter([Ok::<_, Infallible>("data: first\n\n")]);
    let mut unfinished = Unfinished(Some(Arc::clone(&shared)));
    let second = stream::once(async move {
        shared.progress.notified().await;
        unfinished.finish();
        Ok("data: second\n\n")
    });
    let body = Body::from_stream(first.chain(second));
    Response::builder().header(CONTENT_TYPE, "text/event-stream").body(body).unwrap()
}

/// Closes the connection after half of the file, and sends the rest if it is requested.
async fn label(headers: HeaderMap) -> Response<Body> {
    let half = LABEL.len() / 2;
    let response = Response::builder().header(CONTENT_TYPE, "application/octet-stream").header(ETAG, "\"label\"");
    if headers.get(RANGE).is_some_and(|range| range == &format!("bytes={half}-")) {
        let range = format!("bytes {half}-{}/{}", LABEL.len() - 1, LABEL.len());
        let response = response.status(StatusCode::PARTIAL_CONTENT).header(CONTENT_RANGE, range);
        return response.body(Body::from(&LABEL[half..])).unwrap();
    }
    // A body that fails at once would discard the first half, too.
    let broken = stream::once(async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        Err(io::Error::other("the connection is closed"))
    });
    let body = stream::iter([Ok(&LABEL[..half])]).chain(broken);
    response.header(CONTENT_LENGTH, LABEL.len()).body(Body::from_stream(body)).unwrap()
}

async fn fail(State(shared): State<Arc<Shared>>, Path(status): Path<u16>) -> StatusCode {
    let headers = vec![(RETRY_AFTER.to_string(), "1".to_owned())];
    shared.contacts.fail_next(Fault::RawResponse { status, headers, body: Vec::new() });
    StatusCode::NO_CONTENT
}

async fn echo(headers: HeaderMap) -> Json<Value> {
    let text = |value: &[u8]| String::from_utf8_lossy(value).into_owned();
    let headers = headers.iter().map(|(name, value)| (name.to_string(), text(value.as_bytes())));
    Json(serde_json::to_value(headers.collect::<BTreeMap<_, _>>()).unwrap())
}

async fn moved() -> Response<Body> {
    redirect("/api/echo")
}

async fn moved_away(State(shared): State<Arc<Shared>>) -> Response<Body> {
    redirect(&format!("{}/{PHONE_NUMBER_ID}/contacts", shared.contacts.base_url()))
}

/// Redirects to a name that the browser resolves to the contacts server.
async fn moved_to_plain_http(State(shared): State<Arc<Shared>>) -> Response<Body> {
    let port = shared.contacts.base_url().rsplit_once(':').unwrap().1.to_owned();
    redirect(&format!("http://{ELSEWHERE}:{port}/{PHONE_NUMBER_ID}/contacts"))
}

/// Counts the requests.
async fn visits(State(shared): State<Arc<Shared>>) -> Response<Body> {
    let mut visits = locked(&shared.visits);
    *visits += 1;
    let response = Response::builder().header(CONTENT_TYPE, "application/json").header(CACHE_CONTROL, "max-age=600");
    response.body(visits.to_string().into()).unwrap()
}

fn redirect(to: &str) -> Response<Body> {
    Response::builder().status(StatusCode::FOUND).header(LOCATION, to).body(Body::empty()).unwrap()
}
