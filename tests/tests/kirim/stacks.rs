//! Other transports, limits, observers and spans: the blocking client, and clients that the user provides.

use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use kirim::observe::{Ended, Observed};
use kirim::{ClientBuilder, Error, blocking};
use oaspress_tests::contacts_server::{ContactsServer, Fault, PHONE_NUMBER_ID};
use tracing_subscriber::fmt::MakeWriter;

use crate::support::{builder, client, contacts, first_page};

fn waiting(server: &ContactsServer) -> ClientBuilder<blocking::Client> {
    blocking::Client::builder().base_url(server.base_url()).bearer_auth(server.api_key())
}

#[test]
fn a_thread_gets_and_sends_what_a_task_does() {
    let server = ContactsServer::builder().contacts(60).start();
    let client = waiting(&server).build().unwrap();
    server.fail_next(Fault::Status(503));
    let page = client.contacts().list(PHONE_NUMBER_ID).search("ada").limit(2).send().unwrap();
    assert_eq!((page.data.len(), page.has_more, page.meta().status().as_u16()), (2, true, 200));
    assert!(page.meta().request_id().is_some() && page.meta().rate_limit().is_some());
    let all = client.contacts().list(PHONE_NUMBER_ID).items().collect::<Result<Vec<_>, _>>().unwrap();
    assert_eq!(all.len(), 60);
    let Err(Error::Api(error)) = client.contacts().list(PHONE_NUMBER_ID).limit(101).send() else { panic!("a refusal") };
    assert_eq!((error.code(), error.param()), ("invalid_limit", Some("limit")));
    let by_threads = server.requests();

    let server = ContactsServer::builder().contacts(60).start();
    server.fail_next(Fault::Status(503));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let client = crate::support::client(&server);
        contacts(&client).search("ada").limit(2).send().await.unwrap();
        contacts(&client).items().collect().await.unwrap();
        contacts(&client).limit(101).send().await.unwrap_err();
    });
    let by_tasks = server.requests();
    let targets = |requests: &[oaspress_tests::contacts_server::RecordedRequest]| -> Vec<String> {
        requests.iter().map(|request| request.target.clone()).collect()
    };
    assert_eq!(targets(&by_threads), targets(&by_tasks));
}

#[tokio::test]
async fn a_client_of_reqwest_and_an_agent_of_ureq_can_be_ones_own() {
    let server = ContactsServer::start();
    // The crate does not install a crypto provider for such clients. Another test may have installed one already.
    drop(rustls::crypto::ring::default_provider().install_default());
    let mut headers = reqwest::header::HeaderMap::new();
    headers.insert("x-mine", reqwest::header::HeaderValue::from_static("reqwest"));
    let own = reqwest::Client::builder().default_headers(headers).no_proxy().build().unwrap();
    first_page(&builder(&server).reqwest_client(own).build().unwrap()).await.unwrap();
    assert_eq!(server.requests()[0].header("x-mine"), Some("reqwest"));

    let url = server.base_url();
    let (seen, key) = (Arc::new(Mutex::new(0)), server.api_key());
    let counted = Arc::clone(&seen);
    let work = move || {
        let count = move |request: http::Request<ureq::SendBody<'_>>, next: ureq::middleware::MiddlewareNext<'_>| {
            *counted.lock().unwrap() += 1;
            next.handle(request)
        };
        let own = ureq::Agent::config_builder().middleware(count).proxy(None).build().new_agent();
        let client = blocking::Client::builder().base_url(url).bearer_auth(key).ureq_agent(own).build().unwrap();
        client.contacts().list(PHONE_NUMBER_ID).send().unwrap().data.len()
    };
    assert_eq!(tokio::task::spawn_blocking(work).await.unwrap(), 25);
    assert_eq!(*seen.lock().unwrap(), 1);
}

#[tokio::test]
async fn a_call_can_go_elsewhere() {
    let (server, other) = (ContactsServer::start(), ContactsServer::start());
    let client = client(&server);
    contacts(&client).base_url(&other.base_url()).send().await.unwrap();
    assert_eq!((server.requests().len(), other.requests().len()), (0, 1));
}

/// The job needs twice as many requests as fit into the bucket of the server.
#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_paces_itself_is_never_refused() {
    let server = ContactsServer::builder().rate_limit(20).rate_window(Duration::from_secs(1)).start();
    let client = builder(&server).pace_by_rate_limit().max_retries(0).build().unwrap();
    let calls = stream::iter(0..40).map(|_| contacts(&client).limit(1).send()).buffer_unordered(8);
    let pages: Vec<_> = calls.try_collect().await.unwrap();
    assert_eq!((pages.len(), server.requests().len()), (40, 40));
}

#[tokio::test]
async fn an_observer_is_told_of_calls_and_tries() {
    let server = ContactsServer::start();
    let told = Arc::new(Mutex::new(Vec::new()));
    let tell = Arc::clone(&told);
    let observer = move |call: &Observed<'_>, ended: &Ended<'_>| {
        let outcome = ended.end.error().unwrap_or("ok").to_owned();
        tell.lock().unwrap().push((call.operation.to_owned(), outcome, ended.attempt_count));
    };
    let client = builder(&server).observer(observer).build().unwrap();
    server.fail_next(Fault::Status(503));
    first_page(&client).await.unwrap();
    contacts(&client).limit(101).send().await.unwrap_err();
    let told = told.lock().unwrap().clone();
    let list = || "listContacts".to_owned();
    assert_eq!(told, [(list(), "ok".to_owned(), 2), (list(), "400".to_owned(), 1)]);
}

/// A writer for log output.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Log {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn a_call_is_a_span_without_secrets() {
    let server = ContactsServer::start();
    server.fail_next(Fault::Status(503));
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::DEBUG)
        .with_writer(log.clone())
        .with_span_events(tracing_subscriber::fmt::format::FmtSpan::CLOSE)
        .finish();
    let guard = tracing::subscriber::set_default(subscriber);
    contacts(&client(&server)).search("a secret wish").send().await.unwrap();
    drop(guard);
    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    for field in [
        "GET /{phone_number_id}/contacts",
        "http.request.method=\"GET\"",
        "http.response.status_code=200",
        "http.request.resend_count=1",
        "server.address=\"127.0.0.1\"",
    ] {
        assert!(log.contains(field), "{field} is not in {log}");
    }
    for secret in [server.api_key(), "wish", PHONE_NUMBER_ID] {
        assert!(!log.contains(secret), "{secret} is in {log}");
    }
}
