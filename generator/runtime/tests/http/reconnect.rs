//! Event streams whose connections end, over real sockets: requests, waits and the end.

use std::time::Duration;

use oaspress_runtime::runtime::stream::event_source::EventSource;
use oaspress_runtime::runtime::stream::events::EventShape;
use oaspress_runtime::runtime::{Core, CoreBuilder, Error, TransportError, TransportKind};
use serde_json::{Value, json};

use crate::server::{Act, Server};
use crate::support::{Ask, Script, Turn, answer, run, target};

const HEAD: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";

/// A response with these events, after which the connection is closed.
macro_rules! events {
    ($text:literal) => {
        Act::Say(concat!("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n", $text).as_bytes())
    };
}

const OVER: Act = Act::Say(b"HTTP/1.1 204 No Content\r\n\r\n");

fn source(core: &Core) -> EventSource<Ask, Value> {
    EventSource::new(core.clone(), Ask::things(), EventShape::Data)
}

/// Returns the ids that the server received, one per request.
fn told(server: &Server) -> Vec<Option<String>> {
    let requests = server.requests();
    let is_id = |line: &str| line.to_ascii_lowercase().strip_prefix("last-event-id: ").map(str::to_owned);
    let id = |request: &String| request.lines().find_map(is_id);
    requests.iter().map(id).collect()
}

/// Returns the values of all events up to the end, and the errors among them.
async fn all(source: &mut EventSource<Ask, Value>) -> Vec<Result<Value, String>> {
    let mut all = Vec::new();
    while let Some(event) = source.next().await {
        all.push(event.map(|event| event.value.unwrap_or(json!(event.data))).map_err(|error| error.to_string()));
    }
    all
}

#[test]
fn a_stream_goes_on_where_it_broke_off_until_the_server_has_nothing_more() {
    run(async {
        let acts = vec![
            events!("retry: 100\nid: 1\ndata: 1\n\ndata: 2\n\ndata: half"),
            Act::Reset(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\nid: x 3\ndata: 3\n\n"),
            Act::Say(b"HTTP/1.1 503 Busy\r\nRetry-After: 0\r\n\r\n"),
            events!(": nothing\n\n"),
            events!("data: 4\n\nid\ndata: 5\n\n"),
            OVER,
        ];
        let server = Server::start(acts).await;
        let mut source = source(&server.core());
        assert!(source.meta().is_none());
        assert_eq!(all(&mut source).await, [1, 2, 3, 4, 5].map(|value| Ok(json!(value))));
        assert!(source.next().await.is_none());
        let id = |id: &str| Some(id.to_owned());
        assert_eq!(told(&server), [None, id("1"), id("x 3"), id("x 3"), id("x 3"), None]);
        assert_eq!((source.reconnects(), source.last_event_id()), (5, None));
        assert_eq!(source.meta().map(|meta| meta.status().as_u16()), Some(204));
    });
}

#[test]
fn a_stream_ends_where_it_is_said_to() {
    run(async {
        let server = Server::start(vec![events!("data: 1\n\ndata: [DONE]\n\ndata: 2\n\n")]).await;
        assert_eq!(all(&mut source(&server.core())).await, [Ok(json!(1)), Ok(json!("[DONE]"))]);
        let until = source(&server.core()).until(|event| event.value == Some(json!(2)));
        assert_eq!(all(&mut { until }).await, [Ok(json!(1)), Ok(json!("[DONE]")), Ok(json!(2))]);
        assert_eq!(server.requests().len(), 2);
    });
}

#[test]
fn it_can_begin_after_an_event_of_another_process() {
    run(async {
        let server = Server::start(vec![events!("data: [DONE]\n\n")]).await;
        let mut source = source(&server.core()).resume("7");
        all(&mut source).await;
        assert_eq!((told(&server), source.last_event_id()), (vec![Some("7".to_owned())], Some("7")));
    });
}

#[test]
fn what_goes_wrong_at_first_or_for_good_is_told() {
    run(async {
        let refused = || Act::Say(b"HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n");
        let server = Server::start(vec![refused()]).await;
        assert_eq!(all(&mut source(&server.core())).await.len(), 1);
        let server = Server::start(vec![Act::Reset(b"")]).await;
        assert!(all(&mut source(&server.core())).await[0].is_err());
        assert_eq!(server.requests().len(), 1);

        let server = Server::start(vec![events!("retry: 0\ndata: 1\n\n"), refused()]).await;
        let all = all(&mut source(&server.core())).await;
        assert_eq!(all, [Ok(json!(1)), Err("401 Unauthorized, without a body".to_owned())]);
        assert_eq!(server.requests().len(), 2);
    });
}

#[test]
fn an_event_that_can_not_be_read_ends_nothing() {
    run(async {
        let server = Server::start(vec![events!("data: {1\n\ndata: 2\n\ndata: [DONE]\n\n")]).await;
        let all = all(&mut source(&server.core())).await;
        assert!(all[0].is_err());
        assert_eq!(all[1..], [Ok(json!(2)), Ok(json!("[DONE]"))]);
    });
}

#[test]
fn a_connection_in_silence_is_made_again() {
    run(async {
        let mut begun = HEAD.to_owned();
        begun.push_str("retry: 100\nid: 1\ndata: 1\n\n");
        let acts = vec![Act::Hang(Box::leak(begun.into_boxed_str()).as_bytes()), events!("data: [DONE]\n\n")];
        let server = Server::start(acts).await;
        let core = server.builder().idle_timeout(Duration::from_millis(200)).build();
        assert_eq!(all(&mut source(&core)).await.len(), 2);
        assert_eq!(told(&server), [None, Some("1".to_owned())]);
    });
}

/// A stream with one event, and streams or failures without one. Returns the waits before each.
fn fruitless(first: &'static str, rest: impl Iterator<Item = Turn>) -> (Vec<Result<Value, String>>, Vec<Duration>) {
    let stream = |body| Turn::Response(answer(200, &[("content-type", "text/event-stream")], body));
    let script = Script::new(std::iter::once(stream(first)).chain(rest));
    let core = CoreBuilder::new(target()).no_timeout().max_retries(0).transport(script.clone()).build();
    let all = run(async { all(&mut source(&core).max_reconnects(3)).await });
    (all, script.waits())
}

#[test]
fn connections_without_events_are_made_less_and_less_often_and_then_no_more() {
    let empty = || Turn::Response(answer(200, &[("content-type", "text/event-stream")], ": still here\n\n"));
    let broken = || Turn::Failure(TransportError::new(TransportKind::Connect));
    let (all, waits) = fruitless("retry: 400\ndata: 1\n\n", std::iter::repeat_with(empty).take(3));
    assert_eq!(all, [Ok(json!(1))], "a server with nothing to say has nothing more to say");
    for (wait, at_least) in waits.iter().zip([400, 800, 1600]) {
        let at_least = Duration::from_millis(at_least);
        assert!(*wait >= at_least && *wait <= at_least.mul_f64(1.25), "{waits:?}");
    }
    assert_eq!(waits.len(), 3);

    let (all, waits) = fruitless("retry: 86400000\ndata: 1\n\n", std::iter::repeat_with(broken).take(3));
    assert!(
        matches!(&all[..], [Ok(_), Err(error)] if error == "no connection to the server: api.example.com"),
        "{all:?}"
    );
    assert!(waits.iter().all(|wait| *wait >= Duration::from_secs(60) && *wait <= Duration::from_secs(75)), "{waits:?}");
    let (_, waits) = fruitless("data: 1\n\n", std::iter::repeat_with(broken).take(3));
    assert!(waits[0] >= Duration::from_secs(1) && waits[0] <= Duration::from_millis(1250), "{waits:?}");

    let later = Turn::Response(answer(503, &[("retry-after", "3600")], ""));
    let (all, waits) = fruitless("data: 1\n\n", std::iter::once(later));
    assert!(matches!(&all[..], [Ok(_), Err(error)] if error.starts_with("503")), "{all:?}");
    assert_eq!(waits.len(), 1);
}

#[test]
fn an_event_that_is_too_large_is_not_asked_for_again() {
    run(async {
        let server =
            Server::start(vec![events!("data: 1\n\ndata: 22222222222222222222222222222222222222222222\n\n")]).await;
        let core = server.builder().max_response_size(30).build();
        let mut source = source(&core);
        let mut last = None;
        while let Some(event) = source.next().await {
            last = Some(event);
        }
        assert!(matches!(last, Some(Err(Error::Transport(error))) if error.kind() == TransportKind::TooLarge));
        assert_eq!(server.requests().len(), 1);
    });
}
