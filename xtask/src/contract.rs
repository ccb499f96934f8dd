//! Runs `kirim` against Prism, a third-party mock server that validates every request against the document.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::shell::{cargo, command, root, run};

/// The newest release that runs on commonly used Node.js releases.
const PRISM: &str = "@stoplight/prism-cli@5.14.2";

/// The maximum start-up time of Prism.
const START: Duration = Duration::from_secs(60);

/// Installs Prism if necessary, starts it, and runs the contract tests against it.
///
/// # Errors
/// Fails if Prism cannot be installed or started, or if a test fails.
pub(crate) fn contract() -> Result<()> {
    let prism = install()?;
    let (mut server, url) = start(&prism)?;
    // With the features of the whole workspace, which the other tests have compiled.
    let outcome = run(cargo(&["test", "--workspace", "--test", "contract", "--", "--ignored"]).env("PRISM_URL", url));
    server.kill().context("Prism cannot be stopped")?;
    server.wait().context("Prism cannot be stopped")?;
    outcome
}

/// Installs Prism below `target/` if necessary and returns its executable.
fn install() -> Result<PathBuf> {
    let folder = root().join("target/prism");
    let program = folder.join("node_modules/.bin").join(script("prism"));
    let stamp = folder.join("installed");
    if program.exists() && fs::read_to_string(&stamp).is_ok_and(|installed| installed == PRISM) {
        return Ok(program);
    }
    println!("Installing {PRISM} in {}", folder.display());
    fs::create_dir_all(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    if command(script("npm")).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_err() {
        bail!("npm is missing: install Node.js 18 or newer, which includes it, and run `cargo xtask contract` again");
    }
    let mut npm = command(script("npm"));
    npm.args(["install", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error", "--prefix"])
        .arg(&folder)
        .arg(PRISM);
    run(&mut npm)?;
    fs::write(&stamp, PRISM).with_context(|| format!("{} cannot be written", stamp.display()))?;
    Ok(program)
}

/// Returns the file name of a program that npm installs: on Windows, it is a script for the command line.
fn script(name: &str) -> String {
    if cfg!(windows) { format!("{name}.cmd") } else { name.to_owned() }
}

/// Starts Prism on a free port, waits until it listens, and returns the process and its URL.
fn start(program: &Path) -> Result<(Child, String)> {
    let mut command = Command::new(program);
    command.args(["mock", "spec/contacts.yaml", "--errors", "-h", "127.0.0.1", "-p", "0"]);
    let mut child = command
        .current_dir(root())
        .env("NO_COLOR", "1")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("{} cannot be started", program.display()))?;
    let (sender, lines) = mpsc::channel();
    if let Some(output) = child.stdout.take() {
        forward(output, sender.clone());
    }
    if let Some(output) = child.stderr.take() {
        forward(output, sender);
    }
    let mut said = Vec::new();
    while let Ok(line) = lines.recv_timeout(START) {
        if let Some(url) = address(&line) {
            return Ok((child, url));
        }
        said.push(line);
    }
    let _ = child.kill();
    bail!("Prism did not start:\n{}", said.join("\n"))
}

/// Forwards lines until the output ends, so that the server never blocks on a full pipe.
fn forward(output: impl std::io::Read + Send + 'static, lines: mpsc::Sender<String>) {
    thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            // The receiver is dropped after the start.
            let _ = lines.send(line);
        }
    });
}

/// Extracts the URL from `Prism is listening on http://127.0.0.1:4010`.
fn address(line: &str) -> Option<String> {
    let (_, rest) = line.split_once("listening on ")?;
    let url: String = rest.chars().take_while(|c| !c.is_whitespace() && !c.is_control()).collect();
    Some(url)
}
