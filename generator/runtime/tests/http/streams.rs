//! Streaming responses over real sockets.

use std::time::Duration;

use oaspress_runtime::runtime::stream::events::{EventShape, EventStream};
use oaspress_runtime::runtime::stream::lines::{JsonFraming, JsonLines};
use oaspress_runtime::runtime::{Error, TransportKind};
use serde_json::{Value, json};

use crate::server::{Act, Server};
use crate::support::{Ask, run};

/// Two events: the first in three chunks that end within a character and within a line break, the second incomplete.
const EVENTS: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n\
    9\r\ndata: \"h\xc3\r\n3\r\n\xa9\"\r\r\n8\r\n\n\r\ndata:\r\n";

#[test]
fn events_that_end_where_the_connection_breaks() {
    run(async {
        let server = Server::start(vec![Act::Reset(EVENTS)]).await;
        let mut events = EventStream::<Value, Value>::open(&server.core(), &Ask::things(), EventShape::Data)
            .await
            .expect("a stream");
        let event = events.next().await.expect("an event").expect("that is whole");
        assert_eq!(event.value, Some(json!("hé")));
        match events.next().await {
            Some(Err(Error::Transport(error))) => {
                assert_eq!(error.kind(), TransportKind::Interrupted);
                assert_eq!(error.status().map(|status| status.as_u16()), Some(200));
            }
            other => panic!("{other:?}"),
        }
        assert!(events.next().await.is_none());
        let request = server.requests().remove(0).to_ascii_lowercase();
        assert!(request.contains("\r\naccept: text/event-stream\r\n"), "{request}");
    });
}

const LINES: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\nContent-Length: 9\r\n\r\n[1]\n[2";

#[test]
fn half_a_line_is_no_value() {
    run(async {
        let server = Server::start(vec![Act::Say(LINES)]).await;
        let mut lines =
            JsonLines::<Value, Value>::open(&server.core(), &Ask::things(), "application/x-ndjson", JsonFraming::Lines)
                .await
                .expect("a stream");
        assert_eq!(lines.next().await.expect("a value").expect("that is whole"), json!([1]));
        assert!(matches!(lines.next().await, Some(Err(Error::Transport(_)))));
        assert!(lines.next().await.is_none());
    });
}

#[test]
fn the_time_for_a_call_ends_when_the_body_begins() {
    const BEGUN: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf";
    run(async {
        let server = Server::start(vec![Act::Hang(BEGUN)]).await;
        let core = server.builder().timeout(Duration::from_secs(1)).build();
        let mut body = core.send_stream(&Ask::things()).await.expect("a body").into_inner();
        assert_eq!(body.chunk().await.expect("a piece").expect("that is whole"), &b"half"[..]);
        let more = tokio::time::timeout(Duration::from_secs(2), body.chunk()).await;
        assert!(more.is_err(), "{more:?}");
        let silent = Server::start(vec![Act::Hang(b"")]).await;
        let core = silent.builder().timeout(Duration::from_secs(1)).build();
        assert!(core.send_stream(&Ask::things()).await.expect_err("no head").is_timeout());
    });
}

#[test]
fn an_error_is_read_whole() {
    const WRONG: &[u8] =
        b"HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\nContent-Length: 18\r\n\r\n{\"message\":\"None\"}";
    run(async {
        let server = Server::start(vec![Act::Say(WRONG)]).await;
        let error = server.core().send_stream(&Ask::things()).await.expect_err("an error");
        assert_eq!(error.as_api().expect("of the server").message(), "None");
    });
}

#[test]
fn a_value_that_cannot_be_read_is_in_the_error() {
    const LINES: &[u8] = b"HTTP/1.1 200 OK\r\nX-Request-Id: r\r\nContent-Length: 14\r\n\r\n{\"id\":7}\n[\n\"x\"";
    const EVENTS: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 26\r\n\r\ndata: {\"id\":7}\n\ndata: 1\n\n\n";
    run(async {
        let server = Server::start(vec![Act::Say(LINES), Act::Say(EVENTS)]).await;
        let mut lines =
            JsonLines::<u64, Value>::open(&server.core(), &Ask::things(), "application/x-ndjson", JsonFraming::Lines)
                .await
                .expect("a stream");
        let mut raw = Vec::new();
        while let Some(line) = lines.next().await {
            let Err(Error::Decode(error)) = line else { panic!("no value is a number") };
            assert!(!format!("{error} {error:?}").contains("id\""));
            assert_eq!((error.raw().meta().request_id(), error.is_empty_body()), (Some("r"), false));
            raw.push(String::from_utf8_lossy(error.raw_body()).into_owned());
        }
        assert_eq!(raw, [r#"{"id":7}"#, "[", r#""x""#]);
        let mut events =
            EventStream::<u64, Value>::open(&server.core(), &Ask::things(), EventShape::Data).await.expect("a stream");
        let Some(Err(Error::Decode(error))) = events.next().await else { panic!("it is not a number") };
        assert_eq!(error.into_raw().json::<Value, Value>().expect("JSON")["id"], 7);
        assert_eq!(events.next().await.expect("an event").expect("a number").value, Some(1));
    });
}

#[test]
fn what_is_no_stream_of_events_is_in_the_error() {
    const WHOLE: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 8\r\n\r\n{\"id\":7}";
    const ENDLESS: &[u8] =
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n8\r\n{\"id\":7}\r\n";
    run(async {
        for act in [Act::Say(WHOLE), Act::Hang(ENDLESS)] {
            let server = Server::start(vec![act]).await;
            let opened = EventStream::<Value, Value>::open(&server.core(), &Ask::things(), EventShape::Data).await;
            let Err(Error::Decode(error)) = opened else { panic!("it is not an event stream") };
            assert_eq!(error.raw_body(), br#"{"id":7}"#);
            assert!(error.message().contains("application/json"), "{error}");
        }
    });
}
