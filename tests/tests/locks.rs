//! Edits the documents of the fixtures as vendors do, and checks that the lock keeps the choices of the old crate.

use std::path::Path;

use oaspress::config::{Config, Lock, parse_lock};
use oaspress::diag::Diagnostics;
use oaspress::diff::diff;
use oaspress::surface::{self, FILE, Surface};
use oaspress::{Input, Outcome};
use oaspress_mutate::{Choices, add_rival, edit};
use serde_json::Value;

/// Number of edited documents per fixture.
const DOCUMENTS: u64 = 1;
/// Number of parts that each adds, whose names have the words of other parts.
const RIVALS: usize = 8;

include!(concat!(env!("OUT_DIR"), "/fixtures.rs"));

fn document(name: &str) -> Option<Value> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name).join("openapi.yaml");
    let input = Input { name: name.to_owned(), bytes: std::fs::read(file).ok()? };
    oaspress::internals::load(&input, &mut Diagnostics::new())
}

fn generate(document: &Value, lock: Lock) -> Outcome {
    let input = Input { name: "openapi.json".to_owned(), bytes: document.to_string().into_bytes() };
    let mut config = Config { lock, ..Config::default() };
    config.manifest.name = Some("edited".to_owned());
    oaspress::generate(&input, &config)
}

fn listing(outcome: &Outcome) -> Option<Surface> {
    outcome.files.as_ref()?.get(FILE)?.parse().ok()
}

/// Fails if the choices of the old crate are not a fixed point, or if keeping them requires a larger step than ignoring them.
fn check(name: &str) {
    let Some(document) = document(name) else { return };
    let first = generate(&document, Lock::default());
    let Some(old) = listing(&first) else { return };
    // The command repeats the findings of a run without changes.
    let second = generate(&document, surface::choices(&old));
    assert_eq!((&second.files, &second.diagnostics), (&first.files, &first.diagnostics), "a second run of `{name}`");
    for seed in 0..DOCUMENTS {
        let (mut edited, mut choices) = (document.clone(), Choices::seeded(seed));
        let mut edits: Vec<String> = (0..RIVALS).filter_map(|_| add_rival(&mut edited, &mut choices)).collect();
        edits.extend(edit(&mut edited, &mut choices));
        let kept = generate(&edited, surface::choices(&old));
        let Some(new) = listing(&kept) else { continue };
        let context = format!("`{name}`, seed {seed}: {edits:?}\n{}", kept.lock);

        let from_lock = generate(&edited, kept.lock.clone());
        assert_eq!((&from_lock.files, &from_lock.lock), (&kept.files, &kept.lock), "only with the lock: {context}");
        let again = generate(&edited, kept.lock.clone().or(surface::choices(&new)));
        assert_eq!((&again.files, &again.lock), (&kept.files, &kept.lock), "a second time: {context}");
        assert_eq!(again.diagnostics, kept.diagnostics, "findings of a second time: {context}");
        let read = parse_lock(&kept.lock.to_string(), &mut Diagnostics::new());
        assert_eq!(read, kept.lock, "as text: {context}");

        let fresh = listing(&generate(&edited, Lock::default())).expect("the same document has a crate");
        let (with, without) = (diff(&old, &new).full_step(), diff(&old, &fresh).full_step());
        assert!(with <= without, "{} with the lock, {} without it: {context}", with.name(), without.name());
    }
}

#[test]
fn rivals_take_names_that_the_lock_keeps() {
    let document = document("basics").expect("the document");
    let old = listing(&generate(&document, Lock::default())).expect("a crate");
    let locks = (0..20).map(|seed| {
        let (mut edited, mut choices) = (document.clone(), Choices::seeded(seed));
        add_rival(&mut edited, &mut choices).map(|_| generate(&edited, surface::choices(&old)).lock.len())
    });
    assert!(locks.flatten().filter(|count| *count > 0).count() >= 3);
}

#[test]
fn every_fixture_is_edited() {
    assert!(NAMES.iter().filter(|name| document(name).is_some()).count() > 40);
}
