//! Methods that `http` has no constant for, and `QUERY`.

use std::sync::{Arc, Mutex};

use http::Method;
use oaspress_runtime::runtime::blocking::wait_for;
use oaspress_runtime::runtime::{
    ClientConfig, CoreBuilder, Error, InvalidInput, Operation, RawResponse, Replay, RequestEncoder, Response, Security,
};
use tokio::net::TcpListener;

use crate::server::{Act, FINE, Server, serve};
use crate::support::{run, target};

/// `QUERY /things`.
struct Find;

/// `COPY /things`.
struct Copy;

/// An operation with an invalid method.
struct Odd;

macro_rules! operation {
    ($name:ident, $id:literal, $method:expr, $token:expr, $replay:expr) => {
        impl Operation for $name {
            type Output = ();
            type Failure = ();

            const ID: &'static str = $id;
            const METHOD: Method = $method;
            const EXTENSION_METHOD: Option<&'static str> = $token;
            const REPLAY: Option<Replay> = $replay;
            const PATH: &'static str = "/things";
            const SECURITY: Security = Security(&[]);

            fn encode(&self, request: &mut RequestEncoder) -> Result<(), InvalidInput> {
                request.segment("/things");
                request.json(&serde_json::json!({ "name": "Ada" }))
            }

            fn decode(response: RawResponse) -> Result<Response<()>, Error<()>> {
                if response.status().is_success() { response.empty() } else { Err(response.into_bare_error()) }
            }
        }
    };
}

operation!(Find, "find", Method::QUERY, None, None);
operation!(Copy, "copy", Method::POST, Some("COPY"), Some(Replay::Idempotent));
operation!(Odd, "odd", Method::POST, Some("NO METHOD"), None);

#[test]
fn a_method_is_sent_as_it_is_written() {
    let request = Copy.to_request(&target()).expect("a request");
    assert_eq!(request.method().as_str(), "COPY");
    assert_eq!(Find.to_request(&target()).expect("a request").method(), Method::QUERY);
    assert_eq!((Find.replay(), Copy.replay(), Odd.replay()), (Replay::Safe, Replay::Idempotent, Replay::Unsafe));
    let error = Odd.to_request(&target()).expect_err("no method").to_string();
    assert!(error.contains("must be an HTTP token"), "{error}");
}

/// Returns the requests that a server receives from an operation, over both transports.
fn heard<O: Operation>(operation: &O) -> Vec<String> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("threads");
    let server = runtime.block_on(Server::start(vec![Act::Say(FINE)]));
    let sent = wait_for(server.builder().build_blocking().send(operation)).map(|_| ());
    assert!(sent.is_ok(), "the transport of threads sends it");
    let sent = runtime.block_on(server.core().send(operation)).map(|_| ());
    assert!(sent.is_ok(), "the transport of tasks sends it");
    server.requests().iter().map(|request| request.to_ascii_lowercase()).collect()
}

#[test]
fn both_transports_send_them_with_a_body() {
    for requests in [heard(&Find), heard(&Copy)] {
        assert_eq!(requests.len(), 2);
        assert!(requests.iter().all(|request| request.contains("content-length: 14\r\n")), "{requests:?}");
    }
    assert!(heard(&Find).iter().all(|request| request.starts_with("query /v1/things http/1.1\r\n")));
    assert!(heard(&Copy).iter().all(|request| request.starts_with("copy /v1/things http/1.1\r\n")));
}

/// Returns the requests that a server receives which redirects to itself once.
fn redirected<O: Operation>(status: u16, operation: &O) -> (bool, Vec<String>) {
    run(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let requests = Arc::new(Mutex::new(Vec::new()));
        let heard = Arc::clone(&requests);
        tokio::spawn(async move {
            for act in [Act::Redirect(status, address), Act::Say(FINE)] {
                let Ok((stream, _)) = listener.accept().await else { return };
                tokio::spawn(serve(stream, act, Arc::clone(&heard)));
            }
        });
        let core = CoreBuilder::new(ClientConfig::at(&format!("http://{address}"))).max_retries(0).build();
        let is_fine = core.send(operation).await.is_ok();
        let heard = requests.lock().expect("no panic").iter().map(|text: &String| text.to_ascii_lowercase()).collect();
        (is_fine, heard)
    })
}

#[test]
fn a_query_that_is_redirected_stays_one() {
    for status in [301, 302, 307, 308] {
        let (is_fine, requests) = redirected(status, &Find);
        assert!(is_fine, "{status}");
        assert!(requests[1].starts_with("query /elsewhere?x=1 "), "{requests:?}");
        assert!(requests[1].contains("content-length: 14\r\n"), "{requests:?}");
    }
}

#[test]
fn the_result_of_a_query_is_fetched_from_where_it_is() {
    let (is_fine, requests) = redirected(303, &Find);
    assert!(is_fine && requests[1].starts_with("get /elsewhere?x=1 "), "{requests:?}");
    assert!(!requests[1].contains("content-"), "{requests:?}");
}

#[test]
fn the_body_of_a_query_stays_with_its_server() {
    run(async {
        for status in [301, 302, 307, 308] {
            let other = Server::start(vec![Act::Say(FINE)]).await;
            let server = Server::start(vec![Act::Redirect(status, other.address)]).await;
            assert!(server.core().send(&Find).await.is_err(), "{status}");
            assert!(other.requests().is_empty());
        }
    });
}
