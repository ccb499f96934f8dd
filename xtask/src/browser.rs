//! Runs generated clients in headless Chromium, in a page and in a worker.
//!
//! `xtask/browser/` has the driver, a program as a user would write it, with the document of a second client. That client contains a copy
//! of the runtime, while `kirim` depends on it. The test target `browser` has the servers and compares the results.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use crate::generate;
use crate::shell::{self, cargo, root, run};
use crate::wasm::{self, BROWSER};

/// The names under which systems install Chromium.
const PROGRAMS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// The files of the page, besides the compiled driver.
const FILES: [&str; 3] = ["page.html", "start.js", "worker.js"];

/// The options of the run.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(crate) struct Options {
    /// Leave the run out if Chromium or the target is not installed
    #[arg(long)]
    if_installed: bool,
}

/// Compiles the driver, and runs it.
///
/// # Errors
/// Fails if Chromium or the target is not installed, or if a client observes something else than the servers.
pub(crate) fn browser(options: Options) -> Result<()> {
    let (chromium, missing) = (chromium(), wasm::missing(BROWSER)?);
    let missing =
        missing.or_else(|| chromium.is_none().then(|| "Chromium is not installed (or set `CHROMIUM`)".to_owned()));
    if let Some(missing) = missing {
        if options.if_installed {
            println!("left out: {missing}");
            return Ok(());
        }
        bail!(missing);
    }
    let workspace = root().join("target/browser");
    let page = workspace.join("page");
    fs::create_dir_all(&page).with_context(|| format!("{} cannot be made", page.display()))?;
    let driver = compile(&workspace)?;
    bind(&workspace, &driver, &page)?;
    for name in FILES {
        fs::copy(root().join("xtask/browser").join(name), page.join(name))
            .with_context(|| format!("{name} cannot be copied"))?;
    }
    // With the features of the whole workspace, which the other tests have compiled.
    let mut test = cargo(&["test", "--workspace", "--test", "browser", "--", "--ignored", "--nocapture"]);
    run(test.env("BROWSER_PAGE", &page).env("CHROMIUM", chromium.unwrap_or_default()))
}

/// Returns the program of Chromium.
fn chromium() -> Option<PathBuf> {
    if let Some(program) = std::env::var_os("CHROMIUM") {
        return Some(program.into());
    }
    let folders: Vec<PathBuf> = std::env::split_paths(&std::env::var_os("PATH")?).collect();
    PROGRAMS
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)))
        .find(|program| program.is_file())
}

/// Generates the second client, and compiles both with the driver. Returns the module.
fn compile(workspace: &Path) -> Result<PathBuf> {
    let driver = workspace.join("driver");
    fs::create_dir_all(&driver).with_context(|| format!("{} cannot be made", driver.display()))?;
    let config = workspace.join("oaspress.toml");
    write(&config, "[crate]\nname = \"parcels\"\n")?;
    generate::client(
        &root().join("xtask/browser/openapi.yaml"),
        &config,
        &workspace.join("parcels"),
        "cargo xtask browser",
    )?;
    write(&workspace.join("Cargo.toml"), "[workspace]\nmembers = [\"parcels\", \"driver\"]\nresolver = \"3\"\n")?;
    write(&driver.join("Cargo.toml"), &manifest())?;
    // The lock file pins dependencies to the versions of this repository.
    fs::copy(root().join("Cargo.lock"), workspace.join("Cargo.lock")).context("the lock file cannot be copied")?;
    let target = shell::scratch_target();
    run(cargo(&["build", "--quiet", "--package", "drive-browser", "--target", BROWSER])
        .current_dir(workspace)
        .env("CARGO_TARGET_DIR", &target))?;
    Ok(target.join(BROWSER).join("debug/drive_browser.wasm"))
}

/// Returns the manifest of the driver. The default features of the clients are enabled, since they have no effect in a browser.
fn manifest() -> String {
    let path = |path: &str| serde_json::Value::from(root().join(path).to_string_lossy());
    let (program, kirim) = (path("xtask/browser/driver.rs"), path("generated"));
    format!(
        r#"[package]
name = "drive-browser"
version = "0.0.0"
edition = "2024"
publish = false

[lib]
crate-type = ["cdylib"]
path = {program}

[dependencies]
kirim = {{ path = {kirim}, features = ["fetch", "tower"] }}
parcels = {{ path = "../parcels", features = ["fetch"] }}
futures-util = {{ version = "0.3", default-features = false }}
http = "1"
serde_json = "1.0"
wasm-bindgen = "0.2"
wasm-bindgen-futures = "0.4"
"#
    )
}

/// Writes the JavaScript of the module. The library that does so has to have the version of `wasm-bindgen` in the module.
fn bind(workspace: &Path, driver: &Path, page: &Path) -> Result<()> {
    let lock = fs::read_to_string(workspace.join("Cargo.lock")).context("the lock file cannot be read")?;
    let version = version_of("wasm-bindgen", &lock).context("the lock file has no `wasm-bindgen`")?;
    let folder = root().join("target/wasm-bindgen");
    fs::create_dir_all(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    write(&folder.join("Cargo.toml"), &manifest_of_binder(version))?;
    write(&folder.join("main.rs"), BINDER)?;
    let mut binder = cargo(&["run", "--quiet", "--"]);
    binder.current_dir(&folder).env_remove("CARGO_TARGET_DIR").arg(driver).arg(page);
    run(&mut binder).context("the JavaScript of the driver cannot be written")
}

fn manifest_of_binder(version: &str) -> String {
    format!(
        r#"[package]
name = "bind"
version = "0.0.0"
edition = "2024"
publish = false

[[bin]]
name = "bind"
path = "main.rs"

[dependencies]
wasm-bindgen-cli-support = "={version}"

# Without debug information it compiles faster.
[profile.dev]
debug = false

[workspace]
"#
    )
}

/// The program that writes the JavaScript of a module.
const BINDER: &str = r#"fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let mut bindgen = wasm_bindgen_cli_support::Bindgen::new();
    bindgen.input_path(&arguments[1]).out_name("driver").typescript(false).web(true).expect("a target");
    bindgen.generate(&arguments[2]).expect("the module has no bindings");
}
"#;

/// Returns the version of a package in a lock file.
fn version_of<'a>(package: &str, lock: &'a str) -> Option<&'a str> {
    let (_, rest) = lock.split_once(&format!("name = \"{package}\"\nversion = \""))?;
    rest.split('"').next()
}

fn write(file: &Path, text: &str) -> Result<()> {
    fs::write(file, text).with_context(|| format!("{} cannot be written", file.display()))
}
