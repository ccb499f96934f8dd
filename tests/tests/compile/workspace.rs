//! Writes the crates of all fixtures as one workspace; touches only files whose content changes, so that cargo sees
//! what changed.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use oaspress::config::Config;
use oaspress::{Input, Outcome};

use crate::fixture::Fixture;
use crate::spoken;

/// What was written.
#[derive(Debug, Default)]
pub(crate) struct Crates {
    /// The crates that have tests of their own.
    pub(crate) with_behaviour: Vec<String>,
    /// The crates that have none.
    pub(crate) without_behaviour: Vec<String>,
    /// The features of all crates that stand for groups of operations, as `crate/feature`.
    pub(crate) groups: Vec<String>,
    /// The features of all crates for the blocking client and for tests without a network, as `crate/feature`.
    pub(crate) extra: Vec<String>,
}

/// What happens to crates that an earlier run wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Others {
    /// They are removed.
    Removed,
    /// They stay on disk for the next run, outside of the workspace.
    Kept,
}

const PROFILE: &str = r#"resolver = "3"

[profile.dev]
debug = false
incremental = false
"#;

/// Writes the workspace below `root`.
pub(crate) fn write(root: &Path, names: &[&str], others: Others) -> io::Result<Crates> {
    let mut members = Vec::new();
    let mut crates = Crates::default();
    let mut written = BTreeSet::new();
    for name in names {
        let fixture = Fixture::named(name);
        let outcome = if spoken::NAMES.contains(name) { made(name) } else { fixture.generate().0 };
        let Some(files) = outcome.files else {
            continue;
        };
        let folder = root.join("crates").join(name);
        members.push(format!("crates/{name}"));
        for (path, contents) in files.iter() {
            written.insert(put(folder.join(path), contents.as_bytes())?);
        }
        let groups = groups(files.get("Cargo.toml").unwrap_or_default());
        crates.groups.extend(groups.map(|group| format!("{name}/{group}")));
        crates.extra.extend(["blocking", "testing"].map(|feature| format!("{name}/{feature}")));
        if let Some(behaviour) = fixture.read("behaviour.rs") {
            written.insert(put(folder.join("tests/behaviour.rs"), &behaviour)?);
            crates.with_behaviour.push((*name).to_owned());
        } else {
            crates.without_behaviour.push((*name).to_owned());
        }
    }
    if others == Others::Removed {
        remove_others(&root.join("crates"), &written)?;
    }
    put(root.join("Cargo.toml"), format!("[workspace]\nmembers = {members:?}\n{PROFILE}").as_bytes())?;
    // The versions are those of this repository, which are there already: nothing is downloaded.
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
    fs::copy(lock, root.join("Cargo.lock"))?;
    Ok(crates)
}

/// Generates the crate of a document that is no fixture.
fn made(name: &str) -> Outcome {
    let input = Input { name: "openapi.json".to_owned(), bytes: spoken::document(name).to_string().into_bytes() };
    let mut config = Config::default();
    config.manifest.name = Some(name.to_owned());
    oaspress::generate(&input, &config)
}

/// The default features without those that bring a transport.
fn groups(manifest: &str) -> impl Iterator<Item = &str> {
    let default = manifest.lines().find(|line| line.starts_with("default = "));
    let quoted = default.unwrap_or_default().split('"').skip(1).step_by(2);
    quoted.filter(|feature| !["reqwest", "rustls"].contains(feature))
}

fn put(path: PathBuf, bytes: &[u8]) -> io::Result<PathBuf> {
    if fs::read(&path).is_ok_and(|there| there == bytes) {
        return Ok(path);
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(&path, bytes)?;
    Ok(path)
}

/// Removes every file that was not written, and every folder that is empty then.
fn remove_others(folder: &Path, written: &BTreeSet<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            remove_others(&path, written)?;
        } else if !written.contains(&path) {
            fs::remove_file(&path)?;
        }
    }
    if fs::read_dir(folder)?.next().is_none() {
        fs::remove_dir(folder)?;
    }
    Ok(())
}
