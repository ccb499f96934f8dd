//! A headless Chromium with one page. It is ended with the test.

use std::fs;
use std::io::Read as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};

pub(crate) struct Chromium(Child);

impl Chromium {
    /// Opens a page with a new profile.
    pub(crate) fn open(program: &str, url: &str) -> Self {
        let profile = Path::new(env!("CARGO_TARGET_TMPDIR")).join("chromium");
        let _ = fs::remove_dir_all(&profile);
        let mut command = Command::new(program);
        // Containers have neither the sandbox nor much shared memory.
        command.args(["--headless", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-quic"]);
        command.args(["--no-first-run", "--disable-background-networking", "--disable-component-update"]);
        command.args([
            "--disable-sync",
            "--disable-extensions",
            "--remote-debugging-port=0",
            "--enable-logging=stderr",
        ]);
        command.arg(format!("--user-data-dir={}", profile.display())).arg(url);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        Self(command.spawn().unwrap_or_else(|error| panic!("{program} cannot be started: {error}")))
    }

    /// Ends the browser and returns what it has printed.
    pub(crate) fn end(&mut self) -> String {
        let _ = self.0.kill();
        let _ = self.0.wait();
        let mut printed = String::new();
        if let Some(mut output) = self.0.stderr.take() {
            let _ = output.read_to_string(&mut printed);
        }
        printed
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
