//! The development tasks of this repository, as subcommands of `cargo xtask`.

mod bench;
mod browser;
mod ci;
mod conformance;
mod contract;
mod corpus;
mod demo;
mod deny;
mod descriptions;
mod generate;
mod msrv;
mod mutants;
mod npm;
mod oauth;
mod package;
mod random;
mod semver;
mod servers;
mod shell;
mod soak;
mod wasm;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Development tasks of this repository.
#[derive(Debug, Parser)]
struct Arguments {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Debug, Subcommand)]
enum Chore {
    /// Generate `generated/` from `spec/`
    Generate(generate::Options),
    /// Record the public API of `generated/` as released, so that later versions are compared with it
    Release,
    /// List contacts through `kirim` from a server on loopback, and handle its errors
    Demo,
    /// Make many calls through `kirim` to a server that fails five of a hundred
    Soak {
        /// Number of calls
        #[arg(long, default_value_t = 100_000)]
        calls: u32,
    },
    /// Run all checks that a change must pass
    Ci,
    /// Check licenses, sources, duplicate versions and known vulnerabilities of the dependencies
    Deny,
    /// Pack the packages that are published, and use them outside of the repository
    Package,
    /// Check the oldest supported toolchain, and the lowest versions of dependencies
    Msrv,
    /// Compile the runtime and `kirim` for WebAssembly
    Wasm(wasm::Options),
    /// Run generated clients in headless Chromium
    Browser(browser::Options),
    /// Run `kirim` against Prism, a mock server from npm
    Contract,
    /// Obtain tokens with a generated client from `oidc-provider`, an authorization server from npm
    Oauth,
    /// Generate every document of a folder, compile the crates, and report what was lost
    Corpus(Box<corpus::Options>),
    /// Call every operation of every document of a folder, and check requests and responses with independent judges
    Conformance(Box<conformance::Options>),
    /// Start real servers, and drive them with clients generated from the documents that they publish
    Servers(servers::Options),
    /// Mutate the documents of the fixtures at random, and compile every crate that is still generated
    Mutants(mutants::Options),
    /// Generate valid documents at random, and compile their crates
    Random(random::Options),
    /// Generate documents with descriptions that resemble code, and check the documentation of their crates
    Descriptions(descriptions::Options),
    /// Generate one document; used by `corpus`
    #[command(hide = true)]
    CorpusDocument(corpus::Task),
    /// Compare the pairs of documents of a folder, and check the verdicts
    Semver(semver::Options),
    /// Run benchmarks
    #[command(subcommand)]
    Bench(bench::Bench),
}

fn main() -> ExitCode {
    let ended = corpus::compile_measured().or_else(corpus::as_rustdoc).unwrap_or_else(run);
    ended.unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::FAILURE
    })
}

fn run() -> anyhow::Result<ExitCode> {
    let started_in = std::env::current_dir()?;
    std::env::set_current_dir(shell::root())?;
    match Arguments::parse().chore {
        Chore::Generate(options) => generate::generate(&options)?,
        Chore::Release => generate::release()?,
        Chore::Demo => demo::demo()?,
        Chore::Soak { calls } => soak::soak(calls)?,
        Chore::Ci => ci::ci()?,
        Chore::Deny => {
            if let deny::Checked::Partly(why) = deny::deny()? {
                println!("left out: {why}");
            }
        }
        Chore::Wasm(options) => wasm::wasm(options)?,
        Chore::Browser(options) => browser::browser(options)?,
        Chore::Package => package::package()?,
        Chore::Msrv => msrv::msrv()?,
        Chore::Contract => contract::contract()?,
        Chore::Oauth => oauth::oauth()?,
        Chore::Corpus(options) => corpus::run(&options, &started_in)?,
        Chore::Conformance(options) => conformance::run(&options, &started_in)?,
        Chore::Servers(options) => servers::run(&options, &started_in)?,
        Chore::Mutants(options) => mutants::run(&options)?,
        Chore::Random(options) => random::run(&options)?,
        Chore::Descriptions(options) => descriptions::run(&options)?,
        Chore::Semver(options) => semver::run(&options, &started_in)?,
        Chore::CorpusDocument(task) => return corpus::work(&task),
        Chore::Bench(bench) => bench::run(&bench)?,
    }
    Ok(ExitCode::SUCCESS)
}
