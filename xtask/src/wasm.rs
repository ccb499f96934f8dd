//! Compiles the runtime and `kirim` for WebAssembly, where neither a transport nor a future has to be `Send`.

use std::path::Path;

use anyhow::{Context as _, Result, bail};

use crate::shell::{cargo, command, output, run};

/// The target of browsers, without an operating system.
pub(crate) const BROWSER: &str = "wasm32-unknown-unknown";

/// The target with the interfaces of WASI.
const WASI: &str = "wasm32-wasip2";

/// The options of the check.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(crate) struct Options {
    /// Leave out targets that are not installed
    #[arg(long)]
    if_installed: bool,
}

/// Compiles the packages that a client consists of: for browsers with the transport over `fetch`, and for both targets without
/// the transports of operating systems.
///
/// # Errors
/// If a target is not installed, or a package does not compile.
pub(crate) fn wasm(options: Options) -> Result<()> {
    for target in [BROWSER, WASI] {
        match missing(target)? {
            Some(missing) if options.if_installed => println!("left out: {missing}"),
            Some(missing) => bail!(missing),
            None => compile(target)?,
        }
    }
    Ok(())
}

fn compile(target: &str) -> Result<()> {
    let check = |arguments: &[&str]| {
        let mut check = cargo(&["clippy", "--target", target]);
        // Clients are shared by `Arc` on all targets, although their futures cannot move to another thread here.
        check.args(arguments).args(["--", "-D", "warnings", "-A", "clippy::arc_with_non_send_sync"]);
        run(&mut check).with_context(|| format!("`{}` does not compile for {target}", arguments.join(" ")))
    };
    check(&["-p", "oaspress-runtime", "--no-default-features"])?;
    let features = "contacts,testing,tower,tracing,webhook-signatures";
    check(&["-p", "kirim", "--no-default-features", "--features", features])?;
    // The default features have no effect, and neither has `fetch` without a browser.
    check(&[
        "-p",
        "kirim",
        "-p",
        "oaspress-runtime",
        "--features",
        "oaspress-runtime/oauth,kirim/fetch,kirim/testing,kirim/tower",
    ])
}

/// Returns what to do if a target is not installed.
///
/// # Errors
/// If `rustc` cannot be run.
pub(crate) fn missing(target: &str) -> Result<Option<String>> {
    let libraries = output(command("rustc").args(["--target", target, "--print", "target-libdir"]))?;
    let is_installed = Path::new(libraries.trim()).is_dir();
    Ok((!is_installed)
        .then(|| format!("the target {target} is not installed; `rustup target add {target}` installs it")))
}
