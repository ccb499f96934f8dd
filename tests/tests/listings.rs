//! Parses the listing of every fixture's crate, and compares the crate with itself.

mod fixture;

use fixture::Fixture;
use oaspress::diff::diff;
use oaspress::surface::{FILE, Surface};

include!(concat!(env!("OUT_DIR"), "/fixtures.rs"));

fn check(name: &str) {
    let (outcome, _) = Fixture::named(name).generate();
    let Some(files) = outcome.files else { return };
    let text = files.get(FILE).unwrap_or_else(|| panic!("`{name}` has no listing"));
    let surface: Surface = text.parse().unwrap_or_else(|error| panic!("{name}: {error}"));
    assert_eq!(surface.to_string(), text, "{name}");
    assert!(surface.items.is_sorted(), "{name}");
    let verdict = diff(&surface, &surface);
    assert!(verdict.changes.is_empty(), "{name}: {:?}", verdict.changes.first());
    // Compared with an empty crate, everything is added or removed.
    let empty = Surface { version: surface.version.clone(), ..Surface::default() };
    let items =
        surface.items.iter().filter(|item| item.path.starts_with("operations::") || item.path.starts_with("models::"));
    if items.count() > 0 {
        assert!(!diff(&empty, &surface).changes.is_empty() && !diff(&surface, &empty).changes.is_empty(), "{name}");
    }
}

#[test]
fn every_directory_has_a_test() {
    assert!(NAMES.contains(&"basics"));
}
