//! Reads responses that a fuzzer makes as a client does, and panics where a promise of the runtime is broken. It is not a part
//! of generated crates.

mod calling;
mod models;
mod reading;
mod sample;
mod streaming;

use sample::Sample;

/// Reads one input: responses in the form of `fuzz/seeds/responses`.
///
/// The first line of a response is its status and the size of its chunks. Headers follow, one per line. The body begins after an
/// empty line, and `\n===\n` separates a response from the next one.
///
/// # Panics
/// Where a promise of the runtime is broken.
pub fn respond(input: &[u8]) {
    let samples = Sample::all(input);
    for sample in &samples {
        reading::head(sample);
        reading::body(sample);
        streaming::events(sample);
        streaming::values(sample);
        calling::sent_back(sample);
    }
    calling::call(&samples);
    calling::download(&samples);
}
