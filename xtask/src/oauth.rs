//! Obtains tokens with a generated client from `oidc-provider`, an authorization server by a third party.
//!
//! `xtask/oauth/` has the server with an API that accepts its tokens, the document of that API, and the driver: a program as a user
//! would write it, with a browser that fills in the login pages of the server.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context as _, Result};

use crate::generate;
use crate::npm;
use crate::shell::{self, cargo, root, run};

/// The newest release that runs on Node.js 20.
const PACKAGE: &str = "oidc-provider@9.13.3";

/// The configuration of the client.
const CONFIG: &str = "[crate]\nname = \"library\"\n";

/// Installs the server if necessary, starts it, and runs the driver against it.
///
/// # Errors
/// Fails if the server cannot be installed or started, or if the client obtains no token.
pub(crate) fn oauth() -> Result<()> {
    let folder = npm::install("oidc-provider", PACKAGE, "cargo xtask oauth")?;
    let driver = compile()?;
    let (mut server, url) = start(&folder)?;
    println!("{PACKAGE} listens at {url}");
    let outcome = run(Command::new(&driver).env("OAUTH_SERVER", url));
    server.kill().context("the server cannot be stopped")?;
    server.wait().context("the server cannot be stopped")?;
    outcome
}

/// Generates the client and compiles it with its driver. Returns the program.
fn compile() -> Result<PathBuf> {
    let workspace = root().join("target/oauth");
    let client = workspace.join("library");
    let driver = workspace.join("driver");
    for folder in [&client, &driver] {
        fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    }
    let config = workspace.join("oaspress.toml");
    write(&config, CONFIG)?;
    generate::client(&root().join("xtask/oauth/openapi.yaml"), &config, &client, "cargo xtask oauth")?;
    write(&workspace.join("Cargo.toml"), "[workspace]\nmembers = [\"library\", \"driver\"]\nresolver = \"3\"\n")?;
    write(&driver.join("Cargo.toml"), &manifest())?;
    // The lock file pins dependencies to the versions of this repository.
    fs::copy(root().join("Cargo.lock"), workspace.join("Cargo.lock")).context("the lock file cannot be copied")?;
    let target = shell::scratch_target();
    run(cargo(&["build", "--quiet", "--package", "drive-oauth"])
        .current_dir(&workspace)
        .env("CARGO_TARGET_DIR", &target))?;
    Ok(target.join("debug").join(format!("drive-oauth{}", std::env::consts::EXE_SUFFIX)))
}

fn manifest() -> String {
    let program = root().join("xtask/oauth/driver.rs");
    let program = serde_json::Value::from(program.to_string_lossy());
    format!(
        r#"[package]
name = "drive-oauth"
version = "0.0.0"
edition = "2024"
publish = false

[[bin]]
name = "drive-oauth"
path = {program}

[dependencies]
library = {{ path = "../library", default-features = false, features = ["hyper", "blocking", "oauth"] }}
anyhow = "1.0"
reqwest = {{ version = "0.13", default-features = false }}
tokio = {{ version = "1", features = ["macros", "rt", "time"] }}
"#
    )
}

fn write(file: &Path, text: &str) -> Result<()> {
    fs::write(file, text).with_context(|| format!("{} cannot be written", file.display()))
}

/// Starts the server and returns the process and its URL. Node.js finds packages from the folder of the program.
fn start(folder: &Path) -> Result<(Child, String)> {
    let program = folder.join("server.mjs");
    fs::copy(root().join("xtask/oauth/server.mjs"), &program).context("the server cannot be copied")?;
    let child = Command::new("node")
        .arg(&program)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .context("node cannot be started")?;
    npm::wait_for_line(child, PACKAGE, |line| line.strip_prefix("listening on ").map(str::to_owned))
}
