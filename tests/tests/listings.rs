//! Parses the listing of every fixture's crate, and compares the crate with itself.

mod fixture;

use std::collections::BTreeSet;

use fixture::Fixture;
use oaspress::diff::diff;
use oaspress::surface::{FILE, Item, ItemKind, Surface};

include!(concat!(env!("OUT_DIR"), "/fixtures.rs"));

/// The page that describes listings.
const BOOK: &str = include_str!("../../generator/book/src/versioning.md");

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

/// Returns the names in backquotes in the first cells of the tables of a page.
fn described(page: &str) -> BTreeSet<&str> {
    let cells = page.lines().filter_map(|line| line.strip_prefix("| `")?.split(" | ").next());
    cells.flat_map(|cell| cell.trim_end_matches('`').split("`, `")).collect()
}

#[test]
fn the_book_describes_every_kind_of_line() {
    let (_, table) = BOOK.split_once("| kind | item |\n").expect("the table of kinds");
    let (table, _) = table.split_once("\n\n").expect("its end");
    let rows: Vec<&str> = table.lines().skip(1).filter_map(|row| row.split('`').nth(1)).collect();
    let kinds: Vec<&str> = ItemKind::ALL.iter().map(|kind| kind.name()).collect();
    assert_eq!(rows, kinds);
}

/// Returns true for a response or a request body.
fn is_body(item: &Item) -> bool {
    let has = |key| item.on_wire(key).is_some();
    item.kind == ItemKind::Response || has("presence") && !has("name")
}

#[test]
fn the_book_describes_every_key_of_the_wire() {
    let described = described(BOOK);
    let mut used = BTreeSet::new();
    for name in NAMES {
        let Some(files) = Fixture::named(name).generate().0.files else { continue };
        let surface: Surface = files.get(FILE).unwrap_or_default().parse().expect("a listing");
        let items = surface.documents.values().chain([&surface]).flat_map(|listing| &listing.items);
        let keys = items.flat_map(|item| {
            let keys = item.wire.iter().map(|(key, _)| key.as_str());
            // Further keys of bodies are media types.
            keys.filter(|key| !is_body(item) || matches!(*key, "meaning" | "presence"))
        });
        used.extend(keys.map(|key| key.trim_start_matches("items.").to_owned()));
    }
    let missing: Vec<&String> = used.iter().filter(|key| !described.contains(key.as_str())).collect();
    assert!(missing.is_empty(), "versioning.md lacks {missing:?}");
}

#[test]
fn every_directory_has_a_test() {
    assert!(NAMES.contains(&"basics"));
}
