//! Installs servers from npm and waits until they have started.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};

use crate::shell::{command, root, run};

/// The maximum start-up time of a server.
const START: Duration = Duration::from_secs(60);

/// Installs a package with its version below `target/` if necessary, and returns the folder. `task` is the command for which it is
/// installed.
///
/// # Errors
/// Fails if npm is missing or cannot install the package.
pub(crate) fn install(name: &str, package: &str, task: &str) -> Result<PathBuf> {
    let folder = root().join("target").join(name);
    let stamp = folder.join("installed");
    if folder.join("node_modules").exists() && fs::read_to_string(&stamp).is_ok_and(|installed| installed == package) {
        return Ok(folder);
    }
    println!("Installing {package} in {}", folder.display());
    fs::create_dir_all(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    if command(script("npm")).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_err() {
        bail!("npm is missing: install Node.js 20 or newer, which includes it, and run `{task}` again");
    }
    let mut npm = command(script("npm"));
    npm.args(["install", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error", "--prefix"])
        .arg(&folder)
        .arg(package);
    run(&mut npm)?;
    fs::write(&stamp, package).with_context(|| format!("{} cannot be written", stamp.display()))?;
    Ok(folder)
}

/// Returns the file name of a program that npm installs: on Windows, it is a script for the command line.
pub(crate) fn script(name: &str) -> String {
    if cfg!(windows) { format!("{name}.cmd") } else { name.to_owned() }
}

/// Waits until a server prints a line with its address, and returns the process and the address. Its output has to be piped.
///
/// # Errors
/// Fails with the output of the server if it does not start.
pub(crate) fn wait_for_line(
    mut child: Child,
    title: &str,
    address: impl Fn(&str) -> Option<String>,
) -> Result<(Child, String)> {
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
    bail!("{title} did not start:\n{}", said.join("\n"))
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
