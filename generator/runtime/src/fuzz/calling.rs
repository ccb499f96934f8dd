//! Makes calls that receive the responses of an input: redirects, retries, pacing, downloads and pages.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use http::{Method, Request, Response as HttpResponse};
use serde_json::Value;

use super::reading::assert_is_safe_line;
use super::sample::Sample;
use crate::runtime::response::download::Download;
use crate::runtime::testing::wait_for;
use crate::runtime::{
    Body, BoxFuture, ClientConfig, Core, CoreBuilder, Error, InvalidInput, Next, Operation, Options, RawResponse,
    RequestEncoder, Response, Scheme, Security, Style, Transport, TransportError,
};

const TOKEN: Scheme = Scheme::bearer("token");
const SECRET: &str = "s3cr3t/T0KEN+12345";
const HOST: &str = "api.example.com";

/// The most bytes of a download, so that no input takes long.
const LARGEST: u64 = 512;

/// The most requests of a call or download: a download makes one for each byte at worst, with retries between them.
const MOST_REQUESTS: usize = 2048;

/// `GET /things`, with a text of the server as the value of its parameters.
struct Ask<'t> {
    text: Option<&'t str>,
    options: Options,
}

impl Operation for Ask<'_> {
    type Output = Value;
    type Failure = Value;

    const ID: &'static str = "ask";
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/things/{id}";
    const SECURITY: Security = Security(&[&[&TOKEN]]);

    fn encode(&self, request: &mut RequestEncoder) -> Result<(), InvalidInput> {
        request.segment("/things/");
        let Some(text) = self.text else {
            request.segment("all");
            return Ok(());
        };
        request.path("id", Style::SIMPLE, text)?;
        request.query("cursor", Style::FORM, text)?;
        request.query("state", Style::FORM.allow_reserved(), text)?;
        request.header("x-etag", Style::SIMPLE, text)?;
        request.cookie("session", Style::COOKIE, text)
    }

    fn decode(response: RawResponse) -> Result<Response<Value>, Error<Value>> {
        if response.status().is_success() { response.json() } else { Err(response.into_error()) }
    }

    fn options(&self) -> &Options {
        &self.options
    }
}

fn ask(text: Option<&str>) -> Ask<'_> {
    Ask { text, options: Options::default() }
}

fn config() -> ClientConfig {
    ClientConfig::at("https://api.example.com/v1").credential(&TOKEN, SECRET).header("x-default", "D3FAULT-S3CR3T")
}

/// Returns the responses in turn, again and again, and adds up the requested waits.
#[derive(Clone)]
struct Script(Arc<Played>);

struct Played {
    samples: Vec<Sample>,
    requests: Mutex<Vec<Request<Body>>>,
    began: Instant,
    waited: Mutex<Duration>,
}

impl Script {
    fn new(samples: &[Sample]) -> Self {
        let (requests, began) = (Mutex::default(), Instant::now());
        Self(Arc::new(Played { samples: samples.to_vec(), requests, began, waited: Mutex::default() }))
    }

    fn core(&self) -> Core {
        CoreBuilder::new(config()).no_timeout().pace_by_rate_limit().transport(self.clone()).build()
    }
}

fn held<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

impl Transport for Script {
    fn send(&self, request: Request<Body>) -> BoxFuture<'_, Result<HttpResponse<Body>, TransportError>> {
        let mut requests = held(&self.0.requests);
        let sample = &self.0.samples[requests.len() % self.0.samples.len()];
        requests.push(request);
        assert!(requests.len() <= MOST_REQUESTS, "a call that never ends");
        let response = sample.response();
        Box::pin(async move { Ok(response) })
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        Box::pin(async move {
            let mut waited = held(&self.0.waited);
            *waited = waited.saturating_add(duration);
        })
    }

    fn now(&self) -> Instant {
        self.0.began.checked_add(*held(&self.0.waited)).unwrap_or(self.0.began)
    }
}

/// Makes two calls: no error shows a secret, no other origin gets one, and nothing is waited for without an end.
pub(super) fn call(samples: &[Sample]) {
    let script = Script::new(samples);
    let core = script.core();
    for _ in 0..2 {
        if let Err(error) = wait_for(core.send(&ask(None))) {
            let (shown, source) = (error.to_string(), std::error::Error::source(&error).map(ToString::to_string));
            assert_is_safe_line(&shown);
            let shown = format!("{shown} {error:?} {source:?}");
            assert!(!shown.contains(SECRET), "{shown}");
        }
    }
    let requests = held(&script.0.requests);
    assert!(requests.len() <= 100, "{} requests", requests.len());
    for request in requests.iter() {
        let uri = request.uri();
        let is_home =
            uri.host() == Some(HOST) && uri.scheme_str() == Some("https") && matches!(uri.port_u16(), None | Some(443));
        let has_secrets = ["authorization", "x-default"].iter().any(|name| request.headers().contains_key(*name));
        assert!(is_home || !has_secrets, "secrets go to {uri}");
        let host = uri.host().unwrap_or_default();
        let is_local = host.ends_with("localhost") || host.starts_with("127.") || host == "[::1]";
        assert!(uri.scheme_str() == Some("https") || is_local, "plain http to {uri}");
    }
    let waited = *held(&script.0.waited);
    assert!(waited <= Duration::from_secs(3600), "{waited:?}");
}

/// Downloads a file, and asserts that the result is the number of written bytes.
pub(super) fn download(samples: &[Sample]) {
    let script = Script::new(samples);
    let mut file = Vec::new();
    let loaded = Download::new(script.core(), ask(None), "*/*").limit(LARGEST);
    if let Ok(length) = wait_for(loaded.to_writer(&mut file)) {
        assert_eq!(file.len() as u64, length.into_inner());
    }
}

/// Sends a text of the server back to it, as a cursor and the like, and follows its links.
pub(super) fn sent_back(sample: &Sample) {
    let text = String::from_utf8_lossy(&sample.body);
    if let Ok(request) = ask(Some(&text)).to_request(&config()) {
        let uri = request.uri();
        assert!(uri.host() == Some(HOST) && uri.path().matches('/').count() == 3, "{uri}");
        assert_eq!(uri.query().unwrap_or_default().matches("cursor=").count(), 1, "{uri}");
        let cookie = request.headers().get("cookie").map_or("", |cookie| cookie.to_str().unwrap_or("; "));
        assert!(!cookie.contains(';'), "{cookie}");
    }
    let next = format!("{:?}", Next::link(&sample.meta()));
    assert!(!next.contains('\n'), "{next}");
    for link in sample.headers.get_all("link").iter().filter_map(|link| link.to_str().ok()) {
        let mut options = Options::default();
        options.set_link(link.to_owned());
        if let Ok(request) = (Ask { text: None, options }).to_request(&config()) {
            let uri = request.uri();
            assert!(uri.host() == Some(HOST) && uri.path() == "/v1/things/all", "{uri}");
        }
    }
}
