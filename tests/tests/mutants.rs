//! Mutates the documents of the fixtures and generates their crates. No document may make the generator panic.
//!
//! The seeds are fixed. `cargo xtask mutants` compiles the crates of other mutants, and `generator/fuzz` searches for
//! new ones.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use oaspress::Input;
use oaspress::config::Config;
use oaspress::diag::Diagnostics;
use oaspress_mutate::{Choices, documentation, mutate};
use serde_json::Value;

/// Number of mutants per fixture.
const MUTANTS: u64 = 3;

include!(concat!(env!("OUT_DIR"), "/fixtures.rs"));

fn document(name: &str) -> Option<Value> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name).join("openapi.yaml");
    let input = Input { name: name.to_owned(), bytes: std::fs::read(file).ok()? };
    oaspress::internals::load(&input, &mut Diagnostics::new())
}

/// Fails if a mutant makes the generator panic, produces neither files nor errors, or has a text that becomes a
/// doctest.
fn check(name: &str) {
    let Some(document) = document(name) else { return };
    for seed in 0..MUTANTS {
        let mut mutant = document.clone();
        mutate(&mut mutant, &mut Choices::seeded(seed));
        let input = Input { name: "mutant.json".to_owned(), bytes: mutant.to_string().into_bytes() };
        let mut config = Config::default();
        config.manifest.name = Some("mutant".to_owned());
        let outcome = catch_unwind(AssertUnwindSafe(|| oaspress::generate(&input, &config)));
        let Ok(outcome) = outcome else {
            panic!("the mutant {seed} of `{name}` makes the generator panic:\n{mutant:#}")
        };
        let errors = outcome.diagnostics.iter().any(|found| found.severity == oaspress::diag::Severity::Error);
        assert_eq!(outcome.files.is_none(), errors, "the mutant {seed} of `{name}` gives neither files nor errors");
        let files = outcome.files.iter().flat_map(oaspress::file_tree::FileTree::iter);
        let defects = documentation::defects(files, "mutant");
        assert!(
            defects.is_empty(),
            "the mutant {seed} of `{name}` documents what it must not:\n{}",
            defects.join("\n")
        );
    }
}

#[test]
fn every_fixture_has_mutants() {
    assert!(NAMES.iter().filter(|name| document(name).is_some()).count() > 40);
}
