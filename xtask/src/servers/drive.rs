//! Compiles the driver of a server and runs it.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail, ensure};
use indicatif::{ProgressBar, ProgressStyle};
use serde::Deserialize;

use super::generate::{kept, workspace};
use super::known::Server;
use super::process::{Running, finish, in_group, stop, tail};
use super::report::{Deviation, Entry, Whose, Wrong};
use crate::{corpus, shell};

/// The time limit for compiling a client and its driver.
const COMPILE: Duration = Duration::from_secs(60 * 60);

/// The time limit for a driver. Each call has its own limit.
const RUN: Duration = Duration::from_secs(600);

/// A line in the output of a driver: a call or a deviation, with the error if there was one.
#[derive(Debug, Deserialize)]
struct Line {
    call: Option<String>,
    deviation: Option<String>,
    whose: Option<Whose>,
    problem: Option<String>,
}

/// Writes the package of the driver beside the generated crate, compiles it, and returns the program.
///
/// # Errors
/// Fails if the package does not compile.
pub(super) fn compile(server: &Server, client: &Path) -> Result<PathBuf> {
    let root = workspace();
    let name = server.name;
    let folder = root.join("drivers").join(name);
    fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
    let harness = root.join("drivers/harness");
    fs::create_dir_all(&harness).with_context(|| format!("cannot create {}", harness.display()))?;
    fs::write(harness.join("Cargo.toml"), harness_manifest()).context("cannot write the manifest of the harness")?;
    let client = fs::read_to_string(client.join("Cargo.toml")).context("the client has no manifest")?;
    let features = features(&client);
    fs::write(folder.join("Cargo.toml"), manifest(name, &kept(server).join("driver.rs"), &features))
        .context("cannot write the manifest of the driver")?;
    let profile = "[profile.dev]\ndebug = false\nincremental = false\n";
    let members = format!("members = [\"crates/{name}\", \"drivers/{name}\", \"drivers/harness\"]");
    fs::write(root.join("Cargo.toml"), format!("[workspace]\n{members}\nresolver = \"3\"\n\n{profile}"))?;
    // The lock file pins dependencies to the versions of this repository.
    fs::copy(shell::root().join("Cargo.lock"), root.join("Cargo.lock"))?;
    let begun = Instant::now();
    println!("compiling the client and its driver");
    let mut cargo = shell::cargo(&["build", "--quiet", "--package", &format!("drive-{name}")]);
    let target = shell::scratch_target();
    cargo.current_dir(&root).env("CARGO_TARGET_DIR", &target);
    finish(&mut cargo, COMPILE)?;
    println!("compiled in {} s", begun.elapsed().as_secs());
    Ok(target.join("debug").join(format!("drive-{name}{}", std::env::consts::EXE_SUFFIX)))
}

/// Returns the default features of a generated crate and the recorder, without TLS, which a server on loopback does not
/// use and which is slow to compile.
fn features(manifest: &str) -> Vec<&str> {
    corpus::default_features(manifest).filter(|name| *name != "rustls").chain(["har"]).collect()
}

fn manifest(name: &str, program: &Path, features: &[&str]) -> String {
    let program = quoted(program);
    format!(
        r#"[package]
name = "drive-{name}"
version = "0.0.0"
edition = "2024"
publish = false

[[bin]]
name = "drive-{name}"
path = {program}

[dependencies]
{name} = {{ path = "../../crates/{name}", default-features = false, features = {features:?} }}
anyhow = "1.0"
futures-util = {{ version = "0.3", default-features = false }}
harness = {{ path = "../harness" }}
serde_json = "1.0"
tokio = {{ version = "1", features = ["macros", "rt", "time"] }}
uuid = "1"
"#
    )
}

/// Formats a path as a TOML string. TOML escapes backslashes and quotes as JSON does.
fn quoted(path: &Path) -> String {
    serde_json::Value::from(path.to_string_lossy()).to_string()
}

/// Returns the manifest of the code that the drivers share.
fn harness_manifest() -> String {
    let source = quoted(&shell::root().join("xtask/servers/harness.rs"));
    format!(
        r#"[package]
name = "harness"
version = "0.0.0"
edition = "2024"
publish = false

[lib]
path = {source}

[dependencies]
anyhow = "1.0"
reqwest = {{ version = "0.13", default-features = false }}
serde_json = "1.0"
tokio = {{ version = "1", features = ["time"] }}
"#
    )
}

/// Runs a driver against its server, and keeps its reports. The client records its calls to the file `recording`.
///
/// # Errors
/// Fails if the driver does not run to completion.
pub(super) fn run(driver: &Path, running: &Running, recording: Option<&Path>, entry: &mut Entry) -> Result<()> {
    let mut command = Command::new(driver);
    command.envs(recording.map(|file| ("SERVER_RECORD", file)));
    command.envs(running.environment()).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = in_group(&mut command).with_context(|| format!("{} cannot be started", driver.display()))?;
    let output = child.stdout.take().context("the driver has no output")?;
    let errors = child.stderr.take().context("the driver has no output")?;
    let errors = thread::spawn(move || std::io::read_to_string(errors).unwrap_or_default());
    let (sender, lines) = mpsc::channel();
    thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            // The receiver is dropped after the time limit.
            let _ = sender.send(line);
        }
    });
    let bar = spinner();
    let end = Instant::now() + RUN;
    let complete = loop {
        match lines.recv_timeout(end.saturating_duration_since(Instant::now())) {
            Ok(line) => {
                let read = record(&line, entry);
                bar.set_message(format!("{} calls, {} right: {}", entry.calls, entry.right, read.unwrap_or(line)));
                bar.tick();
            }
            Err(RecvTimeoutError::Disconnected) => break true,
            Err(RecvTimeoutError::Timeout) => break false,
        }
    };
    bar.finish_and_clear();
    let status = if complete { Some(child.wait()?) } else { None };
    stop(&mut child);
    println!("{} calls, {} right", entry.calls, entry.right);
    let Some(status) = status else { bail!("the driver did not end within {} s", RUN.as_secs()) };
    let said = errors.join().unwrap_or_default();
    let explained = status.success() || (status.code() == Some(1) && said.trim().is_empty());
    ensure!(explained, "the driver ended with {status}: {}", tail(&said, 10));
    ensure!(entry.calls > 0, "the driver made no call");
    Ok(())
}

/// Adds a line of a driver to the entry. Returns the name of the call or deviation.
fn record(line: &str, entry: &mut Entry) -> Option<String> {
    let line: Line = serde_json::from_str(line).ok()?;
    if let Some(call) = line.call {
        entry.calls += 1;
        match line.problem {
            None => entry.right += 1,
            Some(problem) => entry.wrong.push(Wrong { call: call.clone(), problem }),
        }
        return Some(call);
    }
    let text = line.deviation?;
    match line.problem {
        None => entry.deviations.push(Deviation { whose: line.whose?, text: text.clone() }),
        Some(problem) => entry.stale.push(Wrong { call: text.clone(), problem }),
    }
    Some(text)
}

/// Returns a progress spinner that is only shown on a terminal.
fn spinner() -> ProgressBar {
    let bar = ProgressBar::new_spinner();
    let style = ProgressStyle::with_template("{spinner} {elapsed} {wide_msg}");
    style.map_or_else(|_| bar.clone(), |style| bar.clone().with_style(style))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_driver_has_the_features_of_a_user_but_for_tls() {
        let manifest = "[features]\ndefault = [\"hyper\", \"rustls\", \"pets\"]\nhyper = []\n";
        assert_eq!(features(manifest), ["hyper", "pets", "har"]);
        assert!(
            self::manifest("etcd", Path::new("driver.rs"), &features(manifest))
                .contains(r#"features = ["hyper", "pets", "har"]"#)
        );
    }

    #[test]
    fn lines_of_a_driver_are_counted() {
        let mut entry = Entry::default();
        for line in [
            r#"{"call":"list"}"#,
            r#"{"call":"read","problem":"404"}"#,
            r#"{"deviation":"a list","whose":"document","problem":null}"#,
            r#"{"deviation":"gone","whose":"server","problem":"not observed any more"}"#,
        ] {
            assert!(record(line, &mut entry).is_some(), "{line}");
        }
        assert_eq!(record("a line of something else", &mut entry), None);
        assert_eq!((entry.calls, entry.right), (2, 1));
        assert_eq!((entry.wrong.len(), entry.deviations.len(), entry.stale.len()), (1, 1, 1));
    }
}
