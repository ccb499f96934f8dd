//! Interceptors, rules about retries and conditional reads over real sockets, with both clients.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use oaspress_runtime::runtime::blocking::wait_for;
use oaspress_runtime::runtime::{BoxFuture, CoreBuilder, InterceptedRequest, InterceptedResponse};
use oaspress_runtime::runtime::{IfModified, Interceptor, InterceptorError, RetryRule as _, RetryVerdict};
use tokio::net::TcpListener;

use crate::server::{Act, FINE, Server, serve};
use crate::support::{Ask, SECRET, run};

/// Signs the path and the number of the attempt, and requires that the response has an id.
struct Sign;

impl Interceptor for Sign {
    fn on_request<'a>(&'a self, request: &'a mut InterceptedRequest) -> BoxFuture<'a, Result<(), InterceptorError>> {
        Box::pin(async {
            let signature = format!("{}-of-{}", request.attempt(), request.uri().path());
            request.set_header("x-signature", &signature)?;
            Ok(())
        })
    }

    fn on_response<'a>(
        &'a self,
        _: &'a InterceptedRequest,
        response: &'a mut InterceptedResponse,
    ) -> BoxFuture<'a, Result<(), InterceptorError>> {
        Box::pin(async {
            let is_fine = response.status().is_server_error() || response.headers().contains_key("x-request-id");
            if is_fine { Ok(()) } else { Err("the response has no id".into()) }
        })
    }
}

const BUSY: Act = Act::Say(b"HTTP/1.1 503 Busy\r\nretry-after-ms: 20\r\nContent-Length: 0\r\n\r\n");
const REFUSED: Act = Act::Say(b"HTTP/1.1 503 Busy\r\nx-should-retry: false\r\nContent-Length: 0\r\n\r\n");
const AGAIN: Act =
    Act::Say(b"HTTP/1.1 400 Again\r\nx-should-retry: true\r\nretry-after-ms: 5\r\nContent-Length: 0\r\n\r\n");
const LOCKED: Act = Act::Say(b"HTTP/1.1 409 Conflict\r\nContent-Length: 17\r\n\r\n{\"code\":\"locked\"}");
const UNCHANGED: Act = Act::Say(b"HTTP/1.1 304 Not Modified\r\nETag: \"v1\"\r\n\r\n");
const HOURS: Act = Act::Say(b"HTTP/1.1 429 Wait\r\nretry-after-ms: 3600000\r\nContent-Length: 0\r\n\r\n");

fn signatures(server: &Server) -> Vec<String> {
    let requests = server.requests();
    let values =
        requests.iter().filter_map(|request| request.lines().find_map(|line| line.strip_prefix("x-signature: ")));
    values.map(str::to_owned).collect()
}

#[test]
fn each_attempt_is_signed_anew() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("threads");
    for is_blocking in [false, true] {
        let server = runtime.block_on(Server::start(vec![BUSY, BUSY, Act::Say(FINE)]));
        let builder = server.builder().max_retries(2).interceptor(Sign);
        let ask = Ask::things();
        let response = if is_blocking {
            wait_for(builder.build_blocking().send(&ask))
        } else {
            let core = builder.build();
            runtime.block_on(async { core.send(&ask).await })
        };
        assert_eq!(response.expect("the third attempt")["fine"], true);
        assert_eq!(signatures(&server), ["1-of-/v1/things", "2-of-/v1/things", "3-of-/v1/things"]);
    }
}

#[test]
fn a_redirect_is_signed_for_its_own_path_and_not_for_another_origin() {
    run(async {
        let other = Server::start(vec![Act::Say(FINE)]).await;
        let server = Server::start(vec![Act::Redirect(302, other.address)]).await;
        let builder: CoreBuilder = server.builder().interceptor(Sign);
        builder.build().send(&Ask::things()).await.expect("an answer");
        assert_eq!(signatures(&server), ["1-of-/v1/things"]);
        assert!(signatures(&other).is_empty() && !other.requests()[0].contains(SECRET));

        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let heard = Arc::default();
        let kept = Arc::clone(&heard);
        tokio::spawn(async move {
            for act in [Act::Redirect(307, address), Act::Say(FINE)] {
                let (stream, _) = listener.accept().await.expect("a connection");
                serve(stream, act, Arc::clone(&kept)).await;
            }
        });
        let url = format!("http://{address}/v1");
        let core = server.builder().config(|config| config.base_url(&url)).interceptor(Sign).build();
        core.send(&Ask::things()).await.expect("an answer");
        let requests = heard.lock().expect("no panic").join("");
        let signed: Vec<_> = requests.lines().filter_map(|line| line.strip_prefix("x-signature: ")).collect();
        assert_eq!(signed, ["1-of-/v1/things", "1-of-/elsewhere"]);
    });
}

/// Records the sizes of the bodies that are whole.
#[derive(Clone, Default)]
struct Sizes(Arc<Mutex<Vec<Option<usize>>>>);

impl Interceptor for Sizes {
    fn on_response<'a>(
        &'a self,
        _: &'a InterceptedRequest,
        response: &'a mut InterceptedResponse,
    ) -> BoxFuture<'a, Result<(), InterceptorError>> {
        self.0.lock().expect("no panic").push(response.body().bytes().map(bytes::Bytes::len));
        Box::pin(std::future::ready(Ok(())))
    }
}

#[test]
fn the_success_of_a_streaming_call_is_a_stream() {
    run(async {
        let sizes = Sizes::default();
        let server = Server::start(vec![Act::Say(FINE), BUSY, Act::Say(FINE)]).await;
        let core = server.builder().max_retries(1).interceptor(sizes.clone()).build();
        core.send(&Ask::things()).await.expect("an answer");
        let mut body = core.send_stream(&Ask::things()).await.expect("the second attempt").into_inner();
        assert_eq!(body.chunk().await.expect("a chunk").expect("no error"), r#"{"fine":true}"#);
        assert_eq!(*sizes.0.lock().expect("no panic"), [Some(13), Some(0), None]);
    });
}

#[test]
fn a_response_can_be_rejected() {
    run(async {
        let answer = Act::Say(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
        let server = Server::start(vec![answer]).await;
        let error = server.builder().interceptor(Sign).build().send(&Ask::things()).await.expect_err("no id");
        let host = "intercepted_sockets::Sign`: 127.0.0.1";
        assert!(error.to_string().ends_with(host), "{error}");
        let source = std::error::Error::source(&error).map(ToString::to_string);
        assert_eq!(source.as_deref(), Some("the response has no id"));
    });
}

#[test]
fn the_server_decides_about_retries() {
    run(async {
        for (acts, attempt_count) in [
            (vec![BUSY, AGAIN, Act::Say(FINE)], Some(3)),
            (vec![REFUSED, Act::Say(FINE)], None),
            (vec![HOURS, Act::Say(FINE)], None),
        ] {
            let server = Server::start(acts).await;
            let response = server.builder().max_retries(3).build().send(&Ask::things()).await;
            assert_eq!(response.as_ref().ok().map(|response| response.meta().attempt_count()), attempt_count);
            assert_eq!(server.requests().len(), attempt_count.unwrap_or(1) as usize);
            if let Ok(response) = response {
                let first = response.meta().attempts()[0].wait;
                assert!(first >= Duration::from_millis(20) && first <= Duration::from_millis(270), "{first:?}");
            }
        }
    });
}

#[test]
fn a_conflict_is_retried_by_its_code() {
    run(async {
        let server = Server::start(vec![LOCKED, Act::Say(FINE)]).await;
        let rule = RetryVerdict::Retry.when(|failed| failed.is_status(409) && failed.code() == Some("locked"));
        let core = server.builder().max_retries(3).retry_when(rule.max_attempts(2)).build();
        assert_eq!(core.send(&Ask::things()).await.expect("the second attempt").meta().attempt_count(), 2);
    });
}

#[test]
fn an_unchanged_resource() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("threads");
    for is_blocking in [false, true] {
        let server = runtime.block_on(Server::start(vec![UNCHANGED]));
        let builder = server.builder();
        let client =
            crate::conditional::Client { core: if is_blocking { builder.build_blocking() } else { builder.build() } };
        let call = crate::conditional::things(client).if_none_match("\"v1\"").send();
        let response = if is_blocking { wait_for(call) } else { runtime.block_on(call) };
        assert_eq!(response.expect("no change").into_inner(), IfModified::NotModified);
        assert!(server.requests()[0].contains("if-none-match: \"v1\"\r\n"));
    }
}
