//! Calls a contacts server of another origin and the page's own server with generated clients in a browser, and returns what it
//! observed as JSON. The test target `browser` compares it with what the servers observed.

use std::cell::{Cell, RefCell};
use std::error::Error as StdError;
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::{Context, Poll};
use std::time::Duration;

use futures_util::Stream;
use kirim::TransportError;
use kirim::tower::{TowerTransport, TransportService};
use parcels::models::Order;
use parcels::{BoxFuture, FetchTransport, InterceptedRequest, InterceptedResponse, Interceptor, InterceptorError};
use serde_json::{Map, Value, json};
use wasm_bindgen::prelude::wasm_bindgen;

const ACCOUNT: &str = "106540352242922";
const UNCONNECTED_ACCOUNT: &str = "106540352242923";
const API_KEY: &str = "kdv_live_0123456789abcdefABCDEF_-";

type Observed = Result<Value, Box<dyn StdError>>;

/// Makes all calls. `contacts` allows the origin of the page, and `closed` does not.
#[wasm_bindgen]
pub async fn run(page: String, contacts: String, closed: String) -> String {
    std::panic::set_hook(Box::new(|panic| wasm_bindgen::throw_str(&panic.to_string())));
    let mut report = Map::new();
    let mut add = |name: &str, observed: Observed| {
        let value = observed.unwrap_or_else(|error| json!({ "failed": texts(error.as_ref()) }));
        report.insert(name.to_owned(), value);
    };
    let url = format!("{page}/api");
    let parcels = match parcels::Client::builder().base_url(&url).token("t0ken").key("k3y").build() {
        Ok(parcels) => parcels,
        Err(error) => return error.to_string(),
    };
    add("list", list(&contacts).await);
    add("pages", pages(&contacts).await);
    add("error", error(&contacts).await);
    add("retry", retry(&contacts, &parcels).await);
    add("tower", tower(&contacts, &parcels).await);
    add("cors", cors(&closed).await);
    add("order", order(&parcels).await);
    add("timeout", timeout(&parcels).await);
    add("abort", abort(&parcels).await);
    add("events", events(&parcels).await);
    add("dropped events", dropped_events(&parcels).await);
    add("download", download(&parcels).await);
    add("upload", upload(&parcels).await);
    add("streaming upload", streaming_upload(&parcels).await);
    add("dropped upload", dropped_upload(&parcels).await);
    add("headers", headers(&parcels).await);
    add("redirect", redirect(&parcels, &url).await);
    add("intercepted redirects", intercepted_redirects(&url).await);
    add("redirect to plain http", redirect_to_plain_http(&parcels).await);
    add("cache", cache(&parcels, &url).await);
    Value::Object(report).to_string()
}

/// Returns an error with its sources.
fn texts(error: &dyn StdError) -> Vec<String> {
    std::iter::successors(Some(error), |&error| error.source()).map(ToString::to_string).collect()
}

fn kirim(url: &str) -> kirim::ClientBuilder {
    kirim::Client::builder().base_url(url).bearer_auth(API_KEY)
}

async fn list(url: &str) -> Observed {
    let page = kirim(url).build()?.contacts().list(ACCOUNT).limit(3).send().await?;
    let ids: Vec<&str> = page.data.iter().map(|contact| contact.id.as_str()).collect();
    let limit = page.meta().rate_limit().and_then(|rate| rate.limit);
    Ok(json!({ "ids": ids, "has_more": page.has_more, "limit": limit }))
}

async fn pages(url: &str) -> Observed {
    let client = kirim(url).pace_by_rate_limit().build()?;
    let mut contacts = client.contacts().list(ACCOUNT).limit(25).items();
    let mut ids = Vec::new();
    while let Some(contact) = contacts.next().await {
        ids.push(contact?.id);
    }
    Ok(json!(ids))
}

async fn error(url: &str) -> Observed {
    match kirim(url).build()?.contacts().list(UNCONNECTED_ACCOUNT).send().await {
        Err(kirim::Error::Api(error)) => {
            let is_id_visible = error.meta().request_id() == Some(error.request_id());
            Ok(json!({ "status": error.status().as_u16(), "code": error.code(), "param": error.param(), "id": is_id_visible }))
        }
        other => Err(format!("{other:?}").into()),
    }
}

async fn retry(url: &str, parcels: &parcels::Client) -> Observed {
    retried(&kirim(url).build()?, parcels).await
}

async fn tower(url: &str, parcels: &parcels::Client) -> Observed {
    let service = TransportService::new(kirim::FetchTransport::new());
    retried(&kirim(url).transport(TowerTransport::new(service)).build()?, parcels).await
}

async fn retried(kirim: &kirim::Client, parcels: &parcels::Client) -> Observed {
    parcels.fail_contacts(503).await?;
    let page = kirim.contacts().list(ACCOUNT).limit(1).send().await?;
    let seconds: Vec<u64> = page.meta().attempts().iter().map(|attempt| attempt.wait.as_secs()).collect();
    Ok(json!({ "attempts": page.meta().attempt_count(), "seconds": seconds }))
}

async fn cors(url: &str) -> Observed {
    let sent = kirim(url).max_retries(0).build()?.contacts().list(ACCOUNT).send().await;
    match sent {
        Err(kirim::Error::Transport(error)) => Ok(json!({ "errors": texts(&error), "kind": error.kind().name() })),
        other => Err(format!("{other:?}").into()),
    }
}

async fn order(parcels: &parcels::Client) -> Observed {
    let order = parcels.create_order(Order::new("a stamp")).await?;
    Ok(json!({ "item": order.item, "attempts": order.meta().attempt_count() }))
}

async fn timeout(parcels: &parcels::Client) -> Observed {
    let sent = parcels.hang().timeout(Duration::from_millis(300)).await;
    let error = sent.err().ok_or("a response")?;
    parcels.await_arrival().await?;
    parcels.await_closed().await?;
    Ok(json!({ "is_timeout": error.is_timeout(), "error": error.to_string() }))
}

async fn abort(parcels: &parcels::Client) -> Observed {
    let mut call = Box::pin(parcels.hang().send());
    {
        let mut arrived = pin!(parcels.await_arrival().send());
        let both = poll_fn(|context| {
            if call.as_mut().poll(context).is_ready() {
                return Poll::Ready(Err("a response".to_owned()));
            }
            arrived.as_mut().poll(context).map(|arrived| arrived.map(drop).map_err(|error| error.to_string()))
        });
        both.await?;
    }
    drop(call);
    parcels.await_closed().await?;
    Ok(json!("the server has seen the end"))
}

async fn events(parcels: &parcels::Client) -> Observed {
    let mut events = parcels.news().send_events().await?;
    let first = events.next().await.ok_or("no event")??;
    // The server sends nothing more until this call.
    parcels.report_progress().await?;
    let second = events.next().await.ok_or("one event")??;
    Ok(json!([first.value, second.value, events.next().await.is_none()]))
}

async fn dropped_events(parcels: &parcels::Client) -> Observed {
    let mut events = parcels.news().send_events().await?;
    let first = events.next().await.ok_or("no event")??;
    drop(events);
    parcels.await_closed().await?;
    Ok(json!(first.value))
}

async fn download(parcels: &parcels::Client) -> Observed {
    let mut file = Vec::new();
    let length = parcels.label().into_download().to_writer(&mut file).await?.into_inner();
    Ok(json!({ "length": length, "text": String::from_utf8(file)? }))
}

async fn upload(parcels: &parcels::Client) -> Observed {
    Ok(json!(parcels.upload_scan(vec![7_u8; 100_000]).await?.into_inner()))
}

async fn streaming_upload(parcels: &parcels::Client) -> Observed {
    let chunks = [Ok::<_, TransportError>("some"), Ok("thing")];
    let body = parcels::Body::stream(futures_util::stream::iter(chunks));
    match parcels.upload_scan(body).await {
        Ok(length) => Ok(json!(length.into_inner())),
        Err(error) => Ok(json!(texts(&error))),
    }
}

/// A stream without chunks, which records that it was polled and dropped.
struct Silent {
    is_polled: Rc<Cell<bool>>,
    is_dropped: Rc<Cell<bool>>,
}

impl Stream for Silent {
    type Item = Result<Vec<u8>, TransportError>;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.is_polled.set(true);
        Poll::Pending
    }
}

impl Drop for Silent {
    fn drop(&mut self) {
        self.is_dropped.set(true);
    }
}

async fn dropped_upload(parcels: &parcels::Client) -> Observed {
    let (is_polled, is_dropped) = (Rc::<Cell<bool>>::default(), Rc::<Cell<bool>>::default());
    let body = parcels::Body::stream(Silent { is_polled: Rc::clone(&is_polled), is_dropped: Rc::clone(&is_dropped) });
    let mut call = Box::pin(parcels.upload_scan(body).max_retries(0).send());
    let polled = poll_fn(|context| {
        if is_polled.get() {
            return Poll::Ready(Ok(()));
        }
        if call.as_mut().poll(context).is_ready() {
            return Poll::Ready(Err("the call has ended before the stream was polled"));
        }
        // The browser requests the first chunk in a task of its own.
        context.waker().wake_by_ref();
        Poll::Pending
    });
    polled.await?;
    drop(call);
    Ok(json!({ "is dropped": is_dropped.get() }))
}

async fn headers(parcels: &parcels::Client) -> Observed {
    let headers = parcels.echo().header("x-mine", "caf\u{e9}").await?.into_inner();
    let shown = |name: &str| headers.get(name).cloned();
    let agent = shown("user-agent").is_some_and(|agent| agent.starts_with("Mozilla/"));
    let cookie = parcels.echo().header("cookie", "a=b").await.err().ok_or("a cookie was sent")?;
    Ok(json!({
        "authorization": shown("authorization"),
        "mine": shown("x-mine"),
        "agent of the browser": agent,
        "cookie": texts(&cookie),
    }))
}

async fn redirect(parcels: &parcels::Client, url: &str) -> Observed {
    let transport = parcels::FetchTransport::new().include_cookies();
    let with_cookies = parcels::Client::builder().base_url(url).token("t0ken").transport(transport).build()?;
    let headers = with_cookies.moved().await?.into_inner();
    let elsewhere = parcels.moved_away().await.err().ok_or("the contacts server has accepted a token of another one")?;
    let error = parcels.moved_with_key().await.err().ok_or("a redirect with a key was followed")?;
    let request = http::Request::get(format!("{url}/moved")).body(parcels::Body::default())?;
    let of_tokens = parcels.core().token_transport().send(request).await.err().ok_or("a token request was redirected")?;
    Ok(json!({
        "authorization": headers.get("authorization"),
        "status elsewhere": elsewhere.status().map(|status| status.as_u16()),
        "with key": texts(&error),
        "of tokens": texts(&of_tokens),
    }))
}

/// Records `is_redirected_elsewhere` for each response.
#[derive(Clone, Default)]
struct Redirected(Rc<RefCell<Vec<bool>>>);

impl Interceptor for Redirected {
    fn on_response<'a>(
        &'a self,
        request: &'a InterceptedRequest,
        _: &'a mut InterceptedResponse,
    ) -> BoxFuture<'a, Result<(), InterceptorError>> {
        self.0.borrow_mut().push(request.is_redirected_elsewhere());
        Box::pin(std::future::ready(Ok(())))
    }
}

/// Returns `is_redirected_elsewhere` of a direct response, of one after a redirect, and of one of another origin.
async fn intercepted_redirects(url: &str) -> Observed {
    let redirected = Redirected::default();
    let parcels = parcels::Client::builder().base_url(url).token("t0ken").interceptor(redirected.clone()).build()?;
    parcels.echo().await?;
    parcels.moved().await?;
    parcels.moved_away().await.err().ok_or("the contacts server has accepted a token of another one")?;
    let seen = redirected.0.take();
    Ok(json!(seen))
}

async fn redirect_to_plain_http(parcels: &parcels::Client) -> Observed {
    let sent = parcels.moved_to_plain_http().await;
    Ok(json!(texts(&sent.err().ok_or("a redirect to plain http was followed")?)))
}

/// Returns true for each transport if it has received the same response twice.
async fn cache(parcels: &parcels::Client, url: &str) -> Observed {
    let transport = FetchTransport::new().use_cache();
    let cached = parcels::Client::builder().base_url(url).token("t0ken").transport(transport).build()?;
    let mut same = Vec::new();
    for client in [parcels, &cached] {
        let (first, second) = (client.visits().await?.into_inner(), client.visits().await?.into_inner());
        same.push(first == second);
    }
    Ok(json!({ "default": same[0], "use_cache": same[1] }))
}
