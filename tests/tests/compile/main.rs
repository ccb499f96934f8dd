//! Compiles the crate of every fixture, and runs the tests that a fixture brings along.
//!
//! All crates are members of one scratch workspace, so that cargo is called once and what they depend on is compiled once.
//! A warning of the compiler or of clippy is a failure.

#[path = "../fixture/mod.rs"]
mod fixture;

mod build;
mod cargo;
mod workspace;

use std::sync::LazyLock;

use build::Build;

include!(concat!(env!("OUT_DIR"), "/fixtures.rs"));

static BUILD: LazyLock<Result<Build, String>> = LazyLock::new(|| Build::of(NAMES));

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

#[test]
fn documentation() {
    if let Err(error) = build().check_documentation() {
        panic!("{error}");
    }
}

#[test]
fn documentation_examples() {
    if let Err(error) = build().check_documentation_examples() {
        panic!("{error}");
    }
}
