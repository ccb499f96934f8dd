//! Checks the oldest supported toolchain and the lowest versions of dependencies, as far as this machine allows.

use std::process::Command;

use anyhow::{Context as _, Result, bail, ensure};
use serde_json::Value;

use crate::package::{Outside, PACKAGES};
use crate::shell::{cargo, command, output, root, run};

/// The target folder, since the lowest versions are used by nothing else.
const TARGET: &str = "target/msrv";

/// Checks that no dependency requires a newer toolchain, compiles the packages with the lowest versions that their manifests allow, and
/// compiles the workspace with the oldest toolchain if it is installed.
///
/// # Errors
/// If a dependency requires a newer toolchain, or something does not compile.
pub(crate) fn msrv() -> Result<()> {
    let oldest = check_requirements()?;
    let outside = Outside::packed(&PACKAGES)?;
    for name in PACKAGES {
        let folder = outside.package(name)?;
        let _ = std::fs::remove_file(folder.join("Cargo.lock"));
        println!("\n==> {name} with the lowest versions that its manifest allows");
        // Only resolving needs the flag. The packages are compiled as users compile them.
        let mut resolve = outside.cargo(&["generate-lockfile", "-Z", "direct-minimal-versions"])?;
        run(resolve.env("RUSTC_BOOTSTRAP", "1").current_dir(&folder))?;
        let mut check = outside.cargo(&["check", "--lib", "--all-features"])?;
        run(check.arg("--target-dir").arg(root().join(TARGET)).current_dir(&folder))
            .with_context(|| format!("raise the requirement in the manifest of {name} that is too low"))?;
    }
    println!("\n==> The workspace with Rust {oldest}");
    let installed = output(command("rustup").args(["toolchain", "list"])).unwrap_or_default();
    if !installed.lines().any(|line| line.starts_with(&format!("{oldest}-")) || line.starts_with(&format!("{oldest}.")))
    {
        println!("left out: Rust {oldest} is not installed; `rustup toolchain install {oldest}` installs it");
        return Ok(());
    }
    let mut check = Command::new("rustup");
    check.args(["run", &oldest, "cargo", "check", "--workspace", "--all-features", "--locked", "--target-dir", TARGET]);
    run(check.current_dir(root()))
}

/// Checks that no locked dependency declares a newer toolchain than the workspace, and returns that of the workspace.
fn check_requirements() -> Result<String> {
    let text = output(&mut cargo(&["metadata", "--format-version", "1", "--locked"]))?;
    let metadata: Value = serde_json::from_str(&text)?;
    let packages = metadata["packages"].as_array().context("cargo lists no packages")?;
    let of = |package: &Value| package["rust_version"].as_str().unwrap_or_default().to_owned();
    let own = packages.iter().find(|package| package["name"] == PACKAGES[0]).map(of).unwrap_or_default();
    ensure!(!own.is_empty(), "{} has no `rust-version`", PACKAGES[0]);
    let newer = packages.iter().filter(|package| numbers(&of(package)) > numbers(&own));
    let newer: Vec<String> = newer
        .map(|package| format!("{} {} requires Rust {}", package["name"], package["version"], of(package)))
        .collect();
    if !newer.is_empty() {
        bail!("dependencies require a newer toolchain than {own}:\n{}", newer.join("\n"));
    }
    println!("All {} packages of Cargo.lock support Rust {own}, or declare no version.", packages.len());
    Ok(own)
}

/// Returns the numbers of a version. Missing ones are 0, so `1.88` is `1.88.0`.
fn numbers(version: &str) -> [u32; 3] {
    let mut numbers = version.split('.').map(|number| number.parse().unwrap_or_default());
    [(); 3].map(|()| numbers.next().unwrap_or_default())
}
