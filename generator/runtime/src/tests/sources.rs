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
    for item in
        ["mod fuzz", "mod sources", "mod runtime", "mod tests", "feature = \"uuid\"", "feature = \"chrono\"", "__"]
    {
        assert!(!copied.contains(item), "the copied root has `{item}`");
    }
    assert!(copied.contains("pub use crate::{"));
    let model = MODULES.iter().find(|(name, _)| *name == "model.rs").map(|(_, text)| crate::sources::copied(text));
    let model = model.expect("the page of the folder `model`");
    assert!(model.contains("pub mod uuid;") && !model.contains("feature = \"uuid\""), "{model}");
    for name in ["record", "open_enum", "client_options"] {
        assert!(macros().contains(name), "{name}");
    }
}

/// A `cfg` in a macro would be evaluated in the crate that invokes it, and a name without a path would be one of that crate.
#[test]
fn exported_macros_have_no_cfg_and_name_everything_by_a_path() {
    let exported = MODULES.iter().flat_map(|(file, text)| {
        text.split("#[macro_export]\n").skip(1).map(move |rest| (file, rest.split("\n}\n").next().unwrap_or(rest)))
    });
    let mut count = 0;
    for (file, body) in exported {
        count += 1;
        let code: Vec<&str> = body.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        let code = code.join("\n");
        assert!(!code.contains("cfg(") && !code.contains("cfg_attr("), "{file}: a macro contains a cfg");
        for path in ["crate::", "std::", "core::"] {
            for (at, _) in code.match_indices(path) {
                let before = code.get(..at).unwrap_or_default();
                let is_whole = !before.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_' || c == ':');
                assert!(!is_whole || before.ends_with('$'), "{file}: `{path}` without `$` or `::`");
            }
        }
    }
    assert_eq!(count, macros().len());
}

/// The clock of the standard library panics in a browser, and its random numbers repeat.
#[test]
fn only_one_file_has_the_clock_of_the_standard_library() {
    for (file, text) in MODULES.iter().filter(|(file, _)| *file != "transport/clock.rs") {
        let uses = text.lines().filter(|line| line.contains("std::time::") && !line.trim_start().starts_with("//"));
        for line in uses {
            assert!(!line.contains("Instant") && !line.contains("SystemTime"), "{file}: {line}");
        }
        assert!(*file == "call/random.rs" || !text.contains("RandomState"), "{file}");
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
