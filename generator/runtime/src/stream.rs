//! Responses that are read value by value while they arrive.
//!
//! * `events` are the event streams of the HTML standard, which `event_parser` splits. `event_source` reconnects them.
//! * `lines` are streams of JSON values, which `json_framing` splits.

mod event_parser;
pub mod event_source;
pub mod events;
mod json_framing;
pub mod lines;
