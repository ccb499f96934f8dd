//! Checks that the top level of the repository holds nothing but what belongs there.

use std::fs;
use std::path::Path;

/// Entries besides those that begin with a dot, licences and Markdown.
const ENTRIES: [&str; 12] = [
    "Cargo.lock",
    "Cargo.toml",
    "clippy.toml",
    "deny.toml",
    "generated",
    "generator",
    "node_modules",
    "rustfmt.toml",
    "spec",
    "target",
    "tests",
    "xtask",
];

#[test]
fn the_top_level_has_no_other_entries() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let entries = fs::read_dir(root).expect("the repository is a folder");
    let names = entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned());
    let is_usual = |name: &str| {
        let is_markdown = Path::new(name).extension().is_some_and(|extension| extension == "md");
        name.starts_with('.') || name.starts_with("LICENSE-") || is_markdown || ENTRIES.contains(&name)
    };
    let others: Vec<String> = names.filter(|name| !is_usual(name)).collect();
    assert!(others.is_empty(), "the top level has {others:?}");
}
