//! Generates crates of valid documents from a grammar. None may be rejected or make the generator panic.
//!
//! The seeds are fixed. `cargo xtask random` compiles the crates of other documents.

use std::panic::{AssertUnwindSafe, catch_unwind};

use oaspress::Input;
use oaspress::config::Config;
use oaspress::diag::Severity;
use oaspress_random::Size;

/// Generates the crate of a seed. Returns a message if that fails.
fn defect(seed: u64) -> Option<String> {
    let document = oaspress_random::seeded(seed, Size::of_seed(seed));
    let input = Input { name: "random.json".to_owned(), bytes: document.to_string().into_bytes() };
    let mut config = Config::default();
    config.manifest.name = Some("random".to_owned());
    let outcome = catch_unwind(AssertUnwindSafe(|| oaspress::generate(&input, &config)));
    let Ok(outcome) = outcome else { return Some("the generator panics".to_owned()) };
    let errors: Vec<String> = outcome
        .diagnostics
        .iter()
        .filter(|found| found.severity == Severity::Error)
        .map(|found| format!("{} at {}: {}", found.code, found.place, found.message))
        .collect();
    if outcome.files.is_none() || !errors.is_empty() { Some(format!("rejected: {errors:?}")) } else { None }
}

#[test]
fn valid_documents_are_not_rejected() {
    // Documents of every size.
    for seed in 0..10 {
        if let Some(defect) = defect(seed) {
            panic!("the document of seed {seed}: {defect}\nRepeat: cargo xtask random --seed {seed} --count 1");
        }
    }
}
