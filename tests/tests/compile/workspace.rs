//! Writes the crates of all fixtures as one workspace. It writes only files whose content changes, so that cargo
//! recompiles only what changed.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use oaspress::config::{Config, Runtime, RuntimeSource};
use oaspress::surface::{FILE, ItemKind, Surface};
use oaspress::{Input, Outcome};

use crate::fixture::Fixture;
use crate::{scratch, spoken};

/// The crates that were written.
#[derive(Debug, Default)]
pub(crate) struct Crates {
    /// The crates with tests.
    pub(crate) with_behaviour: Vec<String>,
    /// The crates without tests.
    pub(crate) without_behaviour: Vec<String>,
    /// The features of all crates for groups of operations, as `crate/feature`.
    pub(crate) groups: Vec<String>,
    /// The features of all crates for the blocking client and for tests without a network, as `crate/feature`.
    pub(crate) extra: Vec<String>,
}

/// The treatment of crates that an earlier run wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Others {
    /// They are removed.
    Removed,
    /// They stay on disk for the next run, outside of the workspace.
    Kept,
}

/// The fixtures that are also compiled with a copy of the runtime. Together they contain every part of it that is
/// written only for some documents.
pub(crate) const VENDORED: &[&str] = &[
    "deep-types",
    "integer-strings",
    "library-types",
    "oauth-flows",
    "several-documents",
    "streams",
    "time-types",
    "tuples",
    "versions",
    "webhooks",
];

/// The fixtures that are compiled only with a copy of the runtime, because their configuration requires it.
const COPIES_ONLY: &[&str] = &["own-types", "several-shared"];

/// The fixtures that are also compiled with only one feature: that of a module, of a group of operations, or of webhooks.
pub(crate) const ONE_FEATURE: &[&str] =
    &["basics", "foreign-traits", "models-by-group", "several-documents", "several-shared", "webhooks"];

/// The program with several clients.
pub(crate) const PROGRAM: &str = "two-clients";

/// The fixtures whose clients the program uses.
pub(crate) const TWO_CLIENTS: &[&str] = &["basics", "errors-differ", "pagination"];

/// Returns the package of a fixture with a copy of the runtime.
pub(crate) fn vendored(name: &str) -> String {
    format!("{name}-vendored")
}

/// Dependencies of tests that the crates have only with a copy of the runtime.
const OF_TESTS: &str = r#"
[dev-dependencies]
futures-core = { version = "0.3", default-features = false }
serde = { package = "serde_core", version = "1.0", default-features = false, features = ["std"] }
"#;

/// Returns the runtime of this repository.
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
    let own = |name: &str| if COPIES_ONLY.contains(&name) { Runtime::Vendored } else { runtime() };
    let all = names.iter().map(|name| (*name, (*name).to_owned(), own(name))).chain(copies);
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
        let traits = libraries(files.get("Cargo.toml").unwrap_or_default());
        let extra = ["blocking", "testing"].into_iter().chain(traits);
        crates.extra.extend(extra.map(|feature| format!("{name}/{feature}")));
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
        for file in ["main.rs", "tests.rs"] {
            let source = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("two_clients").join(file))?;
            written.insert(put(folder.join("src").join(file), &source)?);
        }
        written.insert(put(folder.join("Cargo.toml"), program(&crates.groups).as_bytes())?);
        members.push(format!("crates/{PROGRAM}"));
    }
    if others == Others::Removed {
        remove_others(&root.join("crates"), &written)?;
    }
    put(root.join("Cargo.toml"), format!("[workspace]\nmembers = {members:?}\n{}", scratch::PROFILE).as_bytes())?;
    // The lock file pins dependencies to the versions of this repository, so that nothing is downloaded.
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
    fs::copy(lock, root.join("Cargo.lock"))?;
    Ok(crates)
}

/// A test that calls every function `sample` of a listing: each panics if the crate cannot read its sample.
fn samples(listing: &str) -> String {
    let Ok(surface) = listing.parse::<Surface>() else { return String::new() };
    let krate = surface.name.replace('-', "_");
    let of_documents = surface.documents.iter().flat_map(|(module, one)| calls(&format!("{krate}::{module}"), one));
    let calls: Vec<String> = calls(&krate, &surface).into_iter().chain(of_documents).collect();
    if calls.is_empty() {
        return String::new();
    }
    let calls = calls.concat();
    format!("\n#[test]\nfn samples_are_valid() {{\n{calls}}}\n")
}

/// Returns the calls of the functions `sample` of a listing.
fn calls(krate: &str, surface: &Surface) -> Vec<String> {
    let samples = surface.items.iter().filter(|item| item.kind == ItemKind::Fn && item.name() == "sample");
    samples.map(|item| format!("    let _ = {krate}::{}();\n", item.path)).collect()
}

/// Returns the manifest of the program with several clients. Their features differ: one has no blocking client, and
/// only one has TLS.
fn program(groups: &[String]) -> String {
    let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generator/runtime");
    let mut text = format!(
        "[package]\nname = \"{PROGRAM}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
         oaspress-runtime = {{ path = '{}', features = [\"testing\"] }}\nserde_json = \"1.0\"\n",
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

/// Returns the manifest of a crate. The library keeps its name if the package has another one, since tests and
/// examples use it.
fn manifest(text: &str, fixture: &str, name: &str) -> String {
    if fixture == name {
        return format!("{text}{OF_TESTS}");
    }
    let package = |fixture: &str| format!("\nname = \"{fixture}\"\n");
    let library = package(&fixture.replace('-', "_"));
    format!("{}\n[lib]{library}", text.replacen(&package(fixture), &package(name), 1))
}

/// Generates the crate of a document that is not a fixture.
fn made(name: &str, runtime: Runtime) -> Outcome {
    let input = Input { name: "openapi.json".to_owned(), bytes: spoken::document(name).to_string().into_bytes() };
    let mut config = Config::default();
    config.manifest.name = Some(name.to_owned());
    config.manifest.runtime = runtime;
    oaspress::generate(&input, &config)
}

/// Returns the default features without the ones that enable a transport.
fn groups(manifest: &str) -> impl Iterator<Item = &str> {
    let default = manifest.lines().find(|line| line.starts_with("default = "));
    let quoted = default.unwrap_or_default().split('"').skip(1).step_by(2);
    quoted.filter(|feature| !["hyper", "rustls"].contains(feature))
}

/// Returns the features that are not enabled by default: those that implement traits of other crates, and the one for authorization servers.
fn libraries(manifest: &str) -> impl Iterator<Item = &'static str> {
    let has = |feature: &&str| {
        manifest.lines().any(|line| line.strip_prefix(feature).is_some_and(|rest| rest.starts_with(" = [")))
    };
    ["oauth", "schemars", "strum"].into_iter().filter(has)
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

/// Removes all other files, and the folders that become empty.
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
