//! How much memory streams take: about as much as one chunk and one value, whatever the server sends.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use http::{HeaderMap, StatusCode};
use oaspress_runtime::runtime::stream::events::{EventShape, EventStream};
use oaspress_runtime::runtime::stream::lines::{JsonFraming, JsonLines};
use oaspress_runtime::runtime::testing::wait_for;
use oaspress_runtime::runtime::{Body, Meta};
use peak_alloc::PeakAlloc;
use serde_json::Value;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

const MEGABYTE: usize = 1 << 20;

/// The bound on one event or value.
const BOUND: usize = 64 * MEGABYTE;

/// Chunks that are made when they are requested.
struct Chunks<F>(usize, F);

impl<F: FnMut(usize) -> Option<Vec<u8>> + Unpin> Stream for Chunks<F> {
    type Item = Result<Bytes, std::io::Error>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0 += 1;
        let number = self.0 - 1;
        Poll::Ready((self.1)(number).map(|chunk| Ok(chunk.into())))
    }
}

fn body(make: impl FnMut(usize) -> Option<Vec<u8>> + Send + Unpin + 'static) -> Body {
    Body::stream(Chunks(0, make))
}

fn meta() -> Meta {
    Meta::new(StatusCode::OK, HeaderMap::new())
}

/// Returns the number of items that a read counts, and the most bytes that were allocated at a time while it did.
fn peak(read: impl FnOnce() -> usize) -> (usize, usize) {
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let count = read();
    (count, MEMORY.peak_usage().saturating_sub(before))
}

fn events(body: Body) -> usize {
    let mut events: EventStream<Value, Value> = EventStream::new(body, meta(), EventShape::Data, BOUND);
    let mut count = 0;
    while let Some(event) = wait_for(events.next()) {
        count += usize::from(event.is_ok());
    }
    count
}

fn values(body: Body, framing: JsonFraming) -> usize {
    let mut values: JsonLines<Value, Value> = JsonLines::new(body, meta(), framing, BOUND);
    let mut count = 0;
    while let Some(value) = wait_for(values.next()) {
        count += usize::from(value.is_ok());
    }
    count
}

/// One megabyte in one chunk, the most that a chunk can hold of small events, with an id that all of them share.
fn one_chunk(id: usize) -> Body {
    body(move |number| {
        let begin = format!("id:{}\n", "A".repeat(id)).into_bytes();
        (number == 0).then(|| [begin, b"data\n\n".repeat((MEGABYTE - id) / 6)].concat())
    })
}

// One test, since the peak is that of the whole process.
#[test]
fn a_stream_takes_as_much_memory_as_a_chunk_and_a_value() {
    for id in [0, 8_000, MEGABYTE / 2] {
        let (count, peak) = peak(|| events(one_chunk(id)));
        assert_eq!(count, (MEGABYTE - id) / 6);
        assert!(peak < 4 * MEGABYTE, "{peak} bytes for an id of {id}");
    }
    // A stream of 1 MB, in small chunks.
    let many = |text: &'static str| {
        body(move |number| (number < 64).then(|| text.repeat(MEGABYTE / 64 / text.len()).into_bytes()))
    };
    let (count, taken) = peak(|| events(many("id: 12345678\ndata: {\"n\":1}\n\n")));
    assert!(count > 25_000 && taken < MEGABYTE / 8, "{taken} bytes for {count} events");
    let framings = [
        (JsonFraming::Lines, "{\"n\":[1,2]}\n"),
        (JsonFraming::Values, "{\"n\":[1,2]} "),
        (JsonFraming::Values, "\x1e{\"n\":[1,2]}\n"),
        (JsonFraming::Items, ",{\"n\":[1,2]}"),
        (JsonFraming::Lines, "\n"),
        (JsonFraming::Values, " "),
    ];
    for (framing, text) in framings {
        let begin = if framing == JsonFraming::Items { "[0" } else { "" };
        let mut rest = Some(begin.as_bytes().to_vec());
        let chunks = body(move |number| match rest.take() {
            Some(begin) if !begin.is_empty() => Some(begin),
            _ if number > 64 => None,
            _ => Some(text.repeat(MEGABYTE / 64 / text.len()).into_bytes()),
        });
        let (count, taken) = peak(|| values(chunks, framing));
        assert!(taken < MEGABYTE / 8, "{taken} bytes for {count} values by {framing:?}");
        assert_eq!(count > 25_000, text.contains('{'), "{count} values of {text:?}");
    }
}
