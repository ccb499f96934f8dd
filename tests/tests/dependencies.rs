//! The dependencies of `kirim`: as many packages as the book states, and no async runtime unless it is needed.

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;

/// Packages differ by system. The book states the numbers for this one.
const LINUX: &str = "x86_64-unknown-linux-gnu";

/// The target of browsers.
const BROWSER: &str = "wasm32-unknown-unknown";

/// Returns the packages that are compiled with these features of `kirim`, including `kirim` itself.
fn packages(features: &str) -> BTreeSet<String> {
    packages_for(LINUX, features)
}

fn packages_for(target: &str, features: &str) -> BTreeSet<String> {
    let output = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(".."))
        .args(["tree", "--offline", "--package", "kirim", "--edges", "normal", "--prefix", "none", "--format", "{p}"])
        .args(["--target", target, "--no-default-features", "--features", features])
        .output()
        .expect("cargo can be run");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let lines = String::from_utf8_lossy(&output.stdout).into_owned();
    // The version is kept, since a package may occur twice.
    lines.lines().map(|line| line.split(" (").next().unwrap_or(line).to_owned()).collect()
}

/// Returns the rows of the book's table of features: the features and the number of packages.
fn table() -> Vec<(String, usize)> {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generator/book/src/transports.md");
    let page = fs::read_to_string(page).expect("there is a page");
    let (_, rows) = page.split_once("| features | packages |").expect("the page has the table");
    let rows = rows.lines().skip(2).take_while(|line| line.starts_with('|'));
    rows.map(|row| {
        let mut cells = row.trim_matches('|').split('|').map(str::trim);
        let features = cells.next().unwrap_or_default().split('`').skip(1).step_by(2).collect::<Vec<_>>().join(",");
        (features, cells.next().and_then(|cell| cell.parse().ok()).expect("a number"))
    })
    .collect()
}

#[test]
fn there_are_as_many_packages_as_the_book_states() {
    let rows = table();
    assert!(rows.len() > 3, "{rows:?}");
    for (features, number) in rows {
        let packages = packages(&format!("contacts,{features}"));
        assert_eq!(packages.len(), number, "{features}: {packages:?}");
    }
}

#[test]
fn no_async_runtime_comes_where_none_is_needed() {
    for features in ["contacts", "contacts,testing", "contacts,tracing", "contacts,blocking,rustls,gzip,br"] {
        for package in packages(features) {
            let name = package.split(' ').next().unwrap_or_default();
            let is_asynchronous = ["tokio", "hyper", "reqwest", "mio"].contains(&name);
            assert!(!is_asynchronous, "{package} comes with {features}");
        }
    }
}

#[test]
fn the_transport_of_browsers_adds_packages_in_browsers_only() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generator/book/src/browser.md");
    let page = fs::read_to_string(page).expect("there is a page");
    let in_browsers = packages_for(BROWSER, "contacts,fetch");
    assert!(page.contains(&format!("there are {} packages", in_browsers.len())), "{in_browsers:?}");
    assert_eq!(packages("contacts,hyper,rustls,fetch"), packages("contacts,hyper,rustls"));
    // Nor do the default features add a transport there.
    let with_defaults = packages_for(BROWSER, "contacts,hyper,rustls,fetch");
    let has = |name: &str| with_defaults.iter().any(|package| package.split(' ').next() == Some(name));
    for name in ["hyper", "hyper-util", "rustls", "mio", "socket2"] {
        assert!(!has(name), "{name}");
    }
}

#[test]
fn no_derive_macro_of_serde_comes_with_anything() {
    let all = "contacts,hyper,rustls,http2,gzip,br,zstd,reqwest,blocking,tower,tracing,testing,webhook-signatures";
    assert!(packages(all).iter().all(|package| !package.starts_with("serde_derive ")));
}
