//! Writes the crates of all fixtures as one workspace; touches only files whose content changes, so that cargo sees
//! what changed.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use oaspress::config::{Config, Runtime, RuntimeSource};
use oaspress::surface::{FILE, Kind, Surface};
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

/// The fixtures that are also compiled with a copy of the runtime. Together they have every part of it that is written only for
/// some documents.
pub(crate) const VENDORED: &[&str] = &["deep-types", "streams", "tuples", "versions", "webhooks"];

/// The program with several clients.
pub(crate) const PROGRAM: &str = "two-clients";

/// The fixtures whose clients the program has.
pub(crate) const TWO_CLIENTS: &[&str] = &["basics", "errors-differ", "pagination"];

/// The package of a fixture with a copy of the runtime.
pub(crate) fn vendored(name: &str) -> String {
    format!("{name}-vendored")
}

/// Dependencies of tests that the crates themselves have only with a copy of the runtime.
const OF_TESTS: &str = r#"
[dev-dependencies]
futures-core = { version = "0.3", default-features = false }
serde = { package = "serde_core", version = "1.0", default-features = false, features = ["std"] }
"#;

/// The runtime of this repository.
fn runtime() -> Runtime {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generator/runtime").display().to_string();
    Runtime::Crate(RuntimeSource { path: Some(path), ..RuntimeSource::default() })
}

/// Writes the workspace below `root`.
pub(crate) fn write(root: &Path, names: &[&str], others: Others) -> io::Result<Crates> {
    let mut members = Vec::new();
    let mut crates = Crates::default();
    let mut written = BTreeSet::new();
    let copies =
        names.iter().filter(|name| VENDORED.contains(name)).map(|name| (*name, vendored(name), Runtime::Vendored));
    let all = names.iter().map(|name| (*name, (*name).to_owned(), runtime())).chain(copies);
    for (fixture, name, runtime) in all.collect::<Vec<_>>() {
        let mut source = Fixture::named(fixture);
        source.runtime = Some(runtime.clone());
        let outcome = if spoken::NAMES.contains(&fixture) { made(fixture, runtime) } else { source.generate().0 };
        let Some(files) = outcome.files else {
            continue;
        };
        let folder = root.join("crates").join(&name);
        members.push(format!("crates/{name}"));
        for (path, contents) in files.iter() {
            let text = if path == "Cargo.toml" { manifest(contents, fixture, &name) } else { contents.to_owned() };
            written.insert(put(folder.join(path), text.as_bytes())?);
        }
        let groups = groups(files.get("Cargo.toml").unwrap_or_default());
        crates.groups.extend(groups.map(|group| format!("{name}/{group}")));
        crates.extra.extend(["blocking", "testing"].map(|feature| format!("{name}/{feature}")));
        if let Some(behaviour) = source.read("behaviour.rs") {
            let behaviour = [behaviour.as_slice(), samples(files.get(FILE).unwrap_or_default()).as_bytes()].concat();
            written.insert(put(folder.join("tests/behaviour.rs"), &behaviour)?);
            crates.with_behaviour.push(name);
        } else {
            crates.without_behaviour.push(name);
        }
    }
    if TWO_CLIENTS.iter().all(|name| names.contains(name)) {
        let folder = root.join("crates").join(PROGRAM);
        let source = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("two_clients/main.rs"))?;
        written.insert(put(folder.join("src/main.rs"), &source)?);
        written.insert(put(folder.join("Cargo.toml"), program(&crates.groups).as_bytes())?);
        members.push(format!("crates/{PROGRAM}"));
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

/// A test that calls every function `sample` of a listing: each panics if the crate cannot read its sample.
fn samples(listing: &str) -> String {
    let Ok(surface) = listing.parse::<Surface>() else { return String::new() };
    let has_own_feature =
        |model: &str| surface.items.iter().any(|item| item.path == model && item.marked("feature").next().is_some());
    let samples = surface.items.iter().filter(|item| item.kind == Kind::Fn && item.name() == "sample");
    let samples = samples.filter(|item| !has_own_feature(item.parent()));
    let krate = surface.name.replace('-', "_");
    let calls: Vec<String> = samples.map(|item| format!("    let _ = {krate}::{}();\n", item.path)).collect();
    if calls.is_empty() {
        return String::new();
    }
    let calls = calls.concat();
    format!("\n#[test]\nfn samples_are_valid() {{\n{calls}}}\n")
}

/// The manifest of the program with several clients. Their features differ: one has no client for threads that wait, and only one
/// has TLS.
fn program(groups: &[String]) -> String {
    let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generator/runtime");
    let mut text = format!(
        "[package]\nname = \"{PROGRAM}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
         oaspress-runtime = {{ path = '{}', features = [\"testing\"] }}\n",
        runtime.display()
    );
    for name in TWO_CLIENTS {
        let features: &[&str] = match *name {
            "basics" => &["blocking", "rustls"],
            "errors-differ" => &["blocking"],
            _ => &[],
        };
        let own = groups.iter().filter_map(|group| group.strip_prefix(name)?.strip_prefix('/'));
        let features: Vec<&str> = own.chain(features.iter().copied()).collect();
        let _ =
            writeln!(text, "{name} = {{ path = \"../{name}\", default-features = false, features = {features:?} }}");
    }
    text
}

/// The manifest of a crate. A copy with another package has the same library, which its tests and examples name.
fn manifest(text: &str, fixture: &str, name: &str) -> String {
    if fixture == name {
        return format!("{text}{OF_TESTS}");
    }
    let package = |fixture: &str| format!("\nname = \"{fixture}\"\n");
    let library = package(&fixture.replace('-', "_"));
    format!("{}\n[lib]{library}", text.replacen(&package(fixture), &package(name), 1))
}

/// Generates the crate of a document that is no fixture.
fn made(name: &str, runtime: Runtime) -> Outcome {
    let input = Input { name: "openapi.json".to_owned(), bytes: spoken::document(name).to_string().into_bytes() };
    let mut config = Config::default();
    config.manifest.name = Some(name.to_owned());
    config.manifest.runtime = runtime;
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
