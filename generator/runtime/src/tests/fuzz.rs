//! The seeds of `generator/fuzz` and what made it find something, without a fuzzer; and that the promises can be broken.

use std::fs;
use std::panic::catch_unwind;
use std::path::Path;

use crate::fuzz::respond;

#[test]
fn every_seed_keeps_the_promises() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/seeds/responses");
    let mut files: Vec<_> =
        fs::read_dir(folder).expect("the seeds").map(|entry| entry.expect("a file").path()).collect();
    files.sort();
    assert!(files.len() >= 25, "{files:?}");
    for file in files {
        let seed = fs::read(&file).expect("a seed");
        assert!(catch_unwind(|| respond(&seed)).is_ok(), "{}", file.display());
        // Cut off, and with another byte, at some places.
        for end in (0..seed.len()).step_by(1 + seed.len() / 3) {
            let mut changed = seed.clone();
            changed[end] ^= 0x15;
            for input in [&seed[..end], &changed] {
                assert!(catch_unwind(|| respond(input)).is_ok(), "{} at {end}", file.display());
            }
        }
    }
}
