//! A headless Chromium with one page. It is ended with the test.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// A name that the browser resolves to the local host, although it is not a local name.
pub(crate) const ELSEWHERE: &str = "elsewhere.test";

pub(crate) struct Chromium {
    process: Child,
    /// The file with the errors that it prints. A pipe that is not read would block it.
    printed: PathBuf,
}

impl Chromium {
    /// Opens a page with a new profile.
    pub(crate) fn open(program: &str, url: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let (profile, printed) = (folder.join("chromium"), folder.join("chromium.log"));
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
        command.arg(format!("--host-resolver-rules=MAP {ELSEWHERE} 127.0.0.1"));
        command.arg(format!("--user-data-dir={}", profile.display())).arg(url);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(File::create(&printed).unwrap());
        let process = command.spawn().unwrap_or_else(|error| panic!("{program} cannot be started: {error}"));
        Self { process, printed }
    }

    /// Ends the browser and returns what it has printed.
    pub(crate) fn end(&mut self) -> String {
        let _ = self.process.kill();
        let _ = self.process.wait();
        String::from_utf8_lossy(&fs::read(&self.printed).unwrap()).into_owned()
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
