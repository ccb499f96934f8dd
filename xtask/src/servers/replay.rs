//! Proves that the overlay of `oaspress check-traffic` repairs a client: two crates of a document, without and with the
//! overlay, read the responses that a server sent.

use std::collections::BTreeMap;
use std::fs;
use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail, ensure};
use oaspress::command::{self, SpecOptions, TrafficOptions};
use oaspress::diag::{Diagnostics, Severity};
use oaspress::disk::{self, Foreign};
use oaspress::input::InMemory;
use oaspress::traffic::{self, Body, Exchange};
use oaspress::{Input, Understanding};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::generate::kept;
use super::known::Server;
use crate::conformance::{self, Readable};
use crate::shell;

/// The result of a proof.
#[derive(Debug, Default, Serialize)]
pub(super) struct Repair {
    /// Number of actions of the overlay.
    pub(super) actions: usize,
    /// The responses without the overlay.
    pub(super) before: Decoded,
    /// The responses with it.
    pub(super) after: Decoded,
}

/// The responses as a crate decodes them.
#[derive(Debug, Default, Serialize)]
pub(super) struct Decoded {
    /// Number of responses.
    pub(super) responses: usize,
    /// Number of other responses, whose bodies were not recorded, or which no operation has.
    pub(super) unread: usize,
    /// The decode errors, with the numbers of responses.
    pub(super) errors: BTreeMap<String, usize>,
    /// Number of error responses whose body does not have the declared type.
    pub(super) other_errors: usize,
}

/// The outcome of a response.
#[derive(Debug, Deserialize)]
struct Outcome {
    error: Option<String>,
    #[serde(default)]
    is_other: bool,
}

impl Decoded {
    /// Returns the number of responses that are not decoded.
    pub(super) fn failed(&self) -> usize {
        self.errors.values().sum()
    }
}

/// Writes an overlay from the traffic of a server, and decodes the traffic without and with it. `url` is the base URL of
/// the server, and `folder` its folder.
///
/// # Errors
/// Fails if a crate cannot be generated or compiled.
pub(super) fn prove(server: &Server, document: &Path, recorded: &Path, url: &str, folder: &Path) -> Result<Repair> {
    let input = disk::read_input(document)?;
    let name = |kind: &str| format!("{}-{kind}", server.name);
    let config = folder.join("plain.toml");
    fs::write(&config, without_presence(server)?).with_context(|| format!("cannot write {}", config.display()))?;
    let plain = understand(&name("plain"), (&input, &config), None)?;
    let base = base_path(&plain);
    let overlay = folder.join("fixes.overlay.yaml");
    write_overlay((document, &config), recorded, &format!("{url}{base}"), &overlay)?;
    let fixes = if overlay.exists() { Some(disk::read_input(&overlay)?) } else { None };
    let actions = fixes.as_ref().map_or(0, |fixes| {
        String::from_utf8_lossy(&fixes.bytes).lines().filter(|line| line.trim_start().starts_with("- target:")).count()
    });
    let repaired = understand(&name("repaired"), (&input, &config), fixes)?;
    let exchanges = exchanges(recorded)?;
    let crates = [(name("plain"), &plain), (name("repaired"), &repaired)];
    let programs = compile(&crates)?;
    let [before, after] = programs;
    let before = decode(&before, &folder.join(name("plain")), &plain, (&exchanges, &base))?;
    let after = decode(&after, &folder.join(name("repaired")), &repaired, (&exchanges, &base))?;
    Ok(Repair { actions, before, after })
}

/// Returns the configuration of a server without what the overlay has to repair.
fn without_presence(server: &Server) -> Result<String> {
    let file = kept(server).join("oaspress.toml");
    let text = fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
    Ok(without_section(&text, "[presence]"))
}

/// Returns a TOML text without a section.
fn without_section(text: &str, header: &str) -> String {
    let mut is_kept = true;
    let kept = text.split_inclusive('\n').filter(|line| {
        if line.starts_with('[') {
            is_kept = line.trim_end() != header;
        }
        is_kept
    });
    kept.collect()
}

fn understand(name: &str, (input, config): (&Input, &Path), overlay: Option<Input>) -> Result<Understanding> {
    let mut config = oaspress::config::parse(&fs::read_to_string(config)?, &mut Diagnostics::new());
    config.manifest.name = Some(name.to_owned());
    config.manifest.runtime = shell::runtime();
    let files = InMemory { overlays: overlay.into_iter().collect(), ..InMemory::default() };
    let (understood, found) = oaspress::understand(input, &files, &config);
    understood.with_context(|| {
        let errors = found.diagnostics.iter().filter(|found| found.severity == Severity::Error);
        let messages: Vec<&str> = errors.map(|error| error.message.as_str()).collect();
        format!("{name} is rejected: {}", messages.join("; "))
    })
}

/// Returns the path of the first server in the document.
fn base_path(understood: &Understanding) -> String {
    let url = understood.document.pointer("/servers/0/url").and_then(serde_json::Value::as_str).unwrap_or_default();
    let path =
        url.split_once("//").map_or(url, |(_, rest)| rest.find('/').and_then(|at| rest.get(at..)).unwrap_or_default());
    path.trim_end_matches('/').to_owned()
}

fn write_overlay((document, config): (&Path, &Path), recorded: &Path, server: &str, overlay: &Path) -> Result<()> {
    if overlay.exists() {
        fs::remove_file(overlay).with_context(|| format!("cannot remove {}", overlay.display()))?;
    }
    let options = TrafficOptions {
        spec: SpecOptions { spec: document.to_owned(), config: Some(config.to_owned()), ..SpecOptions::default() },
        traffic: vec![recorded.to_owned()],
        server: Some(server.to_owned()),
        overlay: Some(overlay.to_owned()),
        ..TrafficOptions::default()
    };
    let (report, messages) = shell::captured(|console| command::check_traffic(&options, console));
    ensure!(report.exit == command::Exit::Done, "the traffic is not checked:\n{messages}");
    fs::write(overlay.with_extension("txt"), &messages).context("cannot write the findings")?;
    Ok(())
}

fn exchanges(recorded: &Path) -> Result<Vec<Exchange>> {
    let file = File::open(recorded).with_context(|| format!("nothing was recorded in {}", recorded.display()))?;
    let mut exchanges = Vec::new();
    let read = traffic::read(BufReader::new(file), &mut |entry| exchanges.extend(Exchange::parse(&entry)));
    match read {
        Ok(_) => Ok(exchanges),
        Err(unusable) => bail!("{} cannot be used: {}", recorded.display(), unusable.message),
    }
}

/// Writes the crates with their programs, and compiles them.
fn compile(crates: &[(String, &Understanding); 2]) -> Result<[PathBuf; 2]> {
    let root = shell::root().join("target/servers/replay");
    let target = shell::scratch_target();
    let mut cargo = shell::cargo(&["build", "--quiet", "--no-default-features"]);
    for (name, understood) in crates {
        let folder = root.join(name);
        fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
        disk::write(&oaspress::internals::print(&understood.crate_), name, &folder, Foreign::Replace)?;
        fs::create_dir_all(folder.join("examples"))?;
        fs::write(folder.join("examples").join(format!("replay-{name}.rs")), program(name, understood))?;
        cargo.args(["--package", name, "--example", &format!("replay-{name}")]);
        for group in &understood.crate_.manifest.groups {
            cargo.args(["--features", &format!("{name}/{}", group.name)]);
        }
    }
    let members: Vec<&str> = crates.iter().map(|(name, _)| name.as_str()).collect();
    let profile = "[profile.dev]\ndebug = false\nincremental = false\n";
    fs::write(root.join("Cargo.toml"), format!("[workspace]\nmembers = {members:?}\nresolver = \"3\"\n\n{profile}"))?;
    fs::copy(shell::root().join("Cargo.lock"), root.join("Cargo.lock"))?;
    println!("compiling the crates without and with the overlay");
    shell::run(cargo.current_dir(&root).env("CARGO_TARGET_DIR", &target))?;
    let suffix = std::env::consts::EXE_SUFFIX;
    Ok(crates.each_ref().map(|(name, _)| target.join(format!("debug/examples/replay-{name}{suffix}"))))
}

/// Returns the program that reads responses.
fn program(name: &str, understood: &Understanding) -> String {
    let read = |readable: &Readable<'_>| {
        let operation = readable.name;
        format!("    |response| <CRATE::operations::{operation}::<()> as Operation>::from_response(response).err(),\n")
    };
    let reads: String = conformance::readables(&understood.crate_).iter().map(read).collect();
    include_str!("replay.txt").replace("READS]", &format!("{reads}]")).replace("CRATE", &name.replace('-', "_"))
}

/// Decodes the recorded responses of all operations of a crate.
fn decode(
    program: &Path,
    folder: &Path,
    understood: &Understanding,
    (exchanges, base): (&[Exchange], &str),
) -> Result<Decoded> {
    let readables = conformance::readables(&understood.crate_);
    let mut names = Vec::new();
    let mut lines = Vec::new();
    for exchange in exchanges {
        let (media_type, bytes) = match &exchange.response {
            Body::Unrecorded => continue,
            Body::Absent => (None, &[][..]),
            Body::Whole { media_type, bytes } => (media_type.as_deref(), bytes.as_slice()),
        };
        let Some(path) = exchange.path.strip_prefix(base) else { continue };
        let Some(readable) = conformance::readable(&readables, &exchange.method, path) else { continue };
        let body = String::from_utf8_lossy(bytes);
        let (status, function) = (exchange.status, readable.function);
        let line = json!({ "function": function, "status": status, "media_type": media_type, "body": body });
        lines.push(line.to_string());
        names.push(format!("{} {} ({status})", readable.method, readable.template));
    }
    let cases = folder.with_extension("jsonl");
    fs::write(&cases, lines.join("\n")).with_context(|| format!("cannot write {}", cases.display()))?;
    let output = shell::output(shell::command(program).arg(&cases))?;
    let unread = exchanges.len() - lines.len();
    let mut decoded = Decoded { responses: lines.len(), unread, ..Decoded::default() };
    let outcomes: Vec<&str> = output.lines().collect();
    ensure!(outcomes.len() == names.len(), "{} of {} responses were read", outcomes.len(), names.len());
    for (name, line) in names.iter().zip(outcomes) {
        let outcome: Outcome = serde_json::from_str(line)?;
        decoded.other_errors += usize::from(outcome.is_other);
        if let Some(error) = outcome.error {
            *decoded.errors.entry(format!("{name}: {error}")).or_default() += 1;
        }
    }
    Ok(decoded)
}

#[cfg(test)]
mod tests {
    use super::without_section;

    #[test]
    fn only_the_section_is_left_out() {
        let text = "[a]\nx = 1\n\n[presence]\n# Why.\nnullable = []\n[b]\ny = 2\n";
        assert_eq!(without_section(text, "[presence]"), "[a]\nx = 1\n\n[b]\ny = 2\n");
    }
}
