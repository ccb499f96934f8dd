//! Compares the threat model of the book with the repository: each promise has a row, and each test in a row exists.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Number of words of a promise with which its row begins.
const WORDS: usize = 5;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn text(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// A row of the tables: the promise or input, and the tests by file.
struct Row {
    section: String,
    first: String,
    tests: Vec<(String, String)>,
}

fn rows() -> Vec<Row> {
    let mut rows = Vec::new();
    let mut section = String::new();
    for line in text("generator/book/src/threat-model.md").lines() {
        if let Some(title) = line.strip_prefix("##") {
            title.trim_start_matches('#').trim().clone_into(&mut section);
        }
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        if line.starts_with("| ") && cells.last().is_some_and(|last| last.contains(".rs` `")) {
            let mut file = String::new();
            let mut tests = Vec::new();
            for name in cells.last().unwrap_or(&"").split('`').skip(1).step_by(2) {
                if Path::new(name).extension().is_some_and(|end| end == "rs") {
                    name.clone_into(&mut file);
                } else {
                    tests.push((file.clone(), name.to_owned()));
                }
            }
            rows.push(Row { section: section.clone(), first: cells[0].to_owned(), tests });
        }
    }
    rows
}

/// Returns the first words of each item of the lists below a heading, or of the whole text.
fn promises(path: &str, heading: Option<&str>) -> Vec<String> {
    let text = text(path);
    let text = heading.map_or(text.as_str(), |heading| {
        let (_, rest) = text.split_once(heading).unwrap_or_else(|| panic!("{path} has no {heading}"));
        rest.split("\n## ").next().unwrap_or_default()
    });
    let items = text.lines().filter_map(|line| line.strip_prefix("* "));
    items.map(|item| item.split_whitespace().take(WORDS).collect::<Vec<_>>().join(" ")).collect()
}

/// Returns the limits of a client in the book: the first cells of the table.
fn limits() -> Vec<String> {
    let text = text("generator/book/src/security.md");
    let (_, table) = text.split_once("| limit | default | setting |\n|---|---|---|\n").expect("the table of limits");
    let rows = table.lines().map_while(|line| line.strip_prefix("| ")?.split(" | ").next());
    rows.map(str::to_owned).collect()
}

#[test]
fn every_limit_and_promise_of_the_book_has_a_row() {
    let book = promises("generator/book/src/security.md", None);
    // Recommendations to the reader are not promises.
    let promised = book.into_iter().filter(|item| !item.starts_with("Run ") && !item.starts_with("Read "));
    let mut promised: Vec<String> = promised.chain(limits()).collect();
    let rows = rows();
    let listed = rows.iter().filter(|row| row.section == "The chapter *Security* of the book");
    let mut listed: Vec<String> = listed.map(|row| row.first.clone()).collect();
    promised.sort();
    listed.sort();
    assert!(promised.len() > 12, "{promised:?}");
    assert_eq!(promised, listed);
}

#[test]
fn every_promise_has_a_row() {
    let rows = rows();
    for (section, path, heading) in [
        ("Security policy", "SECURITY.md", Some("## Promises")),
        ("Invariants of the architecture", "ARCHITECTURE.md", Some("## Invariants")),
        ("The chapter *Safety* of the guide", "generator/src/lower/guide/safety.md", None),
    ] {
        let promises = promises(path, heading);
        assert!(promises.len() > 10, "{path}: {promises:?}");
        let listed: Vec<&str> =
            rows.iter().filter(|row| row.section == section).map(|row| row.first.as_str()).collect();
        for promise in &promises {
            assert!(
                listed.contains(&promise.as_str()),
                "`{section}` in the threat model has no row for `{promise}` of {path}"
            );
        }
        for row in listed {
            assert!(promises.iter().any(|promise| promise == row), "{path} has no promise `{row}`");
        }
    }
}

#[test]
fn every_test_that_is_named_exists() {
    let rows = rows();
    assert!(rows.len() > 45, "only {} rows", rows.len());
    let mut sources: BTreeMap<&str, String> = BTreeMap::new();
    for (file, test) in rows.iter().flat_map(|row| &row.tests) {
        let source = sources.entry(file.as_str()).or_insert_with(|| text(file));
        assert!(is_test(source, test), "{file} has no test `{test}`");
    }
    assert!(rows.iter().all(|row| !row.tests.is_empty()));
}

/// Returns true if a source contains a test with this name.
fn is_test(source: &str, name: &str) -> bool {
    let Some((before, _)) = source.split_once(&format!("fn {name}(")) else { return false };
    let mut above = before.rsplit('\n').skip(1).take_while(|line| line.trim_start().starts_with(['#', '/']));
    above.any(|line| line.contains("test]") || line.contains("::test("))
}

#[test]
fn what_is_no_test_is_found_out() {
    assert!(is_test("#[test]\n#[cfg(unix)]\nfn a() {}", "a"));
    assert!(!is_test("fn a() {}", "a") && !is_test("#[test]\nfn b() {}\nfn a() {}", "a"));
}

#[test]
fn unsafe_code_is_forbidden_everywhere() {
    let workspace = text("Cargo.toml");
    assert!(workspace.contains("unsafe_code = \"forbid\""));
    for member in ["generator", "generator/mutate", "generator/runtime", "tests", "xtask"] {
        assert!(text(&format!("{member}/Cargo.toml")).contains("[lints]\nworkspace = true"), "{member}");
    }
    // A generated crate has its own lint.
    let generated = format!("{}{}", text("generated/Cargo.toml"), text("generated/src/lib.rs"));
    assert!(generated.contains("unsafe_code = \"forbid\"") || generated.contains("#![forbid(unsafe_code)]"));
}

#[test]
fn the_generator_reaches_neither_the_network_nor_other_programs() {
    const NETWORK: [&str; 7] = ["curl", "hyper", "mio", "reqwest", "rustls", "socket2", "ureq"];
    let reached = dependencies("oaspress");
    let is_reached = |name: &str| reached.iter().any(|reached| reached == name);
    assert!(is_reached("serde_json") && NETWORK.iter().all(|name| !is_reached(name)), "{reached:?}");
    let sources = sources_in(&root().join("generator/src"));
    assert!(sources.len() > 200);
    for source in sources {
        let text = fs::read_to_string(&source).expect("a source");
        for name in ["TcpStream", "UdpSocket", "ToSocketAddrs", "process::Command"] {
            assert!(!text.contains(name), "{} uses {name}", source.display());
        }
    }
}

/// Lists what a package depends on with all its features, build dependencies included.
fn dependencies(package: &str) -> Vec<String> {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(["tree", "--offline", "--package", package, "--all-features", "--edges", "normal,build"]);
    cargo.args(["--prefix", "none", "--format", "{p}"]).current_dir(root());
    let output = cargo.output().expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let lines = String::from_utf8_lossy(&output.stdout).into_owned();
    lines.lines().filter_map(|line| line.split(' ').next()).map(str::to_owned).collect()
}

/// Lists the source files of a folder.
fn sources_in(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let (folders, files): (Vec<_>, Vec<_>) = entries.partition(|path| path.is_dir());
    let sources = files.into_iter().filter(|path| path.extension().is_some_and(|ending| ending == "rs"));
    sources.chain(folders.iter().flat_map(|folder| sources_in(folder))).collect()
}
