//! Runs `rustdoc` to describe crates as JSON.

use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use oaspress::config::{self, Runtime};
use oaspress::diag::Diagnostics;
use oaspress::{Input, Outcome};

use crate::Pages;
use crate::fixture::Fixture;
use crate::{nightly_rustdoc, scratch};

/// The fixtures whose crates are documented besides `kirim`.
const FIXTURES: [&str; 5] = ["errors-differ", "multipart", "oauth-flows", "streams", "webhooks"];

/// The variable with further fixtures, separated by commas, or `all`.
const FURTHER: &str = "OASPRESS_LISTINGS";

/// Returns the further fixtures whose listings are checked.
pub(crate) fn further() -> Vec<String> {
    let chosen = env::var(FURTHER).unwrap_or_default();
    let all = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let mut names: Vec<String> = match chosen.as_str() {
        "all" => fs::read_dir(all)
            .into_iter()
            .flatten()
            .flatten()
            .filter(|entry| entry.path().is_dir())
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .collect(),
        list => list.split(',').filter(|name| !name.is_empty()).map(str::to_owned).collect(),
    };
    names.retain(|name| !FIXTURES.contains(&name.as_str()) && Fixture::named(name).generate().0.files.is_some());
    names.sort();
    names
}

/// The flags to write JSON that includes hidden items, with the features that the documentation site enables.
const JSON: [&str; 7] =
    ["-Z", "unstable-options", "--output-format", "json", "--document-hidden-items", "--cfg", "docsrs"];

/// A workspace of crates to document.
pub(crate) struct Build {
    root: PathBuf,
    /// The `rustdoc` that writes JSON.
    rustdoc: PathBuf,
}

impl Build {
    /// Writes the crates.
    pub(crate) fn new() -> Result<Self, String> {
        let root = folder("docs");
        write(&root).map_err(|error| format!("the scratch workspace cannot be written: {error}"))?;
        let rustdoc = nightly_rustdoc::write(&root, &JSON.join(" "))?;
        Ok(Self { root, rustdoc })
    }

    /// Returns the listing of the public items of a crate.
    pub(crate) fn listing(&self, name: &str) -> Option<String> {
        fs::read_to_string(self.root.join("crates").join(name).join("api.txt")).ok()
    }

    /// Returns the pages of a crate with all its features; `None` if this `rustdoc` writes an unknown format.
    pub(crate) fn pages(&self, name: &str) -> Result<Option<Pages>, String> {
        let target = scratch::target();
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(cargo);
        command.args(["rustdoc", "--lib", "--offline", "--all-features", "--package", name, "--target-dir"]);
        command.arg(&target).current_dir(&self.root).env("RUSTDOC", &self.rustdoc);
        run(&mut command)?;
        read(&target.join("doc").join(name.replace('-', "_")).with_extension("json"))
    }
}

/// Documents a crate of one file without dependencies.
pub(crate) fn document(name: &str, source: &str) -> Result<Option<Pages>, String> {
    let folder = self::folder("docs-of-one-file");
    let file = folder.join(name).with_extension("rs");
    fs::create_dir_all(&folder).and_then(|()| fs::write(&file, source)).map_err(|error| error.to_string())?;
    let rustdoc = env::var_os("RUSTDOC").unwrap_or_else(|| "rustdoc".into());
    let mut command = Command::new(rustdoc);
    command.env("RUSTC_BOOTSTRAP", "1").args(JSON).args(["--edition", "2024", "--out-dir"]).arg(&folder).arg(&file);
    run(&mut command)?;
    read(&folder.join(name).with_extension("json"))
}

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
}

fn run(command: &mut Command) -> Result<(), String> {
    command.stdin(Stdio::null());
    let output = command.output().map_err(|error| format!("{command:?} cannot be run: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!("{command:?} failed\n{}", String::from_utf8_lossy(&output.stderr)))
}

fn read(path: &Path) -> Result<Option<Pages>, String> {
    let bytes = fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
    Pages::read(&bytes)
}

/// Generates `kirim` with a copy of the runtime, so that the pages of one crate contain everything.
fn kirim(repository: &Path) -> io::Result<Outcome> {
    let text = fs::read_to_string(repository.join("spec/oaspress.toml"))?;
    let mut config = config::parse(&text, &mut Diagnostics::new());
    config.manifest.runtime = Runtime::Vendored;
    let bytes = fs::read(repository.join("spec/contacts.yaml"))?;
    Ok(oaspress::generate(&Input { name: "contacts.yaml".to_owned(), bytes }, &config))
}

/// Writes `kirim` and the crates of the fixtures as one workspace.
fn write(root: &Path) -> io::Result<()> {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let crates = root.join("crates");
    if crates.exists() {
        fs::remove_dir_all(&crates)?;
    }
    let further = further();
    let fixtures = FIXTURES.into_iter().chain(further.iter().map(String::as_str));
    let fixtures = fixtures.map(|name| (name, Fixture::named(name).generate().0));
    for (name, outcome) in fixtures.chain([("kirim", kirim(&repository)?)]) {
        let files = outcome.files.ok_or_else(|| io::Error::other(format!("`{name}` has no crate")))?;
        for (path, contents) in files.iter() {
            let path = crates.join(name).join(path);
            fs::create_dir_all(path.parent().unwrap_or(root))?;
            fs::write(path, contents)?;
        }
    }
    fs::write(root.join("Cargo.toml"), format!("[workspace]\nmembers = [\"crates/*\"]\n{}", scratch::PROFILE))?;
    fs::copy(repository.join("Cargo.lock"), root.join("Cargo.lock"))?;
    Ok(())
}
