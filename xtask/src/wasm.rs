//! Compiles the runtime and `kirim` for WebAssembly, where neither a transport nor a future has to be `Send`.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::shell::{cargo, command, output, run};

/// The target without an operating system. Code that compiles for it also compiles for WASI.
const TARGET: &str = "wasm32-unknown-unknown";

/// The options of the check.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(crate) struct Options {
    /// Leave the check out if the target is not installed
    #[arg(long)]
    if_installed: bool,
}

/// Compiles the packages that a client consists of, without the transports for operating systems.
///
/// # Errors
/// If the target is not installed, or a package does not compile.
pub(crate) fn wasm(options: Options) -> Result<()> {
    let libraries = output(command("rustc").args(["--target", TARGET, "--print", "target-libdir"]))?;
    let folder = Path::new(libraries.trim());
    if !folder.is_dir() {
        let remedy = format!("`rustup target add {TARGET}` installs it");
        if options.if_installed {
            println!("left out: the target {TARGET} is not installed; {remedy}");
            return Ok(());
        }
        bail!("the target {TARGET} is not installed; {remedy}");
    }
    run(&mut check(&["-p", "oaspress-runtime"])).context("the runtime does not compile without features")?;
    run(&mut check(&["-p", "oaspress-runtime", "--features", "oauth"]))
        .context("the runtime does not compile with `oauth`")?;
    let features = "contacts,testing,tower,tracing,webhook-signatures";
    run(&mut check(&["-p", "kirim", "--features", features])).context("kirim does not compile without transports")
}

fn check(packages: &[&str]) -> Command {
    let mut check = cargo(&["check", "--no-default-features", "--target", TARGET]);
    check.args(packages);
    check
}
