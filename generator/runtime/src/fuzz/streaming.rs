//! Reads streams, and asserts that their content does not depend on the boundaries of chunks.

use serde_json::Value;

use super::models::Tree;
use super::sample::Sample;
use crate::runtime::stream::events::{EventShape, EventStream};
use crate::runtime::stream::lines::{JsonFraming, JsonLines};
use crate::runtime::testing::wait_for;

/// The most bytes of an event: few, so that inputs exceed it.
const BOUND: usize = 512;

/// Reads the body as a stream of events.
pub(super) fn events(sample: &Sample) {
    let shapes = [EventShape::Data, EventShape::DataOrText, EventShape::Text, EventShape::Whole, EventShape::WholeText];
    for shape in shapes {
        let read = |chunk| {
            let mut events: EventStream<Tree, Value> =
                EventStream::new(sample.chunks(chunk), sample.meta(), shape, BOUND);
            let mut read = Vec::new();
            while let Some(event) = wait_for(events.next()) {
                read.push(event.map_err(|error| error.to_string()));
            }
            (read, events.last_event_id().map(str::to_owned))
        };
        let whole = format!("{:?}", read(usize::MAX));
        for chunk in [1, sample.chunk] {
            assert_eq!(whole, format!("{:?}", read(chunk)), "in chunks of {chunk}");
        }
    }
}

/// Reads the body as a stream of JSON values.
pub(super) fn values(sample: &Sample) {
    for framing in [JsonFraming::Lines, JsonFraming::Values, JsonFraming::Items] {
        let read = |chunk| {
            let mut values: JsonLines<Tree, Value> =
                JsonLines::new(sample.chunks(chunk), sample.meta(), framing, usize::MAX);
            let mut read = Vec::new();
            while let Some(value) = wait_for(values.next()) {
                // The length of the text that an error quotes depends on the chunk.
                read.push(value.map_err(|_| ()));
            }
            format!("{read:?}")
        };
        let whole = read(usize::MAX);
        for chunk in [1, sample.chunk] {
            assert_eq!(whole, read(chunk), "{framing:?} in chunks of {chunk}");
        }
    }
}
