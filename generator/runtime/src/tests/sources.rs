//! The list of files that generated crates get a copy of is the folder, and the copied root has what they need.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::sources::{MODULES, ROOT, macros, root_module};

/// The modules that belong to the package only.
const OF_THE_PACKAGE: [&str; 4] = ["fuzz", "lib", "sources", "tests"];

#[test]
fn every_file_of_the_runtime_is_listed_for_copies() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = BTreeSet::new();
    collect(&root, &root, &mut found);
    let is_copied = |name: &&String| !OF_THE_PACKAGE.contains(&name.split(['/', '.']).next().unwrap_or_default());
    let found: Vec<&str> = found.iter().filter(is_copied).map(String::as_str).collect();
    let listed: Vec<&str> = MODULES.iter().map(|(name, _)| *name).collect();
    assert_eq!(listed, found, "`MODULES` in src/sources.rs has to list these files in this order");
}

#[test]
fn the_copied_root_has_no_item_of_the_package() {
    let copied = root_module();
    assert!(ROOT.contains("pub mod sources;") && ROOT.contains("pub mod fuzz;"));
    for item in ["mod fuzz", "mod sources", "mod runtime", "mod tests", "feature = \"uuid\"", "__"] {
        assert!(!copied.contains(item), "the copied root has `{item}`");
    }
    assert!(copied.contains("pub mod uuid;") && copied.contains("pub use crate::{"));
    for name in ["record", "open_enum", "client_options"] {
        assert!(macros().contains(name), "{name}");
    }
}

fn collect(root: &Path, folder: &Path, found: &mut BTreeSet<String>) {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    for entry in entries {
        let path = entry.unwrap_or_else(|error| panic!("{}: {error}", folder.display())).path();
        if path.is_dir() {
            collect(root, &path, found);
        } else {
            let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            found.insert(name);
        }
    }
}
