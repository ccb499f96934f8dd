//! Streams of JSON values, for all separators and chunk boundaries.

use std::time::Duration;

use oaspress_runtime::runtime::stream::lines::{JsonFraming, JsonLines};
use oaspress_runtime::runtime::{Body, Error, Meta, TransportKind};
use serde_json::{Value, json};

use crate::server::{Act, Server};
use crate::support::{Ask, answer, run};

type Values = JsonLines<Value, Value>;

/// The chunks of a text, each with this size.
fn body(text: &str, size: usize) -> Body {
    let chunks: Vec<Vec<u8>> = text.as_bytes().chunks(size).map(<[u8]>::to_vec).collect();
    Body::stream(Iterated(chunks.into_iter()))
}

struct Iterated(std::vec::IntoIter<Vec<u8>>);

impl futures_core::Stream for Iterated {
    type Item = Result<Vec<u8>, std::io::Error>;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        std::task::Poll::Ready(self.0.next().map(Ok))
    }
}

fn meta() -> Meta {
    let (parts, _) = answer(200, &[("content-type", "application/json")], "").into_parts();
    Meta::new(parts.status, parts.headers)
}

/// The values of a text in chunks of this size. A value that cannot be read is replaced with the message of its error.
fn read(framing: JsonFraming, text: &str, size: usize) -> Vec<Result<Value, String>> {
    run(async {
        let mut values = Values::new(body(text, size), meta(), framing, 1000);
        let mut read = Vec::new();
        while let Some(value) = values.next().await {
            read.push(value.map_err(|error| match error {
                Error::Decode(error) => error.message().to_owned(),
                other => other.to_string(),
            }));
            assert!(read.len() < 100, "it has no end");
        }
        assert!(values.next().await.is_none());
        read
    })
}

/// Asserts that a text has these values for all sizes of chunks.
fn assert_values(framing: JsonFraming, text: &str, expected: &[Value]) {
    for size in (1..12).chain([usize::MAX]) {
        let read: Vec<Value> = read(framing, text, size).into_iter().map(|value| value.expect(text)).collect();
        assert_eq!(read, expected, "{text:?} in chunks of {size}");
    }
}

#[test]
fn values_are_separated_by_anything_or_nothing() {
    let both = [json!({ "a": 1 }), json!({ "b": [2, { "c": "}\"{\\" }] })];
    let (first, second) = (r#"{"a":1}"#, r#"{"b":[2,{"c":"}\"{\\"}]}"#);
    for separator in ["\n", "\r\n", "", " ", "\n\n\t \n", "\u{1e}", "\n\u{1e}"] {
        for end in ["", "\n", " \n\n", "\u{1e}"] {
            assert_values(JsonFraming::Values, &format!("{first}{separator}{second}{end}"), &both);
            assert_values(JsonFraming::Items, &format!("{first}{separator}{second}{end}"), &both);
        }
    }
    let pretty: Vec<String> = both.iter().map(|value| format!("{value:#}")).collect();
    assert_values(JsonFraming::Values, &pretty.join("\n"), &both);
    assert_values(JsonFraming::Values, &format!("\u{1e}{}\n\u{1e}{}\n", pretty[0], pretty[1]), &both);
    assert_values(JsonFraming::Values, &format!("\u{feff}{first}"), &both[..1]);
    assert_values(JsonFraming::Values, "", &[]);
    assert_values(JsonFraming::Values, " \n", &[]);
}

#[test]
fn scalars_and_arrays_are_values() {
    let scalars = [json!(1), json!(-2.5e3), json!("é\"\\"), json!(true), json!(null), json!([1, 2]), json!("")];
    assert_values(JsonFraming::Values, "1 -2.5e3\"é\\\"\\\\\"true\nnull[1,2]\"\"", &scalars);
    assert_values(JsonFraming::Values, "[1]\n[2]", &[json!([1]), json!([2])]);
}

#[test]
fn the_elements_of_an_array_come_one_by_one() {
    let items = [json!({ "a": [1] }), json!({}), json!("x,]"), json!(3)];
    assert_values(JsonFraming::Items, "[{\"a\":[1]},\n {}\n,\"x,]\" ,3]\n", &items);
    assert_values(JsonFraming::Items, "[]", &[]);
    assert_values(JsonFraming::Items, "[1,2][3]", &[json!(1), json!(2), json!(3)]);
    let cut = read(JsonFraming::Items, "[1,2", 1);
    assert_eq!(cut, [Ok(json!(1)), Ok(json!(2)), Err("the response ends before its array does".to_owned())]);
}

#[test]
fn garbage_is_an_error_after_the_good_values_and_the_end() {
    for (text, good) in [("{}\n<html>\n{}", 1), ("{}}{}", 1), ("[1],[2]", 1), ("1 nonsense 2", 1), ("Nan 1", 0)] {
        for size in (1..8).chain([usize::MAX]) {
            let read = read(JsonFraming::Values, text, size);
            assert_eq!(read.len(), good + 1, "{text:?} in chunks of {size}: {read:?}");
            let error = read.last().expect("an error").as_ref().expect_err("an error");
            assert!(error.starts_with("expected ") && error.ends_with("of type application/json"), "{error}");
        }
    }
}

#[test]
fn a_value_that_is_cut_off_is_an_error() {
    for text in ["{\"a\":", "[1,", "\"a", "tru", "-"] {
        let read = read(JsonFraming::Values, &format!("{{}}\n{text}"), 3);
        assert_eq!((read.len(), read[0].clone(), read[1].is_err()), (2, Ok(json!({})), true), "{read:?}");
    }
    // A record separator marks the start of the next value.
    let read = read(JsonFraming::Values, "\u{1e}{\"a\":\u{1e}{}\n", 2);
    assert_eq!((read.len(), read[0].is_err(), read[1].clone()), (2, true, Ok(json!({}))));
}

#[test]
fn a_value_has_a_bound_and_a_stream_has_none() {
    let large = format!("\"{}\"", "x".repeat(1000));
    for (framing, size) in [
        (JsonFraming::Values, 7),
        (JsonFraming::Values, usize::MAX),
        (JsonFraming::Lines, 7),
        (JsonFraming::Lines, usize::MAX),
    ] {
        run(async {
            let mut values = Values::new(body(&format!("1\n{large}\n2\n"), size), meta(), framing, 1000);
            assert_eq!(values.next().await.expect("a value").expect("that is small"), json!(1));
            match values.next().await {
                Some(Err(Error::Transport(error))) => assert_eq!(error.kind(), TransportKind::TooLarge),
                other => panic!("{other:?}"),
            }
            assert!(values.next().await.is_none());
        });
    }
    let many = "[1]\n".repeat(1_000);
    let count = run(async {
        let mut values = Values::new(body(&many, 3), meta(), JsonFraming::Values, 10);
        let mut count = 0;
        while values.next().await.transpose().expect("no error").is_some() {
            count += 1;
        }
        count
    });
    assert_eq!(count, 1_000);
}

#[test]
fn a_value_in_small_chunks_is_scanned_once() {
    // A scanner that started again with each chunk would scan 10^10 bytes.
    let large = format!("[{}1]", "1,\"\\\"\",".repeat(20_000));
    let value = run(async {
        let mut values = Values::new(body(&large, 1), meta(), JsonFraming::Values, large.len());
        values.next().await.expect("a value").expect("that is whole")
    });
    assert_eq!(value.as_array().map(Vec::len), Some(40_001));
}

#[test]
fn values_come_as_they_are_sent() {
    const BEGUN: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n\
        b\r\n{\"a\":1}\n{\"b\r\n4\r\n\":2}\r\n";
    run(async {
        let server = Server::start(vec![Act::Hang(BEGUN)]).await;
        let core = server.builder().timeout(Duration::from_secs(1)).idle_timeout(Duration::from_secs(2)).build();
        let mut values = Values::open(&core, &Ask::things(), "application/json", JsonFraming::Values)
            .await
            .expect("a stream")
            .into_inner();
        assert_eq!(values.next().await.expect("a value").expect("that is whole"), json!({ "a": 1 }));
        // Only the end of the stream proves that no further byte follows.
        assert_eq!(values.next().await.expect("a value").expect("that is whole"), json!({ "b": 2 }));
        match values.next().await {
            Some(Err(Error::Transport(error))) => assert_eq!(error.kind(), TransportKind::Timeout),
            other => panic!("{other:?}"),
        }
    });
}

#[test]
fn an_error_page_is_not_a_stream() {
    const PAGE: Act = Act::Say(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>");
    run(async {
        let server = Server::start(vec![PAGE]).await;
        let opened = Values::open(&server.core(), &Ask::things(), "application/json", JsonFraming::Items).await;
        match opened.expect("a stream").next().await {
            Some(Err(Error::Decode(error))) => {
                assert!(error.message().ends_with("the body is of type text/html"), "{}", error.message());
                assert_eq!(error.excerpt(), "<html>");
            }
            other => panic!("{other:?}"),
        }
    });
}
