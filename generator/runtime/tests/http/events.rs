//! The memory of an event stream: one event at a time, however many a chunk contains.

use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use http::{HeaderMap, StatusCode};
use oaspress_runtime::runtime::stream::event_source::EventSource;
use oaspress_runtime::runtime::stream::events::{Event, EventShape, EventStream};
use oaspress_runtime::runtime::stream::lines::{JsonFraming, JsonLines};
use oaspress_runtime::runtime::{Body, Error, Meta, TransportKind};
use serde_json::{Value, json};

use crate::support::{Ask, Script, Turn, answer, run};

type Events<T> = EventStream<T, Value>;

fn meta() -> Meta {
    Meta::new(StatusCode::OK, HeaderMap::new())
}

/// A stream of these events, with this limit in bytes for each.
fn events<T>(text: &str, shape: EventShape, bound: usize) -> Events<T>
where
    T: oaspress_runtime::runtime::Decode,
{
    Events::new(Body::from(text.to_owned()), meta(), shape, bound)
}

fn next<T: oaspress_runtime::runtime::Decode>(events: &mut Events<T>) -> Event<T> {
    run(events.next()).expect("an event").expect("that can be decoded")
}

#[test]
fn the_last_id_is_that_of_the_event_that_was_returned() {
    let mut events =
        events::<Value>("id: 1\ndata: 1\n\nid: 2\ndata: 2\n\ndata: 3\n\nid: 4\n\nid: 5\ndata: 5", EventShape::Data, 99);
    assert_eq!(events.last_event_id(), None);
    for (id, value) in [("1", 1), ("2", 2), ("2", 3)] {
        let event = next(&mut events);
        assert_eq!((event.id.as_str(), event.value), (id, Some(json!(value))));
        assert_eq!(events.last_event_id(), Some(id));
    }
    assert!(run(events.next()).is_none());
    assert_eq!(
        events.last_event_id(),
        Some("4"),
        "an event without data sets the id, an event without an end does not"
    );
}

#[test]
fn the_id_of_an_event_that_was_cut_off_is_not_sent_back() {
    let stream = |body: &str| Turn::Response(answer(200, &[("content-type", "text/event-stream")], body));
    let over = || Turn::Response(answer(204, &[], ""));
    for cut in ["id: 2\ndata: 2", "id: 2\n", "id: 2", "id: 2\ndata: 2\n", "id: 2\ndata: 2\r"] {
        let script = Script::new([stream(&format!("id: ä1\ndata: 1\n\n{cut}")), over()]);
        let mut source = EventSource::<Ask, Value>::new(script.core(), Ask::things(), EventShape::Data);
        let mut ids = Vec::new();
        while let Some(event) = run(source.next()) {
            ids.push(event.expect("an event").id);
        }
        assert_eq!(ids, ["ä1"], "{cut:?}");
        let told = script.requests()[1].headers()["last-event-id"].as_bytes().to_vec();
        assert_eq!(String::from_utf8(told).as_deref(), Ok("ä1"), "{cut:?}");
    }
}

#[test]
fn a_source_that_stops_after_one_of_three_events_resumes_after_that_one() {
    let body = "id: 1\ndata: 1\n\nid: 2\ndata: 2\n\nid: 3\ndata: 3\n\n";
    let script = Script::new([Turn::Response(answer(200, &[("content-type", "text/event-stream")], body))]);
    let mut source = EventSource::<Ask, Value>::new(script.core(), Ask::things(), EventShape::Data);
    for id in ["1", "2"] {
        assert_eq!(run(source.next()).expect("an event").expect("that can be decoded").id, id);
        assert_eq!(source.last_event_id(), Some(id));
    }
}

#[test]
fn events_share_their_id() {
    let long = "7".repeat(8 * 1024);
    let text = format!("id:{long}\n{}", "data\n\n".repeat(1000));
    let mut events = events::<Value>(&text, EventShape::Data, 1 << 20);
    let first = next(&mut events).id;
    assert_eq!(first, long);
    for _ in 1..1000 {
        assert!(std::ptr::eq(next(&mut events).id.as_str(), first.as_str()));
    }
    let mut events = self::events::<Value>(&format!("id: 1\nid:{long}7\ndata: 1\n\n"), EventShape::Data, 1 << 20);
    assert_eq!(next(&mut events).id, "1", "an id that fits into no request is ignored");
}

/// A body that counts the chunks that were requested.
struct Counted(VecDeque<Bytes>, std::sync::Arc<std::sync::atomic::AtomicUsize>);

impl Stream for Counted {
    type Item = Result<Bytes, std::io::Error>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.1.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        Poll::Ready(self.0.pop_front().map(Ok))
    }
}

#[test]
fn no_chunk_is_requested_before_the_one_before_is_used_up() {
    let requested = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let body = |text: &str| {
        let chunks = (0..3).map(|_| Bytes::from(text.repeat(100))).collect();
        Body::stream(Counted(chunks, std::sync::Arc::clone(&requested)))
    };
    let taken = || requested.swap(0, std::sync::atomic::Ordering::Relaxed);
    let mut events = Events::<Value>::new(body("data: 1\n\n"), meta(), EventShape::Data, 99);
    let mut lines = JsonLines::<Value, Value>::new(body("1\n"), meta(), JsonFraming::Lines, 200);
    for chunk in 0..3 {
        for _ in 0..100 {
            next(&mut events);
        }
        assert_eq!(taken(), 1, "events of chunk {chunk}");
        for _ in 0..100 {
            run(lines.next()).expect("a value").expect("that can be decoded");
        }
        assert_eq!(taken(), 1, "values of chunk {chunk}");
    }
}

#[test]
fn an_event_that_is_too_long_ends_the_stream() {
    let long = "1".repeat(40);
    for text in [
        format!("data: 1\n\ndata: {long}\n\ndata: 2\n\n"),
        format!("data: 1\n\n:{long}"),
        format!("data: 1\n\nid:{long}"),
    ] {
        let mut events = events::<Value>(&text, EventShape::Data, 30);
        next(&mut events);
        let Some(Err(Error::Transport(error))) = run(events.next()) else { panic!("it is too long") };
        assert_eq!(error.kind(), TransportKind::TooLarge);
        assert!(run(events.next()).is_none(), "nothing follows");
    }
}

#[test]
fn data_that_is_text_is_not_decoded_as_json() {
    let texts = ["tick", "", " two", "{\"n\":1}", "\"quoted\"", "12", "null", "[DONE]", "a\nb"];
    let event = |text: &str| format!("data: {}\n\n", text.replace('\n', "\ndata: "));
    let mut events = events::<String>(&texts.map(event).concat(), EventShape::Text, 99);
    for text in texts {
        let event = next(&mut events);
        assert_eq!((event.value.as_deref(), event.data.as_str()), (Some(text), text));
    }
}

#[test]
fn data_that_is_a_kind_of_text_may_be_quoted() {
    let text = "data: 2026-05-23T10:00:00Z\n\ndata: \"2026-05-23T10:00:00Z\"\n\ndata: [DONE]\n\ndata: soon\n\n";
    let mut events = events::<jiff::Timestamp>(text, EventShape::Text, 99);
    for _ in 0..2 {
        assert_eq!(next(&mut events).value.map(|value| value.to_string()).as_deref(), Some("2026-05-23T10:00:00Z"));
    }
    assert_eq!(next(&mut events).value, None, "the usual mark of the end is not a value");
    assert!(matches!(run(events.next()), Some(Err(Error::Decode(error))) if error.raw_body() == b"soon"));
}

#[test]
fn data_may_be_json_or_text() {
    let mut events = events::<Value>("data: {\"n\":1}\n\ndata: [DONE]\n\ndata: a b\n\n", EventShape::DataOrText, 99);
    for value in [json!({ "n": 1 }), json!("[DONE]"), json!("a b")] {
        assert_eq!(next(&mut events).value, Some(value));
    }
}

#[test]
fn the_data_of_a_whole_event_may_be_text() {
    let data = |shape| {
        let mut events = events::<Value>("event: a\ndata: null\n\ndata: \"b\"\n\ndata: c\n\n", shape, 99);
        let mut data = || next(&mut events).value.expect("a value")["data"].clone();
        [data(), data(), data()]
    };
    assert_eq!(data(EventShape::WholeText), [json!("null"), json!("\"b\""), json!("c")]);
    assert_eq!(data(EventShape::Whole), [json!(null), json!("b"), json!("c")]);
}
