//! Reads responses as clients do; `generator/runtime/src/fuzz.rs` has the promises that must hold.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| oaspress_runtime::fuzz::respond(bytes));
