//! Compiles the crate of every fixture, and runs the tests of the fixtures that have some.
//!
//! All crates are members of one scratch workspace, so that cargo runs once and dependencies are compiled once. A
//! warning of the compiler or of clippy is a failure. `cargo test -p oaspress-tests --test compile NAME` compiles only
//! the fixtures whose names contain `NAME`.

#[path = "../fixture/mod.rs"]
mod fixture;
#[path = "../nightly_rustdoc/mod.rs"]
mod nightly_rustdoc;
#[path = "../scratch/mod.rs"]
mod scratch;

mod build;
mod cargo;
mod doctests;
mod spoken;
mod workspace;

use std::env;
use std::sync::LazyLock;

use build::Build;
use workspace::Others;

include!(concat!(env!("OUT_DIR"), "/fixtures.rs"));

static BUILD: LazyLock<Result<Build, String>> = LazyLock::new(|| {
    let chosen = chosen();
    if chosen.is_empty() {
        Build::new(&all().collect::<Vec<_>>(), Others::Removed)
    } else {
        Build::new(&chosen, Others::Kept)
    }
});

/// Returns the fixtures that the arguments of the test program select by a part of their names; none for all of them.
fn chosen() -> Vec<&'static str> {
    let filters: Vec<String> = env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    let is_chosen = |name: &str| filters.iter().any(|filter| name.replace('-', "_").contains(filter.as_str()));
    all().filter(|name| is_chosen(name)).collect()
}

/// Returns the fixtures, and the documents that the tests create.
fn all() -> impl Iterator<Item = &'static str> {
    NAMES.iter().chain(spoken::NAMES).copied()
}

fn build() -> &'static Build {
    match &*BUILD {
        Ok(build) => build,
        Err(error) => panic!("{error}"),
    }
}

/// Fails if the crate of a fixture has warnings or errors, or if the tests of its `behaviour.rs` fail.
fn check(name: &str) {
    if let Err(error) = build().check(name) {
        panic!("{error}");
    }
}

/// Schemas, operations, tags, parameters and properties may have any name that the crate itself uses.
#[test]
fn spoken_names() {
    for name in spoken::NAMES {
        check(name);
    }
}

/// A crate with a copy of the runtime has the same code and the same tests.
#[test]
fn vendored() {
    let chosen = chosen();
    for name in workspace::VENDORED.iter().filter(|name| chosen.is_empty() || chosen.contains(name)) {
        check(&workspace::vendored(name));
    }
}

/// Clients of several APIs share a transport, a retry budget and an observer. Each keeps its user agent, its features
/// and its TLS.
#[test]
fn two_clients() {
    let chosen = chosen();
    if !chosen.is_empty() && !workspace::TWO_CLIENTS.iter().all(|name| chosen.contains(name)) {
        return;
    }
    if let Err(error) = build().check_program() {
        panic!("{error}");
    }
}

/// A crate is compiled with the feature of one module or one group of operations.
#[test]
fn one_feature() {
    let chosen = chosen();
    for name in workspace::ONE_FEATURE.iter().filter(|name| chosen.is_empty() || chosen.contains(name)) {
        if let Err(error) = build().check_each_feature(name) {
            panic!("{error}");
        }
    }
}

#[test]
fn documentation() {
    if let Err(error) = build().check_documentation() {
        panic!("{error}");
    }
}

/// The fixtures whose documents contain texts that try to run as doctests.
#[test]
fn doctests_are_the_generators() {
    for name in ["docs", "hostile-docs"] {
        if let Err(error) = build().check_doctests(name) {
            panic!("{error}");
        }
    }
}

#[test]
fn documentation_examples() {
    if let Err(error) = build().check_documentation_examples() {
        panic!("{error}");
    }
}
