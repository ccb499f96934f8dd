//! Installs servers below `target/servers/`. The system is not changed, and no password is required.

mod debian;
mod python;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Result, bail};

use super::known::{Server, Source};

/// The result of checking if a server can be installed on this machine.
#[derive(Debug)]
pub(super) enum Availability {
    /// The version that the driver supports can be installed.
    Installable,
    /// Another version can be installed.
    OtherVersion(String),
    /// The server cannot be installed, for this reason.
    Missing(String),
}

/// An installed server.
#[derive(Debug, Default)]
pub(super) struct Installed {
    /// The folders with programs. They precede the folders of the system.
    pub(super) programs: Vec<PathBuf>,
    /// The folders with shared libraries. They precede the folders of the system.
    pub(super) libraries: Vec<PathBuf>,
    /// The root folder of the unpacked packages.
    pub(super) prefix: Option<PathBuf>,
}

impl Installed {
    /// Returns a command to run a program of the server, without standard input.
    pub(super) fn command(&self, program: &str) -> Command {
        let found = self.programs.iter().map(|folder| folder.join(program)).find(|path| path.exists());
        let mut command = Command::new(found.unwrap_or_else(|| PathBuf::from(program)));
        command.stdin(Stdio::null());
        for (variable, value) in self.environment() {
            command.env(variable, value);
        }
        command
    }

    /// Returns the environment variables with which the server's programs find each other and their libraries.
    pub(super) fn environment(&self) -> Vec<(&'static str, std::ffi::OsString)> {
        let joined = |variable, folders: &[PathBuf]| {
            let before = std::env::var_os(variable).unwrap_or_default();
            let all = folders
                .iter()
                .cloned()
                .chain(std::env::split_paths(&before).filter(|path| !path.as_os_str().is_empty()));
            std::env::join_paths(all).ok().map(|value| (variable, value))
        };
        let mut variables = Vec::new();
        if !self.programs.is_empty() {
            variables.extend(joined("PATH", &self.programs));
        }
        if !self.libraries.is_empty() {
            variables.extend(joined("LD_LIBRARY_PATH", &self.libraries));
        }
        variables
    }

    /// Returns a file of a package, by its path without the leading `/`.
    pub(super) fn file(&self, path: &str) -> Result<PathBuf> {
        let unpacked = self.prefix.as_ref().map(|prefix| prefix.join(path));
        let found = unpacked.into_iter().chain([Path::new("/").join(path)]).find(|path| path.exists());
        found.map_or_else(|| bail!("no installed package contains {path}"), Ok)
    }

    /// Returns a folder of plug-ins below an unpacked library folder. If there is none, the folder of the system is
    /// used.
    pub(super) fn library(&self, name: &str) -> Option<PathBuf> {
        self.libraries.iter().map(|folder| folder.join(name)).find(|path| path.is_dir())
    }
}

/// Checks if a server can be installed on this machine.
///
/// # Errors
/// Fails if the registry cannot be reached.
pub(super) fn availability(server: &Server) -> Result<Availability> {
    match server.source {
        Source::Debian(packages) => debian::availability(server, packages),
        Source::Python(_) => Ok(python::availability()),
    }
}

/// Installs a server unless it is installed already.
///
/// # Errors
/// Fails if the installation fails.
pub(super) fn install(server: &Server) -> Result<Installed> {
    match server.source {
        Source::Debian(packages) => debian::install(packages),
        Source::Python(requirements) => python::install(server.name, requirements),
    }
}

/// Unpacks a Debian package, even if it is installed on the system, and returns the folder.
///
/// # Errors
/// Fails if the package cannot be downloaded or unpacked.
pub(super) fn unpack(package: &str) -> Result<PathBuf> {
    debian::unpack_newest(package)
}

/// Returns true if a program can be started.
fn exists(program: &str) -> bool {
    let started = Command::new(program)
        .arg("--version")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    started.is_ok_and(|status| status.success())
}
