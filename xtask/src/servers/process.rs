//! Starts a server in a separate process group, waits until it responds, and stops all of its processes, even if this
//! program is interrupted.

use std::fs::{self, File};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, PoisonError};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use super::install::Installed;
use super::known::Server;

/// The time limit for the start of a server.
const START: Duration = Duration::from_secs(180);

/// The grace period for a server to stop before it is killed.
const STOP: Duration = Duration::from_secs(10);

/// Number of attempts to start a server. Another program may use a free port first.
const ATTEMPTS: usize = 3;

/// The running process groups.
static GROUPS: Mutex<Vec<u32>> = Mutex::new(Vec::new());

/// A running server. It is stopped when this value is dropped.
#[derive(Debug)]
pub(super) struct Running {
    server: &'static Server,
    child: Child,
    port: u16,
    folder: PathBuf,
    version: Option<String>,
    environment: Vec<(&'static str, std::ffi::OsString)>,
}

impl Running {
    /// Returns the base URL of the API, without a path.
    pub(super) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Returns the version that the server reports.
    pub(super) fn version(&self) -> Option<String> {
        self.version.clone()
    }

    /// Reads a path of the server as text.
    pub(super) fn get(&self, path: &str) -> Result<String> {
        let agent: ureq::Agent =
            ureq::Agent::config_builder().timeout_global(Some(Duration::from_secs(60))).build().into();
        let mut request = agent.get(format!("{}{path}", self.url()));
        if let Some((name, value)) = self.server.authentication {
            request = request.header(name, value);
        }
        let text = request.call()?.body_mut().read_to_string()?;
        Ok(text)
    }

    /// Returns the environment variables for the driver: the URL of the server, its authentication, files and
    /// programs.
    pub(super) fn environment(&self) -> Vec<(&'static str, std::ffi::OsString)> {
        let mut variables = self.environment.clone();
        variables.push(("SERVER_URL", self.url().into()));
        variables.push(("SERVER_SECRET", self.server.secret.into()));
        variables.push(("SERVER_FOLDER", self.folder.clone().into()));
        variables
    }

    /// Stops the server.
    pub(super) fn stop(self) {
        drop(self);
    }

    /// Waits until the server reports its version.
    fn wait(&mut self) -> Result<()> {
        let begun = Instant::now();
        let (path, pointer) = self.server.ready;
        loop {
            if let Some(status) = self.child.try_wait()? {
                bail!("it ended with {status}:\n{}", self.log());
            }
            let response = self.get(path).and_then(|text| Ok(serde_json::from_str::<Value>(&text)?));
            match response.map(|value| value.pointer(pointer).and_then(Value::as_str).map(str::to_owned)) {
                Ok(Some(version)) => {
                    self.version = Some(version);
                    return Ok(());
                }
                Ok(None) => bail!("{path} has no version at `{pointer}`"),
                Err(error) if begun.elapsed() > START => {
                    bail!("it is not ready after {} s: {error:#}\n{}", START.as_secs(), self.log());
                }
                Err(_) => sleep(Duration::from_millis(200)),
            }
        }
    }

    /// Returns the last lines of the server's output.
    fn log(&self) -> String {
        let text = fs::read(self.folder.with_extension("log")).unwrap_or_default();
        tail(&String::from_utf8_lossy(&text), 20)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        stop(&mut self.child);
    }
}

/// Starts a server with its data in an empty folder below `folder`.
///
/// # Errors
/// Fails if the server does not respond in time.
pub(super) fn start(server: &'static Server, installed: &Installed, folder: &Path) -> Result<Running> {
    let data = folder.join("data");
    let mut attempt = 1;
    loop {
        let _ = fs::remove_dir_all(&data);
        fs::create_dir_all(&data).with_context(|| format!("cannot create {}", data.display()))?;
        let ports = free_ports(server.ports)?;
        let mut running = spawn(server, installed, &data, &ports)?;
        match running.wait() {
            Ok(()) => return Ok(running),
            Err(error) if attempt == ATTEMPTS => return Err(error.context(format!("{} did not start", server.title))),
            Err(_) => attempt += 1,
        }
    }
}

fn spawn(server: &'static Server, installed: &Installed, data: &Path, ports: &[u16]) -> Result<Running> {
    let mut command = (server.command)(installed, data, ports)?;
    let log = File::create(data.with_extension("log")).context("cannot write the log of the server")?;
    command.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
    let child = in_group(&mut command).with_context(|| format!("{} cannot be started", server.title))?;
    let port = ports.first().copied().unwrap_or_default();
    let environment = installed.environment();
    Ok(Running { server, child, port, folder: data.to_owned(), version: None, environment })
}

/// Starts a command in a process group, which [`stop`] and an interruption of this program end.
pub(super) fn in_group(command: &mut Command) -> Result<Child> {
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(command, 0);
    // The lock is held until the group is registered, so that an interruption does not miss it.
    let mut groups = GROUPS.lock().unwrap_or_else(PoisonError::into_inner);
    let child = command.spawn()?;
    groups.push(child.id());
    Ok(child)
}

/// Runs a command in a separate process group and shows its output.
///
/// # Errors
/// Fails if the command cannot be started, fails, or takes longer than `limit`.
pub(super) fn finish(command: &mut Command, limit: Duration) -> Result<()> {
    let program = command.get_program().to_string_lossy().into_owned();
    let mut child = in_group(command.stdin(Stdio::null())).with_context(|| format!("`{program}` cannot be started"))?;
    let begun = Instant::now();
    let status = loop {
        match child.try_wait()? {
            None if begun.elapsed() < limit => sleep(Duration::from_millis(50)),
            ended => break ended,
        }
    };
    stop(&mut child);
    match status {
        Some(status) if status.success() => Ok(()),
        Some(status) => bail!("`{program}` failed ({status})"),
        None => bail!("`{program}` did not end within {} s", limit.as_secs()),
    }
}

/// Terminates a process group, and kills it after the grace period.
pub(super) fn stop(child: &mut Child) {
    let group = child.id();
    signal(group, Signal::Ask);
    let begun = Instant::now();
    while begun.elapsed() < STOP && matches!(child.try_wait(), Ok(None)) {
        sleep(Duration::from_millis(50));
    }
    signal(group, Signal::Kill);
    let _ = child.kill();
    let _ = child.wait();
    GROUPS.lock().unwrap_or_else(PoisonError::into_inner).retain(|known| *known != group);
}

/// Ends every process group, and then this program, when it is interrupted or terminated.
///
/// # Errors
/// Fails if signal handlers cannot be installed.
pub(super) fn stop_all_when_interrupted() -> Result<()> {
    let handler = || {
        let groups = GROUPS.lock().unwrap_or_else(PoisonError::into_inner);
        eprintln!("\ninterrupted: stopping {} processes", groups.len());
        for group in groups.iter() {
            signal(*group, Signal::Ask);
        }
        sleep(Duration::from_secs(2));
        for group in groups.iter() {
            signal(*group, Signal::Kill);
        }
        // The usual exit code of an interrupted program.
        std::process::exit(130);
    };
    ctrlc::set_handler(handler).context("interruptions cannot be handled")
}

#[derive(Clone, Copy)]
enum Signal {
    Ask,
    Kill,
}

/// Sends a signal to a process group. It is not an error if the group has ended.
#[cfg(unix)]
fn signal(group: u32, signal: Signal) {
    let signal = match signal {
        Signal::Ask => rustix::process::Signal::TERM,
        Signal::Kill => rustix::process::Signal::KILL,
    };
    let group = i32::try_from(group).ok().and_then(rustix::process::Pid::from_raw);
    if let Some(group) = group {
        let _ = rustix::process::kill_process_group(group, signal);
    }
}

/// Does nothing. Other systems have no process groups, and the caller kills the process itself.
#[cfg(not(unix))]
fn signal(_: u32, _: Signal) {}

/// Returns free ports of the loopback interface.
fn free_ports(count: usize) -> Result<Vec<u16>> {
    let listeners: Vec<_> = (0..count).map(|_| TcpListener::bind(("127.0.0.1", 0))).collect::<Result<_, _>>()?;
    listeners.iter().map(|listener| Ok(listener.local_addr()?.port())).collect()
}

/// Returns the last lines of a text.
pub(super) fn tail(text: &str, count: usize) -> String {
    let lines: Vec<&str> = text.lines().collect();
    lines.get(lines.len().saturating_sub(count)..).unwrap_or_default().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_are_free_and_different() -> Result<()> {
        let ports = free_ports(3)?;
        assert!(ports[0] != ports[1] && ports[1] != ports[2] && ports[0] != ports[2], "{ports:?}");
        for port in ports {
            TcpListener::bind(("127.0.0.1", port))?;
        }
        Ok(())
    }

    #[cfg(unix)]
    #[test]
    fn a_group_is_stopped_with_its_children() -> Result<()> {
        let mut command = Command::new("sh");
        // The shell prints the id of its child process, and would continue without it.
        command.args(["-c", "sleep 600 & echo $!; wait; sleep 600"]).stdout(Stdio::piped());
        let mut child = in_group(&mut command)?;
        let mut line = String::new();
        let output = child.stdout.take().context("no output")?;
        std::io::BufRead::read_line(&mut std::io::BufReader::new(output), &mut line)?;
        let pid: u32 = line.trim().parse()?;
        stop(&mut child);
        assert!(child.try_wait()?.is_some());
        // The grandchild has ended, or is a zombie.
        let ended = || fs::read_to_string(format!("/proc/{pid}/stat")).map_or(true, |stat| stat.contains(") Z "));
        let begun = Instant::now();
        while !ended() && begun.elapsed() < STOP {
            sleep(Duration::from_millis(20));
        }
        assert!(ended(), "process {pid} still runs");
        Ok(())
    }

    #[cfg(unix)]
    #[test]
    fn a_command_is_bounded() {
        let run = |script: &str, limit| {
            let finished = finish(Command::new("sh").args(["-c", script]), Duration::from_millis(limit));
            finished.map_err(|error| error.to_string())
        };
        assert_eq!(run("true", 60_000), Ok(()));
        assert_eq!(run("exit 3", 60_000), Err("`sh` failed (exit status: 3)".to_owned()));
        assert_eq!(run("sleep 600", 0), Err("`sh` did not end within 0 s".to_owned()));
    }

    #[test]
    fn the_tail_is_the_last_lines() {
        assert_eq!(tail("a\nb\nc", 2), "b\nc");
        assert_eq!(tail("a", 2), "a");
    }
}
