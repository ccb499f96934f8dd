//! The single list of the checks that every change must pass.

use std::time::Instant;

use anyhow::{Context, Result};

use crate::deny::{Checked, deny};
use crate::shell::{cargo, run};

/// A step: its title, the arguments of `cargo`, and environment variables.
struct CiStep {
    title: &'static str,
    arguments: &'static [&'static str],
    environment: &'static [(&'static str, &'static str)],
}

const fn step(title: &'static str, arguments: &'static [&'static str]) -> CiStep {
    CiStep { title, arguments, environment: &[] }
}

const STEPS: &[CiStep] = &[
    step("Formatting", &["fmt", "--all", "--check"]),
    step("Drift of generated/", &["xtask", "generate", "--check"]),
    step("Clippy", &["clippy", "--workspace", "--all-targets", "--all-features", "--", "-D", "warnings"]),
    step(
        "Clippy of kirim and the runtime without features",
        &["clippy", "-p", "kirim", "-p", "oaspress-runtime", "--no-default-features", "--", "-D", "warnings"],
    ),
    CiStep {
        title: "Documentation",
        arguments: &["doc", "-p", "kirim", "-p", "oaspress-runtime", "-p", "oaspress", "--no-deps"],
        environment: &[("RUSTDOCFLAGS", "-D warnings")],
    },
    step("Tests", &["test", "--workspace"]),
    step("Compressed responses", &["test", "-p", "oaspress-runtime", "--all-features", "--test", "http", "compress"]),
    step(
        "Conformance of a dozen small documents",
        &[
            "xtask",
            "conformance",
            "tests/fixtures",
            "--documents",
            "parameter-styles-openapi",
            "parameters-openapi",
            "form-bodies-openapi",
            "multipart-openapi",
            "json-bodies-openapi",
            "unions-openapi",
            "discriminators-openapi",
            "presence-openapi",
            "string-enums-openapi",
            "swagger-openapi",
            "openapi-3-1-openapi",
            "response-media-types-openapi",
        ],
    ),
    step(
        "Crates of a few random documents",
        &["xtask", "random", "--count", "4", "--size", "small", "--with", "check-all-features", "--lint-every", "0"],
    ),
    step("Verdicts about a few random edits, judged by the compiler", &["xtask", "semver", "--edits", "6"]),
    step(
        "Clients of real servers: PowerDNS and etcd, where Debian packages can be unpacked",
        &["xtask", "servers", "powerdns", "etcd", "--if-installable"],
    ),
    step("WebAssembly, where its targets are installed", &["xtask", "wasm", "--if-installed"]),
    step("Clients in a browser, where Chromium is installed", &["xtask", "browser", "--if-installed"]),
    step("Packages outside of the repository", &["xtask", "package"]),
    step("Contract with a mock server by a third party", &["xtask", "contract"]),
    step("Tokens from an authorization server by a third party", &["xtask", "oauth"]),
];

/// Runs every step and stops at the first failure.
///
/// # Errors
/// Returns an error that names the failed step.
pub(crate) fn ci() -> Result<()> {
    let begun = Instant::now();
    println!("\n==> Dependencies: cargo xtask deny");
    let left_out = match deny().context("the step `Dependencies` failed")? {
        Checked::All => None,
        Checked::Partly(why) => {
            println!("    left out: {why}");
            Some(why)
        }
    };
    println!("    {} s", begun.elapsed().as_secs());
    for step in STEPS {
        println!("\n==> {}: cargo {}", step.title, step.arguments.join(" "));
        let mut command = cargo(step.arguments);
        command.envs(step.environment.iter().copied());
        let started = Instant::now();
        run(&mut command).with_context(|| format!("the step `{}` failed", step.title))?;
        println!("    {} s", started.elapsed().as_secs());
    }
    println!("\nAll {} steps passed in {} s.", STEPS.len() + 1, begun.elapsed().as_secs());
    if let Some(why) = left_out {
        println!("Left out of the first one: {why}.");
    }
    Ok(())
}
